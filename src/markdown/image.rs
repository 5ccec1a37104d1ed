//! Images: [`Writer::image`] in a line, [`Writer::figure`] alone.

use super::attributes::Attributes;
use super::span::{Piece, mask};
use super::write::{Writer, empty_tag, end_tag, start_tag};
use crate::html::{Href, Html};
use crate::placeholder::{END, HIDDEN};

impl Writer<'_> {
    /// An image, or its text where the address is refused. The author's own images may be `data:` ones.
    pub fn image(&mut self, address: &str, text: &str, more: &Attributes, number: usize) -> Html {
        let (address, text) = (self.source(address), self.source(text));
        let own = address
            .trim_ascii_start()
            .get(..11)
            .is_some_and(|start| start.eq_ignore_ascii_case("data:image/"));
        let href = Href::parse(&address).map(|href| href.as_str().to_string());
        let Some(address) = href.or_else(|| (own || address.is_empty()).then(|| address.clone())) else {
            self.refused(number, &address);
            return Html::from_text(&text);
        };
        let mut attributes = Attributes::default();
        attributes.set("src", &address);
        attributes.set("alt", &text);
        attributes.merge(more, &self.document.named);
        empty_tag("img", &attributes)
    }

    /// A paragraph with one image that its author marked as `standalone`.
    pub fn figure(&mut self, text: &str, attributes: &Attributes, number: usize) -> Option<Html> {
        if !text.starts_with("![") || !text.contains("standalone") {
            return None;
        }
        let masked = mask(text, self.document, self.raw_html);
        let [(Piece::Image { address, text: alt }, image)] = masked.pieces.as_slice() else { return None };
        let alone = masked.text.trim_matches(['.', ' ', END]).len() == HIDDEN.len_utf8() + 1;
        if !alone || !image.refers_to("standalone") {
            return None;
        }
        let mut own = attributes.clone();
        let mut image = image.clone();
        for name in ["class", "id"] {
            if own.get(name).is_none()
                && let Some(value) = image.take(name)
            {
                own.set(name, &value);
            }
        }
        let html = self.image(address, alt, &image, number);
        let mut out = start_tag("figure", &own);
        out.push_text("\n");
        out.push(&html);
        out.element("figcaption", &[], &Html::from_text(&self.source(alt)));
        out.push_text("\n");
        end_tag(&mut out, "figure");
        Some(out)
    }
}
