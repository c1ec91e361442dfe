//! Paths in JSON.
//!
//! A path is text nearly always. On Unix it may hold any bytes; such a path is written as a list of them, because a
//! file must not be lost over its name.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

#[derive(Deserialize)]
#[serde(untagged)]
enum Form {
    Text(String),
    Bytes(Vec<u8>),
}

pub(super) fn serialize<S: Serializer>(path: &Path, serializer: S) -> Result<S::Ok, S::Error> {
    match path.to_str() {
        Some(text) => text.serialize(serializer),
        None => bytes_from_path(path).serialize(serializer),
    }
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<PathBuf, D::Error> {
    Form::deserialize(deserializer).map(|form| match form {
        Form::Text(text) => PathBuf::from(text),
        Form::Bytes(bytes) => path_from_bytes(bytes),
    })
}

/// The same for a path that may be absent.
pub(super) mod option {
    use super::{Deserialize, Deserializer, Form, PathBuf, Serialize, Serializer, path_from_bytes};

    #[expect(clippy::ref_option, reason = "serde calls it with a reference to the field")]
    pub(in crate::storage) fn serialize<S: Serializer>(
        path: &Option<PathBuf>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match path {
            Some(path) => super::serialize(path, serializer),
            None => None::<()>.serialize(serializer),
        }
    }

    pub(in crate::storage) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<PathBuf>, D::Error> {
        let form = Option::<Form>::deserialize(deserializer)?;
        Ok(form.map(|form| match form {
            Form::Text(text) => PathBuf::from(text),
            Form::Bytes(bytes) => path_from_bytes(bytes),
        }))
    }
}

#[cfg(unix)]
fn bytes_from_path(path: &Path) -> Vec<u8> {
    use std::os::unix::ffi::OsStrExt as _;
    path.as_os_str().as_bytes().to_vec()
}

#[cfg(unix)]
fn path_from_bytes(bytes: Vec<u8>) -> PathBuf {
    use std::os::unix::ffi::OsStringExt as _;
    PathBuf::from(std::ffi::OsString::from_vec(bytes))
}

/// Elsewhere the exact form cannot be had in safe Rust; unpaired surrogates become replacement characters.
#[cfg(not(unix))]
fn bytes_from_path(path: &Path) -> Vec<u8> {
    path.to_string_lossy().into_owned().into_bytes()
}

#[cfg(not(unix))]
fn path_from_bytes(bytes: Vec<u8>) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Sample(#[serde(with = "super")] PathBuf, #[serde(with = "super::option")] Option<PathBuf>);

    #[track_caller]
    fn check(sample: &Sample, json: &str) {
        assert_eq!(serde_json::to_string(sample).unwrap(), json);
        assert_eq!(&serde_json::from_str::<Sample>(json).unwrap(), sample);
    }

    #[test]
    fn text_stays_text() {
        check(&Sample("/home/ann/a b.json".into(), None), r#"["/home/ann/a b.json",null]"#);
        check(&Sample("ä".into(), Some("b".into())), r#"["ä","b"]"#);
    }

    #[cfg(unix)]
    #[test]
    fn other_bytes_survive() {
        let odd = path_from_bytes(vec![b'/', 0xFF, b'a']);
        check(&Sample(odd.clone(), Some(odd)), "[[47,255,97],[47,255,97]]");
    }
}
