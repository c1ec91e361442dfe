//! References inside texts.
//!
//! A text of a solution may hold marks: stand-ins for what only a deployment knows, such as the account, a parameter
//! or the ARN of something that is created. So a name, an ARN made of it and a policy that lists this ARN are plain
//! texts until a form writes them, each form in its own way (`!Sub`, `${var.name}`).
//!
//! A mark stands between two characters of a private plane of Unicode. It holds no character that texts around it are
//! cut at, such as `:` in ARNs. A text that has these characters by itself and is no mark means itself.

/// Before a mark.
const OPEN: char = '\u{F0010}';
/// Behind a mark.
const CLOSE: char = '\u{F0011}';

/// What only a deployment knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mark {
    /// `aws`, `aws-cn` …
    Partition,
    /// The Region that is deployed to.
    Region,
    /// The account that is deployed to.
    Account,
    /// The value of an input, by its name.
    Input(String),
    /// The value of an input that is an ARN of a connection, under the given one of its service's two names.
    Connection(String, ConnectionService),
    /// Something about a thing, by its id.
    Of(String, Attribute),
}

/// The two names the service of connections has had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConnectionService {
    /// `codeconnections`
    Connections,
    /// `codestar-connections`
    StarConnections,
}

/// What is asked about a thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attribute {
    /// The name AWS calls it by.
    Name,
    /// Its ARN.
    Arn,
}

/// A part of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part<'a> {
    /// Characters that mean themselves.
    Text(&'a str),
    /// A mark.
    Mark(Mark),
}

impl Mark {
    /// The mark as it stands in a text.
    pub fn text(&self) -> String {
        let inner = match self {
            Self::Partition => "P".to_owned(),
            Self::Region => "R".to_owned(),
            Self::Account => "A".to_owned(),
            Self::Input(name) => format!("i{name}"),
            Self::Connection(name, ConnectionService::Connections) => format!("c{name}"),
            Self::Connection(name, ConnectionService::StarConnections) => format!("s{name}"),
            Self::Of(thing, Attribute::Name) => format!("n{thing}"),
            Self::Of(thing, Attribute::Arn) => format!("a{thing}"),
        };
        format!("{OPEN}{inner}{CLOSE}")
    }

    fn read(inner: &str) -> Option<Self> {
        let mut characters = inner.chars();
        let kind = characters.next()?;
        let name = characters.as_str();
        let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        Some(match (kind, is_name) {
            ('P', false) if name.is_empty() => Self::Partition,
            ('R', false) if name.is_empty() => Self::Region,
            ('A', false) if name.is_empty() => Self::Account,
            ('i', true) => Self::Input(name.to_owned()),
            ('c', true) => Self::Connection(name.to_owned(), ConnectionService::Connections),
            ('s', true) => Self::Connection(name.to_owned(), ConnectionService::StarConnections),
            ('n', true) => Self::Of(name.to_owned(), Attribute::Name),
            ('a', true) => Self::Of(name.to_owned(), Attribute::Arn),
            _ => return None,
        })
    }
}

/// A text taken apart.
pub fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut from = 0;
    let mut look = 0;
    while let Some(at) = text[look..].find(OPEN) {
        let start = look + at;
        let inner = start + OPEN.len_utf8();
        look = inner;
        let Some(length) = text[inner..].find(CLOSE) else { break };
        if let Some(mark) = Mark::read(&text[inner..inner + length]) {
            if from < start {
                parts.push(Part::Text(&text[from..start]));
            }
            parts.push(Part::Mark(mark));
            from = inner + length + CLOSE.len_utf8();
            look = from;
        }
    }
    if from < text.len() {
        parts.push(Part::Text(&text[from..]));
    }
    parts
}

/// The mark a text is, if it is nothing else.
pub fn single(text: &str) -> Option<Mark> {
    match parts(text).as_slice() {
        [Part::Mark(mark)] => Some(mark.clone()),
        _ => None,
    }
}

/// Whether a text has marks.
pub fn has_marks(text: &str) -> bool {
    text.contains(OPEN) && parts(text).iter().any(|part| matches!(part, Part::Mark(_)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_read_as_they_were_written() {
        let marks = [
            Mark::Partition,
            Mark::Region,
            Mark::Account,
            Mark::Input("Stage".into()),
            Mark::Connection("C".into(), ConnectionService::Connections),
            Mark::Connection("C".into(), ConnectionService::StarConnections),
            Mark::Of("Key".into(), Attribute::Arn),
            Mark::Of("Key".into(), Attribute::Name),
        ];
        for mark in marks {
            assert_eq!(single(&mark.text()), Some(mark.clone()));
            let text = format!("a{}é", mark.text());
            assert_eq!(parts(&text), [Part::Text("a"), Part::Mark(mark), Part::Text("é")]);
        }
    }

    #[test]
    fn what_is_no_mark_means_itself() {
        for text in
            ["", "plain", "\u{F0010}", "\u{F0010}x\u{F0011}", "\u{F0010}i\u{F0011}", "\u{F0011}\u{F0010}"]
        {
            let joined: String = parts(text)
                .into_iter()
                .map(|part| match part {
                    Part::Text(text) => text.to_owned(),
                    Part::Mark(mark) => panic!("{mark:?}"),
                })
                .collect();
            assert_eq!(joined, text);
        }
        let text = format!("\u{F0010}{}", Mark::Region.text());
        assert_eq!(parts(&text), [Part::Text("\u{F0010}"), Part::Mark(Mark::Region)]);
    }
}
