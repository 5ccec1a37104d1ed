//! `bibtex_filters` and `raw_bibtex_filters`: what jekyll-scholar does to values before they are shown.
//! [`Filters::of`] is the entrance.
//!
//! Without the setting our own LaTeX reader does all that the default filters do, and more. A site that lists
//! filters gets these and no others: values then carry marks (Unicode noncharacters, which no file can hold,
//! see `placeholder.rs`) for what the filters write and for the signs that LaTeX would take away; [`unmark`]
//! puts the HTML in their places when everything is formatted.

use super::values;
use crate::bibtex::Entry;
use crate::html::Html;
use crate::letters;
use crate::placeholder;
use crate::yaml::Value;

/// A filter by its name, the command that it replaces, the marks around its argument.
const FILTERS: [(&str, &str, char, char); 5] = [
    ("smallcaps", "\\textsc", '\u{FDD8}', '\u{FDD9}'),
    ("superscript", "\\textsuperscript", '\u{FDDA}', '\u{FDDB}'),
    ("italics", "\\emph", '\u{FDDC}', '\u{FDDD}'),
    ("textit", "\\textit", '\u{FDDC}', '\u{FDDD}'),
    ("tiny", "\\tiny", '\u{FDDE}', '\u{FDDF}'),
];
/// The marks from U+FDD8 on: what each stands for.
const MARKED: [&str; 16] = [
    "<font style=\"font-variant: small-caps\">",
    "</font>",
    "<sup>",
    "</sup>",
    "<i>",
    "</i>",
    "<span class=\"tiny\">",
    "</span>",
    // As jekyll-scholar writes it; browsers read it without its semicolon.
    "&#0174",
    "\\",
    "{",
    "}",
    "$",
    "~",
    "`",
    "\"",
];
const FIRST: char = '\u{FDD8}';
const REGISTERED: char = '\u{FDE0}';
/// The filters that a site lists.
pub(super) struct Filters<'s> {
    /// Those that come before `latex`.
    names: Vec<&'s str>,
    /// LaTeX is decoded at the end.
    latex: bool,
}

impl<'s> Filters<'s> {
    /// The site's filters; `None` if it says nothing of them.
    pub(super) fn of(site: &'s Value) -> Option<Filters<'s>> {
        let all = site.at(&["scholar", "bibtex_filters"])?.items();
        let names = all.iter().map(|name| name.trim().trim_start_matches(':'));
        let latex = names.clone().any(|name| name.eq_ignore_ascii_case("latex"));
        // What comes behind `latex` finds no commands any more, but addresses.
        let mut before = !latex;
        let names = names.rev().filter(|name| {
            let is_latex = name.eq_ignore_ascii_case("latex");
            before |= is_latex;
            !is_latex && (before || *name == "markdown")
        });
        let mut names: Vec<&str> = names.collect();
        names.reverse();
        Some(Filters { names, latex })
    }

    /// Changes the values of an entry.
    pub(super) fn apply(&self, entry: &mut Entry) {
        for field in &mut entry.fields {
            for name in &self.names {
                field.value = self.filtered(name, &field.value);
            }
            // Names are taken apart before filters see them: their braces and commands still count.
            if !self.latex && !values::is_names(&field.name) {
                field.value = literal(&field.value);
            }
        }
    }

    fn filtered(&self, name: &str, value: &str) -> String {
        let is = |known: &str| name.eq_ignore_ascii_case(known);
        if let Some((.., command, open, close)) = FILTERS.iter().find(|(known, ..)| is(known)) {
            return replace_command(value, command, |argument, out| {
                out.push(*open);
                out.push_str(argument);
                out.push(*close);
            });
        }
        if is("lowercase") {
            return replace_command(value, "\\lowercase", |argument, out| {
                out.push_str(&letters::lower(argument))
            });
        }
        if is("textregistered") {
            return value.replace("\\textregistered", REGISTERED.encode_utf8(&mut [0; 4]));
        }
        if is("markdown") {
            return markdown_links(value);
        }
        value.to_string()
    }
}

/// The value so that LaTeX's reader gives back exactly it.
fn literal(value: &str) -> String {
    value.chars().map(placeholder::sign).collect()
}

/// The value with each `command{argument}` replaced. A command whose braces do not close stays.
fn replace_command(value: &str, command: &str, mut replace: impl FnMut(&str, &mut String)) -> String {
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some((before, after)) = rest.split_once(command) {
        out.push_str(before);
        match braced(after) {
            Some((argument, behind)) => {
                replace(argument, &mut out);
                rest = behind;
            }
            None => {
                out.push_str(command);
                // Where no brace closes, none of the later ones does either.
                if after.starts_with('{') {
                    out.push_str(after);
                    return out;
                }
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

/// What stands in the braces that `text` begins with, and what stands behind them.
fn braced(text: &str) -> Option<(&str, &str)> {
    let inside = text.strip_prefix('{')?;
    let mut depth = 0;
    let end = inside.find(|c| {
        depth += i32::from(c == '{') - i32::from(c == '}');
        depth < 0
    })?;
    Some((&inside[..end], &inside[end + 1..]))
}

/// The argument of `\href`; its braces may be escaped, as jekyll-scholar wants them.
fn linked(text: &str) -> Option<(&str, &str)> {
    match text.strip_prefix("\\{") {
        Some(inside) => inside.split_once("\\}"),
        None => braced(text),
    }
}

/// `\href{address}{text}` and addresses as Markdown's links.
fn markdown_links(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    let mut word = false;
    // Behind one that does not close nothing is looked for: that would read the value to its end each time.
    let mut closed = true;
    while let Some(c) = rest.chars().next() {
        if let Some(arguments) = rest.strip_prefix("\\href").filter(|_| closed) {
            if let Some((address, (text, behind))) =
                linked(arguments).and_then(|(address, more)| Some((address, linked(more)?)))
            {
                out.push_str(&["[", text, "](", address, ")"].concat());
                rest = behind;
                continue;
            }
            closed = false;
        }
        let scheme = !word && ["http://", "https://", "ftp://"].iter().any(|scheme| rest.starts_with(scheme));
        let length = match scheme {
            true => rest.find(|c: char| c.is_whitespace() || "{}<>\"^`|\\".contains(c)).unwrap_or(rest.len()),
            false => c.len_utf8(),
        };
        let (piece, behind) = rest.split_at(length);
        if scheme {
            out.push_str(&["[", piece, "](", piece, ")"].concat());
        } else {
            out.push_str(piece);
        }
        word = c.is_alphanumeric();
        rest = behind;
    }
    out
}

/// The HTML with its marks replaced. Marks that do not pair with each other and with the elements around them
/// vanish, so that the HTML stays well formed; within a tag there are no others, and quotes stay escaped.
pub(super) fn unmark(html: &Html) -> Html {
    let text = html.as_str();
    if !text.chars().any(|c| marked(c).is_some()) {
        return html.clone();
    }
    let paired = pairs(text);
    let mut out = String::with_capacity(text.len() + 64);
    let mut in_tag = false;
    for c in text.chars() {
        in_tag = c == '<' || in_tag && c != '>';
        match marked(c) {
            Some(_) if in_tag && c == placeholder::QUOTE => out.push_str("&quot;"),
            Some(_) if in_tag && c < REGISTERED => {}
            Some(markup) if paired || c >= REGISTERED => out.push_str(markup),
            Some(_) => {}
            None => out.push(c),
        }
    }
    Html::from_author(out)
}

/// What a mark stands for.
fn marked(c: char) -> Option<&'static str> {
    MARKED.get((c as u32).checked_sub(FIRST as u32)? as usize).copied()
}

/// Whether marks and elements are nested properly.
fn pairs(text: &str) -> bool {
    let mut open: Vec<char> = Vec::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '<' => match chars.peek() {
                Some('/') if open.pop() != Some('<') => return false,
                Some('/') => {}
                _ => open.push('<'),
            },
            _ if c >= FIRST && c < REGISTERED => {
                if (c as u32).is_multiple_of(2) {
                    open.push(c);
                } else if open.pop().map(|open| open as u32 + 1) != Some(c as u32) {
                    return false;
                }
            }
            _ => {}
        }
    }
    open.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bibtex::Bibliography;
    use crate::modules::Modules;
    use crate::site::Site;

    /// A title after the filters, LaTeX's reader and the marks.
    fn title(filters: &str, value: &str) -> String {
        let (site, _) =
            Site::parse(&["scholar: {bibtex_filters: ", filters, "}"].concat(), &Modules::native());
        let source = ["@misc{k, title={", value, "}}"].concat();
        let mut entry = Bibliography::index("a.bib", &source).decode("k").unwrap();
        Filters::of(site.values()).unwrap().apply(&mut entry);
        unmark(&Html::from_text(&entry.text("title").unwrap())).into_string()
    }

    #[test]
    fn filters_are_those_that_the_site_lists() {
        for (filters, value, expected) in [
            ("[markdown, latex]", r"\href\{https://a.org\}\{A B\}", "[A B](https://a.org)"),
            ("[superscript]", r"This is \textsuperscript{a {b}} {c}.", "This is <sup>a {b}</sup> {c}."),
            ("[superscript, latex]", r"\textsuperscript{\v{z}} {\'e}", "<sup>ž</sup> é"),
            (
                "[smallcaps]",
                r#"\textsc{\"u \v{z}}"#,
                r#"<font style="font-variant: small-caps">\"u \v{z}</font>"#,
            ),
            ("[lowercase]", r"\lowercase{LOWER}Case", "lowerCase"),
            (
                "[tiny, textregistered]",
                r"\tiny{i} \textregistered x",
                "<span class=\"tiny\">i</span> &#0174 x",
            ),
            ("[italics]", r"\emph{a} \textit{b}", r"<i>a</i> \textit{b}"),
            ("", r"An Umlaut \^a, $x$~y", r"An Umlaut \^a, $x$~y"),
            ("[latex, smallcaps]", r"\'a {B}", "á B"),
            (
                "[markdown, latex]",
                r"\href{https://a.org}{A {B}} https://b.org/c?d.",
                "[A B](https://a.org) [https://b.org/c?d.](https://b.org/c?d.)",
            ),
        ] {
            let got = title(filters, value).replace("<span class=&quot;nocase&quot;&gt;", "");
            let got = got.replace("&lt;span class=\"nocase\"&gt;", "").replace("&lt;/span&gt;", "");
            assert_eq!(got, expected, "{filters}: {value}");
        }
    }

    #[test]
    fn marks_without_partners_vanish() {
        for (html, expected) in [
            ("a\u{FDD8}b", "ab"),
            ("\u{FDD8}<i>a\u{FDD9}</i>", "<i>a</i>"),
            ("<a b=\"\u{FDD8}c\u{FDE7}\u{FDD9}\">\u{FDE7}</a>", "<a b=\"c&quot;\">\"</a>"),
            ("<i>\u{FDDA}\u{FDDC}a\u{FDDD}\u{FDDB}</i>", "<i><sup><i>a</i></sup></i>"),
        ] {
            assert_eq!(unmark(&Html::from_author(html)).as_str(), expected);
        }
    }
}
