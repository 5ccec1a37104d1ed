//! The parts of the renderer that most posts do without: [`Modules`].
//!
//! The native command has them linked in ([`native`]). In the page each is a WebAssembly module of its own
//! (`src/modules/`), fetched when a post needs it; until then it is `None`, and an article says what it lacked.

use crate::liquid;
use crate::math::Convert;
use crate::math::converter::Converter;

/// What is here of the optional parts, each a function over strings.
#[derive(Clone, Copy, Default)]
pub struct Modules<'a> {
    /// The converter of formulas from TeX to MathML, for one article: its numbered equations count on.
    pub math: Option<&'a Convert<'a>>,
    /// The interpreter of Liquid.
    pub liquid: Option<&'a liquid::Interpreter<'a>>,
}

/// Calls `use_them` with all modules as the native program has them.
pub fn native<T>(use_them: impl FnOnce(Modules) -> T) -> T {
    let converter = Converter::default();
    let clock = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let now = clock.map_or(0, |since| since.as_secs() as i64);
    use_them(Modules {
        math: Some(&|tex, display| converter.convert(tex, display)),
        liquid: Some(&|request| liquid::answer(request, now)),
    })
}
