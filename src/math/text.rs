//! Words in formulas, `\\text{…}`: [`in_math`] takes the formulas in them out, [`plain`] is what is left.

use super::tex::{QUOTE, TEXT};
use super::token::{Token, applied, group, tokens};

/// What stands for `\\name{text}`: its words as texts, and the formulas between `$` in it.
pub fn in_math(name: &str, text: Vec<Token>) -> Vec<Token> {
    let command = [&TEXT.to_string(), name].concat();
    let mut out = Vec::new();
    let mut words = Vec::new();
    let mut at = 0;
    let end_words = |words: &mut Vec<Token>, out: &mut Vec<Token>| {
        if !words.is_empty() {
            out.extend(applied(&command, std::mem::take(words)));
        }
    };
    let mut depth = 0usize;
    while let Some(token) = text.get(at) {
        at += 1;
        let formula = |close: &dyn Fn(&Token) -> bool| {
            text[at..].iter().position(close).map(|length| (at + length + 1, &text[at..at + length]))
        };
        let found = match token {
            Token::Char('$') if depth == 0 => formula(&|token| *token == Token::Char('$')),
            Token::Command(name) if depth == 0 && **name == *"(" => formula(&|token| token.is(")")),
            // A command that is no text's: a formula without its dollars.
            Token::Command(name) if depth == 0 && !in_text(name) => {
                let mut end = at;
                if text.get(at) == Some(&Token::Char('{')) {
                    end = group_end(&text, at);
                }
                Some((end, &text[at - 1..end]))
            }
            _ => None,
        };
        match found {
            Some((behind, formula)) => {
                end_words(&mut words, &mut out);
                out.extend(group(formula.to_vec()));
                at = behind;
            }
            None => {
                match token {
                    Token::Char('{') => depth += 1,
                    Token::Char('}') => depth = depth.saturating_sub(1),
                    _ => {}
                }
                words.push(token.clone());
            }
        }
    }
    end_words(&mut words, &mut out);
    out
}

/// Where the group ends that starts at `at`.
fn group_end(text: &[Token], at: usize) -> usize {
    let mut depth = 0usize;
    for (offset, token) in text[at..].iter().enumerate() {
        match token {
            Token::Char('{') => depth += 1,
            Token::Char('}') if depth <= 1 => return at + offset + 1,
            Token::Char('}') => depth -= 1,
            _ => {}
        }
    }
    text.len()
}

/// Whether the converter has the command in texts.
fn in_text(name: &str) -> bool {
    const WORDS: &str = " text textrm textbf textit textsf texttt textsc textnormal textbackslash textbar textless \
         textgreater textquoteleft textquoteright textquotedblleft textquotedblright textellipsis textemdash \
         textendash textdollar textunderscore textasciicircum quad qquad ldots dots aa ae oe ss AA AE OE o O l L c v \
         u H i j thinspace ";
    let letters = name.starts_with(|c: char| c.is_ascii_alphabetic());
    !letters || WORDS.contains(&[" ", name, " "].concat())
}

/// The words in braces, as the converter reads them.
pub fn plain(text: Vec<Token>) -> Vec<Token> {
    let mut out = vec![Token::Char('{')];
    for token in text {
        match &token {
            Token::Char(c @ ('_' | '#' | '&' | '$')) => out.push(Token::command(&c.to_string())),
            Token::Char('^') => out.extend(tokens("\\textasciicircum{}")),
            // The converter would curl it.
            Token::Char('"') => out.push(Token::Char(QUOTE)),
            Token::Char('~') => out.push(Token::command(" ")),
            Token::Command(name) => match &**name {
                "ldots" | "dots" => out.push(Token::Char('…')),
                "textnormal" => out.push(Token::command("text")),
                "i" => out.push(Token::Char('ı')),
                "j" => out.push(Token::Char('ȷ')),
                "\\" => out.push(Token::Char(' ')),
                "(" | ")" | "[" | "]" => {}
                // MathJax knows no commands in texts, and what no letter of TeX's is can be none.
                name if !name.is_ascii() => {
                    out.extend(tokens("\\textbackslash{}"));
                    out.extend(name.chars().map(Token::Char));
                }
                _ => out.push(token),
            },
            _ => out.push(token),
        }
    }
    out.push(Token::Char('}'));
    out
}
