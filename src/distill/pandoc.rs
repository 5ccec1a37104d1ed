//! Citations in Pandoc's syntax (<https://pandoc.org/MANUAL.html#citation-syntax>). [`group`] reads those in
//! brackets, [`in_text`] those that are part of the sentence.

use crate::placeholder::INSERT;
use crate::scholar::Cited;

/// Whether the bibliography has a key.
type Known<'a> = &'a dyn Fn(&str) -> bool;
/// Keys with what is said of each.
type Cites = Vec<(String, Cited)>;

/// What cannot stand in a citation's brackets: markup, links, what is finished already.
const FOREIGN: [&str; 5] = ["<", "`", "](", "[^", "\u{FDD0}"];
const _: () = assert!(INSERT == '\u{FDD0}');

/// `[see @a, p. 3; -@b]` at the start of `text`: its length and its works. If it is none: how much to pass over.
pub fn group(text: &str, known: Known) -> Result<(usize, Cites), usize> {
    let end = closing(text, b'[', b']').ok_or(1_usize)?;
    let (content, behind) = (&text[1..end], &text[end + 1..]);
    if !content.contains('@') || FOREIGN.iter().any(|sign| content.contains(sign)) {
        return Err(1);
    }
    // A link's text.
    if behind.starts_with(['(', '[', ':', '{']) {
        return Err(end + 1);
    }
    let cites: Option<Vec<_>> = items(content).into_iter().map(|item| cited(item, known)).collect();
    cites.map(|cites| (end + 1, cites)).ok_or(1)
}

/// `@key`, `@key [p. 3; see @l]` or, behind a hyphen, `-@key` at the start of `text`: its length without the hyphen
/// and its works. `before` is the text that it follows.
pub fn in_text(before: &str, text: &str, known: Known) -> Option<(usize, Cites)> {
    let sentence = before.strip_suffix('-').unwrap_or(before);
    if !may_precede(sentence) {
        return None;
    }
    let suppressed = sentence.len() < before.len();
    let (key, mut length) = key_at(text).filter(|(key, _)| known(key))?;
    let first = Cited { in_text: !suppressed, suppressed, ..Cited::default() };
    let mut cites = vec![(key.to_string(), first)];
    if suppressed {
        return Some((length, cites));
    }
    let space = usize::from(text[length..].starts_with([' ', '\n']));
    if let Some((more, first, others)) = behind(&text[length + space..], known) {
        cites[0].1 = Cited { in_text: true, ..first };
        cites.extend(others);
        length += space + more;
    }
    Some((length, cites))
}

/// The brackets behind a key in the sentence: they say where in the work, and may cite others. Others' brackets stay.
fn behind(text: &str, known: Known) -> Option<(usize, Cited, Cites)> {
    let end = closing(text, b'[', b']')?;
    let content = &text[1..end];
    if FOREIGN.iter().any(|sign| content.contains(sign)) || text[end + 1..].starts_with(['(', '[', ':', '{'])
    {
        return None;
    }
    let mut items = items(content).into_iter();
    let first = behind_key(items.next()?);
    let others: Option<Vec<_>> = items.map(|item| cited(item, known)).collect();
    let others = others?;
    (first.locator.is_some() || !others.is_empty()).then_some((end + 1, first, others))
}

/// Where the bracket that opens at the start of `text` closes, no further than a citation may be long.
fn closing(text: &str, open: u8, close: u8) -> Option<usize> {
    const LIMIT: usize = 1000;
    let bytes = text.as_bytes();
    let mut depth = 0;
    let mut at = 0;
    while at < bytes.len().min(LIMIT) {
        match bytes[at] {
            b'\\' => at += 1,
            byte if byte == open => depth += 1,
            byte if byte == close && depth == 1 => return Some(at),
            byte if byte == close => depth -= 1,
            _ if depth == 0 => return None,
            _ => {}
        }
        at += 1;
    }
    None
}

/// The parts between semicolons, but for those in braces.
fn items(content: &str) -> Vec<&str> {
    let (mut depth, mut from, mut items) = (0usize, 0, Vec::new());
    for (at, byte) in content.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            b';' if depth == 0 => {
                items.push(&content[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    items.push(&content[from..]);
    items
}

/// One work of a group: its key and what is said of it.
fn cited(item: &str, known: Known) -> Option<(String, Cited)> {
    let (at, key, length) = item.match_indices('@').find_map(|(at, _)| {
        let before = &item[..at];
        let (key, length) = key_at(&item[at..])?;
        may_precede(before.strip_suffix('-').unwrap_or(before)).then_some((at, key, length))
    })?;
    if !known(key) {
        return None;
    }
    let suppressed = item[..at].ends_with('-');
    let before = item[..at - usize::from(suppressed)].trim();
    let before = if before.is_empty() { String::new() } else { [&rich(before), " "].concat() };
    Some((key.to_string(), Cited { before, suppressed, ..behind_key(&item[at + length..]) }))
}

/// Whether a key may follow this: it is no end of an address, and the `@` is not escaped.
fn may_precede(before: &str) -> bool {
    let inner = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '@' | '/' | '+' | '%' | '\\');
    !before.ends_with(inner)
}

/// The key at the start of `text`, an `@` before it, and how long both are: letters, digits and single signs
/// between them, or whatever stands in braces.
fn key_at(text: &str) -> Option<(&str, usize)> {
    let rest = text.strip_prefix('@')?;
    if rest.starts_with('{') {
        let end = closing(rest, b'{', b'}')?;
        let key = &rest[1..end];
        return (!key.is_empty() && !key.contains(char::is_whitespace)).then_some((key, end + 2));
    }
    let plain = |c: char| c.is_alphanumeric() || c == '_';
    let mut length = 0;
    while let Some(c) = rest[length..].chars().next() {
        let behind = &rest[length + c.len_utf8()..];
        // As in addresses, `//` may follow a colon.
        let inner = ":.#$%&-+?<>~/".contains(c) && behind.starts_with(plain)
            || matches!(c, ':' | '/') && behind.starts_with('/');
        if !plain(c) && (length == 0 || !inner) {
            break;
        }
        length += c.len_utf8();
    }
    (length > 0).then_some((&rest[..length], length + 1))
}

/// What stands behind a key: where in the work, and more words.
fn behind_key(text: &str) -> Cited {
    let (locator, words) = locator(text);
    let words = words.trim_end();
    let space = if words.is_empty() || words.starts_with([' ', ',', ';', '.', ':', ')']) { "" } else { " " };
    let locator = locator.map(|(label, locator)| (label, locator.replace('\\', "")));
    Cited { after: [space, &rich(words)].concat(), locator, ..Cited::default() }
}

/// The terms for parts of works in English, as CSL's locale has them, longer ones first.
const TERMS: [(&str, &str); 24] = [
    ("act", "acts act"),
    ("appendix", "appendices appendix apps. app."),
    ("article-locator", "articles article arts. art."),
    ("book", "books book bks. bk."),
    ("chapter", "chapters chapter chaps. chap."),
    ("column", "columns column cols. col."),
    ("equation", "equations equation eqs. eq."),
    ("figure", "figures figure figs. fig."),
    ("folio", "folios folio fols. fol."),
    ("issue", "issues issue numbers number nos. no."),
    ("line", "lines line ll. l."),
    ("note", "notes note nn. n."),
    ("opus", "opera opus opp. op."),
    ("page", "pages page pp. p."),
    ("paragraph", "paragraphs paragraph paras. para. ¶¶ ¶"),
    ("part", "parts part pts. pt."),
    ("rule", "rules rule rr. r."),
    ("scene", "scenes scene scs. sc."),
    ("section", "sections section secs. sec. §§ §"),
    ("sub-verbo", "s.vv. s.v."),
    ("table", "tables table tbls. tbl."),
    ("timestamp", "timestamps timestamp"),
    ("verse", "verses verse vv. v."),
    ("volume", "volumes volume vols. vol."),
];

/// The term at the start of `text`, a CSL locator type, and what follows it.
fn term(text: &str) -> Option<(&'static str, &str)> {
    let fits = |word: &str| {
        let start = text.get(..word.len()).filter(|start| start.eq_ignore_ascii_case(word))?;
        let rest = &text[start.len()..];
        // A word ends where it ends.
        let ends = !word.ends_with(char::is_alphabetic) || !rest.starts_with(char::is_alphanumeric);
        ends.then(|| rest.trim_start())
    };
    TERMS.iter().find_map(|(label, words)| Some((*label, words.split(' ').find_map(fits)?)))
}

/// The locator at the start of `text`, `, pp. 33–35, 38` or `{p. iv}`, and what follows it.
fn locator(text: &str) -> (Option<(&'static str, &str)>, &str) {
    let start = text.trim_start();
    let start = start.strip_prefix(',').unwrap_or(start).trim_start();
    if let Some(end) = closing(start, b'{', b'}') {
        let inside = start[1..end].trim();
        let (label, inside) = term(inside).unwrap_or(("page", inside));
        return (Some((label, inside)).filter(|_| !inside.is_empty()), &start[end + 1..]);
    }
    let named = term(start);
    let (label, words) = named.unwrap_or(("page", start));
    let mut end = 0;
    loop {
        let rest = &words[end..];
        let next = if end == 0 { rest } else { rest.strip_prefix([',', ';']).unwrap_or(rest) };
        let next = next.strip_prefix([' ', '\u{A0}', '\n']).unwrap_or(next);
        let unit = unit(next);
        let digits = unit.contains(|c: char| c.is_ascii_digit());
        if unit.is_empty() || !digits && (named.is_none() || !is_roman(unit)) {
            break;
        }
        end = words.len() - next.len() + unit.len();
    }
    if end == 0 { (None, text) } else { (Some((label, &words[..end])), &words[end..]) }
}

/// A number as locators have them: `33`, `iv-vi`, `4(a)[78]`, `3.2`, `3:16`.
fn unit(text: &str) -> &str {
    let mut length = 0;
    while let Some(c) = text[length..].chars().next() {
        let rest = &text[length..];
        length += match c {
            '(' => match closing(rest, b'(', b')') {
                Some(end) => end + 1,
                None => break,
            },
            '[' => match closing(rest, b'[', b']') {
                Some(end) => end + 1,
                None => break,
            },
            '-' | '–' | '.' | ':' | '/' if length == 0 => break,
            '-' | '–' | '.' | ':' | '/' => c.len_utf8(),
            _ if c.is_alphanumeric() => c.len_utf8(),
            _ => break,
        };
    }
    text[..length].trim_end_matches(['-', '–', '.', ':', '/'])
}

/// Whether letters are Roman numbers, `iv` or `(xv)-(xvii)`.
fn is_roman(unit: &str) -> bool {
    let mut letters = unit.chars().filter(|c| c.is_alphabetic()).peekable();
    letters.peek().is_some() && letters.all(|c| "ivxlcdmIVXLCDM".contains(c))
}

/// Words with Markdown's emphasis as CSL's rich text; all other Markdown is text.
fn rich(words: &str) -> String {
    let mut out = String::new();
    let mut rest = words;
    while let Some(at) = rest.find(['*', '_', '\\']) {
        let (before, here) = rest.split_at(at);
        out.push_str(before);
        let mark = if here.starts_with("**") { "**" } else { &here[..1] };
        let inside = &here[mark.len()..];
        rest = inside;
        if mark == "\\" {
            match inside.chars().next().filter(char::is_ascii_punctuation) {
                Some(sign) => {
                    out.push(sign);
                    rest = &inside[1..];
                }
                None => out.push('\\'),
            }
            continue;
        }
        let inner = mark == "_" && before.ends_with(char::is_alphanumeric);
        let end = inside.find(mark).filter(|end| *end > 0 && !inner);
        match end.filter(|_| !inside.starts_with(' ')) {
            Some(end) => {
                let tag = if mark == "**" { "b" } else { "i" };
                out.push_str(&["<", tag, ">", &inside[..end], "</", tag, ">"].concat());
                rest = &inside[end + mark.len()..];
            }
            None => out.push_str(mark),
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use crate::distill::{Part, Rules, read};

    /// `{before key label locator after|…}`
    fn shown(text: &str) -> String {
        let keys =
            ["a", "b", "doe99", "smith04", "doe:99", "Foo_bar.baz", "Foo_bar", "https://x.org/?a=b&c", "x;y"];
        let known = |key: &str| keys.contains(&key);
        let parts = read(text, &Rules { known: &known, bibliography: true, notes: false });
        let parts = parts.into_iter().map(|part| match part {
            Part::Cite(cites, _) => {
                let shown = cites.into_iter().map(|(key, cited)| {
                    let locator =
                        cited.locator.map_or(String::new(), |(label, at)| [" ", label, "=", &at].concat());
                    let mode = ["", "@", "-"][usize::from(cited.in_text) + 2 * usize::from(cited.suppressed)];
                    [&cited.before, mode, &key, &locator, &cited.after].concat()
                });
                ["{", &shown.collect::<Vec<_>>().join("|"), "}"].concat()
            }
            Part::Text(text) | Part::Note(text, _) => text,
        });
        parts.collect()
    }

    #[test]
    fn the_manual_s_cases() {
        for (text, expected) in [
            ("Said [@doe99; @smith04; @a].", "Said {doe99|smith04|a}."),
            ("@Foo_bar.baz. And", "{@Foo_bar.baz}. And"),
            ("@Foo_bar--baz", "{@Foo_bar}--baz"),
            ("[@{https://x.org/?a=b&c}, p. 33]", "{https://x.org/?a=b&c page=33}"),
            ("@{x;y} [3] and [@{x;y}; @a]", "{@x;y page=3} and {x;y|a}"),
            (
                "[see @doe99, pp. 33-35 and *passim*; @smith04, chap. 1]",
                "{see doe99 page=33-35 and <i>passim</i>|smith04 chapter=1}",
            ),
            ("[@a{ii, A, D-Z}, with a suffix]", "{a page=ii, A, D-Z, with a suffix}"),
            ("[@a, {pp. iv, vi-xi, (xv)-(xvii)} with suffix]", "{a page=iv, vi-xi, (xv)-(xvii) with suffix}"),
            ("[@a{}, 99 years later]", "{a, 99 years later}"),
            ("[@a {} 99 years]", "{a 99 years}"),
            ("[-@a]", "{-a}"),
            ("Smith says [-@smith04].", "Smith says {-smith04}."),
            ("@smith04 says", "{@smith04} says"),
            ("@smith04 [p. 33] says", "{@smith04 page=33} says"),
            ("@a [p. 30; see also @b] says", "{@a page=30|see also b} says"),
            ("@a [see @b]", "{@a} {see b}"),
            ("Smith -@smith04 says", "Smith {-smith04} says"),
            ("[@a]; [@b, p. 3]", "{a}; {b page=3}"),
            ("(@a) and [a @a; b]", "({@a}) and [a {@a}; b]"),
            ("@b [it says], @b [](/x), @b [4](/x)", "{@b} [it says], {@b} [](/x), {@b} [4](/x)"),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn locators_and_what_follows_them() {
        for (inside, expected) in [
            (", 33", " page=33"),
            (" 33-35, 38", " page=33-35, 38"),
            (", 89, and more", " page=89, and more"),
            (", p. VI", " page=VI"),
            (", p.3", " page=3"),
            (", VI", ", VI"),
            (", pp. iv, vi-xi, (xv)-(xvii) with", " page=iv, vi-xi, (xv)-(xvii) with"),
            (", § 3.2(a)", " section=3.2(a)"),
            (", §§3–5", " section=3–5"),
            (", ¶ 4", " paragraph=4"),
            (", vol. 2, p. 3", " volume=2, p. 3"),
            (", Chapter 2", " chapter=2"),
            (", chapterhouse 2", ", chapterhouse 2"),
            (", fig. 4b", " figure=4b"),
            (", s.v. 3", " sub-verbo=3"),
            (", l. 12", " line=12"),
            (", no. 5", " issue=5"),
            (", p. suffix", ", p. suffix"),
            (", p. 3.", " page=3."),
            (", p. 33 ff.", " page=33 ff."),
            (" [78]", " page=[78]"),
            (" and _more_ of snake_case", " and <i>more</i> of snake_case"),
            (", **bold** * star", ", <b>bold</b> * star"),
            (", mail me@b.org \\& @", ", mail me@b.org & @"),
        ] {
            assert_eq!(shown(&["[@a", inside, "]"].concat()), ["{a", expected, "}"].concat(), "{inside}");
        }
    }

    #[test]
    fn what_is_no_citation_stays() {
        for text in [
            "me@a.org, x@a, @nobody, [@nobody], [@a](/x), [@a]: /x, [@a][b], [@a]{.x}",
            "[see me@a.org]",
            "\\@a, [\\@a] and [x [@nobody] y]",
            "@{a",
            "@{}",
            "@-a",
            "[](@a)",
        ] {
            assert_eq!(shown(text), text, "{text}");
        }
    }
}
