//! The form of the pipeline itself.

use eframe::egui::Ui;

use pipewright_core::catalog::Catalog;
use pipewright_core::pipeline::{Path, shape};

use super::controls::{Look, Options};
use super::form::{Form, Spec};
use super::line::weak;
use super::problem;
use crate::look::tokens::space;

const KNOWN: &[&str] = &[
    "name",
    "roleArn",
    "artifactStore",
    "artifactStores",
    "stages",
    "version",
    "executionMode",
    "pipelineType",
    "variables",
    "triggers",
];

impl Form<'_> {
    pub(super) fn pipeline(&mut self, ui: &mut Ui) {
        let pipeline = self.document().pipeline();
        let check = |text: &str| problem::of_member(&shape::PIPELINE, "name", text);
        let look = Look { check: &check, ..Look::default() };
        self.plain_text(ui, Spec::new(Path::key("name"), "Name"), look);
        self.kind(ui);
        let check = |text: &str| problem::of_member(&shape::PIPELINE, "roleArn", text);
        let hint = "arn:aws:iam::123456789012:role/NAME";
        let spec = Spec::new(Path::key("roleArn"), "Service role").note("required");
        let help = "CodePipeline takes this role on to run the actions.";
        self.plain_text(ui, spec.help(help), Look { hint, check: &check, ..Look::default() });
        self.problems(ui, &Path::key("stages"), None);

        self.stores(ui);
        self.pipeline_variables(ui);
        self.triggers(ui);

        self.section(ui, "Facts");
        let limits = Catalog::get().limits();
        let of = |count: usize, id: &str| {
            limits
                .get(id)
                .and_then(|limit| limit.max)
                .map_or(count.to_string(), |max| format!("{count} of {max}"))
        };
        weak(ui, &format!("Stages: {}", of(pipeline.stages.len(), "stages")));
        weak(ui, &format!("Actions: {}", of(pipeline.actions().count(), "actionsPerPipeline")));
        if let Some(version) = pipeline.version() {
            weak(ui, &format!("Version {version}, counted by AWS"));
        } else if self.value(&Path::key("version")).is_some() {
            self.number(ui, Spec::new(Path::key("version"), "Version"), 1..=i64::MAX, None, "");
        }
        if pipeline.members.keys().any(|key| !KNOWN.contains(&key.as_str())) {
            self.section(ui, "Other members");
            self.unknown_members(ui, &Path::default(), |key| KNOWN.contains(&key));
        }
    }

    /// Type and execution mode, each with what it means.
    fn kind(&mut self, ui: &mut Ui) {
        let pipeline = self.document().pipeline();
        let mut types = Options::of(["V1", "V2"]);
        types.hint = "V1";
        let mut modes = Options {
            items: vec![
                ("SUPERSEDED", "Superseded", None),
                ("QUEUED", "Queued", None),
                ("PARALLEL", "Parallel", None),
            ],
            unset: None,
            hint: "Superseded",
        };
        modes.unset = Some("Default: superseded");
        self.choice(ui, Spec::new(Path::key("pipelineType"), "Type"), &types);
        ui.add_space(space::XS);
        weak(
            ui,
            match pipeline.pipeline_type() {
                Some("V2") => "Has triggers, variables and conditions; billed by the minute an action runs.",
                Some("V1") | None => "Has no triggers, variables or conditions; billed by the month.",
                Some(_) => "AWS knows V1 and V2.",
            },
        );
        self.choice(ui, Spec::new(Path::key("executionMode"), "Execution mode"), &modes);
        ui.add_space(space::XS);
        weak(
            ui,
            match pipeline.execution_mode() {
                "SUPERSEDED" => "A newer run overtakes one that waits before a stage.",
                "QUEUED" => "Runs wait for each other, in the order they began.",
                "PARALLEL" => "Runs do not wait for each other.",
                _ => "AWS knows superseded, queued and parallel.",
            },
        );
    }
}
