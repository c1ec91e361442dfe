//! CP04: what an action is, and the members all actions share. See `commands` for those of commands.

#[cfg(test)]
mod examples;
mod rules;

use std::collections::HashMap;

use serde_json::json;

use super::facts::{ActionFacts, Alone, Facts, Home};
use super::finding::Severity::Warning;
use super::pipeline::offer_v2;
use super::registry::{Family, Step};
use super::report::Report;
use super::words::{quoted, type_in_full};
use crate::catalog::{Category, PipelineType, Provider, Status};
use crate::document::{Owner, Place};
use crate::edit::{self, Edit, fresh_name};
use crate::pipeline::{Action, Path, Stage};

pub(super) static FAMILY: Family = Family {
    step: Step::Catalog,
    rules: rules::RULES,
    #[cfg(test)]
    examples: examples::EXAMPLES,
};

fn name_twice(facts: &Facts, _: usize, stage: &Stage, report: &mut Report) {
    let mut seen: HashMap<&str, &Action> = HashMap::new();
    for action in stage.actions.iter().filter(|action| !action.name().is_empty()) {
        let name = action.name();
        let first = *seen.entry(name).or_insert(action);
        if first.id == action.id {
            continue;
        }
        let free = fresh_name(name, stage.actions.iter().map(Action::name), '-', 100);
        let place = |id| Place::at(Owner::Action(id), Path::key("name"));
        let finding = report
            .at(place(action.id), format!("Action name {name} is used twice in stage {}", stage.name()));
        finding.relate(place(first.id), "first used here");
        if let Some(change) = edit::rename::action(facts.document(), action.id, &free) {
            finding.offer(format!("Rename to {free}"), change.edits);
        }
    }
}

/// Whether all four parts of the type are there and the catalog lacks it.
fn is_unknown(action: &Alone) -> bool {
    let kind = action.kind;
    action.provider.is_none()
        && kind.owner != "Custom"
        && Category::parse(kind.category).is_some()
        && crate::catalog::Owner::parse(kind.owner).is_some()
        && !kind.provider.is_empty()
        && !kind.version.is_empty()
}

/// The entry of the catalog with the same category and provider, whatever its owner and version.
fn namesake(home: &Home, action: &Alone) -> Option<&'static Provider> {
    if !is_unknown(action) {
        return None;
    }
    home.catalog.namesakes(action.kind.provider).find(|other| other.category.as_str() == action.kind.category)
}

fn type_part(action: &Alone, part: &'static str) -> Place {
    Place::at(action.owner(), Path::key("actionTypeId").then(part))
}

fn set_part(action: &Alone, part: &'static str, value: &str) -> Edit {
    Edit::set(type_part(action, part), Some(json!(value)))
}

fn unknown_type(home: &Home, action: &Alone, report: &mut Report) {
    if !is_unknown(action) || namesake(home, action).is_some() {
        return;
    }
    let kind = action.kind;
    let near = home.catalog.nearest(kind.category, kind.owner, kind.provider, kind.version);
    let part = match near {
        Some(near) if near.provider == kind.provider => "category",
        _ => "provider",
    };
    let hint = near.map_or_else(String::new, |near| match part {
        "category" => format!(", {} is of category {}", near.provider, near.category),
        _ => format!(", did you mean {}?", near.provider),
    });
    let message = format!("There is no action type {}{hint}", quoted(&type_in_full(kind)));
    let finding = report.at(type_part(action, part), message);
    if kind.owner == "ThirdParty" {
        // Partners come and go.
        finding.at_most(Warning).advise("Compare with aws codepipeline list-action-types");
    }
    if let Some(near) = near {
        let parts = [
            ("category", kind.category, near.category.as_str()),
            ("owner", kind.owner, near.owner.as_str()),
            ("provider", kind.provider, near.provider.as_str()),
            ("version", kind.version, near.version.as_str()),
        ];
        let edits =
            parts.iter().filter(|(_, old, new)| old != new).map(|(key, _, new)| set_part(action, key, new));
        finding.offer(format!("Use {}", near.name), edits.collect());
    }
}

fn owner_of_another(home: &Home, action: &Alone, report: &mut Report) {
    let Some(known) = namesake(home, action) else { return };
    let owner = known.owner.as_str();
    if owner != action.kind.owner {
        report
            .at(
                type_part(action, "owner"),
                format!("Owner of {} is {owner}, not {}", known.provider, action.kind.owner),
            )
            .offer(format!("Set owner to {owner}"), vec![set_part(action, "owner", owner)]);
    }
}

fn version_of_another(home: &Home, action: &Alone, report: &mut Report) {
    let Some(known) = namesake(home, action) else { return };
    if known.version != action.kind.version {
        let message = format!(
            "Version of {} is {}, not {}",
            known.provider,
            known.version,
            quoted(action.kind.version)
        );
        report.at(type_part(action, "version"), message).offer(
            format!("Set version to {}", known.version),
            vec![set_part(action, "version", &known.version)],
        );
    }
}

fn run_order_gaps(facts: &Facts, _: usize, stage: &Stage, report: &mut Report) {
    let orders = stage.run_orders();
    let is_tight = orders.iter().copied().eq(1..=orders.len() as i64);
    let is_misfit = |action: &Action| facts.misfits_at(Owner::Action(action.id), "runOrder");
    if is_tight || stage.actions.iter().any(is_misfit) {
        return;
    }
    let edits = stage.actions.iter().filter(|action| action.odd.is_none()).filter_map(|action| {
        let order = orders.iter().position(|order| *order == action.run_order())? as i64 + 1;
        let place = Place::at(Owner::Action(action.id), Path::key("runOrder"));
        (order != action.run_order()).then(|| Edit::set(place, Some(json!(order))))
    });
    let message = match orders.as_slice() {
        [only] => format!("Run order of stage {} is {only}, not 1", stage.name()),
        orders => {
            let list = orders.iter().map(i64::to_string).collect::<Vec<_>>().join(", ");
            format!("Run orders of stage {} are {list}, not 1 to {}", stage.name(), orders.len())
        }
    };
    report
        .at(Place::at(Owner::Stage(stage.id), Path::key("actions")), message)
        .offer_safe(format!("Number 1 to {}", orders.len()), edits.collect());
}

fn role_without_use(_: &Home, action: &Alone, report: &mut Report) {
    let has_role = action.action.members.contains_key("roleArn");
    if has_role && matches!(action.kind.owner, "ThirdParty" | "Custom") {
        let place = action.at("roleArn");
        report
            .at(place.clone(), format!("An action of owner {} cannot have a role", action.kind.owner))
            .offer_safe("Remove roleArn", vec![Edit::set(place, None)]);
    }
}

fn region_without_use(home: &Home, action: &Alone, report: &mut Report) {
    let Some(region) = action.action.region() else { return };
    let is_bound =
        action.is_category(Category::Source) || matches!(action.kind.owner, "ThirdParty" | "Custom");
    if is_bound && home.region.is_some_and(|home| home != region) {
        let what =
            if action.is_category(Category::Source) { "A source" } else { "A partner or custom action" };
        let place = action.at("region");
        report
            .at(place.clone(), format!("{what} runs in the pipeline's own Region, not in {region}"))
            .offer("Remove region", vec![Edit::set(place, None)]);
    }
}

fn timeout_without_use(_: &Home, action: &Alone, report: &mut Report) {
    let place = action.at("timeoutInMinutes");
    let is_for_it = action.provider.is_none_or(|provider| provider.applies.timeout);
    if action.action.members.contains_key("timeoutInMinutes") && !is_for_it {
        report
            .at(place.clone(), "Only manual approvals have timeoutInMinutes")
            .offer("Remove timeoutInMinutes", vec![Edit::set(place, None)]);
    }
}

fn at_type(action: &Alone) -> Place {
    type_part(action, "provider")
}

fn with_status(action: &Alone, status: Status) -> Option<&'static Provider> {
    action.provider.filter(|provider| provider.status == status)
}

fn deprecated(_: &Home, action: &Alone, report: &mut Report) {
    if let Some(provider) = with_status(action, Status::Deprecated) {
        let help = if provider.provider == "GitHub" {
            "Use a connection: provider CodeStarSourceConnection of owner AWS".to_owned()
        } else {
            note(provider)
        };
        report.at(at_type(action), format!("{} is deprecated", provider.name)).advise(help);
    }
}

fn note(provider: &Provider) -> String {
    let text = provider.status_note.as_deref().unwrap_or("Replace it by its successor");
    text.trim_end_matches('.').to_owned()
}

fn end_of_life(_: &Home, action: &Alone, report: &mut Report) {
    if let Some(provider) = with_status(action, Status::EndOfLife) {
        let message = format!("{} no longer exists, the action cannot succeed", provider.name);
        report.at(at_type(action), message).advise(note(provider));
    }
}

fn partner(_: &Home, action: &Alone, report: &mut Report) {
    if let Some(provider) = with_status(action, Status::PartnerUnverified) {
        let message = format!("AWS does not publish what {} takes", provider.name);
        report.at(at_type(action), message).advise("Compare with aws codepipeline list-action-types");
    }
}

/// The keys that together name what an action deploys to.
fn target_keys(id: &str) -> &'static [&'static str] {
    match id {
        "Deploy/AWS/CloudFormation/1" => &["StackName", "ActionMode", "ChangeSetName"],
        "Deploy/AWS/CloudFormationStackSet/1" => &["StackSetName"],
        "Deploy/AWS/S3/1" => &["BucketName", "ObjectKey"],
        "Deploy/AWS/ECS/1" => &["ClusterName", "ServiceName"],
        "Deploy/AWS/CodeDeploy/1" | "Deploy/AWS/CodeDeployToECS/1" => {
            &["ApplicationName", "DeploymentGroupName"]
        }
        "Deploy/AWS/ElasticBeanstalk/1" => &["ApplicationName", "EnvironmentName"],
        "Deploy/AWS/Lambda/1" => &["FunctionName", "FunctionAlias"],
        _ => &[],
    }
}

/// What tells the target of an action from others.
pub(super) type Target<'f> = (&'static str, Vec<Option<&'f str>>);

/// The target of an action; `None` if that cannot be said.
pub(super) fn target<'f>(action: &'f ActionFacts) -> Option<Target<'f>> {
    let provider = action.provider?;
    let keys = target_keys(&provider.id);
    let values: Vec<Option<&str>> = keys.iter().map(|key| action.shared(key)).collect();
    // The first key is required; where it is missing that is told already.
    values.first()?.filter(|text| !text.is_empty())?;
    let place = [action.region, action.action.role_arn()];
    Some((provider.id.as_str(), values.into_iter().chain(place).collect()))
}

fn same_target(facts: &Facts, index: usize, _: &Stage, report: &mut Report) {
    let mut seen: Vec<(i64, Target, &Action)> = Vec::new();
    for action in facts.of_stage(index) {
        let Some(target) = target(action) else { continue };
        let action = action.action;
        let order = action.run_order();
        match seen.iter().find(|(other_order, other, _)| *other_order == order && *other == target) {
            Some((_, _, first)) => {
                let message = format!(
                    "{} and {} deploy to the same target at the same time",
                    first.name(),
                    action.name()
                );
                report
                    .at(Place::at(Owner::Action(action.id), Path::key("configuration")), message)
                    .relate(Place::action(first.id), "runs at the same time")
                    .advise("Let one run after the other");
            }
            None => seen.push((order, target, action)),
        }
    }
}

fn needs_v2(home: &Home, action: &Alone, report: &mut Report) {
    let Some(provider) = action.provider else { return };
    if home.is_v1() && !provider.supports(PipelineType::V1) {
        let finding = report.at(at_type(action), format!("{} needs pipeline type V2", provider.name));
        offer_v2(finding);
    }
}
