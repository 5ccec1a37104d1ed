//! The CSL 1.0.2 processor. `process` is the entrance: a style, a locale, items and citations in,
//! formatted citations and references out.

pub mod item;

pub use item::{Date, DateParts, Item, Name};
