//! stub
pub(super) struct Jats;
impl super::Reader for Jats {
    fn format(&self) -> super::Format {
        super::Format::Jats
    }
    fn extensions(&self) -> &'static [&'static str] {
        &["xml", "nxml", "jats"]
    }
    fn sniff(&self, head: &str) -> bool {
        let head = head.trim_ascii_start();
        ["<?xml", "<!DOCTYPE", "<!doctype", "<article", "<!--"].iter().any(|start| head.starts_with(start))
    }
}
