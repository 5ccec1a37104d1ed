//! Names in BibTeX's forms `First von Last`, `von Last, First` and `von Last, Jr, First`, and in
//! BibLaTeX's `family=…, given=…`. [`parse`] is the entrance.

use super::latex::{self, Style};
use super::scan::matching;
use crate::csl::Name;

/// A piece of a list of names: a word, or a comma between words. White space and commas inside braces
/// do not separate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token<'a> {
    Word(&'a str),
    Comma,
}

/// The names of a field. `others` is a literal name; a name in braces is an institution, literal as
/// well. What cannot be taken apart is kept as it is, literal, and reported.
pub(super) fn parse(source: &str, report: &mut dyn FnMut(&[&str])) -> Vec<Name> {
    let tokens = tokens(source);
    let mut list = Vec::new();
    for tokens in tokens.split(|token| matches!(token, Token::Word(word) if word.eq_ignore_ascii_case("and")))
    {
        let mut parts: Vec<Vec<&str>> = vec![Vec::new()];
        for token in tokens {
            match (token, parts.last_mut()) {
                (Token::Word(word), Some(part)) => part.push(word),
                _ => parts.push(Vec::new()),
            }
        }
        // `Smith, Jane, and Roe, Richard`: the comma before "and" says nothing.
        while parts.len() > 1 && parts.last().is_some_and(Vec::is_empty) {
            parts.pop();
        }
        if parts.iter().all(Vec::is_empty) {
            continue;
        }
        list.push(name(&parts, report));
    }
    list
}

fn tokens(source: &str) -> Vec<Token<'_>> {
    let bytes = source.as_bytes();
    let mut tokens = Vec::new();
    let (mut start, mut at, mut depth) = (0, 0, 0usize);
    while at < bytes.len() {
        let byte = bytes[at];
        let separates = depth == 0 && (byte.is_ascii_whitespace() || byte == b'~' || byte == b',');
        if separates {
            tokens.extend(source.get(start..at).filter(|word| !word.is_empty()).map(Token::Word));
            tokens.extend((byte == b',').then_some(Token::Comma));
            start = at + 1;
        }
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            // `\~n` and `\,` do not separate; `\{` is left to the count of braces, as in BibTeX.
            b'\\' if matches!(bytes.get(at + 1), Some(b'~' | b',')) => at += 1,
            _ => {}
        }
        at += 1;
    }
    tokens.extend(source.get(start..).filter(|word| !word.is_empty()).map(Token::Word));
    tokens
}

fn name(parts: &[Vec<&str>], report: &mut dyn FnMut(&[&str])) -> Name {
    let part = |at: usize| parts.get(at).map_or(&[][..], Vec::as_slice);
    if let Some(name) = keyed_name(parts) {
        return name;
    }
    let (words, suffix, given) = match parts.len() {
        1 => return undivided_name(part(0)),
        2 => (part(0), &[][..], part(1)),
        3 => (part(0), part(1), part(2)),
        _ => {
            let whole: Vec<String> = parts.iter().map(|part| text(part)).collect();
            let whole = whole.join(", ");
            report(&["the name `", &whole, "` has too many commas (names are separated by \"and\")"]);
            return Name { literal: whole, ..Name::default() };
        }
    };
    if words.is_empty() {
        return Name { family: text(given), suffix: text(suffix), ..Name::default() };
    }
    // BibTeX: the particle reaches to the last word in lower case that is not the family name.
    let particle = words[..words.len() - 1].iter().rposition(|word| is_lower(word)).map_or(0, |at| at + 1);
    Name {
        family: text(&words[particle..]),
        given: text(given),
        non_dropping_particle: text(&words[..particle]),
        suffix: text(suffix),
        ..Name::default()
    }
}

/// A name without commas.
fn undivided_name(words: &[&str]) -> Name {
    let Some((last, before)) = words.split_last() else { return Name::default() };
    if before.is_empty() && (*last == "others" || is_institution(last)) {
        return Name { literal: text(words), ..Name::default() };
    }
    // Chinese, Japanese and Korean names begin with the family name.
    if !before.is_empty() && words.iter().any(|word| word.chars().any(is_cjk)) {
        return Name { family: text(&words[..1]), given: text(&words[1..]), ..Name::default() };
    }
    let first = before.iter().position(|word| is_lower(word));
    let after = before.iter().rposition(|word| is_lower(word)).map(|at| at + 1);
    let (first, after) = (first.unwrap_or(before.len()), after.unwrap_or(before.len()));
    Name {
        given: text(&words[..first]),
        non_dropping_particle: text(&words[first..after]),
        family: text(&words[after..]),
        ..Name::default()
    }
}

/// A name in BibLaTeX's form, such as `family=Berg, given=Ada, prefix=van den`.
fn keyed_name(parts: &[Vec<&str>]) -> Option<Name> {
    let mut name = Name::default();
    let mut dropping = false;
    for part in parts {
        let part = part.join(" ");
        let (key, value) = part.split_once('=')?;
        let value = text(&[value.trim()]);
        match key.trim() {
            "family" => name.family = value,
            "given" => name.given = value,
            "prefix" => name.non_dropping_particle = value,
            "suffix" => name.suffix = value,
            "useprefix" => dropping = value == "false",
            "given-i" | "family-i" | "prefix-i" | "suffix-i" | "id" | "hash" => {}
            _ => return None,
        }
    }
    if dropping {
        name.dropping_particle = std::mem::take(&mut name.non_dropping_particle);
    }
    Some(name)
}

fn text(words: &[&str]) -> String {
    latex::decode(&words.join(" "), Style::Plain)
}

/// Whether a word is one brace group that is not a TeX special character.
fn is_institution(word: &str) -> bool {
    word.starts_with('{')
        && !word.starts_with("{\\")
        && matching(word.as_bytes(), 0, word.len()) == Some(word.len() - 1)
}

/// BibTeX's rule for particles: the first letter that has a case is in lower case. Brace groups have no
/// case, but for TeX special characters such as `{\AA}`, which count as the letter they stand for.
fn is_lower(word: &str) -> bool {
    let bytes = word.as_bytes();
    let mut at = 0;
    while let Some(next) = word.get(at..).and_then(|rest| rest.chars().next()) {
        let mut end = at + next.len_utf8();
        let special = match next {
            '{' => {
                end = matching(bytes, at, bytes.len()).map_or(bytes.len(), |close| close + 1);
                bytes.get(at + 1) == Some(&b'\\')
            }
            '\\' => {
                let letters = bytes[end..].iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
                end += letters.max(1);
                if bytes.get(end) == Some(&b'{') {
                    end = matching(bytes, end, bytes.len()).map_or(bytes.len(), |close| close + 1);
                }
                true
            }
            _ => false,
        };
        let letter = if special {
            let decoded = latex::decode(word.get(at..end).unwrap_or(""), Style::Plain);
            decoded.chars().find(|letter| letter.is_alphabetic())
        } else {
            (next != '{').then_some(next)
        };
        if let Some(letter) = letter.filter(|letter| letter.is_lowercase() || letter.is_uppercase()) {
            return letter.is_lowercase();
        }
        at = end;
    }
    false
}

fn is_cjk(letter: char) -> bool {
    matches!(letter, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'
        | '\u{AC00}'..='\u{D7AF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{2FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `given|particle|family|suffix`, or `=literal`, of each name.
    fn shown(source: &str) -> Vec<String> {
        let show = |name: Name| match name.literal.is_empty() {
            false => format!("={}", name.literal),
            true => [name.given, name.non_dropping_particle, name.family, name.suffix].join("|"),
        };
        parse(source, &mut |_| {}).into_iter().map(show).collect()
    }

    #[test]
    fn single_names() {
        for (source, expected) in [
            ("Kent Beck", "Kent||Beck|"),
            ("Beck, Kent", "Kent||Beck|"),
            ("Chameleon Team", "Chameleon||Team|"),
            ("Wei-ge Chen", "Wei-ge||Chen|"),
            ("Kalyan Vasudev Alwala", "Kalyan Vasudev||Alwala|"),
            ("Luciano Del Corro", "Luciano Del||Corro|"),
            ("Ludwig van Beethoven", "Ludwig|van|Beethoven|"),
            ("van Beethoven, Ludwig", "Ludwig|van|Beethoven|"),
            ("Jean de La Fontaine du Bois Joli", "Jean|de La Fontaine du|Bois Joli|"),
            ("de la Cruz", "|de la|Cruz|"),
            ("King, Jr., Martin Luther", "Martin Luther||King|Jr."),
            ("von Last, III, First", "First|von|Last|III"),
            ("{\\AA}berg, Anna", "Anna||Åberg|"),
            ("Anna {\\AA}berg Lund", "Anna Åberg||Lund|"),
            ("Jan {\\v S}imko Novak", "Jan Šimko||Novak|"),
            ("Jan \\v{S}imko Novak", "Jan Šimko||Novak|"),
            ("Jean {\\'e}tienne Poe", "Jean|étienne|Poe|"),
            ("Jean {de la} Fontaine", "Jean de la||Fontaine|"),
            ("J.~K. Rowling", "J. K.||Rowling|"),
            ("Mar{\\'i}a Nu{\\~n}ez", "María||Nuñez|"),
            ("Mar\\'ia Nu\\~nez", "María||Nuñez|"),
            ("Plato", "||Plato|"),
            ("{Barnes and Noble, Inc.}", "=Barnes and Noble, Inc."),
            ("{\\O}stergaard", "||Østergaard|"),
            ("others", "=others"),
            ("O'Brien, Tim", "Tim||O’Brien|"),
            ("Donald E. d'Alembert", "Donald E.||d’Alembert|"),
            ("毛 泽东", "泽东||毛|"),
            ("family=Berg, given=Ada Maria, prefix=van den", "Ada Maria|van den|Berg|"),
            ("A, B, C, D", "=A, B, C, D"),
            (", John", "||John|"),
        ] {
            assert_eq!(shown(source), [expected], "{source}");
        }
    }

    #[test]
    fn lists() {
        for (source, expected) in [
            ("A B and C D", &["A||B|", "C||D|"][..]),
            ("A B\n  AND\tC, D and others", &["A||B|", "D||C|", "=others"]),
            ("Smith, Jane, and Roe, Richard", &["Jane||Smith|", "Richard||Roe|"]),
            ("and A B and and", &["A||B|"]),
            ("{X and Y} and Z", &["=X and Y", "||Z|"]),
            ("Sandor Anderson", &["Sandor||Anderson|"]),
            ("", &[]),
        ] {
            assert_eq!(shown(source), expected, "{source}");
        }
        let mut messages = 0;
        parse("A, B, C, D", &mut |_| messages += 1);
        assert_eq!(messages, 1);
    }
}
