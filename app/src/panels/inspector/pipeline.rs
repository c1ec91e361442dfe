//! The form of the pipeline itself.

use eframe::egui::Ui;

use pipewright_core::catalog::Catalog;
use pipewright_core::pipeline::{Path, shape};

use super::controls::{Look, Options};
use super::form::{Form, Spec};
use super::line::weak;
use super::modes::{self, Mode};
use super::problem;
use crate::look::tokens::space;
use crate::tr;

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
        self.plain_text(ui, Spec::new(Path::key("name"), tr!("Name")), look);
        self.kind(ui);
        let check = |text: &str| problem::of_member(&shape::PIPELINE, "roleArn", text);
        let hint = "arn:aws:iam::123456789012:role/NAME";
        let spec = Spec::new(Path::key("roleArn"), tr!("Service role")).note(tr!("required"));
        let help = tr!("CodePipeline takes this role on to run the actions.");
        self.plain_text(ui, spec.help(help), Look { hint, check: &check, ..Look::default() });

        self.stores(ui);
        self.pipeline_variables(ui);
        self.parameters(ui);
        self.triggers(ui);
        self.things(ui);

        self.section(ui, tr!("Facts"));
        let limits = Catalog::get().limits();
        let of = |count: usize, id: &str| {
            limits
                .get(id)
                .and_then(|limit| limit.max)
                .map_or(count.to_string(), |max| tr!("{n} of {max}", n = count, max = max))
        };
        weak(ui, &tr!("Stages: {count}", count = of(pipeline.stages.len(), "stages")));
        self.problems(ui, &Path::key("stages"), None);
        weak(ui, &tr!("Actions: {count}", count = of(pipeline.actions().count(), "actionsPerPipeline")));
        if let Some(version) = pipeline.version() {
            weak(ui, &tr!("Version {version}, counted by AWS", version = version));
        } else if self.value(&Path::key("version")).is_some() {
            self.number(ui, Spec::new(Path::key("version"), tr!("Version")), 1..=i64::MAX, None, "");
        }
        if pipeline.members.keys().any(|key| !KNOWN.contains(&key.as_str())) {
            self.section(ui, tr!("Other members"));
            self.unknown_members(ui, &Path::default(), |key| KNOWN.contains(&key));
        }
    }

    /// Type and execution mode, each with what it means.
    fn kind(&mut self, ui: &mut Ui) {
        let pipeline = self.document().pipeline();
        let mut types = Options::of(["V1", "V2"]);
        types.hint = "V1";
        self.choice(ui, Spec::new(Path::key("pipelineType"), tr!("Type")), &types);
        ui.add_space(space::XS);
        for line in about_type(pipeline.pipeline_type()) {
            weak(ui, line);
        }
        let modes = Options {
            items: vec![
                ("SUPERSEDED", tr!("Superseded"), Some(tr!("newest first"))),
                ("QUEUED", tr!("Queued"), Some(tr!("in order"))),
                ("PARALLEL", tr!("Parallel"), Some(tr!("all at once"))),
            ],
            unset: Some(tr!("Default: superseded")),
            hint: tr!("Superseded"),
        };
        let spec = Spec::new(Path::key("executionMode"), tr!("Execution mode"));
        let help = tr!("What happens to a run that starts while another one is under way.");
        self.choice(ui, spec.help(help), &modes);
        let Some(mode) = Mode::of(pipeline.execution_mode()) else { return };
        ui.add_space(space::S);
        modes::picture(ui, &mut self.state.picture, mode);
        ui.add_space(space::XS);
        weak(ui, mode.meaning());
        if mode == Mode::Parallel {
            weak(ui, tr!("There is no rollback, and the pipeline shows no state of its stages."));
        }
        if mode != Mode::Superseded && pipeline.pipeline_type() == Some("V1") {
            weak(ui, tr!("Needs pipeline type V2"));
        }
    }
}

/// What a type adds and costs. Source: <https://aws.amazon.com/codepipeline/pricing/>, read in November 2026.
fn about_type(kind: Option<&str>) -> [&'static str; 2] {
    match kind {
        Some("V2") => [
            tr!("With triggers, variables, stage conditions, queued and parallel runs."),
            tr!("About $0.002 for each minute an action runs, rounded up; 100 minutes a month are free."),
        ],
        Some("V1") | None => [
            tr!("Without triggers, variables and stage conditions; V2 has them."),
            tr!("About $1 a month if a change runs through it; V2 is cheaper below 500 minutes of actions."),
        ],
        Some(_) => [tr!("AWS knows V1 and V2."), ""],
    }
}
