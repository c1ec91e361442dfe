//! From a document back to text, keeping what was not edited to the byte.
//!
//! The new value is laid over the text it came from: what is equal is copied, with its own line ends, blanks
//! and number spelling; what is new is written in the style found around it.
//! Lists are aligned first, so that an element added or removed in the middle changes its own lines only.

mod align;
mod gaps;
mod style;

use std::collections::{BTreeSet, HashMap};

use serde_json::{Map, Value};

use super::read::parse;
use super::source::Source;
use super::spans::{MemberNode, Node, NodeKind, scan};
use gaps::{Comma, Gaps, indent_of};
use style::Style;

/// The text of `new`, written over the text of `source`: what is equal keeps its writing.
pub fn merge(source: &Source, new: &Value) -> String {
    let text = source.text();
    let (Ok(old), Some(node)) = (parse(text), scan(text)) else {
        // A source that was never a file's text: write it all.
        return as_aws_prints(new);
    };
    if old == *new {
        return text.to_owned();
    }
    let on_lines = Style::of(text, &node);
    let on_one_line = on_lines.on_one_line();
    let mut merger = Merger {
        text,
        on_lines: &on_lines,
        on_one_line: &on_one_line,
        out: String::with_capacity(text.len()),
    };
    merger.out.push_str(&text[..node.span.start]);
    merger.value(&node, &old, new, "", &on_lines);
    merger.out.push_str(&text[node.span.end..]);
    merger.out
}

/// A value as the AWS command line prints it.
pub(crate) fn as_aws_prints(value: &Value) -> String {
    let mut out = String::new();
    Style::of_aws().write(&mut out, value, "");
    out.push('\n');
    out
}

struct Merger<'a> {
    text: &'a str,
    on_lines: &'a Style,
    on_one_line: &'a Style,
    out: String,
}

impl<'a> Merger<'a> {
    /// Writes `new` where `node` with value `old` stood. `indent` is that of the line the value begins in.
    fn value(&mut self, node: &Node, old: &Value, new: &Value, indent: &str, style: &Style) {
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
            _ => style.write(&mut self.out, new, indent),
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
        let style = self.style_for(&gaps);
        let mut comma = Comma::default();
        self.out.push('{');
        for item in sequence(members, new) {
            match item {
                Item::New { key, value } => {
                    comma.next(&mut self.out, &gaps, None, style.after_comma());
                    style.write_key(&mut self.out, key);
                    style.write(&mut self.out, value, gaps.inner_indent(indent));
                }
                Item::Kept { index, value } => {
                    let member = &members[index];
                    let gap = comma.next(&mut self.out, &gaps, Some(index), style.after_comma());
                    self.out.push_str(&text[member.key_span.start..member.value.span.start]);
                    match value.zip(old.get(&member.key)) {
                        Some((new, old)) => {
                            let indent = indent_of(gap).unwrap_or(indent);
                            self.value(&member.value, old, new, indent, style);
                        }
                        None => self.out.push_str(&text[member.value.span.clone()]),
                    }
                }
            }
        }
        self.out.push_str(gaps.closing);
        self.out.push('}');
    }

    fn array(&mut self, node: &Node, elements: &[Node], old: &[Value], new: &[Value], indent: &str) {
        let gaps = Gaps::of(self.text, node, elements.iter().map(|n| (n.span.start, n.span.end)));
        let style = self.style_for(&gaps);
        let mut comma = Comma::default();
        self.out.push('[');
        for (value, origin) in new.iter().zip(align::align(old, new)) {
            let gap = comma.next(&mut self.out, &gaps, origin, style.after_comma());
            match origin {
                Some(index) => {
                    let indent = indent_of(gap).unwrap_or(indent);
                    self.value(&elements[index], &old[index], value, indent, style);
                }
                None => style.write(&mut self.out, value, gaps.inner_indent(indent)),
            }
        }
        self.out.push_str(gaps.closing);
        self.out.push(']');
    }

    /// New values among siblings that stand on one line stay on one line.
    fn style_for(&self, gaps: &Gaps<'_>) -> &'a Style {
        if gaps.is_on_lines { self.on_lines } else { self.on_one_line }
    }
}

/// One member of the object being written.
enum Item<'v> {
    /// A member of the old text; without a value it is an earlier one of a key that stands twice.
    Kept {
        index: usize,
        value: Option<&'v Value>,
    },
    New {
        key: &'v str,
        value: &'v Value,
    },
}

/// The members in the order in which they are written.
///
/// Of a key that stands several times the last one counts. The others stay where they are as well, and the
/// last one behind whatever stood between them.
fn sequence<'v>(members: &[MemberNode], new: &'v Map<String, Value>) -> Vec<Item<'v>> {
    let mut places: HashMap<&str, Vec<usize>> = HashMap::with_capacity(members.len());
    for (index, member) in members.iter().enumerate() {
        places.entry(&member.key).or_default().push(index);
    }
    let kept = |index: usize| {
        let key = members[index].key.as_str();
        let is_last = places[key].last() == Some(&index);
        Item::Kept { index, value: if is_last { new.get(key) } else { None } }
    };
    let mut items = Vec::with_capacity(new.len());
    let mut repeats: BTreeSet<usize> = BTreeSet::new();
    for (key, value) in new {
        let Some((first, rest)) = places.get(key.as_str()).and_then(|places| places.split_first()) else {
            items.push(Item::New { key, value });
            continue;
        };
        let later = repeats.split_off(first);
        items.extend(std::mem::replace(&mut repeats, later).into_iter().map(kept));
        items.push(kept(*first));
        repeats.extend(rest);
    }
    items.extend(repeats.into_iter().map(kept));
    items
}

#[cfg(test)]
mod tests;
