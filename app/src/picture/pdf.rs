//! The objects of a PDF in an order of their own.
//!
//! The library that makes our PDFs keeps fonts and resources in hash maps, so objects are numbered and written in
//! another order each time. Here the file is taken apart, its dictionaries are sorted by their keys, its objects are
//! numbered as they are met from the root, and it is written anew: the same picture is the same bytes.
//!
//! This reads what that library writes and no more: one table of references, plain objects, lengths as numbers.

use std::collections::HashMap;
use std::io::Write as _;
use std::ops::Range;

/// Deeper values are none of ours.
const DEEPEST: usize = 64;

/// The same file in an order of its own; `None` if it is built in another way than ours are.
pub fn in_order(file: &[u8]) -> Option<Vec<u8>> {
    let table = Table::read(file)?;
    let mut objects: HashMap<u32, Object<'_>> = HashMap::new();
    for (number, range) in table.objects(file) {
        objects.insert(number, Object::read(&file[range])?);
    }
    let order = order(&table.trailer, &objects)?;
    let numbers: HashMap<u32, u32> = order.iter().copied().zip(1..).collect();
    let mut out = file.get(..table.first()?)?.to_vec();
    let mut offsets = Vec::with_capacity(order.len());
    for (number, old) in (1_u32..).zip(&order) {
        offsets.push(out.len());
        let object = objects.get(old)?;
        out.extend_from_slice(format!("{number} 0 obj\n").as_bytes());
        object.value.write(&mut out, &numbers)?;
        out.push(b'\n');
        out.extend_from_slice(object.rest);
        out.extend_from_slice(b"endobj\n\n");
    }
    let start = out.len();
    // Writing to a Vec cannot fail.
    let _ = write!(out, "xref\n0 {}\n0000000000 65535 f\r\n", order.len() + 1);
    for offset in offsets {
        let _ = write!(out, "{offset:010} 00000 n\r\n");
    }
    out.extend_from_slice(b"trailer\n");
    table.trailer.write(&mut out, &numbers)?;
    let _ = write!(out, "\nstartxref\n{start}\n%%EOF");
    Some(out)
}

/// Where the objects are.
struct Table<'f> {
    /// By their offsets.
    places: Vec<(usize, u32)>,
    start: usize,
    trailer: Value<'f>,
}

/// A numbered object: its value, and the stream behind it.
struct Object<'f> {
    value: Value<'f>,
    rest: &'f [u8],
}

enum Value<'f> {
    /// Sorted by their keys.
    Dictionary(Vec<(&'f [u8], Value<'f>)>),
    Array(Vec<Value<'f>>),
    Reference(u32),
    /// A name, number, text or word, as it is written.
    Plain(&'f [u8]),
}

impl<'f> Table<'f> {
    fn read(file: &'f [u8]) -> Option<Self> {
        let end = last(file, b"startxref")?;
        let mut reader = Reader { text: file, at: end + b"startxref".len() };
        let start = reader.number()? as usize;
        let mut reader = Reader { text: file, at: start };
        if reader.word()? != b"xref" || reader.number()? != 0 {
            return None;
        }
        let count = reader.number()?;
        let mut places = Vec::new();
        for number in 0..count {
            let (offset, _generation) = (reader.number()?, reader.number()?);
            if reader.word()? == b"n" {
                places.push((offset as usize, number));
            }
        }
        if reader.word()? != b"trailer" {
            return None;
        }
        places.sort_unstable();
        let mut trailer = reader.value(0)?;
        if let Value::Dictionary(entries) = &mut trailer {
            // What the identifier of a file is made from may be anything.
            entries.retain(|(key, _)| *key != b"/ID");
        }
        Some(Self { places, start, trailer })
    }

    fn first(&self) -> Option<usize> {
        self.places.first().map(|(offset, _)| *offset)
    }

    /// Numbers and extents.
    fn objects(&self, file: &[u8]) -> Vec<(u32, Range<usize>)> {
        let ends = self.places.iter().skip(1).map(|(offset, _)| *offset).chain([self.start]);
        let range = |(&(start, number), end): (&(usize, u32), usize)| {
            let end = end.min(file.len());
            (number, start.min(end)..end)
        };
        self.places.iter().zip(ends).map(range).collect()
    }
}

impl<'f> Object<'f> {
    fn read(text: &'f [u8]) -> Option<Self> {
        let mut reader = Reader { text, at: 0 };
        let (_number, _generation) = (reader.number()?, reader.number()?);
        if reader.word()? != b"obj" {
            return None;
        }
        let value = reader.value(0)?;
        reader.skip_space();
        let end = last(text, b"endobj")?;
        Some(Self { value, rest: text.get(reader.at..end)? })
    }
}

/// The objects in the order in which they are met.
fn order(trailer: &Value<'_>, objects: &HashMap<u32, Object<'_>>) -> Option<Vec<u32>> {
    let mut order = Vec::new();
    let mut seen = std::collections::HashSet::new();
    let mut todo = Vec::new();
    trailer.references(&mut todo);
    todo.reverse();
    while let Some(number) = todo.pop() {
        if seen.insert(number) {
            order.push(number);
            let mut found = Vec::new();
            objects.get(&number)?.value.references(&mut found);
            todo.extend(found.into_iter().rev());
        }
    }
    Some(order)
}

impl Value<'_> {
    fn references(&self, found: &mut Vec<u32>) {
        match self {
            Self::Dictionary(entries) => entries.iter().for_each(|(_, value)| value.references(found)),
            Self::Array(values) => values.iter().for_each(|value| value.references(found)),
            Self::Reference(number) => found.push(*number),
            Self::Plain(_) => {}
        }
    }

    fn write(&self, out: &mut Vec<u8>, numbers: &HashMap<u32, u32>) -> Option<()> {
        match self {
            Self::Dictionary(entries) => {
                out.extend_from_slice(b"<<");
                for (key, value) in entries {
                    out.push(b'\n');
                    out.extend_from_slice(key);
                    out.push(b' ');
                    if *key == b"/Size" && value.is_number() {
                        let _ = write!(out, "{}", numbers.len() + 1);
                    } else {
                        value.write(out, numbers)?;
                    }
                }
                out.extend_from_slice(b"\n>>");
            }
            Self::Array(values) => {
                out.push(b'[');
                for (index, value) in values.iter().enumerate() {
                    if index > 0 {
                        out.push(b' ');
                    }
                    value.write(out, numbers)?;
                }
                out.push(b']');
            }
            Self::Reference(number) => {
                let _ = write!(out, "{} 0 R", numbers.get(number)?);
            }
            Self::Plain(text) => out.extend_from_slice(text),
        }
        Some(())
    }

    fn is_number(&self) -> bool {
        matches!(self, Self::Plain(text) if text.iter().all(u8::is_ascii_digit))
    }
}

struct Reader<'f> {
    text: &'f [u8],
    at: usize,
}

impl<'f> Reader<'f> {
    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    fn rest(&self) -> &'f [u8] {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn skip_space(&mut self) {
        while let Some(byte) = self.peek() {
            if byte == b'%' {
                let rest = self.rest();
                self.at += rest.iter().position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(rest.len());
            } else if is_space(byte) {
                self.at += 1;
            } else {
                break;
            }
        }
    }

    /// Letters and digits up to what ends them.
    fn word(&mut self) -> Option<&'f [u8]> {
        self.skip_space();
        let rest = self.rest();
        let length = rest.iter().position(|byte| is_space(*byte) || is_mark(*byte)).unwrap_or(rest.len());
        self.at += length;
        (length > 0).then(|| &rest[..length])
    }

    fn number(&mut self) -> Option<u32> {
        std::str::from_utf8(self.word()?).ok()?.parse().ok()
    }

    fn value(&mut self, depth: usize) -> Option<Value<'f>> {
        if depth > DEEPEST {
            return None;
        }
        self.skip_space();
        let start = self.at;
        match self.peek()? {
            b'<' if self.text.get(self.at + 1) == Some(&b'<') => {
                self.at += 2;
                self.dictionary(depth)
            }
            b'<' => {
                let rest = self.rest();
                self.at += rest.iter().position(|byte| *byte == b'>')? + 1;
                Some(Value::Plain(self.text.get(start..self.at)?))
            }
            b'[' => {
                self.at += 1;
                let mut values = Vec::new();
                loop {
                    self.skip_space();
                    if self.peek()? == b']' {
                        self.at += 1;
                        return Some(Value::Array(values));
                    }
                    values.push(self.value(depth + 1)?);
                }
            }
            b'(' => {
                self.skip_text()?;
                Some(Value::Plain(self.text.get(start..self.at)?))
            }
            b'/' => Some(Value::Plain(self.name()?)),
            _ => self.plain_or_reference(),
        }
    }

    fn dictionary(&mut self, depth: usize) -> Option<Value<'f>> {
        let mut entries = Vec::new();
        loop {
            self.skip_space();
            if self.rest().starts_with(b">>") {
                self.at += 2;
                break;
            }
            let key = self.name()?;
            entries.push((key, self.value(depth + 1)?));
        }
        entries.sort_by_key(|(key, _)| *key);
        Some(Value::Dictionary(entries))
    }

    /// A name with its slash.
    fn name(&mut self) -> Option<&'f [u8]> {
        self.skip_space();
        let start = self.at;
        if self.peek()? != b'/' {
            return None;
        }
        self.at += 1;
        self.word()?;
        self.text.get(start..self.at)
    }

    /// A text in round brackets, which may hold others.
    fn skip_text(&mut self) -> Option<()> {
        let mut depth = 0_usize;
        loop {
            match self.peek()? {
                b'\\' => self.at += 1,
                b'(' => depth += 1,
                b')' => depth -= 1,
                _ => {}
            }
            self.at += 1;
            if depth == 0 {
                return Some(());
            }
        }
    }

    fn plain_or_reference(&mut self) -> Option<Value<'f>> {
        let word = self.word()?;
        let number = || std::str::from_utf8(word).ok()?.parse::<u32>().ok();
        if let Some(number) = number() {
            let before = self.at;
            if self.word() == Some(b"0") && self.word() == Some(b"R") {
                return Some(Value::Reference(number));
            }
            self.at = before;
        }
        Some(Value::Plain(word))
    }
}

fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 0x0C | b'\r' | b' ')
}

fn is_mark(byte: u8) -> bool {
    matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

/// Where a text stands for the last time.
fn last(text: &[u8], needle: &[u8]) -> Option<usize> {
    text.windows(needle.len()).rposition(|window| window == needle)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file of these objects; their numbers are their positions, from 1.
    fn file(objects: &[&str], trailer: &str) -> Vec<u8> {
        let mut out = b"%PDF-1.7\n\n".to_vec();
        let mut offsets = Vec::new();
        for (number, object) in (1..).zip(objects) {
            offsets.push(out.len());
            let _ = write!(out, "{number} 0 obj\n{object}\nendobj\n\n");
        }
        let start = out.len();
        let _ = write!(out, "xref\n0 {}\n0000000000 65535 f\r\n", objects.len() + 1);
        for offset in offsets {
            let _ = write!(out, "{offset:010} 00000 n\r\n");
        }
        let _ = write!(out, "trailer\n<<{trailer}>>\nstartxref\n{start}\n%%EOF");
        out
    }

    #[test]
    fn the_order_of_objects_and_keys_does_not_count() {
        let stream = "<</Length 14>>\nstream\n3 0 R endobj x\nendstream";
        let one = file(
            &[
                "<</Pages 2 0 R/Type/Catalog>>",
                "<</F1 4 0 R/F0 3 0 R/T(a\\)3 0 R)>>",
                "[1 0 2.5 null]",
                stream,
            ],
            "/Size 5/Root 1 0 R",
        );
        let other = file(
            &[
                stream,
                "[1 0 2.5 null]",
                "<</Type/Catalog /Pages 4 0 R>>",
                "<</F0 2 0 R/T(a\\)3 0 R)/F1 1 0 R>>",
            ],
            "/Root 3 0 R/Size 5",
        );
        assert_ne!(one, other);
        let ordered = in_order(&one).unwrap();
        assert_eq!(ordered, in_order(&other).unwrap());
        assert_eq!(ordered, in_order(&ordered).unwrap());
        let text = String::from_utf8(ordered).unwrap();
        assert!(text.contains("/T (a\\)3 0 R)"), "{text}");
        assert!(text.contains("stream\n3 0 R endobj x\nendstream"), "{text}");
        assert!(text.contains("/Root 1 0 R\n/Size 5"), "{text}");
    }

    #[test]
    fn what_is_built_in_another_way_is_left_alone() {
        for odd in ["", "%PDF-1.7", "startxref\n99999999\n%%EOF", "startxref 0", "xref\n0 1\nstartxref\n0\n"]
        {
            assert!(in_order(odd.as_bytes()).is_none(), "{odd}");
        }
        let lost = file(&["<</Pages 9 0 R>>"], "/Size 2/Root 1 0 R");
        assert!(in_order(&lost).is_none());
        let deep = "[".repeat(100_000);
        assert!(in_order(&file(&[&deep], "/Size 2/Root 1 0 R")).is_none());
    }
}
