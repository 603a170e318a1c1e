//! The files of the page, embedded in the program, each with its type.

/// A file of the page.
#[derive(Debug)]
pub(super) struct Asset {
    /// The path it is served under.
    pub(super) path: &'static str,
    /// Its content type.
    pub(super) kind: &'static str,
    /// Its bytes.
    pub(super) body: &'static str,
}

const HTML: &str = "text/html; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";
const SVG: &str = "image/svg+xml";

/// A row of the table: served path, type, file beside the scripts.
macro_rules! asset {
    ($path:literal, $kind:expr, $file:literal) => {
        Asset { path: $path, kind: $kind, body: include_str!(concat!("../assets/", $file)) }
    };
}

/// Every file there is.
pub(super) const ASSETS: &[Asset] = &[
    asset!("/", HTML, "index.html"),
    asset!("/style.css", CSS, "style.css"),
    asset!("/icon.svg", SVG, "icon.svg"),
    asset!("/app.js", SCRIPT, "app.js"),
    asset!("/agreement.js", SCRIPT, "agreement.js"),
    asset!("/adjudicate.js", SCRIPT, "adjudicate.js"),
    asset!("/api.js", SCRIPT, "api.js"),
    asset!("/card.js", SCRIPT, "card.js"),
    asset!("/codebook.js", SCRIPT, "codebook.js"),
    asset!("/dom.js", SCRIPT, "dom.js"),
    asset!("/keys.js", SCRIPT, "keys.js"),
    asset!("/map.js", SCRIPT, "map.js"),
    asset!("/pane.js", SCRIPT, "pane.js"),
    asset!("/picker.js", SCRIPT, "picker.js"),
    asset!("/progress.js", SCRIPT, "progress.js"),
    asset!("/queue.js", SCRIPT, "queue.js"),
    asset!("/review.js", SCRIPT, "review.js"),
    asset!("/search.js", SCRIPT, "search.js"),
    asset!("/store.js", SCRIPT, "store.js"),
    asset!("/text.js", SCRIPT, "text.js"),
];
