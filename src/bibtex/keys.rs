//! Keys to entries: a hash table of numbers that owns no key. [`Keys::find`] is the entrance.

/// An open-addressing table from keys, hashed without their case, to the numbers of entries.
#[derive(Clone, Debug, Default)]
pub(super) struct Keys {
    /// The entry's number plus one, or 0; the length is a power of two.
    slots: Vec<u32>,
    used: usize,
}

impl Keys {
    /// The entry with this key, else the first whose key differs only in (ASCII) case.
    pub(super) fn find<'k>(&self, key: &str, key_at: impl Fn(usize) -> &'k str) -> Option<usize> {
        let mut similar: Option<usize> = None;
        for at in self.probe(key) {
            let other = key_at(at);
            if other == key {
                return Some(at);
            }
            if other.eq_ignore_ascii_case(key) && similar.is_none_or(|first| at < first) {
                similar = Some(at);
            }
        }
        similar
    }

    /// The entry with this very key.
    pub(super) fn find_exact<'k>(&self, key: &str, key_at: impl Fn(usize) -> &'k str) -> Option<usize> {
        self.probe(key).find(|&at| key_at(at) == key)
    }

    /// Enters entry number `at`.
    pub(super) fn insert<'k>(&mut self, at: usize, key_at: impl Fn(usize) -> &'k str) {
        if self.used * 2 >= self.slots.len() {
            let len = (self.slots.len() * 2).max(64);
            let old = std::mem::replace(&mut self.slots, vec![0; len]);
            for slot in old.into_iter().filter(|&slot| slot != 0) {
                self.put(slot, key_at(slot as usize - 1));
            }
        }
        self.used += 1;
        self.put(at as u32 + 1, key_at(at));
    }

    fn put(&mut self, number: u32, key: &str) {
        let mask = self.slots.len() - 1;
        let mut slot = hash(key) & mask;
        while self.slots[slot] != 0 {
            slot = (slot + 1) & mask;
        }
        self.slots[slot] = number;
    }

    /// The numbers that may belong to this key. The table is never full, so this ends.
    fn probe(&self, key: &str) -> impl Iterator<Item = usize> {
        let mask = self.slots.len().wrapping_sub(1);
        let mut slot = hash(key);
        std::iter::from_fn(move || {
            slot &= mask;
            let number = *self.slots.get(slot)?;
            slot += 1;
            (number as usize).checked_sub(1)
        })
    }
}

/// FNV-1a over the lower-case bytes.
fn hash(key: &str) -> usize {
    let hash = key.bytes().fold(0x811C_9DC5_u32, |hash, byte| {
        (hash ^ u32::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0193)
    });
    (hash ^ (hash >> 15)) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_exactly_first_then_in_any_case() {
        let names: Vec<String> =
            (0..500).map(|n| format!("Key{n}")).chain(["key7".into(), "KEY7".into()]).collect();
        let mut keys = Keys::default();
        assert_eq!(keys.find("a", |at| &names[at]), None);
        for at in 0..names.len() {
            keys.insert(at, |at| &names[at]);
        }
        for (at, name) in names.iter().enumerate() {
            assert_eq!(keys.find(name, |at| &names[at]), Some(at));
        }
        assert_eq!(keys.find("kEY7", |at| &names[at]), Some(7));
        assert_eq!(keys.find("kEY499", |at| &names[at]), Some(499));
        assert_eq!(keys.find("none", |at| &names[at]), None);
    }
}
