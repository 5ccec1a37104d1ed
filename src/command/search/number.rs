//! Numbers as bytes (LEB128): seven bits a byte, the lowest first. [`write_number`] and [`number`] are the entrances.

/// Appends a number.
pub fn write_number(out: &mut Vec<u8>, mut value: usize) {
    while value > 0x7F {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Takes a number from the front of `bytes`; `None` if there is none, or one that is too large.
pub fn number(bytes: &mut &[u8]) -> Option<usize> {
    let mut value = 0;
    for shift in (0..usize::BITS).step_by(7) {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= usize::from(byte & 0x7F) << shift;
        if *byte < 0x80 {
            return Some(value);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        for value in [0, 1, 127, 128, 300, 1 << 40, usize::MAX] {
            let mut bytes = Vec::new();
            write_number(&mut bytes, value);
            assert_eq!(number(&mut bytes.as_slice()), Some(value));
            assert_eq!(number(&mut &bytes[..bytes.len() - 1]), None);
        }
        assert_eq!(number(&mut [0xFF; 20].as_slice()), None);
    }
}
