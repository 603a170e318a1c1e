//! Bytes of a dictionary file -> its text: UTF-8, UTF-16 with a mark, else Windows-1252, which older programs wrote.

/// The text, and the name of its encoding.
///
/// UTF-8 if the bytes are UTF-8; UTF-16 if they begin with its byte order mark; else Windows-1252, in which every byte is a character.
pub fn decode(bytes: &[u8]) -> (String, &'static str) {
    let (encoding, mark) = encoding_rs::Encoding::for_bom(bytes).unwrap_or((encoding_rs::UTF_8, 0));
    let body = &bytes[mark..];
    if let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(body) {
        return (text.into_owned(), encoding.name());
    }
    let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(body);
    (text.into_owned(), encoding_rs::WINDOWS_1252.name())
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn texts_of_old_programs_are_read() {
        assert_eq!(decode(b"caf\xc3\xa9"), ("café".into(), "UTF-8"));
        assert_eq!(decode(b"\xef\xbb\xbfa"), ("a".into(), "UTF-8"));
        assert_eq!(decode(b"caf\xe9 \x93x\x94"), ("café “x”".into(), "windows-1252"));
        assert_eq!(decode(b"\xff\xfea\0"), ("a".into(), "UTF-16LE"));
    }
}
