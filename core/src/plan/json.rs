//! A plan as JSON for programs. Members and their values stay as they are from version to version; new ones may
//! come.
//!
//! ```json
//! {
//!   "pipeline": "storefront",
//!   "isEmpty": false,
//!   "summary": "1 action changed. Nothing is removed.",
//!   "counts": { "actionsChanged": 1, … },
//!   "changes": [
//!     { "change": "field", "stage": "Build", "action": "Compile",
//!       "path": "configuration.ProjectName", "old": "storefront", "new": "storefront-2" }
//!   ],
//!   "consequences": [ { "code": "runningExecutionsCanceled", "rule": "CP1401", "isWarning": true, "text": "…" } ]
//! }
//! ```
//!
//! `change` is one of `pipelineAdded`, `pipelineRemoved`, `pipelineRenamed`, `stageAdded`, `stageRemoved`,
//! `stageMoved`, `stageRenamed`, `actionAdded`, `actionRemoved`, `actionMoved`, `actionRenamed`, `runOrder`,
//! `inputArtifacts`, `outputArtifacts`, `field`. Without `action` it is about the stage, without `stage` about
//! the pipeline. `old` and `new` are names, positions, lists of artifacts, declarations or values as the
//! change has it; each is absent where there was or will be nothing. Secrets are `"(secret)"`; where a field has
//! that before and afterwards, the secret is replaced.
//! `rule` of a consequence is null where no rule is about it.

use serde_json::{Value, json};

use super::{Change, ChangeKind, Counts, Plan, Side};
use crate::pipeline::Object;

impl Plan {
    /// The plan as JSON, described in the module's source.
    pub fn to_json(&self) -> Value {
        let consequences: Vec<Value> = self
            .consequences
            .iter()
            .map(|one| {
                json!({
                    "code": one.code(),
                    "rule": one.rule(),
                    "isWarning": one.is_warning(),
                    "text": one.text(),
                })
            })
            .collect();
        json!({
            "pipeline": self.pipeline,
            "isEmpty": self.is_empty(),
            "summary": self.summary(),
            "counts": counts(&self.counts),
            "changes": self.changes.iter().map(|change| self.change(change)).collect::<Vec<_>>(),
            "consequences": consequences,
        })
    }

    fn change(&self, change: &Change) -> Value {
        let stage = change.stage.as_ref().map(|stage| stage.name.as_str());
        let action = change.action.as_ref().map(|action| action.name.as_str());
        let mut path = None;
        let (word, old, new): (_, Option<Value>, Option<Value>) = match &change.kind {
            ChangeKind::PipelineAdded => ("pipelineAdded", None, Some(json!(self.pipeline))),
            ChangeKind::PipelineRemoved => ("pipelineRemoved", Some(json!(self.pipeline)), None),
            ChangeKind::PipelineRenamed { from } => {
                ("pipelineRenamed", Some(json!(from)), Some(json!(self.pipeline)))
            }
            ChangeKind::StageAdded { position } => ("stageAdded", None, Some(json!(position))),
            ChangeKind::StageRemoved { position } => ("stageRemoved", Some(json!(position)), None),
            ChangeKind::StageMoved { from, to } => ("stageMoved", Some(json!(from)), Some(json!(to))),
            ChangeKind::StageRenamed { from } => ("stageRenamed", Some(json!(from)), Some(json!(stage))),
            ChangeKind::ActionAdded(summary) => ("actionAdded", None, Some(summary.declaration.clone())),
            ChangeKind::ActionRemoved(summary) => ("actionRemoved", Some(summary.declaration.clone()), None),
            ChangeKind::ActionMoved { from } => ("actionMoved", Some(json!(from)), Some(json!(stage))),
            ChangeKind::ActionRenamed { from } => ("actionRenamed", Some(json!(from)), Some(json!(action))),
            ChangeKind::RunOrder { from, to } => ("runOrder", Some(json!(from)), Some(json!(to))),
            ChangeKind::Artifacts { side, old, new } => {
                let word = match side {
                    Side::Input => "inputArtifacts",
                    Side::Output => "outputArtifacts",
                };
                (word, Some(json!(old)), Some(json!(new)))
            }
            ChangeKind::Field(field) => {
                path = Some(field.path.to_string());
                ("field", field.old.clone(), field.new.clone())
            }
        };
        let mut object = Object::new();
        object.insert("change".to_owned(), json!(word));
        let members = [
            ("stage", stage.map(Value::from)),
            ("action", action.map(Value::from)),
            ("path", path.map(Value::from)),
            ("old", old),
            ("new", new),
        ];
        object.extend(members.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))));
        Value::Object(object)
    }
}

fn counts(counts: &Counts) -> Value {
    let Counts {
        pipeline_settings,
        stages_added,
        stages_removed,
        stages_moved,
        stages_renamed,
        stage_settings,
        actions_added,
        actions_removed,
        actions_moved,
        actions_renamed,
        actions_changed,
        values_removed,
    } = counts;
    json!({
        "pipelineSettings": pipeline_settings,
        "stagesAdded": stages_added,
        "stagesRemoved": stages_removed,
        "stagesMoved": stages_moved,
        "stagesRenamed": stages_renamed,
        "stageSettings": stage_settings,
        "actionsAdded": actions_added,
        "actionsRemoved": actions_removed,
        "actionsMoved": actions_moved,
        "actionsRenamed": actions_renamed,
        "actionsChanged": actions_changed,
        "valuesRemoved": values_removed,
    })
}
