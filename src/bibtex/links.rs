//! Where a work can be read. [`Entry::links`] is the entrance; the addresses are an author's text and
//! become links only through [`crate::html::Href`].

use super::{Entry, latex};

/// The fields that al-folio makes buttons of: the field, the button's label, and the folder of the site in which the
/// file is that the field names where it is no address.
const FIELDS: [(&str, &str, &str); 9] = [
    ("html", "HTML", "/assets/html/"),
    ("pdf", "PDF", "/assets/pdf/"),
    ("supp", "Supp", "/assets/pdf/"),
    ("video", "Video", ""),
    ("blog", "Blog", ""),
    ("code", "Code", ""),
    ("poster", "Poster", "/assets/pdf/"),
    ("slides", "Slides", "/assets/pdf/"),
    ("website", "Website", ""),
];

impl Entry {
    /// The work's addresses with their labels: by DOI, at arXiv, on the web, and what al-folio's fields lead to; none
    /// of them twice.
    pub fn links(&self) -> Vec<(&'static str, String)> {
        let mut links: Vec<(&'static str, String)> = Vec::new();
        let mut add = |label, address: String| {
            if !address.is_empty() && links.iter().all(|(_, other)| !same_address(other, &address)) {
                links.push((label, address));
            }
        };
        if let Some(doi) = self.doi() {
            add("DOI", ["https://doi.org/", &doi].concat());
        }
        if let Some(id) = arxiv_id(self) {
            add("arXiv", ["https://arxiv.org/abs/", &id].concat());
        }
        let published = self.raw("howpublished").and_then(address_in);
        for url in self.raw("url").map(latex::address).into_iter().chain(published) {
            let url = whole(url);
            let is_pdf = url.len() > 4 && url.to_ascii_lowercase().ends_with(".pdf");
            add(if is_pdf { "PDF" } else { "URL" }, url);
        }
        for (field, label, folder) in FIELDS {
            let address = self.raw(field).map(latex::address).unwrap_or_default();
            let whole = address.contains("://") || address.starts_with('/') || address.is_empty();
            add(label, if whole { address } else { [folder, &address].concat() });
        }
        links
    }

    /// The DOI without a resolver's address before it.
    pub fn doi(&self) -> Option<String> {
        Some(doi(&latex::address(self.raw("doi")?))).filter(|doi| doi.starts_with("10"))
    }
}

/// The address with `https://` before it if it begins with a host, as in `example.org/a` or `www.example.org`.
pub(super) fn whole(address: String) -> String {
    let host = address.split('/').next().unwrap_or("");
    let has_name = |part: &str| part.len() > 1 && part.bytes().all(|byte| byte.is_ascii_alphabetic());
    let is_host =
        !host.contains([':', '?', '#']) && host.rsplit_once('.').is_some_and(|(_, last)| has_name(last));
    match is_host && (host.len() < address.len() || host.starts_with("www.")) {
        true => ["https://", &address].concat(),
        false => address,
    }
}

/// `10.1000/x` from `https://doi.org/10.1000/x`, `dx.doi.org/10.1000%2Fx` and `doi:…`.
pub(super) fn doi(written: &str) -> String {
    let mut rest = written;
    for prefix in ["https://", "http://", "dx.", "www.", "doi.org/", "doi:"] {
        if rest.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix)) {
            rest = &rest[prefix.len()..];
        }
    }
    if rest.starts_with("10.") { rest.replace("%2F", "/").replace("%2f", "/") } else { written.into() }
}

/// The number of a preprint: in `eprint` where `archiveprefix` (or `eprinttype`) says arXiv or nothing,
/// in `arxiv`, or in words as in `arXiv preprint arXiv:2303.08774`.
pub(super) fn arxiv_id(entry: &Entry) -> Option<String> {
    let archive = entry.raw("archiveprefix").or(entry.raw("eprinttype")).unwrap_or("arxiv");
    let from_eprint = entry.raw("eprint").filter(|_| archive.trim().eq_ignore_ascii_case("arxiv"));
    for value in [from_eprint, entry.raw("arxiv"), entry.raw("arxivid")].into_iter().flatten() {
        let address = latex::address(value);
        let id = address.rsplit("/abs/").next().unwrap_or("");
        let id = id.get(..6).filter(|start| start.eq_ignore_ascii_case("arxiv:")).map_or(id, |_| &id[6..]);
        if is_arxiv_id(id) {
            return Some(id.to_owned());
        }
    }
    for name in ["journal", "journaltitle", "howpublished", "note", "volume"] {
        let Some(value) = entry.plain(name) else { continue };
        let lower = value.to_ascii_lowercase();
        for (at, _) in lower.match_indices("arxiv:") {
            let id = value.get(at + 6..).unwrap_or("").trim_start();
            // The longest numbers have some twenty characters.
            let length =
                id.bytes().take(40).take_while(|byte| byte.is_ascii_alphanumeric() || b"./-".contains(byte));
            let id = id.get(..length.count()).unwrap_or("").trim_end_matches('.');
            if is_arxiv_id(id) {
                return Some(id.to_owned());
            }
        }
    }
    None
}

/// `2303.08774`, `2303.08774v2`, `cs/9901001` or `math.GT/0309136`: by the shape of it, digits as `0`.
fn is_arxiv_id(id: &str) -> bool {
    let shape: String = id.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    let shape = shape.trim_end_matches('0').strip_suffix('v').unwrap_or(&shape);
    match shape.split_once('/') {
        Some((archive, number)) => {
            number == "0000000" && archive.starts_with(|c: char| c.is_ascii_alphabetic())
        }
        None => matches!(shape, "0000.0000" | "0000.00000"),
    }
}

/// The address in a `howpublished` such as `\url{https://…}` or `Available at https://…`.
pub(super) fn address_in(value: &str) -> Option<String> {
    let start = match value.find("\\url") {
        Some(at) => at + 4,
        None => value.find("http://").or(value.find("https://"))?,
    };
    let rest = value.get(start..)?.trim_start();
    let rest = match rest.strip_prefix('{') {
        Some(inside) => inside.split('}').next()?,
        None => rest.split(|c: char| c.is_whitespace() || c == '}').next()?,
    };
    Some(latex::address(rest)).filter(|address| !address.is_empty())
}

/// Whether two addresses differ in no more than the scheme and a final slash.
fn same_address(one: &str, other: &str) -> bool {
    let plain = |address: &str| {
        let address = address.trim_end_matches('/');
        let address = address.strip_prefix("https://").or(address.strip_prefix("http://")).unwrap_or(address);
        address.strip_prefix("dx.").unwrap_or(address).to_ascii_lowercase()
    };
    plain(one) == plain(other)
}

#[cfg(test)]
mod tests {
    use super::super::Bibliography;

    #[test]
    fn addresses_of_works() {
        for (fields, expected) in [
            ("doi={https://dx.doi.org/10.1/x}, url={http://doi.org/10.1/x/}", "DOI https://doi.org/10.1/x"),
            ("eprint={arXiv:2405.09818v2}", "arXiv https://arxiv.org/abs/2405.09818v2"),
            (
                "eprint={2405.09818}, url={https://arxiv.org/abs/2405.09818}, pdf={a.pdf}",
                "arXiv https://arxiv.org/abs/2405.09818 PDF /assets/pdf/a.pdf",
            ),
            (
                "code={https://c.org}, website={https://c.org/}, slides={/s.pdf}, html={x.html}, video={assets/v.mp4}",
                "HTML /assets/html/x.html Video assets/v.mp4 Code https://c.org Slides /s.pdf",
            ),
            ("eprint={123}, archiveprefix={jstor}, url={https://a.org/p.PDF}", "PDF https://a.org/p.PDF"),
            ("journal={arXiv preprint arXiv:math.GT/0309136}", "arXiv https://arxiv.org/abs/math.GT/0309136"),
            ("url={osf.io/a}", "URL https://osf.io/a"),
            ("url={www.a.org}", "URL https://www.a.org"),
            ("url={a.html}, html={b/c.html}", "URL a.html HTML /assets/html/b/c.html"),
            ("doi={10.1%2Fx}", "DOI https://doi.org/10.1/x"),
            ("doi={none}", ""),
            ("howpublished={Available at \\url{https://a.org}}", "URL https://a.org"),
            ("note={arXiv: soon}", ""),
        ] {
            let entry =
                Bibliography::index("", &format!("@misc{{k, {fields}}}")).decode("k").unwrap_or_default();
            let shown: Vec<String> =
                entry.links().iter().map(|(kind, address)| format!("{kind} {address}")).collect();
            assert_eq!(shown.join(" "), expected, "{fields}");
        }
    }
}
