//! CSV and TSV with a header row -> one document a row. The fields of a CSV whose header has semicolons and no comma are parted by semicolons, as
//! spreadsheets write them where the comma is the decimal sign.
use super::{BLOCK, hand_on, object};
use crate::{
    error::{Error, ErrorKind, Result},
    input::{
        Context, Cut, Cutter, Each, Format, InputOptions, Reader, Stream,
        chunk::{Body, Origin, Piece},
        decode, peek,
    },
    text::Document,
};
use csv::{ByteRecord, ReaderBuilder};
use std::{io::Read, sync::Arc};

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

/// The header row, and which columns are which.
struct Header {
    names: Vec<String>,
    id: Option<usize>,
    text: usize,
}

/// Some rows under their header.
struct Table {
    header: Arc<Header>,
    rows: Vec<ByteRecord>,
}

impl Piece for Table {
    fn documents(&self, origin: &Origin, context: Context<'_>, scratch: &mut Document, each: Each<'_>) {
        for row in &self.rows {
            scratch.clear();
            let line = row.position().map_or(0, csv::Position::line) as usize;
            let read = self.header.read(row, context.options, scratch);
            hand_on(read, line, origin, context, scratch, each);
        }
    }
}

impl Header {
    fn new(row: &ByteRecord, options: &InputOptions) -> Result<Self> {
        decode::foreign(row.as_slice())?;
        let name = |field: &[u8]| decode::utf8(decode::without_bom(field), 0).map(|name| name.trim().to_owned());
        let names = row.iter().map(name).collect::<Result<Vec<_>>>()?;
        let id = position(&names, options.id_name());
        if let (None, Some(wanted)) = (id, &options.id_column) {
            return Err(no_column(wanted, "--id-column", &names));
        }
        let wanted = options.text_name();
        let text = position(&names, wanted).ok_or_else(|| no_column(wanted, "--text-column", &names))?;
        Ok(Self { names, id, text })
    }

    fn read(&self, row: &ByteRecord, options: &InputOptions, document: &mut Document) -> Result<()> {
        if row.len() != self.names.len() {
            let message = format!("found {} fields, expected {} as in the header row", row.len(), self.names.len());
            return Err(Error::new(ErrorKind::Format, message));
        }
        let start = row.position().map_or(0, csv::Position::byte);
        for (at, field) in row.iter().enumerate() {
            let field = decode::utf8(field, start).map_err(|_| not_utf8(&self.names[at], start))?;
            if at == self.text {
                decode::push_folded(field, &mut document.text);
            } else if Some(at) == self.id {
                document.id.push_str(field.trim());
            } else {
                let mut value = String::with_capacity(field.len() + 2);
                object::push_string(field, &mut value);
                object::carry(&self.names[at], &value, &mut document.fields);
            }
        }
        if let Some(fields) = &mut document.fields {
            fields.push('}');
        }
        if document.text.len() > options.limit() { Err(options.too_large("this text")) } else { Ok(()) }
    }
}

fn position(names: &[String], wanted: &str) -> Option<usize> {
    let exact = names.iter().position(|name| name == wanted);
    exact.or_else(|| names.iter().position(|name| name.to_lowercase() == wanted.to_lowercase()))
}

fn no_column(wanted: &str, option: &str, names: &[String]) -> Error {
    let message =
        format!("found no column {wanted:?}; the columns are: {} ({option} says which it is)", names.join(", "));
    Error::new(ErrorKind::Format, message).at_line(1)
}

fn not_utf8(column: &str, row: u64) -> Error {
    let message = format!("the column {column:?} is not UTF-8 in the row at byte offset {row}");
    Error::new(ErrorKind::Encoding, message)
}

/// Lets through so many bytes, then fails: a quote that is never closed would else take the whole stream for one field.
struct Bounded {
    stream: Stream,
    left: usize,
}

const OVER: &str = "row over the limit";

impl Read for Bounded {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.left == 0 {
            return Err(std::io::Error::other(OVER));
        }
        let most = buffer.len().min(self.left);
        let read = self.stream.read(&mut buffer[..most])?;
        self.left -= read;
        Ok(read)
    }
}

struct Rows {
    reader: csv::Reader<Bounded>,
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
            let semicolons = line.contains(&b';') && !line.contains(&b',');
            rows(stream, if semicolons { b';' } else { b',' }, origin, options)
        }
        Err(e) => Box::new(std::iter::once(origin.bad(Error::new(ErrorKind::Io, e.to_string())))),
    }
}

fn rows(stream: Stream, delimiter: u8, origin: &Arc<Origin>, options: &InputOptions) -> Cutter {
    let stream = Bounded { stream, left: options.limit() };
    let mut builder = ReaderBuilder::new();
    let reader = builder.delimiter(delimiter).has_headers(false).flexible(true).from_reader(stream);
    let (origin, options) = (origin.clone(), options.clone());
    Box::new(Rows { reader, header: None, origin, options, done: false, last: None })
}

impl Rows {
    /// The next row; none at the end, or when `last` tells why it ends.
    fn row(&mut self) -> Option<ByteRecord> {
        let limit = self.options.limit();
        self.reader.get_mut().left = limit.saturating_add(2 * BLOCK);
        let mut row = ByteRecord::new();
        match self.reader.read_byte_record(&mut row) {
            Ok(true) => Some(row),
            Ok(false) => None,
            Err(e) => {
                let line = self.reader.position().line() as usize;
                let error = match e.kind() {
                    csv::ErrorKind::Io(e) if e.to_string() == OVER => {
                        self.options.too_large("the row that begins here (is a quote not closed?)")
                    }
                    _ => Error::new(ErrorKind::Io, e.to_string()),
                };
                self.last = Some(self.origin.bad(error.at_line(line)));
                None
            }
        }
    }

    fn head(&mut self) -> Result<Arc<Header>> {
        match self.row() {
            Some(row) => Header::new(&row, &self.options).map(Arc::new),
            None => {
                Err(Error::new(ErrorKind::Format, "found no header row, expected the names of the columns").at_line(1))
            }
        }
    }

    fn table(&mut self, header: Arc<Header>) -> Option<Body> {
        let (mut rows, mut size) = (Vec::new(), 0);
        while size < BLOCK {
            let Some(row) = self.row() else {
                self.done = true;
                break;
            };
            size += row.as_slice().len();
            rows.push(row);
        }
        (!rows.is_empty()).then(|| Body::Piece(Box::new(Table { header, rows }) as Box<dyn Piece>))
    }
}

impl Iterator for Rows {
    type Item = Body;

    fn next(&mut self) -> Option<Body> {
        if self.done {
            return self.last.take();
        }
        let header = match &self.header {
            Some(header) => Ok(header.clone()),
            None => self.head(),
        };
        match header {
            Ok(header) => {
                self.header = Some(header.clone());
                self.table(header).or_else(|| self.last.take())
            }
            Err(error) => {
                self.done = true;
                self.last.take().or_else(|| Some(self.origin.bad(error)))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::input::{Format, InputOptions, testing};

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
    fn semicolons_part_fields_where_the_header_has_no_comma() {
        let read = testing::stream("t.csv", b"id;text\r\na;\"No time; no staff, none.\"\r\n", Format::Csv);
        assert_eq!(read[0].as_ref().unwrap().text, "No time; no staff, none.");
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
    fn a_row_of_the_wrong_length_is_one_error() {
        let read = testing::stream("t.csv", b"id,text\n1,a\n2,b,c\n3\n4,d\n", Format::Csv);
        let bad: Vec<bool> = read.iter().map(Result::is_err).collect();
        assert_eq!(bad, [false, true, true, false]);
        let said = read[1].as_ref().unwrap_err().error.to_string();
        assert_eq!(said, "t.csv:3: found 3 fields, expected 2 as in the header row");
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
