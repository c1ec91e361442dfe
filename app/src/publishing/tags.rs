//! Tags as a person writes them: `KEY=VALUE`.

use crate::cloud::Tag;

/// Why a text is no tag that AWS takes. Source: CodePipeline API model, `Tag`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TagError {
    /// There is no `=` in it.
    NoValue,
    /// A key has 1 to 128 characters, a value at most 256.
    Length,
    /// Keys that begin with `aws:` belong to AWS.
    Reserved,
}

impl TagError {
    /// What is wrong, for the command line.
    pub fn text(self) -> &'static str {
        match self {
            Self::NoValue => "a tag is written KEY=VALUE",
            Self::Length => "a key has 1 to 128 characters, a value at most 256",
            Self::Reserved => "keys that begin with aws: belong to AWS",
        }
    }
}

/// Reads `KEY=VALUE`; the value may be empty and may hold more of `=`.
pub fn read_tag(text: &str) -> Result<Tag, TagError> {
    let (key, value) = text.split_once('=').ok_or(TagError::NoValue)?;
    if key.is_empty() || key.chars().count() > 128 || value.chars().count() > 256 {
        return Err(TagError::Length);
    }
    if key.to_ascii_lowercase().starts_with("aws:") {
        return Err(TagError::Reserved);
    }
    Ok(Tag { key: key.to_owned(), value: value.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_a_key_and_a_value() {
        let tag = |key: &str, value: &str| Ok(Tag { key: key.to_owned(), value: value.to_owned() });
        assert_eq!(read_tag("team=web"), tag("team", "web"));
        assert_eq!(read_tag("note=a=b"), tag("note", "a=b"));
        assert_eq!(read_tag("empty="), tag("empty", ""));
        assert_eq!(read_tag("team"), Err(TagError::NoValue));
        assert_eq!(read_tag("=web"), Err(TagError::Length));
        assert_eq!(read_tag(&format!("k={}", "x".repeat(257))), Err(TagError::Length));
        assert_eq!(read_tag("AWS:team=web"), Err(TagError::Reserved));
    }
}
