//! Lists of works, works' own pages and what the inventory knows, rendered by the command: each page of
//! `tests/scholar/site` must become the file of its name in `tests/scholar/expected`. `POSTIL_BLESS=1` writes these
//! anew; read the difference before you commit it.

use std::path::Path;
use std::process::Command;

/// The pages: files of posts, and addresses of works.
const PAGES: [&str; 8] = [
    "posts/publications.md",
    "posts/years.md",
    "posts/2024-01-01-first.md",
    "posts/2024-01-02-globs.md",
    "posts/2024-01-04-blocks.md",
    "posts/2024-01-03-short.md",
    "works/two2023/",
    "bibliography/all2024/",
];

#[test]
fn pages_are_as_they_were_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scholar");
    for page in PAGES {
        let path = folder.join("site").join(page);
        let output = Command::new(env!("CARGO_BIN_EXE_postil"))
            .arg("render")
            .arg(if path.is_file() { path.as_path() } else { Path::new(page) })
            .arg("--site")
            .arg(folder.join("site"))
            .output()
            .expect("the command");
        let messages = String::from_utf8_lossy(&output.stderr);
        assert_eq!(messages, "", "{page}");
        let got = String::from_utf8_lossy(&output.stdout);
        let golden = folder.join("expected").join(page.trim_matches('/').replace('/', "-"));
        let golden = golden.with_extension("html");
        if std::env::var_os("POSTIL_BLESS").is_some() {
            std::fs::write(&golden, &*got).expect("the golden file can be written");
        }
        let wanted = std::fs::read_to_string(&golden).unwrap_or_default();
        assert_eq!(got, wanted, "{page}");
    }
}
