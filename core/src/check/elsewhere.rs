//! What this engine does not look for, and where it is told instead.
//!
//! Codes are one numbering for all that can be wrong with a pipeline. Most are rules of the [registry](super::registry);
//! some ask for more than a definition holds: what is published, what an account has, what an execution is started
//! with. This is the list of those that need no account and are no rules all the same, each with the reason.

/// Where something is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// In the plan, beside the changes, as a consequence of this code.
    InPlan(&'static str),
    /// Under the code of another rule, which covers it.
    AsRule(&'static str),
    /// While publishing, when what is published is compared or answered.
    WhilePublishing,
    /// Nowhere.
    Nowhere,
}

/// A code without a rule of its own.
#[derive(Clone, Copy, Debug)]
pub struct Elsewhere {
    /// Stable, as those of rules.
    pub code: &'static str,
    /// What it is about, in a few words.
    pub title: &'static str,
    /// Where it is told.
    pub told: Told,
    /// Why there is no rule.
    pub reason: &'static str,
}

const fn row(code: &'static str, title: &'static str, told: Told, reason: &'static str) -> Elsewhere {
    Elsewhere { code, title, told, reason }
}

use Told::{AsRule, InPlan, Nowhere, WhilePublishing};

/// In the order of their codes.
#[rustfmt::skip]
pub const ELSEWHERE: &[Elsewhere] = &[
    row("CP0117", "Execution mode changed together with other edits", InPlan("modeChangedWithOtherEdits"), "What the mode was is known from the published pipeline."),
    row("CP0120", "Version behind the published one", InPlan("versionBehind"), "The published version is known from the account."),
    row("CP0121", "Metadata in what is sent", Nowhere, "A file may hold it as get-pipeline prints it; publishing and exporting leave it out."),
    row("CP0313", "Stage renamed while its actions hold masked secrets", InPlan("secretNeeded"), "What the stage was called is known from the published pipeline."),
    row("CP0314", "Stage name of another tool", AsRule("CP0303"), "A blank or a slash breaks the pattern of names."),
    row("CP0415", "Region equal to the pipeline's own", Nowhere, "The console of AWS writes it into each action, and it changes nothing."),
    row("CP0616", "Masked secret in what is new", InPlan("secretNeeded"), "Whether an action is new is known from the published pipeline."),
    row("CP0753", "Elastic Beanstalk without rights to read events", Nowhere, "What a role may do is known in the account; the policy this program writes has that right."),
    row("CP1019", "Rollback to an earlier version", InPlan("rollbackTargetsLost"), "Whether the version changes is known when it is published."),
    row("CP1103", "Two artifact buckets in one Region", Nowhere, "artifactStores is a map by Region, which cannot hold two."),
    row("CP1105", "Role of another account without a key", AsRule("CP0215"), "CP0214 tells of keys by alias, CP0215 of stores without a key."),
    row("CP1106", "Custom action in another account", AsRule("CP0411"), "An action of an owner other than AWS has no role at all."),
    row("CP1207", "Approval and publishing by the same people", Nowhere, "Who may approve and who may publish is told by policies, not by the pipeline."),
    row("CP1208", "Webhook without a secret of its own", Nowhere, "Webhooks are things of their own beside the pipeline; no file of this program holds one."),
    row("CP1306", "Event rule for a whole bucket", Nowhere, "Event rules are things of their own beside the pipeline; no file of this program holds one."),
    row("CP1309", "Object key given at a start and not allowed", Nowhere, "What an execution is started with is no part of the pipeline; AWS refuses such a start."),
    row("CP1401", "Saving while executions run", InPlan("runningExecutionsCanceled"), "It follows from any update."),
    row("CP1402", "Published version changed by others", WhilePublishing, "It is compared right before the write."),
    row("CP1406", "Cost above a threshold", Nowhere, "Neither the number of executions nor the threshold is in the pipeline."),
    row("CP1407", "The other pipeline type is cheaper", AsRule("CP0111"), "That depends on the number of executions; CP0111 says what to compare."),
    row("CP1408", "Sum of time limits above a target", Nowhere, "The target is not in the pipeline, and most actions have their time limit elsewhere."),
    row("CP1409", "Artifact too large for its target", Nowhere, "How large an artifact is, is known when it is made."),
    row("CP1501", "Tags that do not fit", WhilePublishing, "Tags are no part of the pipeline; AWS judges them when it is made."),
    row("CP1502", "Tag key used twice", WhilePublishing, "Tags are no part of the pipeline; AWS judges them when it is made."),
    row("CP1503", "Webhook of an action that is no source", Nowhere, "Webhooks are things of their own beside the pipeline; no file of this program holds one."),
    row("CP1504", "Webhook filters that do not fit", Nowhere, "Webhooks are things of their own beside the pipeline; no file of this program holds one."),
    row("CP1505", "Reason of a disabled transition", Nowhere, "Transitions are switched in the account, not in the pipeline."),
    row("CP1506", "Transition into the first stage", Nowhere, "Transitions are switched in the account, not in the pipeline."),
];

/// What is told elsewhere under this code, if anything.
pub fn elsewhere(code: &str) -> Option<&'static Elsewhere> {
    ELSEWHERE.iter().find(|it| it.code == code)
}

impl Told {
    /// As a sentence without a full stop.
    pub fn words(self) -> String {
        match self {
            Self::InPlan(consequence) => format!("Told in the plan, as {consequence}"),
            Self::AsRule(code) => format!("Told as {code}"),
            Self::WhilePublishing => "Told while publishing".to_owned(),
            Self::Nowhere => "Not told by this program".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests;
