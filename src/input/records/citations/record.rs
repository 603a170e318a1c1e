//! The lines of a record -> its values by tag.
use super::layout::Layout;

/// A record: its lines, each with its tag; one that goes on has none.
pub(super) struct Record<'t>(Vec<(&'t str, &'t str)>);

impl<'t> Record<'t> {
    pub(super) fn of(text: &'t str, layout: Layout) -> Self {
        let newline = if text.contains('\n') { '\n' } else { '\r' };
        let line = |line: &'t str| {
            let line = line.trim_start_matches('\u{feff}').trim_end();
            match layout.tag(line.as_bytes()) {
                Some((end, behind)) => (&line[..end], line[behind..].trim()),
                None => ("", line.trim()),
            }
        };
        Self(text.split(newline).map(line).collect())
    }

    /// The values with this tag, as lines.
    pub(super) fn values<'r>(&'r self, tag: &'r str) -> impl Iterator<Item = Value<'r>> {
        let values = self.0.chunk_by(|_, next| next.0.is_empty());
        values.filter(move |lines| lines.first().is_some_and(|(t, _)| *t == tag)).map(Value)
    }
}

/// The lines of a value.
#[derive(Clone, Copy)]
pub(super) struct Value<'r>(&'r [(&'r str, &'r str)]);

impl Value<'_> {
    /// The lines that hold something.
    pub(super) fn lines(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(_, line)| *line).filter(|line| !line.is_empty())
    }

    /// The lines as one.
    pub(super) fn words(&self) -> String {
        self.lines().collect::<Vec<_>>().join(" ")
    }

    /// The lines as they stand, without empty ones at the ends.
    pub(super) fn text(&self) -> String {
        self.0.iter().map(|(_, line)| *line).collect::<Vec<_>>().join("\n").trim().to_owned()
    }
}
