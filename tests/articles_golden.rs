//! Whole posts on the topics of al-folio's sample posts, in our own words: each of `tests/articles/site/posts` must
//! become the file of its name in `tests/articles/expected`, messages for the author at its end. `POSTIL_BLESS=1`
//! writes these anew; read the difference before you commit it.

use std::path::Path;
use std::process::Command;

#[test]
fn posts_are_as_they_were_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/articles");
    let entries = std::fs::read_dir(folder.join("site/posts")).expect("the posts");
    let mut posts: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    posts.retain(|path| path.extension().is_some_and(|kind| kind == "md"));
    posts.sort();
    assert!(posts.len() > 20);
    for path in posts {
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        let output = Command::new(env!("CARGO_BIN_EXE_postil"))
            .current_dir(folder.join("site"))
            .args(["render", &format!("posts/{name}.md")])
            .output()
            .expect("the command");
        let messages = String::from_utf8_lossy(&output.stderr).replace("--", "- -");
        let comment = if messages.is_empty() { String::new() } else { format!("\n<!--\n{messages}-->\n") };
        let got = [&String::from_utf8_lossy(&output.stdout), &*comment].concat();
        let golden = folder.join("expected").join(&*name).with_extension("html");
        if std::env::var_os("POSTIL_BLESS").is_some() {
            std::fs::write(&golden, &got).expect("the golden file can be written");
        }
        let wanted = std::fs::read_to_string(&golden).unwrap_or_default();
        assert_eq!(got, wanted, "{name}");
    }
}
