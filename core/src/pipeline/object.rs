//! Reading members of a JSON object without assuming their type.

use serde_json::Value;

/// JSON members in the order they were written.
pub type Object = serde_json::Map<String, Value>;

/// The text under `key`; `None` where it is absent or of another type.
pub fn text_of<'a>(object: &'a Object, key: &str) -> Option<&'a str> {
    object.get(key)?.as_str()
}

/// The whole number under `key`; `None` where it is absent, of another type or beyond 64 bits.
pub fn integer_of(object: &Object, key: &str) -> Option<i64> {
    object.get(key)?.as_i64()
}

/// The elements of the list under `key`; empty where it is absent or of another type.
pub fn list_of<'a>(object: &'a Object, key: &str) -> &'a [Value] {
    object.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// The object under `key`; `None` where it is absent or of another type.
pub fn object_of<'a>(object: &'a Object, key: &str) -> Option<&'a Object> {
    object.get(key)?.as_object()
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
