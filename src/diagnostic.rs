//! What an author is told about a mistake, at the place it concerns.

use std::fmt;

/// One message for the author. Everything else still renders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The file as the site names it, such as `posts/hello.md`.
    pub file: String,
    /// The line in that file, counted from 1.
    pub line: usize,
    /// A sentence that names the thing (a key, a tag, a field) and what became of it.
    pub message: String,
}

impl Diagnostic {
    /// A message about line `line` (from 1) of `file`.
    pub fn new(file: impl Into<String>, line: usize, message: impl Into<String>) -> Self {
        Diagnostic { file: file.into(), line, message: message.into() }
    }
}

impl fmt::Display for Diagnostic {
    /// `file:line: message`, the form that editors and terminals make clickable.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.message)
    }
}
