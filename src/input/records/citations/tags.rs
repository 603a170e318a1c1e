//! What the tags of each kind of export stand for.
use super::layout::Layout;

/// How a field is carried through.
#[derive(Clone, Copy)]
pub(super) enum How {
    /// The first value that is not empty, its lines joined.
    Words,
    /// The first word of it.
    Word,
    /// All values, each line one: `Ash, A; Elm, B`.
    List,
    /// All values, lines joined.
    Values,
    /// The first four digits that may be a year.
    Year,
    /// The first DOI.
    Doi,
}

/// A field under its plain name, the tags that may hold it (the first that does counts), and how.
pub(super) type Field = (&'static str, &'static [&'static str], How);

/// The fields that may be a record's id, the best first.
pub(super) const IDS: [&str; 4] = ["accession", "pmid", "doi", "record"];

pub(super) struct Tags {
    pub(super) title: &'static [&'static str],
    /// The first that is there is the abstract.
    pub(super) summary: &'static [&'static str],
    pub(super) fields: &'static [Field],
}

impl Layout {
    pub(super) fn tags(self) -> &'static Tags {
        match self {
            Layout::Ris => &RIS,
            Layout::Nbib => &NBIB,
            Layout::Enw => &ENW,
            Layout::Ciw => &CIW,
        }
    }
}

static RIS: Tags = Tags {
    title: &["TI", "T1", "BT", "CT", "TT", "ST"],
    summary: &["AB", "N2"],
    fields: &[
        ("type", &["TY"], How::Words),
        ("authors", &["AU", "A1"], How::List),
        ("year", &["PY", "Y1", "YR", "DA"], How::Year),
        ("journal", &["JF", "T2", "JO", "JA", "J2"], How::Words),
        ("accession", &["AN"], How::Words),
        ("pmid", &["PMID", "PM"], How::Word),
        ("doi", &["DO", "DOI", "DI", "L3", "M3", "UR", "L2"], How::Doi),
        ("record", &["ID"], How::Words),
        ("url", &["UR"], How::Word),
        ("keywords", &["KW"], How::List),
        ("language", &["LA"], How::Words),
        ("database", &["DB", "DP"], How::Words),
        ("notes", &["N1"], How::Values),
    ],
};

static NBIB: Tags = Tags {
    title: &["TI", "BTI", "TT", "VTI"],
    summary: &["AB", "OAB"],
    fields: &[
        ("type", &["PT"], How::Values),
        ("authors", &["FAU", "AU", "CN"], How::Values),
        ("year", &["DP", "DEP"], How::Year),
        ("journal", &["JT", "TA"], How::Words),
        ("pmid", &["PMID"], How::Word),
        ("pmcid", &["PMC"], How::Word),
        ("doi", &["LID", "AID", "SO"], How::Doi),
        ("keywords", &["OT", "MH"], How::Values),
        ("language", &["LA"], How::Values),
    ],
};

static ENW: Tags = Tags {
    title: &["%T", "%B", "%!"],
    summary: &["%X"],
    fields: &[
        ("type", &["%0"], How::Words),
        ("authors", &["%A"], How::List),
        ("year", &["%D", "%8"], How::Year),
        ("journal", &["%J", "%B"], How::Words),
        ("accession", &["%M"], How::Words),
        ("doi", &["%R", "%U"], How::Doi),
        ("record", &["%F"], How::Words),
        ("url", &["%U"], How::Word),
        ("keywords", &["%K"], How::List),
        ("language", &["%G"], How::Words),
        ("database", &["%W", "%~"], How::Words),
        ("notes", &["%Z"], How::Values),
    ],
};

static CIW: Tags = Tags {
    title: &["TI"],
    summary: &["AB"],
    fields: &[
        ("type", &["DT", "PT"], How::Words),
        ("authors", &["AF", "AU"], How::List),
        ("year", &["PY", "EY"], How::Year),
        ("journal", &["SO"], How::Words),
        ("accession", &["UT"], How::Words),
        ("pmid", &["PM"], How::Word),
        ("doi", &["DI", "D2"], How::Doi),
        ("keywords", &["DE", "ID"], How::Words),
        ("language", &["LA"], How::Words),
    ],
};
