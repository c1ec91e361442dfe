//! Lists in the `pipewright` member: they come with their first entry and go with their last.

use serde_json::json;

use super::Edit;
use crate::document::{Document, Owner, Place};
use crate::pipeline::{Object, Path};

/// How many entries a list has; `None` if there is no such list.
pub(super) fn len(document: &Document, list: &'static str) -> Option<usize> {
    document.value(Owner::Extras, &Path::key(list))?.as_array().map(Vec::len)
}

/// Puts an entry behind the others.
pub(super) fn push(document: &Document, list: &'static str, entry: Object) -> Edit {
    let path = Path::key(list);
    match len(document, list) {
        Some(count) => Edit::Set {
            place: Place::at(Owner::Extras, path.then(count)),
            value: Some(entry.into()),
            at: Some(count),
        },
        None => Edit::set(Place::at(Owner::Extras, path), Some(json!([entry]))),
    }
}

/// Takes entries out; with the last one goes what is empty then. Positions that are not there are left out.
pub(super) fn take(document: &Document, list: &'static str, positions: &[usize]) -> Vec<Edit> {
    let count = len(document, list).unwrap_or(0);
    let mut gone: Vec<usize> = positions.iter().copied().filter(|position| *position < count).collect();
    gone.sort_unstable();
    gone.dedup();
    let at = |place: Place| Edit::set(place, None);
    if gone.is_empty() {
        return Vec::new();
    }
    if gone.len() < count {
        // From the back, so that the positions in front stay as they were.
        let places = gone.into_iter().rev().map(|index| Path::key(list).then(index));
        return places.map(|path| at(Place::at(Owner::Extras, path))).collect();
    }
    let is_alone = document.extras().is_some_and(|extras| extras.len() == 1);
    vec![at(if is_alone { Place::of(Owner::Extras) } else { Place::at(Owner::Extras, Path::key(list)) })]
}
