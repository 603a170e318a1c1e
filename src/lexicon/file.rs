//! One lexicon file read with its places: typed access to TOML tables, every mistake with file, line and column.
use super::{model::Origin, near::did_you_mean};
use crate::error::{Error, ErrorKind, Result};
use std::{cell::RefCell, collections::BTreeSet, ops::Range, sync::Arc};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

/// A file's name and text, for places in messages.
#[derive(Debug)]
pub(super) struct File {
    pub(super) name: Arc<str>,
    pub(super) text: String,
    line_starts: Vec<usize>,
    mistakes: RefCell<Vec<Error>>,
}

impl File {
    pub(super) fn new(name: &str, text: String) -> Self {
        let line_starts =
            std::iter::once(0).chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|i| i + 1)).collect();
        Self { name: name.into(), text, line_starts, mistakes: RefCell::default() }
    }

    /// An error at this byte of the file.
    pub(super) fn error(&self, offset: usize, message: impl Into<String>) -> Error {
        Error::new(ErrorKind::Lexicon, message).at_path(self.name.as_ref()).at_offset(&self.text, offset)
    }

    /// What was read; of a mistake nothing, and it is kept, so that those after it are found too.
    pub(super) fn heard<T>(&self, read: Result<T>) -> Option<T> {
        read.map_err(|error| self.mistakes.borrow_mut().push(error)).ok()
    }

    /// The mistakes found so far.
    pub(super) fn mistakes(&self) -> Vec<Error> {
        self.mistakes.borrow().clone()
    }

    /// The line of a byte, from 1.
    pub(super) fn line(&self, offset: usize) -> u32 {
        self.line_starts.partition_point(|s| *s <= offset) as u32
    }

    pub(super) fn parse(&self) -> Result<Spanned<DeTable<'_>>> {
        DeTable::parse(&self.text).map_err(|e| {
            let offset = e.span().map_or(0, |s| s.start);
            self.error(offset, format!("not TOML: {}", e.message()))
        })
    }
}

/// A table of a file; remembers which keys were asked for, so that the rest can be named as unknown.
pub(super) struct Table<'f> {
    pub(super) file: &'f File,
    table: &'f DeTable<'f>,
    pub(super) at: usize,
    asked: RefCell<BTreeSet<&'static str>>,
}

/// A value with its place.
#[derive(Clone, Copy)]
pub(super) struct Value<'f> {
    pub(super) file: &'f File,
    pub(super) value: &'f DeValue<'f>,
    pub(super) span: (usize, usize),
}

impl<'f> Value<'f> {
    fn new(file: &'f File, value: &'f Spanned<DeValue<'f>>) -> Self {
        let Range { start, end } = value.span();
        Self { file, value: value.get_ref(), span: (start, end) }
    }

    pub(super) fn wrong<T>(&self, expected: &str) -> Result<T> {
        Err(self.file.error(self.span.0, format!("found {}, expected {expected}", article(self.value.type_str()))))
    }

    pub(super) fn error(&self, message: impl Into<String>) -> Error {
        self.file.error(self.span.0, message)
    }

    pub(super) fn origin(&self) -> Origin {
        Origin { file: self.file.name.clone(), line: self.file.line(self.span.0) }
    }

    pub(super) fn text(&self) -> Result<&'f str> {
        self.value.as_str().map_or_else(|| self.wrong("a text in quotes"), Ok)
    }

    pub(super) fn list(&self) -> Result<Vec<Value<'f>>> {
        match self.value.as_array() {
            Some(array) => Ok(array.iter().map(|v| Value::new(self.file, v)).collect()),
            None => self.wrong("a list in square brackets"),
        }
    }

    pub(super) fn table(&self) -> Option<Table<'f>> {
        self.value.as_table().map(|table| Table { file: self.file, table, at: self.span.0, asked: Default::default() })
    }

    /// A number in thousandths.
    pub(super) fn thousandths(&self, min: i32, max: i32) -> Result<i32> {
        let number: Option<f64> = match self.value {
            DeValue::Integer(i) => i.as_str().parse().ok(),
            DeValue::Float(f) => f.as_str().replace('_', "").parse().ok(),
            _ => return self.wrong("a number"),
        };
        let range = || format!("{} to {}", f64::from(min) / 1000.0, f64::from(max) / 1000.0);
        match number.map(|n| (n * 1000.0).round()) {
            Some(n) if n >= f64::from(min) && n <= f64::from(max) => Ok(n as i32),
            _ => {
                let found = &self.file.text[self.span.0..self.span.1];
                Err(self.error(format!("found {found}, expected a number from {}", range())))
            }
        }
    }

    /// The byte of the file at which byte `offset` of this text's content stands (exact for texts without escapes).
    pub(super) fn inside(&self, offset: usize) -> usize {
        let quote = if self.file.text[self.span.0..].starts_with("\"\"\"") { 3 } else { 1 };
        (self.span.0 + quote + offset).min(self.span.1)
    }
}

fn article(name: &str) -> String {
    let article = if name.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {name}")
}

impl<'f> Table<'f> {
    pub(super) fn root(file: &'f File, table: &'f Spanned<DeTable<'f>>) -> Self {
        Self { file, table: table.get_ref(), at: 0, asked: Default::default() }
    }

    pub(super) fn error(&self, message: impl Into<String>) -> Error {
        self.file.error(self.at, message)
    }

    /// An error at one of its keys.
    pub(super) fn key_error(&self, key: &str, message: impl Into<String>) -> Error {
        let at = self.table.get_key_value(key).map_or(self.at, |(k, v)| k.span().start.min(v.span().start));
        self.file.error(at, message)
    }

    pub(super) fn line(&self) -> u32 {
        self.file.line(self.at)
    }

    pub(super) fn get(&self, key: &'static str) -> Option<Value<'f>> {
        self.asked.borrow_mut().insert(key);
        self.table.get(key).map(|v| Value::new(self.file, v))
    }

    pub(super) fn keys(&self) -> impl Iterator<Item = (&'f str, Value<'f>)> + use<'f> {
        let (file, table) = (self.file, self.table);
        table.iter().map(move |(k, v)| (k.get_ref().as_ref(), Value::new(file, v)))
    }

    pub(super) fn text(&self, key: &'static str) -> Result<Option<&'f str>> {
        Ok(self.get(key).and_then(|v| self.file.heard(v.text())))
    }

    /// An id: lower case, digits, underscores.
    pub(super) fn id(&self, key: &'static str) -> Result<Arc<str>> {
        let Some(value) = self.get(key) else {
            return Err(self.error(format!("this table has no `{key}`; expected one")));
        };
        let id = value.text()?;
        if id.is_empty() || !id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_') {
            return Err(value.error(format!("`{id}` is no id; expected lower case letters, digits and underscores")));
        }
        Ok(id.into())
    }

    pub(super) fn flag(&self, key: &'static str) -> Result<bool> {
        match self.get(key) {
            None => Ok(false),
            Some(v) => {
                let read = v.value.as_bool().map_or_else(|| v.wrong("true or false"), Ok);
                Ok(self.file.heard(read).unwrap_or_default())
            }
        }
    }

    pub(super) fn thousandths(&self, key: &'static str, min: i32, max: i32) -> Result<Option<i32>> {
        Ok(self.get(key).and_then(|v| self.file.heard(v.thousandths(min, max))))
    }

    pub(super) fn list(&self, key: &'static str) -> Result<Vec<Value<'f>>> {
        Ok(self.get(key).and_then(|v| self.file.heard(v.list())).unwrap_or_default())
    }

    pub(super) fn texts(&self, key: &'static str) -> Result<Vec<String>> {
        Ok(self.list(key)?.iter().filter_map(|v| self.file.heard(v.text())).map(str::to_owned).collect())
    }

    /// A text or a list of texts.
    pub(super) fn one_or_many(&self, key: &'static str) -> Result<Vec<Value<'f>>> {
        match self.get(key) {
            None => Ok(Vec::new()),
            Some(v) if v.value.is_str() => Ok(vec![v]),
            Some(_) => self.list(key),
        }
    }

    /// The tables `[[key]]`.
    pub(super) fn tables(&self, key: &'static str) -> Result<Vec<Table<'f>>> {
        let table = |v: Value<'f>| v.table().map_or_else(|| v.wrong(&format!("a table [[{key}]]")), Ok);
        if let Some(one) = self.get(key).filter(|v| v.value.is_table()) {
            self.file.heard::<()>(one.wrong(&format!("a list of tables: [[{key}]] in double square brackets")));
            return Ok(Vec::new());
        }
        Ok(self.list(key)?.into_iter().filter_map(|v| self.file.heard(table(v))).collect())
    }

    /// One of a table of names.
    pub(super) fn named<T: Copy>(&self, key: &'static str, names: &[(T, &str)]) -> Result<Option<T>> {
        Ok(self.get(key).and_then(|v| self.file.heard(one_of(&v, names))))
    }

    /// Whether the key is there, with whatever value.
    pub(super) fn has(&self, key: &'static str) -> bool {
        self.get(key).is_some()
    }

    /// Tells of the keys nobody asked for.
    pub(super) fn finish(&self) -> Result<()> {
        let asked = self.asked.borrow();
        for (key, _) in self.keys().filter(|(key, _)| !asked.contains(key)) {
            let known: Vec<_> = asked.iter().map(|k| format!("`{k}`")).collect();
            let near = did_you_mean(key, asked.iter().copied());
            let message = format!("unknown key `{key}`; expected one of {}{near}", known.join(", "));
            self.file.heard::<()>(Err(self.key_error(key, message)));
        }
        Ok(())
    }
}

/// The thing whose name a value gives.
pub(super) fn one_of<T: Copy>(value: &Value<'_>, names: &[(T, &str)]) -> Result<T> {
    let text = value.text()?;
    match names.iter().find(|(_, n)| *n == text) {
        Some((thing, _)) => Ok(*thing),
        None => {
            let known: Vec<_> = names.iter().map(|(_, n)| format!("`{n}`")).collect();
            let near = did_you_mean(text, names.iter().map(|(_, n)| *n));
            Err(value.error(format!("found `{text}`, expected one of {}{near}", known.join(", "))))
        }
    }
}
