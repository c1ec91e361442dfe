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
//!
//! A design with environments ([`super::parameters`]) becomes a pipeline in each; `"targets": {"prod": {…}}` holds the
//! same for each environment by its name, and `target` what was published with the defaults.

use serde_json::Value;

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

    /// The same for what was published with the values of an environment.
    pub fn target_in(&self, environment: &str) -> Option<Target<'_>> {
        object_of(object_of(self.extras()?, "targets")?, environment).map(Target)
    }

    /// Makes the target of an environment that of this copy, whose texts have its values. What was published with the
    /// defaults is the same pipeline only if it has the same name.
    pub(crate) fn take_target_in(&mut self, environment: &str) {
        let own = self.target_in(environment).map(|target| target.0.clone());
        let is_same = self.target().is_some_and(|target| target.name() == Some(self.pipeline.name()));
        let Some(Value::Object(extras)) = &mut self.extras else { return };
        match own {
            Some(own) => drop(extras.insert("target".to_owned(), Value::Object(own))),
            None if !is_same => drop(extras.shift_remove("target")),
            None => {}
        }
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
