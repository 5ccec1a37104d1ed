//! Escaping of HTML, XML and addresses, as Ruby's libraries do it.

/// `CGI.escapeHTML`
pub fn html(text: &str) -> String {
    escaped(text, false)
}

/// `escape_once`: references that are there stay.
pub fn html_once(text: &str) -> String {
    escaped(text, true)
}

fn escaped(text: &str, once: bool) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        match c {
            '&' if once && begins_reference(text.get(at + 1..).unwrap_or("")) => out.push('&'),
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
    out
}

/// Whether a reference's name or number and its semicolon follow.
pub fn begins_reference(text: &str) -> bool {
    let number = text.strip_prefix('#');
    let length = match number {
        Some(digits) => digits.bytes().take_while(u8::is_ascii_digit).count(),
        None => text.bytes().take_while(u8::is_ascii_alphabetic).count(),
    };
    length > 0 && number.unwrap_or(text).as_bytes().get(length) == Some(&b';')
}

/// `encode(xml: :attr)` without the quotes around it.
pub fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            _ => out.push(c),
        }
    }
    out
}

/// Every byte as `%XX` but letters, digits and those in `kept`; with `plus` a space is `+`.
pub fn percent(text: &str, kept: &str, plus: bool) -> String {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || kept.as_bytes().contains(&byte) {
            out.push(char::from(byte));
        } else if byte == b' ' && plus {
            out.push('+');
        } else {
            let digit = |value: u8| char::from(DIGITS.get(usize::from(value)).copied().unwrap_or(b'0'));
            out.extend(['%', digit(byte >> 4), digit(byte & 15)]);
        }
    }
    out
}

/// The bytes behind `%XX`, with `plus` a space for `+`; nothing if they are no text.
pub fn unpercent(text: &str, plus: bool) -> Option<String> {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let digit = |at: usize| bytes.get(at).and_then(|byte| char::from(*byte).to_digit(16));
        at += 1;
        out.push(match (byte, digit(at), digit(at + 1)) {
            (b'%', Some(high), Some(low)) => {
                at += 2;
                (high * 16 + low) as u8
            }
            (b'+', ..) if plus => b' ',
            _ => *byte,
        });
    }
    String::from_utf8(out).ok()
}
