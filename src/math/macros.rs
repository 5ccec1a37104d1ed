//! TeX's macros: what `\newcommand` and its like define, kept for one article. [`Macros::define`] and
//! [`Macros::expansion`] are the entrances.

use std::collections::BTreeMap;

use super::token::{Input, MOST, Token, tokens, write};

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
                let delimiters = delimiters(input);
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
        // Bodies and arguments are each bounded, their product need not be. This is too much to be read.
        if out.len() > MOST {
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

/// The tokens before, between and behind the arguments of `\def`, `#1, #2;`, up to its body.
fn delimiters(input: &mut Input) -> Vec<Vec<Token>> {
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
    delimiters
}

/// The number of arguments and the first one's default, `[2][x]`.
fn parameters(input: &mut Input) -> (usize, Option<Vec<Token>>) {
    let count = input.optional().and_then(|count| write(&count).trim().parse::<usize>().ok());
    let default = if count.is_some() { input.optional() } else { None };
    (count.unwrap_or(0).min(9), default)
}

#[cfg(test)]
mod tests {
    use crate::math::tex::Tex;

    #[test]
    fn macros_are_expanded() {
        for (tex, expected) in [
            ("\\newcommand{\\a}[2][x]{#1+#2}\\a{y}\\a[z]{w}", "x+yz+w"),
            ("\\newcommand\\a{b}\\renewcommand{\\a}{c}\\providecommand{\\a}{d}\\a", "c"),
            ("\\def\\a#1.#2;{#2#1}\\a x.yz;", "yzx"),
            ("\\def\\p(#1){[#1]}\\p({a})", "[{a}]"),
            ("\\let\\a=\\beta\\a\\let\\b\\a\\b", "\\beta\\beta"),
            ("\\DeclareMathOperator*{\\a}{arg\\,max}\\a_x", "\\operatorname*{arg\\,max}_x"),
            ("\\newenvironment{e}[1]{(#1}{)}\\begin{e}{x}y\\end{e}", "(xy)"),
            ("\\DeclarePairedDelimiter\\n{|}{|}\\n*{x}", "\\left| x\\right| "),
            ("\\newcommand{\\a}{\\b}\\newcommand{\\b}[1]{<#1>}\\a{x}", "<x>"),
            ("\\newcommand{\\a}", ""),
            ("\\def\\a#1{#1##1}\\a x", "x#1"),
        ] {
            let prepared = Tex::default().prepare(tex, true).expect("a formula");
            assert_eq!(prepared.tex.trim(), expected.trim(), "{tex}");
        }
    }

    #[test]
    fn macros_without_end_are_refused() {
        for tex in ["\\def\\a{\\a}\\a", "\\def\\a{\\a\\a}\\a", "\\def\\a#1{\\a{#1#1}}\\a{xy}"] {
            assert!(Tex::default().prepare(tex, true).is_err(), "{tex}");
        }
        let many = ["\\large x".repeat(20_000), "x\\\\".repeat(200_000)];
        assert!(many.iter().all(|tex| Tex::default().prepare(tex, true).is_err()));
    }

    proptest::proptest! {
        #[test]
        fn anything_is_prepared(parts in proptest::collection::vec(proptest::sample::select(PARTS), 0..40)) {
            let _ = Tex::default().prepare(&parts.concat(), true);
        }
    }

    const PARTS: &[&str] = &[
        "\\newcommand",
        "\\def",
        "\\a",
        "\\b",
        "{",
        "}",
        "[",
        "]",
        "#1",
        "#",
        "1",
        "x",
        " ",
        "\\begin{align}",
        "\\end{align}",
        "\\begin{array}",
        "\\\\",
        "&",
        "\\tag",
        "\\label",
        "\\text",
        "$",
        "\\color",
        "red",
        "\\boxed",
        "\\large",
        "\\operatorname",
        "\\mathop",
        "\\limits",
        "_",
        "^",
        "\\left",
        "<",
        "\\ce",
        "->",
        "\\let",
        "=",
        "\\newenvironment",
        "\\unicode",
        "\\rule",
        "\\root",
        "\\of",
        "\\cancel",
        "*",
        "\\",
        "é",
    ];
}
