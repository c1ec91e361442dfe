//! Calls of functions. Those are carried out whose outcome follows from what is known; of all others a parameter
//! stands for the whole call.
//!
//! A call whose outcome may be much larger than what it is given is weighed before it is carried out.

use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;

use super::Reader;
use super::operations::{number, plain};
use super::syntax::Expression;
use crate::format::import::{Kind, Member, Node};

impl Reader<'_> {
    pub(super) fn call(
        &mut self,
        name: &str,
        arguments: &[Expression],
        is_expanded: bool,
        line: usize,
    ) -> Option<Node> {
        let name = name.strip_prefix("core::").unwrap_or(name);
        if name == "try" {
            return self.first_known(arguments);
        }
        let mut values = Vec::new();
        for argument in arguments {
            values.push(self.known(argument)?);
        }
        if is_expanded {
            let last = values.pop()?;
            values.extend(list(&last)?.iter().cloned());
        }
        let text = |text: String| Some(Node::of_text(line, text));
        match (name, values.as_slice()) {
            ("tostring", [value]) => text(value.text()?.to_owned()),
            ("tonumber" | "tobool", [value]) => {
                Some(value.text().map_or_else(|| value.clone(), |it| plain(line, it)))
            }
            ("tolist" | "tomap" | "sensitive" | "nonsensitive", [value]) => Some(value.clone()),
            ("toset", [value]) => self.set_of(value),
            ("distinct", [value]) => self.distinct(value),
            ("one", [value]) => match list(value)? {
                [] => Some(Node { line, kind: Kind::Null }),
                [only] => Some(only.clone()),
                _ => None,
            },
            ("join", [delimiter, lists @ ..]) => text(self.join(delimiter, lists)?),
            ("replace", [of, from, to]) => text(self.replace(of, from, to)?),
            ("format", [pattern, values @ ..]) => text(self.format(pattern, values)?),
            ("jsonencode", [value]) => text(json_text(value)),
            ("concat", lists) => {
                let lists: Option<Vec<&[Node]>> = lists.iter().map(list).collect();
                Some(Node { line, kind: Kind::List(lists?.concat()) })
            }
            ("flatten", [value]) => {
                let mut flat = Vec::new();
                flatten(list(value)?, &mut flat);
                Some(Node { line, kind: Kind::List(flat) })
            }
            ("merge", maps) => merge(maps, line),
            ("lookup", [map, key, rest @ ..]) => {
                let key = self.literal_of(key)?;
                let members = map_of(map)?;
                let found = members.iter().find(|member| member.key == key).map(|member| &member.value);
                found.or(rest.first()).cloned()
            }
            ("keys", [map]) => {
                let mut keys: Vec<&Member> = map_of(map)?.iter().collect();
                keys.sort_by(|one, other| one.key.cmp(&other.key));
                let keys = keys.into_iter().map(|member| Node::of_text(member.line, member.key.as_str()));
                Some(Node { line, kind: Kind::List(keys.collect()) })
            }
            ("values", [map]) => {
                let mut members: Vec<&Member> = map_of(map)?.iter().collect();
                members.sort_by(|one, other| one.key.cmp(&other.key));
                let values = members.into_iter().map(|member| member.value.clone());
                Some(Node { line, kind: Kind::List(values.collect()) })
            }
            ("element", [of, index]) => {
                let (elements, index) = (list(of)?, self.literal_of(index)?.parse::<usize>().ok()?);
                elements.get(index.checked_rem(elements.len())?).cloned()
            }
            ("length", [value]) => Some(plain(line, &self.length(value)?.to_string())),
            ("compact", [value]) => {
                let elements = list(value)?;
                let is_known =
                    elements.iter().all(|it| it.kind == Kind::Null || self.literal_of(it).is_some());
                let filled = elements.iter().filter(|it| it.text().is_some_and(|text| !text.is_empty()));
                is_known.then(|| Node { line, kind: Kind::List(filled.cloned().collect()) })
            }
            ("contains", [of, value]) => {
                let wanted = self.literal_of(value)?;
                let texts: Option<Vec<String>> = list(of)?.iter().map(|it| self.literal_of(it)).collect();
                Some(plain(line, if texts?.contains(&wanted) { "true" } else { "false" }))
            }
            ("coalesce", values) => self.coalesce(values),
            ("split", [delimiter, of]) => {
                let (delimiter, of) = (self.literal_of(delimiter)?, self.literal_of(of)?);
                let pieces = of.split(&delimiter).map(|piece| Node::of_text(line, piece));
                (!delimiter.is_empty()).then(|| Node { line, kind: Kind::List(pieces.collect()) })
            }
            (name, values) => {
                let texts: Option<Vec<String>> = values.iter().map(|value| self.literal_of(value)).collect();
                text(of_texts(name, &texts?)?)
            }
        }
    }

    /// What the first of several gives that is known here. Terraform may know of one before it.
    fn first_known(&mut self, arguments: &[Expression]) -> Option<Node> {
        for (index, argument) in arguments.iter().enumerate() {
            let Some(known) = self.known(argument) else { continue };
            if index > 0 {
                let missed = arguments[index - 1].source();
                self.note(
                    argument.line,
                    format!("try({missed}, …)"),
                    format!(
                        "{missed} gives nothing that is known here. Terraform may know more of it; the design has what \
                         {} gives.",
                        argument.source()
                    ),
                );
            }
            return Some(known);
        }
        None
    }

    fn distinct(&self, value: &Node) -> Option<Node> {
        let (mut seen, mut kept) = (HashSet::new(), Vec::new());
        for element in list(value)? {
            // What has a parameter in it may be equal to something once that is given.
            if seen.insert(self.literal_of(element)?) {
                kept.push(element.clone());
            }
        }
        Some(Node { line: value.line, kind: Kind::List(kept) })
    }

    /// A list as a set, which Terraform goes through in order.
    pub(super) fn set_of(&self, value: &Node) -> Option<Node> {
        let mut set = self.distinct(value)?;
        if let Kind::List(elements) = &mut set.kind {
            let of = |node: &Node| match node.kind {
                Kind::Scalar { is_plain: true, .. } => node.text().and_then(number),
                _ => None,
            };
            if elements.iter().all(|element| of(element).is_some()) {
                elements.sort_by(|one, other| of(one).partial_cmp(&of(other)).unwrap_or(Ordering::Equal));
            } else {
                elements.sort_by(|one, other| one.text().cmp(&other.text()));
            }
        }
        Some(set)
    }

    fn join(&mut self, delimiter: &Node, lists: &[Node]) -> Option<String> {
        let delimiter = self.literal_of(delimiter)?;
        let mut texts = Vec::new();
        for of in lists {
            for element in list(of)? {
                texts.push(element.text()?);
            }
        }
        self.spend(delimiter.len().saturating_mul(texts.len())).then(|| texts.join(&delimiter))
    }

    fn replace(&mut self, of: &Node, from: &Node, to: &Node) -> Option<String> {
        let [of, from, to] = [self.literal_of(of)?, self.literal_of(from)?, self.literal_of(to)?];
        // Between two slashes stands a pattern.
        if from.len() > 1 && from.starts_with('/') && from.ends_with('/') {
            return None;
        }
        let count = of.matches(from.as_str()).count();
        self.spend(count.saturating_mul(to.len())).then(|| of.replace(&from, &to))
    }

    /// `%s`, `%d` and `%v` alone, which take a value as it is.
    fn format(&self, pattern: &Node, values: &[Node]) -> Option<String> {
        let pattern = self.literal_of(pattern)?;
        let (mut out, mut rest, mut values) = (String::new(), pattern.as_str(), values.iter());
        while let Some((before, behind)) = rest.split_once('%') {
            out.push_str(before);
            let verb = behind.chars().next()?;
            match verb {
                '%' => out.push('%'),
                's' | 'd' | 'v' => out.push_str(values.next()?.text()?),
                _ => return None,
            }
            rest = &behind[verb.len_utf8()..];
        }
        out.push_str(rest);
        values.next().is_none().then_some(out)
    }

    fn length(&self, value: &Node) -> Option<usize> {
        match &value.kind {
            Kind::List(elements) => Some(elements.len()),
            Kind::Map(members) => Some(members.len()),
            Kind::Scalar { .. } => Some(self.literal_of(value)?.chars().count()),
            Kind::Null => None,
        }
    }

    /// The first that is neither null nor empty.
    fn coalesce(&self, values: &[Node]) -> Option<Node> {
        for value in values {
            match &value.kind {
                Kind::Null => {}
                Kind::Scalar { .. } => {
                    if !self.literal_of(value)?.is_empty() {
                        return Some(value.clone());
                    }
                }
                Kind::List(_) | Kind::Map(_) => return Some(value.clone()),
            }
        }
        None
    }
}

/// Functions from texts to a text.
fn of_texts(name: &str, texts: &[String]) -> Option<String> {
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    Some(match (name, texts.as_slice()) {
        ("lower", [text]) => text.to_lowercase(),
        ("upper", [text]) => text.to_uppercase(),
        ("trimspace", [text]) => text.trim().to_owned(),
        ("chomp", [text]) => text.trim_end_matches(['\n', '\r']).to_owned(),
        ("trimprefix", [text, prefix]) => text.strip_prefix(prefix).unwrap_or(text).to_owned(),
        ("trimsuffix", [text, suffix]) => text.strip_suffix(suffix).unwrap_or(text).to_owned(),
        ("trim", [text, set]) => text.trim_matches(|c| set.contains(c)).to_owned(),
        ("substr", [text, from, length]) => {
            let from: usize = from.parse().ok()?;
            let length: i64 = length.parse().ok()?;
            let behind = text.chars().skip(from);
            match usize::try_from(length) {
                Ok(length) => behind.take(length).collect(),
                Err(_) if length == -1 => behind.collect(),
                Err(_) => return None,
            }
        }
        ("title", [text]) => {
            let mut begins = true;
            let mut out = String::new();
            for c in text.chars() {
                if begins {
                    out.extend(c.to_uppercase());
                } else {
                    out.push(c);
                }
                // A word ends at any sign of ASCII but `_`, and at blanks.
                begins =
                    if c.is_ascii() { !(c.is_ascii_alphanumeric() || c == '_') } else { c.is_whitespace() };
            }
            out
        }
        _ => return None,
    })
}

fn list(node: &Node) -> Option<&[Node]> {
    match &node.kind {
        Kind::List(elements) => Some(elements),
        Kind::Null | Kind::Scalar { .. } | Kind::Map(_) => None,
    }
}

fn map_of(node: &Node) -> Option<&[Member]> {
    match &node.kind {
        Kind::Map(members) => Some(members),
        Kind::Null | Kind::Scalar { .. } | Kind::List(_) => None,
    }
}

fn flatten(elements: &[Node], flat: &mut Vec<Node>) {
    for element in elements {
        match &element.kind {
            Kind::List(inner) => flatten(inner, flat),
            Kind::Null | Kind::Scalar { .. } | Kind::Map(_) => flat.push(element.clone()),
        }
    }
}

fn merge(maps: &[Node], line: usize) -> Option<Node> {
    let mut merged: Vec<Member> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for map in maps.iter().filter(|map| map.kind != Kind::Null) {
        for member in map_of(map)? {
            let place = *places.entry(member.key.as_str()).or_insert(merged.len());
            match merged.get_mut(place) {
                Some(other) => other.clone_from(member),
                None => merged.push(member.clone()),
            }
        }
    }
    Some(Node { line, kind: Kind::Map(merged) })
}

/// JSON as Terraform writes it: members sorted, and signs that mean something in HTML as numbers.
fn json_text(node: &Node) -> String {
    let mut out = String::new();
    for c in Reader::json(node).to_string().chars() {
        match c {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                // Writing to a String cannot fail.
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out
}
