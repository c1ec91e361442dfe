//! Where each value of a JSON text stands.
//!
//! Runs over text that is known to be JSON, so it only has to find ends, never to judge.

use std::ops::Range;

/// A value and its place in the text, in bytes.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Node {
    pub span: Range<usize>,
    pub kind: NodeKind,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum NodeKind {
    Scalar,
    Object(Vec<MemberNode>),
    Array(Vec<Node>),
}

/// A member of an object. Keys may repeat; the last one counts.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct MemberNode {
    pub key_span: Range<usize>,
    pub key: String,
    pub value: Node,
}

/// The tree of a text that `serde_json` has accepted; `None` if it has not.
pub(crate) fn scan(text: &str) -> Option<Node> {
    Scanner { text, at: 0 }.value()
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
}

impl Scanner<'_> {
    fn value(&mut self) -> Option<Node> {
        self.skip_space();
        let start = self.at;
        let kind = match self.peek()? {
            b'{' => NodeKind::Object(self.members()?),
            b'[' => NodeKind::Array(self.elements()?),
            b'"' => {
                self.string()?;
                NodeKind::Scalar
            }
            _ => {
                let rest = &self.text.as_bytes()[self.at..];
                let ends = |b: &u8| matches!(b, b',' | b'}' | b']' | b' ' | b'\t' | b'\r' | b'\n');
                self.at += rest.iter().position(ends).unwrap_or(rest.len());
                NodeKind::Scalar
            }
        };
        Some(Node { span: start..self.at, kind })
    }

    fn members(&mut self) -> Option<Vec<MemberNode>> {
        let mut members = Vec::new();
        self.at += 1;
        loop {
            self.skip_space();
            match self.peek()? {
                b'}' => {
                    self.at += 1;
                    return Some(members);
                }
                b',' => self.at += 1,
                _ => {
                    let key_start = self.at;
                    self.string()?;
                    let key_span = key_start..self.at;
                    let key = serde_json::from_str(self.text.get(key_span.clone())?).ok()?;
                    self.skip_space();
                    self.at += 1; // the colon
                    members.push(MemberNode { key_span, key, value: self.value()? });
                }
            }
        }
    }

    fn elements(&mut self) -> Option<Vec<Node>> {
        let mut elements = Vec::new();
        self.at += 1;
        loop {
            self.skip_space();
            match self.peek()? {
                b']' => {
                    self.at += 1;
                    return Some(elements);
                }
                b',' => self.at += 1,
                _ => elements.push(self.value()?),
            }
        }
    }

    fn string(&mut self) -> Option<()> {
        self.at += 1;
        loop {
            match self.peek()? {
                b'\\' => self.at += 2,
                b'"' => {
                    self.at += 1;
                    return Some(());
                }
                _ => self.at += 1,
            }
        }
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            self.at += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }
}
