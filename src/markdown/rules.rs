//! What a site's configuration says of kramdown, below its key `kramdown`. [`Rules::of_site`] is the entrance.

use super::quotes::QUOTES;
use crate::letters;
use crate::site::Site;
use crate::yaml::Value;

/// kramdown's options that change how a post reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// `parse_block_html`: elements that stand as blocks hold Markdown.
    pub block_html: bool,
    /// `hard_wrap`: each end of a line is a line break.
    pub hard_wrap: bool,
    /// `smart_quotes`: single left and right, double left and right.
    pub quotes: [char; 4],
}

impl Default for Rules {
    fn default() -> Self {
        Rules { block_html: false, hard_wrap: false, quotes: QUOTES }
    }
}

impl Rules {
    /// What the site says; without a word of it what Jekyll's own defaults say.
    pub fn of_site(site: &Site) -> Self {
        let told = |key| site.get(&["kramdown", key]);
        let is_on = |key| told(key).and_then(Value::as_bool).unwrap_or(false);
        let mut rules = Rules {
            block_html: is_on("parse_block_html"),
            hard_wrap: is_on("hard_wrap"),
            ..Rules::default()
        };
        // A list, or one text with commas.
        let names = told("smart_quotes").map(Value::items).unwrap_or_default();
        let names = names.into_iter().flat_map(|names| names.split(','));
        for (quote, name) in rules.quotes.iter_mut().zip(names) {
            *quote = quote_of(name.trim()).unwrap_or(*quote);
        }
        rules
    }
}

/// The quote of this name or number.
fn quote_of(name: &str) -> Option<char> {
    const NAMES: [(&str, char); 10] = [
        ("lsquo", '‘'),
        ("rsquo", '’'),
        ("sbquo", '‚'),
        ("ldquo", '“'),
        ("rdquo", '”'),
        ("bdquo", '„'),
        ("lsaquo", '‹'),
        ("rsaquo", '›'),
        ("laquo", '«'),
        ("raquo", '»'),
    ];
    let named = NAMES.iter().find(|(known, _)| *known == name).map(|(_, quote)| *quote);
    named.or_else(|| letters::reference(name)).or_else(|| letters::reference(&["#", name].concat()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::render;
    use crate::math::Typesetter;
    use crate::modules::Modules;

    #[test]
    fn a_site_has_its_own_rules() {
        let modules = Modules::native();
        for (configuration, source, expected) in [
            ("smart_quotes: apos,apos,quot,quot", "\"a\" 'b' c's", "<p>\"a\" 'b' c's</p>\n"),
            ("smart_quotes: [sbquo, lsquo, bdquo, 8220]", "\"a\" 'b'", "<p>„a“ ‚b‘</p>\n"),
            ("hard_wrap: true", "a\nb  \n\"c\"", "<p>a<br />\nb<br />\n“c”</p>\n"),
            ("parse_block_html: true", "<div>\n*a*\n</div>", "<div><p><em>a</em></p>\n</div>\n"),
            ("input: GFM", "<div>\n*a*\n</div>\n\n\"b\"\nc", "<div>\n*a*\n</div>\n\n<p>“b”\nc</p>\n"),
        ] {
            let site = Site::parse(&["kramdown:\n  ", configuration, "\n"].concat(), &modules).0;
            let typesetter = Typesetter::new(&modules).of_site(&site);
            assert_eq!(
                render(source, "p.md", 1, &[], &typesetter).html.as_str(),
                expected,
                "{configuration}"
            );
        }
    }
}
