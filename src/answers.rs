//! What the interpreter of Liquid wants of the site (`liquid::exchange::want`). [`answer`] is the entrance.

use crate::liquid::exchange::want;
use crate::markdown;
use crate::math::Typesetter;
use crate::placeholder;
use crate::route::relative_path;
use crate::scholar::Surroundings;
use crate::yaml::{self, Value};

/// The answer to one want of the post `file`; `None` where there is none.
pub fn answer(
    kind: char,
    asked: &str,
    file: &str,
    around: &Surroundings,
    typesetter: &Typesetter,
) -> Option<Value> {
    let text = |text: &str| Some(Value::String(text.into()));
    match kind {
        want::MARKDOWN => text(markdown::render(asked, file, 1, &[], typesetter).html.as_str()),
        want::ADDRESS => (around.inventory)().address(asked).and_then(text),
        want::FILES => {
            let mut files = String::new();
            (around.inventory)().beginning(asked).for_each(|path| files.push_str(&[path, "\n"].concat()));
            text(&files)
        }
        _ => {
            let open = |path| Some((path, (around.open)(&relative_path(path)?)?));
            let (path, source) = asked.lines().find_map(open)?;
            // Tables stay text.
            let is_value = kind == want::YAML && !path.ends_with("sv");
            let value = is_value.then(|| yaml::parse(&source, typesetter.modules).ok());
            value.flatten().or_else(|| text(&placeholder::clean(&source)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inventory::Inventory;
    use crate::modules::Modules;
    use std::sync::Arc;

    #[test]
    fn wants_are_answered() {
        let inventory = Arc::new(Inventory::parse("_data/en/a.yml\n_data/one.yml\nposts/x.md\tblog/x/\n"));
        let around = Surroundings {
            open: &|path| inventory.has(path.as_str())?.then(|| format!("[{}]", path.as_str()).into()),
            inventory: &|| inventory.clone(),
            ..Surroundings::default()
        };
        let modules = Modules::native();
        let typesetter = Typesetter::new(&modules);
        for (kind, asked, expected) in [
            (want::YAML, "_data/no.yml\n_data/one.yml", "one"),
            (want::TEXT, "_data/no.yml\n_data/one.yml", "[_data/one.yml]"),
            (want::TEXT, "../x", ""),
            (want::FILES, "_data/", "_data/en/a.yml\n_data/one.yml\n"),
            (want::ADDRESS, "x", "blog/x/"),
            (want::ADDRESS, "y", ""),
            (want::MARKDOWN, "*a*", "<p><em>a</em></p>\n"),
        ] {
            let found = answer(kind, asked, "posts/p.md", &around, &typesetter);
            let shown = match &found {
                Some(Value::Sequence(_)) => "one",
                found => found.as_ref().and_then(Value::as_str).unwrap_or(""),
            };
            assert_eq!(shown, expected, "{asked}");
        }
    }
}
