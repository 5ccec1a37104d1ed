//! The order of texts as browsers have it: [`of`] a language, by the Unicode Collation Algorithm with CLDR's rules,
//! as `Intl.Collator` orders them in the page (`src/page/collation.rs`).

use icu_collator::options::{CollatorOptions, Strength};
use icu_collator::preferences::CollationNumericOrdering;
use icu_collator::{Collator, CollatorPreferences};
use icu_locale_core::Locale;
use postil::csl::collate::Compare;

/// What compares two texts of a language; of one that is none, as in English.
///
/// As in citeproc-js accents and cases are one where the language does not tell letters apart by them, and numbers count as
/// such.
pub fn of(language: &str) -> Compare {
    let mut options = CollatorOptions::default();
    options.strength = Some(Strength::Primary);
    let collator = |language: &str| {
        let locale: Locale = language.parse().ok()?;
        let mut preferences = CollatorPreferences::from(&locale);
        preferences.numeric_ordering = Some(CollationNumericOrdering::True);
        Collator::try_new(preferences, options).ok()
    };
    match collator(language).or_else(|| collator("en")) {
        Some(collator) => Box::new(move |a, b| collator.compare(a, b)),
        None => Box::new(str::cmp),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use std::process::{Command, Stdio};

    #[test]
    fn languages_have_an_order_of_their_own() {
        for (language, wanted) in
            [("en", "1 Åa ab b z Б"), ("sv-SE", "1 ab b z Åa Б"), ("not a tag", "1 Åa ab b z Б")]
        {
            let mut texts: Vec<&str> = wanted.split(' ').rev().collect();
            let compare = of(language);
            texts.sort_by(|a, b| compare(a, b));
            assert_eq!(texts.join(" "), wanted, "{language}");
        }
    }

    /// Names and titles of many scripts, with the signs that stand in them.
    const TEXTS: &str = "Abel|abel|Ábel|Aabye|Åberg|Äberg|Zoë|Zoe|zoe|O'Neil|O’Neil|Oneil|O Neil|Smith-Jones|Smith Jones|\
        Smithe|Smith|Smith, A|Smith, Z|Smith Adam|de la Cruz|De La Cruz|Delacruz|della Casa|Straße|Strasse|Œuvre|Oeuvre|\
        Ægir|Aegir|Øre|Ore|Ñandú|Nandu|Nz|Çelik|Celik|Czech|Chudy|Cibulka|Llull|Lz|Łódź|Lodz|İnci|Inci|Işık|Isik|ı|i|\
        Þór|Thor|Đorđe|Dorde|Nguyễn|Nguyen|10|9|2|1989a|1989b|«Élan»|Élan|“Quote”|‘A’|A.B.|AB|A. B.|C++|C#|C|TeX|$x$|\
        Достоевский|Ёлкин|Елкин|Жуков|Їжак|Ивaнов|Йовков|Αθήνα|Ωμέγα|άλφα|αλφα|אבג|בגד|عمر|إبراهيم|علي|王小明|李白|\
        張三|张三|陈|中村|さくら|サクラ|東京|とうきょう|김철수|이영희|박지성|अनिल|รัก|เก|Ǆ|ﬁn|fin|ſ|ß|ẞ|K|k|Å|x²|x2|…|—|-|–|_";

    const LANGUAGES: &str = "en-US en-GB de-DE fr-FR fr-CA es-ES pt-BR it-IT nl-NL pl-PL cs-CZ sk-SK hu-HU sv-SE da-DK nb-NO \
        fi-FI is-IS et-EE lt-LT lv-LV tr-TR ro-RO hr-HR sl-SI ru-RU uk-UA bg-BG el-GR he-IL ar fa-IR hi-IN vi-VN id-ID zh-CN \
        zh-TW ja-JP ko-KR th-TH eu ca-AD cy-GB af-ZA sr-Latn-RS";

    #[test]
    fn node_orders_alike() {
        let script = "const [texts, ...languages] = require('fs').readFileSync(0, 'utf8').split('\\n');
            for (const language of languages) console.log(texts.split('|').sort(new Intl.Collator([language, 'en'],
                { sensitivity: 'base', numeric: true }).compare).join('|'));";
        let node =
            Command::new("node").args(["-e", script]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        let Ok(mut node) = node else {
            println!("skipped: node is not here");
            return;
        };
        let texts: Vec<&str> = TEXTS.split('|').collect();
        let languages: Vec<&str> = LANGUAGES.split_whitespace().collect();
        let asked = [&[texts.join("|").as_str()], &languages[..]].concat().join("\n");
        node.stdin.take().expect("a pipe").write_all(asked.as_bytes()).expect("a question");
        let answer = node.wait_with_output().expect("an answer").stdout;
        let answer = String::from_utf8(answer).expect("UTF-8");
        assert_eq!(answer.lines().count(), languages.len());
        let mut wrong = Vec::new();
        for (language, wanted) in languages.iter().zip(answer.lines()) {
            let compare = of(language);
            let mut ours = texts.clone();
            ours.sort_by(|a, b| compare(a, b));
            let wanted: Vec<&str> = wanted.split('|').collect();
            if let Some(at) = ours.iter().zip(&wanted).position(|(a, b)| a != b) {
                wrong.push(format!("{language}: {:?} instead of {:?}", &ours[at], &wanted[at]));
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}
