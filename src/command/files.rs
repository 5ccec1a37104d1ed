//! A site's files as the command reads and writes them. [`read_text`] and [`write_if_new`] are the entrances.

use postil::encoding;
use std::path::Path;
use std::{fs, io};

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
    use std::fs;
    use std::path::PathBuf;

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
