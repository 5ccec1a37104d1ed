//! Commands of MathJax's default set that `math-core` lacks, in its words. [`find`] is the entrance.

use super::token::Token;

/// Names, the number of arguments, what they stand for.
const WORDS: &[(&str, u8, &str)] = &[
    ("Braket", 1, r"\left\langle #1\right\rangle "),
    ("Ketbra", 2, r"\left|#1\right\rangle\left\langle #2\right|"),
    ("LaTeX", 0, r"\text{LaTeX}"),
    ("MoveEqLeft", 0, ""),
    ("Set", 1, r"\left\{\,#1\,\right\}"),
    ("TeX", 0, r"\text{TeX}"),
    ("adjustlimits", 0, ""),
    ("begingroup", 0, "{"),
    ("buildrel", 1, r"\overset{#1}"),
    ("celsius", 0, r"^\circ\mathrm{C}"),
    ("centercolon", 0, r"\vcentcolon "),
    ("centerdot", 0, r"\cdot "),
    ("centernot", 1, r"\mathrel{\cancel{#1}}"),
    ("clap", 1, r"\text{#1}"),
    ("cr", 0, r"\\"),
    ("crampedclap", 1, "{#1}"),
    ("cramped", 1, "{#1}"),
    ("cssId", 2, "{#2}"),
    ("divsymbol", 0, r"\div "),
    ("displaylines", 1, r"\begin{gathered}#1\end{gathered}"),
    ("dotsb", 0, r"\cdots "),
    ("dotsc", 0, r"\ldots "),
    ("dotsi", 0, r"\cdots "),
    ("dotsm", 0, r"\cdots "),
    ("dotso", 0, r"\ldots "),
    ("endgroup", 0, "}"),
    ("eqalign", 1, r"\begin{aligned}#1\end{aligned}"),
    ("ensuremath", 1, "{#1}"),
    ("hdots", 0, r"\ldots "),
    ("hfil", 0, r"\quad "),
    ("hfill", 0, r"\quad "),
    ("href", 2, "{#2}"),
    ("idotsint", 0, r"\int\cdots\int "),
    ("intop", 0, r"\int\limits "),
    ("ketbra", 2, r"|#1\rangle\langle #2|"),
    ("leftroot", 1, ""),
    ("mathchoice", 4, "{#1}"),
    ("mathclap", 1, "{#1}"),
    ("mathllap", 1, "{#1}"),
    ("mathnormal", 1, "{#1}"),
    ("mathtip", 2, "{#1}"),
    ("micro", 0, r"\mathrm{\mu}"),
    ("mit", 0, ""),
    ("ndownarrow", 0, r"\not\downarrow "),
    ("newline", 0, r"\\"),
    ("nobreakspace", 0, "~"),
    ("nonscript", 0, ""),
    ("nshortmid", 0, r"\nmid "),
    ("nshortparallel", 0, r"\nparallel "),
    ("nuparrow", 0, r"\not\uparrow "),
    ("ohm", 0, r"\Omega "),
    ("oldstyle", 0, ""),
    ("ordinarycolon", 0, ":"),
    ("overunderset", 3, r"\overset{#1}{\underset{#2}{#3}}"),
    ("perthousand", 0, "‰"),
    ("pmb", 1, r"\boldsymbol{#1}"),
    ("pod", 1, r"\quad(#1)"),
    ("relax", 0, ""),
    ("require", 1, ""),
    ("rightleftarrows", 0, "⇄"),
    ("scr", 0, r"\cal "),
    ("set", 1, r"\{\,#1\,\}"),
    ("shortmid", 0, r"\mid "),
    ("shortparallel", 0, r"\parallel "),
    ("shoveleft", 1, "{#1}"),
    ("shoveright", 1, "{#1}"),
    ("skew", 3, "#2{#3}"),
    ("smallfrown", 0, r"\frown "),
    ("smallint", 0, r"\int "),
    ("smallsetminus", 0, r"\setminus "),
    ("smallsmile", 0, r"\smile "),
    ("splitdfrac", 2, r"\genfrac{}{}{0pt}{0}{#1}{#2}"),
    ("splitfrac", 2, r"\genfrac{}{}{0pt}{1}{#1}{#2}"),
    ("stackbin", 2, r"\mathbin{\overset{#1}{#2}}"),
    ("strut", 0, r"\mathstrut "),
    ("style", 2, "{#2}"),
    ("substack", 1, r"\begin{subarray}{c}#1\end{subarray}"),
    ("symnormal", 1, "{#1}"),
    ("texttip", 2, "{#1}"),
    ("thickapprox", 0, r"\approx "),
    ("thicksim", 0, r"\sim "),
    ("underparen", 1, r"\underset{⏝}{#1}"),
    ("uproot", 1, ""),
    ("varinjlim", 0, r"\mathop{\underrightarrow{\lim}}"),
    ("varliminf", 0, r"\mathop{\underline{\lim}}"),
    ("varlimsup", 0, r"\mathop{\overline{\lim}}"),
    ("varprojlim", 0, r"\mathop{\underleftarrow{\lim}}"),
    ("varpropto", 0, r"\propto "),
    ("vcenter", 1, "{#1}"),
    ("xmathstrut", 1, r"\mathstrut "),
];

/// Alphabets by their names behind `\math` and `\sym`, in those of `math-core`.
const ALPHABETS: &[(&str, &str)] = &[
    ("bbm", "mathbb"),
    ("bfcal", "mathcal"),
    ("bffrak", "mathfrak"),
    ("bfit", "boldsymbol"),
    ("bfscr", "mathscr"),
    ("bfsf", "mathsf"),
    ("bfsfit", "mathsf"),
    ("bfsfup", "mathsf"),
    ("bfup", "mathbf"),
    ("ds", "mathbb"),
    ("sfit", "mathsf"),
    ("sfup", "mathsf"),
    ("up", "mathrm"),
];

/// Alphabets that `math-core` has behind `\math`, but not behind `\sym`.
const MATH_ONLY: [&str; 8] = ["bb", "cal", "frak", "it", "rm", "scr", "sf", "tt"];

/// The number of arguments of the command `name` and what it stands for.
pub fn find(name: &str) -> Option<(usize, String)> {
    if let Some((_, arguments, body)) = WORDS.iter().find(|(word, ..)| *word == name) {
        return Some((usize::from(*arguments), body.to_string()));
    }
    if let Some(alphabet) = alphabet(name) {
        return Some((1, ["\\", &alphabet, "{#1}"].concat()));
    }
    upright(name).map(|letter| (0, ["\\mathrm{\\", &letter, "}"].concat()))
}

/// The alphabet that the command `name` sets, of unicode-math and others.
fn alphabet(name: &str) -> Option<String> {
    let rest = name.strip_prefix("math").or_else(|| name.strip_prefix("sym"))?;
    if name.starts_with("sym") && MATH_ONLY.contains(&rest) {
        return Some(["math", rest].concat());
    }
    ALPHABETS.iter().find(|(alphabet, _)| *alphabet == rest).map(|(_, known)| known.to_string())
}

/// The Greek letter of the command `name` of `upgreek`, by its usual name.
fn upright(name: &str) -> Option<String> {
    let known = |rest: &&str| GREEK.contains(&[" ", rest, " "].concat());
    if let Some(letter) = name.strip_prefix("up").filter(known) {
        return Some(letter.to_string());
    }
    let capital = name.strip_prefix("Up").filter(known)?;
    Some([&capital.get(..1)?.to_ascii_uppercase(), capital.get(1..)?].concat())
}

const GREEK: &str = " alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma \
     tau upsilon phi chi psi omega varepsilon varphi varpi varrho varsigma vartheta ";

/// Whether this stands between formulas, as a sign of an operation or of a relation: dots before it are centred, as in
/// amsmath.
pub fn is_between(token: &Token) -> bool {
    const SIGNS: &str = " + - * = < > ";
    const COMMANDS: &str = " cdot times div pm mp ast star circ bullet oplus ominus otimes odot cup cap sqcup sqcap uplus \
        vee lor wedge land setminus wr amalg dagger le leq ge geq ne neq ll gg prec succ preceq succeq equiv sim simeq \
        approx cong propto subset supset subseteq supseteq in ni to gets mapsto leftarrow rightarrow leftrightarrow \
        Leftarrow Rightarrow Leftrightarrow longrightarrow Longrightarrow implies iff mid parallel perp vdash models ";
    match token {
        Token::Char(c) => SIGNS.contains(&[" ", c.encode_utf8(&mut [0; 4]), " "].concat()),
        Token::Command(name) => COMMANDS.contains(&[" ", name, " "].concat()),
    }
}

/// The size that the switch `name` sets, in percent.
pub fn size(name: &str) -> Option<&'static str> {
    Some(match name {
        "Tiny" | "tiny" => "50%",
        "scriptsize" => "70%",
        "footnotesize" | "small" => "85%",
        "normalsize" => "100%",
        "large" => "120%",
        "Large" => "144%",
        "LARGE" => "173%",
        "huge" => "207%",
        "Huge" => "249%",
        _ => return None,
    })
}

/// The environment's name in `math-core`, how many arguments behind its name fall away, and whether its rows
/// may have numbers.
pub fn environment(name: &str) -> Option<(&'static str, usize, Rows)> {
    Some(match name {
        "equation" => ("equation*", 0, Rows::One),
        "equation*" => ("equation*", 0, Rows::Tagged),
        "align" | "flalign" | "eqnarray" => ("align*", 0, Rows::All),
        "align*" | "flalign*" | "eqnarray*" => ("align*", 0, Rows::Tagged),
        "alignat" | "xalignat" => ("align*", 1, Rows::All),
        "alignat*" | "xalignat*" | "xxalignat" => ("align*", 1, Rows::Tagged),
        "gather" => ("gather*", 0, Rows::All),
        "gather*" => ("gather*", 0, Rows::Tagged),
        "multline" => ("multline", 0, Rows::Last),
        "multline*" => ("multline", 0, Rows::Tagged),
        "split" | "aligned" => ("aligned", 0, Rows::None),
        "alignedat" => ("aligned", 1, Rows::None),
        "gathered" | "multlined" | "lgathered" | "rgathered" | "spreadlines" => ("gathered", 0, Rows::None),
        _ => (matrix(name)?, 0, Rows::None),
    })
}

/// Matrices and cases without their small variants and those with a star, by which columns are aligned.
fn matrix(name: &str) -> Option<&'static str> {
    const KNOWN: [&str; 10] = [
        "matrix", "pmatrix", "bmatrix", "Bmatrix", "vmatrix", "Vmatrix", "cases", "dcases", "rcases",
        "drcases",
    ];
    let plain = name.trim_end_matches('*').replacen("small", "", 1);
    KNOWN.into_iter().find(|known| *known == plain && plain != name)
}

/// Which rows of an environment have numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rows {
    /// None, and none can have one.
    None,
    /// Those with a `\tag`.
    Tagged,
    /// All but those that say otherwise.
    All,
    /// The environment as a whole.
    One,
    /// The last one.
    Last,
}
