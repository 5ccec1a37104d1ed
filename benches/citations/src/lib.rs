//! The way from a bibliography to citations and a list, step by step. [`Run`] is the entrance; the functions for
//! WebAssembly below it are the same steps for whoever measures them in a browser.

use postil::bibtex::Bibliography;
use postil::csl::{Citation, Cite, Item, Locale, Options, Processed, Style, process};
use std::collections::HashMap;

/// What is measured: the texts, and what their steps have made so far.
#[derive(Default)]
pub struct Run {
    /// The bibliography, the citations (a line each, keys between spaces), the style, the locale.
    pub inputs: [String; 4],
    bibliography: Bibliography,
    style: Style,
    locales: Vec<Locale>,
    pub items: Vec<Item>,
    citations: Vec<Citation>,
}

impl Run {
    /// Finds the entries of the bibliography.
    pub fn index(&mut self) -> usize {
        self.bibliography = Bibliography::index("bench.bib", &self.inputs[0]);
        self.bibliography.len()
    }

    /// Reads style and locale.
    pub fn read(&mut self) -> usize {
        self.style = Style::parse(&self.inputs[2]).expect("a style");
        self.locales = vec![Locale::parse(&self.inputs[3]).expect("a locale")];
        1
    }

    /// Makes items of the works that are cited.
    pub fn decode(&mut self) -> usize {
        let mut places: HashMap<&str, usize> = HashMap::new();
        self.items.clear();
        self.citations.clear();
        for line in self.inputs[1].lines() {
            let cites = line.split_whitespace().map(|key| {
                let items = &mut self.items;
                let item = *places.entry(key).or_insert_with(|| {
                    items.push(self.bibliography.item(key).expect("a cited key").0);
                    items.len() - 1
                });
                Cite { item, ..Cite::default() }
            });
            let cites = cites.collect();
            self.citations.push(Citation { cites, ..Citation::default() });
        }
        self.items.len()
    }

    /// Formats the citations and the list.
    pub fn format(&self) -> Processed {
        let options = Options { links: true, ..Options::default() };
        process(&self.style, &self.locales, &self.items, &self.citations, &options)
    }

    /// One of the steps, by its number; a figure that depends on what it made.
    pub fn step(&mut self, number: u32) -> usize {
        match number {
            0 => self.index(),
            1 => self.read(),
            2 => self.decode(),
            _ => {
                let made = self.format();
                let citations = made.citations.iter().map(|citation| citation.html().as_str().len());
                citations.chain(made.bibliography.iter().map(|entry| entry.html.as_str().len())).sum()
            }
        }
    }
}

#[cfg(target_arch = "wasm32")]
mod browser {
    use super::Run;
    use std::cell::RefCell;

    thread_local! {
        static RUN: RefCell<Run> = RefCell::default();
        static ROOM: RefCell<Vec<u8>> = RefCell::default();
    }

    /// Room for the next input.
    #[unsafe(no_mangle)]
    extern "C" fn room(length: usize) -> *mut u8 {
        ROOM.with_borrow_mut(|room| {
            *room = vec![0; length];
            room.as_mut_ptr()
        })
    }

    /// What was written there is the input `which`.
    #[unsafe(no_mangle)]
    extern "C" fn input(which: usize) {
        let text = String::from_utf8(ROOM.take()).unwrap_or_default();
        RUN.with_borrow_mut(|run| run.inputs[which] = text);
    }

    #[unsafe(no_mangle)]
    extern "C" fn step(number: u32) -> usize {
        RUN.with_borrow_mut(|run| run.step(number))
    }
}
