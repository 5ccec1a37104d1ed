//! BibTeX, read tolerantly. `Bibliography::index` is the entrance: one pass finds the entries, an entry
//! is decoded when it is asked for.
