//! From a document back to text, keeping what was not edited to the byte.
//!
//! The new value is laid over the text it came from: what is equal is copied, with its own line ends, blanks
//! and number spelling; what is new is written in the style found around it.
//! Lists are aligned first, so that an element added or removed in the middle changes its own lines only.

mod align;
mod style;

use serde_json::{Map, Value};

use super::read::parse;
use super::source::Source;
use super::spans::{MemberNode, Node, NodeKind, scan};
use style::Style;

/// The text of `new`, written over the text of `source`: what is equal keeps its writing.
pub fn merge(source: &Source, new: &Value) -> String {
    let text = source.text();
    let (Ok(old), Some(node)) = (parse(text), scan(text)) else {
        // A source that was never a file's text: write it all.
        let mut out = String::new();
        Style::of_aws().write(&mut out, new, "");
        return out;
    };
    if old == *new {
        return text.to_owned();
    }
    let mut merger = Merger { text, style: Style::of(text, &node), out: String::with_capacity(text.len()) };
    merger.out.push_str(&text[..node.span.start]);
    merger.value(&node, &old, new, "");
    merger.out.push_str(&text[node.span.end..]);
    merger.out
}

struct Merger<'a> {
    text: &'a str,
    style: Style,
    out: String,
}

impl Merger<'_> {
    /// Writes `new` where `node` with value `old` stood. `indent` is that of the line the value begins in.
    fn value(&mut self, node: &Node, old: &Value, new: &Value, indent: &str) {
        if old == new {
            self.out.push_str(&self.text[node.span.clone()]);
            return;
        }
        match (&node.kind, old, new) {
            (NodeKind::Object(members), Value::Object(old), Value::Object(new))
                if !new.is_empty() && !members.is_empty() =>
            {
                self.object(node, members, old, new, indent);
            }
            (NodeKind::Array(elements), Value::Array(old), Value::Array(new))
                if !new.is_empty() && !elements.is_empty() =>
            {
                self.array(node, elements, old, new, indent);
            }
            _ => self.style.write(&mut self.out, new, indent),
        }
    }

    fn object(
        &mut self,
        node: &Node,
        members: &[MemberNode],
        old: &Map<String, Value>,
        new: &Map<String, Value>,
        indent: &str,
    ) {
        let text = self.text;
        let gaps = Gaps::of(text, node, members.iter().map(|m| (m.key_span.start, m.value.span.end)));
        let mut comma = Comma::default();
        self.out.push('{');
        for (key, value) in new {
            // A key that stands twice counts by its last place; the earlier ones are kept as they are.
            let places: Vec<usize> =
                members.iter().enumerate().filter(|(_, m)| m.key == *key).map(|(index, _)| index).collect();
            let Some((last, earlier)) = places.split_last() else {
                comma.next(&mut self.out, &gaps, None);
                self.style.write_key(&mut self.out, key);
                self.style_for(&gaps).write(&mut self.out, value, gaps.inner_indent(indent));
                continue;
            };
            for index in earlier {
                let member = &members[*index];
                comma.next(&mut self.out, &gaps, Some(*index));
                self.out.push_str(&text[member.key_span.start..member.value.span.end]);
            }
            let member = &members[*last];
            let gap = comma.next(&mut self.out, &gaps, Some(*last));
            self.out.push_str(&text[member.key_span.start..member.value.span.start]);
            self.value(&member.value, &old[key], value, indent_of(gap).unwrap_or(indent));
        }
        self.out.push_str(gaps.closing);
        self.out.push('}');
    }

    fn array(&mut self, node: &Node, elements: &[Node], old: &[Value], new: &[Value], indent: &str) {
        let gaps = Gaps::of(self.text, node, elements.iter().map(|n| (n.span.start, n.span.end)));
        let mut comma = Comma::default();
        self.out.push('[');
        for (value, origin) in new.iter().zip(align::align(old, new)) {
            let gap = comma.next(&mut self.out, &gaps, origin);
            match origin {
                Some(index) => {
                    self.value(&elements[index], &old[index], value, indent_of(gap).unwrap_or(indent));
                }
                None => self.style_for(&gaps).write(&mut self.out, value, gaps.inner_indent(indent)),
            }
        }
        self.out.push_str(gaps.closing);
        self.out.push(']');
    }

    /// New values among siblings that stand on one line stay on one line.
    fn style_for(&self, gaps: &Gaps<'_>) -> Style {
        if gaps.on_lines() { self.style.clone() } else { self.style.on_one_line() }
    }
}

/// Writes what stands between two items: blanks, comma, blanks.
#[derive(Default)]
struct Comma<'a> {
    /// The blanks the last item had before its comma; `None` before the first item.
    pending: Option<&'a str>,
}

impl<'a> Comma<'a> {
    /// Goes on to the next item, which stood at `origin` or is new; returns the blanks before it.
    fn next(&mut self, out: &mut String, gaps: &Gaps<'a>, origin: Option<usize>) -> &'a str {
        let gap = gaps.before(origin, self.pending.is_none());
        if let Some(blanks) = self.pending {
            out.push_str(blanks);
            out.push(',');
        }
        out.push_str(gap);
        self.pending = Some(origin.map_or("", |index| gaps.after(index)));
        gap
    }
}

/// The blanks between the items of an object or list.
struct Gaps<'a> {
    /// Before each item.
    before: Vec<&'a str>,
    /// Between each item and the comma behind it.
    after: Vec<&'a str>,
    /// Before the closing bracket.
    closing: &'a str,
}

impl<'a> Gaps<'a> {
    fn of(text: &'a str, node: &Node, items: impl Iterator<Item = (usize, usize)>) -> Self {
        let mut gaps = Self { before: Vec::new(), after: Vec::new(), closing: "" };
        let mut at = node.span.start + 1;
        for (start, end) in items {
            let between = &text[at..start];
            match between.split_once(',') {
                Some((after, before)) => {
                    gaps.after.push(after);
                    gaps.before.push(before);
                }
                None => gaps.before.push(between),
            }
            at = end;
        }
        gaps.closing = &text[at..node.span.end - 1];
        gaps.after.push("");
        gaps
    }

    /// The blanks before an item that stood at `origin`, or is new, now that it stands first or not.
    fn before(&self, origin: Option<usize>, is_first: bool) -> &'a str {
        let first = self.before.first().copied().unwrap_or_default();
        let second = self.before.get(1).copied();
        match origin {
            _ if is_first => first,
            Some(index) if index > 0 => self.before[index],
            _ => second.unwrap_or(if first.contains('\n') { first } else { " " }),
        }
    }

    fn after(&self, index: usize) -> &'a str {
        self.after.get(index).copied().unwrap_or_default()
    }

    fn on_lines(&self) -> bool {
        self.before.iter().any(|gap| gap.contains('\n'))
    }

    fn inner_indent<'b>(&self, outer: &'b str) -> &'b str
    where
        'a: 'b,
    {
        self.before.iter().find_map(|gap| indent_of(gap)).unwrap_or(outer)
    }
}

/// The indentation a gap with a line end gives to what follows it.
fn indent_of(gap: &str) -> Option<&str> {
    gap.rsplit_once('\n').map(|(_, indent)| indent)
}
