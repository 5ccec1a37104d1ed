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
    lookup(TYPES, entry_type).unwrap_or(entry_type)
}

/// The variable for the people of an `editor` field that are none, by its `editortype`.
pub(super) fn role(editor_type: &str) -> Option<&'static str> {
    lookup(ROLES, editor_type)
}

/// The variable for a field of an entry of this type, and how to read it.
pub(super) fn variable(entry_type: &str, field: &str) -> Option<(&'static str, Reading)> {
    match (entry_type, field) {
        ("techreport" | "report" | "patent" | "standard", "number") => {
            return Some(("number", Plain));
        }
        ("article", "eid" | "articleno" | "article-number") => return Some(("number", Plain)),
        _ => {}
    }
    let found = VARIABLES.iter().find(|(name, ..)| *name == field);
    found.map(|&(_, variable, reading)| (variable, reading))
}

/// What a word of BibLaTeX's for a kind of work, or how far it is, means.
pub(super) fn word(word: &str) -> Option<&'static str> {
    lookup(WORDS, word)
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
    lookup(JOURNALS, value.strip_prefix('\\')?)
}

/// The word behind `name` in a list of pairs.
fn lookup(pairs: &[(&str, &'static str)], name: &str) -> Option<&'static str> {
    pairs.iter().find(|(from, _)| *from == name).map(|&(_, to)| to)
}

/// Entry types and CSL types.
const TYPES: &[(&str, &str)] = &[
    ("article", "article-journal"),
    ("booklet", "pamphlet"),
    ("conference", "paper-conference"),
    ("inbook", "chapter"),
    ("bookinbook", "chapter"),
    ("suppbook", "chapter"),
    ("incollection", "chapter"),
    ("suppcollection", "chapter"),
    ("inproceedings", "paper-conference"),
    ("manual", "book"),
    ("mvbook", "book"),
    ("collection", "book"),
    ("mvcollection", "book"),
    ("reference", "book"),
    ("mvreference", "book"),
    ("inreference", "entry-encyclopedia"),
    ("proceedings", "book"),
    ("mvproceedings", "book"),
    ("mastersthesis", "thesis"),
    ("phdthesis", "thesis"),
    ("techreport", "report"),
    ("unpublished", "manuscript"),
    ("online", "webpage"),
    ("electronic", "webpage"),
    ("www", "webpage"),
    ("suppperiodical", "article-journal"),
    ("movie", "motion_picture"),
    ("video", "motion_picture"),
    ("audio", "song"),
    ("music", "song"),
    ("image", "graphic"),
    ("artwork", "graphic"),
    ("letter", "personal_communication"),
    ("jurisdiction", "legal_case"),
];

/// The macros of ADS, which astronomers' classes define, as abbreviated by ISO 4.
const JOURNALS: &[(&str, &str)] = &[
    ("aj", "Astron. J."),
    ("apj", "Astrophys. J."),
    ("apjl", "Astrophys. J. Lett."),
    ("apjs", "Astrophys. J. Suppl. Ser."),
    ("aap", "Astron. Astrophys."),
    ("aapr", "Astron. Astrophys. Rev."),
    ("aaps", "Astron. Astrophys. Suppl. Ser."),
    ("apss", "Astrophys. Space Sci."),
    ("araa", "Annu. Rev. Astron. Astrophys."),
    ("baas", "Bull. Am. Astron. Soc."),
    ("grl", "Geophys. Res. Lett."),
    ("icarus", "Icarus"),
    ("jcap", "J. Cosmol. Astropart. Phys."),
    ("jgr", "J. Geophys. Res."),
    ("mnras", "Mon. Not. R. Astron. Soc."),
    ("na", "New Astron."),
    ("nar", "New Astron. Rev."),
    ("nat", "Nature"),
    ("pasa", "Publ. Astron. Soc. Aust."),
    ("pasj", "Publ. Astron. Soc. Jpn."),
    ("pasp", "Publ. Astron. Soc. Pac."),
    ("physrep", "Phys. Rep."),
    ("planss", "Planet. Space Sci."),
    ("pra", "Phys. Rev. A"),
    ("prb", "Phys. Rev. B"),
    ("prc", "Phys. Rev. C"),
    ("prd", "Phys. Rev. D"),
    ("pre", "Phys. Rev. E"),
    ("prl", "Phys. Rev. Lett."),
    ("procspie", "Proc. SPIE"),
    ("rmxaa", "Rev. Mex. Astron. Astrofis."),
    ("solphys", "Sol. Phys."),
    ("ssr", "Space Sci. Rev."),
];

/// Babel's names of languages and CSL's, alternately.
const LANGUAGES: &str = "american en-US usenglish en-US british en-GB ukenglish en-GB english en german de-DE ngerman de-DE \
    french fr-FR spanish es-ES italian it-IT portuguese pt-PT brazilian pt-BR dutch nl-NL swedish sv-SE norwegian nb-NO \
    danish da-DK finnish fi-FI polish pl-PL czech cs-CZ russian ru-RU ukrainian uk-UA turkish tr-TR greek el-GR latin la";

/// BibLaTeX's words for kinds of works and how far they are.
const WORDS: &[(&str, &str)] = &[
    ("phdthesis", "PhD thesis"),
    ("mathesis", "Master's thesis"),
    ("bathesis", "Bachelor's thesis"),
    ("techreport", "Technical report"),
    ("patent", "Patent"),
    ("patentus", "U.S. patent"),
    ("patenteu", "European patent"),
    ("inpreparation", "in preparation"),
    ("inpress", "in press"),
];

/// BibLaTeX's kinds of editors that CSL has variables for.
const ROLES: &[(&str, &str)] = &[
    ("compiler", "compiler"),
    ("director", "director"),
    ("organizer", "organizer"),
    ("producer", "producer"),
    ("collaborator", "contributor"),
    ("continuator", "contributor"),
    ("redactor", "contributor"),
    ("reviser", "contributor"),
];

/// Fields, their variables, and how they are read.
const VARIABLES: &[(&str, &str, Reading)] = &[
    ("author", "author", Names),
    ("editor", "editor", Names),
    ("editora", "contributor", Names),
    ("editorb", "contributor", Names),
    ("editorc", "contributor", Names),
    ("translator", "translator", Names),
    ("director", "director", Names),
    ("producer", "producer", Names),
    ("composer", "composer", Names),
    ("bookauthor", "container-author", Names),
    ("serieseditor", "collection-editor", Names),
    ("collection-editor", "collection-editor", Names),
    ("container-author", "container-author", Names),
    ("original-author", "original-author", Names),
    ("recipient", "recipient", Names),
    ("interviewer", "interviewer", Names),
    ("illustrator", "illustrator", Names),
    ("date", "issued", Date),
    ("urldate", "accessed", Date),
    ("accessed", "accessed", Date),
    ("origdate", "original-date", Date),
    ("origyear", "original-date", Date),
    ("eventdate", "event-date", Date),
    ("title", "title", Title),
    ("booktitle", "container-title", Title),
    ("journal", "container-title", Title),
    ("journaltitle", "container-title", Title),
    ("container-title", "container-title", Title),
    ("maintitle", "container-title", Title),
    ("series", "collection-title", Title),
    ("collection-title", "collection-title", Title),
    ("shorttitle", "title-short", Title),
    ("shortjournal", "container-title-short", Title),
    ("origtitle", "original-title", Title),
    ("eventtitle", "event-title", Title),
    ("event", "event-title", Title),
    ("address", "publisher-place", Rich),
    ("location", "publisher-place", Rich),
    ("publisher-place", "publisher-place", Rich),
    ("venue", "event-place", Rich),
    ("event-place", "event-place", Rich),
    ("publisher", "publisher", Rich),
    ("school", "publisher", Rich),
    ("institution", "publisher", Rich),
    ("organization", "publisher", Rich),
    ("howpublished", "publisher", Rich),
    ("origpublisher", "original-publisher", Rich),
    ("origlocation", "original-publisher-place", Rich),
    ("pages", "page", Range),
    ("page", "page", Range),
    ("number", "issue", Plain),
    ("issue", "issue", Plain),
    ("volume", "volume", Plain),
    ("volumes", "number-of-volumes", Plain),
    ("pagetotal", "number-of-pages", Plain),
    ("chapter", "chapter-number", Plain),
    ("chapter-number", "chapter-number", Plain),
    ("edition", "edition", Rich),
    ("version", "version", Plain),
    ("part", "part-number", Plain),
    ("type", "genre", Rich),
    ("genre", "genre", Rich),
    ("note", "note", Rich),
    ("annote", "annote", Rich),
    ("annotation", "annote", Rich),
    ("abstract", "abstract", Rich),
    ("keywords", "keyword", Plain),
    ("langid", "language", Plain),
    ("hyphenation", "language", Plain),
    ("language", "language", Plain),
    ("pubstate", "status", Rich),
    ("status", "status", Rich),
    ("url", "URL", Address),
    ("doi", "DOI", Address),
    ("isbn", "ISBN", Address),
    ("issn", "ISSN", Address),
    ("pmid", "PMID", Address),
    ("pmcid", "PMCID", Address),
    ("archive", "archive", Rich),
    ("archive_location", "archive_location", Plain),
    ("medium", "medium", Rich),
    ("section", "section", Plain),
    ("scale", "scale", Plain),
    ("jurisdiction", "jurisdiction", Rich),
    ("authority", "authority", Rich),
    ("call-number", "call-number", Plain),
    ("year-suffix", "year-suffix", Plain),
    ("dimensions", "dimensions", Plain),
    ("references", "references", Rich),
];
