//! What `page` and `site` have besides front matter and configuration: [`page`] and [`with_time`].

use std::rc::Rc;

use super::data::Data;
use super::strftime::Moment;

/// `page`: the front matter with what Jekyll adds to it.
pub fn page(front_matter: Data, file: &str) -> Data {
    let mut pairs = pairs_of(front_matter);
    let name = file.rsplit('/').next().unwrap_or(file);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let dated = crate::date::Date::from_file_name(stem);
    let slug = dated.map_or(stem, |(_, slug)| slug);
    let day = dated.and_then(|_| stem.get(..10)).unwrap_or("");
    let date = match pairs.iter().find(|(key, _)| &**key == "date") {
        Some((_, date)) => date.show(),
        None => day.into(),
    };
    if let Some(moment) = Moment::parse(&date) {
        set(&mut pairs, "date", Data::text(&moment.to_text()));
    }
    for (one, many) in [("tag", "tags"), ("category", "categories")] {
        let values =
            [one, many].into_iter().filter_map(|key| pairs.iter().find(|(known, _)| &**known == key));
        let labels: Vec<Data> = values
            .flat_map(|(key, value)| match value {
                Data::Text(text) if &**key == many => text.split_whitespace().map(Data::text).collect(),
                Data::List(list) => list.items.clone(),
                Data::Nil => Vec::new(),
                value => vec![Data::Text(value.show())],
            })
            .collect();
        set(&mut pairs, many, Data::list(labels));
    }
    let folder = if dated.is_some() { "_posts/" } else { "" };
    for (key, value) in [
        ("slug", slug),
        ("path", &[folder, name].concat()),
        ("name", name),
        ("id", stem),
        ("collection", "posts"),
    ] {
        if pairs.iter().all(|(known, _)| &**known != key) {
            pairs.push((key.into(), Data::text(value)));
        }
    }
    Data::map(pairs)
}

/// `site` with the time at which it is rendered.
pub fn with_time(site: Data, now: i64) -> Data {
    let mut pairs = pairs_of(site);
    if let Some(moment) = Moment::at(now) {
        set(&mut pairs, "time", Data::text(&moment.to_text()));
    }
    Data::map(pairs)
}

fn pairs_of(value: Data) -> Vec<(Rc<str>, Data)> {
    match value {
        Data::Map(map) => map.pairs.clone(),
        _ => Vec::new(),
    }
}

fn set(pairs: &mut Vec<(Rc<str>, Data)>, key: &str, value: Data) {
    pairs.retain(|(known, _)| &**known != key);
    pairs.push((key.into(), value));
}
