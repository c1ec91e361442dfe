//! Setting one value inside JSON members, with its exact inverse.

use serde_json::Value;

use super::{Edit, EditError};
use crate::document::{Owner, Place};
use crate::pipeline::shape::{self, Kind, Shape};
use crate::pipeline::{Object, Path, Step};

/// What an owner's members look like, for the place of new ones.
pub(super) fn shape_of(owner: Owner) -> Option<&'static Shape> {
    match owner {
        Owner::Pipeline => Some(&shape::PIPELINE),
        Owner::Stage(_) => Some(&shape::STAGE),
        Owner::Action(_) => Some(&shape::ACTION),
        Owner::Extras => None,
    }
}

/// Sets the value at `place.path` inside `members`.
pub(super) fn set(
    members: &mut Object,
    shape: Option<&'static Shape>,
    place: &Place,
    value: Option<Value>,
    at: Option<usize>,
) -> Result<Edit, EditError> {
    let undo = set_member(members, shape, &place.path.0, value, at)
        .ok_or_else(|| EditError::NoPlace { path: place.path.to_string() })?;
    let mut path = Path(place.path.0[..undo.depth].to_vec());
    if let Some((index, last)) = undo.index.zip(path.0.last_mut()) {
        *last = Step::Index(index);
    }
    Ok(Edit::Set { place: Place::at(place.owner, path), value: undo.value, at: undo.at })
}

/// The value that has `value` at `steps`, if the steps are all keys.
pub(super) fn build(steps: &[Step], value: Value) -> Option<Value> {
    steps.iter().rev().try_fold(value, |inner, step| match step {
        Step::Key(key) => Some(Value::Object(Object::from_iter([(key.to_string(), inner)]))),
        Step::Index(_) => None,
    })
}

/// How to take a step back: the first `depth` steps of the path, and what to set there.
struct Undo {
    depth: usize,
    value: Option<Value>,
    at: Option<usize>,
    /// The list position meant by the last step, if the path named another.
    index: Option<usize>,
}

impl Undo {
    fn one_deeper(self) -> Self {
        Self { depth: self.depth + 1, ..self }
    }
}

fn set_member(
    object: &mut Object,
    shape: Option<&'static Shape>,
    steps: &[Step],
    value: Option<Value>,
    at: Option<usize>,
) -> Option<Undo> {
    let (Step::Key(key), rest) = steps.split_first()? else { return None };
    let key = key.as_ref();
    if rest.is_empty() {
        let Some(value) = value else {
            let index = object.keys().position(|present| present == key);
            return Some(Undo { depth: 1, value: object.shift_remove(key), at: index, index: None });
        };
        if let Some(slot) = object.get_mut(key) {
            return Some(Undo {
                depth: 1,
                value: Some(std::mem::replace(slot, value)),
                at: None,
                index: None,
            });
        }
        insert(object, shape, key, value, at);
        return Some(Undo { depth: 1, value: None, at: None, index: None });
    }
    let inner_shape = shape.and_then(|shape| inner_shape(&shape.member(key)?.kind));
    match (object.get_mut(key), rest.first()) {
        (Some(Value::Object(inner)), Some(Step::Key(_))) => {
            set_member(inner, inner_shape, rest, value, at).map(Undo::one_deeper)
        }
        (Some(Value::Array(inner)), Some(Step::Index(_))) => {
            set_element(inner, inner_shape, rest, value, at).map(Undo::one_deeper)
        }
        // Nothing to remove in what is not there.
        (_, Some(Step::Key(_))) if value.is_none() => {
            Some(Undo { depth: steps.len(), value: None, at: None, index: None })
        }
        (Some(slot), _) => {
            let made = build(rest, value?)?;
            Some(Undo { depth: 1, value: Some(std::mem::replace(slot, made)), at: None, index: None })
        }
        (None, _) => {
            let made = build(rest, value?)?;
            insert(object, shape, key, made, None);
            Some(Undo { depth: 1, value: None, at: None, index: None })
        }
    }
}

fn set_element(
    list: &mut Vec<Value>,
    shape: Option<&'static Shape>,
    steps: &[Step],
    value: Option<Value>,
    at: Option<usize>,
) -> Option<Undo> {
    let (Step::Index(index), rest) = steps.split_first()? else { return None };
    let index = *index;
    if rest.is_empty() {
        return match value {
            Some(value) if at.is_some() || index == list.len() => {
                let index = at.unwrap_or(index).min(list.len());
                list.insert(index, value);
                Some(Undo { depth: 1, value: None, at: None, index: Some(index) })
            }
            Some(value) => {
                let slot = list.get_mut(index)?;
                Some(Undo { depth: 1, value: Some(std::mem::replace(slot, value)), at: None, index: None })
            }
            None if index < list.len() => {
                Some(Undo { depth: 1, value: Some(list.remove(index)), at: Some(index), index: None })
            }
            None => None,
        };
    }
    match (list.get_mut(index)?, rest.first()) {
        (Value::Object(inner), Some(Step::Key(_))) => {
            set_member(inner, shape, rest, value, at).map(Undo::one_deeper)
        }
        (Value::Array(inner), Some(Step::Index(_))) => {
            set_element(inner, None, rest, value, at).map(Undo::one_deeper)
        }
        (slot, _) => {
            let made = build(rest, value?)?;
            Some(Undo { depth: 1, value: Some(std::mem::replace(slot, made)), at: None, index: None })
        }
    }
}

fn insert(object: &mut Object, shape: Option<&'static Shape>, key: &str, value: Value, at: Option<usize>) {
    let position = at
        .or_else(|| shape.map(|shape| shape.insert_position(object, key)))
        .unwrap_or(object.len())
        .min(object.len());
    object.shift_insert(position, key.to_owned(), value);
}

/// The shape of the objects inside a member.
fn inner_shape(kind: &'static Kind) -> Option<&'static Shape> {
    match kind {
        Kind::Object(shape) => Some(shape),
        Kind::List { of, .. } => inner_shape(of),
        // The entries of a map have free keys; their own shape is one level deeper.
        Kind::Map { .. } | Kind::Text(_) | Kind::Integer { .. } => None,
    }
}

#[cfg(test)]
mod tests;
