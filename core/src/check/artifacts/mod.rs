//! CP05: artifacts, from the action that makes one to those that take it.

#[cfg(test)]
mod examples;
mod rules;

use super::facts::{ActionFacts, Alone, Facts, Home, Link};
use super::finding::Finding;
use super::finding::Severity::Warning;
use super::registry::{Family, Step};
use super::report::Report;
use super::words::{all_of, count, did_you_mean, quoted};
use crate::catalog::{ArtifactCount, Category, Provider, nearest_of};
use crate::document::{Owner, Place};
use crate::edit::{self, Edit, fresh_name};
use crate::flow::{Artifact, Moment, Port};
use crate::pipeline::Path;

pub(super) static FAMILY: Family = Family {
    step: Step::Graph,
    rules: rules::RULES,
    #[cfg(test)]
    examples: examples::EXAMPLES,
};

const CODEBUILD: &[&str] = &["Build/AWS/CodeBuild/1", "Test/AWS/CodeBuild/1"];

/// An artifact name in a list of an action. The position counts elements that are objects with a name.
fn at_name(action: &Alone, list: &'static str, index: usize) -> Place {
    Place::at(action.owner(), Path::key(list).then(index).then("name"))
}

fn maker_place(port: Port) -> Place {
    let path = Path::key("outputArtifacts").then(port.index).then("name");
    Place::at(Owner::Action(port.action), path)
}

fn made_twice(facts: &Facts, report: &mut Report) {
    for artifact in facts.flow.artifacts.iter().filter(|artifact| artifact.makers.len() > 1) {
        let first = artifact.makers[0];
        for maker in &artifact.makers[1..] {
            let message = format!("Artifact {} is made twice", artifact.name);
            let finding = report.at(maker_place(*maker), message);
            finding.relate(maker_place(first), "first made here");
            if maker.action == first.action || !facts.may_refactor() {
                continue;
            }
            let taken = facts.flow.artifacts.iter().map(|artifact| artifact.name.as_str());
            let free = fresh_name(&artifact.name, taken, '_', 100);
            let change = edit::rename::artifact(facts.document(), maker.action, &artifact.name, &free);
            if let Some(change) = change {
                finding.offer(format!("Rename to {free}"), change.edits);
            }
        }
    }
}

/// How an input stands to those who make its artifact.
enum Supply {
    Fine,
    NeverMade,
    Own,
    TooEarly(Port),
}

fn supply(facts: &Facts, action: &ActionFacts, taken: Link, moment: Moment) -> Supply {
    let makers = &taken.artifact.makers;
    let timed = |maker: &&Port| facts.action(maker.action).is_some_and(|maker| maker.moment.is_some());
    if makers.iter().any(|maker| maker.moment < moment && maker.action != action.action.id) {
        return Supply::Fine;
    }
    match makers.iter().find(|maker| maker.action != action.action.id) {
        // Without a run order nobody can tell.
        Some(maker) if !timed(&maker) => Supply::Fine,
        Some(maker) => Supply::TooEarly(*maker),
        None if makers.is_empty() => Supply::NeverMade,
        None => Supply::Own,
    }
}

fn inputs<'d>(action: &Alone<'d>) -> impl Iterator<Item = (usize, &'d str)> + use<'d> {
    action.action.input_artifacts().enumerate().filter(|(_, name)| !name.is_empty())
}

fn never_made(facts: &Facts, action: &ActionFacts, report: &mut Report) {
    let Some(moment) = action.moment else { return };
    for taken in facts.inputs_of(action) {
        if !matches!(supply(facts, action, taken, moment), Supply::NeverMade) {
            continue;
        }
        let Link { index, name, .. } = taken;
        let free = free_artifacts(facts, action, moment);
        let hint = did_you_mean(name, free.iter().copied());
        let message = format!("Artifact {} is never made{hint}", quoted(name));
        let finding = report.at(at_name(action, "inputArtifacts", index), message);
        offer_artifacts(facts, action, name, &free, finding);
    }
}

/// What the action could take and does not take yet, made last first.
fn free_artifacts<'f>(facts: &'f Facts, action: &ActionFacts, moment: Moment) -> Vec<&'f str> {
    /// Nobody looks further back in a list of what could be meant.
    const MOST: usize = 100;
    let available = facts.available(moment);
    available.filter(|name| !action.action.input_artifacts().any(|taken| taken == *name)).take(MOST).collect()
}

/// Offers another artifact for an input: the one spelled alike, or the only one there is, or those made last.
fn offer_artifacts(facts: &Facts, action: &ActionFacts, name: &str, free: &[&str], finding: &mut Finding) {
    const CHOICES: usize = 3;
    let chosen: Vec<&str> = match nearest_of(name, free.iter().copied()) {
        Some(near) => vec![near],
        None => free.iter().take(CHOICES).copied().collect(),
    };
    for artifact in chosen {
        if let Some(change) =
            edit::artifacts::replace_input(facts.document(), action.action.id, name, artifact)
        {
            finding.offer(format!("Use artifact {artifact}"), change.edits);
        }
    }
    if free.is_empty() {
        finding.advise("No earlier action makes an artifact; add an output to one");
    }
}

fn too_early(facts: &Facts, action: &ActionFacts, report: &mut Report) {
    let Some(moment) = action.moment else { return };
    for taken in facts.inputs_of(action) {
        let Supply::TooEarly(maker) = supply(facts, action, taken, moment) else { continue };
        let Link { index, name, .. } = taken;
        let Some(other) = facts.action(maker.action) else { continue };
        let own = action.action.name();
        let when = if maker.moment.stage > moment.stage {
            format!("in the later stage {}", other.stage.name())
        } else if maker.moment.run_order == moment.run_order {
            format!("by {}, which starts at the same time as {own}", other.action.name())
        } else {
            format!("by {}, which runs after {own}", other.action.name())
        };
        let finding =
            report.at(at_name(action, "inputArtifacts", index), format!("Artifact {name} is made {when}"));
        finding.relate(maker_place(maker), "made here");
        let later = maker.moment.run_order.saturating_add(1);
        if maker.moment.stage == moment.stage && (1..=999).contains(&later) {
            let place = action.at("runOrder");
            let edit = Edit::set(place, Some(serde_json::json!(later)));
            finding.offer(format!("Run {own} after {}", other.action.name()), vec![edit]);
        } else {
            finding.advise(format!("Move {own} behind {}", other.action.name()));
        }
    }
}

fn own_output(facts: &Facts, action: &ActionFacts, report: &mut Report) {
    let Some(moment) = action.moment else { return };
    for taken in facts.inputs_of(action) {
        if !matches!(supply(facts, action, taken, moment), Supply::Own) {
            continue;
        }
        let Link { index, name, .. } = taken;
        let message = format!("{} takes artifact {name}, which it makes itself", action.action.name());
        let finding = report.at(at_name(action, "inputArtifacts", index), message);
        if let Some(at) = action.action.output_artifacts().position(|output| output == name) {
            finding.relate(at_name(action, "outputArtifacts", at), "made here");
        }
        offer_artifacts(facts, action, name, &free_artifacts(facts, action, moment), finding);
    }
}

/// The entry of the catalog, where AWS counts artifacts and says how.
fn counted(action: &Alone) -> Option<&'static Provider> {
    action
        .provider
        .filter(|provider| provider.has_known_keys() && provider.owner != crate::catalog::Owner::Custom)
}

fn bounds(range: &ArtifactCount) -> String {
    match (range.min, range.max) {
        (0, 0) => "none".to_owned(),
        (min, max) if min == max => format!("exactly {min}"),
        (min, max) => format!("{min} to {max}"),
    }
}

/// A finding about a number of artifacts; where AWS's own papers differ, it is no error.
fn miscounted<'r>(
    action: &Alone,
    provider: &Provider,
    range: &ArtifactCount,
    number: usize,
    (list, word): (&'static str, &str),
    report: &'r mut Report,
) -> &'r mut Finding {
    let message = format!(
        "{} has {}, {} allows {}",
        action.action.name(),
        count(number, word),
        provider.name,
        bounds(range)
    );
    let finding = report.at(action.at(list), message);
    if matches!(provider.id.as_str(), "Deploy/ThirdParty/AlexaSkillsKit/1" | "Deploy/AWS/OpsWorks/1") {
        finding.at_most(Warning);
    }
    finding
}

const INPUTS: (&str, &str) = ("inputArtifacts", "input artifact");
const OUTPUTS: (&str, &str) = ("outputArtifacts", "output artifact");

fn too_few_inputs(facts: &Facts, action: &ActionFacts, report: &mut Report) {
    let Some(provider) = counted(action) else { return };
    let number = action.inputs.len();
    if number >= provider.input_artifacts.min || facts.misfits_at(action.owner(), "inputArtifacts") {
        return;
    }
    let finding = miscounted(action, provider, &provider.input_artifacts, number, INPUTS, report);
    let Some(moment) = action.moment else { return };
    for artifact in free_artifacts(facts, action, moment).into_iter().take(3) {
        if let Some(change) = edit::artifacts::connect(facts.document(), action.action.id, artifact) {
            finding.offer(format!("Use artifact {artifact}"), change.edits);
        }
    }
}

fn too_many_inputs(_: &Home, action: &Alone, report: &mut Report) {
    let Some(provider) = counted(action) else { return };
    let number = action.action.input_artifacts().count();
    if number > provider.input_artifacts.max {
        let finding = miscounted(action, provider, &provider.input_artifacts, number, INPUTS, report);
        if provider.input_artifacts.max == 0 {
            let clear = Edit::set(action.at("inputArtifacts"), Some(serde_json::json!([])));
            finding.offer("Remove input artifacts", vec![clear]);
        }
    }
}

fn too_few_outputs(facts: &Facts, action: &ActionFacts, report: &mut Report) {
    let Some(provider) = counted(action) else { return };
    let number = action.outputs.len();
    if number >= provider.output_artifacts.min || facts.misfits_at(action.owner(), "outputArtifacts") {
        return;
    }
    let finding = miscounted(action, provider, &provider.output_artifacts, number, OUTPUTS, report);
    let is_taken = |name: &str| facts.flow.artifact(name).is_some() || facts.namespaces.contains_key(name);
    let change = edit::artifacts::add_output_beside(action.action, is_taken);
    finding.offer(change.label.clone(), change.edits);
}

fn too_many_outputs(facts: &Facts, action: &ActionFacts, report: &mut Report) {
    let Some(provider) = counted(action) else { return };
    let number = action.outputs.len();
    if number <= provider.output_artifacts.max {
        return;
    }
    let finding = miscounted(action, provider, &provider.output_artifacts, number, OUTPUTS, report);
    let is_taken = facts.outputs_of(action).any(|made| !made.artifact.takers.is_empty());
    if provider.output_artifacts.max == 0 && !is_taken {
        let clear = Edit::set(action.at("outputArtifacts"), Some(serde_json::json!([])));
        finding.offer("Remove output artifacts", vec![clear]);
    }
}

fn taken_twice(_: &Home, action: &Alone, report: &mut Report) {
    let names: Vec<(usize, &str)> = inputs(action).collect();
    for (position, (index, name)) in names.iter().enumerate() {
        if let Some((first, _)) = names[..position].iter().find(|(_, earlier)| earlier == name) {
            let element = Place::at(action.owner(), Path::key("inputArtifacts").then(*index));
            report
                .at(at_name(action, "inputArtifacts", *index), format!("Artifact {name} is taken twice"))
                .relate(at_name(action, "inputArtifacts", *first), "first taken here")
                .offer("Remove this one", vec![Edit::set(element, None)]);
        }
    }
}

fn never_taken(facts: &Facts, action: &ActionFacts, report: &mut Report) {
    let must_make = action.provider.is_some_and(|provider| provider.output_artifacts.min > 0);
    if must_make && !action.is_category(Category::Source) {
        return;
    }
    for Link { index, name, artifact } in facts.outputs_of(action) {
        let is_taken = !artifact.takers.is_empty()
            || facts.rules.iter().any(|rule| rule.rule.input_artifacts().any(|taken| taken == name));
        if !is_taken {
            report.at(at_name(action, "outputArtifacts", index), format!("No action takes artifact {name}"));
        }
    }
}

fn name_for_buildspec(facts: &Facts, action: &ActionFacts, report: &mut Report) {
    if action.outputs.len() < 2 {
        return;
    }
    for Link { index, name, .. } in facts.outputs_of(action) {
        let fits = |c: char| c.is_ascii_alphanumeric() || c == '_';
        if name.len() < 128 && name.chars().all(fits) {
            continue;
        }
        let message = format!("A buildspec cannot name artifact {name} under secondary-artifacts");
        let finding = report.at(at_name(action, "outputArtifacts", index), message);
        finding.advise("With several outputs, use letters, digits and _ and the same names in the buildspec");
        let clean: String = name.chars().map(|c| if fits(c) { c } else { '_' }).collect();
        if facts.flow.artifact(&clean).is_none()
            && facts.may_refactor()
            && let Some(change) = edit::rename::artifact(facts.document(), action.action.id, name, &clean)
        {
            finding.offer(format!("Rename to {clean}"), change.edits);
        }
    }
}

/// The maker an input of an action comes from.
fn maker_of<'f, 'd>(
    facts: &'f Facts<'d>,
    artifact: &Artifact,
    moment: Moment,
) -> Option<(&'f ActionFacts<'d>, Port)> {
    let port = artifact.maker_for(moment)?;
    Some((facts.action(port.action)?, port))
}

fn clone_reference(facts: &Facts, action: &ActionFacts, report: &mut Report) {
    let Some(moment) = action.moment else { return };
    if action.provider.is_none_or(|provider| provider.provider == "CodeBuild") {
        return;
    }
    for Link { index, name, artifact } in facts.inputs_of(action) {
        let Some((maker, _)) = maker_of(facts, artifact, moment) else { continue };
        if maker.literal("OutputArtifactFormat") != Some("CODEBUILD_CLONE_REF") {
            continue;
        }
        let format = maker.at_configuration("OutputArtifactFormat");
        report
            .at(
                at_name(action, "inputArtifacts", index),
                format!("Artifact {name} is a clone reference, which only CodeBuild can read"),
            )
            .relate(format.clone(), "CODEBUILD_CLONE_REF is set here")
            .offer(
                "Set OutputArtifactFormat to CODE_ZIP",
                vec![Edit::set(format, Some(serde_json::json!("CODE_ZIP")))],
            );
    }
}

fn between_accounts(facts: &Facts, action: &ActionFacts, report: &mut Report) {
    let Some(moment) = action.moment.filter(|_| action.brief.is_cross_account) else { return };
    for Link { index, name, artifact } in facts.inputs_of(action) {
        let Some((maker, port)) = maker_of(facts, artifact, moment) else { continue };
        let accounts = (facts.account_of(maker.action), facts.account_of(action.action));
        if maker.brief.is_cross_account
            && let (Some(from), Some(to)) = accounts
            && from != to
        {
            report
                .at(
                    at_name(action, "inputArtifacts", index),
                    format!(
                        "Artifact {name} goes from account {from} to account {to}, past the pipeline's own"
                    ),
                )
                .relate(maker_place(port), "made here")
                .advise("Make the artifact anew in the pipeline's account");
        }
    }
}

fn outputs_of_another_account(home: &Home, action: &Alone, report: &mut Report) {
    let names: Vec<&str> = action.action.output_artifacts().collect();
    if !names.is_empty() && home.is_cross_account(action.action) {
        let message = format!("The pipeline cannot read {} of a build in another account", all_of(names));
        report
            .at(action.at("outputArtifacts"), message)
            .relate(action.at("roleArn"), "the role of another account")
            .advise("Remove the outputs, or build in the pipeline's account");
    }
}

fn image_as_code(facts: &Facts, action: &ActionFacts, report: &mut Report) {
    let Some(moment) = action.moment else { return };
    let Some(provider) = action.provider else { return };
    let (artifact, place) = match provider.provider.as_str() {
        "CodeBuild" => match (action.literal("PrimarySource"), action.inputs) {
            (Some(primary), _) => (primary, action.at_configuration("PrimarySource")),
            (None, [only]) => {
                (facts.flow.artifacts[*only].name.as_str(), at_name(action, "inputArtifacts", 0))
            }
            (None, _) => return,
        },
        "CloudFormation" | "CloudFormationStackSet" => {
            let Some((artifact, _)) = action.literal("TemplatePath").and_then(|path| path.split_once("::"))
            else {
                return;
            };
            (artifact, action.at_configuration("TemplatePath"))
        }
        _ => return,
    };
    if let Some(made) = facts.flow.artifact(artifact)
        && let Some((maker, port)) = maker_of(facts, made, moment)
        && maker.is("Source/AWS/ECR/1")
    {
        report
            .at(place, format!("Artifact {artifact} holds imageDetail.json only, no code"))
            .relate(maker_place(port), "made by an ECR source here")
            .advise("Add a source with code");
    }
}
