//! The list of posts while Trunk serves. [`posts`] runs `postil index` whenever a post or the configuration
//! has changed; Trunk does not watch them, because nothing has to be built for them.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::{Duration, SystemTime};

const INTERVAL: Duration = Duration::from_millis(300);
/// Deeper folders are not looked at: a link may lead back to its own folder.
const MAX_DEPTH: usize = 16;

/// Keeps the served site's list of posts fresh for as long as this process lives.
pub fn posts(project: &'static Path) {
    // Trunk's hook builds it, beside this program.
    let Ok(postil) =
        env::current_exe().map(|xtask| xtask.with_file_name(format!("postil{}", env::consts::EXE_SUFFIX)))
    else {
        return;
    };
    let watch = move || {
        let mut seen = state(project);
        loop {
            thread::sleep(INTERVAL);
            let now = state(project);
            if now != seen && Command::new(&postil).arg("index").arg(project.join("dist")).status().is_ok() {
                seen = now;
            }
        }
    };
    thread::spawn(watch);
}

/// What tells that something was saved, added or removed.
type State = Vec<(PathBuf, SystemTime, u64)>;

fn state(project: &Path) -> State {
    let mut files = State::new();
    look(&project.join("site.yml"), 0, &mut files);
    look(&project.join("posts"), 0, &mut files);
    files.sort();
    files
}

fn look(path: &Path, depth: usize, files: &mut State) {
    let Ok(about) = fs::metadata(path) else { return };
    if about.is_dir() && depth < MAX_DEPTH {
        let entries = fs::read_dir(path).into_iter().flatten().flatten();
        entries.for_each(|entry| look(&entry.path(), depth + 1, files));
    } else if path.extension().is_some_and(|kind| kind == "md" || kind == "yml") {
        files.push((path.to_owned(), about.modified().unwrap_or(SystemTime::UNIX_EPOCH), about.len()));
    }
}
