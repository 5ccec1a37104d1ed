//! What the interpreter of Liquid wants of the site (`liquid::exchange::want`). [`answer`] is the entrance.

use crate::liquid::exchange::want;
use crate::markdown;
use crate::math::Typesetter;
use crate::modules::Modules;
use crate::route::relative_path;
use crate::scholar::Surroundings;
use crate::yaml::{self, Value};

/// The folders of data, the first before the second.
const DATA: [&str; 2] = ["posts/_data/", "_data/"];
/// The files of data that Jekyll reads.
const KINDS: [&str; 5] = [".yml", ".yaml", ".json", ".csv", ".tsv"];
/// The most files of one folder of data.
const MOST: usize = 200;

/// The answer to one want of the post `file`; `None` where there is none.
pub fn answer(
    kind: char,
    asked: &str,
    file: &str,
    around: &Surroundings,
    typesetter: &Typesetter,
) -> Option<Value> {
    match kind {
        want::MARKDOWN => {
            let rendered = markdown::render(asked, file, 1, &[], typesetter);
            Some(Value::String(rendered.html.into_string()))
        }
        want::ADDRESS => (around.inventory)().address(asked).map(|address| Value::String(address.into())),
        want::DATA => data(asked, around, typesetter.modules),
        _ => {
            let values = kind == want::YAML;
            asked.lines().find_map(|path| read(path, values, around, typesetter.modules))
        }
    }
}

/// A file as text, or as what it says.
fn read(path: &str, values: bool, around: &Surroundings, modules: &Modules) -> Option<Value> {
    let text = (around.open)(&relative_path(path)?)?;
    // Tables stay text.
    match yaml::parse(&text, modules) {
        Ok(value) if values && !path.ends_with("sv") => Some(value),
        _ => Some(Value::String(String::from(&*text))),
    }
}

/// `site.data.NAME`: a file, or a folder with its files and folders (Jekyll's data files).
fn data(name: &str, around: &Surroundings, modules: &Modules) -> Option<Value> {
    let files = DATA.iter().flat_map(|folder| KINDS.map(|kind| [folder, name, kind].concat()));
    if let Some(value) = files.into_iter().find_map(|path| read(&path, true, around, modules)) {
        return Some(value);
    }
    let inventory = (around.inventory)();
    DATA.iter().find_map(|folder| {
        let folder = [folder, name, "/"].concat();
        let mut pairs = Vec::new();
        for path in inventory.beginning(&folder).take(MOST) {
            let inner = path.get(folder.len()..)?;
            let kind = KINDS.iter().find_map(|kind| inner.strip_suffix(kind));
            if let (Some(inner), Some(value)) = (kind, read(path, true, around, modules)) {
                put(&mut pairs, inner, value);
            }
        }
        (!pairs.is_empty()).then_some(Value::Mapping(pairs))
    })
}

/// Puts a value at a path of names. A path has few: `route::relative_path` bounds its length.
fn put(pairs: &mut Vec<(String, Value)>, path: &str, value: Value) {
    let (name, rest) = path.split_once('/').map_or((path, None), |(name, rest)| (name, Some(rest)));
    let at = pairs.iter().position(|(known, _)| known == name).unwrap_or(pairs.len());
    if at == pairs.len() {
        pairs.push((name.into(), Value::Null));
    }
    let Some(rest) = rest else {
        pairs[at].1 = value;
        return;
    };
    if !matches!(pairs[at].1, Value::Mapping(_)) {
        pairs[at].1 = Value::Mapping(Vec::new());
    }
    if let Value::Mapping(inner) = &mut pairs[at].1 {
        put(inner, rest, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inventory::Inventory;
    use std::sync::Arc;

    #[test]
    fn data_is_found_in_files_and_folders() {
        let list =
            "_data/en/a.yml\n_data/en/deep/b.json\n_data/en/c.txt\n_data/one.yml\nposts/x.md\tblog/x/\n";
        let inventory = Arc::new(Inventory::parse(list));
        let around = Surroundings {
            open: &|path| inventory.has(path.as_str())?.then(|| format!("k: {}", path.as_str()).into()),
            inventory: &|| inventory.clone(),
            ..Surroundings::default()
        };
        let modules = Modules::native();
        let typesetter = Typesetter::new(&modules);
        let ask = |kind, what: &str| answer(kind, what, "posts/p.md", &around, &typesetter);
        let data = |path: &[&str]| {
            let value = ask(want::DATA, path[0])?;
            value.at(&path[1..]).and_then(Value::text).map(String::from)
        };
        for (path, expected) in [
            (&["one", "k"][..], Some("_data/one.yml")),
            (&["en", "a", "k"], Some("_data/en/a.yml")),
            (&["en", "deep", "b", "k"], Some("_data/en/deep/b.json")),
            (&["en", "c", "k"], None),
            (&["e", "k"], None),
        ] {
            assert_eq!(data(path).as_deref(), expected, "{path:?}");
        }
        let text = |value: Option<Value>| value.and_then(|value| value.text().map(String::from));
        assert_eq!(text(ask(want::ADDRESS, "x")).as_deref(), Some("blog/x/"));
        assert_eq!(text(ask(want::ADDRESS, "y")), None);
        assert_eq!(text(ask(want::TEXT, "_data/no.yml\n_data/one.yml")).as_deref(), Some("k: _data/one.yml"));
    }
}
