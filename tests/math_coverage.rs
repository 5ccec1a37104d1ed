//! How much of what people write as TeX is typeset: `tests/math/expressions.txt`, one expression a line.
//! `POSTIL_VERBOSE=1 cargo test --test math_coverage -- --nocapture` names those that are not.

use postil::math::Display;
use postil::math::converter::Converter;

#[test]
fn expressions_are_typeset() {
    let source = include_str!("math/expressions.txt");
    let expressions: Vec<&str> =
        source.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    let mut failed = Vec::new();
    for tex in &expressions {
        // Each stands alone, as the first formula of a post.
        if let Err(reason) = Converter::default().convert(tex, Display::Block) {
            failed.push((tex, reason));
        }
    }
    println!("math: {} of {} expressions", expressions.len() - failed.len(), expressions.len());
    if std::env::var_os("POSTIL_VERBOSE").is_some() {
        for (tex, reason) in &failed {
            println!("{tex}\n    {}", reason.lines().next().unwrap_or_default());
        }
    }
    assert!(expressions.len() >= 300 && failed.is_empty(), "{failed:?}");
}
