//! Keys of suggestions, from content alone, so that decisions survive a new lexicon.
use sha2::{Digest, Sha256};

/// Makes the keys of one document: the hash of document id, framework, domain, quote and which occurrence of that quote it is.
#[derive(Debug)]
pub struct Keys {
    seed: Sha256,
    seen: rustc_hash::FxHashMap<[u8; 8], u32>,
}

impl Keys {
    /// Keys for the document with this id.
    pub fn new(document: &str) -> Self {
        let mut seed = Sha256::new();
        seed.update(document.as_bytes());
        seed.update([0]);
        Self { seed, seen: Default::default() }
    }

    /// The next key for this framework, domain and quote: 16 hexadecimal digits. Call in document order.
    pub fn next(&mut self, framework: &str, domain: &str, quote: &str) -> String {
        let hash = self.hash(framework, domain, quote);
        let first = short(&hash.clone().finalize());
        let occurrence = self.seen.entry(first).or_insert(0);
        *occurrence += 1;
        if *occurrence == 1 { hex(&first) } else { numbered(hash, *occurrence) }
    }

    /// The key of the occurrence (from 1) of this quote in this framework and domain, whatever came before.
    pub fn of(&self, framework: &str, domain: &str, quote: &str, occurrence: u32) -> String {
        numbered(self.hash(framework, domain, quote), occurrence)
    }

    fn hash(&self, framework: &str, domain: &str, quote: &str) -> Sha256 {
        let mut hash = self.seed.clone();
        for part in [framework, domain, quote] {
            hash.update(part.as_bytes());
            hash.update([0]);
        }
        hash
    }
}

/// The first occurrence has no number.
fn numbered(mut hash: Sha256, occurrence: u32) -> String {
    if occurrence > 1 {
        hash.update(occurrence.to_le_bytes());
    }
    hex(&short(&hash.finalize()))
}

fn short(digest: &[u8]) -> [u8; 8] {
    let mut first = [0; 8];
    first.copy_from_slice(&digest[..8]);
    first
}

/// Bytes as lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut out = String::with_capacity(2 * bytes.len());
    for b in bytes {
        out.push(char::from(DIGITS[usize::from(b >> 4)]));
        out.push(char::from(DIGITS[usize::from(b & 15)]));
    }
    out
}
