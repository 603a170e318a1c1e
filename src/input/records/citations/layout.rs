//! A line of an export of citations -> the tag it begins with, as each kind of export writes tags; and the first lines of a file -> which kind it is.

/// How citations are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::input) enum Layout {
    /// RIS: `TY  - JOUR` to `ER  - `.
    Ris,
    /// PubMed: `PMID- 123`, an empty line between records.
    Nbib,
    /// EndNote: `%0 Journal Article`.
    Enw,
    /// Web of Science: `PT J` to `ER`.
    Ciw,
}

/// Tags of RIS, known where the spaces before the hyphen are missing.
const RIS: &str = " A1 A2 A3 A4 AB AD AN AU AV BT C1 C2 C3 C4 C5 C6 C7 C8 CA CN CP CT CY DA DB DI DO DP ED EP ER ET H1 H2 ID IS J1 J2 JA JF JI JO KW L1 L2 L3 \
                   L4 LA LB LK M1 M2 M3 N1 N2 NV OP PB PM PP PT PY RI RN RP SE SN SP ST SV T1 T2 T3 TA TI TT TY U1 U2 U3 U4 U5 UR VL VO Y1 Y2 YR ";

/// Longer tags, which some tools write in RIS.
const LONG: [&[u8]; 3] = [b"PMID", b"PMCID", b"DOI"];

/// So many lines are looked at.
const LOOKED_AT: usize = 60;

/// Where a tag ends, and where the words behind it begin, in bytes of its line.
pub(super) type Tag = (usize, usize);

impl Layout {
    /// What a record begins with.
    pub(super) fn example(self) -> &'static str {
        match self {
            Layout::Ris => "`TY  - JOUR`",
            Layout::Nbib => "`PMID- 12345678`",
            Layout::Enw => "`%0 Journal Article`",
            Layout::Ciw => "`PT J`",
        }
    }

    /// The tag at the beginning of a line. A line without one goes on with the field before it.
    pub(super) fn tag(self, line: &[u8]) -> Option<Tag> {
        match self {
            Layout::Ris => ris(line),
            Layout::Nbib => nbib(line),
            Layout::Enw => {
                let tag = line.strip_prefix(b"%")?.first()?.is_ascii_graphic();
                (tag && ends(&line[2..])).then_some((2, 2))
            }
            Layout::Ciw => {
                let tag = line.first()?.is_ascii_uppercase() && is_capital(*line.get(1)?);
                (tag && ends(&line[2..])).then_some((2, 2))
            }
        }
    }

    /// Whether a record begins with this tag.
    pub(super) fn is_first(self, tag: &[u8]) -> bool {
        let first: &[u8] = match self {
            Layout::Ris => b"TY",
            Layout::Nbib => b"PMID",
            Layout::Enw => b"%0",
            Layout::Ciw => b"PT",
        };
        tag == first
    }

    /// Whether a record ends with this tag.
    pub(super) fn is_last(self, tag: &[u8]) -> bool {
        matches!(self, Layout::Ris | Layout::Ciw) && tag == b"ER"
    }

    /// Whether any tag between records begins one; in Web of Science those of the file stand there.
    pub(super) fn is_open(self) -> bool {
        self != Layout::Ciw
    }

    /// Whether a record begins with the first tag behind an empty line.
    pub(super) fn parts_at_blank_lines(self) -> bool {
        self == Layout::Nbib
    }

    /// Whether text that begins like this is of this kind.
    pub(super) fn sniff(self, head: &str) -> bool {
        let mut lines = head.split(['\n', '\r']).map(|line| line.trim_start_matches('\u{feff}'));
        let mut lines = lines.by_ref().filter(|line| !line.trim().is_empty()).take(LOOKED_AT);
        match self {
            // others may write before the first record
            Layout::Ris => {
                lines.any(|line| is_type(line.as_bytes())) && lines.next().is_none_or(|l| ris(l.as_bytes()).is_some())
            }
            Layout::Nbib => {
                let first = lines.next().unwrap_or("");
                nbib(first.as_bytes()).is_some() && (first.starts_with("PMID- ") || first.starts_with("PMC -"))
            }
            Layout::Enw => lines.next().is_some_and(|line| line.starts_with("%0 ")),
            Layout::Ciw => {
                let first = lines.next().unwrap_or("");
                let header = first.starts_with("FN ") && lines.next().is_some_and(|line| line.starts_with("VR "));
                header || matches!(first.strip_prefix("PT "), Some("J" | "B" | "S" | "P"))
            }
        }
    }
}

fn is_capital(byte: u8) -> bool {
    byte.is_ascii_uppercase() || byte.is_ascii_digit()
}

/// Whether a tag has ended here.
fn ends(rest: &[u8]) -> bool {
    rest.first().is_none_or(u8::is_ascii_whitespace)
}

/// `TY  - JOUR`, also `TY - JOUR` and `TY-JOUR`; unknown tags only with two spaces.
fn ris(line: &[u8]) -> Option<Tag> {
    let end = line.iter().position(|b| !is_capital(*b)).filter(|_| line[0].is_ascii_uppercase())?;
    let spaces = line[end..].iter().position(|b| !matches!(*b, b' ' | b'\t'))?;
    let hyphen = end + spaces;
    let behind = (line[hyphen] == b'-').then(|| &line[hyphen + 1..])?;
    let told = match &line[..end] {
        tag @ [_, _] => spaces >= 2 || is_known(tag) && (ends(behind) || is_type(line)),
        tag => LONG.contains(&tag) && ends(behind),
    };
    told.then_some((end, hyphen + 1))
}

fn is_known(tag: &[u8]) -> bool {
    RIS.as_bytes().windows(4).any(|known| known[0] == b' ' && known[3] == b' ' && known[1..3] == *tag)
}

/// The first line of a record of RIS: `TY`, a hyphen and a word in capitals.
fn is_type(line: &[u8]) -> bool {
    let word = line.strip_prefix(b"TY").and_then(|rest| rest.trim_ascii_start().strip_prefix(b"-"));
    word.map(<[u8]>::trim_ascii).is_some_and(|word| word.len() > 1 && word.iter().all(|b| is_capital(*b)))
}

/// `PMID- 123`, `TI  - `.
fn nbib(line: &[u8]) -> Option<Tag> {
    let tag = line.get(..4)?.trim_ascii_end();
    let told = line.get(4) == Some(&b'-') && ends(&line[5..]) && tag.len() >= 2 && tag[0].is_ascii_uppercase();
    (told && tag.iter().all(|b| is_capital(*b))).then_some((tag.len(), 5))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tags(layout: Layout, lines: &[&str]) -> Vec<String> {
        let tag = |line: &&str| {
            let found = layout.tag(line.as_bytes());
            found.map_or("+".into(), |(end, behind)| format!("{}={}", &line[..end], line[behind..].trim()))
        };
        lines.iter().map(tag).collect()
    }

    #[test]
    fn tags_of_ris_have_spaces_or_are_known() {
        let lines = [
            "TY  - JOUR",
            "ER  -",
            "ER  - ",
            "AB - No time",
            "TI- x",
            "ZZ  - x",
            "AB  -x",
            "PMID- 7",
            "TY-JOUR",
            "ER-",
        ];
        let seen = ["TY=JOUR", "ER=", "ER=", "AB=No time", "TI=x", "ZZ=x", "AB=x", "PMID=7", "TY=JOUR", "ER="];
        assert_eq!(tags(Layout::Ris, &lines), seen);
        let on =
            ["2024-06-24", "1932-8486", "CT-scans were", "ZZ - x", "   Methods: x", "A", "AB", "", "HIV- women", "T"];
        assert_eq!(tags(Layout::Ris, &on), ["+"; 10]);
    }

    #[test]
    fn other_kinds_have_tags_of_their_own() {
        let lines = ["PMID- 7", "TI  - x", "AB  -", "      on", "A", "PMC - PMC1", "ABC-x"];
        assert_eq!(tags(Layout::Nbib, &lines), ["PMID=7", "TI=x", "AB=", "+", "+", "PMC=PMC1", "+"]);
        assert_eq!(
            tags(Layout::Enw, &["%0 Book", "%X", "% of", "", "%%", "%é"]),
            ["%0=Book", "%X=", "+", "+", "%%=", "+"]
        );
        assert_eq!(
            tags(Layout::Ciw, &["PT J", "ER", "   x", "A", "Ab x", "Z9 1"]),
            ["PT=J", "ER=", "+", "+", "+", "Z9=1"]
        );
    }

    #[test]
    fn files_are_known_by_their_first_lines() {
        let of = |head: &str| {
            [Layout::Ris, Layout::Nbib, Layout::Enw, Layout::Ciw]
                .into_iter()
                .filter(|l| l.sniff(head))
                .collect::<Vec<_>>()
        };
        assert_eq!(of("TY  - JOUR\r\nTI  - x\r\n"), [Layout::Ris]);
        assert_eq!(of("Provider: x\nContent: y\n\n6. \nTY  - JOUR\n"), [Layout::Ris]);
        assert_eq!(of("\nPMID- 7\nOWN - NLM\n"), [Layout::Nbib]);
        assert_eq!(of("%0 Journal Article\n%T x\n"), [Layout::Enw]);
        assert_eq!(of("FN Clarivate Analytics Web of Science\nVR 1.0\nPT J\n"), [Layout::Ciw]);
        for prose in ["", "No time.", "TY - thanks", "TY  - JOUR\nis a line of RIS.", "%0", "PT J said so", "PMID 7"] {
            assert_eq!(of(prose), [], "{prose}");
        }
    }
}
