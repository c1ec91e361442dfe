//! Pipelines that are nearly right: valid JSON with something wrong in it.

use serde_json::{Map, Value, json};

use crate::random::Random;
use crate::seeds;
use crate::words::{KEYS, NUMBERS, PROVIDERS, TEXTS};

/// A valid file with something wrong in it, as bytes.
pub fn broken(random: &mut Random) -> Vec<u8> {
    let mut value = seeds::value(random);
    for _ in 0..=random.below(4) {
        damage(&mut value, random);
    }
    let text = if random.below(4) == 0 { format!("{value:#}") } else { value.to_string() };
    text.into_bytes()
}

/// A text nobody expects.
pub fn text(random: &mut Random) -> String {
    match random.below(40) {
        0 => random.pick::<&str>(TEXTS).repeat(1 + random.below(60)),
        1 if random.below(8) == 0 => "long ".repeat(random.below(4000)),
        2 => {
            (0..random.below(12)).filter_map(|_| char::from_u32(random.number() as u32 % 0x11_0000)).collect()
        }
        3 => [text(random), text(random)].concat(),
        4 => part_of_something(random),
        5 => (*random.pick(PROVIDERS)).to_owned(),
        _ => (*random.pick(TEXTS)).to_owned(),
    }
}

/// A key nobody expects, or one that means something elsewhere.
pub fn key(random: &mut Random) -> String {
    if random.below(8) == 0 { text(random) } else { (*random.pick(KEYS)).to_owned() }
}

/// A value nobody expects.
pub fn odd(random: &mut Random) -> Value {
    match random.below(12) {
        0 => Value::Null,
        1 => Value::Bool(random.flip()),
        2..=3 => serde_json::from_str(random.pick::<&str>(NUMBERS)).unwrap_or(Value::Null),
        4 => json!([]),
        5 => json!({}),
        6 => Value::Array((0..random.below(5)).map(|_| odd(random)).collect()),
        7 => Value::Object((0..random.below(5)).map(|_| (key(random), odd(random))).collect()),
        8 if random.below(20) == 0 => deep(random.below(120)),
        9 if random.below(10) == 0 => Value::Array(vec![text(random).into(); random.below(300)]),
        10 => piece(random),
        _ => text(random).into(),
    }
}

/// Breaks one thing.
fn damage(value: &mut Value, random: &mut Random) {
    let count = count(value);
    let spot = nth(value, &mut random.below(count));
    match random.below(8) {
        0 => *spot = odd(random),
        1 => *spot = Value::String(text(random)),
        2 => *spot = piece(random),
        3 => wrap(spot, random),
        _ => match spot {
            Value::Object(members) => damage_members(members, random),
            Value::Array(elements) => damage_elements(elements, random),
            Value::String(text) => damage_text(text, random),
            other => *other = odd(random),
        },
    }
}

fn damage_members(members: &mut Map<String, Value>, random: &mut Random) {
    let keys: Vec<String> = members.keys().cloned().collect();
    let some = |random: &mut Random| (!keys.is_empty()).then(|| random.pick(&keys).clone());
    match (random.below(4), some(random)) {
        (0, Some(key)) => drop(members.shift_remove(&key)),
        (1, Some(old)) => {
            let value = members.shift_remove(&old).unwrap_or_default();
            members.insert(key(random), value);
        }
        (2, Some(one)) => drop(members.insert(one, odd(random))),
        _ => drop(members.insert(key(random), odd(random))),
    }
}

fn damage_elements(elements: &mut Vec<Value>, random: &mut Random) {
    let at = random.below(elements.len());
    match random.below(5) {
        0 if !elements.is_empty() => drop(elements.remove(at)),
        1 if !elements.is_empty() => {
            let copy = elements[at].clone();
            let times = if random.below(20) == 0 { random.below(60) } else { 1 };
            elements.extend(vec![copy; times]);
        }
        2 => elements.reverse(),
        3 => elements.clear(),
        _ => elements.push(odd(random)),
    }
}

fn damage_text(text: &mut String, random: &mut Random) {
    let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let at = *random.pick(&ends);
    match random.below(5) {
        0 => text.truncate(at),
        1 => text.insert_str(at, random.pick::<&str>(TEXTS)),
        2 => drop(text.drain(..at)),
        3 => *text = text.to_uppercase(),
        _ => (*random.pick(PROVIDERS)).clone_into(text),
    }
}

fn wrap(spot: &mut Value, random: &mut Random) {
    let inner = std::mem::take(spot);
    *spot = match random.below(4) {
        0 => json!([inner]),
        1 => json!({ key(random): inner }),
        2 => inner.to_string().into(),
        _ => json!([inner, inner]),
    };
}

/// A piece of a valid file, at home somewhere else.
fn piece(random: &mut Random) -> Value {
    let value = seeds::small(random);
    let place = random.below(count(value));
    find(value, place).cloned().unwrap_or_default()
}

/// As [`nth`], to look at.
fn find(value: &Value, mut position: usize) -> Option<&Value> {
    if position == 0 {
        return Some(value);
    }
    position -= 1;
    let inner: Vec<&Value> = match value {
        Value::Array(elements) => elements.iter().collect(),
        Value::Object(members) => members.values().collect(),
        _ => Vec::new(),
    };
    for child in inner {
        let size = count(child);
        if position < size {
            return find(child, position);
        }
        position -= size;
    }
    None
}

fn part_of_something(random: &mut Random) -> String {
    piece(random).to_string().chars().take(random.below(200)).collect()
}

fn deep(depth: usize) -> Value {
    (0..depth)
        .fold(Value::Null, |inner, level| if level % 2 == 0 { json!([inner]) } else { json!({"a": inner}) })
}

fn count(value: &Value) -> usize {
    1 + match value {
        Value::Array(elements) => elements.iter().map(count).sum(),
        Value::Object(members) => members.values().map(count).sum(),
        _ => 0,
    }
}

/// The value at this position, counted as they are written.
fn nth<'v>(value: &'v mut Value, position: &mut usize) -> &'v mut Value {
    let mut at = value;
    loop {
        if *position == 0 {
            return at;
        }
        *position -= 1;
        let inner: Box<dyn Iterator<Item = &'v mut Value> + 'v> = match at {
            Value::Array(elements) => Box::new(elements.iter_mut()),
            Value::Object(members) => Box::new(members.values_mut()),
            _ => unreachable!("a position is below the count"),
        };
        let mut found = None;
        for child in inner {
            let size = count(child);
            if *position < size {
                found = Some(child);
                break;
            }
            *position -= size;
        }
        let Some(child) = found else { unreachable!("a position is below the count") };
        at = child;
    }
}
