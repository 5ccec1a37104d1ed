//! Includes: [`Run::include`] and [`Run::include_relative`].

use std::rc::Rc;

use super::data::Data;
use super::exchange::want;
use super::expression::Expression;
use super::parse::{self, Block};
use super::run::Run;

/// The includes of al-folio that posts use, in our own words. A name may end in `.liquid` or `.html`.
const BUILT_IN: [(&str, &str); 6] = [
    ("figure", include_str!("includes/figure.liquid")),
    ("video", include_str!("includes/video.liquid")),
    ("audio", include_str!("includes/audio.liquid")),
    ("bib", include_str!("includes/bib.liquid")),
    ("bib_search", include_str!("includes/bib_search.liquid")),
    ("selected_papers", include_str!("includes/selected_papers.liquid")),
];

/// The text of an include of ours.
pub fn built_in(file: &str) -> Option<&'static str> {
    let name = file.strip_suffix(".liquid").or_else(|| file.strip_suffix(".html"))?;
    BUILT_IN.iter().find(|(built_in, _)| *built_in == name).map(|(_, text)| *text)
}

impl Run<'_> {
    /// Jekyll's `include FILE name=value …`: the site's own, or one of ours.
    pub fn include(&mut self, markup: &str) -> Result<(), String> {
        let (file, parameters) = self.file_and_parameters(markup);
        let paths = [["posts/_includes/", &file].concat(), ["_includes/", &file].concat()];
        if let Some(text) = built_in(&file).filter(|_| !self.has_own(&paths)) {
            let file = ["_includes/", &file].concat();
            return self.run_include(&file, text, &parameters);
        }
        self.include_first(&file, &paths, &parameters)
    }

    /// Jekyll's `include_relative FILE …`: a file beside the post.
    pub fn include_relative(&mut self, markup: &str) -> Result<(), String> {
        let (file, parameters) = self.file_and_parameters(markup);
        let post = self.post_file.clone();
        let folder = post.rsplit_once('/').map_or("", |(folder, _)| folder);
        let slash = if folder.is_empty() { "" } else { "/" };
        let paths = [[folder, slash, &file].concat(), ["posts/", &file].concat()];
        self.include_first(&file, &paths, &parameters)
    }

    /// Whether one of these files stands in place of ours.
    fn has_own(&self, paths: &[String]) -> bool {
        let told = self.answers.iter().find(|(want, _)| want.starts_with(want::OWN));
        let own = told.and_then(|(_, own)| own.as_str()).unwrap_or("");
        own.lines().any(|own| paths.iter().any(|path| path == own))
    }

    fn include_first(&mut self, file: &str, paths: &[String], parameters: &str) -> Result<(), String> {
        match self.text_file(paths) {
            Some(text) => self.run_include(file, &text, parameters),
            None if self.is_pending() => Ok(()),
            None => Err(["the include `", file, "` is not there"].concat()),
        }
    }

    /// The file that an include's markup names, and its parameters.
    fn file_and_parameters(&mut self, markup: &str) -> (String, String) {
        let markup = markup.trim();
        // A name with an output in it may have spaces there.
        let mut end = 0;
        let mut open = false;
        for (at, c) in markup.char_indices() {
            let rest = markup.get(at..).unwrap_or("");
            open = if open { !rest.starts_with("}}") } else { rest.starts_with("{{") };
            if c.is_whitespace() && !open {
                break;
            }
            end = at + c.len_utf8();
        }
        let (file, parameters) = markup.split_at_checked(end).unwrap_or((markup, ""));
        (self.interpolated(file).trim().trim_start_matches('/').into(), parameters.into())
    }

    fn run_include(&mut self, file: &str, text: &str, parameters: &str) -> Result<(), String> {
        let pairs = self.parameters(parameters);
        let tree = match self.includes.iter().find(|(known, _)| &**known == file) {
            Some((_, tree)) => tree.clone(),
            None => {
                let outer = std::mem::replace(&mut self.file, file.into());
                let tree: Rc<Block> = parse::parse(text, 1).into();
                self.file = outer;
                self.includes.push((file.into(), tree.clone()));
                tree
            }
        };
        let outer = std::mem::replace(&mut self.file, file.into());
        let straight = std::mem::replace(&mut self.straight, false);
        let include = Data::map(pairs);
        self.with_scope(vec![("include".into(), include)], |run| run.block(&tree));
        self.file = outer;
        self.straight = straight;
        Ok(())
    }

    /// `name=value`: texts in quotes, in which a backslash keeps a quote, or variables.
    fn parameters(&mut self, markup: &str) -> Vec<(Rc<str>, Data)> {
        let mut pairs: Vec<(Rc<str>, Data)> = Vec::new();
        let mut rest = markup;
        while let Some((before, after)) = rest.split_once('=') {
            let name = before.trim_end();
            let start = name.rfind(|c: char| !c.is_alphanumeric() && c != '_' && c != '-').map_or(0, |at| {
                at + name.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8)
            });
            let name = name.get(start..).unwrap_or("");
            let after = after.trim_start();
            let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''));
            let (value, behind) = match quote {
                Some(quote) => {
                    let inner = after.get(1..).unwrap_or("");
                    let end = closing_quote(inner, quote);
                    let text = inner.get(..end).unwrap_or(inner);
                    let escaped = ['\\', quote].iter().collect::<String>();
                    let text = text.replace(&escaped, &quote.to_string());
                    (Data::text(&text), inner.get(end + 1..).unwrap_or(""))
                }
                None => {
                    let end = after.find(char::is_whitespace).unwrap_or(after.len());
                    let (variable, behind) = after.split_at_checked(end).unwrap_or((after, ""));
                    (self.expression(&Expression::parse(variable)), behind)
                }
            };
            if !name.is_empty() {
                pairs.retain(|(known, _)| &**known != name);
                pairs.push((name.into(), value));
            }
            rest = behind;
        }
        pairs
    }
}

/// Where a quote ends that is not behind a backslash; the end of the text if it does not.
fn closing_quote(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        if c == quote && !escaped {
            return at;
        }
        escaped = c == '\\' && !escaped;
    }
    text.len()
}
