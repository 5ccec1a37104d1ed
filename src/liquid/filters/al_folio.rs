//! Filters of the plugins that al-folio's templates use. [`apply`] is the entrance.

use std::rc::Rc;

use super::super::data::Data;
use super::super::run::Run;
use super::{LONGEST, escape, latin};
use crate::scholar::pattern::Pattern;

/// The filter `name`, if it is one of these.
pub fn apply(run: &Run, name: &str, input: &Data, arguments: &[Data]) -> Option<Result<Data, String>> {
    let text = input.show();
    let argument = |at: usize| arguments.get(at).map(Data::show).unwrap_or_else(|| "".into());
    Some(match name {
        "regex_replace" => replace(&text, &argument(0), &argument(1)),
        // A name in other letters stays legible, where Ruby would have question marks.
        "remove_accents" => Ok(Data::text(&latin::transliterated(&text, None))),
        "hideCustomBibtex" => Ok(Data::text(&without_fields(&text, &hidden(run)))),
        // jekyll-cache-bust adds a file's hash to its address, jekyll-email-protect writes an address in numbers: both
        // lead to the same place as they stand.
        "bust_file_cache" | "bust_css_cache" | "encode_email" => Ok(Data::text(&text)),
        _ => return None,
    })
}

/// The site's `filtered_bibtex_keywords`.
fn hidden(run: &Run) -> Vec<Rc<str>> {
    let Data::Map(site) = run.variable("site") else { return Vec::new() };
    let keywords = site.pairs.iter().find(|(key, _)| &**key == "filtered_bibtex_keywords");
    match keywords {
        Some((_, Data::List(list))) => list.items.iter().map(Data::show).collect(),
        _ => Vec::new(),
    }
}

/// Each match replaced; `\\0` in the replacement is the match, and so is `\\1` where one group is the whole pattern.
fn replace(text: &str, pattern: &str, with: &str) -> Result<Data, String> {
    let wrong = || ["the pattern `", pattern, "` is not understood"].concat();
    let parsed = Pattern::parse(pattern).ok_or_else(wrong)?;
    let inner = pattern.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    if with.contains("\\1") && inner.is_none_or(|inner| inner.contains(['(', ')'])) {
        return Err(wrong());
    }
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    // Each place is looked at once, and a match may run to the end from each.
    let mut budget = 1usize << 20;
    while from <= text.len() {
        let end = parsed.match_at(text, from);
        // What is looked for in vain may have been read to the end as well.
        let read = end.map_or((text.len() - from) / 64, |end| end - from) + 1;
        budget = budget.checked_sub(read).filter(|_| out.len() <= LONGEST).ok_or("a text gets too long")?;
        let next = text[from..].chars().next();
        if let Some(end) = end {
            let found = &text[from..end];
            out.push_str(&with.replace("\\0", found).replace("\\1", found));
            if end > from {
                from = end;
                continue;
            }
        }
        out.extend(next);
        from += next.map_or(1, char::len_utf8);
    }
    Ok(Data::text(&out))
}

/// The lines of BibTeX without those fields, and without the marks that al-folio puts behind authors' names.
fn without_fields(text: &str, hidden: &[Rc<str>]) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let name = line.split_once('=').map_or("", |(name, _)| name.trim());
        if !name.is_empty() && hidden.iter().any(|field| **field == *name) {
            continue;
        }
        match name {
            "author" => {
                let reference = |at| escape::begins_reference(line.get(at + 1..).unwrap_or(""));
                let kept = |(at, c): &(usize, char)| !"*†‡§¶‖&^".contains(*c) || *c == '&' && reference(*at);
                out.extend(line.char_indices().filter(kept).map(|(_, c)| c));
            }
            _ => out.push_str(line),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_of_al_folio() {
        for (pattern, with, input, expected) in [
            ("[*∗†‡§¶‖&^]", "", "Einstein*†", "Einstein"),
            ("([*∗†‡§¶‖&^]+)", "<sup>\\1</sup>", "Einstein*†", "Einstein<sup>*†</sup>"),
            ("x*", "-", "aab", "-a-a-b-"),
            ("a(b|c)", "\\0!", "abxac", "ab!xac!"),
        ] {
            let got = replace(input, pattern, with).map(|value| value.show().to_string());
            assert_eq!(got.as_deref(), Ok(expected), "{pattern}");
        }
        assert!(replace("a", "(", "").is_err() && replace("a", "(a)(b)", "\\1").is_err());
        // A short text cannot become a huge one, nor cost what its square does.
        assert!(replace(&"a".repeat(20_000), "a", &"b".repeat(20_000)).is_err());
        assert!(replace(&"a".repeat(100_000), ".*b", "").is_err());
        assert_eq!(
            latin::transliterated("Bärbel Ångström Łódź ß Þ 李", None),
            "Barbel Angstrom Lodz ss Th 李"
        );
        let entry = "@article{k,\n  abbr = {A},\n  author = &quot;A*&, B&quot;,\n  selected={true},\n  title = {T}\n}\n";
        let expected = "@article{k,\n  author = &quot;A, B&quot;,\n  title = {T}\n}\n";
        assert_eq!(without_fields(entry, &["abbr".into(), "selected".into()]), expected);
    }
}
