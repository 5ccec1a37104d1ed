//! What is wrong with a text that is no YAML, in words for people who write posts, and on which line: libyaml often
//! notices it further down. [`in_plain_words`] is the entrance.

use super::{YamlError, key_of};

/// Where a mistake is that libyaml notices.
#[derive(Clone, Copy)]
enum Mistake {
    /// Where it was noticed.
    Here,
    /// Where that begins which was being read.
    Began,
    /// Where the bracket opens, if the next key or the end was taken for its content; else where it was noticed.
    Bracket,
}

/// What libyaml says, where the mistake is, and what to say to people who write posts.
const IN_PLAIN_WORDS: [(&str, Mistake, &str); 14] = [
    ("mapping values are not allowed", Mistake::Here, "a value that contains `: ` must be put in quotes"),
    ("found unexpected end of stream", Mistake::Began, NEVER_CLOSED),
    (
        "found character that cannot start",
        Mistake::Here,
        "a value cannot begin with a tab, `@`, `%` or a backtick; put it in quotes",
    ),
    ("found a tab character", Mistake::Here, TAB),
    ("could not find expected ':'", Mistake::Began, "this line lacks its colon (`key: value`)"),
    (
        "did not find expected key",
        Mistake::Here,
        "this line is no `key: value` of its block; are its quotes and its indentation right?",
    ),
    (
        "did not find expected '-'",
        Mistake::Here,
        "this line is no item of the list above; is its indentation right?",
    ),
    (
        "did not find expected ',' or ']'",
        Mistake::Bracket,
        "a list `[…]` lacks its comma or its closing bracket",
    ),
    (
        "did not find expected ',' or '}'",
        Mistake::Bracket,
        "a mapping `{…}` lacks its comma or its closing brace",
    ),
    (
        "found unknown escape",
        Mistake::Here,
        "in double quotes a backslash must be written twice; or use single quotes",
    ),
    (
        "did not find expected node",
        Mistake::Here,
        "a value cannot begin with `,`, `]` or `}`; put it in quotes",
    ),
    (
        "did not find expected comment",
        Mistake::Here,
        "behind `|` or `>` the text begins on the next line; or put it in quotes",
    ),
    ("unknown anchor", Mistake::Here, ALIAS),
    ("did not find expected alphabetic", Mistake::Here, ALIAS),
];
const NEVER_CLOSED: &str = "a quote is opened here and never closed";
const TAB: &str = "lines must be indented with spaces, not with a tab";
const ALIAS: &str =
    "a value that begins with `*` is an alias, one with `&` an anchor; put the value in quotes";

/// libyaml's message about `text` for its author: `problem at line L column C, while … at line L column C`, where a
/// place at the very beginning is left out. `line` is where it noticed the problem.
pub(super) fn in_plain_words(text: &str, line: usize, message: &str) -> YamlError {
    // What cannot be in any YAML is reported with its byte.
    let byte = message.strip_prefix("control characters are not allowed at position ");
    if let Some(before) = byte.and_then(|number| text.get(..number.parse().ok()?)) {
        return YamlError {
            line: 1 + before.matches('\n').count(),
            message: "a control character stands in this line".into(),
        };
    }
    let (problem, context) = message.split_once(", while ").unwrap_or((message, ""));
    let began = context.rsplit_once(" at line ").and_then(|(_, place)| place.split(' ').next()?.parse().ok());
    let here = text.split('\n').nth(line.saturating_sub(1)).unwrap_or("");
    let known = IN_PLAIN_WORDS.iter().find(|(theirs, ..)| problem.contains(theirs));
    let is_after = here.trim().is_empty() || key_of(here).is_some();
    let line = match known.map_or(Mistake::Here, |(_, mistake, _)| *mistake) {
        Mistake::Began => began.unwrap_or(1),
        Mistake::Bracket if is_after => began.unwrap_or(1),
        Mistake::Bracket | Mistake::Here => line,
    };
    let ours = known.map_or_else(|| problem.split(" at line ").next().unwrap_or(problem), |(.., ours)| ours);
    let (line, ours) = match open_until(text, line) {
        Some(opened) => (opened, NEVER_CLOSED),
        None if here.trim_start_matches(' ').starts_with('\t') => (line, TAB),
        None => (line, ours),
    };
    YamlError { line, message: ours.into() }
}

/// The line above `line` where a quote opens that closes only there, with the quote that should open the value
/// of another key.
fn open_until(text: &str, line: usize) -> Option<usize> {
    let mut open: Option<(usize, char)> = None;
    for (number, said) in (1..=line).zip(text.split('\n')) {
        let said = said.replace("\\\\", "").replace("\\\"", "").replace("''", "");
        if let Some((opened, quote)) = open {
            if said.contains(quote) {
                let key = key_of(said.trim_start_matches([' ', '-']));
                if number == line && key.is_some() {
                    return Some(opened);
                }
                open = None;
            }
        } else if let Some((_, value)) = said.split_once(": ") {
            let quote = value.trim_start_matches(' ').chars().next().filter(|c| matches!(c, '"' | '\''));
            open = quote.filter(|quote| value.matches(*quote).count() % 2 == 1).map(|quote| (number, quote));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    #[test]
    fn errors_name_their_line_in_plain_words() {
        for (text, line, part) in [
            ("a: 1\ntitle: one: two\n", 2, "quotes"),
            ("a: 1\ntitle: \"open\nb: 2\n", 2, "never closed"),
            ("a: 1\n\tb: 2\n", 2, "tab"),
            ("a: @me\n", 1, "quotes"),
            ("a: 1\nb: 2\n  c\n  d: 3\n", 4, "quotes"),
            ("a: [1, 2\nb: 3\n", 1, "bracket"),
            ("x: 0\nb: 3\na: [1, 2\n", 3, "bracket"),
            ("a: {b: 2\nb: 3\n", 1, "brace"),
            ("a: [\n  x,\n  \"y\" z,\n  w\n]\nb: 3\n", 3, "comma"),
            ("x: 0\na b\n", 2, "colon"),
            ("x: 0\na:b\ny: 1\n", 2, "colon"),
            ("x: 0\na: |\ny z\nb: 1\n", 3, "colon"),
            ("x: 0\na: \"open\nb: 2\nc: \"d\"\n", 2, "never closed"),
            ("x: 0\na:\n  - b: 'open\n    c: 'd'\n", 3, "never closed"),
            ("x: 0\na: \"open\nb: 2\nc: \"\"\n", 2, "never closed"),
            ("a: \"b\n  c\"\nd: 'e' f\n", 3, "quotes"),
            ("a: 1\nb:\n\tc: 2\n", 3, "tab"),
            ("a: 1\nb: \u{7}\n", 2, "control"),
            ("a: 1\nb: \"\\delta\"\n", 2, "backslash"),
            ("a: 1\nb: ]x\nc: 1\n", 2, "begin"),
            ("a: 1\nb: | x\nc: 1\n", 2, "next line"),
            ("a: 1\nb: **bold**\n", 2, "alias"),
            ("a: \"x\" y\nb: 3\n", 1, "quotes"),
            ("title: 'a' b\n", 1, "quotes"),
            ("a: *b\n", 1, "alias"),
        ] {
            let error = crate::yaml::full(text).expect_err(text);
            assert!(error.line == line && error.message.contains(part), "{text:?}: {error:?}");
        }
    }
}
