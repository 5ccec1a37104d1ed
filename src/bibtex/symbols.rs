//! TeX's commands for single symbols. [`symbol`] is the entrance.

/// What a command that is one symbol stands for.
pub(super) fn symbol(name: &str) -> Option<&'static str> {
    pair(SYMBOLS, name)
}

/// What stands behind `name` in a list of names and what they mean, alternately.
pub(super) fn pair(list: &'static str, name: &str) -> Option<&'static str> {
    let mut words = list.split_ascii_whitespace();
    while let (Some(known), Some(meaning)) = (words.next(), words.next()) {
        if known == name {
            return Some(meaning);
        }
    }
    None
}

/// Commands and their symbols, alternately.
const SYMBOLS: &str = "ss ß SS SS ae æ AE Æ oe œ OE Œ aa å AA Å o ø O Ø l ł L Ł i ı j ȷ dh ð DH Ð dj đ DJ Đ th þ TH Þ \
    ng ŋ NG Ŋ IJ Ĳ ij ĳ \
    textendash – textemdash — textquoteleft ‘ textquoteright ’ textquotedblleft “ textquotedblright ” \
    textquotesingle ' textquotedbl \" quotesinglbase ‚ quotedblbase „ glqq „ grqq “ glq ‚ grq ‘ \
    guillemotleft « guillemotright » guillemetleft « guillemetright » flqq « frqq » \
    guilsinglleft ‹ guilsinglright › textquestiondown ¿ textexclamdown ¡ \
    dots … ldots … textellipsis … cdots ⋯ textbullet • textperiodcentered · cdot · textasteriskcentered ∗ \
    textbackslash \\ textasciitilde ~ textasciicircum ^ textasciigrave ` textunderscore _ \
    textless < textgreater > textbar | textbraceleft { textbraceright } lbrace { rbrace } slash / hyphen - psq f. psqq ff. \
    textdollar $ textpercent % textampersand & textnumbersign # \
    S § textsection § P ¶ textparagraph ¶ dag † ddag ‡ textdagger † textdaggerdbl ‡ \
    copyright © textcopyright © textregistered ® texttrademark ™ textdegree ° degree ° \
    pounds £ textsterling £ euro € texteuro € EUR € textyen ¥ textcent ¢ \
    textordfeminine ª textordmasculine º textonehalf ½ textonequarter ¼ textthreequarters ¾ \
    textonesuperior ¹ texttwosuperior ² textthreesuperior ³ textmu µ textohm Ω textperthousand ‰ textnumero № \
    LaTeX LaTeX TeX TeX BibTeX BibTeX LaTeXe LaTeX2ε \
    times × texttimes × div ÷ pm ± mp ∓ textpm ± leq ≤ le ≤ geq ≥ ge ≥ neq ≠ ne ≠ approx ≈ sim ∼ simeq ≃ equiv ≡ \
    infty ∞ sqrt √ sum ∑ prod ∏ int ∫ partial ∂ nabla ∇ in ∈ notin ∉ subset ⊂ cup ∪ cap ∩ forall ∀ exists ∃ \
    to → rightarrow → leftarrow ← leftrightarrow ↔ Rightarrow ⇒ Leftarrow ⇐ uparrow ↑ downarrow ↓ mapsto ↦ \
    textrightarrow → textleftarrow ← star ⋆ ast ∗ bullet • circ ∘ ell ℓ prime ′ langle ⟨ rangle ⟩ \
    alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ \
    lambda λ mu μ nu ν xi ξ omicron ο pi π rho ρ sigma σ varsigma ς tau τ upsilon υ phi φ varphi φ chi χ psi ψ \
    omega ω Alpha Α Beta Β Gamma Γ Delta Δ Epsilon Ε Zeta Ζ Eta Η Theta Θ Iota Ι Kappa Κ Lambda Λ Mu Μ Nu Ν \
    Xi Ξ Omicron Ο Pi Π Rho Ρ Sigma Σ Tau Τ Upsilon Υ Phi Φ Chi Χ Psi Ψ Omega Ω \
    textalpha α textbeta β textgamma γ textdelta δ textlambda λ textpi π textsigma σ textomega ω";
