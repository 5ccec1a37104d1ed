//! Markdown of our own and the HTML that it must become, `tests/markdown/NAME.md` and `NAME.html`.
//! `POSTIL_BLESS=1` writes the HTML anew; read the difference before you commit it.

use std::path::Path;

use postil::markdown;
use postil::math::Typesetter;
use postil::modules::Modules;
use postil::placeholder;

#[test]
fn golden_files() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/markdown");
    let mut paths: Vec<_> =
        std::fs::read_dir(&folder).expect("the folder").flatten().map(|entry| entry.path()).collect();
    paths.sort();
    let mut count = 0;
    for path in paths.iter().filter(|path| path.extension().is_some_and(|extension| extension == "md")) {
        let source = std::fs::read_to_string(path).expect("the source can be read");
        let source = placeholder::clean(&source);
        let rendered = markdown::render(&source, "post.md", 1, &[], &Typesetter::new(&Modules::native()));
        let mut got = rendered.html.into_string();
        for diagnostic in &rendered.diagnostics {
            got.push_str(&format!("<!-- {diagnostic} -->\n"));
        }
        let golden = path.with_extension("html");
        if std::env::var_os("POSTIL_BLESS").is_some() {
            std::fs::write(&golden, &got).expect("the golden file can be written");
        }
        let wanted = std::fs::read_to_string(&golden).unwrap_or_default();
        assert_eq!(got, wanted, "{}", path.display());
        count += 1;
    }
    assert!(count > 0);
}
