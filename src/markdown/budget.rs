//! A bound for looking ahead in vain. [`Budget::find`] is the entrance.

/// How many bytes may still be looked at in vain. What opens and is never closed would else be looked for to
/// the end of the text from each of its openings.
#[derive(Debug)]
pub struct Budget(usize);

impl Budget {
    /// A budget for a text of `length` bytes: linear, and more than any sensible text needs.
    pub fn new(length: usize) -> Self {
        Budget(20 * length + 5000)
    }

    /// Whether nothing is left.
    pub fn is_spent(&self) -> bool {
        self.0 == 0
    }

    /// Notes that `bytes` were looked at in vain.
    pub fn spend(&mut self, bytes: usize) {
        self.0 = self.0.saturating_sub(bytes);
    }

    /// What `search` finds in `text`, as long as the budget lasts.
    pub fn find<T>(&mut self, text: &str, search: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let found = if self.is_spent() { None } else { search(text) };
        if found.is_none() {
            self.spend(text.len());
        }
        found
    }

    /// Where `mark` stands in `text`, as long as the budget lasts.
    #[inline(never)]
    pub fn find_str(&mut self, text: &str, mark: &str) -> Option<usize> {
        self.find(text, |text| text.find(mark))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_vain_searches_cost() {
        let mut budget = Budget::new(0);
        assert!((0..9999).all(|_| budget.find("abc", |text| text.find('c')).is_some()));
        assert!((0..1667).all(|_| budget.find("abc", |text| text.find('x')).is_none()));
        assert!(budget.is_spent() && budget.find("abc", |text| text.find('c')).is_none());
    }
}
