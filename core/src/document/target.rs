//! Where a design was published last, in the file's `pipewright` member.
//!
//! ```json
//! "pipewright": {
//!   "target": {
//!     "account": "123456789012",
//!     "region": "eu-west-1",
//!     "name": "storefront",
//!     "version": 14,
//!     "digest": "sha256:…"
//!   }
//! }
//! ```
//!
//! `version` and `digest` tell what stood there after the last pull or publish: the number AWS gave it, and
//! [`crate::plan::digest`] of what it said. With them a change by somebody else is noticed. No credential is ever here,
//! and no profile: profiles have other names on other machines.

use super::Document;
use crate::pipeline::{Object, object_of, text_of};

/// The account, Region and pipeline a design belongs to, as the file has them.
#[derive(Clone, Copy, Debug)]
pub struct Target<'a>(pub &'a Object);

impl Document {
    /// Where the design was pulled from or published to last, if it ever was.
    pub fn target(&self) -> Option<Target<'_>> {
        object_of(self.extras()?, "target").map(Target)
    }
}

impl<'a> Target<'a> {
    /// Twelve digits.
    pub fn account(self) -> Option<&'a str> {
        text_of(self.0, "account")
    }

    /// The Region.
    pub fn region(self) -> Option<&'a str> {
        text_of(self.0, "region")
    }

    /// The name the pipeline has there.
    pub fn name(self) -> Option<&'a str> {
        text_of(self.0, "name")
    }

    /// The number AWS gave to what was pulled or published.
    pub fn version(self) -> Option<u64> {
        self.0.get("version")?.as_u64()
    }

    /// What was pulled or published, in short.
    pub fn digest(self) -> Option<&'a str> {
        text_of(self.0, "digest")
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::open;

    #[test]
    fn what_is_written_in_another_way_is_not_read() {
        let document = open(
            r#"{"pipeline": {"name": "a", "stages": []},
                "pipewright": {"target": {"account": 1, "region": "eu-west-1", "version": "2"}}}"#,
        );
        let target = document.target().unwrap();
        assert_eq!((target.account(), target.region(), target.version()), (None, Some("eu-west-1"), None));
        for extras in ["5", "{}", r#"{"target": []}"#] {
            let text = format!(r#"{{"pipeline": {{"name": "a"}}, "pipewright": {extras}}}"#);
            assert!(open(&text).target().is_none(), "{extras}");
        }
    }
}
