//! TeX's tokens: [`tokens`] reads a formula, [`Input`] hands tokens out with their arguments, [`write`] makes
//! a formula of them again.

use std::rc::Rc;

/// A token of a formula.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token {
    /// `\name`, or `\` and one character.
    Command(Rc<str>),
    /// A character; a row of white space is one space.
    Char(char),
}

impl Token {
    /// The command `\name`.
    pub fn command(name: &str) -> Token {
        Token::Command(name.into())
    }

    /// Whether this is the command `\name`.
    pub fn is(&self, name: &str) -> bool {
        matches!(self, Token::Command(own) if **own == *name)
    }
}

/// The tokens of `text`, without comments.
pub fn tokens(text: &str) -> Vec<Token> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        match c {
            '\\' => {
                let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
                let length =
                    if letters > 0 { letters } else { rest.chars().next().map_or(0, char::len_utf8) };
                let name = &rest[..length];
                rest = &rest[length..];
                if letters > 0 {
                    rest = rest.trim_start();
                }
                let name = if name.trim().is_empty() { " " } else { name };
                out.push(Token::command(name));
            }
            '%' => rest = rest.find('\n').map_or("", |end| &rest[end + 1..]),
            _ if c.is_whitespace() => {
                rest = rest.trim_start();
                out.push(Token::Char(' '));
            }
            _ => out.push(Token::Char(c)),
        }
    }
    out
}

/// The tokens as TeX.
pub fn write(tokens: &[Token]) -> String {
    let mut out = String::with_capacity(2 * tokens.len());
    let mut word = false;
    for token in tokens {
        match token {
            Token::Char(c) => {
                // `math-core` takes a star as a part of the name.
                if word && (c.is_ascii_alphabetic() || (*c == '*' && !out.ends_with("\\operatorname"))) {
                    out.push(' ');
                }
                out.push(*c);
                word = false;
            }
            Token::Command(name) => {
                out.push('\\');
                out.push_str(name);
                word = name.ends_with(|c: char| c.is_ascii_alphabetic());
            }
        }
    }
    out
}

/// The tokens in braces.
pub fn group(content: Vec<Token>) -> Vec<Token> {
    [vec![Token::Char('{')], content, vec![Token::Char('}')]].concat()
}

/// The command `\name` with its argument.
pub fn applied(name: &str, argument: Vec<Token>) -> Vec<Token> {
    [vec![Token::command(name)], group(argument)].concat()
}

/// The most tokens that are read for one formula, macros' bodies and arguments included.
pub const MOST: usize = 200_000;

/// Tokens that are still to be read; what macros stand for is put before them.
#[derive(Debug)]
pub struct Input {
    /// Last first.
    stack: Vec<Token>,
    /// How many tokens may still be moved.
    left: usize,
}

impl Input {
    /// All of `tokens`.
    pub fn new(mut tokens: Vec<Token>) -> Input {
        tokens.reverse();
        Input { stack: tokens, left: MOST }
    }

    /// Whether too much was read: macros that stand for themselves.
    pub fn is_spent(&self) -> bool {
        self.left == 0
    }

    /// The next token. Nothing comes any more when too much was read.
    pub fn next(&mut self) -> Option<Token> {
        if self.left == 0 {
            return None;
        }
        self.left -= 1;
        self.stack.pop()
    }

    /// The next token, which stays.
    pub fn peek(&self) -> Option<&Token> {
        self.stack.last()
    }

    /// Puts `tokens` before what is still to be read.
    pub fn push(&mut self, tokens: &[Token]) {
        self.left = self.left.saturating_sub(tokens.len());
        if self.left > 0 {
            self.stack.extend(tokens.iter().rev().cloned());
        }
    }

    /// Goes on behind spaces.
    pub fn skip_space(&mut self) {
        while self.peek() == Some(&Token::Char(' ')) {
            self.next();
        }
    }

    /// Goes on behind `c` and spaces before it, if it is next.
    pub fn skip(&mut self, c: char) -> bool {
        self.skip_space();
        let found = self.peek() == Some(&Token::Char(c));
        if found {
            self.next();
        }
        found
    }

    /// An argument: what is in braces, or one token.
    pub fn argument(&mut self) -> Option<Vec<Token>> {
        self.skip_space();
        match self.peek()? {
            Token::Char('}') => None,
            Token::Char('{') => {
                self.next();
                self.until(|_, depth, token| depth == 0 && *token == Token::Char('}'))
            }
            _ => self.next().map(|token| vec![token]),
        }
    }

    /// An optional argument, in brackets.
    pub fn optional(&mut self) -> Option<Vec<Token>> {
        let space = self.peek() == Some(&Token::Char(' '));
        self.skip_space();
        if self.peek() == Some(&Token::Char('[')) {
            self.next();
            let found = self.until(|_, depth, token| depth == 0 && *token == Token::Char(']'));
            if found.is_some() {
                return found;
            }
            self.stack.push(Token::Char('['));
        }
        if space {
            self.stack.push(Token::Char(' '));
        }
        None
    }

    /// The tokens up to the sequence `delimiter`, which is skipped.
    pub fn delimited(&mut self, delimiter: &[Token]) -> Option<Vec<Token>> {
        let (last, before) = delimiter.split_last()?;
        let found = self.until(|read, depth, token| depth == 0 && token == last && read.ends_with(before));
        found.map(|mut tokens| {
            tokens.truncate(tokens.len() - before.len());
            tokens
        })
    }

    /// The tokens to the end of the group or the cell, which stays.
    pub fn rest_of_group(&mut self) -> Vec<Token> {
        let (mut depth, mut environments, mut count) = (0usize, 0usize, 0);
        for token in self.stack.iter().rev() {
            let outside = depth == 0 && environments == 0;
            match token {
                Token::Char('{') => depth += 1,
                Token::Char('}') if depth == 0 => break,
                Token::Char('}') => depth -= 1,
                Token::Char('&') if outside => break,
                Token::Command(name) => match &**name {
                    "\\" | "cr" if outside => break,
                    "begin" | "left" => environments += 1,
                    "end" | "right" if environments == 0 => break,
                    "end" | "right" => environments -= 1,
                    _ => {}
                },
                Token::Char(_) => {}
            }
            count += 1;
        }
        self.left = self.left.saturating_sub(2 * count);
        let mut tokens = self.stack.split_off(self.stack.len() - count);
        tokens.reverse();
        tokens
    }

    /// The tokens until `ends` says so; the one that ends them is skipped. If none does, all stays.
    fn until(&mut self, ends: impl Fn(&[Token], usize, &Token) -> bool) -> Option<Vec<Token>> {
        let mut tokens = Vec::new();
        let mut depth = 0usize;
        while let Some(token) = self.next() {
            if ends(&tokens, depth, &token) {
                return Some(tokens);
            }
            match token {
                Token::Char('{') => depth += 1,
                Token::Char('}') => depth = depth.saturating_sub(1),
                _ => {}
            }
            tokens.push(token);
        }
        self.stack.extend(tokens.into_iter().rev());
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_read_and_written() {
        for (text, written) in [
            ("\\alpha  x", "\\alpha x"),
            ("\\alpha1\\\\[2pt] %c\n b", "\\alpha1\\\\[2pt]  b"),
            ("a\n\n b\\ c\\", "a b\\ c\\ "),
            ("\\{\\%é", "\\{\\%é"),
        ] {
            assert_eq!(write(&tokens(text)), written, "{text}");
        }
    }

    #[test]
    fn arguments_are_read() {
        let mut input = Input::new(tokens("{a{b}} x [o]]y"));
        let mut taken =
            |read: fn(&mut Input) -> Option<Vec<Token>>| read(&mut input).map(|found| write(&found));
        assert_eq!(taken(Input::argument).as_deref(), Some("a{b}"));
        assert_eq!(taken(Input::optional), None);
        assert_eq!(taken(Input::argument).as_deref(), Some("x"));
        assert_eq!(taken(Input::optional).as_deref(), Some("o"));
        assert_eq!(taken(|input| input.delimited(&tokens("]y"))).as_deref(), Some(""));
        assert_eq!(taken(Input::argument), None);
        let mut input = Input::new(tokens("a{b}\\\\c"));
        assert_eq!(write(&input.rest_of_group()), "a{b}");
    }
}
