//! Templates of our own, fixed and made by chance, compared with what Ruby's Liquid makes of them with Jekyll's
//! filters. Skipped where Ruby, Liquid or Jekyll are not installed. `POSTIL_LIQUID_SEED` and
//! `POSTIL_LIQUID_COUNT` choose others.

use std::process::Command;

use postil::{liquid, yaml};

#[test]
fn templates_agree_with_ruby() {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/differential/liquid.rb");
    let chosen = |name: &str, default: &str| std::env::var(name).unwrap_or_else(|_| default.into());
    let (seed, count) = (chosen("POSTIL_LIQUID_SEED", "1"), chosen("POSTIL_LIQUID_COUNT", "400"));
    let Ok(output) = Command::new("ruby").args([script, &seed, &count]).output() else {
        println!("skipped: there is no ruby");
        return;
    };
    let output = String::from_utf8_lossy(&output.stdout);
    let mut lines = output.lines();
    let Some(context) = lines.next() else {
        println!("skipped: Ruby has no Liquid or no Jekyll");
        return;
    };
    let context = yaml::full(context).expect("the context is JSON");
    let (mut agree, mut all) = (0, 0);
    for line in lines {
        let case: serde_json::Value = serde_json::from_str(line).expect("a case is JSON");
        let (template, expected) =
            (case["template"].as_str().unwrap_or_default(), case["expected"].as_str().unwrap_or_default());
        all += 1;
        let shown = liquid::shown(template, &context);
        if shown == expected {
            agree += 1;
        } else {
            println!("{template:?}\n  ruby   {expected:?}\n  postil {shown:?}");
        }
    }
    println!("{agree} of {all} agree");
    assert_eq!(agree, all);
}
