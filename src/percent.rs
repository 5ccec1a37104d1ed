//! Percent-encoding (RFC 3986, section 2.1): [`encode`] and [`decode`].

/// The text with each byte as `%41` that is no letter or digit of ASCII and not one of `kept`.
pub fn encode(text: &str, kept: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || kept.as_bytes().contains(&byte) {
            out.push(char::from(byte));
        } else {
            let digit = |value: u8| char::from(b"0123456789ABCDEF"[usize::from(value & 15)]);
            out.extend(['%', digit(byte >> 4), digit(byte)]);
        }
    }
    out
}

/// The text with `%41` as `A`; `None` if that is no UTF-8. A `%` without two digits stays.
pub fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        rest = after;
        let digit = |byte: u8| char::from(byte).to_digit(16);
        match after {
            [high, low, after @ ..] if first == b'%' => match (digit(*high), digit(*low)) {
                (Some(high), Some(low)) => {
                    bytes.push((high * 16 + low) as u8);
                    rest = after;
                }
                _ => bytes.push(first),
            },
            _ => bytes.push(first),
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        for (text, kept, encoded) in [
            ("für c++?/", "/", "f%C3%BCr%20c%2B%2B%3F/"),
            ("a%", "", "a%25"),
            ("a%", "%", "a%"),
            ("", "", ""),
        ] {
            assert_eq!(encode(text, kept), encoded);
            assert_eq!(decode(encoded).as_deref(), Some(text));
        }
        for (encoded, text) in
            [("%c3%a4", Some("ä")), ("%4", Some("%4")), ("%zz%", Some("%zz%")), ("%ff", None)]
        {
            assert_eq!(decode(encoded).as_deref(), text);
        }
    }
}
