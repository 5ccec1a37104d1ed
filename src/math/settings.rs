//! What a site's configuration says about formulas. [`in_html`], [`dollars`] and [`macros`] are the entrances.

use crate::site::Site;
use crate::yaml::Value;

/// Whether formulas are looked for in the author's HTML: `enable_math`, with which al-folio loads MathJax.
pub fn in_html(site: &Site) -> bool {
    site.get(&["enable_math"]).and_then(Value::as_bool).unwrap_or(false)
}

/// Whether `$…$` is a formula: `math.dollars`, else as al-folio tells MathJax.
pub fn dollars(site: &Site) -> bool {
    site.get(&["math", "dollars"]).and_then(Value::as_bool).unwrap_or_else(|| in_html(site))
}

/// The macros of `math.macros`, as TeX that defines them. As in MathJax's configuration each is its meaning,
/// or a list of that, the number of arguments, and the first one's default.
pub fn macros(site: &Site) -> String {
    let mut out = String::new();
    let Some(Value::Mapping(macros)) = site.get(&["math", "macros"]) else { return out };
    for (name, value) in macros {
        let parts = value.items();
        let [meaning, rest @ ..] = parts.as_slice() else { continue };
        let name = name.trim_start_matches('\\');
        if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            continue;
        }
        out.extend(["\\newcommand{\\", name, "}"]);
        for option in rest.iter().take(2) {
            out.extend(["[", option, "]"]);
        }
        out.extend(["{", meaning, "}"]);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::modules::Modules;

    #[test]
    fn a_site_may_define_macros() {
        let source = "math:\n  macros:\n    RR: \\mathbb{R}\n    pair: ['(#1,#2)', 2, x]\n    '1': y\n";
        let (site, _) = Site::parse(source, &Modules::native());
        assert_eq!(macros(&site), "\\newcommand{\\RR}{\\mathbb{R}}\\newcommand{\\pair}[2][x]{(#1,#2)}");
        assert!(!dollars(&site) && dollars(&Site::parse("enable_math: true", &Modules::native()).0));
        assert!(!dollars(&Site::parse("enable_math: true\nmath:\n  dollars: false", &Modules::native()).0));
    }
}
