//! Environments and the numbers of their equations, as MathJax counts with `tags: 'ams'`. [`Numbers::rows`] is
//! the entrance.

use std::collections::BTreeMap;

use super::token::{Input, Token, tokens, write};
use super::words::{self, Rows};

/// More columns than this are not filled up.
const MOST_COLUMNS: usize = 20;

/// The numbers of an article's equations.
#[derive(Debug, Default)]
pub struct Numbers {
    count: usize,
    /// By label: what is shown as the number, and the equation's id.
    labels: BTreeMap<String, (String, String)>,
    /// How many equations have an id.
    ids: usize,
}

/// An environment that is open.
struct Open {
    /// Its name in `math-core`.
    name: String,
    rows: Rows,
    /// In `eqnarray` the second `&` of a row falls away.
    columns: Option<usize>,
    /// How often the row has gone on to a further cell, and the most that any row has.
    cells: usize,
    widest: usize,
    /// Where in what is written rows have their numbers, and their cells.
    numbered: Vec<(usize, usize)>,
    depth: usize,
    tag: Option<Vec<Token>>,
    label: Option<String>,
    silent: bool,
    /// Where the row starts in what is written.
    start: usize,
}

impl Numbers {
    /// What is shown for the label, and the id of its equation.
    pub fn label(&self, label: &str) -> Option<&(String, String)> {
        self.labels.get(label)
    }

    /// The formula with its environments in the words of `math-core`, each row with its number. `stand_in`
    /// gives what `math-core` is to print for a tag that it cannot read. `None` for what is too much.
    pub fn rows(
        &mut self,
        tex: Vec<Token>,
        display: bool,
        stand_in: &mut dyn FnMut(&[Token]) -> String,
    ) -> Option<Vec<Token>> {
        let mut formula = Formula {
            numbers: self,
            stand_in,
            input: Input::new(tex),
            out: Vec::new(),
            open: Vec::new(),
            depth: 0,
            whole: Open::new("equation*", Rows::Tagged, 0, 0),
        };
        while let Some(token) = formula.input.next() {
            match token {
                Token::Char(c) => formula.character(c),
                Token::Command(name) => formula.command(&name),
            }
        }
        if formula.input.is_spent() {
            return None;
        }
        Some(if display && formula.whole.tag.is_some() { formula.into_equation() } else { formula.out })
    }
}

/// A formula on its way.
struct Formula<'n> {
    numbers: &'n mut Numbers,
    stand_in: &'n mut dyn FnMut(&[Token]) -> String,
    input: Input,
    /// What is written.
    out: Vec<Token>,
    /// The environments that are open, the innermost last.
    open: Vec<Open>,
    /// How many groups are open.
    depth: usize,
    /// What numbers the whole formula: a tag outside all environments.
    whole: Open,
}

impl Formula<'_> {
    fn character(&mut self, c: char) {
        match c {
            '{' => self.depth += 1,
            '}' => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        if let Some(row) = self.open.last_mut().filter(|open| c == '&' && open.depth == self.depth) {
            if let Some(columns) = &mut row.columns {
                *columns += 1;
                if *columns == 2 {
                    return;
                }
            }
            row.cells += 1;
        }
        self.out.push(Token::Char(c));
    }

    fn command(&mut self, name: &str) {
        match name {
            "begin" => self.begin(),
            "end" => self.end(),
            "\\" => self.line_break(),
            "tag" => {
                let star = self.input.skip('*');
                let mut tag = self.input.argument().unwrap_or_default();
                tag.insert(0, Token::Char(if star { '*' } else { ' ' }));
                self.numbered().tag = Some(tag);
            }
            "label" => {
                let label = write(&self.input.argument().unwrap_or_default());
                self.numbered().label = Some(label.trim().to_string());
            }
            "notag" | "nonumber" => self.numbered().silent = true,
            _ => self.out.push(Token::command(name)),
        }
    }

    /// The innermost environment whose rows may have numbers.
    fn numbered(&mut self) -> &mut Open {
        let open = self.open.iter_mut().rfind(|open| open.rows != Rows::None);
        open.unwrap_or(&mut self.whole)
    }

    fn begin(&mut self) {
        let given = write(&self.input.argument().unwrap_or_default());
        let (name, dropped, rows) = words::environment(&given).unwrap_or((&given, 0, Rows::None));
        // The alignment of the whole or of the columns.
        if given.ends_with("matrix*") || given.contains("arra") || given.ends_with("ed") {
            self.input.optional();
        }
        for _ in 0..dropped {
            self.input.argument();
        }
        self.out.extend(tokens(&["\\begin{", name, "}"].concat()));
        if matches!(given.as_str(), "array" | "darray") {
            let columns = self.input.argument().unwrap_or_default();
            self.out.extend(tokens(&["{", &columns_of(columns), "}"].concat()));
        }
        let mut inner = Open::new(name, rows, self.depth, self.out.len());
        inner.columns = given.starts_with("eqnarray").then_some(0);
        self.open.push(inner);
    }

    fn end(&mut self) {
        let given = write(&self.input.argument().unwrap_or_default());
        let Some(mut inner) = self.open.pop() else {
            return self.out.extend(tokens(&["\\end{", &given, "}"].concat()));
        };
        let (before, row) = self.out.split_at(inner.start);
        let blank = row.iter().all(|token| *token == Token::Char(' '));
        if blank && inner.tag.is_none() && before.last().is_some_and(|token| token.is("\\")) {
            // A line break at the end starts no row.
            self.out.truncate(inner.start - 1);
        } else {
            self.end_row(&mut inner, true);
        }
        inner.align(&mut self.out);
        self.out.extend(tokens(&["\\end{", &inner.name, "}"].concat()));
    }

    fn line_break(&mut self) {
        self.input.skip('*');
        skip_distance(&mut self.input);
        let depth = self.depth;
        let Some(mut inner) = self.open.pop_if(|open| open.depth == depth) else {
            return self.out.push(Token::command("\\"));
        };
        if inner.rows != Rows::One {
            self.end_row(&mut inner, false);
        }
        inner.columns = inner.columns.map(|_| 0);
        inner.widest = inner.widest.max(std::mem::take(&mut inner.cells));
        self.out.push(Token::command("\\"));
        inner.start = self.out.len();
        self.open.push(inner);
    }

    /// The formula as an equation with its tag.
    fn into_equation(mut self) -> Vec<Token> {
        let content = std::mem::replace(&mut self.out, tokens("\\begin{equation*}"));
        self.out.extend(content);
        let mut whole = std::mem::replace(&mut self.whole, Open::new("", Rows::None, 0, 0));
        self.end_row(&mut whole, true);
        self.out.extend(tokens("\\end{equation*}"));
        self.out
    }

    /// Writes the number of the row that ends.
    fn end_row(&mut self, open: &mut Open, last: bool) {
        let counts = match open.rows {
            Rows::None => return,
            Rows::Tagged => false,
            Rows::All | Rows::One => true,
            Rows::Last if last => true,
            Rows::Last => return,
        };
        let (tag, label) = (open.tag.take(), open.label.take());
        let silent = std::mem::take(&mut open.silent);
        let (shown, printed) = match tag {
            Some(tag) => {
                let plain = tag_text(&tag[1..]);
                let simple = tag[0] == Token::Char(' ')
                    && !plain.is_empty()
                    && plain.bytes().all(|byte| byte.is_ascii_alphanumeric());
                let printed = if simple { plain.clone() } else { (self.stand_in)(&tag) };
                (plain, printed)
            }
            None if counts && !silent => {
                self.numbers.count += 1;
                let number = self.numbers.count.to_string();
                (number.clone(), number)
            }
            // What `math-core` numbers by itself must be told not to.
            None if open.rows == Rows::Last || open.name == "multline" => {
                return self.out.push(Token::command("notag"));
            }
            None => return,
        };
        open.numbered.push((self.out.len(), open.cells));
        self.out.extend(tokens(&["\\tag{", &printed, "}"].concat()));
        if let Some(label) = label {
            self.numbers.ids += 1;
            let id = ["equation-", &self.numbers.ids.to_string()].concat();
            self.out.extend(tokens(&["\\label{", &id, "}"].concat()));
            self.numbers.labels.insert(label, (shown, id));
        }
    }
}

impl Open {
    fn new(name: &str, rows: Rows, depth: usize, start: usize) -> Open {
        Open {
            name: name.to_string(),
            rows,
            columns: None,
            cells: 0,
            widest: 0,
            numbered: Vec::new(),
            depth,
            tag: None,
            label: None,
            silent: false,
            start,
        }
    }

    /// Numbers stand behind the last column, so rows with fewer cells get empty ones.
    fn align(&mut self, out: &mut Vec<Token>) {
        let widest = self.widest.max(self.cells).min(MOST_COLUMNS);
        let Some((first, _)) = self.numbered.first().filter(|_| self.name == "align*") else { return };
        let (mut from, rest) = (*first, out.split_off(*first));
        let base = from;
        for (at, cells) in &self.numbered {
            out.extend_from_slice(&rest[from - base..at - base]);
            out.extend((*cells..widest).map(|_| Token::Char('&')));
            from = *at;
        }
        out.extend_from_slice(&rest[from - base..]);
    }
}

/// The text of a tag, as far as it is text.
pub fn tag_text(tag: &[Token]) -> String {
    let mut text = String::new();
    for token in tag {
        match token {
            Token::Char('$' | '{' | '}') => {}
            Token::Char(c) => text.push(*c),
            Token::Command(name) => text.push_str(match &**name {
                "ast" | "star" => "*",
                "dagger" => "†",
                "ddagger" => "‡",
                "prime" => "′",
                "text" | "textbf" | "textrm" | "textit" | "mathrm" | "mathbf" => "",
                name => name,
            }),
        }
    }
    text
}

/// Skips the distance to the next row, `[2mm]`.
fn skip_distance(input: &mut Input) {
    if let Some(distance) = input.optional()
        && !is_distance(&write(&distance))
    {
        input.push(&[vec![Token::Char('[')], distance, vec![Token::Char(']')]].concat());
    }
}

fn is_distance(text: &str) -> bool {
    let text = text.trim();
    let unit = text.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '+' | ' '));
    unit.len() < text.len()
        && !unit.is_empty()
        && unit.len() <= 3
        && unit.bytes().all(|b| b.is_ascii_lowercase())
        || unit.starts_with('\\')
}

/// An array's columns as `math-core` knows them: `l`, `c`, `r` and lines.
fn columns_of(given: Vec<Token>) -> String {
    let mut input = Input::new(given);
    let mut out = String::new();
    while let Some(token) = input.next() {
        match token {
            Token::Char('*') => {
                let count = write(&input.argument().unwrap_or_default()).trim().parse::<usize>();
                let columns = input.argument().unwrap_or_default();
                for _ in 0..count.unwrap_or(0).min(50) {
                    input.push(&columns);
                }
            }
            Token::Char('@' | '!' | '>' | '<') => {
                input.argument();
            }
            Token::Char('p' | 'm' | 'b' | 'X') => {
                if input.peek() == Some(&Token::Char('{')) {
                    input.argument();
                }
                out.push('l');
            }
            Token::Char(c @ ('l' | 'c' | 'r' | '|' | ':')) => out.push(c),
            _ => {}
        }
    }
    if out.is_empty() { "c".to_string() } else { out }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(tex: &str) -> String {
        let rows = Numbers::default().rows(tokens(tex), true, &mut |_| "9".to_string());
        write(&rows.unwrap_or_default())
    }

    #[test]
    fn rows_have_numbers() {
        for (tex, expected) in [
            (
                "\\begin{align}a&=b\\\\c\\notag\\\\d\\tag{x}\\end{align}",
                "\\begin{align*}a&=b\\tag{1}\\\\c\\\\d&\\tag{x}\\end{align*}",
            ),
            ("\\begin{align*}a\\\\[2mm]b\\\\ \\end{align*}", "\\begin{align*}a\\\\b\\end{align*}"),
            ("\\begin{align*}a\\\\[x]b\\end{align*}", "\\begin{align*}a\\\\[x]b\\end{align*}"),
            ("\\begin{eqnarray*}a&=&b\\end{eqnarray*}", "\\begin{align*}a&=b\\end{align*}"),
            (
                "\\begin{equation}\\label{l}\\begin{split}a\\\\b\\end{split}\\end{equation}",
                "\\begin{equation*}\\begin{aligned}a\\\\b\\end{aligned}\\tag{1}\\label{equation-1}\\end{equation*}",
            ),
            ("x\\tag{$*$}", "\\begin{equation*}x\\tag{9}\\end{equation*}"),
            ("\\begin{array}{@{}l|*{2}{c}p{1em}}a\\end{array}", "\\begin{array}{l|ccl}a\\end{array}"),
            (
                "\\begin{align}a&=b&c\\\\d\\\\e\\notag\\end{align}",
                "\\begin{align*}a&=b&c\\tag{1}\\\\d&&\\tag{2}\\\\e\\end{align*}",
            ),
            ("\\begin{alignat}{2}a\\end{alignat}", "\\begin{align*}a\\tag{1}\\end{align*}"),
        ] {
            assert_eq!(rows(tex), expected, "{tex}");
        }
    }
}
