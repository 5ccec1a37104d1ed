//! LaTeX and the text that it stands for.

use super::*;

#[test]
fn accents_in_all_spellings() {
    for (tex, text) in [
        (r#"\"u \"{u} {\"u} {\"{u}}"#, "ü ü ü ü"),
        (r"\'{\i} \'\i {\'\i} \'i \`{\i}", "í íí í ì"),
        (r"\c c \c{c} \v{r} {\v r} \H{o} \k{a} \r{a} \={o} \.z \u{g}", "ç ç ř ř ő ą å ō ż ğ"),
        (r"\d{a} \b{d} \t{oo} \^\j \~n", "ạ ḏ o͡o ĵñ"),
        (r"\'{\^e} \'{} \^{}x \~{}", "ế ´ ^x ~"),
        (r"\c{x} \'x", "x\u{327} x\u{301}"),
        (r"\ss \ae\oe\aa\AA\o\O\l\L\i\j\dh\th", "ßæœåÅøØłŁıȷðþ"),
        (r#"G{\"o}del Erd{\H{o}}s Ho{\v{r}}ej{\v{s}}{\'i} {\AA}berg"#, "Gödel Erdős Hořejší Åberg"),
        (r"{\O}stergaard Fran{\c{c}}ois Stra{\ss}er Nu{\~n}ez", "Østergaard François Straßer Nuñez"),
    ] {
        assert_eq!(decode(tex, Style::Plain), text, "{tex}");
    }
}

#[test]
fn symbols_and_text() {
    for (tex, text) in [
        (r"50\% \& \$5 \# a\_b \{c\}", "50% & $5 # a_b {c}"),
        ("1--2---3 a-b ``x'' `y' O'Reilly a~b", "1–2—3 a-b “x” ‘y’ O’Reilly a\u{a0}b"),
        (r"\textendash{} x\textquoteright s \dots{} \copyright \texttrademark 3\degree", "– x’s … ©™3°"),
        (r"\alpha-\LaTeX\ and \TeX{}", "α-LaTeX and TeX"),
        ("  a\n\t b  c\n", "a b c"),
        (r"\foo{kept} \bar also \cite[p. 3]{x}", "kept also [p. 3]x"),
        (
            r"\url{http://a.b/~c_d\_e} \href{http://x}{shown} \texttt{t} \mbox{m}",
            "http://a.b/~c_d_e shown t m",
        ),
        (r"\lowercase{LO\'{E}R} {\noopsort{a}}1973\natexlab{b}", "loér 1973"),
        (r"On \enquote{a \emph{b}} or \enquote*{c} \mkbibquote{d}", "On “a b” or ‘c’ “d”"),
        ("a } b { c", "a b c"),
        ("&#x3b2; &#946;&#39; &#xFDD1; &#1 &#;", "β β' &#xFDD1; &#1 &#;"),
        ("Foo &amp; Bar \\&amp; & x", "Foo & Bar & & x"),
        ("tail\\", "tail\\"),
        (r"a\,b\-c\/d \\ e", "a\u{2009}bcd e"),
        ("cost $5 or 5$", "cost 5 or 5"),
        ("price $5", "price $5"),
    ] {
        assert_eq!(decode(tex, Style::Plain), text, "{tex}");
    }
}

#[test]
fn rich_text() {
    for (tex, text) in [
        (r"\emph{a} {\it b} {\em c} \textit{d}", "<i>a</i> <i>b</i> <i>c</i> <i>d</i>"),
        (r"\textbf{a}\textsuperscript{b}\textsubscript{c}", "<b>a</b><sup>b</sup><sub>c</sub>"),
        (r"\textsc{a} {\sc b}", &format!("{SMALL_CAPS}a</span> {SMALL_CAPS}b</span>")),
        ("{BERT} and {K}it", "<span class=\"nocase\">BERT</span> and <span class=\"nocase\">K</span>it"),
        (r"{\'E}cole {\it a {B} c}", "École <i>a <span class=\"nocase\">B</span> c</i>"),
        ("{Whole {Title} Here}", "Whole <span class=\"nocase\">Title</span> Here"),
        ("{a {B {C}}} {d}", "<span class=\"nocase\">a B C</span> <span class=\"nocase\">d</span>"),
        ("M$^3$CoT", "M\u{FDD1}^3\u{FDD2}CoT"),
        (
            r"\(x_{\text{$y$}}\) \ensuremath{\alpha^{2}} $$z$$",
            "\u{FDD1}x_{\\text{$y$}}\u{FDD2} \u{FDD1}\\alpha^{2}\u{FDD2} \u{FDD1}z\u{FDD2}",
        ),
        (r"{\it a $b} c$", "<i>a $b</i> c$"),
        ("a < b <script> x", "a < b <script> x"),
        (r"\it to the end", "<i>to the end</i>"),
        (
            r"The {$\{$Semi-Blind$\}$} $\{$X$\}$ S$\^{} 3$",
            "The <span class=\"nocase\">Semi-Blind</span> <span class=\"nocase\">X</span> S\u{FDD1}^ 3\u{FDD2}",
        ),
    ] {
        assert_eq!(decode(tex, Style::Title), text, "{tex}");
    }
}

#[test]
fn depth_is_bounded() {
    let deep = "{\\it ".repeat(50_000) + "x";
    assert!(decode(&deep, Style::Title).len() < 300);
    assert_eq!(decode(&("{".repeat(50_000) + "x" + &"}".repeat(50_000)), Style::Plain), "x");
    assert!(decode(&"${".repeat(50_000), Style::Title).contains('$'));
}
