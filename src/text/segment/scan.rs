//! The fast walk: visits the bytes after which a sentence can end (about one in fifty) and decides from the characters around them.
use super::{
    class::{Class, class, class_of_byte},
    cutter::Cutter,
    marker::BULLETS,
    notes::{citation_end, is_superscript},
    place::{char_at, forth, is_stop},
};
use wide::u8x32;

const LANES: usize = 32;

/// Cuts the block, or gives up (false) at the first character whose class is not known; `out` then holds a part of the sentences.
pub(super) fn cut(cutter: &mut Cutter) -> bool {
    let bytes = cutter.text.as_bytes();
    let mut seen = 0;
    for base in (0..bytes.len()).step_by(LANES) {
        let mut hits = hits(&bytes[base..]);
        while hits != 0 {
            let i = base + hits.trailing_zeros() as usize;
            hits &= hits - 1;
            if !visit(cutter, bytes[i], i, &mut seen) {
                return false;
            }
        }
    }
    cutter.finish();
    true
}

/// A bit for each of the first 32 bytes that is a stop, a closing bracket, a line break or the first byte of a longer character.
fn hits(bytes: &[u8]) -> u32 {
    let mut lanes = [b' '; LANES];
    let n = bytes.len().min(LANES);
    lanes[..n].copy_from_slice(&bytes[..n]);
    let v = u8x32::new(lanes);
    let is = |b: u8| v.simd_eq(u8x32::splat(b));
    let lead = (v & u8x32::splat(0xc0)).simd_eq(u8x32::splat(0xc0));
    (is(b'.') | is(b'!') | is(b'?') | is(b')') | is(b']') | is(b'\n') | lead).to_bitmask()
}

/// Considers the places that belong to the byte at `i`; `seen` is the end of the white space that line breaks have been followed through.
fn visit(cutter: &mut Cutter, byte: u8, i: usize, seen: &mut usize) -> bool {
    match byte {
        b'\n' if i < *seen => {}
        b'\n' => {
            *seen = forth(cutter.text, i, is_space);
            cutter.consider(*seen, None);
        }
        b')' | b']' => {
            marker_before(cutter, i);
            after_closers(cutter, i + 1);
        }
        b'.' | b'!' | b'?' => {
            marker_before(cutter, i);
            after_stop(cutter, i + 1);
        }
        _ => return visit_wide(cutter, i),
    }
    true
}

fn visit_wide(cutter: &mut Cutter, i: usize) -> bool {
    let Some(c) = char_at(cutter.text, i) else { return true };
    if class(c).is_none() {
        return false;
    }
    if c == '…' {
        after_stop(cutter, i + c.len_utf8());
    } else if BULLETS.contains(&c) {
        cutter.consider(i, None);
    } else if is_superscript(c) {
        after_citation(cutter, i);
    }
    true
}

/// In a list, the item whose marker this byte closes: `2.` `2)` `(2)`.
fn marker_before(cutter: &mut Cutter, i: usize) {
    if !cutter.in_list() {
        return;
    }
    let bytes = cutter.text.as_bytes();
    let token =
        bytes[i.saturating_sub(8)..i].iter().rev().take_while(|b| b.is_ascii_alphanumeric() || **b == b'(').count();
    cutter.consider(i - token, None);
}

/// Behind a run of stops and what closes with it, and behind a citation number set straight after it.
fn after_stop(cutter: &mut Cutter, end: usize) {
    let text = cutter.text;
    if char_at(text, end).is_some_and(is_stop) {
        return;
    }
    after_closers(cutter, end);
    after_citation(cutter, forth(text, end, is_closer));
}

fn after_citation(cutter: &mut Cutter, from: usize) {
    if let Some(end) = citation_end(cutter.text, from) {
        cutter.consider(forth(cutter.text, end, is_space), None);
    }
}

fn after_closers(cutter: &mut Cutter, end: usize) {
    let text = cutter.text;
    let last = text.as_bytes()[end - 1];
    if class_of_byte(last) == Class::Close && char_at(text, end).is_some_and(is_closer) {
        return;
    }
    cutter.consider(forth(text, forth(text, end, is_closer), is_space), None);
}

fn is_space(c: char) -> bool {
    class(c) == Some(Class::Space)
}

fn is_closer(c: char) -> bool {
    class(c) == Some(Class::Close)
}
