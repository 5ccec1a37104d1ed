//! Writes a site's files and remembers which are ours: [`Store::put`] leaves an author's own files alone, and
//! [`Store::finish`] takes away what is not written any more.

use crate::files::write_if_new;
use postil::diagnostic::Diagnostic;
use postil::route::relative_path;
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// Where the names of the written pages are kept, one a line.
pub const PAGES: &str = ".postil-pages";

/// The files of a site that the command writes.
pub struct Store {
    folder: PathBuf,
    list: &'static str,
    before: BTreeSet<String>,
    now: BTreeSet<String>,
    /// The list, open for the names of new files.
    names: Option<File>,
}

impl Store {
    /// The site in `folder`, with what was written there before according to the file `list`.
    pub fn open(folder: &Path, list: &'static str) -> Store {
        let name = list;
        let list = fs::read_to_string(folder.join(list)).unwrap_or_default();
        // Only our own writing has a say in what is taken away, but a file can be edited.
        let before = list.lines().filter(|line| relative_path(line).is_some()).map(String::from).collect();
        Store { folder: folder.to_owned(), list: name, before, now: BTreeSet::new(), names: None }
    }

    /// Writes a file, unless it is there unchanged, or there is an author's own in its place.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn put(
        &mut self,
        file: &str,
        content: impl AsRef<[u8]>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Result<(), String> {
        let path = self.folder.join(file);
        let note = |message: &str| Diagnostic::new(file, 1, message);
        if self.now.contains(file) {
            diagnostics.push(note("another page has this address already, so this one is not written"));
            return Ok(());
        }
        if !self.before.contains(file) && path.exists() {
            diagnostics.push(note("this file is not Postil's, so nothing is written in its place"));
            return Ok(());
        }
        if !self.before.contains(file) {
            // Named before it is there: a run that is interrupted leaves no file that the next would take for another's.
            let name = self.name(file);
            name.map_err(|error| format!("{}: {error}", self.folder.join(self.list).display()))?;
        }
        self.own(file, content)
    }

    /// Adds a new file to the list.
    fn name(&mut self, file: &str) -> io::Result<()> {
        let mut names = match self.names.take() {
            Some(names) => names,
            None => File::options().create(true).append(true).open(self.folder.join(self.list))?,
        };
        names.write_all([file, "\n"].concat().as_bytes())?;
        self.names = Some(names);
        Ok(())
    }

    /// Whether a file is ours, so long, and nothing has been written in its place.
    pub fn has(&self, file: &str, length: usize) -> bool {
        let there = || fs::metadata(self.folder.join(file)).is_ok_and(|about| about.len() == length as u64);
        self.before.contains(file) && !self.now.contains(file) && there()
    }

    /// Leaves a file as the last run has written it.
    pub fn keep(&mut self, file: &str) {
        self.now.insert(file.into());
    }

    /// The files below `folder` that the last run has written, if all of them are there.
    pub fn below(&self, folder: &str) -> Option<Vec<String>> {
        let files: Vec<String> =
            self.before.iter().filter(|file| file.starts_with(folder)).cloned().collect();
        files.iter().all(|file| self.folder.join(file).is_file()).then_some(files)
    }

    /// Writes a file that is ours in any case.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn own(&mut self, file: &str, content: impl AsRef<[u8]>) -> Result<(), String> {
        let path = self.folder.join(file);
        let made = path.parent().map_or(Ok(()), fs::create_dir_all);
        made.and_then(|()| write_if_new(&path, content))
            .map_err(|error| format!("{}: {error}", path.display()))?;
        self.now.insert(file.into());
        Ok(())
    }

    /// Takes away what was written before and is not any more, with the folders that this leaves empty.
    ///
    /// # Errors
    /// If the list of files cannot be written.
    pub fn finish(self) -> Result<(), String> {
        for file in self.before.difference(&self.now) {
            let path = self.folder.join(file);
            let _ = fs::remove_file(&path);
            let above = path.ancestors().skip(1).take_while(|above| *above != self.folder);
            // Fails at the first folder that holds something.
            let _ = above.take_while(|above| fs::remove_dir(above).is_ok()).count();
        }
        let list: String = self.now.iter().flat_map(|file| [file, "\n"]).collect();
        let path = self.folder.join(self.list);
        write_if_new(&path, &list).map_err(|error| format!("{}: {error}", path.display()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_interrupted_run_has_written_is_ours() {
        let folder = std::env::temp_dir().join(format!("postil-interrupted-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder");
        let mut messages = Vec::new();
        for text in ["first", "second"] {
            // Without `finish`.
            let mut store = Store::open(&folder, PAGES);
            store.put("a/index.html", text, &mut messages).expect("a file");
        }
        assert_eq!(messages, []);
        assert_eq!(fs::read_to_string(folder.join("a/index.html")).ok().as_deref(), Some("second"));
        let mut store = Store::open(&folder, PAGES);
        store.put("b.html", "", &mut messages).expect("a file");
        store.finish().expect("a list");
        assert!(!folder.join("a").exists());
        let _ = fs::remove_dir_all(&folder);
    }

    #[test]
    fn only_our_own_files_are_replaced_and_taken_away() {
        let folder = std::env::temp_dir().join(format!("postil-store-{}", std::process::id()));
        fs::create_dir_all(folder.join("mine")).expect("a folder");
        fs::write(folder.join("mine/index.html"), "mine").expect("a file");
        let mut messages = Vec::new();
        let mut store = Store::open(&folder, PAGES);
        for file in ["a/b/index.html", "c/index.html", "mine/index.html", "c/index.html"] {
            store.put(file, file, &mut messages).expect("a file");
        }
        store.finish().expect("a list");
        let said: Vec<String> = messages.iter().map(ToString::to_string).collect();
        assert!(said[0].starts_with("mine/index.html:1: this file is not Postil's"), "{said:?}");
        assert!(said[1].starts_with("c/index.html:1: another page"), "{said:?}");

        let mut store = Store::open(&folder, PAGES);
        store.put("c/index.html", "new", &mut messages).expect("a file");
        store.finish().expect("a list");
        assert!(!folder.join("a").exists());
        assert_eq!(fs::read_to_string(folder.join("c/index.html")).ok().as_deref(), Some("new"));
        assert_eq!(fs::read_to_string(folder.join("mine/index.html")).ok().as_deref(), Some("mine"));
        assert_eq!(messages.len(), 2);
        let _ = fs::remove_dir_all(&folder);
    }
}
