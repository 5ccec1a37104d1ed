//! Commands that put a box, a stroke or room around their argument: [`Tex::boxed`] is the entrance.

use super::macros::filled;
use super::tex::{Prepared, Tex};
use super::token::{Input, Token, applied, group, tokens, write};

const BOX: &str = "<mrow style=\"border:1px solid;padding:.2em .3em\">";

/// A stroke from corner to corner, which browsers draw for no element of MathML that they all know.
const STROKE: &str = ",transparent calc(50% - .03em),currentcolor calc(50% - .03em) calc(50% + .03em),\
     transparent calc(50% + .03em))";

impl Tex {
    /// Reads the arguments of the command `name` and writes what it is. Says whether it is one of these.
    pub(super) fn boxed(&mut self, name: &str, input: &mut Input, prepared: &mut Prepared) -> bool {
        match name {
            "fbox" | "framebox" | "boxed" | "Aboxed" => {
                let mut content = input.argument().unwrap_or_default();
                if name.starts_with('f') {
                    content = applied("text", content);
                }
                content.retain(|token| *token != Token::Char('&') || name != "Aboxed");
                prepared.wrap(input, BOX, "</mrow>", content);
            }
            "enclose" => {
                let notation = write(&input.argument().unwrap_or_default());
                input.optional();
                let content = input.argument().unwrap_or_default();
                let cancel =
                    ["updiagonalstrike", "downdiagonalstrike"].iter().position(|s| notation.contains(s));
                match cancel {
                    Some(at) => {
                        let command = if at == 0 { "cancel" } else { "bcancel" };
                        input.push(&applied(command, content));
                    }
                    None => prepared.wrap(input, BOX, "</mrow>", content),
                }
            }
            "cancel" | "bcancel" | "xcancel" => {
                let content = input.argument().unwrap_or_default();
                let line = |corner: &str| ["linear-gradient(", corner, STROKE].concat();
                let lines = match name {
                    "cancel" => line("to bottom right"),
                    "bcancel" => line("to bottom left"),
                    _ => [&line("to bottom right"), ",", &line("to bottom left")].concat(),
                };
                // The stroke reaches beyond a letter, as in MathJax: else one of the letter's own hides it.
                let open = ["<mrow style=\"padding:.15em .1em;background:", &lines, "\">"].concat();
                prepared.wrap(input, &open, "</mrow>", content);
            }
            "cancelto" => {
                let value = input.argument().unwrap_or_default();
                let content = input.argument().unwrap_or_default();
                let body = tokens("{\\cancel{#1}}^{#2}");
                input.push(&filled(&body, &[content, value]));
            }
            "widetilde" => {
                let content = input.argument().unwrap_or_default();
                let close = "</mrow><mo stretchy=\"true\">˜</mo></mover>";
                prepared.wrap(input, "<mover accent=\"true\"><mrow>", close, content);
            }
            "smash" => {
                input.optional();
                let content = input.argument().unwrap_or_default();
                prepared.wrap(input, "<mpadded height=\"0\" depth=\"0\">", "</mpadded>", content);
            }
            "rlap" | "mathrlap" | "textrlap" => {
                let content = input.argument().unwrap_or_default();
                prepared.wrap(input, "<mpadded width=\"0\">", "</mpadded>", content);
            }
            "llap" | "crampedllap" | "crampedrlap" | "moveleft" | "moveright" => {
                let content = input.argument().unwrap_or_default();
                input.push(&group(content));
            }
            "raise" | "lower" | "raisebox" => {
                let distance = write(&input.argument().unwrap_or_default());
                let content = input.argument().unwrap_or_default();
                let sign = if name == "lower" { "-" } else { "" };
                let open = ["<mpadded voffset=\"", sign, length(&distance).unwrap_or("0"), "\">"].concat();
                prepared.wrap(input, &open, "</mpadded>", content);
            }
            "rule" => {
                input.optional();
                let mut side = || write(&input.argument().unwrap_or_default());
                let (width, height) = (side(), side());
                let (width, height) = (length(&width).unwrap_or("0"), length(&height).unwrap_or("0"));
                let style = "\" style=\"background:currentcolor\"/>";
                let open = ["<mspace width=\"", width, "\" height=\"", height, style].concat();
                prepared.wrap(input, &open, "", Vec::new());
            }
            "class" => {
                let class = write(&input.argument().unwrap_or_default());
                let content = input.argument().unwrap_or_default();
                let plain =
                    class.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b' '));
                let open = ["<mrow class=\"", if plain { class.as_str() } else { "" }, "\">"].concat();
                prepared.wrap(input, &open, "</mrow>", content);
            }
            _ => return false,
        }
        true
    }
}

/// A length in CSS, if it is one that CSS has.
fn length(given: &str) -> Option<&str> {
    let given = given.trim();
    let unit = given.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '-'));
    (given.len() < 16 && matches!(unit, "em" | "ex" | "pt" | "px" | "cm" | "mm" | "in" | "pc"))
        .then_some(given)
}
