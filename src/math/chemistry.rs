//! Chemistry as mhchem writes it, `\ce{SO4^2- + Ba^2+ -> BaSO4 v}`. [`formula`] is the entrance.

use super::token::{Token, tokens, write};

/// Arrows, longest first, and the command for each.
const ARROWS: [(&str, &str); 7] = [
    ("<=>", "\\xrightleftharpoons"),
    ("<->", "\\xleftrightarrow"),
    ("<-->", "\\xleftrightarrow"),
    ("->", "\\xrightarrow"),
    ("<-", "\\xleftarrow"),
    ("⇌", "\\xrightleftharpoons"),
    ("→", "\\xrightarrow"),
];

/// The formula in TeX for what stands in `\ce{…}`.
pub fn formula(given: &[Token]) -> Vec<Token> {
    let source = write(given);
    let mut out = String::new();
    let mut rest = source.trim();
    // Whether what is before belongs to a substance: digits count its atoms then.
    let mut substance = false;
    while let Some(c) = rest.chars().next() {
        if let Some((arrow, behind)) = arrow(rest) {
            out.push_str(&arrow);
            substance = false;
            rest = behind;
            continue;
        }
        let behind = &rest[c.len_utf8()..];
        let here = std::mem::replace(&mut rest, behind);
        let alone = behind.is_empty() || behind.starts_with(' ');
        match c {
            ' ' => {
                out.push_str("\\ ");
                substance = false;
            }
            '$' => {
                let (tex, behind) = behind.split_once('$').unwrap_or((behind, ""));
                out.push_str(tex);
                rest = behind;
            }
            '0'..='9' => {
                let (number, behind) = while_of(here, |c| c.is_ascii_digit() || c == '.');
                match substance {
                    true => out.extend(["_{", number, "}"]),
                    false => out.push_str(number),
                }
                rest = behind;
            }
            '^' if alone && !substance => out.push_str("\\uparrow "),
            'v' if alone && !substance => out.push_str("\\downarrow "),
            '^' | '_' => {
                let braced = behind.strip_prefix('{').and_then(|body| body.split_once('}'));
                let plain = || while_of(behind, |c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-'));
                let (script, behind) = braced.unwrap_or_else(plain);
                // An isotope's numbers stand before the letters.
                let base = if substance { "" } else { "{}" };
                out.extend([base, &c.to_string(), "{\\mathrm{", script, "}}"]);
                rest = behind;
            }
            '+' | '-' if substance && (alone || behind.starts_with([')', ']', ',', '+', '-'])) => {
                out.extend(["^{", &c.to_string(), "}"]);
            }
            '-' | '=' if substance => out.extend(["{", &c.to_string(), "}"]),
            '#' => out.push_str("{\\equiv}"),
            '*' | '.' => {
                out.push_str("\\cdot ");
                substance = false;
            }
            '\\' => {
                let length = while_of(behind, |c| c.is_ascii_alphabetic()).0.len().max(1);
                let (name, behind) = behind.split_at_checked(length).unwrap_or((behind, ""));
                out.extend(["\\", name, " "]);
                rest = behind;
            }
            _ if c.is_alphabetic() => {
                let (letters, behind) = while_of(here, char::is_alphabetic);
                out.extend(["\\mathrm{", letters, "}"]);
                substance = true;
                rest = behind;
            }
            _ => {
                out.push(c);
                substance = matches!(c, ')' | ']' | '}') || substance && c == '{';
            }
        }
    }
    tokens(&out)
}

/// The arrow at the start of `text`, with what stands in brackets behind it over and under it, and the rest.
fn arrow(text: &str) -> Option<(String, &str)> {
    let (arrow, command) = ARROWS.iter().find(|(arrow, _)| text.starts_with(arrow))?;
    let mut rest = &text[arrow.len()..];
    let mut labels = Vec::new();
    while let Some((label, behind)) = rest.strip_prefix('[').and_then(|body| body.split_once(']')) {
        labels.push(["\\ce{", label, "}"].concat());
        rest = behind;
    }
    let above = labels.first().map_or("\\quad", String::as_str);
    let below = labels.get(1).map(|below| ["[", below, "]"].concat()).unwrap_or_default();
    Some((["\\;", command, &below, "{", above, "}\\;"].concat(), rest))
}

/// The characters at the start of `text` that are `such`, and the rest.
fn while_of(text: &str, such: impl Fn(char) -> bool) -> (&str, &str) {
    text.split_at(text.find(|c| !such(c)).unwrap_or(text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn substances_and_reactions() {
        for (source, tex) in [
            ("H2O", "\\mathrm{H}_{2}\\mathrm{O}"),
            ("2 H2", "2\\ \\mathrm{H}_{2}"),
            ("SO4^2-", "\\mathrm{SO}_{4}^{\\mathrm{2-}}"),
            ("Na+", "\\mathrm{Na}^{+}"),
            ("A + B", "\\mathrm{A}\\ +\\ \\mathrm{B}"),
            ("^{14}C", "{}^{\\mathrm{14}}\\mathrm{C}"),
            ("A->[x]B", "\\mathrm{A}\\;\\xrightarrow{\\ce{x}}\\;\\mathrm{B}"),
            ("Ca(OH)2 v", "\\mathrm{Ca}(\\mathrm{OH})_{2}\\ \\downarrow "),
            ("CH3-CH#N", "\\mathrm{CH}_{3}{-}\\mathrm{CH}{\\equiv}\\mathrm{N}"),
        ] {
            assert_eq!(write(&formula(&tokens(source))).trim(), tex.trim(), "{source}");
        }
    }
}
