//! A project and a coder -> the packet: texts, codebooks and script in one HTML file; imported text is data in it, never markup.
use crate::{
    error::{Error, ErrorKind, Result},
    report::hex,
    review::{
        journal::{Mode, check_coder},
        project::{Base, Place, Project},
    },
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// For whom a packet is.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Whose decisions it takes.
    pub coder: String,
    /// In which mode the coder works; the blind sample and the sample for missed evidence are coded without suggestions in every mode.
    pub mode: Mode,
    /// Only these documents, by id; all if empty.
    pub documents: Vec<String>,
}

const SCRIPT: &str = include_str!("packet.js");
const STYLE: &str = include_str!("packet.css");

/// The page.
///
/// # Errors
/// A name that is no coder's, or a document that is not there.
pub fn page(project: &Project, settings: &Settings) -> Result<String> {
    check_coder(&settings.coder)?;
    if let Some(id) = settings.documents.iter().find(|id| project.document(id).is_none()) {
        return Err(Error::new(ErrorKind::Usage, format!("there is no document {id:?} in this project")));
    }
    let (blind, missed) = (project.blind_sample(), project.missed_sample());
    let wanted = |b: &Base| settings.documents.is_empty() || settings.documents.iter().any(|d| d == b.id());
    let documents = project.documents.iter().enumerate().filter(|(_, b)| wanted(b));
    let documents: Vec<Value> = documents.map(|(n, base)| document(n, base, settings.mode, &blind, &missed)).collect();
    let mut data = json!({
        "format": "pretag.packet/1",
        "project": project.manifest.name,
        "coder": settings.coder,
        "mode": settings.mode,
        "lexicon": project.manifest.lexicon,
        "codebook": project.codebook_digest(),
        "codebooks": project.codebooks,
        "frameworks": project.manifest.frameworks.iter().map(|f| &f.id).collect::<Vec<_>>(),
        "documents": documents,
    });
    let digest = hex(&Sha256::digest(data.to_string())[..8]);
    data["packet"] = digest.into();
    Ok(html(&data))
}

/// A document, sentence by sentence. In blind mode no suggestion is in the file at all.
fn document(n: usize, base: &Base, mode: Mode, blind: &[Place], missed: &[Place]) -> Value {
    let has = |sample: &[Place], segment| sample.binary_search(&Place { document: n, segment }).is_ok();
    let hidden = |segment| mode == Mode::Blind || has(blind, segment) || has(missed, segment);
    let mut suggested: Vec<Vec<Value>> = vec![Vec::new(); base.layout.segments.len()];
    for x in &base.suggestions {
        // one over several sentences is decided in its first, and stays hidden if any of them is coded without suggestions
        let mut segments = base.segments_of(x.span);
        let first = segments.start;
        if !segments.is_empty() && !segments.any(hidden) {
            suggested[first].push(json!({
                "key": x.key, "framework": x.framework, "domain": x.domain, "construct": x.construct, "valence": x.valence,
                "start": x.span.start, "end": x.span.end, "quote": x.quote, "reason": x.reason,
            }));
        }
    }
    let segments = base.layout.segments.iter().zip(suggested).enumerate().map(|(segment, (s, suggestions))| {
        let (blind, missed) = (has(blind, segment), has(missed, segment));
        json!({
            "start": s.span.start, "end": s.span.end, "text": base.slice(s.span), "paragraph": s.paragraph,
            "evidence": base.can_hold_evidence(segment), "blind": blind, "missed": missed, "suggestions": suggestions,
        })
    });
    let segments: Vec<Value> = segments.collect();
    json!({"id": base.id(), "sha256": base.document.sha256, "paragraphs": base.layout.paragraphs, "segments": segments})
}

/// Data as JSON that cannot end its element.
fn embedded(data: &Value) -> String {
    let unsafe_in_html =
        [('<', "\\u003c"), ('>', "\\u003e"), ('&', "\\u0026"), ('\u{2028}', "\\u2028"), ('\u{2029}', "\\u2029")];
    unsafe_in_html.iter().fold(data.to_string(), |text, (c, escaped)| text.replace(*c, escaped))
}

fn source_hash(text: &str) -> String {
    format!("'sha256-{}'", data_encoding::BASE64.encode(&Sha256::digest(text)))
}

fn html(data: &Value) -> String {
    let policy = format!(
        "default-src 'none'; script-src {}; style-src {}; form-action 'none'; base-uri 'none'",
        source_hash(SCRIPT),
        source_hash(STYLE)
    );
    let data = embedded(data);
    format!(
        r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width">
<meta name="referrer" content="no-referrer">
<title>Coding packet</title>
<style>{STYLE}</style>
</head>
<body>
<header><h1 id="title">Coding packet</h1><label>Search (/) <input type="search" id="search" autocomplete="off"></label><span id="fresh"></span><button type="button" id="download">Download decisions</button><span id="kept"></span></header>
<main class="work">
<nav aria-label="Documents"><h2>Documents</h2><ul id="documents"></ul></nav>
<div id="text" tabindex="0" role="region" aria-label="Text"></div>
<div>
<h2>This sentence</h2>
<p id="status" role="status"></p>
<div id="picker" role="group" aria-label="Choose a code" hidden>
<fieldset><legend>Valence</legend>
<label><input type="radio" name="valence" value="barrier"> barrier</label>
<label><input type="radio" name="valence" value="facilitator"> facilitator</label>
<label><input type="radio" name="valence" value="mixed"> mixed</label>
<label><input type="radio" name="valence" value="unclear"> unclear</label></fieldset>
<label>Code, after − or + if you like <input type="text" id="filter" autocomplete="off"></label>
<ul id="found"></ul>
<button type="button" id="cancel">Cancel (Esc)</button>
</div>
<div id="memo" hidden><label>Memo <textarea id="note" rows="3"></textarea></label><button type="button" id="save">Keep</button></div>
<div id="panel" tabindex="-1"></div>
</div>
</main>
<footer><label>Go on from a downloaded file <input type="file" id="load" accept=".json"></label></footer>
<script type="application/json" id="data">{data}</script>
<script>{SCRIPT}</script>
</body>
</html>
"#
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_cannot_end_its_element() {
        let text = embedded(&json!({"text": "</script><script>alert(1)</script>\u{2028}&amp;"}));
        assert!(!text.contains(['<', '>', '&', '\u{2028}']), "{text}");
        let back: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(back["text"], "</script><script>alert(1)</script>\u{2028}&amp;");
    }

    #[test]
    fn script_and_style_cannot_end_their_elements() {
        assert!(!SCRIPT.contains("</script") && !STYLE.contains("</style"));
    }
}
