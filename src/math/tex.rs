//! A formula in MathJax's TeX to one in `math-core`'s. [`Tex::prepare`] is the entrance: macros are expanded,
//! commands that `math-core` lacks get its words, equations their numbers. What it has no words for is
//! marked by private characters, in whose places [`Prepared::finish`] puts the MathML.

use super::color::Colors;
use super::macros::{Macros, filled};
use super::rows::{Numbers, tag_text};
use super::token::{Input, Token, applied, group, tokens, write};
use super::{chemistry, diagram, text, words};
use crate::html::escape_into;

/// What the names of our own commands start with: a command that is done, a mark, a text that is done.
const AS_IS: char = '!';
const MARK: char = '=';
pub(super) const TEXT: char = '"';

/// Private characters stand for MathML: one for a start, the next for its end.
const FIRST_MARK: u32 = 0xE000;
const MOST_MARKS: usize = 500;
/// Stands for a straight quote in a text.
pub(super) const QUOTE: char = '\u{F8FF}';
/// Tags that `math-core` cannot read are numbers from here on.
const FIRST_TAG: usize = 7_340_000;

/// What the formulas of one article share.
#[derive(Debug, Default)]
pub struct Tex {
    macros: Macros,
    pub(super) colors: Colors,
    numbers: Numbers,
}

/// A formula for `math-core`, and what its marks stand for.
#[derive(Debug, Default)]
pub struct Prepared {
    /// The formula.
    pub tex: String,
    marks: Vec<(String, String)>,
    tags: Vec<String>,
}

impl Prepared {
    /// The content, around which `open` and `close` will stand in the MathML.
    pub fn wrap(&mut self, input: &mut Input, open: &str, close: &str, content: Vec<Token>) {
        let mut content = group(content);
        let at = self.marks.len();
        if at < MOST_MARKS {
            self.marks.push((open.to_string(), close.to_string()));
            let mark = |c: char| Token::command(&String::from_iter([MARK, c]));
            let (start, end) = mark_characters(at);
            content.insert(0, mark(start));
            content.push(mark(end));
        }
        input.push(&group(content));
    }

    /// The MathML with everything in its place.
    pub fn finish(&self, mathml: String) -> String {
        let mut out = mathml;
        for (at, (open, close)) in self.marks.iter().enumerate() {
            let (start, end) = mark_characters(at);
            let (start, end) = (start.to_string(), end.to_string());
            let (whole_start, whole_end) =
                (["<mi>", &start, "</mi>"].concat(), ["<mi>", &end, "</mi>"].concat());
            if out.contains(&whole_start) && out.contains(&whole_end) {
                out = out.replacen(&whole_start, open, 1).replacen(&whole_end, close, 1);
            }
            out = out.replace(&start, "").replace(&end, "");
        }
        for (at, tag) in self.tags.iter().enumerate() {
            out = out.replacen(&["(", &(FIRST_TAG + at).to_string(), ")"].concat(), tag, 1);
        }
        let out = out.replace(QUOTE, "\"");
        // Of two the first counts, and `\mathrel{\Big|}` would be small.
        bottom_lines(out.replace(" stretchy=\"false\" stretchy=\"true\"", " stretchy=\"true\""))
    }
}

/// The characters that stand for the start and the end of the mark of this number.
fn mark_characters(at: usize) -> (char, char) {
    let character = |at: u32| char::from_u32(FIRST_MARK + at).unwrap_or_default();
    (character(2 * at as u32), character(2 * at as u32 + 1))
}

/// Where a table ends in a line, `math-core` has a row of one empty cell under it: the line is the table's own.
fn bottom_lines(mut mathml: String) -> String {
    const ROW: &str = "<mtr><mtd style=\"border-top: ";
    const END: &str = "\"></mtd></mtr></mtable>";
    let mut from = 0;
    while let Some(row) = mathml[from..].find(ROW).map(|at| from + at) {
        from = row + ROW.len();
        let Some((style, behind)) = mathml[from..].split_once('"') else { break };
        let line = style.split(';').next().unwrap_or("").to_string();
        if !["\"", behind].concat().starts_with(END) {
            continue;
        }
        let end = from + style.len() + END.len() - "</mtable>".len();
        let Some(table) = open_table(&mathml[..row]) else { continue };
        mathml.replace_range(row..end, "");
        let tag = mathml[table..].split('>').next().unwrap_or("");
        let (place, open, close) = match tag.find(" style=\"") {
            Some(at) => (table + at + " style=\"".len(), "", ""),
            None => (table + tag.len(), " style=\"", "\""),
        };
        mathml.insert_str(place, &[open, "border-bottom: ", &line, ";", close].concat());
        from = table;
    }
    mathml
}

/// Where the table starts that is open at the end of `mathml`.
fn open_table(mathml: &str) -> Option<usize> {
    let mut closed = 0usize;
    for (at, _) in mathml.rmatch_indices("mtable") {
        if mathml[..at].ends_with('/') {
            closed += 1;
        } else if mathml[..at].ends_with('<') {
            if closed == 0 {
                return Some(at);
            }
            closed -= 1;
        }
    }
    None
}

impl Tex {
    /// The number in brackets with a link to its equation, if the formula is nothing but a reference to it.
    ///
    /// # Errors
    /// Names the label that no equation has.
    pub fn reference(&self, tex: &str) -> Option<Result<String, String>> {
        let (bare, rest) = match tex.trim().strip_prefix("\\eqref{") {
            Some(rest) => (false, rest),
            None => (true, tex.trim().strip_prefix("\\ref{")?),
        };
        let label = rest.strip_suffix('}').filter(|label| !label.contains(['{', '}', '\\']))?.trim();
        Some(match self.numbers.label(label) {
            Some((shown, id)) => {
                let mut text = String::new();
                escape_into(&mut text, shown, false);
                let (open, close) = if bare { ("", "") } else { ("(", ")") };
                Ok(["<a href=\"#", id, "\">", open, &text, close, "</a>"].concat())
            }
            None => Err(["no equation has the label `", label, "`"].concat()),
        })
    }

    /// The formula for `math-core`.
    ///
    /// # Errors
    /// Its macros stand for themselves.
    pub fn prepare(&mut self, tex: &str, display: bool) -> Result<Prepared, String> {
        let mut prepared = Prepared::default();
        let mut input = Input::new(tokens(tex));
        let mut out = Vec::new();
        while let Some(token) = input.next() {
            match token {
                Token::Command(name) => self.command(&name, display, &mut input, &mut prepared, &mut out),
                // What would be taken for a mark.
                Token::Char('\u{E000}'..='\u{F8FF}') => out.push(Token::Char('\u{FFFD}')),
                // A prime that is typed as such may be a script of its own.
                Token::Char('′'..='‴') if matches!(out.last(), Some(Token::Char('^' | '_'))) => {
                    out.extend(group(vec![token]));
                }
                Token::Char(_) => out.push(token),
            }
        }
        let too_much = || "it is too long, or its macros stand for too much".to_string();
        if input.is_spent() {
            return Err(too_much());
        }
        let tags = &mut prepared.tags;
        let mut stand_in = |tag: &[Token]| {
            tags.push(shown_tag(tag));
            (FIRST_TAG + tags.len() - 1).to_string()
        };
        prepared.tex = write(&self.numbers.rows(out, display, &mut stand_in).ok_or_else(too_much)?);
        Ok(prepared)
    }

    /// Reads the arguments of the command `name` and writes what it is.
    fn command(
        &mut self,
        name: &str,
        display: bool,
        input: &mut Input,
        prepared: &mut Prepared,
        out: &mut Vec<Token>,
    ) {
        // Commands of our own, which no formula can have: their names are longer than one character.
        let mut letters = name.chars();
        let own = letters.next().filter(|_| !letters.as_str().is_empty());
        match (own, letters.as_str()) {
            (Some(AS_IS), name) => return out.push(Token::command(name)),
            (Some(MARK), mark) => return out.extend(mark.chars().map(Token::Char)),
            (Some(TEXT), name) => {
                let text = input.argument().unwrap_or_default();
                out.push(Token::command(name));
                return out.extend(text::plain(text));
            }
            _ => {}
        }
        if let Some(body) = self.macros.expansion(name, input) {
            return input.push(&body);
        }
        if self.macros.define(name, input) {
            return;
        }
        if let Some(size) = words::size(name) {
            let rest = input.rest_of_group();
            let open = ["<mrow style=\"font-size:", size, "\">"].concat();
            return prepared.wrap(input, &open, "</mrow>", rest);
        }
        if self.boxed(name, input, prepared) || self.coloured(name, input, prepared, out) {
            return;
        }
        self.reworded(name, display, input, out);
    }

    /// Writes a command that stands for others, or is `math-core`'s own.
    fn reworded(&mut self, name: &str, display: bool, input: &mut Input, out: &mut Vec<Token>) {
        match name {
            "begin" | "end" => self.environment(name, input, out),
            "text" | "textrm" | "textbf" | "textit" | "textsf" | "texttt" | "textsc" => {
                let text = input.argument().unwrap_or_default();
                input.push(&text::in_math(name, text));
            }
            "mbox" | "hbox" | "textnormal" | "textup" | "textmd" | "intertext" | "shortintertext"
            | "mathmbox" => {
                let text = input.argument().unwrap_or_default();
                input.push(&text::in_math("text", text));
            }
            "unicode" => {
                input.optional();
                let number = write(&input.argument().unwrap_or_default());
                input.push(&[Token::Char(character(number.trim()))]);
            }
            "dots" => {
                input.skip_space();
                let centred = input.peek().is_some_and(words::is_between);
                out.push(Token::command(if centred { "cdots" } else { "ldots" }));
            }
            "L" | "l" | "O" | "o" | "AA" | "aa" | "AE" | "ae" | "OE" | "oe" | "ss" => {
                input.push(&tokens(&["\\text{\\", name, "}"].concat()));
            }
            "ce" => {
                let substance = input.argument().unwrap_or_default();
                input.push(&chemistry::formula(&substance));
            }
            "ref" | "eqref" => {
                let label = write(&input.argument().unwrap_or_default());
                let shown = self.numbers.label(label.trim()).map_or("???", |(shown, _)| shown.as_str());
                let (open, close) = if name == "ref" { ("", "") } else { ("(", ")") };
                input.push(&tokens(&["\\text{", open, shown, close, "}"].concat()));
            }
            "root" => {
                let degree = input.delimited(&[Token::command("of")]).unwrap_or_default();
                let content = input.argument().unwrap_or_default();
                input.push(&filled(&tokens("\\sqrt[#1]{#2}"), &[degree, content]));
            }
            "buildrel" => {
                let above = input.delimited(&[Token::command("over")]).unwrap_or_default();
                let content = input.argument().unwrap_or_default();
                input.push(&filled(&tokens("\\overset{#1}{#2}"), &[above, content]));
            }
            "cases" | "matrix" | "pmatrix" => {
                let content = input.argument().unwrap_or_default();
                let body = tokens(&["\\begin{", name, "}#1\\end{", name, "}"].concat());
                input.push(&filled(&body, &[content]));
            }
            "left" | "right" | "middle" | "big" | "Big" | "bigg" | "Bigg" | "bigl" | "Bigl" | "biggl"
            | "Biggl" | "bigr" | "Bigr" | "biggr" | "Biggr" | "bigm" | "Bigm" | "biggm" | "Biggm" => {
                out.push(Token::command(name));
                delimiter(input);
            }
            "mathop" => operator(display, input),
            "operatorname" => operator_name(input, out),
            _ => match words::find(name) {
                Some((count, body)) => {
                    let arguments: Vec<_> =
                        (0..count).map(|_| input.argument().unwrap_or_default()).collect();
                    input.push(&filled(&tokens(&body), &arguments));
                }
                None => out.push(Token::command(name)),
            },
        }
    }

    /// `\begin` or `\end` with the name of an environment, which may be a macro.
    fn environment(&mut self, name: &str, input: &mut Input, out: &mut Vec<Token>) {
        let environment = write(&input.argument().unwrap_or_default());
        if environment == "CD" && name == "begin" {
            let array = diagram::array(input);
            return input.push(&array);
        }
        let own = [name, " ", &environment].concat();
        match self.macros.expansion(&own, input) {
            Some(body) => input.push(&body),
            None => out.extend(tokens(&["\\", name, "{", &environment, "}"].concat())),
        }
    }
}

/// The character of a number, which may be hexadecimal: `U+3b1`, `x3b1`, `945`.
fn character(number: &str) -> char {
    let number = match number.trim_start_matches('U').strip_prefix(['x', 'X', '+']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => number.parse().ok(),
    };
    number.and_then(char::from_u32).filter(|c| !c.is_control()).unwrap_or('\u{FFFD}')
}

/// Puts the delimiter that is next in the words of `math-core`: without braces, angles by their names.
fn delimiter(input: &mut Input) {
    input.skip_space();
    if input.peek() == Some(&Token::Char('{'))
        && let Some(inner) = input.argument()
    {
        input.push(&inner);
    }
    let known = match input.peek() {
        Some(Token::Char('<')) => "langle",
        Some(Token::Char('>')) => "rangle",
        _ => return,
    };
    input.next();
    input.push(&[Token::command(known)]);
}

/// `\operatorname`: what is more than words is an operator that is set upright.
fn operator_name(input: &mut Input, out: &mut Vec<Token>) {
    let star = input.skip('*');
    let words = input.argument().unwrap_or_default();
    let plain = words.iter().all(|token| match token {
        Token::Char(c) => c.is_ascii_alphanumeric() || *c == ' ',
        Token::Command(name) => matches!(&**name, "," | ";" | " " | ":"),
    });
    if plain {
        out.push(Token::command("operatorname"));
        out.extend(star.then_some(Token::Char('*')));
        return out.extend(group(words));
    }
    let side = if star { "" } else { "\\nolimits " };
    let body = tokens(&["\\mathop{\\mathrm{#1}}", side].concat());
    input.push(&filled(&body, &[words]));
}

/// `\mathop`, under and over which its limits stand in a display or behind `\limits`.
fn operator(display: bool, input: &mut Input) {
    let content = input.argument().unwrap_or_default();
    input.skip_space();
    let mut limits = display;
    if let Some(token) = input.peek() {
        let explicit = token.is("limits");
        if explicit || token.is("nolimits") || token.is("displaylimits") {
            limits = explicit || (display && !token.is("nolimits"));
            input.next();
        }
    }
    let mut body = applied("!mathop", content);
    if !limits {
        return input.push(&body);
    }
    let (mut below, mut above) = (None, None);
    for _ in 0..2 {
        input.skip_space();
        match input.peek() {
            Some(Token::Char('_')) if below.is_none() => {
                input.next();
                below = input.argument();
            }
            Some(Token::Char('^')) if above.is_none() => {
                input.next();
                above = input.argument();
            }
            _ => break,
        }
    }
    if let Some(below) = below {
        body = filled(&tokens("\\underset{#1}{#2}"), &[below, body]);
    }
    if let Some(above) = above {
        body = filled(&tokens("\\overset{#1}{#2}"), &[above, body]);
    }
    input.push(&body);
}

/// A tag as it is shown, escaped: as it is behind a star, else in brackets.
fn shown_tag(tag: &[Token]) -> String {
    let (open, close) = if tag[0] == Token::Char('*') { ("", "") } else { ("(", ")") };
    let mut out = String::from(open);
    escape_into(&mut out, &tag_text(&tag[1..]), false);
    out.push_str(close);
    out
}
