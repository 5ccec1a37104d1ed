//! Bytes of a file to text. [`decode`] is the entrance.

/// What Windows-1252 has from 0x80 to 0x9F (WHATWG Encoding Standard); what it leaves open is itself.
const WINDOWS_1252: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8D}Ž\u{8F}\u{90}‘’“”•–—˜™š›œ\u{9D}žŸ";

/// The text of UTF-8, without a byte order mark; bytes that are no UTF-8 are taken for Windows-1252, in which
/// older programs write their `.bib` files.
pub fn decode(bytes: Vec<u8>) -> String {
    match String::from_utf8(bytes) {
        Ok(text) => match text.strip_prefix('\u{FEFF}') {
            Some(text) => text.to_owned(),
            None => text,
        },
        Err(error) => {
            let letter = |byte: u8| match byte {
                0x80..=0x9F => WINDOWS_1252.chars().nth(usize::from(byte - 0x80)).unwrap_or(char::from(byte)),
                _ => char::from(byte),
            };
            error.into_bytes().into_iter().map(letter).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn utf_8_or_else_windows_1252() {
        for (bytes, text) in [
            (&b"a\xC3\xA9"[..], "aé"),
            (b"\xEF\xBB\xBFa", "a"),
            (b"caf\xE9 \x93x\x94 \x96 \x80 \x9F", "café “x” – € Ÿ"),
            (b"", ""),
        ] {
            assert_eq!(decode(bytes.to_vec()), text);
        }
    }
}
