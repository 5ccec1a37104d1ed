//! Numbers as Ruby reads, calculates and writes them. [`parse`], [`of`] and [`calculate`] are the entrances.
//!
//! Liquid calculates with decimals (Ruby's BigDecimal), so that 0.1 + 0.2 is 0.3: a [`Decimal`] is a whole
//! number and a count of places, and only what is too large for it is left to floating-point numbers.

use super::data::Data;

/// A number of YAML or of an expression: digits, perhaps with a sign, places and an exponent.
pub fn parse(text: &str) -> Option<Data> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if !digits.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let whole = text.parse().ok().map(Data::Int);
    whole.or_else(|| {
        decimal(text).filter(|(_, length)| *length == text.len()).map(|(value, _)| Data::Float(value))
    })
}

/// The decimal number that a text begins with, perhaps with an exponent, and its length.
///
/// The standard library's reader brings ten kilobytes of tables for the last bit of numbers of more than
/// fifteen digits, or beyond 1e22; here these may be off by that bit.
fn decimal(text: &str) -> Option<(f64, usize)> {
    let bytes = text.as_bytes();
    let mut at = usize::from(text.starts_with(['-', '+']));
    let (mut digits, mut exponent, mut point, mut any) = (0_u64, 0_i32, false, false);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'0'..=b'9' => {
                any = true;
                match digits.checked_mul(10).and_then(|digits| digits.checked_add(u64::from(byte - b'0'))) {
                    Some(more) => {
                        digits = more;
                        exponent -= i32::from(point);
                    }
                    None => exponent += i32::from(!point),
                }
            }
            // A point without digits behind it ends the number.
            b'.' if !point && bytes.get(at + 1).is_some_and(u8::is_ascii_digit) => point = true,
            _ => break,
        }
        at += 1;
    }
    if any && matches!(bytes.get(at), Some(b'e' | b'E')) {
        let rest = text.get(at + 1..).unwrap_or("");
        let sign = usize::from(rest.starts_with(['-', '+']));
        let length = sign + rest.bytes().skip(sign).take_while(u8::is_ascii_digit).count();
        if length > sign {
            let given = leading_int(rest.get(..length).unwrap_or("")).clamp(-9999, 9999);
            exponent = exponent.saturating_add(given as i32);
            at += 1 + length;
        }
    }
    let value = scaled(digits, exponent);
    any.then_some((if text.starts_with('-') { -value } else { value }, at))
}

/// The number times ten to the power of the exponent.
fn scaled(digits: u64, exponent: i32) -> f64 {
    let value = digits as f64;
    let power = 10_f64.powi(exponent.unsigned_abs().min(300) as i32);
    match exponent {
        _ if digits == 0 => 0.0,
        ..=-301 => value / power / 10_f64.powi(exponent.unsigned_abs().min(650) as i32 - 300),
        -300..=-1 => value / power,
        0..=300 => value * power,
        _ => value * power * 10_f64.powi((exponent - 300).min(300)),
    }
}

/// The whole number that a text begins with, as Ruby's `to_i` reads it; 0 if there is none.
pub fn leading_int(text: &str) -> i64 {
    let text = text.trim_start();
    let sign = text.starts_with(['-', '+']) as usize;
    let digits = text.bytes().skip(sign).take_while(u8::is_ascii_digit).count();
    let number = text.get(..sign + digits).unwrap_or("");
    number.parse().unwrap_or(if digits == 0 {
        0
    } else if text.starts_with('-') {
        i64::MIN
    } else {
        i64::MAX
    })
}

/// The floating-point number that a text begins with, as Ruby's `to_f`.
pub fn leading_float(text: &str) -> f64 {
    decimal(text.trim_start()).map_or(0.0, |(value, _)| value)
}

/// The number that Liquid's arithmetic takes a value for: a text of digits with places is a decimal, any other
/// text its leading digits, everything else 0.
pub fn of(value: &Data) -> Data {
    match value {
        Data::Int(_) | Data::Float(_) => value.clone(),
        Data::Text(text) => {
            let text = text.trim();
            let plain = text.strip_prefix('-').unwrap_or(text);
            let is_decimal = plain.split_once('.').is_some_and(|(whole, places)| {
                let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
                digits(whole) && digits(places)
            });
            if is_decimal { Data::Float(leading_float(text)) } else { Data::Int(leading_int(text)) }
        }
        _ => Data::Int(0),
    }
}

/// A whole number, to be divided by ten so many times.
#[derive(Clone, Copy)]
struct Decimal {
    digits: i64,
    places: u32,
}

/// More places than that are left to floating-point numbers.
const PLACES: u32 = 15;

impl Decimal {
    fn of(value: &Data) -> Option<Decimal> {
        match value {
            Data::Int(value) => Some(Decimal { digits: *value, places: 0 }),
            Data::Float(value) => {
                let text = value.to_string();
                let (whole, places) = text.split_once('.').unwrap_or((&text, ""));
                if places.len() > PLACES as usize || whole.len() > 16 {
                    return None;
                }
                Some(Decimal { digits: [whole, places].concat().parse().ok()?, places: places.len() as u32 })
            }
            _ => None,
        }
    }

    /// The digits with so many places, which are not fewer than before.
    fn with_places(self, places: u32) -> Option<i64> {
        self.digits.checked_mul(10_i64.checked_pow(places - self.places)?)
    }

    fn to_float(self) -> f64 {
        let value = scaled(self.digits.unsigned_abs(), -(self.places as i32));
        if self.digits < 0 { -value } else { value }
    }
}

/// `plus`, `minus`, `times`, `divided_by` and `modulo`.
#[derive(Clone, Copy, PartialEq)]
pub enum Operation {
    Plus,
    Minus,
    Times,
    Divide,
    Modulo,
}

/// Two numbers by one of the operations, as Ruby: whole numbers stay whole and are rounded down.
///
/// # Errors
/// A whole number divided by 0.
pub fn calculate(one: &Data, operation: Operation, two: &Data) -> Result<Data, String> {
    let (one, two) = (of(one), of(two));
    if let (Data::Int(one), Data::Int(two)) = (&one, &two) {
        let (one, two) = (*one, *two);
        if two == 0 && matches!(operation, Operation::Divide | Operation::Modulo) {
            return Err("divided by 0".into());
        }
        let result = match operation {
            Operation::Plus => one.checked_add(two),
            Operation::Minus => one.checked_sub(two),
            Operation::Times => one.checked_mul(two),
            Operation::Divide => one.checked_div_euclid(two).map(|down| {
                // Euclid's quotient is rounded up for negative divisors.
                if two < 0 && one.checked_rem(two).is_some_and(|rest| rest != 0) { down - 1 } else { down }
            }),
            Operation::Modulo => one
                .checked_rem(two)
                .map(|rest| if rest != 0 && (rest < 0) != (two < 0) { rest + two } else { rest }),
        };
        if let Some(result) = result {
            return Ok(Data::Int(result));
        }
    }
    if let Some(result) = exact(&one, operation, &two) {
        return Ok(Data::Float(result));
    }
    let (one, two) = (one.as_float().unwrap_or(0.0), two.as_float().unwrap_or(0.0));
    Ok(Data::Float(match operation {
        Operation::Plus => one + two,
        Operation::Minus => one - two,
        Operation::Times => one * two,
        Operation::Divide => one / two,
        Operation::Modulo => one - two * (one / two).floor(),
    }))
}

/// The result in decimals, where it fits.
fn exact(one: &Data, operation: Operation, two: &Data) -> Option<f64> {
    let (one, two) = (Decimal::of(one)?, Decimal::of(two)?);
    let places = one.places.max(two.places);
    let digits = match operation {
        Operation::Times => {
            let digits = one.digits.checked_mul(two.digits)?;
            return Some(Decimal { digits, places: one.places + two.places }.to_float());
        }
        Operation::Divide => return None,
        Operation::Plus => one.with_places(places)?.checked_add(two.with_places(places)?)?,
        Operation::Minus => one.with_places(places)?.checked_sub(two.with_places(places)?)?,
        Operation::Modulo => {
            let (one, two) = (one.with_places(places)?, two.with_places(places)?);
            let rest = one.checked_rem(two)?;
            if rest != 0 && (rest < 0) != (two < 0) { rest + two } else { rest }
        }
    };
    Some(Decimal { digits, places }.to_float())
}

/// A number rounded to so many places, halves away from zero.
pub fn round(value: &Data, places: i64) -> Data {
    let value = of(value);
    if let Data::Int(whole) = value
        && places >= 0
    {
        return Data::Int(whole);
    }
    let number = value.as_float().unwrap_or(0.0);
    let to_int =
        |rounded: f64| if rounded.is_finite() { Data::Int(rounded as i64) } else { Data::Float(rounded) };
    if places <= 0 {
        let unit = 10_f64.powi(places.max(-20).unsigned_abs() as i32);
        return to_int((number / unit).round() * unit);
    }
    let Some(decimal) = Decimal::of(&value).filter(|decimal| i64::from(decimal.places) > places) else {
        return Data::Float(number);
    };
    let places = places as u32;
    let unit = 10_i64.pow((decimal.places - places).min(18));
    let half = if decimal.digits < 0 { -unit / 2 } else { unit / 2 };
    let digits = (decimal.digits + half) / unit;
    Data::Float(Decimal { digits, places }.to_float())
}

/// A floating-point number as Ruby writes it.
pub fn float(value: f64) -> String {
    if value.is_nan() {
        return "NaN".into();
    }
    if value.is_infinite() {
        return if value > 0.0 { "Infinity" } else { "-Infinity" }.into();
    }
    let size = value.abs();
    if value == 0.0 || (1e-4..1e16).contains(&size) {
        let text = value.to_string();
        return if text.contains('.') { text } else { text + ".0" };
    }
    // In full, with all zeros; to be cut down to its digits.
    let text = size.to_string();
    let (whole, places) = text.split_once('.').unwrap_or((&text, ""));
    let all = [whole, places].concat();
    let zeros = all.len() - all.trim_start_matches('0').len();
    let exponent = whole.len() as i64 - zeros as i64 - 1;
    let digits = all.trim_matches('0');
    let (first, others) = digits.split_at_checked(1).unwrap_or(("0", ""));
    let others = if others.is_empty() { "0" } else { others };
    let minus = if value < 0.0 { "-" } else { "" };
    let sign = if exponent < 0 { "-" } else { "+" };
    let exponent = exponent.unsigned_abs().to_string();
    let zero = if exponent.len() < 2 { "0" } else { "" };
    [minus, first, ".", others, "e", sign, zero, &exponent].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_and_written_as_in_ruby() {
        for (text, shown) in [
            ("1.5", "1.5"),
            ("0.1", "0.1"),
            ("-2.50", "-2.5"),
            ("123456.789", "123456.789"),
            ("1e20", "1.0e+20"),
            ("1.25e-7", "1.25e-07"),
            ("0.0001", "0.0001"),
            ("0.00001", "1.0e-05"),
            ("1e16", "1.0e+16"),
            ("9007199254740993.5", "9007199254740994.0"),
            ("1e-400", "0.0"),
            ("1e999", "Infinity"),
            ("0.30000000000000004", "0.30000000000000004"),
        ] {
            assert_eq!(float(leading_float(text)), shown, "{text}");
        }
        for text in ["", "-", ".", "e5", "-.", "1e", "1.x", "99999999999999999999999999"] {
            let _ = (parse(text), leading_float(text), leading_int(text));
        }
        assert!(parse("1.5x").is_none() && parse("0x10").is_none());
    }
}
