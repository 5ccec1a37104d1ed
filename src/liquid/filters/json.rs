//! JSON, as Ruby's `to_json` writes it. [`jsonify`] is the entrance.

use super::super::data::Data;

/// The value as JSON.
pub fn jsonify(value: &Data) -> String {
    let mut out = String::new();
    write(value, &mut out);
    out
}

fn write(value: &Data, out: &mut String) {
    match value {
        Data::Nil => out.push_str("null"),
        Data::Bool(_) | Data::Int(_) | Data::Float(_) => value.inspect_into(out),
        Data::List(list) => {
            out.push('[');
            for (at, item) in list.items.iter().enumerate() {
                out.push_str(if at > 0 { "," } else { "" });
                write(item, out);
            }
            out.push(']');
        }
        Data::Map(map) => {
            out.push('{');
            for (at, (key, value)) in map.pairs.iter().enumerate() {
                out.push_str(if at > 0 { "," } else { "" });
                write_text(key, out);
                out.push(':');
                write(value, out);
            }
            out.push('}');
        }
        _ => write_text(&value.show(), out),
    }
}

fn write_text(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{C}' => out.push_str("\\f"),
            '\0'..='\u{1F}' => {
                let code = u32::from(c);
                out.push_str(if code < 16 { "\\u000" } else { "\\u001" });
                out.extend(char::from_digit(code % 16, 16));
            }
            _ => out.push(c),
        }
    }
    out.push('"');
}
