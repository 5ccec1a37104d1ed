//! The list of posts, as `postil index` writes it to `posts/index.json`. [`parse`] reads it.

use crate::date::Date;
use crate::route::PostName;
use crate::yaml::{self, Value};

/// The index's path within the site.
pub const FILE: &str = "posts/index.json";

/// What a list shows of a post.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    pub name: PostName,
    pub title: String,
    pub description: String,
    pub date: Option<Date>,
    pub tags: Vec<String>,
    pub categories: Vec<String>,
    pub featured: bool,
}

/// Reads an index, newest post first as it is written. Entries whose name is no post's are passed over.
///
/// JSON is read by the YAML reader, which is in the page anyway: JSON is a part of YAML 1.2, and what
/// `postil index` writes is also in the part that YAML 1.1 shares.
///
/// # Errors
/// Says in words what is wrong with the file.
pub fn parse(json: &str) -> Result<Vec<Summary>, String> {
    let value = yaml::parse(json).map_err(|error| error.message)?;
    let Value::Sequence(entries) = value else { return Err("this is no list of posts".into()) };
    Ok(entries.iter().filter_map(summary).collect())
}

fn summary(entry: &Value) -> Option<Summary> {
    let text = |key| entry.get(key).and_then(Value::text).unwrap_or("").to_string();
    let list = |key| entry.get(key).map(|list| list.as_list()).unwrap_or_default();
    let list = |key| list(key).into_iter().map(str::to_string).collect();
    Some(Summary {
        name: PostName::parse(&text("name"))?,
        title: text("title"),
        description: text("description"),
        date: Date::parse(&text("date")),
        tags: list("tags"),
        categories: list("categories"),
        featured: entry.get("featured").is_some_and(Value::is_truthy),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_read_and_foreign_names_passed_over() {
        let json = r#"[
            {"name": "2024-01-02-a", "title": "A: \"b\"", "date": "2024-01-02", "tags": ["x y"], "featured": true},
            {"name": "../../etc/passwd", "title": "no"}
        ]"#;
        let posts = parse(json).expect("an index");
        assert_eq!(posts.len(), 1);
        assert_eq!(posts[0].title, "A: \"b\"");
        assert_eq!(posts[0].tags, ["x y"]);
        assert!(posts[0].featured);
    }

    #[test]
    fn our_own_paths_are_paths() {
        for path in [FILE, crate::site::FILE] {
            assert!(crate::route::relative_path(path).is_some());
        }
    }

    #[test]
    fn what_is_no_index_is_refused() {
        assert!(parse("{}").is_err());
        assert!(parse("[1, {").is_err());
    }
}
