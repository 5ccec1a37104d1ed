//! Colours as TeX names them, in CSS ([`Colors::css`]), and the commands that set them ([`Tex::coloured`]).

use std::collections::BTreeMap;

use super::tex::{Prepared, Tex};
use super::token::{Input, Token, applied, group, tokens, write};

impl Tex {
    /// Reads the arguments of the command `name` and writes what it is. Says whether it is one of these.
    pub(super) fn coloured(
        &mut self,
        name: &str,
        input: &mut Input,
        prepared: &mut Prepared,
        out: &mut Vec<Token>,
    ) -> bool {
        match name {
            "textcolor" | "color" => {
                let model = write(&input.optional().unwrap_or_default());
                let value = write(&input.argument().unwrap_or_default());
                let css = self.colors.css(&model, &value);
                let content = if name == "color" {
                    input.rest_of_group()
                } else {
                    input.argument().unwrap_or_default()
                };
                match css {
                    Some(css) => {
                        let open = ["<mrow style=\"color:", &css, "\">"].concat();
                        prepared.wrap(input, &open, "</mrow>", content);
                    }
                    None => {
                        // A name of dvips, which `math-core` knows.
                        out.extend(tokens(&["{\\color{", &value, "}"].concat()));
                        input.push(&[group(content), vec![Token::Char('}')]].concat());
                    }
                }
            }
            "colorbox" | "fcolorbox" | "bbox" => {
                let mut value = write(&input.optional().unwrap_or_default());
                if name == "fcolorbox" {
                    input.argument();
                }
                if name != "bbox" {
                    value = write(&input.argument().unwrap_or_default());
                }
                let content = input.argument().unwrap_or_default();
                let css = value.split(',').find_map(|part| self.colors.css("", part)).unwrap_or_default();
                let background = ["<mrow style=\"padding:.2em;background:", &css, "\">"].concat();
                let open = if css.is_empty() { "<mrow style=\"padding:.2em\">" } else { &background };
                let content = match name {
                    "bbox" => content,
                    _ => applied("text", content),
                };
                prepared.wrap(input, open, "</mrow>", content);
            }
            "definecolor" => {
                let mut part = || write(&input.argument().unwrap_or_default());
                let (name, model, value) = (part(), part(), part());
                self.colors.define(&name, &model, &value);
            }
            _ => return false,
        }
        true
    }
}

/// The colours that `\definecolor` defined.
#[derive(Debug, Default)]
pub struct Colors {
    defined: BTreeMap<String, String>,
}

impl Colors {
    /// Keeps a colour under a name.
    pub fn define(&mut self, name: &str, model: &str, value: &str) {
        if let Some(css) = css(model, value) {
            self.defined.insert(name.trim().to_string(), css);
        }
    }

    /// The colour in CSS; `None` for what is no colour, and for the names of dvips, which the converter knows.
    pub fn css(&self, model: &str, value: &str) -> Option<String> {
        self.defined.get(value.trim()).cloned().or_else(|| css(model, value))
    }
}

fn css(model: &str, value: &str) -> Option<String> {
    let value = value.trim();
    let numbers = |count: usize| {
        let parts: Vec<&str> = value.split(',').map(str::trim).collect();
        let number = |part: &&str| {
            !part.is_empty() && part.len() < 9 && part.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        };
        (parts.len() == count && parts.iter().all(number)).then(|| parts.join(" "))
    };
    let hex = |digits: &str| {
        matches!(digits.len(), 3 | 4 | 6 | 8) && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
    };
    match model.trim() {
        "" | "named" => {
            let name = value.strip_prefix('#').is_some_and(hex)
                || (value.starts_with(|c: char| c.is_ascii_lowercase())
                    && value.len() < 24
                    && value.bytes().all(|byte| byte.is_ascii_alphabetic()));
            name.then(|| value.to_string())
        }
        "rgb" => numbers(3).map(|numbers| ["color(srgb ", &numbers, ")"].concat()),
        "RGB" => numbers(3).map(|numbers| ["rgb(", &numbers, ")"].concat()),
        "gray" => numbers(1).map(|gray| ["color(srgb ", &gray, " ", &gray, " ", &gray, ")"].concat()),
        "HTML" => hex(value).then(|| ["#", value].concat()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_css() {
        for (model, value, expected) in [
            ("", "#ff0000", Some("#ff0000")),
            ("", "teal", Some("teal")),
            ("", "Teal", None),
            ("", "red;x", None),
            ("rgb", "1, 0,.5", Some("color(srgb 1 0 .5)")),
            ("RGB", "1,2,3", Some("rgb(1 2 3)")),
            ("HTML", "FF0000", Some("#FF0000")),
            ("gray", ".5", Some("color(srgb .5 .5 .5)")),
            ("rgb", "1,0", None),
        ] {
            assert_eq!(css(model, value).as_deref(), expected, "{model} {value}");
        }
        let mut colors = Colors::default();
        colors.define("mine", "HTML", "aabbcc");
        assert_eq!(colors.css("", "mine").as_deref(), Some("#aabbcc"));
    }
}
