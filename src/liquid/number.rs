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
    whole.or_else(|| text.parse().ok().map(Data::Float))
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
    let text = text.trim_start();
    let length = text.bytes().take_while(|byte| byte.is_ascii_digit() || b".-+eE".contains(byte)).count();
    let number = text.get(..length).unwrap_or("");
    (1..=number.len().min(40)).rev().find_map(|end| number.get(..end)?.parse().ok()).unwrap_or(0.0)
}

/// The number that Liquid's arithmetic takes a value for: a text of digits with places is a decimal, any other
/// text its leading digits, everything else 0.
pub fn of(value: &Data) -> Data {
    match value {
        Data::Int(_) | Data::Float(_) => value.clone(),
        Data::Text(text) => {
            let text = text.trim();
            let plain = text.strip_prefix('-').unwrap_or(text);
            let decimal = plain.split_once('.').is_some_and(|(whole, places)| {
                let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
                digits(whole) && digits(places)
            });
            let float = if decimal { text.parse().ok().map(Data::Float) } else { None };
            float.unwrap_or_else(|| Data::Int(leading_int(text)))
        }
        _ => Data::Int(0),
    }
}

/// A whole number, to be divided by ten so many times.
#[derive(Clone, Copy)]
struct Decimal {
    digits: i128,
    places: u32,
}

/// More places than that are left to floating-point numbers.
const PLACES: u32 = 18;

impl Decimal {
    fn of(value: &Data) -> Option<Decimal> {
        match value {
            Data::Int(value) => Some(Decimal { digits: (*value).into(), places: 0 }),
            Data::Float(value) => {
                let text = value.to_string();
                let (whole, places) = text.split_once('.').unwrap_or((&text, ""));
                if places.len() > PLACES as usize || whole.len() > 18 {
                    return None;
                }
                Some(Decimal { digits: [whole, places].concat().parse().ok()?, places: places.len() as u32 })
            }
            _ => None,
        }
    }

    /// The digits with so many places, which are not fewer than before.
    fn with_places(self, places: u32) -> Option<i128> {
        self.digits.checked_mul(10_i128.checked_pow(places - self.places)?)
    }

    fn to_float(self) -> Option<f64> {
        let sign = if self.digits < 0 { "-" } else { "" };
        let digits = self.digits.unsigned_abs().to_string();
        [sign, &digits, "e-", &self.places.to_string()].concat().parse().ok()
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
            return Decimal { digits, places: one.places + two.places }.to_float();
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
    Decimal { digits, places }.to_float()
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
    let unit = 10_i128.pow((decimal.places - places).min(30));
    let half = if decimal.digits < 0 { -unit / 2 } else { unit / 2 };
    let digits = (decimal.digits + half) / unit;
    Data::Float(Decimal { digits, places }.to_float().unwrap_or(number))
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
    let text = format!("{value:e}");
    let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let places = if digits.contains('.') { "" } else { ".0" };
    let (sign, exponent) = match exponent.strip_prefix('-') {
        Some(exponent) => ("-", exponent),
        None => ("+", exponent),
    };
    let zero = if exponent.len() < 2 { "0" } else { "" };
    [digits, places, "e", sign, zero, exponent].concat()
}
