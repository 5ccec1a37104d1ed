//! The site's files as the page knows them: each is asked for once, and whoever reads one that is still
//! on its way runs again when it arrives. [`Files::get`] is the entrance.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use postil::route::{self, RelativePath};

use crate::api::{self, Failure};

/// What is known of a file.
#[derive(Clone, Debug, PartialEq)]
pub enum File {
    Waiting,
    Here(Arc<str>),
    Failed(Failure),
}

impl File {
    /// The text, if it is here.
    pub fn text(&self) -> Option<&str> {
        match self {
            File::Here(text) => Some(text),
            _ => None,
        }
    }

    /// Whether no answer has come yet.
    pub fn is_waiting(&self) -> bool {
        *self == File::Waiting
    }
}

impl From<Result<String, Failure>> for File {
    fn from(answer: Result<String, Failure>) -> File {
        answer.map_or_else(File::Failed, |text| File::Here(text.into()))
    }
}

/// A handle on all files; copies share them. A page has a handful: a list is enough.
#[derive(Clone, Copy)]
pub struct Files(RwSignal<Vec<(RelativePath, File)>>);

impl Files {
    /// The files that the page has asked for already.
    pub fn new() -> Self {
        let asked = api::asked().into_iter();
        let asked = asked.map(|(path, answer)| (path, answer.map_or(File::Waiting, File::from)));
        let asked: Vec<(RelativePath, File)> = asked.collect();
        let files = Files(RwSignal::new(asked.clone()));
        let waiting = asked.into_iter().filter(|(_, file)| file.is_waiting());
        waiting.for_each(|(path, _)| files.fetch(path));
        files
    }

    /// The file as it is now; asked for if nobody did yet. The reader runs again when that changes.
    /// A module (`*.js`) is here, as an empty text, when it is loaded.
    pub fn get(self, path: &RelativePath) -> File {
        let known =
            self.0.with(|files| files.iter().find(|(known, _)| known == path).map(|(_, file)| file.clone()));
        known.unwrap_or_else(|| {
            self.0.update_untracked(|files| files.push((path.clone(), File::Waiting)));
            self.fetch(path.clone());
            File::Waiting
        })
    }

    /// Whether the file is here, without asking for it.
    pub fn has(self, path: &RelativePath) -> bool {
        self.0.with(|files| files.iter().any(|(known, file)| known == path && file.text().is_some()))
    }

    /// Asks once more for a file that failed.
    pub fn retry(self, path: &RelativePath) {
        self.set(path, File::Waiting);
        self.fetch(path.clone());
    }

    /// The files that are here, with their texts; modules are not among them.
    pub fn known(self) -> Vec<(RelativePath, Arc<str>)> {
        self.0.with_untracked(|files| {
            let here = files.iter().filter_map(|(path, file)| match file {
                File::Here(text) if !path.as_str().ends_with(".js") => Some((path.clone(), text.clone())),
                _ => None,
            });
            here.collect()
        })
    }

    /// Replaces the text of a file.
    pub fn put(self, path: RelativePath, text: String) {
        self.set(&path, File::Here(text.into()));
    }

    fn fetch(self, path: RelativePath) {
        spawn_local(async move {
            self.set(&path, api::text(&path, false).await.into());
        });
    }

    /// What is known of the file from now on; whoever reads files runs again.
    fn set(self, path: &RelativePath, file: File) {
        self.0.update(|files| match files.iter_mut().find(|(known, _)| known == path) {
            Some((_, known)) => *known = file,
            None => files.push((path.clone(), file)),
        });
    }
}

/// One of our own fixed paths.
///
/// # Panics
/// If it is no path within the site, which a test of the core rules out for all of them.
pub fn path(path: &'static str) -> RelativePath {
    route::relative_path(path).expect("a path within the site")
}
