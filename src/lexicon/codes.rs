//! The codes of a framework: `domain` and `domain.construct`.
use super::model::Framework;

impl Framework {
    /// Whether it has this `domain` or `domain.construct`.
    pub fn has(&self, code: &str) -> bool {
        let (domain, construct) = code.split_once('.').map_or((code, None), |(d, c)| (d, Some(c)));
        let mut domains = self.domains.iter().filter(|d| *d.id == *domain);
        domains.any(|d| construct.is_none_or(|id| d.constructs.iter().any(|c| *c.id == *id)))
    }

    /// All its codes: each domain, then its constructs behind it.
    pub fn codes(&self) -> Vec<String> {
        let mut out = Vec::new();
        for d in &self.domains {
            out.push(d.id.to_string());
            out.extend(d.constructs.iter().map(|c| format!("{}.{}", d.id, c.id)));
        }
        out
    }
}
