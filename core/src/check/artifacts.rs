//! CP05: artifacts, from the action that makes one to those that take it.

use super::facts::{ActionFacts, Alone, Facts, Home};
use super::finding::Finding;
use super::finding::Severity::{Error, Hint, Warning};
use super::registry::{Check, Family, Rule, RuleDoc, Step};
use super::report::Report;
use super::words::{all_of, count, did_you_mean, quoted};
use crate::catalog::{ArtifactCount, Category, Provider, nearest_of};
use crate::document::{Owner, Place};
use crate::edit::{self, Edit, fresh_name};
use crate::flow::{Moment, Port};
use crate::pipeline::Path;

pub(super) static FAMILY: Family = Family {
    step: Step::Graph,
    rules: RULES,
    #[cfg(test)]
    examples: EXAMPLES,
};

static RULES: &[Rule] = &[
    Rule {
        doc: RuleDoc {
            code: "CP0501",
            title: "Artifact name does not fit",
            severity: Error,
            what: "Artifacts have names of 1 to 100 letters, digits and - _.",
            why: "AWS takes no other names; dots and @ are allowed in action names, but not here.",
            example: "\"outputArtifacts\": [{\"name\": \"Build.Output\"}]",
            fix: "Replace the other characters, for example by -.",
            aws_answer: Some(
                "ValidationException: 1 validation error detected: Value at '…outputArtifacts.1.member.name' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_\\-]+",
            ),
            source: "API model, CDK",
        },
        check: Check::Shape,
    },
    Rule {
        doc: RuleDoc {
            code: "CP0502",
            title: "Artifact made twice",
            severity: Error,
            what: "Each name of an output artifact is used once in the pipeline.",
            why: "Nobody could tell which of the two an action takes.",
            example: "Two actions with \"outputArtifacts\": [{\"name\": \"Output\"}]",
            fix: "Rename one of them, and its takers.",
            aws_answer: Some(
                "InvalidStructureException: Output Artifact Bundle name must be unique within the pipeline. X has been used more than once.",
            ),
            source: "User guide, CDK, cfn-lint E3701, issue reports",
        },
        check: Check::Pipeline(made_twice),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0503",
            title: "Artifact never made",
            severity: Error,
            what: "Each input artifact is the output of an action.",
            why: "AWS refuses an action that takes what nobody makes.",
            example: "\"inputArtifacts\": [{\"name\": \"Imgae\"}]",
            fix: "Take an artifact that an earlier action makes.",
            aws_answer: Some(
                "InvalidActionDeclarationException: Input Artifact Bundle X in action A is not declared as Output Artifact Bundle in any of the preceding actions",
            ),
            source: "User guide, CDK, cfn-lint E3701, issue reports",
        },
        check: Check::ActionAmong(never_made),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0504",
            title: "Artifact taken before it is made",
            severity: Error,
            what: "The maker of an input artifact stands in an earlier stage, or in the same stage at a lower runOrder.",
            why: "Actions of the same run order start together, so none has the artifact of another.",
            example: "Build and test with runOrder 1, and the test takes the build's output",
            fix: "Raise the run order of the taker, or move it.",
            aws_answer: Some(
                "InvalidActionDeclarationException: Input Artifact Bundle X in action A is not declared as Output Artifact Bundle in any of the preceding actions",
            ),
            source: "User guide, CDK",
        },
        check: Check::ActionAmong(too_early),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0505",
            title: "Too few input artifacts",
            severity: Error,
            what: "An action takes at least as many artifacts as its type needs.",
            why: "AWS counts before it saves.",
            example: "A CodeBuild action without inputArtifacts",
            fix: "Add an input artifact.",
            aws_answer: Some(
                "InvalidActionDeclarationException: Action A declares N input artifacts which is less than the minimum count (M)",
            ),
            source: "User guide, cfn-lint E3702, issue reports",
        },
        check: Check::ActionAmong(too_few_inputs),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0506",
            title: "Too many input artifacts",
            severity: Error,
            what: "An action takes at most as many artifacts as its type allows.",
            why: "AWS counts before it saves.",
            example: "A manual approval with inputArtifacts",
            fix: "Remove inputs.",
            aws_answer: Some("InvalidActionDeclarationException"),
            source: "User guide, cfn-lint E3702",
        },
        check: Check::Action(too_many_inputs),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0507",
            title: "Too few output artifacts",
            severity: Error,
            what: "An action makes at least as many artifacts as its type must.",
            why: "AWS counts before it saves; a source without output gives nothing to the pipeline.",
            example: "A source action without outputArtifacts",
            fix: "Add an output artifact.",
            aws_answer: Some("InvalidActionDeclarationException"),
            source: "User guide, cfn-lint E3702",
        },
        check: Check::ActionAmong(too_few_outputs),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0508",
            title: "Too many output artifacts",
            severity: Error,
            what: "An action makes at most as many artifacts as its type can.",
            why: "AWS counts before it saves; most deploy actions make none.",
            example: "An S3 deploy action with outputArtifacts",
            fix: "Remove outputs.",
            aws_answer: Some("InvalidActionDeclarationException"),
            source: "User guide, cfn-lint E3702",
        },
        check: Check::ActionAmong(too_many_outputs),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0509",
            title: "Artifact taken twice by one action",
            severity: Error,
            what: "An action lists each input artifact once.",
            why: "The list is a set to AWS.",
            example: "\"inputArtifacts\": [{\"name\": \"Source\"}, {\"name\": \"Source\"}]",
            fix: "Remove one of them.",
            aws_answer: Some("InvalidActionDeclarationException"),
            source: "CloudFormation schema",
        },
        check: Check::Action(taken_twice),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0510",
            title: "Artifact nobody takes",
            severity: Hint,
            what: "Each output artifact is taken by a later action or rule.",
            why: "An artifact without a taker is stored for nothing, or an action misses it.",
            example: "A build with output Report that no action takes",
            fix: "Connect it, or remove it.",
            aws_answer: None,
            source: "Practice",
        },
        check: Check::ActionAmong(never_taken),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0511",
            title: "Artifact name no buildspec can hold",
            severity: Error,
            what: "The output artifacts of a CodeBuild action with several have names of letters, digits and _.",
            why: "With several outputs each name stands in the buildspec under secondary-artifacts, where - is not allowed.",
            example: "\"outputArtifacts\": [{\"name\": \"app-image\"}, {\"name\": \"app-docs\"}]",
            fix: "Replace - by _, here and in the buildspec.",
            aws_answer: Some(
                "Failure when the action runs: Invalid input: identifier must contain only alphanumeric characters and underscores and be less than 128 characters in length",
            ),
            source: "Issue reports",
        },
        check: Check::ProviderAmong(CODEBUILD, name_for_buildspec),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0512",
            title: "Clone reference taken by another action than CodeBuild",
            severity: Error,
            what: "A source with OutputArtifactFormat CODEBUILD_CLONE_REF feeds CodeBuild actions only.",
            why: "The artifact holds a reference to the repository instead of files, and only CodeBuild can follow it.",
            example: "\"OutputArtifactFormat\": \"CODEBUILD_CLONE_REF\" and a CloudFormation action that takes the artifact",
            fix: "Set the format to CODE_ZIP, or let a build hand on the files.",
            aws_answer: Some("Failure when the action runs"),
            source: "User guide",
        },
        check: Check::ActionAmong(clone_reference),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0513",
            title: "Artifact between two other accounts",
            severity: Error,
            what: "Of maker and taker of an artifact at least one is in the pipeline's account, or both are in the same one.",
            why: "CodePipeline does not carry artifacts between two accounts that are both not its own.",
            example: "A build in account 444455556666 whose output a deploy action of account 777788889999 takes",
            fix: "Make the artifact anew in the pipeline's account.",
            aws_answer: Some("Failure when the action runs"),
            source: "User guide",
        },
        check: Check::ActionAmong(between_accounts),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0514",
            title: "Outputs of a build in another account",
            severity: Error,
            what: "A CodeBuild action with a role of another account has no output artifacts.",
            why: "The objects it writes belong to the other account, and the pipeline cannot read them.",
            example: "A CodeBuild action with roleArn of account 444455556666 and outputArtifacts",
            fix: "Remove the outputs, or build in the pipeline's account.",
            aws_answer: Some("Failure when the action runs"),
            source: "CDK: A cross-account CodeBuild action cannot have outputs",
        },
        check: Check::Provider(CODEBUILD, outputs_of_another_account),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0515",
            title: "Action takes its own output",
            severity: Error,
            what: "No action takes what it makes itself.",
            why: "An artifact exists when the action that makes it has ended.",
            example: "A build with input and output \"App\"",
            fix: "Give the output a name of its own.",
            aws_answer: Some(
                "InvalidActionDeclarationException: Input Artifact Bundle X in action A is not declared as Output Artifact Bundle in any of the preceding actions",
            ),
            source: "User guide",
        },
        check: Check::ActionAmong(own_output),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0516",
            title: "Image source used as source code",
            severity: Warning,
            what: "The artifact of an ECR source is not the primary source of a build, nor the place of a template.",
            why: "It holds imageDetail.json only, no code.",
            example: "\"PrimarySource\": \"Image\" where Image comes from ECR",
            fix: "Add a source with code and make it the primary one.",
            aws_answer: Some("Failure when the action runs"),
            source: "User guide",
        },
        check: Check::ActionAmong(image_as_code),
    },
];

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
            let change = edit::rename::artifact(facts.document, maker.action, &artifact.name, &free);
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

fn supply(facts: &Facts, action: &ActionFacts, name: &str, moment: Moment) -> Supply {
    let makers = facts.flow.artifact(name).map_or(&[][..], |artifact| &artifact.makers);
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
    for (index, name) in inputs(action) {
        if !matches!(supply(facts, action, name, moment), Supply::NeverMade) {
            continue;
        }
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
        if let Some(change) = edit::artifacts::replace_input(facts.document, action.action.id, name, artifact)
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
    for (index, name) in inputs(action) {
        let Supply::TooEarly(maker) = supply(facts, action, name, moment) else { continue };
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
    for (index, name) in inputs(action) {
        if !matches!(supply(facts, action, name, moment), Supply::Own) {
            continue;
        }
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
    let number = action.action.input_artifacts().count();
    if number >= provider.input_artifacts.min || facts.misfits_at(action.owner(), "inputArtifacts") {
        return;
    }
    let finding = miscounted(action, provider, &provider.input_artifacts, number, INPUTS, report);
    let Some(moment) = action.moment else { return };
    for artifact in free_artifacts(facts, action, moment).into_iter().take(3) {
        if let Some(change) = edit::artifacts::connect(facts.document, action.action.id, artifact) {
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
    let number = action.action.output_artifacts().count();
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
    let number = action.action.output_artifacts().count();
    if number <= provider.output_artifacts.max {
        return;
    }
    let finding = miscounted(action, provider, &provider.output_artifacts, number, OUTPUTS, report);
    let is_taken = action
        .action
        .output_artifacts()
        .any(|name| facts.flow.artifact(name).is_some_and(|artifact| !artifact.takers.is_empty()));
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
    for (index, name) in action.action.output_artifacts().enumerate() {
        let is_taken = facts.flow.artifact(name).is_some_and(|artifact| !artifact.takers.is_empty())
            || facts.rules.iter().any(|rule| rule.rule.input_artifacts().any(|taken| taken == name));
        if !is_taken && !name.is_empty() {
            report.at(at_name(action, "outputArtifacts", index), format!("No action takes artifact {name}"));
        }
    }
}

fn name_for_buildspec(facts: &Facts, action: &ActionFacts, report: &mut Report) {
    let names: Vec<&str> = action.action.output_artifacts().collect();
    if names.len() < 2 {
        return;
    }
    for (index, name) in names.iter().enumerate() {
        let fits = |c: char| c.is_ascii_alphanumeric() || c == '_';
        if name.is_empty() || name.len() < 128 && name.chars().all(fits) {
            continue;
        }
        let message = format!("A buildspec cannot name artifact {name} under secondary-artifacts");
        let finding = report.at(at_name(action, "outputArtifacts", index), message);
        finding.advise("With several outputs, use letters, digits and _ and the same names in the buildspec");
        let clean: String = name.chars().map(|c| if fits(c) { c } else { '_' }).collect();
        if facts.flow.artifact(&clean).is_none()
            && facts.may_refactor()
            && let Some(change) = edit::rename::artifact(facts.document, action.action.id, name, &clean)
        {
            finding.offer(format!("Rename to {clean}"), change.edits);
        }
    }
}

/// The maker an input of an action comes from.
fn maker_of<'f, 'd>(facts: &'f Facts<'d>, name: &str, moment: Moment) -> Option<(&'f ActionFacts<'d>, Port)> {
    let port = facts.flow.artifact(name)?.maker_for(moment)?;
    Some((facts.action(port.action)?, port))
}

fn clone_reference(facts: &Facts, action: &ActionFacts, report: &mut Report) {
    let Some(moment) = action.moment else { return };
    if action.provider.is_none_or(|provider| provider.provider == "CodeBuild") {
        return;
    }
    for (index, name) in inputs(action) {
        let Some((maker, _)) = maker_of(facts, name, moment) else { continue };
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
    let Some(moment) = action.moment.filter(|_| facts.is_cross_account(action.action)) else { return };
    for (index, name) in inputs(action) {
        let Some((maker, port)) = maker_of(facts, name, moment) else { continue };
        let accounts = (facts.account_of(maker.action), facts.account_of(action.action));
        if facts.is_cross_account(maker.action)
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
    let inputs: Vec<(usize, &str)> = inputs(action).collect();
    let (artifact, place) = match provider.provider.as_str() {
        "CodeBuild" => match (action.literal("PrimarySource"), inputs.as_slice()) {
            (Some(primary), _) => (primary, action.at_configuration("PrimarySource")),
            (None, [(index, only)]) => (*only, at_name(action, "inputArtifacts", *index)),
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
    if let Some((maker, port)) = maker_of(facts, artifact, moment)
        && maker.is("Source/AWS/ECR/1")
    {
        report
            .at(place, format!("Artifact {artifact} holds imageDetail.json only, no code"))
            .relate(maker_place(port), "made by an ECR source here")
            .advise("Add a source with code");
    }
}

#[cfg(test)]
use super::tests::{Example, fires, silent};

#[cfg(test)]
static EXAMPLES: &[Example] = &[
    fires("Lint/outputArtifacts = [{'name': 'Lint.Report'}]", "CP0501 Lint/outputArtifacts/0/name"),
    silent("CP0501", "Lint/outputArtifacts = [{'name': 'Lint_Report-1'}]"),
    fires("Lint/outputArtifacts = [{'name': 'BuildOutput'}]", "CP0502 Lint/outputArtifacts/0/name")
        .fix(&["Rename to BuildOutput_2"]),
    silent("CP0502", "Lint/outputArtifacts = [{'name': 'Other'}]"),
    fires("Site/inputArtifacts/0/name = 'BuildOutptu'", "CP0503 Site/inputArtifacts/0/name")
        .fix(&["Use artifact BuildOutput"]),
    fires("Site/inputArtifacts/0/name = 'Zebra'", "CP0503 Site/inputArtifacts/0/name")
        .fix(&["Use artifact BuildOutput", "Use artifact SourceOutput"]),
    silent("CP0503", "Site/inputArtifacts/0/name = 'SourceOutput'"),
    fires("Compile/runOrder = 2\nCompile/inputArtifacts/0/name = 'SourceOutput'\nLint/runOrder = 1", "CP0504 Lint/inputArtifacts/0/name")
        .fix(&["Run Lint after Compile"]),
    fires(
        "Compile/runOrder = 9223372036854775807\nCompile/inputArtifacts/0/name = 'SourceOutput'\nLint/runOrder = 1",
        "CP0409 Compile/runOrder",
    ),
    silent("CP0504", ""),
    fires("Site/inputArtifacts = []", "CP0505 Site/inputArtifacts")
        .fix(&["Use artifact BuildOutput", "Use artifact SourceOutput"]),
    silent("CP0505", "Approve/inputArtifacts = []"),
    fires("Approve/inputArtifacts = [{'name': 'BuildOutput'}]", "CP0506 Approve/inputArtifacts")
        .fix(&["Remove input artifacts"]),
    silent("CP0506", "Site/actionTypeId = {'category': 'Deploy', 'owner': 'Custom', 'provider': 'Ours', 'version': '1'}"),
    fires("Git/outputArtifacts = []\nCompile/inputArtifacts/0/name = 'GitOutput'", "CP0507 Git/outputArtifacts, CP0503 Compile/inputArtifacts/0/name"),
    silent("CP0507", ""),
    fires("Site/outputArtifacts = [{'name': 'SiteOutput'}]", "CP0508 Site/outputArtifacts, CP0510 Site/outputArtifacts/0/name")
        .fix(&["Remove output artifacts"]),
    silent("CP0508", ""),
    fires(
        "Compile/inputArtifacts = [{'name': 'SourceOutput'}, {'name': 'SourceOutput'}]\nCompile/configuration/PrimarySource = 'SourceOutput'",
        "CP0509 Compile/inputArtifacts/1/name",
    )
    .fix(&["Remove this one"]),
    silent("CP0509", ""),
    fires("Lint/outputArtifacts = [{'name': 'Report'}]", "CP0510 Lint/outputArtifacts/0/name"),
    silent("CP0510", ""),
    fires(
        "Compile/outputArtifacts = [{'name': 'BuildOutput'}, {'name': 'Build-Docs'}]",
        "CP0511 Compile/outputArtifacts/1/name, CP0510 Compile/outputArtifacts/1/name",
    )
    .fix(&["Rename to Build_Docs"]),
    silent("CP0511", "Lint/outputArtifacts = [{'name': 'Lint-Report'}]"),
    fires(
        "Git/configuration/OutputArtifactFormat = 'CODEBUILD_CLONE_REF'\nSite/inputArtifacts/0/name = 'SourceOutput'",
        "CP0512 Site/inputArtifacts/0/name",
    )
    .fix(&["Set OutputArtifactFormat to CODE_ZIP"]),
    silent("CP0512", "Git/configuration/OutputArtifactFormat = 'CODEBUILD_CLONE_REF'"),
    fires(
        "Lint/outputArtifacts = [{'name': 'Report'}]\nLint/roleArn = 'arn:aws:iam::444455556666:role/x'\nSite/inputArtifacts/0/name = 'Report'\nSite/roleArn = 'arn:aws:iam::777788889999:role/x'",
        "CP0513 Site/inputArtifacts/0/name",
    ),
    silent(
        "CP0513",
        "Lint/outputArtifacts = [{'name': 'Report'}]\nLint/roleArn = 'arn:aws:iam::444455556666:role/x'\nSite/inputArtifacts/0/name = 'Report'",
    ),
    fires("Compile/roleArn = 'arn:aws:iam::444455556666:role/x'", "CP0514 Compile/outputArtifacts"),
    silent("CP0514", "Compile/roleArn = 'arn:aws:iam::111122223333:role/x'"),
    fires(
        "Compile/inputArtifacts/0/name = 'BuildOutput'\nGit/outputArtifacts/0/name = 'SourceOutput'\nSite/inputArtifacts/0/name = 'SourceOutput'",
        "CP0515 Compile/inputArtifacts/0/name",
    )
    .fix(&["Use artifact SourceOutput"]),
    silent("CP0515", ""),
    fires(
        "/stages/0/actions/+ = {'name': 'Image', 'actionTypeId': {'category': 'Source', 'owner': 'AWS', 'provider': 'ECR', 'version': '1'}, 'configuration': {'RepositoryName': 'node'}, 'outputArtifacts': [{'name': 'Image'}]}\nCompile/inputArtifacts/+ = {'name': 'Image'}\nCompile/configuration/PrimarySource = 'Image'",
        "CP0516 Compile/configuration/PrimarySource",
    ),
    silent(
        "CP0516",
        "/stages/0/actions/+ = {'name': 'Image', 'actionTypeId': {'category': 'Source', 'owner': 'AWS', 'provider': 'ECR', 'version': '1'}, 'configuration': {'RepositoryName': 'node'}, 'outputArtifacts': [{'name': 'Image'}]}\nCompile/inputArtifacts/+ = {'name': 'Image'}\nCompile/configuration/PrimarySource = 'SourceOutput'",
    ),
];
