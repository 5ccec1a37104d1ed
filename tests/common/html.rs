//! HTML as parsed, for comparisons: attribute order, quotes, entities, white space and optional slashes do not
//! matter. [`normalized`] is the entrance.

const EMPTY: &[&str] =
    &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];
const INLINE: &[&str] = &[
    "a", "abbr", "b", "bdo", "big", "button", "cite", "code", "del", "dfn", "em", "i", "img", "input", "ins",
    "kbd", "label", "mark", "q", "s", "samp", "select", "small", "span", "strong", "sub", "sup", "time",
    "tt", "u", "var", "br",
];

/// One line a node: elements with sorted attributes, text behind a `"` with white space folded outside `pre`
/// and `textarea`. A formula, as MathML or between MathJax's delimiters, is `⟦math⟧`.
pub fn normalized(html: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut text = String::new();
    let mut kept = 0usize;
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        text.push_str(&decoded(&rest[..at]));
        rest = &rest[at..];
        if rest.starts_with("<!--") {
            let end = rest.find("-->").map_or(rest.len(), |end| end + 3);
            flush(&mut text, kept > 0, &mut out);
            out.push(rest[..end].split_whitespace().collect::<Vec<_>>().join(" "));
            rest = &rest[end..];
            continue;
        }
        if rest.starts_with("<math") {
            text.push_str("⟦math⟧");
            rest = rest.find("</math>").map_or("", |end| &rest[end + 7..]);
            continue;
        }
        let closing = rest.starts_with("</");
        let name_start = if closing { 2 } else { 1 };
        if !rest[name_start..].starts_with(|c: char| c.is_alphabetic() || c == '_') {
            text.push('<');
            rest = &rest[1..];
            continue;
        }
        let (name, attributes, end) = tag(&rest[name_start..]);
        rest = &rest[(name_start + end).min(rest.len())..];
        let inline = INLINE.contains(&name.as_str());
        if !inline {
            text = text.trim_end_matches(|c| kept == 0 && c == ' ').to_string();
        }
        flush(&mut text, kept > 0, &mut out);
        let preformatted = matches!(name.as_str(), "pre" | "textarea");
        if closing {
            kept = kept.saturating_sub(usize::from(preformatted));
            if !EMPTY.contains(&name.as_str()) {
                out.push(format!("</{name}>"));
            }
            continue;
        }
        kept += usize::from(preformatted);
        out.push(format!("<{name}{attributes}>"));
        if matches!(name.as_str(), "script" | "style") {
            let end = rest.to_ascii_lowercase().find(&format!("</{name}")).unwrap_or(rest.len());
            out.push(format!("\"{}", rest[..end].trim()));
            rest = &rest[end..];
        }
    }
    text.push_str(&decoded(rest));
    flush(&mut text, kept > 0, &mut out);
    fold(out)
}

/// Takes the white space away that does not show: at the edges of blocks.
fn fold(nodes: Vec<String>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let is_inline = |node: &str| {
        let name = node.trim_start_matches(['<', '/']).split([' ', '>']).next().unwrap_or("");
        node.starts_with('<') && INLINE.contains(&name)
    };
    let is_text = |node: &str| node.starts_with('"');
    let mut preformatted = 0usize;
    for (at, node) in nodes.iter().enumerate() {
        if node.starts_with("<pre") || node.starts_with("<textarea") {
            preformatted += 1;
        } else if node == "</pre>" || node == "</textarea>" {
            preformatted = preformatted.saturating_sub(1);
        }
        let mut node = node.clone();
        if preformatted == 0 && is_text(&node) {
            let shown =
                |other: Option<&String>| other.is_some_and(|other| is_inline(other) || is_text(other));
            if !shown(at.checked_sub(1).and_then(|at| nodes.get(at))) {
                node = format!("\"{}", node[1..].trim_start_matches(' '));
            }
            if !shown(nodes.get(at + 1)) {
                node = node.trim_end_matches(' ').to_string();
            }
            if node == "\"" {
                continue;
            }
        }
        out.push(node);
    }
    out
}

fn flush(text: &mut String, kept: bool, out: &mut Vec<String>) {
    if text.is_empty() {
        return;
    }
    let mut shown = if kept { std::mem::take(text) } else { folded(text) };
    for (open, close) in [("\\(", "\\)"), ("\\[", "\\]")] {
        while let Some(start) = shown.find(open)
            && let Some(length) = shown[start..].find(close)
        {
            shown.replace_range(start..start + length + 2, "⟦math⟧");
        }
    }
    text.clear();
    if !shown.is_empty() {
        out.push(format!("\"{shown}"));
    }
}

fn folded(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        let space = matches!(c, ' ' | '\n' | '\t' | '\r');
        if !space {
            out.push(c);
        } else if !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out
}

/// A tag's name and attributes, sorted, and where it ends.
fn tag(text: &str) -> (String, String, usize) {
    let name_end = text.find(|c: char| c.is_whitespace() || matches!(c, '/' | '>')).unwrap_or(text.len());
    let name = text[..name_end].to_lowercase();
    let mut attributes = Vec::new();
    let mut at = name_end;
    loop {
        let rest = &text[at..];
        let start = rest.find(|c: char| !c.is_whitespace() && c != '/').unwrap_or(rest.len());
        at += start;
        let rest = &text[at..];
        if rest.is_empty() || rest.starts_with('>') {
            attributes.sort();
            return (name, attributes.concat(), (at + 1).min(text.len()));
        }
        let end =
            rest.find(|c: char| c.is_whitespace() || matches!(c, '=' | '>' | '/')).unwrap_or(rest.len());
        let key = rest[..end.max(1)].to_lowercase();
        at += end.max(1);
        let mut value = String::new();
        if let Some(body) = text[at..].trim_start().strip_prefix('=') {
            let body = body.trim_start();
            at = text.len() - body.len();
            let quote = body.chars().next().filter(|c| matches!(c, '"' | '\''));
            let (from, end) = match quote {
                Some(quote) => (1, body[1..].find(quote).map_or(body.len(), |end| end + 1)),
                None => (0, body.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(body.len())),
            };
            value = decoded(&body[from..end]);
            at += (end + from).min(body.len());
        }
        attributes.push(format!(" {key}={value:?}"));
    }
}

/// Text with its character references as characters.
fn decoded(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.find(';').filter(|&end| end < 12);
        let c = end.and_then(|end| {
            let name = &rest[1..end];
            match name {
                "amp" => Some('&'),
                "lt" => Some('<'),
                "gt" => Some('>'),
                "quot" => Some('"'),
                "apos" => Some('\''),
                "nbsp" => Some('\u{a0}'),
                _ => {
                    let number = name.strip_prefix('#')?;
                    let code = match number.strip_prefix(['x', 'X']) {
                        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                        None => number.parse().ok()?,
                    };
                    char::from_u32(code)
                }
            }
        });
        match (c, end) {
            (Some(c), Some(end)) => {
                out.push(c);
                rest = &rest[end + 1..];
            }
            _ => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}
