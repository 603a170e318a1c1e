//! A character of a symbol font -> the character of Unicode that looks like it.

/// Signs of the font Symbol, by their last two digits: <https://www.unicode.org/Public/MAPPINGS/VENDORS/ADOBE/symbol.txt>
const SYMBOL: [(u32, char); 18] = [
    (0xA2, '′'),
    (0xA3, '≤'),
    (0xA5, '∞'),
    (0xAB, '↔'),
    (0xAC, '←'),
    (0xAD, '↑'),
    (0xAE, '→'),
    (0xAF, '↓'),
    (0xB0, '°'),
    (0xB1, '±'),
    (0xB2, '″'),
    (0xB3, '≥'),
    (0xB4, '×'),
    (0xB7, '•'),
    (0xB8, '÷'),
    (0xB9, '≠'),
    (0xBB, '≈'),
    (0xBC, '…'),
];

/// Letters of the font Symbol from 0x41 and 0x61 on.
const CAPITALS: &str = "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ";
const SMALL: &str = "αβχδεφγηιϕκλμνοπθρστυϖωξψζ";

/// Signs of Wingdings that stand in running text and forms.
const WINGDINGS: [(u32, char); 10] = [
    (0x4A, '☺'),
    (0x6F, '☐'),
    (0x9F, '•'),
    (0xA7, '▪'),
    (0xA8, '☐'),
    (0xDF, '←'),
    (0xE0, '→'),
    (0xFB, '✗'),
    (0xFC, '✓'),
    (0xFE, '☑'),
];

/// The character that this code in this font stands for; none if that is not known.
pub(super) fn character(font: &str, code: &str) -> Option<char> {
    let code = u32::from_str_radix(code.trim(), 16).ok()?;
    // symbol fonts lie in the private area
    let low = if (0xF000..=0xF0FF).contains(&code) { code - 0xF000 } else { code };
    let of = |known: &[(u32, char)]| known.iter().find(|(c, _)| *c == low).map(|(_, sign)| *sign);
    let plain = || char::from_u32(low).filter(|c| !c.is_control() && !('\u{e000}'..='\u{f8ff}').contains(c));
    match font.trim().to_lowercase().as_str() {
        "symbol" => match low {
            0x41..=0x5A => CAPITALS.chars().nth(low as usize - 0x41),
            0x61..=0x7A => SMALL.chars().nth(low as usize - 0x61),
            0x20..=0x3F => plain(),
            _ => of(&SYMBOL),
        },
        "wingdings" => of(&WINGDINGS),
        font if font.starts_with("wingdings") || font == "webdings" => None,
        _ => plain(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_known_fonts_are_characters() {
        assert_eq!(character("Symbol", "F0B3"), Some('≥'));
        assert_eq!(character("Symbol", "F061"), Some('α'));
        assert_eq!(character("Wingdings", "F0E0"), Some('→'));
        assert_eq!(character("Arial", "00E9"), Some('é'));
        assert_eq!(
            (character("Wingdings 2", "F050"), character("Symbol", "x"), character("", "F8FF")),
            (None, None, None)
        );
    }
}
