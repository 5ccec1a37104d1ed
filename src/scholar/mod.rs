//! jekyll-scholar's tags: what they cite, and what stands in their place.
//!
//! [`Tag::parse`] reads one tag; [`format`] takes all tags of a post in their order, formats every work
//! once with the CSL processor, and gives the HTML for each tag.

mod details;
mod exchange;
mod filters;
mod format;
mod library;
mod list;
mod markup;
pub(crate) mod pattern;
mod query;
mod select;
mod tag;
mod template;
mod values;
mod variables;
mod works;

pub use details::{addresses, work_name, work_path};
pub use exchange::answer;
pub use format::{Formatted, Link, Work, format};
pub use library::{Library, Read, Set, Shelf, Source, Surroundings, files_of_style};
pub use list::needed;
pub use tag::{Cited, Kind, Tag};
pub use works::Context;
