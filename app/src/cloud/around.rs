//! What stands around a pipeline in its account: how its stages are, what runs, its tags.

use serde_json::Value;

use super::account::{Tag, scalar};
use super::fault::Fault;

/// The answer to `GetPipelineState`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct State {
    /// The whole answer.
    pub raw: Value,
}

/// How a stage stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StageState<'a> {
    pub name: &'a str,
    /// `InProgress`, `Succeeded`, `Failed` …; `None` where nothing ever ran.
    pub status: Option<&'a str>,
    /// The execution the status is of.
    pub execution: Option<&'a str>,
    /// Whether executions may enter it.
    pub is_open: bool,
    /// Why they may not.
    pub closed_because: Option<&'a str>,
}

impl State {
    pub fn stages(&self) -> impl Iterator<Item = StageState<'_>> {
        let stages = self.raw.get("stageStates").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        stages.iter().filter_map(|stage| {
            let latest = stage.get("latestExecution");
            let transition = stage.get("inboundTransitionState");
            Some(StageState {
                name: stage.get("stageName")?.as_str()?,
                status: member_text(latest, "status"),
                execution: member_text(latest, "pipelineExecutionId"),
                is_open: transition.and_then(|it| it.get("enabled")).and_then(Value::as_bool) != Some(false),
                closed_because: member_text(transition, "disabledReason"),
            })
        })
    }
}

fn member_text<'v>(value: Option<&'v Value>, key: &str) -> Option<&'v str> {
    value?.get(key)?.as_str()
}

/// One execution of a pipeline.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Execution {
    pub id: String,
    /// `InProgress`, `Succeeded`, `Failed`, `Stopping`, `Stopped`, `Superseded`, `Cancelled`.
    pub status: String,
    /// As the service wrote it.
    pub started: Option<String>,
    pub updated: Option<String>,
    /// What started it, such as `Webhook` or `StartPipelineExecution`.
    pub trigger: Option<String>,
}

impl Execution {
    pub(super) fn of(value: &Value) -> Option<Self> {
        let text = |key| value.get(key).and_then(scalar);
        Some(Self {
            id: text("pipelineExecutionId")?,
            status: text("status").unwrap_or_default(),
            started: text("startTime"),
            updated: text("lastUpdateTime"),
            trigger: value.get("trigger").and_then(|trigger| trigger.get("triggerType")).and_then(scalar),
        })
    }

    pub fn is_running(&self) -> bool {
        matches!(self.status.as_str(), "InProgress" | "Stopping")
    }
}

/// What stands around a pipeline. Each part may be denied to the person; then it is not known, which is no failure.
#[derive(Debug, Clone, PartialEq)]
pub struct Around {
    pub state: Result<State, Fault>,
    /// The newest hundred.
    pub executions: Result<Vec<Execution>, Fault>,
    pub tags: Result<Vec<Tag>, Fault>,
}

impl Around {
    /// What could not be read.
    pub fn faults(&self) -> impl Iterator<Item = &Fault> {
        let Self { state, executions, tags } = self;
        [state.as_ref().err(), executions.as_ref().err(), tags.as_ref().err()].into_iter().flatten()
    }

    /// What made the pipeline and will write it again, by its tags.
    pub fn owner(&self) -> Option<String> {
        let tags = self.tags.as_ref().ok()?;
        let value = |key: &str| tags.iter().find(|tag| tag.key == key).map(|tag| tag.value.as_str());
        if let Some(stack) = value("aws:cloudformation:stack-name") {
            return Some(format!("CloudFormation stack {stack}"));
        }
        let is_terraform = |tag: &&Tag| {
            let (key, value) = (tag.key.to_ascii_lowercase(), tag.value.to_ascii_lowercase());
            key.starts_with("terraform") || (key.contains("managed") && value.contains("terraform"))
        };
        tags.iter().find(is_terraform).map(|tag| format!("Terraform (tag {})", tag.key))
    }

    /// The stages in which executions are now.
    pub fn running_in(&self) -> Vec<String> {
        let stages = self.state.iter().flat_map(State::stages);
        stages.filter(|stage| stage.status == Some("InProgress")).map(|stage| stage.name.to_owned()).collect()
    }

    /// How many executions run now; `None` if it could not be read.
    pub fn running(&self) -> Option<usize> {
        let executions = self.executions.as_ref().ok()?;
        Some(executions.iter().filter(|execution| execution.is_running()).count())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn around(tags: &[(&str, &str)]) -> Around {
        let tags = tags.iter().map(|(key, value)| Tag { key: (*key).to_owned(), value: (*value).to_owned() });
        let raw = json!({"stageStates": [
            {"stageName": "Source", "latestExecution": {"pipelineExecutionId": "e-1", "status": "Succeeded"}},
            {"stageName": "Build", "latestExecution": {"pipelineExecutionId": "e-2", "status": "InProgress"},
             "inboundTransitionState": {"enabled": false, "disabledReason": "Freeze"}},
            {"stageName": "Later"},
            5,
        ]});
        Around { state: Ok(State { raw }), executions: Ok(Vec::new()), tags: Ok(tags.collect()) }
    }

    #[test]
    fn stages_are_read_out_of_the_answer() {
        let around = around(&[]);
        let stages: Vec<_> = around.state.as_ref().unwrap().stages().collect();
        assert_eq!(stages.len(), 3);
        assert_eq!((stages[0].status, stages[0].is_open), (Some("Succeeded"), true));
        assert_eq!((stages[1].closed_because, stages[1].is_open), (Some("Freeze"), false));
        assert_eq!(stages[2].status, None);
        assert_eq!(around.running_in(), ["Build"]);
    }

    #[test]
    fn what_made_a_pipeline_is_told_by_its_tags() {
        for (tags, owner) in [
            (&[][..], None),
            (&[("team", "web")], None),
            (&[("aws:cloudformation:stack-name", "web")], Some("CloudFormation stack web")),
            (&[("ManagedBy", "Terraform")], Some("Terraform (tag ManagedBy)")),
            (&[("terraform:workspace", "x")], Some("Terraform (tag terraform:workspace)")),
        ] {
            assert_eq!(around(tags).owner().as_deref(), owner, "{tags:?}");
        }
    }
}
