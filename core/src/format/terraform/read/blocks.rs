//! Blocks of a kind, those that `dynamic` makes among them.

use super::Reader;
use super::syntax::{Block, Body, Expression, Kind};
use crate::format::import::{Kind as NodeKind, Node};

/// What a name stands for inside of a `dynamic` block.
#[derive(Clone, Debug)]
pub(super) struct Binding {
    pub name: String,
    /// `None` where it is known only when Terraform plans.
    pub element: Option<Element>,
}

#[derive(Clone, Debug)]
pub(super) struct Element {
    pub key: Node,
    pub value: Node,
}

/// A block to read.
pub(super) struct Opened<'b> {
    pub line: usize,
    pub body: &'b Body,
    binding: Option<Binding>,
}

/// How many blocks one `dynamic` block may make.
const MOST: usize = 1000;
/// The work a block is at least: `dynamic` ones inside of others make any number of them.
const BLOCK: usize = 100;

impl Reader<'_> {
    /// Reads each block of a kind, in the order of the file.
    pub(super) fn each_block<'b>(
        &mut self,
        body: &'b Body,
        kind: &str,
        mut read: impl FnMut(&mut Self, &Opened<'b>),
    ) {
        for block in &body.blocks {
            let opened = if block.made() != kind {
                continue;
            } else if block.kind == "dynamic" {
                self.expand(block)
            } else {
                vec![Opened { line: block.line, body: &block.body, binding: None }]
            };
            for opened in opened {
                if !self.spend(BLOCK) {
                    return;
                }
                let depth = self.bindings.len();
                self.bindings.extend(opened.binding.clone());
                read(self, &opened);
                self.bindings.truncate(depth);
            }
        }
    }

    /// What the blocks of a kind are read as.
    pub(super) fn blocks<'b, T>(
        &mut self,
        body: &'b Body,
        kind: &str,
        mut read: impl FnMut(&mut Self, &Opened<'b>) -> T,
    ) -> Vec<T> {
        let mut all = Vec::new();
        self.each_block(body, kind, |reader, opened| all.push(read(reader, opened)));
        all
    }

    /// What the only block of a kind is read as. Of several the first counts, and a note tells.
    pub(super) fn one_block<'b, T>(
        &mut self,
        body: &'b Body,
        kind: &str,
        mut read: impl FnMut(&mut Self, &Opened<'b>) -> T,
    ) -> Option<T> {
        let mut first = None;
        self.each_block(body, kind, |reader, opened| match first {
            None => first = Some(read(reader, opened)),
            Some(_) => reader.note(opened.line, kind, "There is room for one; only the first counts."),
        });
        first
    }

    fn expand<'b>(&mut self, block: &'b Block) -> Vec<Opened<'b>> {
        let what = format!("dynamic \"{}\"", block.label(0));
        let Some(content) = block.body.block("content") else {
            self.note(block.line, what, "It has no content; it is left out.");
            return Vec::new();
        };
        let name = match block.body.value("iterator").map(|iterator| &iterator.kind) {
            Some(Kind::Name(name)) => name.clone(),
            _ => block.label(0).to_owned(),
        };
        let opened = |element: Option<Element>| Opened {
            line: block.line,
            body: &content.body,
            binding: Some(Binding { name: name.clone(), element }),
        };
        let each = block.body.value("for_each");
        if let Some(elements) = each.and_then(|each| self.elements(each, &what)) {
            if elements.len() > MOST {
                self.note(
                    block.line,
                    what,
                    format!("It makes more than {MOST} blocks; the rest is left out."),
                );
            }
            return elements.into_iter().take(MOST).map(|element| opened(Some(element))).collect();
        }
        let each = each.map(|each| format!(" ({each})")).unwrap_or_default();
        self.note(
            block.line,
            what,
            format!(
                "How many of these there are is known only when Terraform plans{each}. The design has one in their \
                 place."
            ),
        );
        vec![opened(None)]
    }

    /// What a `for_each` goes through; `None` where that is not known.
    fn elements(&mut self, each: &Expression, what: &str) -> Option<Vec<Element>> {
        let place = std::mem::replace(&mut self.place, what.to_owned());
        let known = self.known(each);
        self.place = place;
        match known?.kind {
            NodeKind::List(values) => {
                let element = |(index, value): (usize, Node)| {
                    // Of a set the key is the value; of a list nobody asks for it.
                    let key = match value.text() {
                        Some(text) => Node::of_text(value.line, text),
                        None => Node::of_text(value.line, index.to_string()),
                    };
                    Element { key, value }
                };
                Some(values.into_iter().enumerate().map(element).collect())
            }
            NodeKind::Map(mut members) => {
                // Terraform goes through the keys of a map in order, however they are written.
                members.sort_by(|one, other| one.key.cmp(&other.key));
                let element = |member: crate::format::import::Member| Element {
                    key: Node::of_text(member.line, member.key),
                    value: member.value,
                };
                Some(members.into_iter().map(element).collect())
            }
            NodeKind::Null => Some(Vec::new()),
            NodeKind::Scalar { .. } => None,
        }
    }
}
