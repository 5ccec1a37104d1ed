//! Names in BibTeX's forms `First von Last`, `von Last, First` and `von Last, Jr, First`, and in
//! BibLaTeX's `family=…, given=…`. [`parse`] is the entrance.

use super::latex::{self, Style};
use super::scan::matching;
use crate::csl::Name;
use crate::letters;

/// The names of a field. `others` is a literal name; a name in braces is an institution, literal as
/// well. What cannot be taken apart is kept as it is, literal, and reported.
pub(super) fn parse(source: &str, report: &mut dyn FnMut(&[&str])) -> Vec<Name> {
    let mut list = Vec::new();
    // The words of a name, and how many of them stand before each comma.
    let mut words: Vec<&str> = Vec::new();
    let mut commas: Vec<usize> = Vec::new();
    let (mut at, mut start) = (0, 0);
    loop {
        let before = at;
        let token = next_token(source, &mut at);
        match token {
            Some(",") => commas.push(words.len()),
            // Exports of RePEc have `&` in its place.
            Some(word) if !word.eq_ignore_ascii_case("and") && !matches!(word, "&" | "\\&") => {
                words.push(word)
            }
            _ => {
                // `Smith, Jane, and Roe, Richard`: the comma before "and" says nothing.
                while commas.last() == Some(&words.len()) {
                    commas.pop();
                }
                if !words.is_empty() {
                    let source = source.get(start..before).unwrap_or("");
                    list.push(name(source, &words, &commas, report));
                }
                if token.is_none() {
                    return list;
                }
                start = at;
                words.clear();
                commas.clear();
            }
        }
    }
}

/// The next word or comma. White space, ties and commas inside braces do not separate.
fn next_token<'a>(source: &'a str, at: &mut usize) -> Option<&'a str> {
    let bytes = source.as_bytes();
    let separates = |byte: u8| byte.is_ascii_whitespace() || byte == b'~';
    while *at < bytes.len() && separates(bytes[*at]) {
        *at += 1;
    }
    let (start, mut depth) = (*at, 0usize);
    while let Some(&byte) = bytes.get(*at) {
        match byte {
            b',' if depth == 0 && *at == start => {
                *at += 1;
                break;
            }
            _ if depth == 0 && (byte == b',' || separates(byte)) => break,
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            // `\~n` and `\,` do not separate; `\{` is left to the count of braces, as in BibTeX.
            b'\\' if matches!(bytes.get(*at + 1), Some(b'~' | b',')) => *at += 1,
            _ => {}
        }
        *at += 1;
    }
    source.get(start..*at).filter(|token| !token.is_empty())
}

fn name(source: &str, words: &[&str], commas: &[usize], report: &mut dyn FnMut(&[&str])) -> Name {
    if let Some(name) = keyed_name(words, commas) {
        return name;
    }
    let (words, suffix, given) = match *commas {
        [] => return undivided_name(words),
        [first] => (&words[..first], &[][..], &words[first..]),
        [first, second] => (&words[..first], &words[first..second], &words[second..]),
        _ => {
            let whole = text(&[source]);
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
    // DBLP numbers people of the same name: `Jane Doe 0001`.
    if before.len() > 1 && last.len() == 4 && last.bytes().all(|byte| byte.is_ascii_digit()) {
        return undivided_name(before);
    }
    if before.is_empty() && (*last == "others" || is_institution(last)) {
        return Name { literal: text(words), ..Name::default() };
    }
    // Chinese, Japanese and Korean names begin with the family name.
    if !before.is_empty() && words[0].chars().any(is_cjk) {
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
fn keyed_name(words: &[&str], commas: &[usize]) -> Option<Name> {
    let mut name = Name::default();
    let mut dropping = false;
    let mut start = 0;
    for &end in commas.iter().chain([&words.len()]) {
        let part = words.get(start..end)?.join(" ");
        start = end;
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
            decoded.chars().find_map(case)
        } else {
            case(next)
        };
        if let Some(is_lower) = letter {
            return is_lower;
        }
        at = end;
    }
    false
}

/// Whether a letter is in lower case; `None` if it has no case. Only the scripts that have one are looked
/// at, so that no table of all letters is needed.
fn case(letter: char) -> Option<bool> {
    match letter {
        'a'..='z' => Some(true),
        'A'..='Z' => Some(false),
        '×' | '÷' | '\u{2B0}'..='\u{36F}' => None,
        '\u{C0}'..='\u{587}' | '\u{1E00}'..='\u{1FFF}' => {
            Some(letters::lower_char(letter).starts_with(letter))
        }
        _ => None,
    }
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
            ("Anna Östlund Ek", "Anna Östlund||Ek|"),
            ("Anna öst Ek", "Anna|öst|Ek|"),
            ("דוד בן גוריון", "דוד בן||גוריון|"),
            ("{Barnes and Noble, Inc.}", "=Barnes and Noble, Inc."),
            ("{\\O}stergaard", "||Østergaard|"),
            ("others", "=others"),
            ("O'Brien, Tim", "Tim||O’Brien|"),
            ("Donald E. d'Alembert", "Donald E.||d’Alembert|"),
            ("毛 泽东", "泽东||毛|"),
            ("鈴木 Alice", "Alice||鈴木|"),
            ("Alice {鈴木}", "Alice||鈴木|"),
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
            ("A B & C D \\& E", &["A||B|", "C||D|", "||E|"]),
            ("Jane Doe 0001 and R2 0002", &["Jane||Doe|", "R2||0002|"]),
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
