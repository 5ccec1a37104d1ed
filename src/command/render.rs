//! `postil render`: one post's article on standard output. [`run`] is the entrance.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use postil::article::{self, Article, Sources};
use postil::diagnostic::Diagnostic;
use postil::modules;
use postil::route::RelativePath;
use postil::scholar::Source;
use postil::site::Site;

/// The CSL files that a site has without its own `csl/` folder.
const BUILT_IN: [(&str, &str); 3] = [
    ("csl/apa.csl", include_str!("../../csl/apa.csl")),
    ("csl/ieee.csl", include_str!("../../csl/ieee.csl")),
    ("csl/locales-en-US.xml", include_str!("../../csl/locales-en-US.xml")),
];

/// Prints the article of the post in `file`, and its diagnostics on standard error.
///
/// # Errors
/// If the post cannot be read.
pub fn run(file: &Path, folder: Option<&Path>) -> Result<(), String> {
    let article = render(file, folder)?;
    for diagnostic in &article.diagnostics {
        eprintln!("{diagnostic}");
    }
    // A reader that has seen enough (`| head`) is no error.
    let _ = writeln!(std::io::stdout(), "{}", article.html().as_str());
    Ok(())
}

/// Renders the post in `file` with the configuration, bibliography, style and locale of the site in
/// `folder` (by default the nearest folder above the file that has a `site.yml` or `_config.yml`).
///
/// # Errors
/// If the post cannot be read. Anything else that is missing is named in the article's diagnostics.
fn render(file: &Path, folder: Option<&Path>) -> Result<Article, String> {
    let post = read(file).map_err(|error| format!("{}: {error}", file.display()))?;
    let folder = folder.map_or_else(|| site_folder(file), Path::to_path_buf);
    let configuration = ["site.yml", "_config.yml"].iter().find_map(|name| read(&folder.join(name)).ok());
    let (site, mut diagnostics) = Site::parse(configuration.as_deref().unwrap_or(""));

    let needs = article::needs(&site, article::named_bibliography(&post).as_deref());
    let bibliography = needs.bibliography.iter().find_map(|path| Some((path, find(&folder, path)?)));
    let style = find(&folder, &needs.style);
    let locale = find(&folder, &needs.locale);
    let missing = [
        (bibliography.is_none(), needs.bibliography.first()),
        (style.is_none(), Some(&needs.style)),
        (locale.is_none(), Some(&needs.locale)),
    ];
    for path in missing.into_iter().filter_map(|(missing, path)| path.filter(|_| missing)) {
        diagnostics.push(Diagnostic::new(path.as_str(), 1, "this file is not there"));
    }
    let name = file.display().to_string();
    let mut article = modules::native(|modules| {
        article::render(&Sources {
            modules,
            post: Source { file: &name, text: &post },
            site: &site,
            bibliography: bibliography.as_ref().map(|(path, text)| Source { file: path.as_str(), text }),
            style: style.as_ref().map(|text| Source { file: needs.style.as_str(), text }),
            locale: locale.as_ref().map(|text| Source { file: needs.locale.as_str(), text }),
        })
    });
    diagnostics.append(&mut article.diagnostics);
    article.diagnostics = diagnostics;
    Ok(article)
}

fn find(folder: &Path, path: &RelativePath) -> Option<String> {
    let built_in =
        || BUILT_IN.iter().find(|(name, _)| *name == path.as_str()).map(|(_, text)| text.to_string());
    read(&folder.join(path.as_str())).ok().or_else(built_in)
}

/// A file's text; bytes that are not UTF-8 are taken for Latin-1.
fn read(path: &Path) -> std::io::Result<String> {
    let bytes = fs::read(path)?;
    Ok(match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => error.into_bytes().into_iter().map(char::from).collect(),
    })
}

fn site_folder(file: &Path) -> PathBuf {
    let has_configuration =
        |folder: &&Path| folder.join("site.yml").exists() || folder.join("_config.yml").exists();
    let above = file.parent().into_iter().flat_map(Path::ancestors);
    above.clone().find(has_configuration).or(above.clone().next()).unwrap_or(Path::new(".")).to_path_buf()
}
