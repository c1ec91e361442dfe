//! What a pipeline says, in short: equal for all definitions that mean the same, and telling nothing of secrets.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

use super::normal::{MASK, normalized};
use super::secret::is_secret_key;
use crate::pipeline::{Action, Pipeline};

/// `sha256:` and the digest of what a pipeline means.
///
/// `region` is the pipeline's own Region, if it is known. Secrets count as masked, so that a definition that holds one
/// has the digest of what AWS shows of it.
pub fn digest(pipeline: &Pipeline, region: Option<&str>) -> String {
    let mut pipeline = pipeline.clone();
    for action in pipeline.stages.iter_mut().flat_map(|stage| &mut stage.actions) {
        mask(action);
    }
    let text = normalized(&pipeline, region).to_string();
    let mut written = "sha256:".to_owned();
    for byte in Sha256::digest(text.as_bytes()) {
        // Writing to a string cannot fail.
        let _ = write!(written, "{byte:02x}");
    }
    written
}

fn mask(action: &mut Action) {
    let secret: Vec<String> = action
        .configuration()
        .texts()
        .map(|(key, _)| key)
        .filter(|key| is_secret_key(action.action_type(), key))
        .map(str::to_owned)
        .collect();
    let Some(configuration) = action.members.get_mut("configuration") else { return };
    for key in secret {
        configuration[key.as_str()] = MASK.into();
    }
}
