//! Formulas that are no more than letters, numbers and their scripts, as [`mathml`] typesets them.

use super::Display;

/// The most bytes of a formula that is read here.
const LONGEST: usize = 100;

/// The formula in MathML, byte for byte as the converter makes it; `None` if it needs the converter.
pub fn mathml(tex: &str, display: Display) -> Option<String> {
    let mut rest = tex.trim_matches(' ');
    if rest.is_empty() || rest.len() > LONGEST {
        return None;
    }
    let mut out = String::from(match display {
        Display::Inline => "<math>",
        Display::Block => "<math display=\"block\">",
    });
    while !rest.is_empty() {
        let base = atom(&mut rest, usize::MAX)?;
        let (mut below, mut above) = (None, None);
        while let Some(sign @ (b'_' | b'^')) = rest.bytes().next() {
            rest = &rest[1..];
            let place = if sign == b'_' { &mut below } else { &mut above };
            // A second script on the same side is an error, and the converter's to name.
            if place.is_some() {
                return None;
            }
            *place = Some(script(&mut rest)?);
        }
        let element = match (&below, &above) {
            (None, None) => "",
            (Some(_), None) => "msub",
            (None, Some(_)) => "msup",
            (Some(_), Some(_)) => "msubsup",
        };
        let parts = [base, below.unwrap_or_default(), above.unwrap_or_default()].concat();
        match element {
            "" => out.push_str(&parts),
            _ => out.extend(["<", element, ">", &parts, "</", element, ">"]),
        }
    }
    out.push_str("</math>");
    Some(out)
}

/// A letter, or a number of at most `most` digits.
fn atom(rest: &mut &str, most: usize) -> Option<String> {
    let digits = rest.bytes().take(most).take_while(u8::is_ascii_digit).count();
    let letter = rest.bytes().next().is_some_and(|byte| byte.is_ascii_alphabetic());
    let (length, element) = if letter { (1, "mi") } else { (digits, "mn") };
    let (text, after) = rest.split_at_checked(length).filter(|(text, _)| !text.is_empty())?;
    *rest = after;
    Some(["<", element, ">", text, "</", element, ">"].concat())
}

/// What stands behind `_` or `^`: a letter, a digit, or several in braces.
fn script(rest: &mut &str) -> Option<String> {
    let Some(body) = rest.strip_prefix('{') else { return atom(rest, 1) };
    let (mut group, after) = body.split_once('}')?;
    *rest = after;
    let first = atom(&mut group, usize::MAX)?;
    if group.is_empty() {
        return Some(first);
    }
    let mut row = ["<mrow>", &first].concat();
    while !group.is_empty() {
        row.push_str(&atom(&mut group, usize::MAX)?);
    }
    row.push_str("</mrow>");
    Some(row)
}

#[cfg(test)]
mod tests {
    use super::super::converter::Converter;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn letters_numbers_and_scripts() {
        for (tex, expected) in [
            ("M^3", "<math><msup><mi>M</mi><mn>3</mn></msup></math>"),
            (" x ", "<math><mi>x</mi></math>"),
            ("2x_{ij}", "<math><mn>2</mn><msub><mi>x</mi><mrow><mi>i</mi><mi>j</mi></mrow></msub></math>"),
            ("3^45", "<math><msup><mn>3</mn><mn>4</mn></msup><mn>5</mn></math>"),
        ] {
            assert_eq!(mathml(tex, Display::Inline).as_deref(), Some(expected), "{tex}");
        }
        for other in ["", "x+1", "\\alpha", "x^", "x^{}", "x^{a", "x^2^3", "^2", "x y", "é", "x'", "x^\\pi"]
        {
            assert_eq!(mathml(other, Display::Inline), None, "{other}");
        }
    }

    proptest! {
        #[test]
        fn agrees_with_the_converter(tex in "([a-zA-Z0-9_^{}]|[a-z][_^][0-9]){1,14}") {
            for display in [Display::Inline, Display::Block] {
                if let Some(plain) = mathml(&tex, display) {
                    prop_assert_eq!(Converter::default().convert(&tex, display), Ok(plain));
                }
            }
        }
    }
}
