//! A work's own page, which is a post that nobody wrote: [`work_page`] is its text.

use crate::route::RelativePath;
use crate::site::Site;
use crate::yaml::Value;

/// The file that a work's own page is said to be, for which there is none.
pub const WORK_PAGE: RelativePath = RelativePath::literal("work.html");

/// What such a post begins with.
const WORK_TAG: &str = "{% work_page ";

/// Whether a work may have its page at this address.
pub fn may_be_work(site: &Site, path: &str) -> bool {
    let text = |key| site.get(&["scholar", key]).and_then(Value::text);
    let folder = text("details_dir").unwrap_or("bibliography").trim_matches('/');
    let begins = |folder| path.strip_prefix(folder).is_some_and(|rest: &str| rest.starts_with('/'));
    text("details_permalink").is_some() || begins("works") || begins(folder)
}

/// The text of a post that is a work's own page, to be rendered as HTML ([`WORK_PAGE`]): of the work with this key,
/// or whose page is at this address, which begins with `/`; in these bibliographies, or in the site's if there are none.
/// An article without works has found none.
pub fn work_page(asked: &str, bibliographies: &[String]) -> String {
    let files = bibliographies.iter().flat_map(|file| [" --file ", file.as_str()]);
    // One word: a reader's address brings no options and no markup of Liquid.
    let asked = asked.split(|c: char| c.is_whitespace() || "{}\"".contains(c)).next().unwrap_or("");
    [&[WORK_TAG, asked][..], &files.collect::<Vec<_>>(), &[" %}"]].concat().concat()
}

/// Whether a post is a work's own page.
pub(super) fn is_one(post: &str) -> bool {
    post.starts_with(WORK_TAG)
}
