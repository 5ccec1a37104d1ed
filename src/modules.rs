//! The parts of the renderer that most posts do without: [`Modules`].
//!
//! The native command has them linked in ([`native`]). In the page each is a WebAssembly module of its own
//! (`src/modules/`), fetched when a post needs it; until then it is `None`, and an article says what it lacked.

use crate::math::Convert;
use crate::math::converter::Converter;

/// What is here of the optional parts, each a function over strings.
#[derive(Clone, Copy, Default)]
pub struct Modules<'a> {
    /// The converter of formulas from TeX to MathML, for one article: its numbered equations count on.
    pub math: Option<&'a Convert<'a>>,
}

/// Calls `use_them` with all modules as the native program has them.
pub fn native<T>(use_them: impl FnOnce(Modules) -> T) -> T {
    let converter = Converter::default();
    use_them(Modules { math: Some(&|tex, display| converter.convert(tex, display)) })
}
