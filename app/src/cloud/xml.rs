//! Answers in XML, read as JSON.

use roxmltree::{Document, Node};
use serde_json::{Map, Value};

/// Far deeper than any answer of AWS, and far from the end of the stack.
const DEEPEST: usize = 100;

/// What the root element holds: an element with elements is an object, one without is a text, and elements of one name
/// are a list. Attributes and namespaces are left out. `None` for what is no XML, or too deep for an answer.
pub(super) fn value(text: &str) -> Option<Value> {
    let document = Document::parse(text).ok()?;
    of(document.root_element(), DEEPEST)
}

fn of(node: Node<'_, '_>, depth: usize) -> Option<Value> {
    if !node.children().any(|child| child.is_element()) {
        return Some(Value::from(node.text().unwrap_or_default().trim()));
    }
    let depth = depth.checked_sub(1)?;
    let mut members = Map::new();
    for child in node.children().filter(Node::is_element) {
        let new = of(child, depth)?;
        match members.get_mut(child.tag_name().name()) {
            None => {
                members.insert(child.tag_name().name().to_owned(), new);
            }
            Some(Value::Array(list)) => list.push(new),
            Some(one) => *one = Value::Array(vec![one.take(), new]),
        }
    }
    Some(Value::Object(members))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::value;

    #[test]
    fn what_is_too_deep_is_no_answer() {
        let nested = |depth: usize| format!("{}x{}", "<a>".repeat(depth), "</a>".repeat(depth));
        assert!(value(&nested(20)).is_some());
        assert_eq!(value(&nested(200_000)), None);
    }

    #[test]
    fn elements_become_members() {
        let text = "<?xml version='1.0'?><A xmlns='urn:x'><B><C>1</C></B><D/><E><member>a</member><member>b</member><member>c</member></E></A>";
        let expected = json!({"B": {"C": "1"}, "D": "", "E": {"member": ["a", "b", "c"]}});
        assert_eq!(value(text), Some(expected));
        for text in ["", "{}", "<a>", "<a></b>"] {
            assert_eq!(value(text), None, "{text}");
        }
    }
}
