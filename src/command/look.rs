//! What a site says of its own look: its style sheet `posts/style.css` and al-folio's `icon`. [`dress`] is the entrance.

use crate::page::tags;
use postil::html::Html;
use postil::route::relative_path;
use postil::site::Site;
use postil::yaml::Value;
use std::path::Path;

/// The site's own style sheet. The page's rules are in cascade layers, so that its rules stand before them.
const SHEET: &str = "posts/style.css";
/// What is written into the head, so that it is found again.
const MARKS: [&str; 2] = ["<!--site-->", "<!--/site-->"];

/// The page with the site's own style sheet and icon in its head, in place of those that it had.
pub fn dress(page: &str, folder: &Path, site: &Site) -> String {
    let mut page = page.to_owned();
    if let (Some(start), Some(end)) = (page.find(MARKS[0]), page.find(MARKS[1])) {
        page.replace_range(start..(end + MARKS[1].len()).max(start), "");
    }
    let mut html = Html::new();
    if folder.join(SHEET).is_file() {
        html.open("link", &[("rel", "stylesheet"), ("href", &["./", SHEET].concat())]);
    }
    let icon = site.get(&["icon"]).and_then(Value::text).unwrap_or("").trim();
    if let Some(icon) = icon_address(icon, folder) {
        html.open("link", &[("rel", "icon"), ("href", &icon)]);
    }
    // Of several icons the last one counts.
    let last = tags(&page, "link").into_iter().map(|tag| tag.place.end).max();
    if let (Some(last), false) = (last, html.as_str().is_empty()) {
        page.insert_str(last, &[MARKS[0], html.as_str(), MARKS[1]].concat());
    }
    page
}

/// The address of an icon: a picture of the site (by its path, or its name in `assets/img/`), or a few characters,
/// such as an emoji, drawn.
fn icon_address(icon: &str, folder: &Path) -> Option<String> {
    if icon.is_empty() {
        return None;
    }
    for place in [icon.to_owned(), ["assets/img/", icon].concat()] {
        if let Some(path) = relative_path(&place)
            && folder.join(path.as_str()).is_file()
        {
            return Some(["./", path.as_str()].concat());
        }
    }
    if icon.contains(['.', '/']) || icon.chars().count() > 8 {
        return None;
    }
    let text = Html::from_text(icon);
    let svg = [
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'><text y='14' font-size='14'>",
        text.as_str(),
        "</text></svg>",
    ];
    let quoted = svg
        .concat()
        .replace('%', "%25")
        .replace('#', "%23")
        .replace('"', "%22")
        .replace('<', "%3C")
        .replace('>', "%3E");
    Some(["data:image/svg+xml,", &quoted].concat())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::tests::Folder;
    use std::fs;

    const PAGE: &str = "<head><link rel=stylesheet href=./a.css><link rel=icon href=data:,></head>";

    #[test]
    fn a_site_s_sheet_and_icon_come_and_go() {
        let folder = Folder::with("look", &[("posts/a.md", "")]);
        let folder = &folder.0;
        let site = |text: &str| Site::parse(text, &postil::modules::Modules::native()).0;
        assert_eq!(dress(PAGE, folder, &site("")), PAGE);
        fs::write(folder.join("posts/style.css"), "").expect("a file");
        let dressed = dress(PAGE, folder, &site("icon: \u{269B}"));
        assert!(
            dressed.contains("href=data:,><!--site--><link rel=\"stylesheet\" href=\"./posts/style.css\">"),
            "{dressed}"
        );
        assert!(dressed.contains("<link rel=\"icon\" href=\"data:image/svg+xml,%3Csvg"), "{dressed}");
        assert_eq!(dress(&dressed, folder, &site("icon: \u{269B}")), dressed);
        fs::remove_file(folder.join("posts/style.css")).expect("a file");
        assert_eq!(dress(&dressed, folder, &site("")), PAGE);
    }

    #[test]
    fn an_icon_is_a_picture_or_a_few_characters() {
        let folder = Folder::with("icon", &[("assets/img/a.png", "")]);
        let folder = &folder.0;
        assert_eq!(icon_address("a.png", folder).as_deref(), Some("./assets/img/a.png"));
        assert_eq!(icon_address("assets/img/a.png", folder).as_deref(), Some("./assets/img/a.png"));
        for none in ["", "b.png", "../x", "a sentence of words"] {
            assert_eq!(icon_address(none, folder), None, "{none}");
        }
        let drawn = icon_address("<#\"", folder).expect("characters");
        assert!(!drawn.contains(['<', '"', '#']), "{drawn}");
    }
}
