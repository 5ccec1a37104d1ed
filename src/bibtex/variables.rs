//! Which CSL variable a BibTeX or BibLaTeX field fills, and which CSL type an entry has, as data.
//! [`variable`] and [`csl_type`] are the entrances.

use super::symbols::pair;

/// How a field's text is read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// Rich text with protected words.
    Title,
    /// Rich text.
    Rich,
    /// Text without markup.
    Plain,
    /// An address or number that LaTeX must not change.
    Address,
    /// A range of numbers.
    Range,
    Names,
    Date,
}
use Reading::*;

/// The CSL type of an entry. Types that neither BibTeX nor CSL knows (and `misc`) stay what they are: a
/// style then takes its general form, as with bibtex-ruby.
pub(super) fn csl_type(entry_type: &str) -> &str {
    pair(TYPES, entry_type).unwrap_or(entry_type)
}

/// The variable for the people of an `editor` field that are none, by its `editortype`.
pub(super) fn role(editor_type: &str) -> Option<&'static str> {
    pair(ROLES, editor_type)
}

/// The variable for a field of an entry of this type, and how to read it.
pub(super) fn variable(entry_type: &str, field: &str) -> Option<(&'static str, Reading)> {
    match (entry_type, field) {
        (_, "number") if NUMBERED.contains(&entry_type) => return Some(("number", Plain)),
        ("article", "eid" | "articleno" | "article-number") => return Some(("number", Plain)),
        ("patent", "location") => return Some(("jurisdiction", Rich)),
        _ => {}
    }
    let other = VARIABLES.iter().find(|(name, ..)| *name == field);
    other.map(|&(_, variable, reading)| (variable, reading)).or_else(|| {
        SAME.iter().find_map(|&(reading, names)| Some((*names.iter().find(|name| **name == field)?, reading)))
    })
}

/// What a word of BibLaTeX's means.
pub(super) fn word(word: &str) -> Option<&'static str> {
    meaning(WORDS, word)
}

/// The language that babel calls so.
pub(super) fn language(name: &str) -> Option<&'static str> {
    pair(LANGUAGES, &name.to_ascii_lowercase())
}

/// Whether the `number` of an entry of this type is that of an issue, even in a series.
pub(super) fn has_issues(entry_type: &str) -> bool {
    matches!(entry_type, "article" | "periodical" | "misc" | "online" | "suppperiodical")
}

/// The journal that one of ADS's macros (`\prd`) stands for.
pub(super) fn journal(value: &str) -> Option<&'static str> {
    meaning(JOURNALS, value.strip_prefix('\\')?)
}

/// What stands behind `name=` in a list of such pairs.
fn meaning(list: &'static str, name: &str) -> Option<&'static str> {
    list.split("; ").find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
}

/// The types of works that have a number of their own, which is none of an issue or in a series.
const NUMBERED: [&str; 11] = [
    "bill",
    "hearing",
    "jurisdiction",
    "legal_case",
    "legislation",
    "patent",
    "preprint",
    "report",
    "standard",
    "techreport",
    "treaty",
];

/// Entry types and CSL types, alternately.
const TYPES: &str = "article article-journal booklet pamphlet conference paper-conference inbook chapter bookinbook chapter \
    suppbook chapter incollection chapter suppcollection chapter inproceedings paper-conference manual book \
    mvbook book collection book mvcollection book reference book mvreference book \
    inreference entry-encyclopedia proceedings book mvproceedings book mastersthesis thesis phdthesis thesis \
    techreport report unpublished manuscript online webpage electronic webpage www webpage \
    suppperiodical article-journal movie motion_picture video motion_picture audio song music song \
    image graphic artwork graphic letter personal_communication jurisdiction legal_case preprint article";

/// The macros of ADS, which astronomers' classes define, as abbreviated by ISO 4.
const JOURNALS: &str = "aj=Astron. J.; apj=Astrophys. J.; apjl=Astrophys. J. Lett.; apjs=Astrophys. J. Suppl. Ser.; \
    aap=Astron. Astrophys.; aapr=Astron. Astrophys. Rev.; aaps=Astron. Astrophys. Suppl. Ser.; \
    apss=Astrophys. Space Sci.; araa=Annu. Rev. Astron. Astrophys.; baas=Bull. Am. Astron. Soc.; \
    grl=Geophys. Res. Lett.; icarus=Icarus; jcap=J. Cosmol. Astropart. Phys.; jgr=J. Geophys. Res.; \
    mnras=Mon. Not. R. Astron. Soc.; na=New Astron.; nar=New Astron. Rev.; nat=Nature; \
    pasa=Publ. Astron. Soc. Aust.; pasj=Publ. Astron. Soc. Jpn.; pasp=Publ. Astron. Soc. Pac.; \
    physrep=Phys. Rep.; planss=Planet. Space Sci.; pra=Phys. Rev. A; prb=Phys. Rev. B; prc=Phys. Rev. C; \
    prd=Phys. Rev. D; pre=Phys. Rev. E; prl=Phys. Rev. Lett.; procspie=Proc. SPIE; \
    rmxaa=Rev. Mex. Astron. Astrofis.; solphys=Sol. Phys.; ssr=Space Sci. Rev.";

/// Babel's names of languages and CSL's, alternately.
const LANGUAGES: &str = "american en-US usenglish en-US british en-GB ukenglish en-GB english en german de-DE ngerman de-DE \
    french fr-FR spanish es-ES italian it-IT portuguese pt-PT brazilian pt-BR dutch nl-NL swedish sv-SE norwegian nb-NO \
    danish da-DK finnish fi-FI polish pl-PL czech cs-CZ russian ru-RU ukrainian uk-UA turkish tr-TR greek el-GR latin la";

/// BibLaTeX's words for kinds of works, how far they are, and where patents hold.
const WORDS: &str = "phdthesis=PhD thesis; mathesis=Master's thesis; bathesis=Bachelor's thesis; techreport=Technical report; \
    patent=Patent; patentus=U.S. patent; patenteu=European patent; inpreparation=in preparation; \
    inpress=in press; prepublished=pre-published; countryde=Germany; countryep=European Union; \
    countryeu=European Union; countryfr=France; countryuk=United Kingdom; countryus=United States of America";

/// BibLaTeX's kinds of editors and CSL's variables for them, alternately.
const ROLES: &str = "compiler compiler director director organizer organizer producer producer collaborator contributor \
    continuator contributor redactor contributor reviser contributor";

/// Fields that are called as their variables, by how they are read: CSL-JSON comes with all of CSL's.
const SAME: &[(Reading, &[&str])] = &[
    (
        Names,
        &[
            "author",
            "editor",
            "translator",
            "director",
            "producer",
            "composer",
            "illustrator",
            "interviewer",
            "recipient",
            "collection-editor",
            "container-author",
            "original-author",
            "chair",
            "compiler",
            "contributor",
            "curator",
            "editorial-director",
            "editor-translator",
            "executive-producer",
            "guest",
            "narrator",
            "organizer",
            "performer",
            "reviewed-author",
            "script-writer",
            "series-creator",
        ],
    ),
    (Date, &["accessed", "submitted", "available-date"]),
    (
        Title,
        &["title", "container-title", "collection-title", "part-title", "volume-title", "reviewed-title"],
    ),
    (
        Rich,
        &[
            "publisher",
            "publisher-place",
            "event-place",
            "edition",
            "genre",
            "note",
            "annote",
            "abstract",
            "status",
            "archive",
            "medium",
            "jurisdiction",
            "authority",
            "references",
            "archive-place",
            "archive_collection",
            "reviewed-genre",
        ],
    ),
    (
        Plain,
        &[
            "issue",
            "volume",
            "chapter-number",
            "version",
            "language",
            "archive_location",
            "section",
            "scale",
            "call-number",
            "year-suffix",
            "dimensions",
            "collection-number",
            "printing-number",
            "supplement-number",
        ],
    ),
    (Range, &["page"]),
];

/// Other fields, their variables, and how they are read.
const VARIABLES: &[(&str, &str, Reading)] = &[
    ("bookauthor", "container-author", Names),
    ("serieseditor", "collection-editor", Names),
    ("editora", "contributor", Names),
    ("editorb", "contributor", Names),
    ("editorc", "contributor", Names),
    ("date", "issued", Date),
    ("urldate", "accessed", Date),
    ("origdate", "original-date", Date),
    ("origyear", "original-date", Date),
    ("eventdate", "event-date", Date),
    ("booktitle", "container-title", Title),
    ("journal", "container-title", Title),
    ("journaltitle", "container-title", Title),
    ("maintitle", "container-title", Title),
    ("series", "collection-title", Title),
    ("shorttitle", "title-short", Title),
    ("shortjournal", "container-title-short", Title),
    ("origtitle", "original-title", Title),
    ("eventtitle", "event-title", Title),
    ("event", "event-title", Title),
    ("address", "publisher-place", Rich),
    ("location", "publisher-place", Rich),
    ("venue", "event-place", Rich),
    ("school", "publisher", Rich),
    ("institution", "publisher", Rich),
    ("organization", "publisher", Rich),
    ("howpublished", "publisher", Rich),
    ("origpublisher", "original-publisher", Rich),
    ("origlocation", "original-publisher-place", Rich),
    ("pages", "page", Range),
    ("number", "issue", Plain),
    ("volumes", "number-of-volumes", Plain),
    ("pagetotal", "number-of-pages", Plain),
    ("chapter", "chapter-number", Plain),
    ("part", "part-number", Plain),
    ("type", "genre", Rich),
    ("annotation", "annote", Rich),
    ("keywords", "keyword", Plain),
    ("langid", "language", Plain),
    ("hyphenation", "language", Plain),
    ("pubstate", "status", Rich),
    ("url", "URL", Address),
    ("doi", "DOI", Address),
    ("isbn", "ISBN", Address),
    ("issn", "ISSN", Address),
    ("pmid", "PMID", Address),
    ("pmcid", "PMCID", Address),
];
