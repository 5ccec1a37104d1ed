//! What citations are made from: the bibliography, the style, the locale. [`Library::open`] is the entrance.

use crate::bibtex::Bibliography;
use crate::csl::{Locale, Style};
use crate::diagnostic::Diagnostic;

/// A file as the site names it, with its text.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    pub file: &'a str,
    pub text: &'a str,
}

/// The files that citations need, read. What did not arrive or cannot be read is `None`; citations then
/// show their keys.
pub struct Library {
    pub bibliography: Option<Bibliography>,
    /// The bibliography's file, for messages about it.
    pub bibliography_file: String,
    pub style: Option<Style>,
    pub locales: Vec<Locale>,
}

impl Library {
    /// Reads what is there, with messages about what cannot be read.
    pub fn open(
        bibliography: Option<Source>,
        style: Option<Source>,
        locale: Option<Source>,
    ) -> (Library, Vec<Diagnostic>) {
        let mut diagnostics = Vec::new();
        let bibliography_file = bibliography.map_or(String::new(), |source| source.file.to_string());
        let bibliography = bibliography.map(|source| Bibliography::index(source.file, source.text));
        let mut broken = |source: &Source, error: crate::csl::ParseError| {
            diagnostics.push(Diagnostic::new(source.file, error.line, error.message));
        };
        let style = style.and_then(|source| Style::parse(source.text).map_err(|e| broken(&source, e)).ok());
        let locale =
            locale.and_then(|source| Locale::parse(source.text).map_err(|e| broken(&source, e)).ok());
        (
            Library { bibliography, bibliography_file, style, locales: locale.into_iter().collect() },
            diagnostics,
        )
    }
}
