//! Commutative diagrams as amscd writes them, `\begin{CD} A @>f>> B \\ @VgVV @VVhV \\ C @>k>> D \end{CD}`.
//! [`array`] is the entrance.

use super::macros::filled;
use super::token::{Input, Token, group, tokens, write};

/// The diagram as an array, for what stands behind `\begin{CD}`, up to its end. Objects are in every other column,
/// arrows along a row between them, arrows between rows under them.
pub fn array(post: &mut Input) -> Vec<Token> {
    let mut body = Vec::new();
    while let Some(part) = post.delimited(&[Token::command("end")]) {
        body.extend(part);
        let name = post.argument().unwrap_or_default();
        if write(&name) == "CD" {
            break;
        }
        body.extend(tokens(&["\\end{", &write(&name), "}"].concat()));
    }
    let mut input = Input::new(body);
    let mut rows: Vec<Vec<Vec<Token>>> = vec![vec![Vec::new()]];
    while let Some(token) = input.next() {
        let Some(row) = rows.last_mut() else { break };
        match token {
            Token::Command(name) if matches!(&*name, "\\" | "cr") => {
                input.optional();
                rows.push(vec![Vec::new()]);
            }
            Token::Char('@') => {
                let (along, arrow) = arrow(&mut input);
                // Columns are counted from 0: those of objects are even.
                while row.last().is_some_and(|cell| !is_blank(cell)) || row.len() % 2 == usize::from(along) {
                    row.push(Vec::new());
                }
                row.pop();
                row.extend([arrow, Vec::new()]);
            }
            _ => row.last_mut().into_iter().for_each(|cell| cell.push(token.clone())),
        }
    }
    let columns = rows.iter().map(Vec::len).max().unwrap_or(1);
    let mut out = tokens(&["\\begin{array}{", &"c".repeat(columns.min(50)), "}"].concat());
    for (at, row) in rows.into_iter().enumerate() {
        if at > 0 {
            out.push(Token::command("\\"));
        }
        for (at, cell) in row.into_iter().enumerate() {
            if at > 0 {
                out.push(Token::Char('&'));
            }
            out.extend(cell);
        }
    }
    out.extend(tokens("\\end{array}"));
    out
}

fn is_blank(cell: &[Token]) -> bool {
    cell.iter().all(|token| *token == Token::Char(' '))
}

/// The arrow behind an `@`, and whether it goes along the row. Its letter stands three times, labels between: the
/// first above or left of it, the second below or right.
fn arrow(input: &mut Input) -> (bool, Vec<Token>) {
    input.skip_space();
    let Some(sign) = input.next() else { return (true, Vec::new()) };
    let mut label = || {
        let label = input.delimited(std::slice::from_ref(&sign)).unwrap_or_default();
        // Nothing but a letter and its like fits into a line.
        group(label)
    };
    let mut fill = |template: &str| {
        let labels = [label(), label()];
        filled(&tokens(template), &labels)
    };
    match sign {
        Token::Char('>' | ')') => (true, fill("\\xrightarrow[#2]{#1}")),
        Token::Char('<' | '(') => (true, fill("\\xleftarrow[#2]{#1}")),
        Token::Char('V') => (false, fill(&upright("downarrow"))),
        Token::Char('A') => (false, fill(&upright("uparrow"))),
        Token::Char('=') => (true, tokens("\\xlongequal{}")),
        Token::Char('|') => (false, tokens("\\Big\\Vert ")),
        Token::Char('.') => (true, Vec::new()),
        other => (true, vec![Token::Char('@'), other]),
    }
}

/// An arrow between rows. Each label has an unseen twin on the other side, so that the arrow stands in the middle.
fn upright(name: &str) -> String {
    let sides = ["{\\scriptstyle \\hphantom{#2}#1}\\Big\\", name, " {\\scriptstyle #2\\hphantom{#1}}"];
    sides.concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn diagrams_are_arrays() {
        let right = |above: &str, below: &str| format!("\\xrightarrow[{{{below}}}]{{{{{above}}}}}");
        let shown =
            |tex: &str| write(&array(&mut Input::new(tokens(&[tex, "\\end{CD}"].concat())))).replace(' ', "");
        for (tex, cells) in [
            ("A @>f>> B", format!("A&{}&B", right("f", ""))),
            ("A @= B \\\\ @| @.", "A&\\xlongequal{}&B\\\\\\Big\\Vert&&".to_string()),
            ("@. A", "&&A".to_string()),
            ("A @>{a>b}>c> B", format!("A&{}&B", right("{a>b}", "c"))),
        ] {
            let found = shown(tex);
            let inner = found.split_once("c}").map_or("", |(_, inner)| inner);
            assert_eq!(inner.trim_end_matches("\\end{array}"), cells.replace(' ', ""), "{tex}");
        }
        let square = shown("A @>a>> B \\\\ @VVbV @VVcV \\\\ C @>d>> D");
        assert!(square.starts_with("\\begin{array}{ccc"), "{square}");
        assert_eq!(square.matches("\\Big\\downarrow").count(), 2);
    }
}
