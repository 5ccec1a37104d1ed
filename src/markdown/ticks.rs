//! Where code in a line is, between backticks. [`Ticks::code`] is the entrance.

/// Looks for code, and remembers what it has looked for in vain.
#[derive(Default)]
pub struct Ticks {
    /// How many backticks close nothing, and from where on; more do not either.
    unclosed: Option<(usize, usize)>,
}

impl Ticks {
    /// The code that opens at `at`, where a backtick stands: how many backticks are on each side, and the length of what
    /// is between them. One with space on both sides opens nothing.
    pub fn code(&mut self, text: &str, at: usize) -> Option<(usize, usize)> {
        let (before, rest) = text.split_at(at);
        let ticks = Ticks::count(rest);
        let behind = &rest[ticks..];
        let lone = ticks == 1
            && (at == 0 || before.ends_with(|c: char| c.is_ascii_whitespace()))
            && behind.starts_with(|c: char| c.is_ascii_whitespace());
        if lone || self.unclosed.is_some_and(|(unclosed, from)| ticks >= unclosed && at >= from) {
            return None;
        }
        let end = behind.find(&rest[..ticks]);
        if end.is_none() {
            self.unclosed = Some((ticks, at));
        }
        end.map(|end| (ticks, end))
    }

    /// How many backticks stand at the start of `text`.
    pub fn count(text: &str) -> usize {
        text.bytes().take_while(|&byte| byte == b'`').count()
    }
}
