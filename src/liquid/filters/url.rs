//! Addresses: [`Run::relative_url`] and [`Run::absolute_url`], and what else a filter asks of the site.

use super::super::exchange::want;
use super::super::run::Run;
use crate::percent;
use crate::placeholder::{END, MATH};

impl Run<'_> {
    /// A key of the configuration.
    fn configured(&self, key: &str) -> String {
        self.variable("site").get(key).map(|value| value.show().to_string()).unwrap_or_default()
    }

    /// Jekyll's `relative_url`: the address behind `baseurl`. One that is absolute, or a query of the page
    /// itself, stays.
    pub fn relative_url(&self, address: &str) -> String {
        if is_absolute(address) || address.starts_with('?') {
            return address.into();
        }
        let base = self.configured("baseurl");
        let base = base.strip_suffix('/').unwrap_or(&base);
        normalized(&[slash(base), base, slash(address), address].concat())
    }

    /// Jekyll's `absolute_url`: the same behind `url`.
    pub fn absolute_url(&self, address: &str) -> String {
        let site = self.configured("url");
        if is_absolute(address) || site.is_empty() {
            return self.relative_url(address);
        }
        let query = if address.starts_with('?') { "/" } else { "" };
        let address = [query, address].concat();
        normalized(&[&*site, &self.relative_url(&address)].concat())
    }

    /// The HTML of Markdown; empty until it is there.
    pub fn markdown(&mut self, text: &str) -> String {
        if text.trim().is_empty() {
            return String::new();
        }
        let mut asked = String::from(want::MARKDOWN);
        // A value's formulas in kramdown's words.
        asked.push_str(&text.replace([MATH, END], "$$"));
        self.answer_text(asked).unwrap_or_default()
    }
}

/// The slash that an address lacks at its beginning.
fn slash(address: &str) -> &'static str {
    if address.is_empty() || address.starts_with('/') { "" } else { "/" }
}

/// Whether an address begins with a scheme.
pub fn is_absolute(address: &str) -> bool {
    address.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
    })
}

/// An address with `%XX` for what may not stand in one.
fn normalized(address: &str) -> String {
    percent::encode(address.trim(), "%:/?#@!$&'()*+,;=-._~")
}

/// HTML without the paragraph around it.
pub fn without_paragraph(html: &str) -> &str {
    let inner = html.trim().strip_prefix("<p>").and_then(|inner| inner.strip_suffix("</p>"));
    inner.filter(|inner| !inner.contains("<p>")).unwrap_or(html)
}
