//! The CSL 1.0.2 processor. [`process`] is the entrance: a style, locales, items and citations in,
//! formatted citations and references out.

pub mod abbreviations;
pub mod collate;
pub mod item;
pub mod locale;
pub mod style;
pub mod xml;

mod bibliography;
mod choose;
mod citation;
mod collapse;
mod dates;
mod disambiguate;
mod elements;
mod finish;
mod inline;
mod label;
mod names;
mod numbers;
mod person;
mod process;
mod punctuation;
mod render;
mod sort;
mod text_case;

#[cfg(test)]
mod tests;

pub use abbreviations::Abbreviations;
pub use citation::{Citation, Cite};
pub use finish::CitationPart;
pub use item::{Date, DateParts, Item, Name};
pub use locale::Locale;
pub use process::{FormattedCitation, Options, Processed, Reference, process, sorted};
pub use style::{Parent, Style};
pub use xml::ParseError;
