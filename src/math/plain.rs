//! Formulas of letters, numbers, scripts, fractions, roots and the usual operators, as [`mathml`] typesets them.
//!
//! Strict: whatever it is not sure of it leaves to the converter. What it reads, of that it makes the same MathML.

use super::Display;
use Class::{Binary, Close, Function, Open, Ordinary, Punctuation, Relation};

/// The most bytes of a formula that is read here.
const LONGEST: usize = 300;
/// The deepest nesting.
const DEEPEST: usize = 8;

// Commands, each with its sign.
const LETTERS: &str = "alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ iota ι kappa κ \
    lambda λ mu μ nu ν xi ξ pi π rho ρ sigma σ tau τ phi ϕ varphi φ chi χ psi ψ omega ω infty ∞ ell ℓ";
const CAPITALS: &str = "Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Phi Φ Psi Ψ Omega Ω";
const OPERATORS: &str = "+ + - − pm ± cdot ⋅ times ×";
const RELATIONS: &str =
    "= = < &lt; > &gt; le ≤ leq ≤ ge ≥ geq ≥ ne ≠ neq ≠ in ∈ sim ∼ approx ≈ subset ⊂ subseteq ⊆ mid ∣";
const FUNCTIONS: &str = "log ln exp sin cos tan";
/// Letters that Unicode had in these styles before it had whole alphabets.
const DOUBLE_STRUCK: &str = "C ℂ H ℍ N ℕ P ℙ Q ℚ R ℝ Z ℤ";
const SCRIPT: &str = "B ℬ E ℰ F ℱ H ℋ I ℐ L ℒ M ℳ R ℛ";

/// What an atom is to its neighbours (The TeXbook, chapter 18).
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Ordinary,
    /// `+`, between two operands or as a sign.
    Binary,
    Relation,
    Open,
    Close,
    Punctuation,
    /// `\log`.
    Function,
}

/// How large something is set: around what is as small as a script, operators have no space.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    Display,
    Text,
    Script,
}

/// An atom with its scripts.
struct Atom<'t> {
    class: Class,
    /// Its element, or the text of an operator.
    base: String,
    /// The name of an operator.
    name: &'t str,
    below: Option<String>,
    above: Option<String>,
}

/// The formula in MathML, byte for byte as the converter makes it; `None` if it needs the converter. `defined` says that
/// commands may have been given other meanings.
pub fn mathml(tex: &str, display: Display, defined: bool) -> Option<String> {
    if tex.len() > LONGEST || defined && tex.contains('\\') {
        return None;
    }
    let (open, style) = match display {
        Display::Inline => ("<math>", Style::Text),
        Display::Block => ("<math display=\"block\">", Style::Display),
    };
    let mut reader = Reader { rest: tex, depth: 0 };
    let row = reader.row(style).filter(|row| !row.is_empty() && reader.rest.is_empty())?;
    Some([open, &row.concat(), "</math>"].concat())
}

struct Reader<'t> {
    rest: &'t str,
    depth: usize,
}

impl<'t> Reader<'t> {
    /// The elements of a row, up to the end or the brace that closes it.
    fn row(&mut self, style: Style) -> Option<Vec<String>> {
        self.depth += 1;
        let mut atoms = Vec::new();
        while !self.spaceless().is_empty() && !self.rest.starts_with('}') {
            atoms.push(self.scripted(style).filter(|_| self.depth <= DEEPEST)?);
        }
        self.depth -= 1;
        (0..atoms.len()).map(|at| element(&atoms, at, style)).collect()
    }

    fn spaceless(&mut self) -> &'t str {
        self.rest = self.rest.trim_start_matches(' ');
        self.rest
    }

    fn take(&mut self, length: usize) -> &'t str {
        let (text, rest) = self.rest.split_at(length);
        self.rest = rest;
        text
    }

    fn scripted(&mut self, style: Style) -> Option<Atom<'t>> {
        let mut atom = self.atom(style, usize::MAX)?;
        while let Some(sign @ ('_' | '^')) = self.spaceless().chars().next() {
            self.take(1);
            let place = if sign == '_' { &mut atom.below } else { &mut atom.above };
            // A second script on the same side is an error, and the converter's to name.
            if place.is_some() || !matches!(atom.class, Ordinary | Close | Function) {
                return None;
            }
            *place = Some(match self.spaceless().starts_with('{') {
                true => self.group(Style::Script)?,
                false => {
                    let alone = self.atom(Style::Script, 1)?;
                    (alone.class == Ordinary).then_some(alone.base)?
                }
            });
        }
        Some(atom)
    }

    /// What stands in braces, as one element.
    fn group(&mut self, style: Style) -> Option<String> {
        self.rest = self.spaceless().strip_prefix('{')?;
        let mut row = self.row(style)?;
        self.rest = self.rest.strip_prefix('}')?;
        match row.len() {
            0 => None,
            1 => row.pop(),
            _ => Some(["<mrow>", &row.concat(), "</mrow>"].concat()),
        }
    }

    /// An atom without scripts; of a number at most `most` digits.
    fn atom(&mut self, style: Style, most: usize) -> Option<Atom<'t>> {
        let first = self.rest.chars().next()?;
        let digits = self.rest.bytes().take(most).take_while(u8::is_ascii_digit).count();
        let text = self.take(digits.max(first.len_utf8()));
        // Digits that only spaces part are one number to the converter.
        let parted =
            self.rest.starts_with(' ') && self.rest.trim_start().starts_with(|c: char| c.is_ascii_digit());
        match first {
            '0'..='9' => Some(ordinary("mn", text)).filter(|_| !parted),
            'a'..='z' | 'A'..='Z' => Some(ordinary("mi", text)),
            '(' | '[' => Some(Atom::new(Open, fence(text, ""))),
            ')' | ']' => Some(Atom::new(Close, fence(text, ""))),
            '\\' => {
                let name = self.take(self.rest.bytes().take_while(u8::is_ascii_alphabetic).count());
                self.command(name, style)
            }
            _ => operator(text),
        }
    }

    fn command(&mut self, name: &'t str, style: Style) -> Option<Atom<'t>> {
        if let Some(letter) = sign(LETTERS, name) {
            return Some(ordinary("mi", letter));
        }
        if let Some(letter) = sign(CAPITALS, name) {
            let parts = ["<mrow><mspace/><mi mathvariant=\"normal\">", letter, "</mi></mrow>"];
            return Some(Atom::new(Ordinary, parts.concat()));
        }
        if FUNCTIONS.split(' ').any(|function| function == name) {
            return Some(Atom { name, ..Atom::new(Function, name.into()) });
        }
        let inside = if style == Style::Display { Style::Text } else { Style::Script };
        let base = match name {
            "frac" => {
                let (above, below) = (self.group(inside)?, self.group(inside)?);
                ["<mfrac>", &above, &below, "</mfrac>"].concat()
            }
            "sqrt" => ["<msqrt>", &self.group(style)?, "</msqrt>"].concat(),
            "mathbb" => ["<mi>", &String::from(self.letter(DOUBLE_STRUCK, 0x1D538)?), "</mi>"].concat(),
            "mathcal" => {
                let letter = String::from(self.letter(SCRIPT, 0x1D49C)?);
                ["<mrow><mspace/><mi>", &letter, "\u{FE00}</mi></mrow>"].concat()
            }
            "lVert" => return Some(Atom::new(Open, fence("‖", " form=\"prefix\""))),
            "rVert" => return Some(Atom::new(Close, fence("‖", " form=\"postfix\""))),
            _ => return operator(name).filter(|_| !name.is_empty()),
        };
        Some(Atom::new(Ordinary, base))
    }

    /// A capital in braces, in an alphabet that begins at `first` but for the letters of the table.
    fn letter(&mut self, others: &'static str, first: u32) -> Option<char> {
        let inside = self.spaceless().strip_prefix('{')?;
        let (letter, rest) = inside.split_once('}')?;
        let capital = letter.bytes().next().filter(|byte| letter.len() == 1 && byte.is_ascii_uppercase())?;
        self.rest = rest;
        let usual = || char::from_u32(first + u32::from(capital - b'A'));
        sign(others, letter).map_or_else(usual, |sign| sign.chars().next())
    }
}

impl Atom<'_> {
    fn new(class: Class, base: String) -> Self {
        Atom { class, base, name: "", below: None, above: None }
    }
}

fn ordinary<'t>(element: &str, text: &str) -> Atom<'t> {
    Atom::new(Ordinary, ["<", element, ">", text, "</", element, ">"].concat())
}

fn fence(text: &str, form: &str) -> String {
    ["<mo stretchy=\"false\"", form, ">", text, "</mo>"].concat()
}

fn operator(name: &str) -> Option<Atom<'_>> {
    let found = |class, sign: &str| Atom { name, ..Atom::new(class, sign.into()) };
    if name == "," {
        return Some(found(Punctuation, name));
    }
    let binary = sign(OPERATORS, name).map(|sign| found(Binary, sign));
    binary.or_else(|| sign(RELATIONS, name).map(|sign| found(Relation, sign)))
}

/// What stands behind `name` in a table of words.
fn sign(table: &'static str, name: &str) -> Option<&'static str> {
    let mut words = table.split(' ');
    while let (Some(word), Some(sign)) = (words.next(), words.next()) {
        if word == name {
            return Some(sign);
        }
    }
    None
}

/// The atom at `at` as an element, with the space that its neighbours leave it.
fn element(atoms: &[Atom], at: usize, style: Style) -> Option<String> {
    let Atom { class, base, name, below, above } = &atoms[at];
    let before = at.checked_sub(1).map(|at| atoms[at].class);
    let behind = atoms.get(at + 1).map(|atom| atom.class);
    let operand = matches!(before, Some(Ordinary | Close));
    let begins = matches!(behind, Some(Ordinary | Open | Function));
    let small = style == Style::Script;
    let attributes = match class {
        Ordinary | Open | Close => "",
        Function => match (operand, behind?) {
            (true, Ordinary) => " lspace=\"0.1667em\" rspace=\"0.1667em\"",
            (true, Open) => " lspace=\"0.1667em\" rspace=\"0\"",
            (false, Ordinary) => " lspace=\"0\" rspace=\"0.1667em\"",
            (false, Open) => " lspace=\"0\" rspace=\"0\"",
            _ => return None,
        },
        Punctuation if operand && begins => {
            if small {
                " rspace=\"0\""
            } else {
                ""
            }
        }
        Relation if operand && begins => match *name {
            "sim" if small => return None,
            "sim" => " form=\"infix\"",
            _ if small => " lspace=\"0\" rspace=\"0\"",
            _ => "",
        },
        // A sign is an operand's part.
        Binary if !operand && matches!(*name, "+" | "-") && matches!(behind, Some(Ordinary | Open)) => {
            " lspace=\"0\" rspace=\"0\""
        }
        Binary if operand && begins => match *name {
            _ if small => " lspace=\"0\" rspace=\"0\"",
            "cdot" | "times" => " lspace=\"0.2222em\" rspace=\"0.2222em\"",
            _ => "",
        },
        _ => return None,
    };
    let base = match class {
        Ordinary | Open | Close => base.clone(),
        _ => ["<mo", attributes, ">", base, "</mo>"].concat(),
    };
    let element = match (below, above) {
        (None, None) => return Some(base),
        (Some(_), None) => "msub",
        (None, Some(_)) => "msup",
        (Some(_), Some(_)) => "msubsup",
    };
    let [below, above] = [below, above].map(|script| script.as_deref().unwrap_or(""));
    Some(["<", element, ">", &base, below, above, "</", element, ">"].concat())
}

#[cfg(test)]
mod tests {
    use super::super::converter::Converter;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn letters_numbers_and_scripts() {
        for (tex, expected) in [
            ("M^3", "<msup><mi>M</mi><mn>3</mn></msup>"),
            (" x ", "<mi>x</mi>"),
            ("2x_{ij}", "<mn>2</mn><msub><mi>x</mi><mrow><mi>i</mi><mi>j</mi></mrow></msub>"),
            ("3^45", "<msup><mn>3</mn><mn>4</mn></msup><mn>5</mn>"),
            (
                "\\frac{8}{\\sqrt{d_k}}",
                "<mfrac><mn>8</mn><msqrt><msub><mi>d</mi><mi>k</mi></msub></msqrt></mfrac>",
            ),
            ("-x \\le \\pi", "<mo lspace=\"0\" rspace=\"0\">−</mo><mi>x</mi><mo>≤</mo><mi>π</mi>"),
        ] {
            let expected = ["<math>", expected, "</math>"].concat();
            assert_eq!(mathml(tex, Display::Inline, false), Some(expected), "{tex}");
        }
        for other in [
            "",
            "x+",
            "\\nosuch",
            "x^",
            "x^{}",
            "x^{a",
            "x^2^3",
            "^2",
            "é",
            "x'",
            "x^\\sqrt2",
            "a}b",
            "1 1",
            "\\",
        ] {
            assert_eq!(mathml(other, Display::Inline, false), None, "{other}");
        }
        assert_eq!(mathml("\\pi", Display::Inline, true), None);
        assert!(mathml("x^2", Display::Inline, true).is_some());
    }

    #[test]
    fn every_command_is_the_converters() {
        let signs = [LETTERS, CAPITALS, OPERATORS, RELATIONS].into_iter();
        let signs = signs.flat_map(|table| table.split(' ').step_by(2)).chain(FUNCTIONS.split(' '));
        let letters = ('A'..='Z').flat_map(|c| [format!("mathbb{{{c}}}"), format!("mathcal{{{c}}}")]);
        for name in signs.map(String::from).chain(letters) {
            let command = if name.len() > 1 { format!("\\{name}") } else { name };
            for tex in [format!("a{command} b"), format!("x_{{a{command} b}}"), format!("{command} b")] {
                let plain = mathml(&tex, Display::Inline, false);
                // Not all can begin a formula.
                assert!(plain.is_some() || !tex.starts_with('a'), "{tex}");
                if plain.is_some() {
                    assert_eq!(Converter::default().convert(&tex, Display::Inline).ok(), plain, "{tex}");
                }
            }
        }
    }

    fn agrees(tex: &str) -> Result<(), TestCaseError> {
        for display in [Display::Inline, Display::Block] {
            if let Some(plain) = mathml(tex, display, false) {
                prop_assert_eq!(Converter::default().convert(tex, display), Ok(plain), "{}", tex);
            }
        }
        Ok(())
    }

    const PIECES: &[&str] = &[
        "a",
        "x",
        "N",
        "1",
        "23",
        " ",
        "_",
        "^",
        "_2",
        "^n",
        "_{",
        "^{",
        "}",
        "{",
        "(",
        ")",
        "[",
        "]",
        ",",
        "+",
        "-",
        "=",
        "<",
        ">",
        "\\alpha ",
        "\\varphi",
        "\\Gamma",
        "\\infty ",
        "\\pm ",
        "\\cdot ",
        "\\times ",
        "\\le ",
        "\\in ",
        "\\sim ",
        "\\mid ",
        "\\log ",
        "\\sin",
        "\\frac{",
        "\\frac{a}{b}",
        "}{",
        "\\sqrt{",
        "\\sqrt{x}",
        "\\mathbb{R}",
        "\\mathcal{N}",
        "\\mathcal{L}",
        "\\lVert ",
        "\\rVert ",
    ];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(3000))]

        #[test]
        fn agrees_with_the_converter(tex in "([a-zA-Z0-9_^{}]|[a-z][_^][0-9]){1,14}") {
            agrees(&tex)?;
        }

        #[test]
        fn pieces_agree_with_the_converter(pieces in prop::collection::vec(prop::sample::select(PIECES), 1..9)) {
            agrees(&pieces.concat())?;
        }
    }
}
