//! The items that a style formats: CSL-JSON's shape, as plain data.
//!
//! Texts may carry CSL's rich text (`<i>`, `<b>`, `<sup>`, `<sub>`, `<sc>`, `<span class="nocase">`,
//! `<span style="font-variant:small-caps;">`) and math between [`crate::placeholder::MATH`] and
//! [`crate::placeholder::END`]; anything else in them is text.

use crate::letters;

/// One work. Variables keep CSL's names (CSL 1.0.2, appendix IV).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Item {
    /// The key by which it is cited.
    pub id: String,
    /// A CSL type such as `article-journal` (appendix III).
    pub item_type: String,
    /// Standard and number variables: `title`, `container-title`, `volume`, `DOI`, …
    pub variables: Vec<(String, String)>,
    /// Name variables: `author`, `editor`, …
    pub names: Vec<(String, Vec<Name>)>,
    /// Date variables: `issued`, `accessed`, …
    pub dates: Vec<(String, Date)>,
}

impl Item {
    /// A standard or number variable, if it is there and not empty.
    pub fn variable(&self, name: &str) -> Option<&str> {
        self.variables.iter().find(|(n, v)| n == name && !v.is_empty()).map(|(_, v)| v.as_str())
    }

    /// A name variable, empty if it is not there.
    pub fn names(&self, name: &str) -> &[Name] {
        self.names.iter().find(|(n, _)| n == name).map_or(&[], |(_, v)| v)
    }

    /// A date variable.
    pub fn date(&self, name: &str) -> Option<&Date> {
        self.dates.iter().find(|(n, _)| n == name).map(|(_, v)| v)
    }
}

/// A person or an institution. An institution, or a name that must not be taken apart, is `literal`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Name {
    pub family: String,
    pub given: String,
    /// `de` in `de la Fontaine`: dropped when only the family name is shown.
    pub dropping_particle: String,
    /// `la` in `de la Fontaine`: belongs to the family name.
    pub non_dropping_particle: String,
    pub suffix: String,
    /// CSL-JSON's `comma-suffix`: the suffix follows a comma even in display order.
    pub comma_suffix: bool,
    /// CSL-JSON's `static-ordering`: always family first, as in Chinese.
    pub static_ordering: bool,
    pub literal: String,
}

/// The length of the particles that begin a family name, in bytes: of words in lower case, or ending in an apostrophe, and
/// the space behind them. citeproc-js takes them out of CSL-JSON's names.
pub fn leading_particles(family: &str) -> usize {
    let mut length = 0;
    loop {
        let rest = &family[length..];
        // "in 't Veld": a particle may begin with an apostrophe.
        let body = rest.trim_start_matches(['\'', '’']);
        let before = rest.len() - body.len();
        let end = body.find([' ', '\'', '’', '-']).map(|at| (before + at, body[at..].chars().next()));
        let Some((at, Some(end))) = end else { return length };
        let word = &rest[before..at];
        let hyphen_particle = end == '-' && matches!(word, "al" | "el" | "as" | "an" | "ad");
        let lower = !word.is_empty() && word.chars().all(|c| is_lower(c) || c == '.');
        if !lower || (end == '-' && !hyphen_particle) || rest.len() == at + end.len_utf8() {
            return length;
        }
        length += at + end.len_utf8();
    }
}

fn is_lower(c: char) -> bool {
    c.is_ascii_lowercase() || !c.is_ascii() && letters::upper_char(c) != String::from(c)
}

/// A date or a range of dates.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Date {
    /// The (first) day; `None` if only the literal is known.
    pub start: Option<DateParts>,
    /// The last day of a range.
    pub end: Option<DateParts>,
    /// "circa".
    pub approximate: bool,
    /// A date in words, shown as it is.
    pub literal: String,
}

/// A day, month or year. Negative years are BC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct DateParts {
    pub year: i32,
    /// 1 to 12.
    pub month: Option<u8>,
    /// 1 to 31.
    pub day: Option<u8>,
    /// 1 (spring) to 4 (winter), where there is no month.
    pub season: Option<u8>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn particles_begin_family_names() {
        for (particles, family) in [
            ("de la ", "Fontaine"),
            ("d'", "Aubignac"),
            ("in 't ", "Veld"),
            ("al-", "Sadr"),
            ("şen ", "Öz"),
            ("", "Smith-Jones"),
            ("", "Team"),
            ("", "van "),
            ("", "בן דוד"),
            ("", ""),
        ] {
            assert_eq!(
                leading_particles(&[particles, family].concat()),
                particles.len(),
                "{particles}{family}"
            );
        }
    }
}
