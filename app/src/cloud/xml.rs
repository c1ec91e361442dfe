//! Answers in XML, read as JSON.

use roxmltree::{Document, Node};
use serde_json::{Map, Value};

/// What the root element holds: an element with elements is an object, one without is a text, and elements of one name
/// are a list. Attributes and namespaces are left out. `None` for what is no XML.
pub(super) fn value(text: &str) -> Option<Value> {
    let document = Document::parse(text).ok()?;
    Some(of(document.root_element()))
}

fn of(node: Node<'_, '_>) -> Value {
    if !node.children().any(|child| child.is_element()) {
        return Value::from(node.text().unwrap_or_default().trim());
    }
    let mut members = Map::new();
    for child in node.children().filter(Node::is_element) {
        let new = of(child);
        match members.get_mut(child.tag_name().name()) {
            None => {
                members.insert(child.tag_name().name().to_owned(), new);
            }
            Some(Value::Array(list)) => list.push(new),
            Some(one) => *one = Value::Array(vec![one.take(), new]),
        }
    }
    Value::Object(members)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::value;

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
