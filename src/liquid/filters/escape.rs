//! Escaping of HTML and XML, as Ruby's libraries do it.

/// `CGI.escapeHTML`
pub fn html(text: &str) -> String {
    escaped(text, false, "&#39;")
}

/// `escape_once`: references that are there stay.
pub fn html_once(text: &str) -> String {
    escaped(text, true, "&#39;")
}

/// `encode(xml: :attr)` without the quotes around it.
pub fn xml(text: &str) -> String {
    escaped(text, false, "&apos;")
}

fn escaped(text: &str, once: bool, apostrophe: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        match c {
            '&' if once && begins_reference(text.get(at + 1..).unwrap_or("")) => out.push('&'),
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str(apostrophe),
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
