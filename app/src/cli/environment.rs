//! `--env`: the environment whose values parameters take.

use pipewright_core::document::Document;

use super::output::Output;
use super::{Exit, check::Checked};
use crate::cli::input::Draft;

/// The environment to take, for commands about one design.
#[derive(Debug, clap::Args)]
pub(super) struct EnvironmentArgument {
    /// The environment whose values the parameters take; without it their defaults
    #[arg(long, value_name = "NAME")]
    env: Option<String>,
}

impl EnvironmentArgument {
    pub fn name(&self) -> Option<&str> {
        self.env.as_deref()
    }

    /// The design, checked with the values of the environment; an environment it does not have is told.
    pub fn checked(&self, draft: Draft, output: &mut Output<'_>) -> Result<Checked, Exit> {
        if let Err(message) = known(&draft.document, self.name()) {
            output.error(format!("{message}.\n{}", draft.label));
            return Err(Exit::Unusable);
        }
        Ok(Checked::in_environment(draft, self.env.clone()))
    }
}

/// Whether a design has an environment of this name; why not, as a sentence without its end.
pub(super) fn known(document: &Document, environment: Option<&str>) -> Result<(), String> {
    let known = document.environments();
    match environment {
        Some(name) if !known.contains(&name) && known.is_empty() => {
            Err(format!("There is no environment {name}, because no parameter has values for environments"))
        }
        Some(name) if !known.contains(&name) => {
            Err(format!("There is no environment {name}. Parameters have values for {}", known.join(", ")))
        }
        Some(_) | None => Ok(()),
    }
}
