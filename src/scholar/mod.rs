//! jekyll-scholar's tags: what they cite, and what stands in their place.
//!
//! [`Tag::parse`] reads one tag; [`format`] takes all tags of a post in their order, formats every work
//! once with the CSL processor, and gives the HTML for each tag.

mod format;
mod library;
mod tag;

pub use format::{Formatted, Link, Work, format};
pub use library::{Library, Source};
pub use tag::{Cite, Listing, Tag};
