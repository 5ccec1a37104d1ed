//! TeX's accents and the composed letters of Unicode. [`compose`] is the entrance.

/// The combining mark of an accent command, such as U+0308 for `\\"`.
pub(super) fn mark(command: char) -> Option<char> {
    row(|c, _| c == command).map(|(_, mark, _)| mark)
}

/// The letter with this combining mark as one character, if Unicode has it (its normal form C).
pub(super) fn compose(base: char, mark: char) -> Option<char> {
    // Accents above take the place of the dot.
    let base = match base {
        'ı' => 'i',
        'ȷ' => 'j',
        _ => base,
    };
    let (_, _, pairs) = row(|_, m| m == mark)?;
    let mut pairs = pairs.chars();
    while let (Some(from), Some(to)) = (pairs.next(), pairs.next()) {
        if from == base {
            return Some(to);
        }
    }
    None
}

fn row(test: impl Fn(char, char) -> bool) -> Option<(char, char, &'static str)> {
    ROWS.iter().copied().find(|&(command, mark, _)| test(command, mark))
}

/// The command, its combining mark, and pairs of a letter and the composed letter.
const ROWS: &[(char, char, &str)] = &[
    ('`', '\u{0300}', "AÀEÈIÌNǸOÒUÙWẀYỲaàeèiìnǹoòuùwẁyỳÂẦÊỀÔỒâầêềôồĂẰăằƠỜơờƯỪưừÜǛüǜ"),
    (
        '\'',
        '\u{0301}',
        "AÁCĆEÉGǴIÍKḰLĹMḾNŃOÓPṔRŔSŚUÚWẂYÝZŹaácćeégǵiíkḱlĺmḿnńoópṕrŕsśuúwẃyýzźÂẤÊẾÔỐâấêếôốĂẮăắƠỚơớƯỨưứÆǼæǽØǾøǿÜǗüǘÅǺåǻÕṌõṍ",
    ),
    ('^', '\u{0302}', "AÂCĈEÊGĜHĤIÎJĴOÔSŜUÛWŴYŶZẐaâcĉeêgĝhĥiîjĵoôsŝuûwŵyŷzẑẠẬạậẸỆẹệỌỘọộ"),
    ('~', '\u{0303}', "AÃEẼIĨNÑOÕUŨVṼYỸaãeẽiĩnñoõuũvṽyỹÂẪÊỄÔỖâẫêễôỗĂẴăẵƠỠơỡƯỮưữ"),
    ('=', '\u{0304}', "AĀEĒGḠIĪOŌUŪYȲaāeēgḡiīoōuūyȳÆǢæǣÜǕüǖÄǞäǟÖȪöȫÕȬõȭ"),
    ('u', '\u{0306}', "AĂEĔGĞIĬOŎUŬaăeĕgğiĭoŏuŭẠẶạặ"),
    ('.', '\u{0307}', "AȦBḂCĊDḊEĖFḞGĠHḢIİMṀNṄOȮPṖRṘSṠTṪWẆXẊYẎZŻaȧbḃcċdḋeėfḟgġhḣmṁnṅoȯpṗrṙsṡtṫwẇxẋyẏzżŚṤśṥ"),
    ('"', '\u{0308}', "AÄEËHḦIÏOÖUÜWẄXẌYŸaäeëhḧiïoötẗuüwẅxẍyÿÕṎõṏ"),
    ('h', '\u{0309}', "AẢEẺIỈOỎUỦYỶaảeẻiỉoỏuủyỷÂẨÊỂÔỔâẩêểôổĂẲăẳƠỞơởƯỬưử"),
    ('r', '\u{030A}', "AÅUŮaåuůwẘyẙ"),
    ('H', '\u{030B}', "OŐUŰoőuű"),
    ('v', '\u{030C}', "AǍCČDĎEĚGǦHȞIǏKǨLĽNŇOǑRŘSŠTŤUǓZŽaǎcčdďeěgǧhȟiǐjǰkǩlľnňoǒrřsštťuǔzžÜǙüǚ"),
    ('G', '\u{030F}', "AȀEȄIȈOȌRȐUȔaȁeȅiȉoȍrȑuȕ"),
    (
        'd',
        '\u{0323}',
        "AẠBḄDḌEẸHḤIỊKḲLḶMṂNṆOỌRṚSṢTṬUỤVṾWẈYỴZẒaạbḅdḍeẹhḥiịkḳlḷmṃnṇoọrṛsṣtṭuụvṿwẉyỵzẓÂẬÊỆÔỘâậêệôộĂẶăặƠỢơợƯỰưự",
    ),
    ('c', '\u{0327}', "CÇDḐEȨGĢHḨKĶLĻNŅRŖSŞTŢcçdḑeȩgģhḩkķlļnņrŗsştţ"),
    ('k', '\u{0328}', "AĄEĘIĮOǪUŲaąeęiįoǫuų"),
    ('b', '\u{0331}', "BḆDḎKḴLḺNṈRṞTṮZẔbḇdḏhẖkḵlḻnṉrṟtṯzẕ"),
    ('t', '\u{0361}', ""),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_composed() {
        for (base, command, composed) in [
            ('u', '"', 'ü'),
            ('ı', '\'', 'í'),
            ('c', 'c', 'ç'),
            ('ê', '\'', 'ế'),
            ('A', 'r', 'Å'),
            ('s', 'v', 'š'),
        ] {
            assert_eq!(mark(command).and_then(|mark| compose(base, mark)), Some(composed));
        }
        assert_eq!(compose('x', '\u{0327}'), None);
        assert_eq!(mark('x'), None);
    }
}
