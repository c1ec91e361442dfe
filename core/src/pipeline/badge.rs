//! What a stage does besides running its actions, as it stands on its box.

use super::{Condition, ConditionKind, Stage};

/// Something a stage does besides running its actions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Badge {
    /// It goes back to the last good execution when it fails.
    RollBack,
    /// When it fails, all its actions run once more.
    RetryAll,
    /// When it fails, the failed actions run once more.
    RetryFailed,
    /// It has a condition for its failure that says nothing of the above.
    OnFailure,
    /// It is passed over when its entry condition fails.
    MaySkip,
    /// It has a condition for its entry.
    Entry,
    /// It has a condition for its success.
    Success,
}

impl Badge {
    /// Which conditions of the stage it comes from.
    pub fn kind(self) -> ConditionKind {
        match self {
            Self::RollBack | Self::RetryAll | Self::RetryFailed | Self::OnFailure => ConditionKind::OnFailure,
            Self::MaySkip | Self::Entry => ConditionKind::BeforeEntry,
            Self::Success => ConditionKind::OnSuccess,
        }
    }

    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::RollBack => "roll back on failure",
            Self::RetryAll => "retry all actions",
            Self::RetryFailed => "retry failed actions",
            Self::OnFailure => "condition on failure",
            Self::MaySkip => "may be skipped",
            Self::Entry => "entry condition",
            Self::Success => "success condition",
        }
    }
}

impl Stage {
    /// What stands on the stage besides its name: conditions, retry, rollback; in order of evaluation.
    pub fn badges(&self) -> Vec<Badge> {
        let badge = |conditions: super::Conditions<'_>| {
            let first = conditions.conditions().find_map(Condition::result);
            match (conditions.kind, conditions.result(), first) {
                (ConditionKind::OnFailure, Some("ROLLBACK"), _)
                | (ConditionKind::OnFailure, _, Some("ROLLBACK")) => Badge::RollBack,
                (ConditionKind::OnFailure, Some("RETRY"), _) => match conditions.retry_mode() {
                    Some("ALL_ACTIONS") => Badge::RetryAll,
                    _ => Badge::RetryFailed,
                },
                (ConditionKind::OnFailure, _, _) => Badge::OnFailure,
                (ConditionKind::BeforeEntry, _, Some("SKIP")) => Badge::MaySkip,
                (ConditionKind::BeforeEntry, _, _) => Badge::Entry,
                (ConditionKind::OnSuccess, _, _) => Badge::Success,
            }
        };
        self.all_conditions().map(badge).collect()
    }
}
