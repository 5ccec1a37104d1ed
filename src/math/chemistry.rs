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
        if let Some((arrow, command)) = ARROWS.iter().find(|(arrow, _)| rest.starts_with(arrow)) {
            rest = &rest[arrow.len()..];
            let mut labels = Vec::new();
            while let Some((label, behind)) = rest.strip_prefix('[').and_then(|body| body.split_once(']')) {
                labels.push(["\\ce{", label, "}"].concat());
                rest = behind;
            }
            let above = labels.first().map_or("\\quad", String::as_str);
            let below = labels.get(1).map(|below| ["[", below, "]"].concat()).unwrap_or_default();
            out.extend(["\\;", command, &below, "{", above, "}\\;"]);
            substance = false;
            continue;
        }
        let behind = &rest[c.len_utf8()..];
        let alone = behind.is_empty() || behind.starts_with(' ');
        match c {
            ' ' => {
                out.push_str("\\ ");
                substance = false;
                rest = behind;
            }
            '$' => {
                let (tex, behind) = behind.split_once('$').unwrap_or((behind, ""));
                out.push_str(tex);
                rest = behind;
            }
            '0'..='9' => {
                let length = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
                let (number, behind) = rest.split_at(length);
                match substance {
                    true => out.extend(["_{", number, "}"]),
                    false => out.push_str(number),
                }
                rest = behind;
            }
            '^' if alone && !substance => {
                out.push_str("\\uparrow ");
                rest = behind;
            }
            'v' if alone && !substance => {
                out.push_str("\\downarrow ");
                rest = behind;
            }
            '^' | '_' => {
                let braced = behind.strip_prefix('{').and_then(|body| body.split_once('}'));
                let length = behind
                    .find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '+' | '-'))
                    .unwrap_or(behind.len());
                let (script, behind) = braced.unwrap_or_else(|| behind.split_at(length));
                let sign = c.to_string();
                // An isotope's numbers stand before the letters.
                let base = if substance { "" } else { "{}" };
                out.extend([base, &sign, "{\\mathrm{", script, "}}"]);
                rest = behind;
            }
            '+' | '-' if substance && (alone || behind.starts_with([')', ']', ',', '+', '-'])) => {
                out.extend(["^{", &c.to_string(), "}"]);
                rest = behind;
            }
            '-' | '=' if substance => {
                out.extend(["{", &c.to_string(), "}"]);
                rest = behind;
            }
            '#' => {
                out.push_str("{\\equiv}");
                rest = behind;
            }
            '*' | '.' => {
                out.push_str("\\cdot ");
                substance = false;
                rest = behind;
            }
            '\\' => {
                let length = behind.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(behind.len()).max(1);
                let (name, behind) = behind.split_at_checked(length).unwrap_or((behind, ""));
                out.extend(["\\", name, " "]);
                rest = behind;
            }
            _ if c.is_alphabetic() => {
                let length = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
                out.extend(["\\mathrm{", &rest[..length], "}"]);
                substance = true;
                rest = &rest[length..];
            }
            _ => {
                out.push(c);
                substance = matches!(c, ')' | ']' | '}') || substance && c == '{';
                rest = behind;
            }
        }
    }
    tokens(&out)
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
