//! Filters for text. [`apply`] is the entrance.

use super::super::data::Data;
use super::LONGEST;
use super::escape;
use super::integer;
use super::latin;
use crate::letters;
use crate::percent;
use crate::placeholder;
use crate::slug;

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
        "xml_escape" => escape::xml(text),
        // A form's encoding: a space is a plus.
        "url_encode" | "cgi_escape" => percent::encode(text, "_-.*~").replace("%20", "+"),
        // What is escaped already is not escaped again.
        "uri_escape" => {
            let decoded = percent::decode(text).unwrap_or_else(|| text.into());
            percent::encode(&decoded, ":/?#[]@!$&'()*+,;=-._~")
        }
        "url_decode" => match percent::decode(&text.replace('+', " ")) {
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
    let made = match mode.unwrap_or("default") {
        "default" => slug::hyphenated(text, &slug::is_word),
        "pretty" => slug::pretty(text),
        "raw" => slug::hyphenated(text, &|c| !c.is_ascii_whitespace() && c != '\u{B}'),
        "ascii" => slug::hyphenated(text, &|c| c.is_ascii_alphanumeric()),
        "latin" => {
            let latin = latin::transliterated(text, Some('?'));
            slug::hyphenated(&latin, &slug::is_word)
        }
        _ => text.into(),
    };
    letters::lower(&made)
}
