//! The parts of the renderer that most posts do without: [`Module`] names them, [`Modules`] is what is here of
//! them.
//!
//! Each is a function from a request to an answer, both strings. The native command has them linked in
//! ([`Modules::native`]). In the page each is a WebAssembly module of its own (`src/modules/`), fetched when a
//! post needs it; until then its requests have no answer, and an article says what it lacked.

use crate::markdown::commonmark;
use crate::math::converter::Converter;
use crate::{liquid, scholar, yaml};
use std::cell::Cell;

/// An optional part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Module {
    /// The converter from TeX to MathML ([`Converter::answer`]).
    Math,
    /// The interpreter of Liquid ([`liquid::answer`]).
    Liquid,
    /// The full reader of YAML, and of CSL-JSON, which is YAML as well ([`yaml::answer`]).
    Yaml,
    /// CommonMark's spans ([`commonmark::answer`]).
    Spans,
    /// jekyll-scholar's lists that are chosen, sorted or grouped, and what templates see of works ([`scholar::answer`]).
    Scholar,
}

impl Module {
    /// All of them.
    pub const ALL: [Module; 5] = [Module::Math, Module::Liquid, Module::Yaml, Module::Spans, Module::Scholar];

    /// The file that the page loads, from the site's folder; beside it lies its program, `NAME_bg.wasm`.
    pub fn file(self) -> &'static str {
        match self {
            Module::Math => "math.js",
            Module::Liquid => "liquid.js",
            Module::Yaml => "yaml.js",
            Module::Spans => "spans.js",
            Module::Scholar => "scholar.js",
        }
    }
}

/// Some of the modules.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ModuleSet(u8);

impl ModuleSet {
    /// The set with `module` as well, if `so`.
    #[must_use]
    pub fn with(self, module: Module, so: bool) -> ModuleSet {
        ModuleSet(self.0 | (u8::from(so) << module as u8))
    }

    /// Those of either set.
    #[must_use]
    pub fn and(self, other: ModuleSet) -> ModuleSet {
        ModuleSet(self.0 | other.0)
    }

    /// Whether `module` is one of them.
    pub fn has(self, module: Module) -> bool {
        self.0 >> module as u8 & 1 == 1
    }

    /// Each of them.
    pub fn each(self) -> impl Iterator<Item = Module> {
        Module::ALL.into_iter().filter(move |module| self.has(*module))
    }
}

/// What a module answers to a request.
type Answer<'a> = dyn Fn(Module, &str) -> String + 'a;

/// The modules that are here, for one article: its numbered equations count on.
pub struct Modules<'a> {
    here: ModuleSet,
    answer: Box<Answer<'a>>,
    lacking: Cell<ModuleSet>,
}

impl Modules<'static> {
    /// None of them.
    pub fn none() -> Self {
        Modules::new(ModuleSet::default(), |_, _| String::new())
    }

    /// All of them, as the native program has them.
    pub fn native() -> Self {
        let converter = Converter::default();
        let all = Module::ALL.into_iter().fold(ModuleSet::default(), |all, module| all.with(module, true));
        Modules::new(all, move |module, request| match module {
            Module::Math => converter.answer(request),
            Module::Liquid => {
                let clock = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
                liquid::answer(request, clock.map_or(0, |since| since.as_secs() as i64))
            }
            Module::Yaml => yaml::answer(request),
            Module::Spans => commonmark::answer(request),
            Module::Scholar => scholar::answer(request),
        })
    }
}

impl<'a> Modules<'a> {
    /// Those of `here`, called by `answer`.
    pub fn new(here: ModuleSet, answer: impl Fn(Module, &str) -> String + 'a) -> Self {
        Modules { here, answer: Box::new(answer), lacking: Cell::default() }
    }

    /// Whether a module is here.
    pub fn has(&self, module: Module) -> bool {
        self.here.has(module)
    }

    /// What a module answers, if it is here; if not, it is noted as lacking.
    pub fn ask(&self, module: Module, request: &str) -> Option<String> {
        if self.has(module) {
            return Some((self.answer)(module, request));
        }
        self.lacking.set(self.lacking.get().with(module, true));
        None
    }

    /// The modules that were asked and are not here.
    pub fn lacking(&self) -> ModuleSet {
        self.lacking.get()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_module_is_built_and_linked() {
        for module in Module::ALL {
            let name = module.file().trim_end_matches(".js");
            let program = format!("name = \"{name}\"\npath = \"src/modules/{name}.rs\"\n");
            assert!(include_str!("../Cargo.toml").contains(&program), "{name}");
            assert!(
                include_str!("../index.html").contains(&format!("data-bin=\"{name}\" data-type=\"worker\""))
            );
            assert!(crate::route::relative_path(module.file()).is_some());
        }
    }

    #[test]
    fn what_is_not_here_is_noted() {
        let modules =
            Modules::new(ModuleSet::default().with(Module::Math, true), |_, request| request.into());
        assert_eq!(modules.ask(Module::Math, "x").as_deref(), Some("x"));
        assert_eq!(modules.ask(Module::Spans, "x"), None);
        assert_eq!(modules.lacking().each().collect::<Vec<_>>(), [Module::Spans]);
        assert_eq!(Modules::native().ask(Module::Yaml, "ya: &b 1").as_deref(), Some("={1:an1:1}"));
    }
}
