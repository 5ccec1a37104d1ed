//! Postil's core: from the raw files of a post to its article, as plain functions over strings.
//!
//! [`article::render`] is the primary entry point: it takes what was fetched and gives the finished
//! [`article::Article`]. Nothing in this library knows a browser, a file system or the network; the
//! page (`src/page`) and the native command (`src/command`) are two thin layers around it.

pub mod address;
pub mod answers;
pub mod article;
pub mod bibtex;
pub mod csl;
pub mod date;
pub mod diagnostic;
pub mod direction;
pub mod distill;
mod emoji;
pub mod encoding;
mod external;
mod fnv;
pub mod front_matter;
pub mod html;
pub mod inventory;
pub mod layout;
pub mod letters;
pub mod liquid;
pub mod listing;
pub mod markdown;
pub mod math;
pub mod modules;
pub mod notes;
mod percent;
pub mod phrase;
pub mod placeholder;
pub mod route;
pub mod scholar;
pub mod site;
mod slug;
pub mod wire;
pub mod words;
pub mod yaml;
