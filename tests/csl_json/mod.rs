//! CSL-JSON as the suite writes it, to items and citations.

use postil::csl::item::leading_particles;
use postil::csl::{Citation, Cite, Date, DateParts, Item, Name};
use regex::Regex;
use serde_json::Value;
use std::sync::LazyLock;

const NAMES: &str = " author chair collection-editor compiler composer container-author contributor curator director \
    editor editorial-director editor-translator executive-producer guest host illustrator interviewer narrator \
    organizer original-author performer producer recipient reviewed-author script-writer series-creator translator \
    issuing-authority authority-name ";
const DATES: &str = " accessed available-date event-date issued original-date submitted locator-date ";

/// The locale file's name for a language that lacks its region.
pub fn dialect(language: &str) -> &str {
    match language {
        "en" => "en-US",
        "de" => "de-DE",
        "fr" => "fr-FR",
        "es" => "es-ES",
        "pt" => "pt-PT",
        "zh" => "zh-CN",
        "ru" => "ru-RU",
        "it" => "it-IT",
        "nl" => "nl-NL",
        "ja" => "ja-JP",
        "da" => "da-DK",
        "pl" => "pl-PL",
        "el" => "el-GR",
        "he" => "he-IL",
        other => other,
    }
}

/// HTML without white space beside blocks, where none is shown, and with entities as Postil writes them.
pub fn normal(html: &str) -> String {
    static BLOCKS: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"\s*(</?div[^>]*>)\s*").expect("a pattern"));
    let text = html.replace("&#38;", "&amp;").replace("&#60;", "&lt;").replace("&#62;", "&gt;");
    BLOCKS.replace_all(&text, "$1").trim().to_string()
}

/// HTML without tags that change nothing, such as `<i>` inside `<i>`, which citeproc-js writes.
pub fn without_idle_tags(html: &str) -> String {
    let property = |tag: &str| match tag {
        "<i>" => Some("font-style".to_string()),
        "<b>" => Some("font-weight".to_string()),
        _ => Some(tag.strip_prefix("<span style=\"")?.split(':').next()?.to_string()),
    };
    let mut open: Vec<(&str, bool)> = Vec::new();
    let mut out = String::new();
    for piece in html.split_inclusive('>') {
        let (text, tag) = piece.split_at(piece.rfind('<').unwrap_or(piece.len()));
        out.push_str(text);
        let idle = if tag.starts_with("</") {
            open.pop().is_some_and(|(_, idle)| idle)
        } else {
            let own = property(tag);
            let around = open.iter().rev().find(|(known, _)| own.is_some() && property(known) == own);
            let nothing = around.is_none() && tag.ends_with(":none;\">");
            let idle = nothing || around.is_some_and(|(known, _)| *known == tag);
            open.extend((!tag.is_empty()).then_some((tag, idle)));
            idle
        };
        out.push_str(if idle { "" } else { tag });
    }
    out
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Bool(flag) => flag.to_string(),
        _ => String::new(),
    }
}

/// An item.
pub fn item(value: &Value) -> Item {
    let mut item = Item::default();
    for (key, value) in value.as_object().into_iter().flatten() {
        let padded = format!(" {key} ");
        match key.as_str() {
            "id" => item.id = text(value),
            "type" => item.item_type = text(value),
            _ if DATES.contains(&padded) => {
                if let Some(date) = date(value) {
                    item.dates.push((key.clone(), date));
                }
            }
            _ if NAMES.contains(&padded) => {
                let list: Vec<Name> = value.as_array().into_iter().flatten().map(name).collect();
                item.names.push((key.clone(), list));
            }
            _ if value.is_object() || value.is_array() => {}
            _ => item.variables.push((key.clone(), text(value))),
        }
    }
    if let Some((_, note)) = item.variables.iter().find(|(key, _)| key == "note").cloned() {
        cheater_syntax(&mut item, &note);
    }
    item
}

/// `{:variable: value}` anywhere and `variable: value` on the first lines of a note.
fn cheater_syntax(item: &mut Item, note: &str) {
    let lines = note.lines().take_while(|line| line.contains(": ") && !line.starts_with("{:"));
    for (key, value) in lines.filter_map(|line| line.split_once(':')) {
        extra(item, key.trim(), value.trim());
    }
    let mut rest = note;
    while let Some(start) = rest.find("{:") {
        let Some(end) = rest[start..].find('}') else { return };
        if let Some((key, value)) = rest[start + 2..start + end].split_once(':') {
            extra(item, key.trim(), value.trim());
        }
        rest = &rest[start + end..];
    }
}

fn extra(item: &mut Item, key: &str, value: &str) {
    let padded = format!(" {key} ");
    if key.is_empty() || !key.chars().all(|c| c.is_ascii_alphabetic() || c == '-' || c == '_') {
    } else if DATES.contains(&padded) {
        if let Some(date) = raw_date(value) {
            item.dates.retain(|(known, _)| known != key);
            item.dates.push((key.to_string(), date));
        }
    } else if NAMES.contains(&padded) {
        let (family, given) = value.split_once("||").unwrap_or((value, ""));
        let name =
            Name { family: family.trim().to_string(), given: given.trim().to_string(), ..Name::default() };
        match item.names.iter_mut().find(|(known, _)| known == key) {
            Some((_, list)) => list.push(name),
            None => item.names.push((key.to_string(), vec![name])),
        }
    } else if key == "type" {
        item.item_type = value.to_string();
    } else if item.variable(key).is_none() {
        item.variables.push((key.to_string(), value.to_string()));
    }
}

fn name(value: &Value) -> Name {
    let of = |key: &str| text(&value[key]);
    let flag = |key: &str| !matches!(text(&value[key]).as_str(), "" | "false" | "0");
    let mut name = Name {
        family: of("family"),
        given: of("given"),
        dropping_particle: of("dropping-particle"),
        non_dropping_particle: of("non-dropping-particle"),
        suffix: of("suffix"),
        comma_suffix: flag("comma-suffix"),
        static_ordering: flag("static-ordering"),
        literal: of("literal"),
    };
    if flag("isInstitution") && name.literal.is_empty() {
        name.literal = std::mem::take(&mut name.family);
    }
    if value["parse-names"].is_null() || flag("parse-names") { split_particles(name) } else { name }
}

/// The name with particles and a suffix taken out of `family` and `given` where they stand there (`family: "de la Fontaine"`,
/// `given: "Jean de"`, `given: "John, Jr."`), as citeproc-js does.
pub fn split_particles(mut name: Name) -> Name {
    if let Some(whole) = name.family.strip_prefix('"').and_then(|family| family.strip_suffix('"')) {
        name.family = whole.to_string();
        return name;
    }
    if name.suffix.is_empty()
        && let Some((given, suffix)) = name.given.split_once(',')
    {
        let suffix = suffix.trim_start();
        name.comma_suffix |= suffix.starts_with('!');
        name.suffix = suffix.trim_start_matches('!').trim().to_string();
        name.given = given.trim_end().to_string();
    }
    if name.non_dropping_particle.is_empty() {
        let length = leading_particles(&name.family);
        name.non_dropping_particle = name.family[..length].trim_end().to_string();
        name.family.drain(..length);
    }
    if name.dropping_particle.is_empty() {
        let particle = |word: &&str| {
            !word.is_empty() && word.chars().all(|c| c.is_lowercase() || matches!(c, '\'' | '’'))
        };
        let length: usize = name.given.rsplit(' ').take_while(particle).map(|word| word.len() + 1).sum();
        if let Some(at) = name.given.len().checked_sub(length).filter(|_| length > 0) {
            name.dropping_particle = name.given[at..].trim_start().to_string();
            name.given.truncate(at);
        }
    }
    name
}

fn number(value: &Value) -> Option<i32> {
    match value {
        Value::Number(number) => number.as_i64().and_then(|number| i32::try_from(number).ok()),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

fn parts(value: &Value) -> Option<DateParts> {
    let part = |at: usize| number(&value[at]);
    let year = part(0)?;
    let mut parts = DateParts { year, ..DateParts::default() };
    match part(1).and_then(|month| u8::try_from(month).ok()) {
        Some(month @ 1..=12) => parts.month = Some(month),
        Some(season @ 13..=16) => parts.season = Some(season - 12),
        Some(season @ 21..=24) => parts.season = Some(season - 20),
        _ => {}
    }
    parts.day = part(2).and_then(|day| u8::try_from(day).ok()).filter(|day| *day > 0);
    Some(parts)
}

fn date(value: &Value) -> Option<Date> {
    let raw = value["raw"].as_str().filter(|_| value["date-parts"][0].is_null());
    if let Some(raw) = value.as_str().or(raw) {
        return raw_date(raw);
    }
    let mut date = Date { literal: text(&value["literal"]), ..Date::default() };
    date.start = parts(&value["date-parts"][0]);
    date.end = parts(&value["date-parts"][1]);
    date.approximate = !matches!(text(&value["circa"]).as_str(), "" | "0" | "false");
    let season = text(&value["season"]);
    if let Some(start) = date.start.as_mut().filter(|start| start.month.is_none()) {
        match season.parse::<u8>() {
            Ok(number @ 1..=4) => start.season = Some(number),
            _ if !season.is_empty() => {
                date.literal = format!("{season} {}", start.year);
                date.start = None;
            }
            _ => {}
        }
    }
    (date != Date::default()).then_some(date)
}

/// A date in words or as `2001-05-06`, with a range after `/`.
fn raw_date(raw: &str) -> Option<Date> {
    let one = |text: &str| -> Option<DateParts> {
        let mut pieces = text.trim().splitn(3, '-').map(str::trim);
        let year = pieces.next()?.parse().ok()?;
        let month = pieces.next().and_then(|month| month.parse().ok());
        let day = pieces.next().and_then(|day| day.parse().ok());
        let season = month.filter(|month| (21..=24).contains(month)).map(|month: u8| month - 20);
        Some(DateParts { year, month: month.filter(|month| (1..=12).contains(month)), day, season })
    };
    let (start, end) = raw.split_once('/').map_or((raw, None), |(start, end)| (start, Some(end)));
    match one(start.trim_end_matches(['?', '~'])) {
        Some(first) => {
            let approximate = start.ends_with(['?', '~']);
            Some(Date { start: Some(first), end: end.and_then(one), approximate, literal: String::new() })
        }
        None => Some(Date { literal: raw.to_string(), ..Date::default() }),
    }
}

/// The number of a note; 0 is the text itself.
pub fn note(value: &Value) -> Option<u32> {
    value.as_u64().and_then(|note| u32::try_from(note).ok()).filter(|note| *note > 0)
}

fn flag(value: &Value) -> bool {
    value.as_bool().unwrap_or(false) || *value == 1
}

/// A list of cites.
pub fn citation(value: &Value, items: &[Item]) -> Citation {
    let cites = value.as_array().into_iter().flatten().filter_map(|value| {
        let id = text(&value["id"]);
        let own = |key: &str| Some(text(&value[key])).filter(|text| !text.is_empty());
        Some(Cite {
            item: items.iter().position(|item| item.id == id)?,
            locator: own("locator"),
            label: own("label"),
            prefix: text(&value["prefix"]),
            suffix: text(&value["suffix"]),
            suppress_author: flag(&value["suppress-author"]),
            in_text: flag(&value["author-only"]),
        })
    });
    Citation { cites: cites.collect(), ..Citation::default() }
}

/// Citations after which a list of cites has the position that it asks for (citeproc-js's numbers for them).
pub fn before(value: &Value, citation: &Citation) -> Vec<Citation> {
    let plain = |cite: &Cite| Cite { item: cite.item, ..Cite::default() };
    let cites = match value[0]["position"].as_u64() {
        // Of several cites in a note none is "the one before".
        Some(1) => citation.cites.iter().flat_map(|cite| [plain(cite), plain(cite)]).collect(),
        Some(2) => citation.cites.clone(),
        Some(3) => citation.cites.iter().map(plain).collect(),
        _ => return Vec::new(),
    };
    vec![Citation { cites, ..Citation::default() }]
}
