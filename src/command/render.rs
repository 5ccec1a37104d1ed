//! `postil render`: one post's article on standard output. [`run`] is the entrance.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::collation;
use crate::listed;
use crate::posts::{self, Hidden};
use postil::article::{self, Article, Opened, Sources};
use postil::diagnostic::Diagnostic;
use postil::encoding;
use postil::front_matter;
use postil::listing;
use postil::modules::Modules;
use postil::route::{RelativePath, relative_path};
use postil::scholar::{Source, Surroundings};
use postil::site::Site;
use postil::words::Words;
use postil::yaml::{self, Value};

/// The CSL files that a site has without its own `csl/` folder.
const BUILT_IN: [(&str, &str); 3] = [
    ("csl/apa.csl", include_str!("../../csl/apa.csl")),
    ("csl/ieee.csl", include_str!("../../csl/ieee.csl")),
    ("csl/locales-en-US.xml", include_str!("../../csl/locales-en-US.xml")),
];

/// What the command line says besides the file.
pub struct Options<'a> {
    /// The site's folder.
    pub site: Option<&'a Path>,
    /// A folder of CSL styles and locales that the site may lack.
    pub csl: Option<&'a Path>,
    /// Whether the site's own layouts stand around the page.
    pub layouts: bool,
}

/// Prints the article of the post in `file`, and its diagnostics on standard error.
///
/// # Errors
/// If the post cannot be read.
pub fn run(file: &Path, options: &Options) -> Result<(), String> {
    let article = render(file, options)?;
    for diagnostic in &article.diagnostics {
        eprintln!("{diagnostic}");
    }
    // A reader that has seen enough (`| head`) is no error.
    let _ = writeln!(std::io::stdout(), "{}", article.html().as_str());
    Ok(())
}

/// Renders the post in `file` with the configuration, bibliography, style and locale of the site in
/// `options.site` (by default the nearest folder above the file that has a `site.yml` or `_config.yml`).
///
/// # Errors
/// If the post cannot be read. Anything else that is missing is named in the article's diagnostics.
fn render(file: &Path, options: &Options) -> Result<Article, String> {
    let Options { site: folder, csl, layouts } = *options;
    let modules = Modules::native();
    // A work's own page has no file; whether there is such a work is known later.
    let post = read(file);
    let (post, missing) = match post {
        Ok(post) => (post, None),
        Err(error) if file.is_relative() && folder.is_some() => {
            (article::work_page(&["/", &*file.to_string_lossy()].concat(), &[]), Some(error))
        }
        Err(error) => return Err(format!("{}: {error}", file.display())),
    };
    let folder = folder.map_or_else(|| site_folder(file), Path::to_path_buf);
    let configuration = ["site.yml", "_config.yml"].iter().find_map(|name| read(&folder.join(name)).ok());
    let (site, mut diagnostics) = Site::parse(configuration.as_deref().unwrap_or(""), &modules);
    let (mut site, needs) = article::prepare(&site, &post, &modules);
    // Jekyll's `source`: where the site's files are.
    let source = site.get(&["source"]).and_then(Value::text).and_then(relative_path);
    let folder = source.map_or(folder.clone(), |source| folder.join(source.as_str()));
    let find = |path: &RelativePath| find(&folder, csl, path);
    site.words = Words::new(site.table.as_ref().and_then(find).map(Arc::from));
    let is_html = file.extension().is_some_and(|suffix| suffix == "html");
    let post = if layouts && is_html && missing.is_none() { in_layouts(post, &modules, &find) } else { post };

    let files = Opened::open(&needs, &mut |path| find(path), &Option::is_none);
    for (path, _) in files.iter().filter(|(_, text)| text.is_none()) {
        diagnostics.push(Diagnostic::new(path.as_str(), 1, "this file is not there"));
    }
    let [style, locale, bibliography] = files.sources(&Option::as_deref);
    let inventory = Arc::new(listed::inventory_of_folder(&folder, &site));
    let includes = listed::own_includes(&folder).join("\n");
    let index =
        |path: &RelativePath| (path.as_str() == listing::FILE).then(|| posts_of(&folder, &site)).flatten();
    let open = |path: &RelativePath| find(path).or_else(|| index(path)).map(Arc::from);
    let name = match missing {
        None => file.display().to_string(),
        Some(_) => article::WORK_PAGE.into_string(),
    };
    let sources = Sources {
        modules: &modules,
        post: Source { file: &name, text: &post },
        site: &site,
        bibliography,
        style,
        locale,
        around: Surroundings {
            open: &open,
            inventory: &|| inventory.clone(),
            collation: collation::of,
            includes: &includes,
            shelf: None,
        },
    };
    let mut article = article::render(&sources);
    if let (Some(error), true) = (missing, article.works.is_empty()) {
        return Err(format!("{}: {error}", file.display()));
    }
    diagnostics.append(&mut article.diagnostics);
    article.diagnostics = diagnostics;
    Ok(article)
}

/// The posts of a site without an index, as that would list them.
fn posts_of(folder: &Path, site: &Site) -> Option<String> {
    let future = site.get(&["future"]).is_some_and(Value::is_truthy);
    let (posts, _) = posts::collect(folder, site, Hidden { future, ..Hidden::default() }).ok()?;
    Some(listed::all_posts(posts::without_pages(&posts), site.archives))
}

/// The page within its layout and the layouts of that, as far as the site has them: what stands for
/// `{{ content }}` there is what is written here.
fn in_layouts(page: String, modules: &Modules, find: &dyn Fn(&RelativePath) -> Option<String>) -> String {
    let layout_of = |text: &str| {
        let values = yaml::parse_mapping(front_matter::split(text).yaml.unwrap_or(""), modules).0;
        let name = values.get("layout").and_then(Value::text)?.to_string();
        [".html", ".liquid"]
            .iter()
            .find_map(|suffix| find(&relative_path(&["_layouts/", &name, suffix].concat())?))
    };
    let split = front_matter::split(&page);
    let mut body = split.body.to_string();
    let mut layout = layout_of(&page);
    for _ in 0..8 {
        let Some(text) = layout else { break };
        body = front_matter::split(&text)
            .body
            .replace("{{content}}", "{{ content }}")
            .replace("{{ content }}", &body);
        layout = layout_of(&text);
    }
    ["---\n", split.yaml.unwrap_or(""), "---\n", &body].concat()
}

/// A file of the site; CSL's own files are also looked for in the folder `csl` and among the built-in ones.
fn find(folder: &Path, csl: Option<&Path>, path: &RelativePath) -> Option<String> {
    let name = path.as_str().strip_prefix("csl/");
    let places = name.zip(csl).into_iter().flat_map(|(name, csl)| {
        ["", "styles", "locales", "dependent", "styles/dependent"]
            .into_iter()
            .map(move |below| csl.join(below).join(name))
    });
    let built_in =
        || BUILT_IN.iter().find(|(name, _)| *name == path.as_str()).map(|(_, text)| text.to_string());
    let mut places = [folder.join(path.as_str())].into_iter().chain(places);
    places.find_map(|place| read(&place).ok()).or_else(built_in)
}

fn read(path: &Path) -> std::io::Result<String> {
    fs::read(path).map(encoding::decode)
}

fn site_folder(file: &Path) -> PathBuf {
    let has_configuration =
        |folder: &&Path| folder.join("site.yml").exists() || folder.join("_config.yml").exists();
    let above = file.parent().into_iter().flat_map(Path::ancestors);
    above.clone().find(has_configuration).or(above.clone().next()).unwrap_or(Path::new(".")).to_path_buf()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::tests::Folder;

    #[test]
    fn posts_are_listed_without_an_index() {
        let listing = "---\ntitle: A\n---\n{% for post in site.posts %}{{ post.title }} {% endfor %}\n";
        let site = Folder::with(
            "render",
            &[
                ("_config.yml", "title: x"),
                ("_posts/2020-01-01-a.md", listing),
                ("_posts/2021-01-01-b.md", "---\ntitle: B\n---\n"),
            ],
        );
        let options = Options { site: Some(&site.0), csl: None, layouts: false };
        let article = render(&site.0.join("_posts/2020-01-01-a.md"), &options).expect("an article");
        assert!(article.html().as_str().contains("B A"), "{}", article.html().as_str());
    }
}
