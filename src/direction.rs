//! Which way a text runs. [`of`] is the entrance.

/// Languages whose usual script runs from the right (CLDR's `characterOrder`, and the languages that
/// Wikipedia has in such scripts).
const LANGUAGES: &str = " ar arc ckb dv fa he iw lrc mzn nqo pnb ps sd syr ug ur yi ";
/// Scripts that run from the right (ISO 15924).
const SCRIPTS: &str = " adlm arab aran hebr mand nkoo rohg samr syrc thaa ";

/// `rtl` or `ltr`: as it is said (`dir` in the front matter or in `site.yml`), or else as the language with this
/// tag (BCP 47) is written. A script in the tag decides before the language.
pub fn of(said: Option<&str>, lang: &str) -> &'static str {
    let known = |list: &str, word: &str| list.contains(&[" ", &word.to_ascii_lowercase(), " "].concat());
    let mut parts = lang.split(['-', '_']);
    let language = parts.next().unwrap_or("");
    let script = parts.next().filter(|part| part.len() == 4);
    let right_to_left = match said {
        Some("rtl") => true,
        Some("ltr") => false,
        _ => script.map_or_else(|| known(LANGUAGES, language), |script| known(SCRIPTS, script)),
    };
    if right_to_left { "rtl" } else { "ltr" }
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn what_is_said_decides_then_the_script_then_the_language() {
        for (said, lang, direction) in [
            (None, "en", "ltr"),
            (None, "ar", "rtl"),
            (None, "AR-eg", "rtl"),
            (None, "he_IL", "rtl"),
            (None, "uz-Arab", "rtl"),
            (None, "ug-Latn", "ltr"),
            (None, "ar-EG-u-nu-latn", "rtl"),
            (None, "", "ltr"),
            (None, " ", "ltr"),
            (None, "e ar", "ltr"),
            (Some("rtl"), "en", "rtl"),
            (Some("ltr"), "ar", "ltr"),
            (Some("auto"), "fa", "rtl"),
        ] {
            assert_eq!(of(said, lang), direction, "{said:?} {lang:?}");
        }
    }
}
