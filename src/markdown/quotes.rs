//! kramdown's typography: [`quote`] turns straight quotes, [`symbol`] dashes, ellipses and guillemets.
//!
//! The rules are those that SmartyPants started; they look at the source, with its Markdown, around a quote.

/// What opens and closes if the site says no other: single left and right, double left and right.
pub const QUOTES: [char; 4] = ['‘', '’', '“', '”'];

fn word(c: Option<char>) -> bool {
    c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_')
}

fn space(c: Option<char>) -> bool {
    c.is_some_and(|c| c.is_ascii_whitespace())
}

fn is_quote(c: Option<char>) -> bool {
    matches!(c, Some('"' | '\''))
}

/// Whether a quote may be turned at the start of `text`: it stands there, or behind one character that is not
/// a backslash.
pub fn starts(text: &str) -> bool {
    let mut chars = text.chars();
    let first = chars.next();
    is_quote(first) || (first != Some('\\') && is_quote(chars.next()))
}

/// Turns the quote at the start of `text`, or behind its first character: what stands there then, and how
/// many bytes of `text` that is. Call it only where [`starts`] says so.
pub fn quote(text: &str, quotes: [char; 4]) -> (String, usize) {
    let mut chars = text.chars();
    let around = [chars.next(), chars.next(), chars.next(), chars.next(), chars.next()];
    let [first, second, third, fourth, _] = around;
    let open = |c: Option<char>| if c == Some('"') { quotes[2] } else { quotes[0] };
    let close = |c: Option<char>| if c == Some('"') { quotes[3] } else { quotes[1] };
    let size = |count: usize| around.iter().take(count).flatten().map(|c| c.len_utf8()).sum::<usize>();
    let emphasis = |c: Option<char>| matches!(c, Some('*' | '_'));
    if is_quote(first) {
        if emphasis(second) && third.is_some_and(|c| !c.is_ascii_whitespace()) {
            return (open(first).to_string(), 1);
        }
        let punctuation = second.is_some_and(|c| c.is_ascii_punctuation() && c != '&');
        let within = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
        if punctuation && !(third == Some('.') && fourth == Some('.')) && within(second) == within(third) {
            return (close(first).to_string(), 1);
        }
    }
    let shift = usize::from(space(first));
    let at = |index: usize| around.get(shift + index).copied().flatten();
    let mut out: String = first.iter().filter(|_| shift == 1).collect();
    if is_quote(at(0)) && is_quote(at(1)) && at(0) != at(1) && word(at(2)) {
        out.push(open(at(0)));
        out.push(open(at(1)));
        return (out, size(shift + 2));
    }
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    if at(0) == Some('\'') && digit(at(1)) && digit(at(2)) && at(3) == Some('s') {
        out.push(quotes[1]);
        return (out, size(shift + 1));
    }
    if shift == 1 && is_quote(second) && word(third) {
        out.push(open(second));
        return (out, size(2));
    }
    let joins = first.is_some_and(|c| !matches!(c, ' ' | '\\' | '\t' | '\r' | '\n' | '[' | '{' | '(' | '-'));
    if joins && is_quote(second) {
        return ([first.unwrap_or(' '), close(second)].iter().collect(), size(2));
    }
    let possessive = second == Some('s') && !third.is_some_and(|c| c.is_alphanumeric() || c == '_');
    if is_quote(first) && (second.is_none() || space(second) || possessive) {
        return (close(first).to_string(), 1);
    }
    match (first, second) {
        (Some(before), Some(c @ ('\'' | '"'))) if c == '\'' || first != Some('\'') => {
            ([before, open(Some(c))].iter().collect(), size(2))
        }
        _ => (open(first).to_string(), size(1)),
    }
}

/// The symbol that the start of `text` stands for, and how many bytes that is.
pub fn symbol(text: &str) -> Option<(&'static str, usize)> {
    const SYMBOLS: [(&str, &str); 9] = [
        ("---", "—"),
        ("--", "–"),
        ("...", "…"),
        ("\\<<", "<<"),
        ("\\>>", ">>"),
        ("<< ", "«\u{a0}"),
        (" >>", "\u{a0}»"),
        ("<<", "«"),
        (">>", "»"),
    ];
    SYMBOLS
        .iter()
        .find(|(source, _)| text.starts_with(source))
        .map(|(source, symbol)| (*symbol, source.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_turn_as_in_kramdown() {
        for (text, expected) in [
            ("\"Fancy", "“"),
            (" 'cool'", " ‘"),
            ("l', e", "l’"),
            (" '80s", " ’"),
            ("'80s", "’"),
            ("e' a", "e’"),
            ("\"'Nested", "“‘"),
            ("d' quo", "d’"),
            ("\"_x_", "“"),
            ("\"...you\"", "“"),
            ("'s L", "’"),
            ("\"\\[f", "”"),
            ("(\"a\"", "(“"),
            ("-\"a\"", "-“"),
            ("\"", "”"),
        ] {
            assert!(starts(text), "{text}");
            let (found, length) = quote(text, QUOTES);
            assert_eq!(found, expected, "{text}");
            assert!(text.is_char_boundary(length) && length > 0);
        }
        assert!(!starts("\\\"") && !starts("ab\""));
    }
}
