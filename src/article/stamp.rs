//! Stamps of texts, by which a written page knows whether it still says what its files say. [`stamp`] is the entrance.

use crate::fnv;

/// A short text that differs when any of these texts does. A written page carries that of what it was made
/// from, so that the page knows whether it still says the same (FNV-1a, 64 bits).
pub fn stamp(texts: &[Option<&str>]) -> String {
    stamp_of(texts.iter().map(|text| hash(*text)))
}

/// What [`stamp`] makes of a text, so that one that many posts share is looked through once.
pub fn hash(text: Option<&str>) -> u64 {
    // No UTF-8 has these bytes: they tell a text that is missing from an empty one.
    fnv::add(fnv::add(fnv::EMPTY, text.unwrap_or("").as_bytes()), &[if text.is_some() { 0xFF } else { 0xFE }])
}

/// The stamp of texts that have these hashes.
pub fn stamp_of(hashes: impl Iterator<Item = u64>) -> String {
    let hash = hashes.fold(fnv::EMPTY, |all, hash| fnv::add(all, &hash.to_le_bytes()));
    let digit = |place: u32| char::from(b"0123456789abcdef"[(hash >> (60 - 4 * place)) as usize & 15]);
    (0..16).map(digit).collect()
}
