//! bibtex-ruby's query language, by which jekyll-scholar chooses entries: `@book[year >= 2000 && author ^= Poe]`,
//! `@article, !@misc`, `@*[selected]`. [`Query::parse`] is the entrance.

use super::pattern::Pattern;
use super::values;
use crate::bibtex::Entry;
use crate::letters;
use std::cmp::Ordering;

/// Which entries are meant.
#[derive(Default)]
pub(super) struct Query {
    /// One of these has to fit; none at all means every entry.
    selectors: Vec<Selector>,
    /// A key: that entry alone.
    key: Option<String>,
}

/// `!@type[a, b || c]`
struct Selector {
    other_types: bool,
    entry_type: String,
    /// All conditions of one of these have to hold.
    any: Vec<Vec<Condition>>,
}

/// `field operator value`
struct Condition {
    field: String,
    operator: Operator,
    negated: bool,
    value: String,
}

enum Operator {
    Present,
    Is,
    /// `None`: a pattern that is not understood.
    Matches(Option<Pattern>),
    /// Whether the order is one of these two.
    Compares(Ordering, Ordering),
}

/// The operators by their signs, the longer ones first.
const OPERATORS: [&str; 11] = ["!=", "/=", "^=", "~=", "=~", "!~", "<=", ">=", "=", "<", ">"];

impl Query {
    /// Reads a query; the errors say which conditions are not understood (they hold for no entry).
    pub(super) fn parse(source: &str) -> (Query, Vec<String>) {
        let (mut query, mut errors) = (Query::default(), Vec::new());
        let mut rest = source;
        while let Some((before, after)) = rest.split_once('@') {
            let length = after.find(|c: char| c != '_' && !c.is_alphanumeric()).unwrap_or(after.len());
            let length = if after.starts_with('*') { 1 } else { length };
            let (entry_type, mut behind) = after.split_at(length);
            let mut any = Vec::new();
            if let Some((conditions, end)) = behind.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
                behind = end;
                let each = conditions.split("||").filter(|_| !conditions.trim().is_empty());
                any.extend(each.map(|all| conditions_of(all, &mut errors)));
            }
            rest = behind;
            if length > 0 {
                let other_types = before.ends_with('!');
                query.selectors.push(Selector { other_types, entry_type: entry_type.into(), any });
            }
        }
        let key = source.trim();
        if query.selectors.is_empty() && !key.is_empty() {
            query.key = Some(key.into());
        }
        (query, errors)
    }

    /// Whether every entry is meant.
    pub(super) fn is_all(&self) -> bool {
        self.key.is_none()
            && (self.selectors.is_empty()
                || self.selectors.iter().any(|s| s.is_any_type() && !s.other_types && s.any.is_empty()))
    }

    /// Whether the entry is meant.
    pub(super) fn matches(&self, entry: &Entry) -> bool {
        match &self.key {
            Some(key) => *key == entry.key,
            None => self.is_all() || self.selectors.iter().any(|selector| selector.matches(entry)),
        }
    }
}

impl Selector {
    fn is_any_type(&self) -> bool {
        self.entry_type == "*" || self.entry_type.eq_ignore_ascii_case("entry")
    }

    fn matches(&self, entry: &Entry) -> bool {
        let same = self.is_any_type() || self.entry_type.eq_ignore_ascii_case(&entry.entry_type);
        let holds = |all: &Vec<Condition>| all.iter().all(|condition| condition.holds(entry));
        same != self.other_types && (self.any.is_empty() || self.any.iter().any(holds))
    }
}

/// Conditions joined by `,` or `&&`.
fn conditions_of(source: &str, errors: &mut Vec<String>) -> Vec<Condition> {
    let each = source.split(',').flat_map(|part| part.split("&&")).map(str::trim);
    each.filter(|condition| !condition.is_empty()).map(|condition| read(condition, errors)).collect()
}

fn read(source: &str, errors: &mut Vec<String>) -> Condition {
    let found = source.char_indices().find_map(|(at, _)| {
        let rest = &source[at..];
        let sign = OPERATORS.into_iter().find(|sign| rest.starts_with(sign))?;
        Some((at, sign))
    });
    let Some((at, sign)) = found else {
        let field = letters::lower(source);
        return Condition { field, operator: Operator::Present, negated: false, value: String::new() };
    };
    let value = source[at + sign.len()..].trim().to_string();
    let mut pattern = |source: &str| {
        let pattern = Pattern::parse(source);
        if pattern.is_none() {
            errors.push(["the pattern `", source, "` is not understood"].concat());
        }
        Operator::Matches(pattern)
    };
    use Ordering::{Equal, Greater, Less};
    let operator = match sign {
        "^=" => pattern(&["^", &value].concat()),
        "~=" | "=~" | "!~" => pattern(&value),
        "<=" => Operator::Compares(Less, Equal),
        "<" => Operator::Compares(Less, Less),
        ">=" => Operator::Compares(Greater, Equal),
        ">" => Operator::Compares(Greater, Greater),
        _ => Operator::Is,
    };
    let negated = matches!(sign, "!=" | "/=" | "!~");
    Condition { field: letters::lower(source[..at].trim()), operator, negated, value }
}

impl Condition {
    fn holds(&self, entry: &Entry) -> bool {
        let found = values::of(entry, &self.field).is_some_and(|value| self.fits(&value))
            // LaTeX as the author wrote it counts as well.
            || entry.raw(&self.field).is_some_and(|value| self.fits(value));
        found != self.negated
    }

    fn fits(&self, value: &str) -> bool {
        match &self.operator {
            Operator::Present => true,
            Operator::Is => value == self.value,
            Operator::Matches(pattern) => pattern.as_ref().is_some_and(|pattern| pattern.is_match(value)),
            Operator::Compares(one, other) => {
                let order = values::compare(value, &self.value);
                order == *one || order == *other
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bibtex::Bibliography;

    const SOURCE: &str = "@book{ruby, title={The Ruby {P}rogramming Language}, year=2008, author={David Flanagan and \
         Matsumoto, Yukihiro}}\n@article{raven, title={The Raven}, year={1845}, month=jan, author={Edgar Allan Poe}, \
         selected={true}}\n@misc{g, title={G{\\\"o}del}, keywords={a, b}, year={in press}}";

    fn chosen(query: &str) -> String {
        let bibliography = Bibliography::index("a.bib", SOURCE);
        let (query, errors) = Query::parse(query);
        assert_eq!(errors, [] as [&str; 0]);
        let keys = bibliography.keys().filter(|key| query.matches(&bibliography.decode(key).unwrap()));
        keys.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn queries_choose_entries() {
        for (query, keys) in [
            ("", "ruby raven g"),
            ("@*", "ruby raven g"),
            ("@entry", "ruby raven g"),
            ("@book", "ruby"),
            ("@BOOK, @misc", "ruby g"),
            ("!@book", "raven g"),
            ("!@article[year=2008]", "ruby"),
            ("@*[year=2008]", "ruby"),
            ("@*[year <= 2008]", "ruby raven"),
            ("@book[year>=2000 && author ^= Flan]", "ruby"),
            ("@*[author ^= Poe, year < 1900]", "raven"),
            ("@*[author ~= \\bAllan\\b]", "raven"),
            ("@*[author =~ Poe|Flanagan]", "ruby raven"),
            ("@*[author !~ Poe]", "ruby g"),
            ("@*[year != 2008]", "raven g"),
            ("@*[year /= 2008]", "raven g"),
            ("@*[year=2008 || selected=true]", "ruby raven"),
            ("@*[selected]", "raven"),
            ("@*[selected=true]*", "raven"),
            ("@*[month=jan]", "raven"),
            ("@*[month_numeric < 2]", "raven"),
            ("@*[title=Gödel]", "g"),
            ("@*[title=G{\\\"o}del]", "g"),
            ("@*[key=g]", "g"),
            ("@*[]", "ruby raven g"),
            ("ruby", "ruby"),
            ("@", ""),
            ("@*[nothing > 1]", ""),
        ] {
            assert_eq!(chosen(query), keys, "{query}");
        }
        let (query, errors) = Query::parse("@*[title ~= (a]");
        assert_eq!(errors, ["the pattern `(a` is not understood"]);
        assert!(!query.is_all());
    }
}
