//! From inline nodes to HTML: [`write()`] makes the markup, with quotes by their depth and formatting that
//! flips inside itself; [`write_parts`] keeps the cites of a citation apart.

use super::inline::{Inline, Mark};
use super::locale::{Form, Lookup};
use super::style::{Display, Font};
use crate::html::{Href, Html};
use crate::math::{self, Typesetter};
use crate::modules::Modules;

/// A piece of a citation: a cite, or what stands between cites.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CitationPart {
    /// Affixes of the layout, delimiters, and tags around all cites.
    Between(Html),
    /// A cite, by its place in the citation.
    Cite { cite: usize, html: Html },
}

/// The markup of a punctuated list as one piece.
pub(crate) fn write(list: &[Inline], lookup: &Lookup) -> Html {
    let mut whole = Html::new();
    for part in write_parts(list, lookup) {
        let (CitationPart::Between(html) | CitationPart::Cite { html, .. }) = part;
        whole.push(&html);
    }
    whole
}

/// The markup of a punctuated list, cites apart.
pub(crate) fn write_parts(list: &[Inline], lookup: &Lookup) -> Vec<CitationPart> {
    let mut writer = Writer { html: Html::new(), fonts: Fonts::default(), quotes: 0, lookup };
    let mut ends: Vec<End> = Vec::new();
    let mut parts = Vec::new();
    for node in list {
        match node {
            Inline::Text(text) => writer.text(text),
            Inline::Math(tex) => writer.math(tex),
            Inline::Open(Mark::Cite(cite)) => {
                if !writer.html.is_empty() {
                    parts.push(CitationPart::Between(std::mem::take(&mut writer.html)));
                }
                ends.push(End { cite: Some(*cite), ..writer.end("") });
            }
            Inline::Open(mark) => {
                let end = writer.open(mark);
                ends.push(end);
            }
            Inline::Close => {
                let Some(end) = ends.pop() else { continue };
                writer.close(&end);
                if let Some(cite) = end.cite {
                    parts.push(CitationPart::Cite { cite, html: std::mem::take(&mut writer.html) });
                }
            }
        }
    }
    if !writer.html.is_empty() {
        parts.push(CitationPart::Between(writer.html));
    }
    parts
}

/// The formatting in force.
#[derive(Clone, Copy, Default)]
struct Fonts {
    italic: bool,
    bold: bool,
    caps: bool,
}

/// What a closing mark writes and goes back to.
struct End {
    tag: &'static str,
    quotes: bool,
    /// A quotation mark that is written as it is.
    written: &'static str,
    cite: Option<usize>,
    fonts: Fonts,
}

/// The superscripts that citations have to do with, in pairs with what they stand for.
const SUPERSCRIPTS: &str = "ªa²2³3¹1ºoʰhʲjʳrʷwʸyˡlˢsˣxᴬAᴮBᴰDᴱEᴳGᴴHᴵIᴶJᴷKᴸLᴹMᴺNᴼOᴾPᴿRᵀTᵁUᵂWᵃaᵇbᵈdᵉeᵍgᵏkᵐmᵒoᵖpᵗtᵘuᵛv\
    ⁰0ⁱi⁴4⁵5⁶6⁷7⁸8⁹9⁺+⁻−⁼=⁽(⁾)ⁿn";

fn superscript(c: char) -> Option<&'static str> {
    if !matches!(c, '\u{aa}' | '\u{b2}'..='\u{ba}' | '\u{2b0}'..='\u{2e3}' | '\u{1d2c}'..='\u{1d61}' | '\u{2070}'..='\u{207f}')
    {
        return None;
    }
    let mut pairs = SUPERSCRIPTS.char_indices();
    while let (Some((_, known)), Some((at, base))) = (pairs.next(), pairs.next()) {
        if known == c {
            return SUPERSCRIPTS.get(at..at + base.len_utf8());
        }
    }
    None
}

struct Writer<'a> {
    html: Html,
    fonts: Fonts,
    quotes: usize,
    lookup: &'a Lookup<'a>,
}

impl Writer<'_> {
    fn end(&self, tag: &'static str) -> End {
        End { tag, quotes: false, written: "", cite: None, fonts: self.fonts }
    }

    fn open(&mut self, mark: &Mark) -> End {
        match mark {
            Mark::Font(font) => self.font(*font, false),
            Mark::Rich(font) => self.font(*font, true),
            Mark::Plain => {
                let end = self.font(Font::Upright, false);
                if end.tag.is_empty() { self.font(Font::NoCaps, false) } else { end }
            }
            Mark::Quotes(written) => {
                let locale = |name| self.lookup.text(name, Form::Long, false).contains(*written);
                let known = locale("open-quote") || (self.quotes > 0 && locale("open-inner-quote"));
                if matches!(written, '“' | '‘') && !known {
                    // Quotes of another language stay as they are.
                    self.html.push_text(if *written == '“' { "“" } else { "‘" });
                    return End { written: if *written == '“' { "”" } else { "’" }, ..self.end("") };
                }
                self.quote("open-");
                self.quotes += 1;
                End { quotes: true, ..self.end("") }
            }
            Mark::Display(display) => {
                let class = match display {
                    Display::Block => "csl-block",
                    Display::LeftMargin => "csl-left-margin",
                    Display::RightInline => "csl-right-inline",
                    Display::Indent => "csl-indent",
                };
                self.html.open("div", &[("class", class)]);
                self.end("div")
            }
            Mark::Link(address) => match Href::parse(address) {
                Some(href) => {
                    self.html.open("a", &[("href", href.as_str())]);
                    self.end("a")
                }
                None => self.end(""),
            },
            Mark::NoCase | Mark::Names | Mark::Words | Mark::Cite(_) => self.end(""),
        }
    }

    /// Text; superscript letters and digits of Unicode become markup, as in citeproc-js.
    fn text(&mut self, text: &str) {
        let mut from = 0;
        if !text.is_ascii() {
            for (at, c) in text.char_indices().filter(|(_, c)| *c > '\u{a9}') {
                if let Some(base) = superscript(c) {
                    self.html.push_text(&text[from..at]);
                    self.html.element("sup", &[], &Html::from_text(base));
                    from = at + c.len_utf8();
                }
            }
        }
        self.html.push_text(&text[from..]);
    }

    /// Formatting; in an item's text (`flips`) it is undone where it is already in force.
    fn font(&mut self, font: Font, flips: bool) -> End {
        let end = |tag: &'static str, style: &'static str| (tag, style);
        let fonts = self.fonts;
        let (tag, style) = match font {
            Font::Italic if !fonts.italic => end("i", ""),
            Font::Oblique if !fonts.italic => end("em", ""),
            Font::Italic if flips => end("span", "font-style:normal;"),
            Font::Upright if fonts.italic => end("span", "font-style:normal;"),
            Font::Bold if !fonts.bold => end("b", ""),
            Font::Bold if flips => end("span", "font-weight:normal;"),
            Font::Medium if fonts.bold => end("span", "font-weight:normal;"),
            Font::Light => end("span", "font-weight:lighter;"),
            Font::SmallCaps if !fonts.caps => end("span", "font-variant:small-caps;"),
            Font::SmallCaps if flips => end("span", "font-variant:normal;"),
            Font::NoCaps if fonts.caps => end("span", "font-variant:normal;"),
            Font::Underline => end("span", "text-decoration:underline;"),
            Font::Superscript => end("sup", ""),
            Font::Subscript => end("sub", ""),
            Font::Baseline => end("span", "baseline"),
            _ => return self.end(""),
        };
        let state = self.end(tag);
        match font {
            Font::Italic | Font::Oblique | Font::Upright => {
                self.fonts.italic = font != Font::Upright && !fonts.italic;
            }
            Font::Bold | Font::Medium => self.fonts.bold = font == Font::Bold && !fonts.bold,
            Font::SmallCaps | Font::NoCaps => self.fonts.caps = font == Font::SmallCaps && !fonts.caps,
            _ => {}
        }
        let attribute = [("style", style)];
        self.html.open(tag, if style.is_empty() { &[] } else { &attribute });
        state
    }

    fn close(&mut self, end: &End) {
        self.html.push_text(end.written);
        if end.quotes {
            self.quotes -= 1;
            self.quote("close-");
        } else if !end.tag.is_empty() {
            self.html.close(end.tag);
        }
        self.fonts = end.fonts;
    }

    /// A quotation mark of the current depth.
    fn quote(&mut self, side: &str) {
        let name = [side, if self.quotes.is_multiple_of(2) { "quote" } else { "inner-quote" }].concat();
        self.html.push_text(self.lookup.text(&name, Form::Long, false));
    }

    /// A formula; a lone superscript or subscript of letters and digits is plain markup.
    fn math(&mut self, tex: &str) {
        let tex = tex.trim();
        let tag = match tex.as_bytes().first() {
            Some(b'^') => "sup",
            Some(b'_') => "sub",
            _ => "",
        };
        let script = tex.get(1..).unwrap_or_default();
        let braced = script.strip_prefix('{').and_then(|script| script.strip_suffix('}'));
        let content = braced.unwrap_or(if script.chars().count() == 1 { script } else { "" });
        if !tag.is_empty() && !content.is_empty() && content.chars().all(char::is_alphanumeric) {
            self.html.element(tag, &[], &Html::from_text(content));
        } else {
            let nothing = Modules::none();
            let alone = Typesetter::new(&nothing);
            self.html.push(&self.lookup.typesetter.unwrap_or(&alone).render(tex, math::Display::Inline));
        }
    }
}
