//! What differs between the members of one owner, as edits. Order counts, as the file keeps it.

use serde_json::Value;

use crate::document::{Owner, Place};
use crate::edit::Edit;
use crate::pipeline::{Object, Path};

/// The edits that make `old` of an owner `new`, to be applied in order.
pub(super) fn between(owner: Owner, old: &Object, new: &Object) -> Vec<Edit> {
    let spine = match owner {
        Owner::Pipeline => Some("stages"),
        Owner::Stage(_) => Some("actions"),
        Owner::Action(_) | Owner::Extras => None,
    };
    let mut writer = Writer { owner, spine, edits: Vec::new() };
    writer.object(&Path::default(), old, new);
    writer.edits
}

/// Whether two values are written the same, the order of members included.
pub(super) fn are_same(old: Option<&Value>, new: Option<&Value>) -> bool {
    match (old, new) {
        (Some(old), Some(new)) => is_same(old, new),
        (None, None) => true,
        (Some(_), None) | (None, Some(_)) => false,
    }
}

pub(super) fn is_same(old: &Value, new: &Value) -> bool {
    match (old, new) {
        (Value::Object(old), Value::Object(new)) => is_same_object(old, new),
        (Value::Array(old), Value::Array(new)) => {
            old.len() == new.len() && old.iter().zip(new).all(|(old, new)| is_same(old, new))
        }
        _ => old == new,
    }
}

pub(super) fn is_same_object(old: &Object, new: &Object) -> bool {
    old.len() == new.len()
        && old.iter().zip(new).all(|((old_key, old), (key, new))| old_key == key && is_same(old, new))
}

struct Writer {
    owner: Owner,
    /// The member that holds stages or actions. As a list it is none of this module's business.
    spine: Option<&'static str>,
    edits: Vec<Edit>,
}

impl Writer {
    fn set(&mut self, path: Path, value: Option<Value>, at: Option<usize>) {
        self.edits.push(Edit::Set { place: Place::at(self.owner, path), value, at });
    }

    fn object(&mut self, path: &Path, old: &Object, new: &Object) {
        let spine = self.spine.filter(|_| path.0.is_empty());
        let is_spine = |key: &str| spine == Some(key);
        for key in old.keys().filter(|key| !new.contains_key(*key)) {
            self.set(path.clone().then(key.clone()), None, None);
        }
        // The keys as they stand after the edits so far.
        let mut keys: Vec<&str> =
            old.keys().map(String::as_str).filter(|key| new.contains_key(*key)).collect();
        for (index, (key, value)) in new.iter().enumerate() {
            let here = path.clone().then(key.clone());
            match keys.iter().position(|present| present == key) {
                None => {
                    self.set(here, Some(value.clone()), Some(index));
                    keys.insert(index, key);
                }
                Some(at) if at == index => self.value(here, old.get(key), value, is_spine(key)),
                // What stands before the spine moves behind it, as the spine itself stays in place.
                Some(at) if is_spine(key) => {
                    for other in keys.splice(index..at, []).collect::<Vec<_>>() {
                        self.set(path.clone().then(other.to_owned()), None, None);
                    }
                    self.value(here, old.get(key), value, true);
                }
                Some(at) => {
                    keys.remove(at);
                    self.set(here.clone(), None, None);
                    self.set(here, Some(value.clone()), Some(index));
                    keys.insert(index, key);
                }
            }
        }
    }

    fn value(&mut self, path: Path, old: Option<&Value>, new: &Value, is_spine: bool) {
        let Some(old) = old else { return };
        if is_same(old, new) {
            return;
        }
        match (old, new) {
            (Value::Array(_), Value::Array(_)) if is_spine => {}
            (Value::Object(old), Value::Object(new)) if !is_spine => self.object(&path, old, new),
            (Value::Array(old), Value::Array(new)) => self.list(&path, old, new),
            _ => self.set(path, Some(new.clone()), None),
        }
    }

    fn list(&mut self, path: &Path, old: &[Value], new: &[Value]) {
        let head = old.iter().zip(new).take_while(|(old, new)| is_same(old, new)).count();
        let room = old.len().min(new.len()) - head;
        let (old_back, new_back) = (old.iter().rev(), new.iter().rev());
        let tail = old_back.zip(new_back).take(room).take_while(|(old, new)| is_same(old, new)).count();
        let (old, new) = (&old[head..old.len() - tail], &new[head..new.len() - tail]);
        let both = old.len().min(new.len());
        for (index, (old, new)) in old.iter().zip(new).enumerate() {
            self.value(path.clone().then(head + index), Some(old), new, false);
        }
        for index in (both..old.len()).rev() {
            self.set(path.clone().then(head + index), None, None);
        }
        for (index, value) in new.iter().enumerate().skip(both) {
            self.set(path.clone().then(head + index), Some(value.clone()), Some(head + index));
        }
    }
}
