//! An audit -> Markdown, or one HTML page without scripts.
use super::{
    Audit, Line,
    guidelines::{figure, lines, percent},
};
use crate::output::html::{escape, head};
use std::fmt::Write;

/// A table: heads, then rows.
type Table = (Vec<String>, Vec<Vec<String>>);

/// A piece of the page.
enum Piece {
    Title(String),
    Heading(String),
    Text(String),
    Table(Table),
}

/// As Markdown.
pub fn markdown(audit: &Audit) -> String {
    let cell = |c: &String| c.replace('|', "\\|").replace('<', "&lt;").replace('\n', " ");
    let mut out = String::new();
    for piece in pieces(audit) {
        match piece {
            Piece::Title(text) => drop(write!(out, "# {}\n\n", cell(&text))),
            Piece::Heading(text) => drop(write!(out, "## {}\n\n", cell(&text))),
            Piece::Text(text) => drop(write!(out, "{}\n\n", cell(&text))),
            Piece::Table((heads, rows)) => {
                let line =
                    |cells: &[String]| format!("| {} |\n", cells.iter().map(cell).collect::<Vec<_>>().join(" | "));
                out.push_str(&line(&heads));
                out.push_str(&format!("|{}\n", "---|".repeat(heads.len())));
                rows.iter().for_each(|row| out.push_str(&line(row)));
                out.push('\n');
            }
        }
    }
    out.truncate(out.trim_end().len());
    out + "\n"
}

/// As one HTML page, which begins as all of ours do.
pub fn html(audit: &Audit) -> String {
    let (mut top, mut body, mut about) = (String::new(), String::new(), String::new());
    for piece in pieces(audit) {
        match piece {
            Piece::Title(text) => top = head(&text, "audit"),
            Piece::Heading(text) => {
                about = escape(&text);
                let _ = writeln!(body, "<h2>{about}</h2>");
            }
            Piece::Text(text) => drop(writeln!(body, "<p>{}</p>", escape(&text))),
            Piece::Table((heads, rows)) => {
                let heads: String = heads.iter().map(|c| format!("<th scope=\"col\">{}</th>", escape(c))).collect();
                let _ = writeln!(
                    body,
                    "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{about}\">\n<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>"
                );
                for row in rows {
                    let cells: String = row.iter().map(|c| format!("<td>{}</td>", escape(c))).collect();
                    let _ = writeln!(body, "<tr>{cells}</tr>");
                }
                body.push_str("</tbody>\n</table>\n</div>\n");
            }
        }
    }
    format!("{top}</header>\n<main id=\"audit\">\n{body}</main>\n</body>\n</html>\n")
}

fn pieces(a: &Audit) -> Vec<Piece> {
    let mut out = vec![
        Piece::Title(format!("Audit of {}", a.project)),
        Piece::Text(format!(
            "{} documents; pretag {}, lexicon {}, codebook {}. Filled in from the journals of {} coders; what stands in square brackets only the authors know.",
            a.documents,
            a.pretag,
            a.lexicon,
            a.codebook,
            a.coders.len()
        )),
    ];
    for (what, used, now) in [("lexicons", &a.lexicons_used, &a.lexicon), ("codebooks", &a.codebooks_used, &a.codebook)]
    {
        if used.iter().any(|d| d != now) {
            let all: Vec<&str> = used.iter().map(String::as_str).collect();
            out.push(Piece::Text(format!("Work was done under several {what}: {}; now {now}.", all.join(", "))));
        }
    }
    out.push(Piece::Heading("Reporting guidelines".into()));
    let cells = |l: Line| vec![l.guideline.to_owned(), l.item.to_owned(), l.asks.to_owned(), l.answer];
    out.push(table(["Guideline", "Item", "Asks for", "Answer"], lines(a).into_iter().map(cells).collect()));
    counts(a, &mut out);
    people(a, &mut out);
    recall(a, &mut out);
    agreement(a, &mut out);
    out.push(Piece::Heading("Journals".into()));
    out.push(Piece::Text(
        "The last hash stands for everything before it: a journal that is altered or cut later no longer ends in it. `pretag review verify-journal` checks the chain.".into(),
    ));
    let rows = a.coders.iter().map(|p| {
        let grew = if p.forked { "grew on two machines, joined" } else { "one line" };
        vec![p.coder.clone(), p.events.to_string(), grew.to_owned(), p.head.clone()]
    });
    out.push(table(["Coder", "Events", "Chain", "Last hash"], rows.collect()));
    out
}

fn table<const N: usize>(heads: [&str; N], rows: Vec<Vec<String>>) -> Piece {
    Piece::Table((heads.map(str::to_owned).to_vec(), rows))
}

fn counts(a: &Audit, out: &mut Vec<Piece>) {
    out.push(Piece::Heading("Codes".into()));
    out.push(Piece::Text(
        "A changed code stands under the code it was suggested for. Open: not decided, or coders differ.".into(),
    ));
    let row = |name: &str, c: &super::Counts| {
        let numbers = [c.suggested, c.accepted, c.changed, c.rejected, c.open, c.added, c.blind];
        std::iter::once(name.to_owned()).chain(numbers.iter().map(u64::to_string)).collect::<Vec<_>>()
    };
    let all = std::iter::once(row("all", &a.counts));
    let rows = all.chain(a.codes.iter().map(|(code, c)| row(code, c))).collect();
    out.push(table(["Code", "Suggested", "Accepted", "Changed", "Rejected", "Open", "Added", "Decided blind"], rows));
}

fn people(a: &Audit, out: &mut Vec<Piece>) {
    out.push(Piece::Heading("Coders".into()));
    let rows = a.coders.iter().map(|p| {
        let modes: Vec<String> = p.modes.iter().map(|(mode, n)| format!("{n} {}", mode.replace('_', " "))).collect();
        let share = p.pace.acceptance.map_or("-".into(), |s| format!("{:.0} %", 100.0 * s));
        let seconds = p.pace.median_seconds.map_or("-".into(), |s| format!("{s:.1}"));
        vec![
            p.coder.clone(),
            modes.join(", "),
            p.added.to_string(),
            p.undone.to_string(),
            p.looks.to_string(),
            share,
            seconds,
            p.pace.hasty.to_string(),
        ]
    });
    let heads = [
        "Coder",
        "Decisions that stand, by mode",
        "Added",
        "Taken back",
        "Sentences read without suggestions",
        "Accepted as suggested",
        "Median seconds",
        "Under 1.5 s",
    ];
    out.push(table(heads, rows.collect()));
}

fn recall(a: &Audit, out: &mut Vec<Piece>) {
    let r = &a.recall;
    out.push(Piece::Heading("Missed evidence".into()));
    if r.read == 0 {
        out.push(Piece::Text(format!("None of the {} sampled sentences without a suggestion was read.", r.wanted)));
        return;
    }
    let open = if r.open > 0 {
        format!(" {} suggestions are not decided yet, so this is too low.", r.open)
    } else {
        String::new()
    };
    out.push(Piece::Text(format!(
        "{} of {} sampled sentences without a suggestion were read (there are {}); {} held evidence: {} (Wilson). Estimated recall of the suggestions, by sentence: {}.{open}",
        r.read,
        r.wanted,
        r.unsuggested,
        r.found,
        percent(r.share),
        percent(r.recall)
    )));
}

fn agreement(a: &Audit, out: &mut Vec<Piece>) {
    let both = [(&a.agreement, "all decisions"), (&a.blind_agreement, "decisions made without sight of suggestions")];
    for (agreement, of) in both {
        let Some(agreement) = agreement else { continue };
        out.push(Piece::Heading(format!("Agreement on {of}")));
        agreement.notes.iter().for_each(|note| out.push(Piece::Text(note.clone())));
        let rows = agreement.levels.iter().map(|level| {
            let row = &level.overall;
            let figures = row.figures().map(|(_, e)| figure(e));
            [level.level.to_owned(), row.units.to_string()].into_iter().chain(figures).collect()
        });
        let heads = [
            "Level",
            "Units x codes",
            "Percent",
            "Cohen's kappa",
            "Gwet's AC1",
            "Krippendorff's alpha",
            "Brennan-Prediger",
        ];
        out.push(table(heads, rows.collect()));
    }
    if let Some(agreement) = a.agreement.as_ref().or(a.blind_agreement.as_ref()) {
        let formulas = agreement.formulas.iter().map(|f| format!("{}: {}; {}.", f.name, f.formula, f.source));
        out.push(Piece::Text(formulas.collect::<Vec<_>>().join(" ")));
    }
}
