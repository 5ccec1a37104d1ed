//! A site's files as the command finds, reads and writes them. [`walk`], [`read_text`] and [`write_if_new`] are the
//! entrances.

use postil::encoding;
use std::path::Path;
use std::{fs, io};

/// Folders are entered to this depth: a link may lead back to its own folder.
const MAX_DEPTH: usize = 16;

/// The files in `folder` and the folders in it, by their paths from there with `/`, in order; then the first error, if a
/// folder could not be read. Of those for whose paths `wanted` says no, files are left out and folders are not entered.
pub fn walk(folder: &Path, wanted: &dyn Fn(&str) -> bool) -> (Vec<String>, io::Result<()>) {
    let mut files = Vec::new();
    let read = walk_below(folder, "", 0, wanted, &mut files);
    files.sort();
    (files, read)
}

fn walk_below(
    folder: &Path,
    below: &str,
    depth: usize,
    wanted: &dyn Fn(&str) -> bool,
    files: &mut Vec<String>,
) -> io::Result<()> {
    let mut read = Ok(());
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = [below, &entry.file_name().to_string_lossy()].concat();
        if !wanted(&path) {
            continue;
        }
        if !entry.path().is_dir() {
            files.push(path);
        } else if depth < MAX_DEPTH {
            read = read.and(walk_below(&entry.path(), &(path + "/"), depth + 1, wanted, files));
        }
    }
    read
}

/// The last part of a path.
pub fn name_of(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// A file's text as the page reads it, if there is the file.
pub fn read_text(path: &Path) -> Option<String> {
    fs::read(path).ok().map(encoding::decode)
}

/// What went wrong with a file, in words.
pub fn explain(path: &Path, error: io::Error) -> String {
    format!("{}: {error}", path.display())
}

/// What a file is called while it is being written.
const NEW: &str = ".postil-new";

/// Writes a file unless it is already so: what watches it is not woken for nothing.
pub fn write_if_new(path: &Path, content: impl AsRef<[u8]>) -> io::Result<()> {
    let content = content.as_ref();
    // The size tells most that have changed, without reading them.
    let same = fs::metadata(path).is_ok_and(|about| about.len() == content.len() as u64)
        && fs::read(path).is_ok_and(|old| old == content);
    if same { Ok(()) } else { replace(path, content) }
}

/// Writes a file so that it is never there by half, whatever happens: as a new one, which takes the place of the old.
fn replace(path: &Path, content: &[u8]) -> io::Result<()> {
    // What a link leads to is replaced, not the link.
    let path = &fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let new = path.with_file_name(NEW);
    fs::write(&new, content)?;
    if let Ok(old) = fs::metadata(path) {
        fs::set_permissions(&new, old.permissions())?;
    }
    fs::rename(&new, path)
}

#[cfg(test)]
pub mod tests {
    use super::{name_of, walk};
    use std::fs;
    use std::path::PathBuf;

    #[test]
    fn a_walk_finds_what_is_wanted_in_order() {
        let files = ["b.md", "a/z.md", "a/b/c.md", ".hidden/x.md", "a/.y"].map(|path| (path, ""));
        let folder = Folder::with("walk", &files);
        let visible = |path: &str| !name_of(path).starts_with('.');
        let (files, read) = walk(&folder.0, &visible);
        assert!(read.is_ok());
        assert_eq!(files, ["a/b/c.md", "a/z.md", "b.md"]);
        assert!(walk(&folder.0.join("gone"), &visible).1.is_err());
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_its_own_folder_ends_the_walk() {
        let folder = Folder::with("walk-loop", &[("a/b.md", "")]);
        std::os::unix::fs::symlink(folder.0.join("a"), folder.0.join("a/again")).expect("a link");
        let (files, _) = walk(&folder.0, &|_| true);
        assert!(files.len() < 20 && files.contains(&"a/b.md".into()), "{files:?}");
    }

    /// A site's folder with these files, gone when the test ends.
    pub struct Folder(pub PathBuf);

    impl Folder {
        pub fn with(name: &str, files: &[(&str, &str)]) -> Folder {
            let folder = std::env::temp_dir().join(format!("postil-{name}-{}", std::process::id()));
            for (path, text) in files {
                let path = folder.join(path);
                fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
                fs::write(path, text).expect("a file");
            }
            Folder(folder)
        }

        pub fn read(&self, path: &str) -> String {
            fs::read_to_string(self.0.join(path)).expect(path)
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }
}
