//! YAML as a tree with lines, in the dialect of `CloudFormation`: `!Sub x` is `{"Fn::Sub": x}`.
//!
//! A file decides how deep and how large its tree becomes, and aliases make a large tree of a small file. So depth and
//! number of values are limited, what aliases repeat included.

use std::collections::{HashMap, HashSet};

use saphyr_parser::{Event, Parser, ScalarStyle, Tag};

use super::tree::{Kind, Member, Node};
use super::{ImportError, Note, templated_line};

/// How deep values may stand in one another.
const MAX_DEPTH: usize = 100;
/// How many values a file may hold.
const MAX_NODES: usize = 200_000;
/// How much text aliases may repeat, in bytes.
const MAX_REPEATED: usize = 4_000_000;

/// Reads the first document of a text.
pub(crate) fn parse(text: &str, notes: &mut Vec<Note>) -> Result<Node, ImportError> {
    let mut builder = Builder { notes, open: Vec::new(), anchors: HashMap::new(), nodes: 0, repeated: 0 };
    let mut root = None;
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| not_yaml(text, &error))?;
        let line = span.start.line();
        if let Some(done) = builder.take(event, line).map_err(|error| error.in_text(text))? {
            root.get_or_insert(done);
        } else if root.is_some() && builder.is_inside() {
            builder.notes.push(Note::new(
                line,
                "More than one YAML document",
                "Only the first one counts; the rest is left out.",
            ));
            break;
        }
    }
    root.ok_or(ImportError::Nothing)
}

fn not_yaml(text: &str, error: &saphyr_parser::ScanError) -> ImportError {
    if error.info().contains("recursion limit") {
        // The parser looks ahead into brackets and has a limit of its own for them.
        return too_deep(error.marker().line());
    }
    match templated_line(text) {
        Some(line) => ImportError::Templated { line },
        None => ImportError::Unreadable {
            line: error.marker().line(),
            column: error.marker().col() + 1,
            message: format!("this is not YAML: {}", error.info()),
        },
    }
}

/// A value that is finished, with what a copy of it costs.
#[derive(Clone)]
struct Anchored {
    node: Node,
    depth: usize,
    nodes: usize,
    bytes: usize,
}

/// A list or map whose end was not met.
struct Open {
    line: usize,
    tag: Option<String>,
    anchor: usize,
    is_map: bool,
    elements: Vec<Node>,
    /// The key waiting for its value, with its line.
    key: Option<(String, usize)>,
    members: Vec<Member>,
    depth: usize,
}

struct Builder<'n> {
    notes: &'n mut Vec<Note>,
    open: Vec<Open>,
    anchors: HashMap<usize, Anchored>,
    nodes: usize,
    repeated: usize,
}

/// A complaint that may have a better explanation once the whole text is looked at.
struct Complaint(ImportError, bool);

impl Complaint {
    fn in_text(self, text: &str) -> ImportError {
        let Self(error, may_be_templated) = self;
        match templated_line(text).filter(|_| may_be_templated) {
            Some(line) => ImportError::Templated { line },
            None => error,
        }
    }
}

impl Builder<'_> {
    fn is_inside(&self) -> bool {
        !self.open.is_empty()
    }

    /// Takes an event; returns the root when it is finished.
    fn take(&mut self, event: Event<'_>, line: usize) -> Result<Option<Node>, Complaint> {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let kind = scalar(&text, style, tag.as_deref());
                let node = Node { line, kind };
                let bytes = text.len();
                self.finish(node, tag.as_deref().and_then(intrinsic), anchor, 1, bytes)
            }
            Event::SequenceStart(anchor, tag) => self.begin(line, false, anchor, tag.as_deref()),
            Event::MappingStart(anchor, tag) => self.begin(line, true, anchor, tag.as_deref()),
            Event::SequenceEnd | Event::MappingEnd => self.end(),
            Event::Alias(anchor) => self.repeat(anchor, line),
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(_)
            | Event::DocumentEnd => Ok(None),
        }
    }

    fn begin(
        &mut self,
        line: usize,
        is_map: bool,
        anchor: usize,
        tag: Option<&Tag>,
    ) -> Result<Option<Node>, Complaint> {
        if self.open.len() >= MAX_DEPTH {
            return Err(Complaint(too_deep(line), false));
        }
        let tag = tag.and_then(intrinsic);
        self.open.push(Open {
            line,
            tag,
            anchor,
            is_map,
            elements: Vec::new(),
            key: None,
            members: Vec::new(),
            depth: 1,
        });
        Ok(None)
    }

    fn end(&mut self) -> Result<Option<Node>, Complaint> {
        let Some(open) = self.open.pop() else { return Ok(None) };
        let node = if open.is_map {
            Node::of_members(open.line, merged(open.members), self.notes)
        } else {
            Node { line: open.line, kind: Kind::List(open.elements) }
        };
        let (tag, anchor, depth) = (open.tag, open.anchor, open.depth);
        let bytes = if anchor == 0 { 0 } else { node.bytes() };
        self.finish(node, tag, anchor, depth, bytes)
    }

    fn repeat(&mut self, anchor: usize, line: usize) -> Result<Option<Node>, Complaint> {
        let Some(anchored) = self.anchors.get(&anchor) else {
            return Err(too_much(line, "an alias stands inside the value it repeats".to_owned()));
        };
        self.nodes += anchored.nodes;
        self.repeated += anchored.bytes;
        if self.open.len() + anchored.depth > MAX_DEPTH
            || self.nodes > MAX_NODES
            || self.repeated > MAX_REPEATED
        {
            return Err(too_much(line, "aliases repeat too much".to_owned()));
        }
        let (node, depth) = (anchored.node.clone(), anchored.depth);
        self.put(node, depth)
    }

    fn finish(
        &mut self,
        node: Node,
        tag: Option<String>,
        anchor: usize,
        depth: usize,
        bytes: usize,
    ) -> Result<Option<Node>, Complaint> {
        self.nodes += 1;
        if self.nodes > MAX_NODES {
            return Err(too_much(
                node.line,
                format!("it holds more than {MAX_NODES} values, counting what aliases repeat"),
            ));
        }
        let line = node.line;
        let node = match tag {
            Some(key) => Node { line, kind: Kind::Map(vec![Member { key, line, value: node }]) },
            None => node,
        };
        if anchor != 0 {
            // Values with an anchor are kept beside the tree, one inside the other over and over.
            let nodes = node.count();
            self.nodes += nodes;
            self.anchors.insert(anchor, Anchored { node: node.clone(), depth: depth + 1, nodes, bytes });
        }
        self.put(node, depth)
    }

    /// Gives a finished value to the list or map around it.
    fn put(&mut self, node: Node, depth: usize) -> Result<Option<Node>, Complaint> {
        let Some(open) = self.open.last_mut() else { return Ok(Some(node)) };
        open.depth = open.depth.max(depth + 1);
        if !open.is_map {
            open.elements.push(node);
            return Ok(None);
        }
        if let Some((key, line)) = open.key.take() {
            open.members.push(Member { key, line, value: node });
            return Ok(None);
        }
        let key = match node.kind {
            Kind::Scalar { text, .. } => text,
            Kind::Null => String::new(),
            Kind::List(_) | Kind::Map(_) => {
                let message = "a list or map stands where a key belongs".to_owned();
                let error = ImportError::Unreadable { line: node.line, column: 1, message };
                return Err(Complaint(error, true));
            }
        };
        open.key = Some((key, node.line));
        Ok(None)
    }
}

fn too_deep(line: usize) -> ImportError {
    ImportError::TooMuch { line, message: format!("values stand in one another more than {MAX_DEPTH} deep") }
}

fn too_much(line: usize, message: String) -> Complaint {
    Complaint(ImportError::TooMuch { line, message }, false)
}

/// The function a short tag stands for; YAML's own tags stand for none.
fn intrinsic(tag: &Tag) -> Option<String> {
    if tag.is_yaml_core_schema() || tag.handle == "!!" || tag.suffix.is_empty() {
        return None;
    }
    Some(match tag.suffix.as_str() {
        name @ ("Ref" | "Condition") => name.to_owned(),
        name => format!("Fn::{name}"),
    })
}

/// As `CloudFormation` takes it: YAML 1.1 for truth values, everything else as it is written.
fn scalar(text: &str, style: ScalarStyle, tag: Option<&Tag>) -> Kind {
    let is_text = tag.is_some_and(|tag| tag.suffix == "str" || intrinsic(tag).is_some());
    if style != ScalarStyle::Plain || is_text {
        return Kind::Scalar { text: text.to_owned(), is_plain: false };
    }
    let truth = match text {
        "" | "~" | "null" | "Null" | "NULL" => return Kind::Null,
        "true" | "True" | "TRUE" | "yes" | "Yes" | "YES" | "on" | "On" | "ON" => Some("true"),
        "false" | "False" | "FALSE" | "no" | "No" | "NO" | "off" | "Off" | "OFF" => Some("false"),
        _ => None,
    };
    Kind::Scalar { text: truth.unwrap_or(text).to_owned(), is_plain: true }
}

/// Members with those that `<<` takes over from other maps; own members come first.
fn merged(members: Vec<Member>) -> Vec<Member> {
    if !members.iter().any(|member| member.key == "<<") {
        return members;
    }
    let (merges, mut own): (Vec<Member>, Vec<Member>) =
        members.into_iter().partition(|member| member.key == "<<");
    let mut known: HashSet<String> = own.iter().map(|member| member.key.clone()).collect();
    for merge in merges {
        let maps = match merge.value.kind {
            Kind::List(maps) => maps,
            Kind::Null | Kind::Scalar { .. } | Kind::Map(_) => vec![merge.value],
        };
        for member in maps.iter().flat_map(Node::members) {
            if known.insert(member.key.clone()) {
                own.push(member.clone());
            }
        }
    }
    own
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use serde_json::{Value, json};

    use super::*;

    fn read(text: &str) -> Result<Value, String> {
        let mut notes = Vec::new();
        parse(text, &mut notes).map(|node| node.to_value()).map_err(|error| error.to_string())
    }

    #[test]
    fn short_tags_are_functions_and_scalars_as_written() {
        for (text, expect) in [
            ("a: !Ref B", json!({"a": {"Ref": "B"}})),
            ("a: !Sub 'x${B}'", json!({"a": {"Fn::Sub": "x${B}"}})),
            ("a: !If [C, 1, !Ref AWS::NoValue]", json!({"a": {"Fn::If": ["C", 1, {"Ref": "AWS::NoValue"}]}})),
            ("a: !Base64\n  Fn::Sub: x", json!({"a": {"Fn::Base64": {"Fn::Sub": "x"}}})),
            ("a: yes\nb: 'yes'\nc: True", json!({"a": true, "b": "yes", "c": true})),
            ("a: 2012-10-17\nb: 012\nc:", json!({"a": "2012-10-17", "b": "012", "c": null})),
            ("a: &x {b: 1}\nc: *x", json!({"a": {"b": 1}, "c": {"b": 1}})),
            (
                "a: &x {b: 1, d: 1}\nc:\n  <<: *x\n  b: 2",
                json!({"a": {"b": 1, "d": 1}, "c": {"b": 2, "d": 1}}),
            ),
            ("a: |\n  x\n  y\n", json!({"a": "x\ny\n"})),
        ] {
            assert_eq!(read(text).unwrap(), expect, "{text}");
        }
    }

    #[test]
    fn lines_are_those_of_the_file() {
        let mut notes = Vec::new();
        let root = parse("# first\na:\n  b: !Ref C\n  d:\n    - x\nb: 1\nb: 2\n", &mut notes).unwrap();
        assert_eq!(root.at(&["a", "b"]).unwrap().line, 3);
        assert_eq!(root.at(&["a", "d"]).unwrap().elements()[0].line, 5);
        assert_eq!(notes[0].line, 6, "a key that stands twice is told");
        assert_eq!(root.get("b").unwrap().text(), Some("2"));
    }

    #[test]
    fn bombs_and_odd_files_are_refused_in_words() {
        let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
        for level in 1..10 {
            let aliases = vec![format!("*a{}", level - 1); 10].join(", ");
            writeln!(bomb, "a{level}: &a{level} [{aliases}]").unwrap();
        }
        let long = format!("a: &a '{}'\nb: [{}]", "x".repeat(100_000), vec!["*a"; 1000].join(","));
        for (text, expect) in [
            (bomb.as_str(), "aliases repeat"),
            (long.as_str(), "aliases repeat"),
            (&"[".repeat(100_000), "more than 100 deep"),
            (&"- ".repeat(100_000), "more than 100 deep"),
            ("a: {{ service.name }}", "another program fills in"),
            ("{% if x %}\na: 1\n{% endif %}", "another program fills in"),
            ("a: [1, 2", "line "),
            ("a: *b", "line 1"),
            ("a: &a [*a]", "line 1"),
            ("", "empty"),
        ] {
            let error = read(text).expect_err("a refusal");
            assert!(error.contains(expect), "{error}");
        }
    }
}
