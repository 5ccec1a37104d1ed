//! Bibliographies, styles and locales that all posts of a site share, each read once. [`Shelf`] is all of it.

use postil::csl::{Locale, Style};
use postil::scholar::{self, Read, Set};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

/// What has been read, by its name. Whoever needs what another core is reading waits for it.
#[derive(Default)]
pub struct Shelf {
    sets: Mutex<BTreeMap<String, Arc<Set>>>,
    styles: Mutex<BTreeMap<String, Read<Style>>>,
    locales: Mutex<BTreeMap<String, Read<Locale>>>,
}

impl scholar::Shelf for Shelf {
    fn set(&self, name: &str, read: &dyn Fn() -> Arc<Set>) -> Arc<Set> {
        take(&self.sets, name, read)
    }

    fn style(&self, name: &str, read: &dyn Fn() -> Read<Style>) -> Read<Style> {
        take(&self.styles, name, read)
    }

    fn locale(&self, name: &str, read: &dyn Fn() -> Read<Locale>) -> Read<Locale> {
        take(&self.locales, name, read)
    }
}

fn take<T: Clone>(from: &Mutex<BTreeMap<String, T>>, name: &str, read: &dyn Fn() -> T) -> T {
    match from.lock() {
        Ok(mut known) => known.entry(name.into()).or_insert_with(read).clone(),
        Err(_) => read(),
    }
}
