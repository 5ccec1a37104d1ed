//! LaTeX to Unicode with CSL's rich text. [`decode`] is the entrance.
//!
//! A `<` in a value stays as it is. The only tags that mean something behind this are CSL's own few
//! (`<i>`, `<b>`, `<sup>`, …), which an author may also write, as in CSL-JSON; every other `<` is text,
//! and the engine's output escapes it.

use super::scan::matching;
use super::{accents, symbols};
use crate::letters;
use crate::placeholder::{END, MATH};

/// What may come out besides text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Rich text, math, and `<span class="nocase">` for brace groups that protect their case.
    Title,
    /// Rich text and math.
    Rich,
    /// Text only, as names and numbers need it; math is shown as its source.
    Plain,
}

/// How deep tags are nested; what is deeper is set as its surroundings.
const MAX_TAGS: usize = 16;
/// How often a dollar may turn out to be no math before all others are taken for dollars.
const MAX_DOLLARS: usize = 16;

/// The text of a BibTeX value: accents and symbols in Unicode, font commands as tags, `$…$` as math
/// between [`MATH`] and [`END`], white space as single spaces. An unknown command is dropped, its
/// argument stays. Linear in the length of the value.
pub fn decode(source: &str, style: Style) -> String {
    let source = without_outer_braces(source.trim());
    let mut decoder = Decoder {
        source,
        at: 0,
        style,
        out: String::with_capacity(source.len()),
        open: Vec::new(),
        accents: Vec::new(),
        spaced: true,
        tags: 0,
        protecting: false,
        lowering: 0,
        dollars: 0,
    };
    loop {
        decoder.pass_words();
        let Some(next) = decoder.peek() else { break };
        decoder.step(next);
    }
    decoder.flush_accents();
    decoder.close_to(0);
    let length = decoder.out.trim_end_matches(' ').len();
    decoder.out.truncate(length);
    decoder.out
}

/// The value without braces around the whole of it: they come from exporters, not from an author who
/// protects words.
fn without_outer_braces(source: &str) -> &str {
    let bytes = source.as_bytes();
    let inner = source.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
    match inner {
        Some(inner)
            if !inner.starts_with('\\') && matching(bytes, 0, bytes.len()) == Some(bytes.len() - 1) =>
        {
            inner.trim()
        }
        _ => source,
    }
}

/// A group, or a font that lasts until its group ends.
struct Open {
    /// The end tag, or nothing.
    close: &'static str,
    is_group: bool,
    protects: bool,
    lowers: bool,
}

struct Decoder<'a> {
    source: &'a str,
    at: usize,
    style: Style,
    out: String,
    open: Vec<Open>,
    /// Combining marks that wait for their letter.
    accents: Vec<char>,
    /// The last thing put out is a space (or nothing).
    spaced: bool,
    /// How many tags are open.
    tags: usize,
    /// Inside a group that protects its case.
    protecting: bool,
    /// How many `\lowercase` are open.
    lowering: usize,
    dollars: usize,
}

impl Decoder<'_> {
    fn rest(&self) -> &str {
        self.source.get(self.at..).unwrap_or("")
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Copies a run of letters, digits and the like at once.
    fn pass_words(&mut self) {
        if !self.accents.is_empty() || self.lowering > 0 {
            return;
        }
        let rest = self.rest();
        let length =
            rest.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || b".,:;()/".contains(byte)).count();
        if length > 0 {
            let words = self.source.get(self.at..self.at + length).unwrap_or("");
            self.out.push_str(words);
            self.at += length;
            self.spaced = false;
        }
    }

    fn step(&mut self, next: char) {
        self.at += next.len_utf8();
        match next {
            '\\' => self.command(),
            '{' => self.open_group(),
            '}' => self.close_group(),
            '$' => self.dollar(),
            '~' => self.emit('\u{A0}'),
            '-' => self.ligature(&[("--", '—'), ("-", '–')], '-'),
            '`' => self.ligature(&[("`", '“')], '‘'),
            '\'' => self.ligature(&[("'", '”')], '’'),
            '?' => self.ligature(&[("`", '¿')], '?'),
            '!' => self.ligature(&[("`", '¡')], '!'),
            '&' => self.ampersand(),
            _ if next.is_whitespace() && next != '\u{A0}' => self.space(),
            _ => self.emit(next),
        }
    }

    /// Puts what the characters behind the last one make of it.
    fn ligature(&mut self, longer: &[(&str, char)], alone: char) {
        for &(behind, made) in longer {
            if self.rest().starts_with(behind) {
                self.at += behind.len();
                return self.emit(made);
            }
        }
        self.emit(alone);
    }

    /// `&amp;` and the like, which publishers' exports contain, mean their signs.
    fn ampersand(&mut self) {
        // A reference is short: looking no further keeps this linear.
        let end = self.rest().bytes().take(10).position(|byte| byte == b';');
        let sign =
            end.and_then(|end| letters::reference(self.rest().get(..end)?)).filter(|c| !c.is_control());
        self.at += end.filter(|_| sign.is_some()).map_or(0, |end| end + 1);
        self.emit(sign.unwrap_or('&'));
    }

    fn space(&mut self) {
        if !self.spaced && self.accents.is_empty() {
            self.out.push(' ');
            self.spaced = true;
        }
    }

    /// Puts a character with the accents that wait for one.
    fn emit(&mut self, next: char) {
        self.spaced = next == ' ';
        if self.lowering > 0 {
            let lower = letters::lower_char(next);
            let mut lower = lower.chars();
            if let Some(first) = lower.next() {
                self.accented(first);
            }
            self.out.extend(lower);
        } else {
            self.accented(next);
        }
    }

    fn accented(&mut self, mut base: char) {
        let mut apart = String::new();
        while let Some(mark) = self.accents.pop() {
            match accents::compose(base, mark) {
                Some(composed) => base = composed,
                None => apart.push(mark),
            }
        }
        self.out.push(base);
        self.out.push_str(&apart);
    }

    /// Puts accents that found no letter, as in `\^{}`, as characters of their own.
    fn flush_accents(&mut self) {
        while let Some(mark) = self.accents.pop() {
            let alone = match mark {
                '\u{0300}' => '`',
                '\u{0301}' => '´',
                '\u{0302}' => '^',
                '\u{0303}' => '~',
                '\u{0308}' => '¨',
                _ => continue,
            };
            self.out.push(alone);
            self.spaced = false;
        }
    }

    fn open_group(&mut self) {
        let protects = self.style == Style::Title
            && !self.protecting
            && self.accents.is_empty()
            && !self.rest().starts_with(['\\', '}']);
        if protects {
            self.protecting = true;
            self.open_tag("<span class=\"nocase\">", "</span>", true);
            if let Some(open) = self.open.last_mut() {
                open.protects = true;
            }
        } else {
            self.open_tag("", "", true);
        }
    }

    fn open_tag(&mut self, start: &str, close: &'static str, is_group: bool) {
        let is_tag = !start.is_empty() && self.style != Style::Plain && self.tags < MAX_TAGS;
        if is_tag {
            self.tags += 1;
            self.out.push_str(start);
        }
        self.open.push(Open {
            close: if is_tag { close } else { "" },
            is_group,
            protects: false,
            lowers: false,
        });
    }

    fn close_group(&mut self) {
        self.flush_accents();
        if let Some(group) = self.open.iter().rposition(|open| open.is_group) {
            self.close_to(group);
        }
    }

    fn close_to(&mut self, length: usize) {
        while self.open.len() > length {
            let Some(open) = self.open.pop() else { break };
            if !open.close.is_empty() {
                self.tags -= 1;
                self.out.push_str(open.close);
            }
            self.protecting &= !open.protects;
            self.lowering -= usize::from(open.lowers);
        }
    }

    /// Math from the dollar behind which we are, or the dollar itself.
    fn dollar(&mut self) {
        // Google Scholar has braces that protect words in formulas of their own.
        if self.rest().starts_with("\\{$") {
            self.at += 3;
            return self.open_group();
        }
        if self.rest().starts_with("\\}$") {
            self.at += 3;
            return self.close_group();
        }
        let fence = if self.rest().starts_with('$') { "$$" } else { "$" };
        let start = self.at + fence.len() - 1;
        match self.math_end(start, fence) {
            Some(end) => {
                self.math(start, end);
                self.at = end + fence.len();
            }
            None => self.emit('$'),
        }
    }

    /// Where math that begins at `start` ends: at `fence` outside braces.
    fn math_end(&mut self, start: usize, fence: &str) -> Option<usize> {
        if self.dollars >= MAX_DOLLARS {
            return None;
        }
        let bytes = self.source.as_bytes();
        let (mut at, mut depth) = (start, 0usize);
        while at < bytes.len() {
            if depth == 0 && bytes[at..].starts_with(fence.as_bytes()) {
                return Some(at);
            }
            match bytes[at] {
                b'\\' => at += 1,
                b'{' => depth += 1,
                b'}' if depth == 0 => break,
                b'}' => depth -= 1,
                _ => {}
            }
            at += 1;
        }
        self.dollars += 1;
        None
    }

    fn math(&mut self, start: usize, end: usize) {
        self.flush_accents();
        // Google Scholar's `$\^{}3$` is a superscript.
        let tex = self.source.get(start..end).unwrap_or("").replace("\\^{}", "^");
        let tex = tex.trim();
        if tex.is_empty() {
            return;
        }
        self.spaced = false;
        if self.style == Style::Plain {
            return self.out.push_str(tex);
        }
        self.out.push(MATH);
        self.out.push_str(tex);
        self.out.push(END);
    }

    /// A command; its backslash is behind us.
    fn command(&mut self) {
        let length = self.rest().bytes().take_while(u8::is_ascii_alphabetic).count();
        if length == 0 {
            return self.control_symbol();
        }
        let start = self.at;
        self.at += length;
        let source = self.source;
        let name = source.get(start..self.at).unwrap_or("");
        self.at += self.rest().len() - self.rest().trim_start().len();
        if length == 1
            && let Some(mark) = name.chars().next().and_then(accents::mark)
        {
            return self.accents.push(mark);
        }
        match name {
            "emph" | "textit" | "textsl" => self.argument("<i>", "</i>"),
            "textbf" => self.argument("<b>", "</b>"),
            "textsc" => self.argument(SMALL_CAPS, "</span>"),
            "enquote" | "mkbibquote" => self.quoted(),
            "textsuperscript" => self.argument("<sup>", "</sup>"),
            "textsubscript" => self.argument("<sub>", "</sub>"),
            "em" | "it" | "itshape" | "sl" | "slshape" => self.open_tag("<i>", "</i>", false),
            "bf" | "bfseries" => self.open_tag("<b>", "</b>", false),
            "sc" | "scshape" => self.open_tag(SMALL_CAPS, "</span>", false),
            "lowercase" | "MakeLowercase" => self.lowercase(),
            "url" | "path" | "nolinkurl" => self.verbatim(),
            // An address behind a text, a key for sorting, a length: no text.
            "href" | "noopsort" | "natexlab" | "hspace" => _ = self.take_argument(),
            "ensuremath" => {
                if let Some((start, end)) = self.take_argument() {
                    self.math(start, end);
                }
            }
            _ => match symbols::symbol(name) {
                Some(symbol) => symbol.chars().for_each(|next| self.emit(next)),
                None => self.argument("", ""),
            },
        }
    }

    /// A command whose name is one character that is no letter.
    fn control_symbol(&mut self) {
        let Some(next) = self.peek() else { return self.emit('\\') };
        self.at += next.len_utf8();
        match next {
            '`' | '\'' | '^' | '~' | '=' | '.' | '"' => self.accents.extend(accents::mark(next)),
            ',' | ';' | ':' => self.emit('\u{2009}'),
            '/' | '-' | '!' | '@' => {}
            '\\' => self.space(),
            '(' | '[' => {
                let fence = if next == '(' { "\\)" } else { "\\]" };
                match self.math_end(self.at, fence) {
                    Some(end) => {
                        self.math(self.at, end);
                        self.at = end + fence.len();
                    }
                    None => self.emit(next),
                }
            }
            '&' => self.ampersand(),
            _ if next.is_whitespace() => self.space(),
            _ => self.emit(next),
        }
    }

    /// Opens the argument of a command, if it has one in braces.
    fn argument(&mut self, start: &str, close: &'static str) {
        if self.rest().starts_with('{') {
            self.at += 1;
            self.open_tag(start, close, true);
        }
    }

    /// The argument in quotes; in single ones behind a star.
    fn quoted(&mut self) {
        let starred = self.rest().starts_with('*');
        self.at += usize::from(starred);
        let (open, close) = if starred { ('‘', "’") } else { ('“', "”") };
        if self.rest().starts_with('{') {
            self.emit(open);
            self.argument("", "");
            self.tags += 1;
            if let Some(group) = self.open.last_mut() {
                group.close = close;
            }
        }
    }

    fn lowercase(&mut self) {
        if self.rest().starts_with('{') {
            self.argument("", "");
            self.lowering += 1;
            if let Some(open) = self.open.last_mut() {
                open.lowers = true;
            }
        }
    }

    /// Passes over an argument in braces and returns where its content stands.
    fn take_argument(&mut self) -> Option<(usize, usize)> {
        if !self.rest().starts_with('{') {
            return None;
        }
        let start = self.at + 1;
        let end = matching(self.source.as_bytes(), self.at, self.source.len()).unwrap_or(self.source.len());
        self.at = (end + 1).min(self.source.len());
        Some((start, end))
    }

    /// An address: its characters as they are.
    fn verbatim(&mut self) {
        if let Some((start, end)) = self.take_argument() {
            self.flush_accents();
            let text = address(self.source.get(start..end).unwrap_or(""));
            self.spaced &= text.is_empty();
            self.out.push_str(&text);
        }
    }
}

/// An address as it is meant: without the backslashes and braces that LaTeX asks for, without `\\url`.
pub fn address(source: &str) -> String {
    let mut source = source.trim();
    if let Some(rest) = source.strip_prefix("\\url") {
        source = rest.trim_start();
    }
    source
        .replace("\\textasciitilde", "~")
        .replace("{\\~{}}", "~")
        .replace("\\~{}", "~")
        .replace("\\", "")
        .replace(|c: char| matches!(c, '{' | '}') || c.is_whitespace(), "")
}

const SMALL_CAPS: &str = "<span style=\"font-variant:small-caps;\">";

#[cfg(test)]
mod tests;
