//! Expressions: what stands in outputs and tags. [`Expression::parse`], [`Chain::parse`] and [`Condition::parse`]
//! are the entrances; they read what Ruby's Liquid 4 reads in its forgiving mode, which is all that Jekyll takes.

use std::rc::Rc;

use super::data::Data;
use super::number;

/// A literal, a range, or a variable with its path.
#[derive(Clone)]
pub enum Expression {
    Literal(Data),
    Range(Box<(Expression, Expression)>),
    Variable(Rc<Variable>),
}

/// `site.data["people"][0].name`
pub struct Variable {
    pub name: Expression,
    pub path: Vec<Key>,
}

/// A step of a variable's path.
pub struct Key {
    pub key: Expression,
    /// It was written with a dot, so that it may be `size`, `first` or `last`.
    pub dotted: bool,
}

/// `value | filter: argument, name: argument | …`
#[derive(Clone)]
pub struct Chain {
    pub value: Expression,
    pub filters: Vec<Filter>,
}

/// One filter with its arguments.
#[derive(Clone)]
pub struct Filter {
    pub name: Rc<str>,
    pub arguments: Vec<Expression>,
    pub named: Vec<(Rc<str>, Expression)>,
}

/// Brackets in brackets are read to this depth.
const DEPTH: usize = 8;

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// How long the fragment is that `text` begins with: a text in quotes, or everything up to white space, a comma
/// or a bar; quotes inside hide those.
pub fn fragment(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'"' | b'\'' => {
                let Some(length) = text.get(at + 1..).and_then(|rest| rest.find(char::from(byte))) else {
                    break;
                };
                at += length + 2;
                if at == length + 2 {
                    // What follows a text in quotes does not belong to it.
                    break;
                }
            }
            b',' | b'|' | b' ' | b'\t' | b'\n' | b'\r' | 0x0B | 0x0C => break,
            _ => at += 1,
        }
    }
    at
}

/// The next fragment of `rest`, which is left behind it; characters that begin none are passed over.
pub fn next_fragment<'t>(rest: &mut &'t str) -> Option<&'t str> {
    loop {
        let length = fragment(rest);
        if length > 0 {
            let (found, after) = rest.split_at_checked(length)?;
            *rest = after;
            return Some(found);
        }
        let skipped = rest.chars().next()?.len_utf8();
        *rest = rest.get(skipped..)?;
    }
}

impl Expression {
    /// Reads one fragment.
    pub fn parse(text: &str) -> Expression {
        Expression::nested(text, 0)
    }

    fn nested(text: &str, depth: usize) -> Expression {
        let text = text.trim();
        let quoted = |quote: char| text.strip_prefix(quote).and_then(|inner| inner.strip_suffix(quote));
        if let Some(inner) = quoted('"').or_else(|| quoted('\'')) {
            return Expression::Literal(Data::text(inner));
        }
        let literal = match text {
            "" | "nil" | "null" => Data::Nil,
            "true" => Data::Bool(true),
            "false" => Data::Bool(false),
            "blank" => Data::Blank,
            "empty" => Data::Empty,
            _ => match number_literal(text) {
                Some(number) => number,
                None => return Expression::lookup(text, depth),
            },
        };
        Expression::Literal(literal)
    }

    fn lookup(text: &str, depth: usize) -> Expression {
        if depth > DEPTH {
            return Expression::Literal(Data::Nil);
        }
        if let Some((from, to)) = text
            .strip_prefix('(')
            .and_then(|inner| inner.strip_suffix(')'))
            .and_then(|inner| inner.split_once(".."))
        {
            let bounds = (Expression::nested(from, depth + 1), Expression::nested(to, depth + 1));
            return Expression::Range(Box::new(bounds));
        }
        let mut steps = steps(text, depth);
        if steps.is_empty() {
            return Expression::Literal(Data::Nil);
        }
        let name = steps.remove(0).key;
        Expression::Variable(Rc::new(Variable { name, path: steps }))
    }
}

/// The names and brackets of a variable, whatever stands between them.
fn steps(text: &str, depth: usize) -> Vec<Key> {
    let mut steps = Vec::new();
    let mut rest = text;
    // Brackets that do not close: each is looked for to the end of the text, so there are few such looks.
    let mut vain = 0;
    while !rest.is_empty() {
        if let Some(inner) = rest.strip_prefix('[').filter(|_| vain < 50) {
            if let Some(end) = closing(inner) {
                let key = Expression::nested(inner.get(..end).unwrap_or(""), depth + 1);
                steps.push(Key { key, dotted: false });
                rest = inner.get(end + 1..).unwrap_or("");
                continue;
            }
            vain += 1;
        }
        let length = rest.bytes().take_while(|byte| is_word(*byte) || *byte == b'-' || *byte >= 0x80).count();
        let mark = (length > 0 && rest.as_bytes().get(length) == Some(&b'?')) as usize;
        let (name, after) = rest.split_at_checked(length + mark).unwrap_or(("", ""));
        if name.is_empty() {
            let mut letters = rest.chars();
            letters.next();
            rest = letters.as_str();
        } else {
            steps.push(Key { key: Expression::Literal(Data::text(name)), dotted: true });
            rest = after;
        }
    }
    steps
}

/// Where the bracket closes that is open before `text`.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (Some(open), _) if open == byte => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'[') => depth += 1,
            (None, b']') if depth == 0 => return Some(at),
            (None, b']') => depth -= 1,
            _ => {}
        }
    }
    None
}

/// `12`, `-3`, `1.5`; digits and dots in another form are the number they begin with.
fn number_literal(text: &str) -> Option<Data> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    if !plain || !digits.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    if digits.contains('.') {
        return Some(Data::Float(number::leading_float(text)));
    }
    number::parse(text)
}

impl Chain {
    /// Reads a value with its filters.
    pub fn parse(markup: &str) -> Chain {
        let mut rest = markup;
        let value = next_fragment(&mut rest).map_or(Expression::Literal(Data::Nil), Expression::parse);
        let mut filters = Vec::new();
        // Whatever stands between the value and the first bar is passed over.
        while let Some(at) = bar(rest) {
            rest = rest.get(at + 1..).unwrap_or("");
            let part = bar(rest).and_then(|end| rest.get(..end)).unwrap_or(rest);
            filters.extend(Filter::parse(part));
        }
        Chain { value, filters }
    }
}

/// The next `|` outside quotes.
fn bar(text: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (Some(open), _) if open == byte => quote = None,
            (Some(_), _) => {}
            (None, b'|') => return Some(at),
            // A quote that is never closed is an ordinary character.
            (None, b'"' | b'\'')
                if text.get(at + 1..).is_some_and(|rest| rest.contains(char::from(byte))) =>
            {
                quote = Some(byte);
            }
            _ => {}
        }
    }
    None
}

impl Filter {
    /// Reads `name: argument, key: argument`.
    fn parse(text: &str) -> Option<Filter> {
        let text = text.trim_start_matches(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        let length = text.bytes().take_while(|byte| is_word(*byte)).count();
        let (name, mut rest) = text.split_at_checked(length)?;
        if name.is_empty() {
            return None;
        }
        let mut filter = Filter { name: name.into(), arguments: Vec::new(), named: Vec::new() };
        // Only what follows a colon or a comma is an argument.
        while let Some(at) = rest.find([':', ',']) {
            rest = rest.get(at + 1..)?.trim_start();
            let word = rest.bytes().take_while(|byte| is_word(*byte)).count();
            let (key, after) = rest.split_at_checked(word)?;
            match after.trim_start().strip_prefix(':') {
                Some(value) if word > 0 => {
                    let value = value.trim_start();
                    let length = fragment(value);
                    let (value, after) = value.split_at_checked(length)?;
                    filter.named.push((key.into(), Expression::parse(value)));
                    rest = after;
                }
                _ => {
                    let (value, after) = rest.split_at_checked(fragment(rest))?;
                    if !value.is_empty() {
                        filter.arguments.push(Expression::parse(value));
                    }
                    rest = after;
                }
            }
        }
        Some(filter)
    }
}

/// How two values are compared.
pub enum Comparison {
    Equal,
    Unequal,
    Less,
    More,
    AtMost,
    AtLeast,
    Contains,
    /// An operator that Liquid does not know: a mistake when it is asked.
    Unknown(Rc<str>),
}

/// What `if` asks: comparisons joined by `and` and `or`, which bind alike and to the right.
pub struct Condition {
    pub first: Test,
    /// `true` for `and`, with the condition behind it.
    pub rest: Vec<(bool, Test)>,
}

/// One comparison; a value alone asks whether it is true.
pub struct Test {
    pub left: Expression,
    pub right: Option<(Comparison, Expression)>,
}

impl Condition {
    /// Reads a condition.
    ///
    /// # Errors
    /// If it is empty.
    pub fn parse(markup: &str) -> Result<Condition, String> {
        let mut rest = markup;
        let first = Test::parse(&mut rest)?;
        let mut more = Vec::new();
        loop {
            match word(&mut rest) {
                Some("and") => more.push((true, Test::parse(&mut rest)?)),
                Some("or") => more.push((false, Test::parse(&mut rest)?)),
                // Anything else is passed over, as in Ruby.
                Some(_) => {}
                None => return Ok(Condition { first, rest: more }),
            }
        }
    }
}

/// The next word of a condition: a fragment that also ends before an operator.
fn word<'t>(rest: &mut &'t str) -> Option<&'t str> {
    *rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',' || c == '|');
    let is_sign = |byte: &u8| b"=!<>".contains(byte);
    let signs = rest.bytes().take_while(is_sign).count();
    let length = if signs > 0 { signs } else { fragment(rest) };
    // Signs in quotes belong to the fragment.
    let mut quote = None;
    let operator = rest.bytes().take(length).position(|byte| match quote {
        Some(open) => {
            quote = (open != byte).then_some(open);
            false
        }
        None => {
            quote = matches!(byte, b'"' | b'\'').then_some(byte);
            is_sign(&byte)
        }
    });
    let length = operator.filter(|at| *at > 0).unwrap_or(length);
    // A quote that is never closed is passed over.
    let length = length.max(rest.chars().next()?.len_utf8());
    let (word, after) = rest.split_at_checked(length)?;
    *rest = after;
    Some(word)
}

impl Test {
    fn parse(rest: &mut &str) -> Result<Test, String> {
        let left = word(rest).ok_or("a condition is missing")?;
        let left = Expression::parse(left);
        let mut ahead = *rest;
        let operator = match word(&mut ahead) {
            None | Some("and" | "or") => return Ok(Test { left, right: None }),
            Some(operator) => operator,
        };
        *rest = ahead;
        let comparison = match operator {
            "==" => Comparison::Equal,
            "!=" | "<>" => Comparison::Unequal,
            "<" => Comparison::Less,
            ">" => Comparison::More,
            "<=" => Comparison::AtMost,
            ">=" => Comparison::AtLeast,
            "contains" => Comparison::Contains,
            _ if operator.bytes().all(|byte| b"=!<>".contains(&byte) || byte.is_ascii_lowercase()) => {
                Comparison::Unknown(operator.into())
            }
            _ => return Ok(Test { left, right: None }),
        };
        let right = word(rest).map_or(Expression::Literal(Data::Nil), Expression::parse);
        Ok(Test { left, right: Some((comparison, right)) })
    }
}
