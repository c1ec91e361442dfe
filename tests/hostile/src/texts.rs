//! Bytes and text that are nearly a file.

use crate::random::Random;
use crate::seeds;

/// Tokens that mean something to a reader of JSON or of pipelines.
const TOKENS: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\\",
    "null",
    "true",
    "1e999",
    "-0",
    "-",
    "0.",
    "1E+",
    "\"\"",
    "{}",
    "[]",
    "\\u",
    "\\ud800",
    "\\udc00",
    "\\ud83d\\ude00",
    "\\u0000",
    "\u{feff}",
    "\u{2028}",
    "\r",
    "\r\n",
    "\t",
    "\u{0}",
    "\u{1f600}",
    "e\u{301}",
    "//",
    "/*",
    "'",
    "“",
    "#{",
    "#{a.b}",
    "\"pipeline\":",
    "\"stages\":",
    "\"actions\":",
    "\"pipewright\":",
    "\"name\":",
    "9223372036854775808",
    "123456789012345678901234567890",
    "  ",
    "\n",
];

/// Anything.
pub fn bytes(random: &mut Random) -> Vec<u8> {
    let length = random.below(200);
    let mut bytes: Vec<u8> = (0..length).map(|_| random.number() as u8).collect();
    match random.below(4) {
        0 => bytes.splice(0..0, [0xEF, 0xBB, 0xBF]).for_each(drop),
        1 => bytes.splice(0..0, [0xFF, 0xFE]).for_each(drop),
        2 => bytes.splice(0..0, [0xFE, 0xFF]).for_each(drop),
        _ => {}
    }
    bytes
}

/// A valid file, damaged here and there.
pub fn broken(random: &mut Random) -> Vec<u8> {
    let mut bytes = encoded(&seeds::text(random), random);
    for _ in 0..=random.below(4) {
        damage(&mut bytes, random);
    }
    bytes
}

fn encoded(text: &str, random: &mut Random) -> Vec<u8> {
    match random.below(8) {
        0 => [&[0xEF, 0xBB, 0xBF], text.as_bytes()].concat(),
        1 => [0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect(),
        2 => [0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect(),
        _ => text.as_bytes().to_owned(),
    }
}

fn damage(bytes: &mut Vec<u8>, random: &mut Random) {
    let at = random.below(bytes.len() + 1);
    let to = (at + random.below(40)).min(bytes.len());
    match random.below(7) {
        0 => bytes.truncate(at),
        1 => bytes.drain(at..to).for_each(drop),
        2 => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 1 << random.below(8);
            }
        }
        3 => {
            let copy = bytes[at..to].to_owned();
            let into = random.below(bytes.len() + 1);
            bytes.splice(into..into, copy).for_each(drop);
        }
        4 => {
            let depth = random.below(200);
            let open = if random.flip() { "[" } else { "{\"a\":" };
            bytes.splice(at..at, open.repeat(depth).into_bytes()).for_each(drop);
        }
        _ => bytes.splice(at..at, random.pick::<&str>(TOKENS).bytes()).for_each(drop),
    }
}
