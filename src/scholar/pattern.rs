//! The regular expressions of queries, as Ruby writes them. [`Pattern::parse`] is the entrance.
//!
//! Whether a text matches is found by keeping the set of all places in the pattern that the text read so far
//! can have led to, so the time is bounded by the product of both lengths whatever the pattern is.

use crate::letters;

/// How many steps a pattern may have; `{m,n}` repeats steps.
const MAX_STEPS: usize = 4000;
/// How deeply groups may be nested.
const MAX_DEPTH: usize = 40;

/// A pattern that can be looked for in a text.
pub(crate) struct Pattern {
    steps: Vec<Step>,
    sets: Vec<Set>,
    ignores_case: bool,
}

/// `[a-z_]`: whether it is `[^…]`, and its ranges.
struct Set {
    negated: bool,
    ranges: Vec<(char, char)>,
}

/// What has to be there; jumps are counted from their own place, so that pieces can be moved.
#[derive(Clone, Copy)]
enum Step {
    Char(char),
    Any,
    /// One of the sets, by its number.
    Set(usize),
    /// One of Ruby's `\d \w \s \h` or, in capitals, anything else.
    Class(char),
    /// A place: `^ $ b B A z Z`.
    At(char),
    Split(isize, isize),
    Jump(isize),
}

struct Reader<'p> {
    rest: std::str::Chars<'p>,
    sets: Vec<Set>,
    ignores_case: bool,
}

impl Pattern {
    /// Reads a pattern; `None` if it is wrong or has what is not known here (look-around, back-references).
    pub(crate) fn parse(source: &str) -> Option<Pattern> {
        let mut reader = Reader { rest: source.chars(), sets: Vec::new(), ignores_case: false };
        let steps = reader.alternatives(0)?;
        let Reader { rest, sets, ignores_case } = reader;
        rest.as_str().is_empty().then_some(Pattern { steps, sets, ignores_case })
    }

    /// Whether the pattern matches anywhere in `text`.
    pub(crate) fn is_match(&self, text: &str) -> bool {
        self.run(text, 0, false).is_some()
    }

    /// Where the longest match ends that begins at the byte `from`.
    pub(crate) fn match_at(&self, text: &str, from: usize) -> Option<usize> {
        self.run(text, from, true)
    }

    /// The end of a match: the first one anywhere, or the longest one of those that begin at `from`.
    fn run(&self, text: &str, from: usize, anchored: bool) -> Option<usize> {
        let mut threads: Vec<usize> = Vec::new();
        let mut next: Vec<usize> = Vec::new();
        let mut seen = vec![0usize; self.steps.len() + 1];
        let mut round = 0;
        let mut found = None;
        let mut before = text.get(..from)?.chars().next_back();
        let mut chars = text.get(from..)?.chars();
        loop {
            let rest = chars.as_str();
            let here = chars.next();
            round += 1;
            // What the last character led to, and a new beginning.
            let starts = std::mem::take(&mut next);
            threads.clear();
            for start in starts.into_iter().chain((round == 1 || !anchored).then_some(0)) {
                if self.follow(start, before, here, rest, round, &mut seen, &mut threads) {
                    found = Some(text.len() - rest.len());
                }
            }
            let Some(c) = here.filter(|_| !threads.is_empty() && (anchored || found.is_none())) else {
                // Without a thread nothing anchored can follow.
                match here {
                    Some(_) if !anchored && found.is_none() => {
                        before = here;
                        continue;
                    }
                    _ => return found,
                }
            };
            next.extend(threads.iter().filter(|at| self.takes(**at, c)).map(|at| at + 1));
            before = here;
        }
    }

    /// Adds the steps that wait for a character behind `start`; true where the pattern ends.
    #[expect(clippy::too_many_arguments)]
    fn follow(
        &self,
        start: usize,
        before: Option<char>,
        here: Option<char>,
        rest: &str,
        round: usize,
        seen: &mut [usize],
        threads: &mut Vec<usize>,
    ) -> bool {
        let mut open = vec![start];
        let mut ends = false;
        while let Some(at) = open.pop() {
            if seen.get(at).is_none_or(|seen| *seen == round) {
                continue;
            }
            seen[at] = round;
            let to = |offset: isize| at.wrapping_add_signed(offset);
            match self.steps.get(at) {
                None => ends = true,
                Some(Step::Split(one, other)) => open.extend([to(*one), to(*other)]),
                Some(Step::Jump(offset)) => open.push(to(*offset)),
                Some(Step::At(place)) if holds(*place, before, here, rest) => open.push(at + 1),
                Some(Step::At(_)) => {}
                Some(_) => threads.push(at),
            }
        }
        ends
    }

    fn takes(&self, at: usize, c: char) -> bool {
        match self.steps.get(at) {
            Some(Step::Char(wanted)) => {
                c == *wanted || (self.ignores_case && letters::lower_char(c) == letters::lower_char(*wanted))
            }
            Some(Step::Any) => c != '\n',
            Some(Step::Set(number)) => self.sets.get(*number).is_some_and(|set| {
                set.ranges.iter().any(|(first, last)| (*first..=*last).contains(&c)) != set.negated
            }),
            Some(Step::Class(class)) => {
                let inside = match class.to_ascii_lowercase() {
                    'd' => c.is_ascii_digit(),
                    'h' => c.is_ascii_hexdigit(),
                    's' => c.is_ascii_whitespace(),
                    _ => is_word(c),
                };
                inside == class.is_ascii_lowercase()
            }
            _ => false,
        }
    }
}

fn is_word(c: char) -> bool {
    c == '_' || c.is_alphanumeric()
}

/// Whether a place between two characters is of the kind asked for.
fn holds(place: char, before: Option<char>, here: Option<char>, rest: &str) -> bool {
    let edge = before.is_some_and(is_word) != here.is_some_and(is_word);
    match place {
        'b' => edge,
        'B' => !edge,
        '^' => before.is_none_or(|c| c == '\n'),
        '$' => here.is_none_or(|c| c == '\n'),
        'A' => before.is_none(),
        'z' => here.is_none(),
        _ => rest.is_empty() || rest == "\n",
    }
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.rest.clone().next()
    }

    fn eat(&mut self, c: char) -> bool {
        let found = self.peek() == Some(c);
        if found {
            self.rest.next();
        }
        found
    }

    fn alternatives(&mut self, depth: usize) -> Option<Vec<Step>> {
        let mut steps = self.sequence(depth)?;
        while self.eat('|') {
            let other = self.sequence(depth)?;
            steps.insert(0, Step::Split(1, steps.len() as isize + 2));
            steps.push(Step::Jump(other.len() as isize + 1));
            steps.extend(other);
            if steps.len() > MAX_STEPS {
                return None;
            }
        }
        Some(steps)
    }

    fn sequence(&mut self, depth: usize) -> Option<Vec<Step>> {
        let mut steps = Vec::new();
        while let Some(c) = self.peek().filter(|c| !matches!(c, '|' | ')')) {
            self.rest.next();
            let atom = match c {
                '.' => vec![Step::Any],
                '^' | '$' => vec![Step::At(c)],
                '\\' => vec![self.escape()?],
                '(' => self.group(depth)?,
                '[' => vec![self.set()?],
                '*' | '+' | '?' => return None,
                _ => vec![Step::Char(c)],
            };
            steps.extend(self.repeated(atom)?);
            if steps.len() > MAX_STEPS {
                return None;
            }
        }
        Some(steps)
    }

    fn set(&mut self) -> Option<Step> {
        let negated = self.eat('^');
        let mut ranges: Vec<(char, char)> = Vec::new();
        loop {
            let first = match self.rest.next()? {
                ']' if !ranges.is_empty() => break,
                '\\' => match self.escape()? {
                    Step::Char(c) => c,
                    _ => return None,
                },
                c => c,
            };
            // A dash before the end is itself.
            let is_range = self.peek() == Some('-') && self.rest.clone().nth(1).is_some_and(|c| c != ']');
            let last = if is_range { self.rest.nth(1)? } else { first };
            ranges.push((first, last));
        }
        self.sets.push(Set { negated, ranges });
        Some(Step::Set(self.sets.len() - 1))
    }

    fn escape(&mut self) -> Option<Step> {
        Some(match self.rest.next()? {
            c @ ('d' | 'D' | 'w' | 'W' | 's' | 'S' | 'h' | 'H') => Step::Class(c),
            c @ ('b' | 'B' | 'A' | 'z' | 'Z') => Step::At(c),
            'n' => Step::Char('\n'),
            't' => Step::Char('\t'),
            c if c.is_ascii_alphanumeric() => return None,
            c => Step::Char(c),
        })
    }

    fn group(&mut self, depth: usize) -> Option<Vec<Step>> {
        if depth > MAX_DEPTH {
            return None;
        }
        if self.eat('?') {
            let insensitive = self.eat('i');
            self.ignores_case |= insensitive;
            if insensitive && self.eat(')') {
                return Some(Vec::new());
            }
            if !self.eat(':') {
                return None;
            }
        }
        let steps = self.alternatives(depth + 1)?;
        self.eat(')').then_some(steps)
    }

    /// The atom as often as the sign behind it says. Whether as much or as little as possible is taken
    /// decides nothing here.
    fn repeated(&mut self, atom: Vec<Step>) -> Option<Vec<Step>> {
        let (least, most) = match self.peek() {
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('?') => (0, Some(1)),
            Some('{') => match self.counts() {
                Some(counts) => counts,
                None => return Some(atom),
            },
            _ => return Some(atom),
        };
        self.rest.next();
        let _ = self.eat('?') || self.eat('+');
        let length = atom.len() as isize;
        if most.unwrap_or(least).max(least).checked_mul(atom.len() + 1)? > MAX_STEPS {
            return None;
        }
        let mut steps = Vec::new();
        for _ in 0..least {
            steps.extend_from_slice(&atom);
        }
        match most {
            Some(most) => {
                for _ in least..most {
                    steps.push(Step::Split(1, length + 1));
                    steps.extend_from_slice(&atom);
                }
            }
            None => {
                steps.push(Step::Split(1, length + 2));
                steps.extend_from_slice(&atom);
                steps.push(Step::Jump(-length - 1));
            }
        }
        Some(steps)
    }

    /// Reads `{2}`, `{2,}`, `{,3}` or `{2,3}` up to its last brace; a brace that begins no count is itself.
    fn counts(&mut self) -> Option<(usize, Option<usize>)> {
        let (inside, _) = self.rest.as_str().strip_prefix('{')?.split_once('}')?;
        let number = |text: &str, missing| if text.is_empty() { Some(missing) } else { text.parse().ok() };
        let counts = match inside.split_once(',') {
            Some((least, "")) => (number(least, 0)?, None),
            Some((least, most)) => (number(least, 0)?, Some(number(most, 0)?)),
            None => (inside.parse().ok()?, Some(inside.parse().ok()?)),
        };
        self.rest = self.rest.as_str().get(1 + inside.len()..)?.chars();
        Some(counts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_as_in_ruby() {
        for (pattern, text, found) in [
            ("", "", true),
            ("Albert", "Booth, Brian and Albert, Alex", true),
            (r"\bAlbert\b", "Alberta", false),
            (r"\bAlbert\b", "x Albert", true),
            ("^Poe", "Poe, E. A.", true),
            ("^Poe", "Edgar Poe", false),
            ("^(Poe|Knuth),", "Knuth, Donald", true),
            ("a(b|c)*d$", "xabcbcd", true),
            ("a(b|c)+d", "ad", false),
            (r"\d{4}-\d{2,}", "on 2020-011", true),
            (r"^\d{4}$", "20201", false),
            ("x{2,3}y", "xy", false),
            ("(a*)*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac", false),
            ("(?i)gödel", "GÖDEL", true),
            ("(?:a|b)c?d", "bd", true),
            (r"a\.b", "axb", false),
            ("colou?r", "color", true),
            ("x{", "x{", true),
            (r"\Aa.c\z", "abc", true),
            (r"\S+\s\W", "ab &", true),
            ("^[a-c_-]+$", "ab-_c", true),
            ("[^a-c]", "abc", false),
            (r"[]\]x]", "a]", true),
        ] {
            let read = Pattern::parse(pattern).unwrap_or_else(|| panic!("{pattern}"));
            assert_eq!(read.is_match(text), found, "{pattern} in {text}");
        }
    }

    #[test]
    fn the_longest_match_at_a_place() {
        for (pattern, text, from, end) in [
            ("a+", "aaab", 0, Some(3)),
            ("a+", "aaab", 1, Some(3)),
            ("a+", "aaab", 3, None),
            ("a|ab", "abc", 0, Some(2)),
            ("x*", "abc", 1, Some(1)),
            ("^b", "ab", 1, None),
            ("[†*]", "é†", 2, Some(5)),
        ] {
            assert_eq!(Pattern::parse(pattern).unwrap().match_at(text, from), end, "{pattern} in {text}");
        }
    }

    #[test]
    fn what_is_wrong_or_too_much_is_refused() {
        let deep = "(".repeat(100_000);
        for pattern in [
            "(",
            ")",
            "*",
            "a(?=b)",
            "[a",
            r"\1",
            "x{9999}{9999}",
            "((x{99}){99}){99}",
            "(){0,20000000}",
            &deep,
        ] {
            assert!(Pattern::parse(pattern).is_none(), "{}", pattern.len());
        }
    }
}
