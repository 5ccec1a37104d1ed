//! Filters for text. [`apply`] is the entrance.

use super::super::data::Data;
use super::LONGEST;
use super::escape;
use super::integer;
use crate::letters;
use crate::placeholder;

/// The value after the filter, if it is one for text.
pub fn apply(name: &str, input: &Data, arguments: &[Data]) -> Option<Result<Data, String>> {
    let shown = input.to_text();
    let text: &str = &shown;
    let argument = |at: usize| arguments.get(at).map(Data::to_text).unwrap_or_default();
    let nil = matches!(input, Data::Nil);
    let result = match name {
        "append" => [text, &argument(0)].concat(),
        "prepend" => [&*argument(0), text].concat(),
        "downcase" => letters::lower(text),
        "upcase" => letters::upper(text),
        "capitalize" => {
            let mut characters = text.chars();
            let first: String = characters.next().map(letters::upper_char).unwrap_or_default();
            first + &letters::lower(characters.as_str())
        }
        "escape" | "h" | "url_encode" | "url_decode" | "truncate" | "truncatewords" | "slugify"
        | "strip_index"
            if nil =>
        {
            return Some(Ok(Data::Nil));
        }
        "escape" | "h" => escape::html(text),
        "escape_once" => escape::html_once(text),
        "xml_escape" => {
            // Ruby takes the quotes away at the ends only.
            escape::xml(text)
        }
        "url_encode" | "cgi_escape" => escape::percent(text, "_-.*~", true),
        // What is escaped already is not escaped again.
        "uri_escape" => escape::percent(
            &escape::unpercent(text, false).unwrap_or_else(|| text.into()),
            ":/?#[]@!$&'()*+,;=-._~",
            false,
        ),
        "url_decode" => match escape::unpercent(text, true) {
            Some(decoded) => placeholder::clean(&decoded).into_owned(),
            None => return Some(Err("invalid byte sequence in UTF-8".into())),
        },
        "slice" => return Some(slice(input, text, arguments)),
        "truncate" => {
            let end = if arguments.len() > 1 { argument(1) } else { "...".into() };
            match integer(arguments, 0, 50) {
                Ok(length) => truncate(text, length, &end),
                Err(message) => return Some(Err(message)),
            }
        }
        "truncatewords" => {
            let end = if arguments.len() > 1 { argument(1) } else { "...".into() };
            match integer(arguments, 0, 15) {
                Ok(words) => truncate_words(text, words.max(1) as usize, &end),
                Err(message) => return Some(Err(message)),
            }
        }
        "split" => return Some(Ok(split(text, &argument(0)))),
        "strip" => strip_end(strip_start(text)).into(),
        "lstrip" => strip_start(text).into(),
        "rstrip" => strip_end(text).into(),
        "strip_html" => strip_html(text),
        "strip_newlines" => text.replace("\r\n", "").replace('\n', ""),
        "newline_to_br" => text.replace("\r\n", "\n").replace('\n', "<br />\n"),
        "replace" => replace(text, &argument(0), &argument(1)),
        "remove" => replace(text, &argument(0), ""),
        "replace_first" => text.replacen(&*argument(0), &argument(1), 1),
        "remove_first" => text.replacen(&*argument(0), "", 1),
        "replace_last" | "remove_last" => match text.rsplit_once(&*argument(0)) {
            Some((before, after)) => [before, &argument(1), after].concat(),
            None => text.into(),
        },
        "normalize_whitespace" => text.split_whitespace().collect::<Vec<_>>().join(" "),
        "number_of_words" => return Some(Ok(Data::Int(number_of_words(text, &argument(0)) as i64))),
        "strip_index" => strip_index(text),
        "slugify" => slugify(text, arguments.first().map(Data::show).as_deref()),
        _ => return None,
    };
    Some(Ok(Data::text(&result)))
}

/// Ruby's white space: `lstrip` and `rstrip` also take away NUL at the end.
fn strip_start(text: &str) -> &str {
    text.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '\u{B}' || c == '\0')
}

fn strip_end(text: &str) -> &str {
    text.trim_end_matches(|c: char| c.is_ascii_whitespace() || c == '\u{B}' || c == '\0')
}

/// Everything in the place of every `from`; where that is empty, between all characters.
fn replace(text: &str, from: &str, to: &str) -> String {
    let count = if from.is_empty() { text.chars().count() + 1 } else { text.matches(from).count() };
    if count.saturating_mul(to.len()) > LONGEST {
        return text.into();
    }
    text.replace(from, to)
}

/// The part from a place on, counted from the end where it is negative, of a text or a list.
fn slice(input: &Data, text: &str, arguments: &[Data]) -> Result<Data, String> {
    let offset = match arguments.first() {
        None | Some(Data::Nil) => return Err("invalid integer".into()),
        Some(_) => integer(arguments, 0, 0)?,
    };
    let length = integer(arguments, 1, 1)?;
    let total = match input {
        Data::List(list) => list.items.len(),
        _ => text.chars().count(),
    };
    let start = if offset < 0 { offset.saturating_add(total as i64) } else { offset };
    let (start, length) = match (usize::try_from(start), usize::try_from(length)) {
        (Ok(start), Ok(length)) if start <= total => (start, length),
        _ => (total, 0),
    };
    Ok(match input {
        Data::List(list) => Data::list(list.items.iter().skip(start).take(length).cloned().collect()),
        _ => Data::text(&text.chars().skip(start).take(length).collect::<String>()),
    })
}

fn truncate(text: &str, length: i64, end: &str) -> String {
    let length = usize::try_from(length).unwrap_or(0);
    if text.chars().count() <= length {
        return text.into();
    }
    let kept = length.saturating_sub(end.chars().count());
    text.chars().take(kept).chain(end.chars()).collect()
}

fn truncate_words(text: &str, words: usize, end: &str) -> String {
    let mut parts = text.split_ascii_whitespace();
    let kept: Vec<&str> = parts.by_ref().take(words).collect();
    // What follows the last word counts as one, even if it is white space.
    let more = kept.len() == words && text.ends_with(|c: char| c.is_ascii_whitespace());
    if parts.next().is_none() && !more {
        return text.into();
    }
    kept.join(" ") + end
}

/// Ruby's `split`: empty parts at the end are dropped, a space stands for any white space.
fn split(text: &str, pattern: &str) -> Data {
    let mut parts: Vec<&str> = match pattern {
        " " => text.split_ascii_whitespace().collect(),
        "" => text.split("").filter(|part| !part.is_empty()).collect(),
        _ => text.split(pattern).collect(),
    };
    while parts.last().is_some_and(|part| part.is_empty()) {
        parts.pop();
    }
    Data::list(parts.into_iter().map(Data::text).collect())
}

/// Without comments, scripts, styles and tags.
fn strip_html(text: &str) -> String {
    let mut out = text.to_string();
    for (start, end) in [("<script", "</script>"), ("<!--", "-->"), ("<style", "</style>"), ("<", ">")] {
        let mut kept = String::with_capacity(out.len());
        let mut rest = out.as_str();
        while let Some((before, inside)) = rest.split_once(start) {
            let Some((_, after)) = inside.split_once(end) else { break };
            kept.push_str(before);
            rest = after;
        }
        kept.push_str(rest);
        out = kept;
    }
    out
}

/// Jekyll's `number_of_words`: with `cjk` or `auto` each sign of Chinese, Japanese or Korean is a word.
fn number_of_words(text: &str, mode: &str) -> usize {
    let plain = text.split_ascii_whitespace().count();
    let signs = text.chars().filter(|c| is_cjk(*c)).count();
    if mode != "cjk" && (mode != "auto" || signs == 0) {
        return plain;
    }
    let words = text.split(|c: char| is_cjk(c) || c.is_ascii_whitespace());
    signs + words.filter(|word| !word.is_empty()).count()
}

fn is_cjk(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11FF}' | '\u{2E80}'..='\u{2FD5}' | '\u{3005}' | '\u{3007}' | '\u{3021}'..='\u{3029}'
        | '\u{3038}'..='\u{303B}' | '\u{3041}'..='\u{3096}' | '\u{309D}'..='\u{309F}' | '\u{30A1}'..='\u{30FA}'
        | '\u{30FD}'..='\u{30FF}' | '\u{3131}'..='\u{318E}' | '\u{31F0}'..='\u{31FF}' | '\u{3400}'..='\u{4DBF}'
        | '\u{4E00}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}' | '\u{F900}'..='\u{FAD9}' | '\u{FF66}'..='\u{FF9D}'
        | '\u{20000}'..='\u{3FFFF}')
}

/// An address without `index.html` at its end.
fn strip_index(text: &str) -> String {
    let end = ["/index.html", "/index.htm"].into_iter().find_map(|end| text.strip_suffix(end));
    end.map_or_else(|| text.into(), |folder| [folder, "/"].concat())
}

/// Jekyll's `slugify` in its modes `default`, `raw`, `pretty`, `ascii` and `latin`; in any other mode only the
/// letters get small.
pub fn slugify(text: &str, mode: Option<&str>) -> String {
    let mode = mode.unwrap_or("default");
    let plain = |c: char| {
        c.is_alphanumeric() && (c.is_alphabetic() || c.is_ascii_digit() || c > '\u{65F}') || is_mark(c)
    };
    let kept = |c: char| match mode {
        "raw" => !c.is_ascii_whitespace() && c != '\u{B}',
        "pretty" => plain(c) || "._~!$&'()+,;=@".contains(c),
        "ascii" => c.is_ascii_alphanumeric(),
        _ => plain(c),
    };
    let latin: String;
    let text = match mode {
        "default" | "raw" | "pretty" | "ascii" => text,
        "latin" => {
            latin = text.chars().map(|c| without_accent(c).unwrap_or_else(|| "?".into())).collect();
            latin.as_str()
        }
        _ => return letters::lower(text),
    };
    let mut slug = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.chars() {
        if kept(c) {
            slug.push(c);
            gap = false;
        } else if !gap {
            slug.push('-');
            gap = true;
        }
    }
    let slug = slug.strip_prefix('-').unwrap_or(&slug);
    letters::lower(slug.strip_suffix('-').unwrap_or(slug))
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{93A}'..='\u{94D}' | '\u{20D0}'..='\u{20FF}' | '\u{FE0F}')
}

/// Latin letters with accents, after the plain letters that stand for them.
const LATIN: [(&str, &str); 51] = [
    ("'n", "ŉ"),
    ("A", "ÀÁÂÃÄÅĀĂĄ"),
    ("AE", "Æ"),
    ("C", "ÇĆĈĊČ"),
    ("D", "ÐĎĐ"),
    ("E", "ÈÉÊËĒĔĖĘĚ"),
    ("G", "ĜĞĠĢ"),
    ("H", "ĤĦ"),
    ("I", "ÌÍÎÏĨĪĬĮİ"),
    ("IJ", "Ĳ"),
    ("J", "Ĵ"),
    ("K", "Ķ"),
    ("L", "ĹĻĽĿŁ"),
    ("N", "ÑŃŅŇ"),
    ("NG", "Ŋ"),
    ("O", "ÒÓÔÕÖØŌŎŐ"),
    ("OE", "Œ"),
    ("R", "ŔŖŘ"),
    ("S", "ŚŜŞŠ"),
    ("T", "ŢŤŦ"),
    ("Th", "Þ"),
    ("U", "ÙÚÛÜŨŪŬŮŰŲ"),
    ("W", "Ŵ"),
    ("Y", "ÝŶŸ"),
    ("Z", "ŹŻŽ"),
    ("a", "àáâãäåāăą"),
    ("ae", "æ"),
    ("c", "çćĉċč"),
    ("d", "ðďđ"),
    ("e", "èéêëēĕėęě"),
    ("g", "ĝğġģ"),
    ("h", "ĥħ"),
    ("i", "ìíîïĩīĭįı"),
    ("ij", "ĳ"),
    ("j", "ĵ"),
    ("k", "ķĸ"),
    ("l", "ĺļľŀł"),
    ("n", "ñńņň"),
    ("ng", "ŋ"),
    ("o", "òóôõöøōŏő"),
    ("oe", "œ"),
    ("r", "ŕŗř"),
    ("s", "śŝşš"),
    ("ss", "ß"),
    ("t", "ţťŧ"),
    ("th", "þ"),
    ("u", "ùúûüũūŭůűų"),
    ("w", "ŵ"),
    ("x", "×"),
    ("y", "ýÿŷ"),
    ("z", "źżž"),
];

/// A letter in plain Latin letters; nothing for what has no such form.
fn without_accent(c: char) -> Option<String> {
    if c.is_ascii() {
        return Some(c.into());
    }
    LATIN.iter().find(|(_, letters)| letters.contains(c)).map(|(plain, _)| (*plain).into())
}
