//! TeX's macros: what `\newcommand` and its like define, kept for one article. [`Macros::define`] and
//! [`Macros::expansion`] are the entrances.

use std::collections::BTreeMap;

use super::token::{Input, Token, tokens, write};

/// What a macro stands for.
#[derive(Clone, Debug, Default)]
struct Macro {
    /// How many arguments it takes.
    arguments: usize,
    /// What stands for the first one if it is not given in brackets.
    default: Option<Vec<Token>>,
    /// The tokens that end each argument, as `\def` may ask for.
    delimiters: Vec<Vec<Token>>,
    /// Whether a star may follow its name.
    star: bool,
    body: Vec<Token>,
}

/// The macros of an article; environments by `begin NAME` and `end NAME`.
#[derive(Debug, Default)]
pub struct Macros {
    known: BTreeMap<String, Macro>,
}

impl Macros {
    /// Reads the definition that the command `name` starts, whose arguments are next in `input`. Says whether
    /// it is one.
    pub fn define(&mut self, name: &str, input: &mut Input) -> bool {
        match name {
            "newcommand" | "renewcommand" | "providecommand" => {
                input.skip('*');
                let Some(defined) = defined_name(input) else { return true };
                let (arguments, default) = parameters(input);
                let body = input.argument().unwrap_or_default();
                if name != "providecommand" || !self.known.contains_key(&defined) {
                    self.known.insert(defined, Macro { arguments, default, body, ..Macro::default() });
                }
            }
            "def" | "gdef" | "edef" | "xdef" => {
                let Some(defined) = defined_name(input) else { return true };
                let mut delimiters = Vec::new();
                let mut between = Vec::new();
                while let Some(token) = input.peek() {
                    match token {
                        Token::Char('{') => break,
                        Token::Char('#') => {
                            input.next();
                            input.next();
                            delimiters.push(std::mem::take(&mut between));
                        }
                        _ => between.extend(input.next()),
                    }
                }
                delimiters.push(between);
                let body = input.argument().unwrap_or_default();
                let arguments = delimiters.len() - 1;
                self.known.insert(defined, Macro { arguments, delimiters, body, ..Macro::default() });
            }
            "let" => {
                let Some(defined) = defined_name(input) else { return true };
                input.skip('=');
                input.skip_space();
                let Some(token) = input.next() else { return true };
                let known = if let Token::Command(name) = &token { self.known.get(&**name) } else { None };
                let made = known.cloned().unwrap_or_else(|| Macro { body: vec![token], ..Macro::default() });
                self.known.insert(defined, made);
            }
            "DeclareMathOperator" => {
                let star = if input.skip('*') { "*" } else { "" };
                let Some(defined) = defined_name(input) else { return true };
                let words = write(&input.argument().unwrap_or_default());
                let body = tokens(&["\\operatorname", star, "{", &words, "}"].concat());
                self.known.insert(defined, Macro { body, ..Macro::default() });
            }
            "DeclarePairedDelimiter" => {
                let Some(defined) = defined_name(input) else { return true };
                let mut side = || write(&input.argument().unwrap_or_default());
                let body = tokens(&["\\left", &side(), " #1\\right", &side(), " "].concat());
                self.known.insert(defined, Macro { arguments: 1, star: true, body, ..Macro::default() });
            }
            "newenvironment" | "renewenvironment" => {
                input.skip('*');
                let name = write(&input.argument().unwrap_or_default());
                let (arguments, default) = parameters(input);
                let body = input.argument().unwrap_or_default();
                let start = Macro { arguments, default, body, ..Macro::default() };
                self.known.insert(["begin ", &name].concat(), start);
                let body = input.argument().unwrap_or_default();
                self.known.insert(["end ", &name].concat(), Macro { body, ..Macro::default() });
            }
            _ => return false,
        }
        true
    }

    /// What the macro `name` stands for here, its arguments read; `None` if there is no such macro.
    pub fn expansion(&self, name: &str, input: &mut Input) -> Option<Vec<Token>> {
        let found = self.known.get(name)?;
        if found.star {
            input.skip('*');
        }
        let mut arguments = Vec::new();
        if let Some(first) = found.delimiters.first().filter(|first| !first.is_empty()) {
            input.delimited(first);
        }
        for number in 0..found.arguments {
            let argument = match (&found.default, found.delimiters.get(number + 1)) {
                (Some(default), _) if number == 0 => input.optional().or_else(|| Some(default.clone())),
                (_, Some(delimiter)) if !delimiter.is_empty() => input.delimited(delimiter),
                _ => input.argument(),
            };
            arguments.push(argument.unwrap_or_default());
        }
        Some(filled(&found.body, &arguments))
    }
}

/// A macro's body with `arguments` in place of `#1` and so on.
pub fn filled(body: &[Token], arguments: &[Vec<Token>]) -> Vec<Token> {
    let mut out = Vec::with_capacity(body.len());
    let mut at = 0;
    while let Some(token) = body.get(at) {
        at += 1;
        if *token == Token::Char('#')
            && let Some(Token::Char(c)) = body.get(at)
        {
            at += 1;
            match c.to_digit(10).and_then(|number| arguments.get((number as usize).wrapping_sub(1))) {
                Some(argument) => out.extend_from_slice(argument),
                None => out.push(Token::Char(*c)),
            }
        } else {
            out.push(token.clone());
        }
        // Bodies and arguments are each bounded, their product need not be.
        if out.len() > 100_000 {
            break;
        }
    }
    out
}

/// The name of the macro that is being defined, `\name` or `{\name}`.
fn defined_name(input: &mut Input) -> Option<String> {
    let name = input.argument()?;
    name.iter().find_map(|token| match token {
        Token::Command(name) => Some(name.to_string()),
        Token::Char(_) => None,
    })
}

/// The number of arguments and the first one's default, `[2][x]`.
fn parameters(input: &mut Input) -> (usize, Option<Vec<Token>>) {
    let count = input.optional().and_then(|count| write(&count).trim().parse::<usize>().ok());
    let default = if count.is_some() { input.optional() } else { None };
    (count.unwrap_or(0).min(9), default)
}
