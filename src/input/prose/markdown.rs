//! Markdown -> blocks. pulldown-cmark tells where they are: nested lists, lazy lines, tables and references to links
//! follow CommonMark to the letter, which lines read one by one by hand would not. The text keeps its markup.
use super::{Blocks, cells};
use crate::{
    error::Result,
    input::{Context, Format, Reader},
    text::{BlockKind, Document, Span, Zone},
};
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, MetadataBlockKind, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// A paragraph in bold that is a heading is below every heading with a mark of its own.
const BOLD_DEPTH: usize = 7;

/// CommonMark with tables, footnotes and YAML front matter.
pub(in crate::input) struct Markdown;

impl Reader for Markdown {
    fn format(&self) -> Format {
        Format::Markdown
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["md", "markdown"]
    }

    /// Headings, front matter or tables tell Markdown from plain text.
    fn sniff(&self, head: &str) -> bool {
        let heading = |line: &str| {
            line.trim_start_matches('#').starts_with(' ') && line.starts_with('#') && !line.starts_with("#######")
        };
        let rule =
            |line: &str| line.starts_with('|') && line.contains("--") && line.bytes().all(|b| b"|-: \t".contains(&b));
        let front = head.starts_with("---\n") && head.lines().nth(1).is_some_and(|line| line.contains(": "));
        front || head.lines().any(|line| heading(line) || rule(line))
    }

    fn read(&self, document: &mut Document, context: Context<'_>) -> Result<()> {
        if context.options.statements {
            super::statement(document);
        } else {
            super::with_text(document, |text, document| read(text, document, context));
        }
        Ok(())
    }
}

fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
}

fn read(text: &str, document: &mut Document, context: Context<'_>) {
    let mut walk = Walk {
        text,
        only_title: has_one_title(text),
        blocks: Blocks::new(text, document, context.zones),
        run: None,
        end: 0,
        kind: vec![BlockKind::Paragraph],
        indent: 0,
        hidden: 0,
        titled: false,
        table: Table::default(),
    };
    for (event, range) in Parser::new_ext(text, options()).into_offset_iter() {
        walk.event(event, range);
    }
    walk.flush();
    walk.blocks.finish();
}

/// Whether the first block is a heading of the first level and there is no other; comments and front matter are none.
fn has_one_title(text: &str) -> bool {
    let mut tops = 0;
    let mut first = None;
    for (event, range) in Parser::new_ext(text, options()).into_offset_iter() {
        let Event::Start(tag) = event else { continue };
        let top = matches!(tag, Tag::Heading { level: HeadingLevel::H1, .. });
        tops += usize::from(top);
        let comment = || tag == Tag::HtmlBlock && behind_comments(&text[range]).is_some();
        if !matches!(tag, Tag::MetadataBlock(_)) && !comment() {
            first.get_or_insert(top);
        }
    }
    tops == 1 && first == Some(true)
}

/// Where in a block of HTML that begins with comments the rest of it begins; none where a comment has no end, so that no text is lost with it.
fn behind_comments(html: &str) -> Option<usize> {
    let mut rest = html.trim_start();
    if !rest.starts_with("<!--") {
        return None;
    }
    while rest.starts_with("<!--") {
        // `<!-->` and `<!--->` are whole comments: https://spec.commonmark.org/0.31.2/#html-comment
        let end = 2 + rest[2..].find("-->")? + 3;
        rest = rest[end..].trim_start();
    }
    Some(html.len() - rest.len())
}

/// The words of a line that is all bold, without a final colon.
fn bold(line: &str) -> Option<&str> {
    let inner = |mark: &str| line.trim().trim_end_matches(':').strip_prefix(mark)?.strip_suffix(mark);
    let words = inner("**").or_else(|| inner("__"))?;
    (!words.contains(['*', '_', '\n'])).then(|| words.trim_end_matches(':'))
}

#[derive(Default)]
struct Table {
    columns: Vec<Option<u32>>,
    row: Option<u32>,
    column: usize,
    head: bool,
}

struct Walk<'t, 'd, 'z> {
    text: &'t str,
    only_title: bool,
    blocks: Blocks<'t, 'd, 'z>,
    /// The bytes of the block that is being read.
    run: Option<Range<usize>>,
    /// Where the last block ended.
    end: usize,
    /// The kinds of the containers around, innermost last.
    kind: Vec<BlockKind>,
    indent: usize,
    /// Inside code, front matter or a comment.
    hidden: usize,
    titled: bool,
    table: Table,
}

impl Walk<'_, '_, '_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(&tag, range),
            Event::End(tag) => self.finish(tag),
            Event::Rule => self.flush(),
            _ => self.extend(range),
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. } => {
                return self.extend(range);
            }
            Tag::Superscript | Tag::Subscript => return self.extend(range),
            _ => self.flush(),
        }
        match tag {
            Tag::MetadataBlock(MetadataBlockKind::YamlStyle) => self.front_matter(range),
            Tag::CodeBlock(CodeBlockKind::Fenced(_)) => self.hidden += 1,
            Tag::HtmlBlock => self.html(range),
            Tag::BlockQuote(_) => self.kind.push(BlockKind::Quote),
            Tag::Item => {
                self.kind.push(BlockKind::ListItem);
                self.indent += 1;
            }
            Tag::Table(_) => self.table = Table::default(),
            Tag::TableHead => self.table.head = true,
            Tag::TableRow => (self.table.row, self.table.column) = (None, 0),
            _ => {}
        }
    }

    fn finish(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image => {}
            TagEnd::Superscript | TagEnd::Subscript => {}
            TagEnd::Paragraph if self.is_bold_heading() => self.heading(BOLD_DEPTH),
            TagEnd::Heading(level) => self.heading(level as usize),
            TagEnd::TableCell => self.cell(),
            TagEnd::TableHead => (self.table.head, self.table.column) = (false, 0),
            TagEnd::MetadataBlock(_) => self.hidden = self.hidden.saturating_sub(1),
            TagEnd::CodeBlock | TagEnd::HtmlBlock => {
                self.flush();
                self.hidden = self.hidden.saturating_sub(1);
            }
            TagEnd::BlockQuote(_) => {
                self.flush();
                self.kind.pop();
            }
            TagEnd::Item => {
                self.flush();
                self.kind.pop();
                self.indent = self.indent.saturating_sub(1);
            }
            _ => self.flush(),
        }
    }

    fn extend(&mut self, range: Range<usize>) {
        if self.hidden > 0 || range.is_empty() {
            return;
        }
        let run = self.run.get_or_insert(range.clone());
        *run = run.start.min(range.start)..run.end.max(range.end);
    }

    /// Hides a comment; what stands behind it on its line is text.
    fn html(&mut self, range: Range<usize>) {
        if let Some(behind) = behind_comments(&self.text[range.clone()]) {
            self.extend(range.start + behind..range.end);
            self.hidden += 1;
        }
    }

    /// The bytes of the block just read, behind the block before it.
    fn take(&mut self) -> Option<Span> {
        let run = self.run.take()?;
        let start = run.start.max(self.end);
        let span = (start < run.end).then(|| Span::new(start, run.end))?;
        self.end = run.end;
        Some(span)
    }

    fn flush(&mut self) {
        if let Some(span) = self.take() {
            match self.kind.last().copied().unwrap_or_default() {
                BlockKind::Quote => self.blocks.quote(span, None, false),
                kind => self.blocks.block(kind, span, self.indent),
            }
        }
    }

    fn heading(&mut self, level: usize) {
        let Some(span) = self.take() else { return };
        let known = self.blocks.outline.known(&self.text[span.range()]).is_some();
        if level > 1 || !self.only_title || known {
            self.blocks.heading(level, span, None);
        } else if !self.titled {
            self.blocks.title(span);
        }
    }

    /// Whether the paragraph just read is one bold run, and its words a heading that the rules know.
    fn is_bold_heading(&self) -> bool {
        let words = self.run.clone().and_then(|run| bold(&self.text[run]));
        let outline = &self.blocks.outline;
        self.kind.len() == 1 && words.is_some_and(|w| outline.known(w).is_some_and(|zone| zone != Zone::Turn))
    }

    fn cell(&mut self) {
        let span = self.take();
        let words = span.map(|span| self.text[span.range()].trim());
        let label = words.map(|words| self.blocks.document.intern(words));
        let column = self.table.columns.get(self.table.column).copied().flatten();
        let (column, row) = if self.table.head { (None, None) } else { (column, self.table.row) };
        let items = span.map(|span| if self.table.head { vec![span] } else { cells::items(self.text, span) });
        for item in items.into_iter().flatten() {
            if let Some(cell) = self.blocks.apart(BlockKind::Cell, Zone::Table, item) {
                (cell.column, cell.row) = (column, row);
            }
        }
        match (self.table.head, self.table.column) {
            (true, _) => self.table.columns.push(label),
            (false, 0) => self.table.row = label,
            _ => self.table.row = words.and_then(|words| self.grown(words)).or(row),
        }
        self.table.column += 1;
    }

    /// The header of this row with a label more.
    fn grown(&mut self, words: &str) -> Option<u32> {
        let row = cells::grown(self.blocks.document.label(self.table.row), words)?;
        Some(self.blocks.document.intern(&row))
    }

    fn front_matter(&mut self, range: Range<usize>) {
        self.hidden += 1;
        let Some(at) = self.text[range.clone()].lines().find_map(|line| line.strip_prefix("title:")) else { return };
        let title = at.trim().trim_matches(['"', '\'']).trim();
        let start = title.as_ptr() as usize - self.text.as_ptr() as usize;
        if !title.is_empty() {
            self.blocks.title(Span::new(start, start + title.len()));
            (self.titled, self.end) = (true, start + title.len());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::testing;

    fn outline(text: &str) -> Vec<String> {
        testing::outline(&testing::document(Format::Markdown, text))
    }

    #[test]
    fn headings_lists_and_quotes() {
        let text = "# Time *and* money\n\n## Results\n\nBarriers were:\n\n- no **time**\n  - at all\n- staff\n\n> “No time.” (P4)\n> None.\n\nDiscussion\n----\n\n```\ncode\n```\nSo it is.\n";
        assert_eq!(
            outline(text),
            [
                "title title Time *and* money",
                "heading results Results",
                "paragraph results Barriers were:",
                "list_item results no **time**",
                "list_item results at all",
                "list_item results staff",
                "quote results “No time.” (P4)\n> None.",
                "heading discussion Discussion",
                "paragraph discussion So it is.",
            ]
        );
        let document = testing::document(Format::Markdown, text);
        assert_eq!(document.blocks[4].lead_in.map(|l| document.slice(l)), Some("Barriers were:"));
    }

    #[test]
    fn front_matter_gives_the_title() {
        let seen = outline("---\ntitle: \"On time\"\nyear: 2019\n---\n\n# On time\n\nText.\n");
        assert_eq!(seen, ["title title On time", "paragraph other Text."]);
        assert_eq!(outline("# Methods\n\nText.\n"), ["heading methods Methods", "paragraph methods Text."]);
    }

    #[test]
    fn a_known_heading_may_be_a_bold_paragraph() {
        let text = "**Methods**\n\nWe asked.\n\n**Results:**\n\n**No time.** None.\n\n**No staff**\n";
        assert_eq!(
            outline(text),
            [
                "heading methods **Methods**",
                "paragraph methods We asked.",
                "heading results **Results:**",
                "paragraph results **No time.** None.",
                "paragraph results **No staff**",
            ]
        );
    }

    #[test]
    fn quotes_know_who_asks() {
        let text = "> Interviewer: Was it lack of money?\n>\n> P4: There is no money for it.\n";
        let document = testing::document(Format::Markdown, text);
        let seen: Vec<_> = document.blocks.iter().map(|b| (document.label(b.speaker), b.interviewer)).collect();
        assert_eq!(seen, [(Some("Interviewer"), true), (Some("P4"), false)]);
    }

    #[test]
    fn comments_are_hidden_to_their_end() {
        let text = "<!-- No time.\n\nNo staff.\n-->\n# On time\n\nText.\n<!-- a --> <!-- b --> More.\n\n<!-->\nEnd.\n";
        assert_eq!(
            outline(text),
            ["title title On time", "paragraph other Text.", "paragraph other More.", "paragraph other End."]
        );
        let open = "Text.\n\n<!-- No time.\n\nNo staff.\n";
        assert_eq!(outline(open), ["paragraph other Text.", "paragraph other <!-- No time.\n\nNo staff."]);
        assert_eq!(outline("<div>\nNo time.\n</div>\n"), ["paragraph other <div>\nNo time.\n</div>"]);
    }

    #[test]
    fn cells_know_their_headers() {
        let document =
            testing::document(Format::Markdown, "| Theme | Barrier |\n|---|---|\n| Time | none |\n| Staff | |\n");
        let seen: Vec<_> = document
            .blocks
            .iter()
            .map(|b| (document.slice(b.span), document.label(b.column), document.label(b.row)))
            .collect();
        assert_eq!(
            seen,
            [
                ("Theme", None, None),
                ("Barrier", None, None),
                ("Time", Some("Theme"), None),
                ("none", Some("Barrier"), Some("Time")),
                ("Staff", Some("Theme"), None),
            ]
        );
    }

    #[test]
    fn a_column_of_types_and_items_in_cells() {
        let table = "| Theme | Type | Example |\n|---|---|---|\n| Staff | Barrier | too few; new |\n";
        let document = testing::document(Format::Markdown, table);
        let seen: Vec<_> = document.blocks.iter().map(|b| (document.slice(b.span), document.label(b.row))).collect();
        let row = Some("Staff > Barrier");
        assert_eq!(seen[3..], [("Staff", None), ("Barrier", Some("Staff")), ("too few", row), ("new", row)]);
    }
}
