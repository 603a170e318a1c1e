//! CSV and TSV with a header row -> one document a row. The fields of a CSV are parted by semicolons where its header is, as
//! spreadsheets write them where the comma is the decimal sign.
use super::{
    BLOCK, Form,
    columns::{Columns, Words, words},
    hand_on, object, paper,
    rows::{Fields, Row, Scanner},
};
use crate::{
    error::{Error, ErrorKind, Result},
    input::{
        Context, Cut, Cutter, Each, Format, InputOptions, Reader, Stream,
        chunk::{Body, Origin, Piece},
        decode,
        peek::{self, read_some},
    },
    text::Document,
};
use std::sync::Arc;

/// Comma-separated values.
pub(in crate::input) struct Csv;
/// Tab-separated values.
pub(in crate::input) struct Tsv;

impl Reader for Csv {
    fn format(&self) -> Format {
        Format::Csv
    }
    fn extensions(&self) -> &'static [&'static str] {
        &["csv"]
    }
    fn sniff(&self, _: &str) -> bool {
        false
    }
    fn cut(&self) -> Option<Cut> {
        Some(separated)
    }
}

impl Reader for Tsv {
    fn format(&self) -> Format {
        Format::Tsv
    }
    fn extensions(&self) -> &'static [&'static str] {
        &["tsv", "tab"]
    }
    fn sniff(&self, _: &str) -> bool {
        false
    }
    fn cut(&self) -> Option<Cut> {
        Some(|stream, origin, options| rows(stream, b'\t', origin, options))
    }
}

/// The reader of a table whose header row (with its line end) `head` begins with: names, among them that of the text.
pub(in crate::input) fn table(head: &str, options: &InputOptions) -> Option<&'static dyn Reader> {
    let (line, _) = head.split_once(['\n', '\r'])?;
    let is_header = |delimiter: u8| {
        let names = names(line.as_bytes(), delimiter);
        // a sentence may hold both words
        let fewest = |words| if matches!(words, Words::Text(_)) { 2 } else { 3 };
        let told = words(&names, options).is_some_and(|words| names.len() >= fewest(words));
        told && names.iter().all(|name| is_name(name))
    };
    if is_header(b'\t') {
        return Some(&Tsv);
    }
    is_header(delimiter(line.as_bytes(), options)).then_some(&Csv)
}

/// The names in a header row.
fn names(header: &[u8], delimiter: u8) -> Vec<String> {
    let mut fields = Fields::default();
    fields.read(decode::without_bom(header), delimiter);
    fields.iter().map(|name| String::from_utf8_lossy(name).trim().to_owned()).collect()
}

/// What parts the fields under this header row of a CSV: that with which the column of the text is found.
fn delimiter(header: &[u8], options: &InputOptions) -> u8 {
    let usual = if header.contains(&b',') || !header.contains(&b';') { b',' } else { b';' };
    let finds = |mark: &u8| words(&names(header, *mark), options).is_some();
    [usual, b';'].into_iter().find(finds).unwrap_or(usual)
}

/// Whether this may be the name of a column, and no part of a sentence.
fn is_name(text: &str) -> bool {
    let ends = text.ends_with(['.', '?', '!', ':']);
    let joins = ["and ", "or "].iter().any(|word| text.starts_with(word));
    !ends && !joins && text.split_whitespace().count() <= 5
}

/// The header row, and which columns are which.
struct Header {
    names: Vec<String>,
    columns: Columns,
}

/// Some rows under their header.
struct Table {
    header: Arc<Header>,
    delimiter: u8,
    bytes: Vec<u8>,
    rows: Vec<Row>,
    /// Bytes before these in the file.
    offset: u64,
}

impl Piece for Table {
    fn documents(&self, origin: &Origin, context: Context<'_>, scratch: &mut Document, each: Each<'_>) {
        let mut fields = Fields::default();
        for row in &self.rows {
            scratch.clear();
            let read = if row.open {
                Err(open_quote())
            } else {
                fields.read(&self.bytes[row.start..row.end], self.delimiter);
                self.header.read(&fields, self.offset + row.start as u64, context.options, scratch)
            };
            hand_on(read, row.line.into(), origin, context, scratch, each);
        }
    }
}

fn open_quote() -> Error {
    let message = "a quote is opened in the row that begins here and not closed; the row is left out, the next line is taken for a row again";
    Error::new(ErrorKind::Format, message)
}

impl Header {
    fn new(row: &[u8], delimiter: u8, options: &InputOptions) -> Result<Self> {
        decode::foreign(row)?;
        let mut fields = Fields::default();
        fields.read(row, delimiter);
        let name = |field: &[u8]| decode::utf8(field, 0).map(|name| name.trim().to_owned());
        let names = fields.iter().map(name).collect::<Result<Vec<_>>>()?;
        let columns = Columns::of(&names, options)?;
        Ok(Self { names, columns })
    }

    /// Reads a row, which begins at byte `start` of the file.
    fn read(&self, row: &Fields, start: u64, options: &InputOptions, document: &mut Document) -> Result<Form> {
        if row.len() != self.names.len() {
            let fields = if row.len() == 1 { "field" } else { "fields" };
            let message = format!("found {} {fields}, expected {} as in the header row", row.len(), self.names.len());
            return Err(Error::new(ErrorKind::Format, message));
        }
        for (at, field) in row.iter().enumerate() {
            let field = decode::utf8(field, start).map_err(|_| not_utf8(&self.names[at], start))?;
            if !self.columns.takes(at) {
                let mut value = String::with_capacity(field.len() + 2);
                object::push_string(field, &mut value);
                object::carry(&self.names[at], &value, &mut document.fields);
            }
        }
        if let Some(fields) = &mut document.fields {
            fields.push('}');
        }
        let field = |at: Option<usize>| at.and_then(|at| row.get(at)).and_then(|field| std::str::from_utf8(field).ok());
        let ids = self.columns.ids.iter().filter_map(|at| field(Some(*at)));
        document.id.push_str(ids.map(str::trim).find(|id| !id.is_empty()).unwrap_or(""));
        let form = match self.columns.words {
            Words::Text(at) => {
                decode::push_folded(field(Some(at)).unwrap_or(""), &mut document.text);
                Form::Text
            }
            Words::Paper { title, summary } => {
                paper::write(field(title).unwrap_or(""), field(summary).unwrap_or(""), &mut document.text)
            }
        };
        if document.text.len() > options.limit() { Err(options.too_large("this text")) } else { Ok(form) }
    }
}

fn not_utf8(column: &str, row: u64) -> Error {
    let message = format!("the column {column:?} is not UTF-8 in the row at byte offset {row}");
    Error::new(ErrorKind::Encoding, message)
}

struct Rows {
    stream: Stream,
    scanner: Scanner,
    delimiter: u8,
    header: Option<Arc<Header>>,
    origin: Arc<Origin>,
    options: InputOptions,
    done: bool,
    /// Handed on after the rows before it.
    last: Option<Body>,
}

fn separated(stream: Stream, origin: &Arc<Origin>, options: &InputOptions) -> Cutter {
    match peek::first_line(stream) {
        Ok((line, stream)) => {
            let delimiter = delimiter(&line, options);
            rows(stream, delimiter, origin, options)
        }
        Err(e) => Box::new(std::iter::once(origin.bad(Error::new(ErrorKind::Io, e.to_string())))),
    }
}

fn rows(stream: Stream, delimiter: u8, origin: &Arc<Origin>, options: &InputOptions) -> Cutter {
    let (origin, options, scanner) = (origin.clone(), options.clone(), Scanner::new(delimiter));
    Box::new(Rows { stream, scanner, delimiter, header: None, origin, options, done: false, last: None })
}

impl Rows {
    /// Reads and scans what has come.
    fn advance(&mut self) {
        let mut block = Vec::new();
        match read_some(&mut self.stream, &mut block, BLOCK) {
            Err(e) => self.stop(Error::io(&self.origin.source, &e)),
            Ok(0) => {
                self.done = true;
                self.scanner.end();
            }
            Ok(_) => self.scanner.feed(&block),
        }
        let (size, line) = self.scanner.pending();
        if size > self.options.limit().saturating_add(2 * BLOCK) {
            let error = self.options.too_large("the row that begins here (is a quote not closed?)");
            self.stop(error.at_line(line));
        }
    }

    fn stop(&mut self, error: Error) {
        self.done = true;
        self.last = Some(self.origin.bad(error));
    }

    /// The rows completed so far.
    fn table(&mut self) -> Option<Body> {
        let (bytes, mut rows, offset) = self.scanner.take();
        let header = match &self.header {
            Some(header) => header.clone(),
            None if rows.is_empty() => {
                if self.done && self.last.is_none() {
                    let message = "found no header row, expected the names of the columns";
                    self.stop(Error::new(ErrorKind::Format, message).at_line(1));
                }
                return None;
            }
            None => match self.head(&bytes, &rows.remove(0)) {
                Ok(header) => header,
                Err(error) => {
                    self.stop(error);
                    return None;
                }
            },
        };
        self.header = Some(header.clone());
        let table = Table { header, delimiter: self.delimiter, bytes, rows, offset };
        (!table.rows.is_empty()).then(|| Body::Piece(Box::new(table)))
    }

    fn head(&self, bytes: &[u8], row: &Row) -> Result<Arc<Header>> {
        if row.open {
            return Err(open_quote().at_line(row.line));
        }
        Header::new(&bytes[row.start..row.end], self.delimiter, &self.options).map(Arc::new)
    }
}

impl Iterator for Rows {
    type Item = Body;

    /// Rows are handed on as they arrive: a pipe is answered row by row.
    fn next(&mut self) -> Option<Body> {
        while !self.done {
            self.advance();
            if let Some(table) = self.table() {
                return Some(table);
            }
        }
        self.last.take()
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        input::{
            Format, InputOptions, Inputs,
            testing::{self, Drip},
        },
        text::Document,
    };

    #[test]
    fn rows_are_documents_and_other_columns_are_fields() {
        let csv = "\u{feff}ID,Text,year\nq1,\"No time,\r\nno \"\"staff\"\".\",2019\n,Second.,\n";
        let read = testing::stream("d/t.csv", csv.as_bytes(), Format::Csv);
        let read: Vec<_> = read.into_iter().map(Result::unwrap).collect();
        assert_eq!((read[0].id.as_str(), read[0].text.as_str()), ("q1", "No time,\nno \"staff\"."));
        assert_eq!(read[0].fields.as_deref(), Some("{\"year\":\"2019\"}"));
        assert_eq!((read[1].id.as_str(), read[1].source.as_str()), ("t:4", "d/t.csv:4"));
    }

    #[test]
    fn a_quote_left_open_is_one_error() {
        let read = testing::stream("t.csv", b"id,text\r\n1,a\r\n2,\"b\r\n3,c\r\n4,d\r\n", Format::Csv);
        let ids: Vec<_> = read.iter().flatten().map(|d| (d.id.as_str(), d.source.as_str())).collect();
        assert_eq!(ids, [("1", "t.csv:2"), ("3", "t.csv:4"), ("4", "t.csv:5")]);
        let said = read[1].as_ref().unwrap_err().error.to_string();
        assert!(said.starts_with("t.csv:3: a quote is opened in the row that begins here and not closed"), "{said}");
        let read = testing::stream("t.csv", b"id,\"text\n1,a\n", Format::Csv);
        let said = read[0].as_ref().unwrap_err().error.to_string();
        assert!(read.len() == 1 && said.starts_with("t.csv:1: a quote is opened"), "{said}");
    }

    #[test]
    fn rows_are_answered_as_they_arrive() {
        let drip = Drip::new(&["id,te", "xt\r\n1,a\r\n2,", "b\r\n3,c\r", "4,d"]);
        let counts: Vec<usize> = Inputs::stream(Box::new(drip), "t.csv", &csv_options())
            .map(|chunk| {
                let mut count = 0;
                chunk.documents(testing::zones(), &csv_options(), &mut Document::default(), &mut |_| count += 1);
                count
            })
            .collect();
        assert_eq!(counts, [1, 2, 1]);
    }

    fn csv_options() -> InputOptions {
        InputOptions { from: Some(Format::Csv), ..InputOptions::default() }
    }

    #[test]
    fn semicolons_part_fields_where_the_header_has_no_comma() {
        let read = testing::stream("t.csv", b"id;text\r\na;\"No time; no staff, none.\"\r\n", Format::Csv);
        assert_eq!(read[0].as_ref().unwrap().text, "No time; no staff, none.");
    }

    #[test]
    fn semicolons_may_part_names_with_commas() {
        let read = testing::stream("t.csv", b"id;text;\"age, years\"\n1;No time, no staff.;4\n", Format::Csv);
        assert_eq!(read[0].as_ref().unwrap().text, "No time, no staff.");
    }

    #[test]
    fn columns_are_chosen_by_name() {
        let options = InputOptions {
            from: Some(Format::Tsv),
            id_column: Some("pid".into()),
            text_column: Some("Quote".into()),
            ..InputOptions::default()
        };
        let read = testing::read_all("-", b"quote\tPID\nNo time.\tP4\n", &options);
        assert_eq!(read[0].as_ref().unwrap().id, "P4");
        let read = testing::read_all("-", b"text\tPID\nNo time.\tP4\n", &options);
        let said = read[0].as_ref().unwrap_err().error.to_string();
        assert!(read.len() == 1 && said.contains("no column \"Quote\"; the columns are: text, PID"), "{said}");
    }

    #[test]
    fn what_databases_save_is_read_as_papers() {
        let csv = "Title,Authors,Abstract,Accession Number,DOI,Covidence #\n\
                   Time on wards,\"Ash, A; Elm, B\",\"Methods: We asked. Results: No time.\",,10.1/x,#7\n\
                   Beds,,,A-2,,#8\n";
        let read = testing::stream("c.csv", csv.as_bytes(), Format::Csv);
        let read: Vec<_> = read.into_iter().map(Result::unwrap).collect();
        assert_eq!(
            testing::outline(&read[0]),
            [
                "title title Time on wards",
                "heading abstract/methods Methods",
                "paragraph abstract/methods We asked.",
                "heading abstract/results Results",
                "paragraph abstract/results No time.",
            ]
        );
        assert_eq!((read[0].id.as_str(), read[1].id.as_str()), ("10.1/x", "A-2"));
        let fields = r##"{"Title":"Beds","Authors":"","Accession Number":"A-2","DOI":"","Covidence #":"#8"}"##;
        assert_eq!(read[1].fields.as_deref(), Some(fields));
        assert_eq!(testing::outline(&read[1]), ["title title Beds"]);
    }

    #[test]
    fn a_row_of_the_wrong_length_is_one_error() {
        let read = testing::stream("t.csv", b"id,text\n1,a\n2,b,c\n3\n4,d\n", Format::Csv);
        let bad: Vec<bool> = read.iter().map(Result::is_err).collect();
        assert_eq!(bad, [false, true, true, false]);
        let said = read[1].as_ref().unwrap_err().error.to_string();
        assert_eq!(said, "t.csv:3: found 3 fields, expected 2 as in the header row");
        let said = read[2].as_ref().unwrap_err().error.to_string();
        assert_eq!(said, "t.csv:4: found 1 field, expected 2 as in the header row");
    }

    #[test]
    fn a_quote_never_closed_ends_at_the_limit() {
        let csv = format!("id,text\n1,a\n2,\"{}", "b\n".repeat(1 << 20));
        let options = InputOptions { max_document: 1000, from: Some(Format::Csv), ..InputOptions::default() };
        let read = testing::read_all("t.csv", csv.as_bytes(), &options);
        assert_eq!(read.len(), 2);
        assert!(read[1].as_ref().unwrap_err().error.to_string().contains("not closed"));
    }
}
