//! Reading members of a JSON object without assuming their type.

use serde_json::Value;

/// JSON members in the order they were written.
pub type Object = serde_json::Map<String, Value>;

/// The value under `key`. What a declaration holds is small, and then comparing keys one by one takes less time
/// than hashing one, which checks do many thousand times for each letter typed.
pub fn member<'a>(object: &'a Object, key: &str) -> Option<&'a Value> {
    const FEW: usize = 12;
    if object.len() > FEW {
        return object.get(key);
    }
    object.iter().find(|(other, _)| *other == key).map(|(_, value)| value)
}

/// The text under `key`; `None` where it is absent or of another type.
pub fn text_of<'a>(object: &'a Object, key: &str) -> Option<&'a str> {
    member(object, key)?.as_str()
}

/// The whole number under `key`; `None` where it is absent, of another type or beyond 64 bits.
pub fn integer_of(object: &Object, key: &str) -> Option<i64> {
    member(object, key)?.as_i64()
}

/// The elements of the list under `key`; empty where it is absent or of another type.
pub fn list_of<'a>(object: &'a Object, key: &str) -> &'a [Value] {
    member(object, key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// The object under `key`; `None` where it is absent or of another type.
pub fn object_of<'a>(object: &'a Object, key: &str) -> Option<&'a Object> {
    member(object, key)?.as_object()
}

/// What a person calls the JSON type of a value: "text", "a number", "a list" …
pub fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
