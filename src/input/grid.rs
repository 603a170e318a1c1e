//! The rows of a table, one after the other -> where their cells stand, and the headers of each cell's column and row.
use super::prose::cells;

/// Spans and widths beyond this are mistakes.
pub(super) const WIDEST: usize = 200;

/// A longer text alone in its row is no heading of the rows below it, in bytes.
const LONGEST_GROUP: usize = 120;

/// No more header rows are joined once a header is this long, in bytes.
const LONGEST_HEADER: usize = 500;

/// A cell as it comes: what it is, its text in one line, and how many columns and rows it stands in.
pub(super) struct Given<C> {
    pub(super) cell: C,
    pub(super) text: String,
    pub(super) width: usize,
    pub(super) down: usize,
}

/// A cell with the headers of its column and row.
pub(super) struct Placed<C> {
    pub(super) cell: C,
    pub(super) column: Option<String>,
    pub(super) row: Option<String>,
}

/// A cell and the columns it stands in.
struct Place<C> {
    cell: C,
    text: String,
    column: usize,
    width: usize,
}

/// What the rows above say.
#[derive(Default)]
pub(super) struct Grid {
    /// Of each column, in how many more rows a cell from above still stands, and whether that holds text.
    above: Vec<(usize, bool)>,
    /// The text of the first column.
    first: String,
    headers: Vec<String>,
    /// The text alone in its row that stands above the present rows.
    group: Option<String>,
}

impl Grid {
    /// The cells of a row, of the table's head or not, that hold text.
    pub(super) fn row<C>(&mut self, head: bool, cells: impl IntoIterator<Item = Given<C>>) -> Vec<Placed<C>> {
        let places = self.place(cells);
        if head { self.header(places) } else { self.body(places) }
    }

    /// Which columns the cells of a row stand in.
    fn place<C>(&mut self, row: impl IntoIterator<Item = Given<C>>) -> Vec<Place<C>> {
        let mut places = Vec::new();
        let mut column = 0;
        for Given { cell, text, width, down } in row {
            column = self.pass_over(column);
            let width = width.min(WIDEST.saturating_sub(column)).max(1);
            self.widen(column + width);
            for place in &mut self.above[column..column + width] {
                *place = (down, !text.is_empty());
            }
            if column == 0 {
                self.first.clone_from(&text);
            }
            places.push(Place { cell, text, column, width });
            column += width;
            if column >= WIDEST {
                break;
            }
        }
        self.pass_over(column);
        for place in &mut self.above {
            place.0 = place.0.saturating_sub(1);
        }
        places
    }

    /// The next column where no cell from above stands.
    fn pass_over(&self, mut column: usize) -> usize {
        while self.above.get(column).is_some_and(|(rows, _)| *rows > 0) {
            column += 1;
        }
        column
    }

    fn widen(&mut self, width: usize) {
        if self.above.len() < width {
            self.above.resize(width, (0, false));
        }
        if self.headers.len() < width {
            self.headers.resize(width, String::new());
        }
    }

    /// Cells of the head: a header over several columns stands before those under it.
    fn header<C>(&mut self, places: Vec<Place<C>>) -> Vec<Placed<C>> {
        for place in &places {
            for header in &mut self.headers[place.column..place.column + place.width] {
                if !place.text.is_empty() && *header != place.text && header.len() < LONGEST_HEADER {
                    header.push_str(if header.is_empty() { "" } else { " > " });
                    header.push_str(&place.text);
                }
            }
        }
        let full = places.into_iter().filter(|place| !place.text.is_empty());
        full.map(|place| Placed { cell: place.cell, column: None, row: None }).collect()
    }

    fn body<C>(&mut self, places: Vec<Place<C>>) -> Vec<Placed<C>> {
        let mut full = places.iter().filter(|place| !place.text.is_empty());
        let alone = full.next().filter(|only| full.next().is_none() && only.column == 0 && self.headers.len() > 1);
        let carried = self.above.iter().skip(1).any(|(rows, text)| *rows > 0 && *text);
        let group = alone.filter(|only| !carried && only.text.len() <= LONGEST_GROUP).map(|only| only.text.clone());
        if group.is_some() {
            self.group = group;
            let only = places.into_iter().find(|place| !place.text.is_empty());
            return only.into_iter().map(|only| Placed { cell: only.cell, column: None, row: None }).collect();
        }
        let first = Some(self.first.as_str()).filter(|text| !text.is_empty());
        let mut row = match (&self.group, first) {
            (Some(group), Some(first)) => Some(format!("{group} > {first}")),
            (group, first) => first.map(str::to_owned).or(group.clone()),
        };
        let mut placed = Vec::new();
        for place in places {
            let above = if place.column == 0 { &self.group } else { &row };
            let column = self.headers.get(place.column).filter(|header| !header.is_empty());
            let (column, above) = (column.cloned(), above.clone());
            if place.column > 0 {
                row = cells::grown(row.as_deref(), &place.text).or(row);
            }
            if !place.text.is_empty() {
                placed.push(Placed { cell: place.cell, column, row: above });
            }
        }
        placed
    }
}
