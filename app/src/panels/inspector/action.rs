//! The form of an action.

use eframe::egui::Ui;
use serde_json::Value;

use pipewright_core::catalog::{Applies, Catalog, Condition, Field, FieldKind, Provider, Required};
use pipewright_core::pipeline::{Action, ActionId, Path, shape};

use super::configuration::Configured;
use super::controls::{Look, Options};
use super::form::{Form, Spec};
use super::problem;
use crate::editor::provider_of;
use crate::tr;

/// Members with a place of their own in this form.
const KNOWN: &[&str] = &[
    "name",
    "actionTypeId",
    "runOrder",
    "configuration",
    "commands",
    "outputArtifacts",
    "inputArtifacts",
    "outputVariables",
    "roleArn",
    "region",
    "namespace",
    "timeoutInMinutes",
    "environmentVariables",
];

impl Form<'_> {
    pub(super) fn action(&mut self, ui: &mut Ui, id: ActionId) {
        let Some((stage, action)) = self.document().pipeline().action(id) else { return };
        if let Some(odd) = &action.odd {
            Self::odd_owner(ui, tr!("an action"), odd);
            return;
        }
        let provider = provider_of(action);
        let check = |text: &str| problem::of_member(&shape::ACTION, "name", text);
        let look = Look { check: &check, ..Look::default() };
        self.name_text(ui, Spec::new(Path::key("name"), tr!("Name")), look);
        self.provider(ui, action, provider);

        let configured = Configured::of_action(action, provider);
        let fields = Order::of(provider);
        for field in fields.first {
            self.configuration_field(ui, &configured, field);
        }
        self.inputs(ui, stage, action, provider);
        for field in fields.about_artifacts {
            self.configuration_field(ui, &configured, field);
        }
        self.outputs(ui, action, provider);
        self.commands(ui, action, provider);
        self.variables_of_action(ui, action, provider, &configured);
        self.options(ui, &configured, &fields.optional);
        self.raw_configuration(ui, &configured, provider);
        self.execution(ui, action, provider);
        self.where_it_runs(ui, action, provider);
        self.things(ui);
        if action.members.keys().any(|key| !KNOWN.contains(&key.as_str())) {
            self.section(ui, tr!("Other members"));
            self.unknown_members(ui, &Path::default(), |key| KNOWN.contains(&key));
        }
    }

    /// Something that stands where an object should: shown, but not editable as a form.
    pub(super) fn odd_owner(ui: &mut Ui, wanted: &str, value: &Value) {
        super::line::weak(
            ui,
            &tr!("The file has this where {wanted} should be. It is kept as it is.", wanted = wanted),
        );
        ui.add_space(8.0);
        let text =
            eframe::egui::RichText::new(super::values::json_text(value)).font(crate::look::fonts::code());
        ui.label(text);
    }

    fn options(&mut self, ui: &mut Ui, configured: &Configured<'_>, fields: &[&'static Field]) {
        let shown: Vec<_> = fields.iter().filter(|field| configured.shows(field)).collect();
        if shown.is_empty() {
            return;
        }
        self.section(ui, tr!("Options"));
        for field in shown {
            self.configuration_field(ui, configured, field);
        }
    }

    fn commands(&mut self, ui: &mut Ui, action: &Action, provider: Option<&Provider>) {
        if applies(provider, |it| it.commands) || action.members.contains_key("commands") {
            let count = action.commands().count();
            let limit = Catalog::get().limits().get("commands").and_then(|limit| limit.max);
            let note = match limit {
                Some(max) if count > 0 => tr!("{n} of {max}", n = count, max = max),
                Some(_) | None => tr!("one in each line").to_owned(),
            };
            let spec = Spec::new(Path::key("commands"), tr!("Commands")).note(note);
            let help = tr!("Shell commands, run one after the other in the primary input artifact.");
            self.lines(ui, spec.help(help), "npm ci");
        }
    }

    fn variables_of_action(
        &mut self,
        ui: &mut Ui,
        action: &Action,
        provider: Option<&Provider>,
        configured: &Configured<'_>,
    ) {
        if let Some(field) = configured.environment() {
            self.json_text(ui, configured, field, true);
        }
        let has = |key: &str| action.members.contains_key(key);
        if applies(provider, |it| it.environment_variables) || has("environmentVariables") {
            self.environment_member(ui);
        }
        if applies(provider, |it| it.output_variables) || has("outputVariables") {
            self.section(ui, tr!("Variables put out"));
            let limit = Catalog::get().limits().get("outputVariablesDeclared").and_then(|limit| limit.max);
            let note = limit.map_or_else(String::new, |max| tr!("up to {max}", max = max));
            let spec = Spec::new(Path::key("outputVariables"), tr!("Output variables")).note(note);
            let help = tr!("Names of environment variables of the run that later actions may read.");
            self.commas(ui, spec.help(help), "IMAGE_TAG");
        }
    }

    fn execution(&mut self, ui: &mut Ui, action: &Action, provider: Option<&Provider>) {
        self.section(ui, tr!("Execution"));
        let run_order = |form: &mut Self, ui: &mut Ui| {
            let spec = Spec::new(Path::key("runOrder"), tr!("Run order")).help(tr!(
                "Actions of a stage with the same run order start together; lower ones end first."
            ));
            form.number(ui, spec, 1..=999, None, "1");
        };
        let has_timeout =
            applies(provider, |it| it.timeout) || action.members.contains_key("timeoutInMinutes");
        let has_namespace =
            provider.is_none_or(|it| it.applies.namespace) || action.members.contains_key("namespace");
        let namespace = |form: &mut Self, ui: &mut Ui| {
            let check = |text: &str| problem::of_member(&shape::ACTION, "namespace", text);
            let look = Look { hint: tr!("none"), is_code: true, check: &check, ..Look::default() };
            let help = tr!(
                "Later actions read the variables of this one as {reference}.",
                reference = "#{NAMESPACE.NAME}"
            );
            form.name_text(
                ui,
                Spec::new(Path::key("namespace"), tr!("Variables namespace")).help(help),
                look,
            );
        };
        match (has_timeout, has_namespace) {
            (true, has_namespace) => {
                self.pair(ui, run_order, |form, ui| {
                    let help =
                        tr!("After this time the approval counts as rejected; 7 days if nothing is set.");
                    let spec = Spec::new(Path::key("timeoutInMinutes"), tr!("Timeout")).help(help);
                    form.number(ui, spec, 5..=86_400, Some(tr!("min")), "10080");
                });
                if has_namespace {
                    namespace(self, ui);
                }
            }
            (false, true) => self.pair(ui, run_order, namespace),
            (false, false) => self.pair(ui, run_order, |_, _| {}),
        }
    }

    fn where_it_runs(&mut self, ui: &mut Ui, action: &Action, provider: Option<&Provider>) {
        let has = |key: &str| action.members.contains_key(key);
        let has_region = provider.is_none_or(|it| it.applies.region) || has("region");
        let has_role = provider.is_none_or(|it| it.applies.role_arn) || has("roleArn");
        if !has_region && !has_role {
            return;
        }
        self.section(ui, tr!("Where it runs"));
        if has_region {
            let note = if has("region") { "" } else { tr!("pipeline region") };
            let spec = Spec::new(Path::key("region"), tr!("Region")).note(note);
            self.choice(ui, spec.help(tr!("Another Region needs an artifact store of its own.")), &regions());
        }
        if has_role {
            let note = if has("roleArn") { "" } else { tr!("pipeline role") };
            let check = |text: &str| problem::of_member(&shape::ACTION, "roleArn", text);
            let look = Look { hint: tr!("same account"), check: &check, ..Look::default() };
            let spec = Spec::new(Path::key("roleArn"), tr!("Action role")).note(note);
            self.plain_text(
                ui,
                spec.help(tr!("The pipeline's role takes this one on for the action.")),
                look,
            );
        }
    }
}

/// The Regions of the catalog, and the pipeline's own.
pub(super) fn regions() -> Options<'static> {
    let regions = Catalog::get().limits().regions().iter();
    Options {
        items: regions
            .map(|region| (region.id.as_str(), region.id.as_str(), Some(region.name.as_str())))
            .collect(),
        unset: Some(tr!("Region of the pipeline")),
        hint: tr!("same as the pipeline"),
    }
}

fn applies(provider: Option<&Provider>, flag: impl Fn(&Applies) -> bool) -> bool {
    provider.is_some_and(|provider| flag(&provider.applies))
}

/// The fields of a provider in the order of the form. It rests on the catalog alone, so that no field moves
/// while another one is edited.
#[derive(Default)]
struct Order {
    /// What nearly everybody has to fill in.
    first: Vec<&'static Field>,
    /// What names the action's input artifacts.
    about_artifacts: Vec<&'static Field>,
    optional: Vec<&'static Field>,
}

impl Order {
    fn of(provider: Option<&'static Provider>) -> Self {
        let mut order = Self::default();
        let mut artifact_key: Option<&str> = None;
        let fields = provider.map_or(&[][..], |provider| &provider.fields);
        for field in fields {
            let names_artifact = matches!(field.kind, FieldKind::ArtifactRef | FieldKind::ArtifactPath);
            if names_artifact {
                artifact_key = Some(&field.key);
                order.about_artifacts.push(field);
            } else if artifact_key.is_some_and(|key| are_kin(key, &field.key)) {
                order.about_artifacts.push(field);
            } else if field.required == Required::Never || hangs_on_options(field, fields) {
                order.optional.push(field);
            } else {
                order.first.push(field);
            }
        }
        order
    }
}

/// Whether a field is only needed if something optional has a value, as the subnets of a VPC are.
fn hangs_on_options(field: &Field, fields: &[Field]) -> bool {
    let Required::When { condition: Condition::IsSet { key, set: true }, .. } = &field.required else {
        return false;
    };
    fields.iter().any(|it| it.key == *key && it.required == Required::Never)
}

/// `Image1ArtifactName` and `Image1ContainerName` belong together.
fn are_kin(a: &str, b: &str) -> bool {
    let common = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    common >= 6
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(id: &str, first: &[&str], about_artifacts: &[&str]) {
        let order = Order::of(Catalog::get().provider_by_id(id));
        let keys =
            |fields: &[&'static Field]| fields.iter().map(|field| field.key.as_str()).collect::<Vec<_>>();
        assert_eq!(keys(&order.first), first);
        assert_eq!(keys(&order.about_artifacts), about_artifacts);
    }

    #[test]
    fn what_is_needed_comes_first_and_what_belongs_together_stays_together() {
        check("Build/AWS/CodeBuild/1", &["ProjectName"], &["PrimarySource"]);
        check(
            "Deploy/AWS/CloudFormation/1",
            &["ActionMode", "StackName", "ChangeSetName", "RoleArn", "Capabilities"],
            &["TemplatePath", "TemplateConfiguration"],
        );
        check("Compute/AWS/Commands/1", &[], &[]);
        let order = Order::of(Catalog::get().provider_by_id("Deploy/AWS/CodeDeployToECS/1"));
        assert_eq!(order.first.len(), 2);
        assert_eq!(order.about_artifacts.last().map(|field| field.key.as_str()), Some("Image4ContainerName"));
    }
}
