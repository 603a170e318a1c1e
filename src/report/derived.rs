//! Where a code comes from that the words did not give: a code of another framework, led here by a crosswalk.
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// A code and the crosswalk that leads from it to the suggestion that holds this.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Derivation<'a> {
    /// The crosswalk's label.
    pub crosswalk: Cow<'a, str>,
    /// The framework that was left.
    pub framework: Cow<'a, str>,
    /// The domain that was left.
    pub domain: Cow<'a, str>,
    /// The construct that was left, where there is one.
    pub construct: Option<Cow<'a, str>>,
    /// The key of the suggestion that was left.
    pub key: Cow<'a, str>,
    /// All codes the crosswalk names for it, `domain` or `domain.construct`; more than one: a person has to choose.
    pub to: Vec<Cow<'a, str>>,
    /// Of the crosswalk's row: S read in the source, K general knowledge, I our inference.
    pub provenance: Cow<'a, str>,
}

impl Derivation<'_> {
    /// `tdf.skills`, for people.
    pub fn code(&self) -> String {
        let parts = [Some(&*self.framework), Some(&*self.domain), self.construct.as_deref()];
        parts.into_iter().flatten().collect::<Vec<_>>().join(".")
    }
}
