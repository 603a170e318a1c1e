//! Flat tables of numbers -> their bytes, lowest first, and back: read as a whole, for number by number they would take most of a start.
use serde::{Deserialize, Deserializer, Serializer, de::Error};

/// A record of whole numbers.
pub(super) trait Packed: Sized {
    /// How many bytes it takes.
    const BYTES: usize;

    fn put(&self, out: &mut Vec<u8>);

    /// Of exactly so many bytes.
    fn take(bytes: &[u8]) -> Self;
}

macro_rules! packed {
    ($($number:ty),*) => {$(
        impl Packed for $number {
            const BYTES: usize = size_of::<$number>();

            fn put(&self, out: &mut Vec<u8>) {
                out.extend(self.to_le_bytes());
            }

            fn take(bytes: &[u8]) -> Self {
                bytes.first_chunk().map_or(0, |b| Self::from_le_bytes(*b))
            }
        }
    )*};
}

packed!(u32, u64);

impl<A: Packed, B: Packed> Packed for (A, B) {
    const BYTES: usize = A::BYTES + B::BYTES;

    fn put(&self, out: &mut Vec<u8>) {
        self.0.put(out);
        self.1.put(out);
    }

    fn take(bytes: &[u8]) -> Self {
        (A::take(bytes), B::take(&bytes[A::BYTES..]))
    }
}

impl<A: Packed, B: Packed, C: Packed> Packed for (A, B, C) {
    const BYTES: usize = A::BYTES + B::BYTES + C::BYTES;

    fn put(&self, out: &mut Vec<u8>) {
        self.0.put(out);
        self.1.put(out);
        self.2.put(out);
    }

    fn take(bytes: &[u8]) -> Self {
        (A::take(bytes), B::take(&bytes[A::BYTES..]), C::take(&bytes[A::BYTES + B::BYTES..]))
    }
}

pub(super) fn serialize<T: Packed, S: Serializer>(items: &[T], serializer: S) -> Result<S::Ok, S::Error> {
    let mut bytes = Vec::with_capacity(items.len() * T::BYTES);
    items.iter().for_each(|item| item.put(&mut bytes));
    serializer.serialize_bytes(&bytes)
}

pub(super) fn deserialize<'de, T: Packed, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<T>, D::Error> {
    let bytes = <&[u8]>::deserialize(deserializer)?;
    if bytes.len() % T::BYTES != 0 {
        return Err(D::Error::invalid_length(bytes.len(), &"a whole number of records"));
    }
    Ok(bytes.chunks_exact(T::BYTES).map(T::take).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Serialize;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Table<T: Packed>(#[serde(with = "super")] Vec<T>);

    #[test]
    fn comes_back_as_it_was() {
        let table = Table(vec![(1u64 << 40, u64::MAX, 3u32), (0, 1, u32::MAX)]);
        let bytes = postcard::to_allocvec(&table).unwrap();
        assert_eq!(bytes.len(), 1 + 2 * 20);
        assert_eq!(postcard::from_bytes::<Table<(u64, u64, u32)>>(&bytes), Ok(table));
        let odd = postcard::to_allocvec(&Table(vec![1u32])).unwrap();
        assert!(postcard::from_bytes::<Table<u64>>(&odd).is_err());
    }
}
