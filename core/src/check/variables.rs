//! CP08: variables, the namespaces that hold them, and references to them.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::facts::{ActionFacts, Alone, Facts, Home, MOST_REFACTORINGS, ReferenceFacts, Site};
use super::finding::Finding;
use super::finding::Severity::{Error, Hint, Warning};
use super::pipeline::offer_v2;
use super::registry::{Check, Family, Rule, RuleDoc, Step};
use super::report::Report;
use super::words::{did_you_mean, quoted};
use crate::catalog::{Category, Owner as TypeOwner, nearest_of};
use crate::document::{Owner, Place};
use crate::edit::{self, Edit, fresh_name};
use crate::flow::Moment;
use crate::flow::variables::{EXECUTION_ID, Malformed, RESERVED, Target};
use crate::pipeline::{FilterKind, Path, list_of, text_of};

pub(super) static FAMILY: Family = Family {
    step: Step::Variables,
    rules: RULES,
    #[cfg(test)]
    examples: EXAMPLES,
};

static RULES: &[Rule] = &[
    Rule {
        doc: RuleDoc {
            code: "CP0801",
            title: "Namespace does not fit",
            severity: Error,
            what: "A namespace has 1 to 100 letters, digits and @ - _.",
            why: "AWS takes no other names; a dot ends the namespace in a reference.",
            example: "\"namespace\": \"build.vars\"",
            fix: "Replace the other characters, for example by -.",
            aws_answer: Some(
                "ValidationException: 1 validation error detected: Value at 'pipeline.stages.1.member.actions.1.member.namespace' failed to satisfy constraint: Member must satisfy regular expression pattern: [A-Za-z0-9@\\-_]+",
            ),
            source: "API model, CDK, issue reports",
        },
        check: Check::Shape,
    },
    Rule {
        doc: RuleDoc {
            code: "CP0802",
            title: "Namespace used twice",
            severity: Error,
            what: "Each namespace belongs to one action.",
            why: "Nobody could tell whose variable a reference means.",
            example: "Two actions with \"namespace\": \"Build\"",
            fix: "Rename one of them, and the references to it.",
            aws_answer: Some(
                "InvalidActionDeclarationException: Namespaces must be unique across the pipeline definition. The following occur more than once in the pipeline. StageName=[S], ActionName=[A], Namespace=[N]",
            ),
            source: "User guide, issue reports",
        },
        check: Check::Pipeline(namespace_twice),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0803",
            title: "Namespace named like an artifact",
            severity: Error,
            what: "No namespace has the name of an artifact.",
            why: "AWS keeps both names in one place.",
            example: "\"namespace\": \"BuildOutput\" beside an artifact BuildOutput",
            fix: "Rename the namespace.",
            aws_answer: Some("InvalidActionDeclarationException (wording not known)"),
            source: "User guide",
        },
        check: Check::ActionAmong(namespace_like_artifact),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0804",
            title: "Reserved namespace",
            severity: Error,
            what: "No action has the namespace codepipeline or variables.",
            why: "They hold the execution's id and the pipeline's own variables.",
            example: "\"namespace\": \"variables\"",
            fix: "Choose another name.",
            aws_answer: Some("InvalidActionDeclarationException"),
            source: "User guide",
        },
        check: Check::ActionAmong(namespace_reserved),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0805",
            title: "Namespace without variables",
            severity: Hint,
            what: "Only actions that yield variables have a namespace.",
            why: "There will never be anything in it.",
            example: "A manual approval with a namespace",
            fix: "Remove the namespace.",
            aws_answer: None,
            source: "User guide",
        },
        check: Check::ActionAmong(namespace_without_use),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0806",
            title: "Broken variable reference",
            severity: Error,
            what: "References are written #{namespace.name}, without blanks.",
            why: "AWS refuses what begins like a reference and is none.",
            example: "#{SourceVariables}",
            fix: "Write namespace, dot and name between the braces.",
            aws_answer: Some(
                "InvalidActionDeclarationException, with StageName, ActionName, ActionConfigurationKey and VariableReferenceText",
            ),
            source: "User guide",
        },
        check: Check::Pipeline(malformed),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0807",
            title: "Unknown namespace",
            severity: Error,
            what: "The namespace of a reference belongs to an action, or is variables or codepipeline.",
            why: "AWS refuses a reference to what does not exist. Variables of an action without namespace cannot be read.",
            example: "#{SourceVars.CommitId} where the source has the namespace SourceVariables",
            fix: "Correct the name, or give the action the namespace.",
            aws_answer: Some("InvalidActionDeclarationException"),
            source: "User guide",
        },
        check: Check::Pipeline(unknown_namespace),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0808",
            title: "Variable read before it is set",
            severity: Error,
            what: "References point to actions of an earlier stage, or of the same stage at a lower runOrder.",
            why: "A variable exists when its action has ended.",
            example: "An approval of stage 2 with #{Deploy.Id} of stage 3",
            fix: "Raise the run order of the reader, or move it.",
            aws_answer: Some("InvalidActionDeclarationException"),
            source: "User guide",
        },
        check: Check::Pipeline(too_early),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0809",
            title: "Undeclared variable",
            severity: Error,
            what: "The pipeline declares each variable that is read as #{variables.NAME}.",
            why: "AWS refuses a reference to a variable that is not declared; letter case counts.",
            example: "#{variables.Stage} without a variable Stage",
            fix: "Declare the variable, or correct the name.",
            aws_answer: Some("InvalidActionDeclarationException"),
            source: "User guide",
        },
        check: Check::Pipeline(undeclared),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0810",
            title: "Variable of the pipeline on V1",
            severity: Error,
            what: "References to #{variables.NAME} stand in V2 pipelines only.",
            why: "V1 pipelines have no variables of their own.",
            example: "\"pipelineType\": \"V1\" and #{variables.Stage}",
            fix: "Set the pipeline type to V2.",
            aws_answer: Some("InvalidStructureException"),
            source: "User guide, CDK",
        },
        check: Check::Pipeline(reference_on_v1),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0811",
            title: "Variable in a source",
            severity: Error,
            what: "Source actions read no variables.",
            why: "They run first, and AWS resolves nothing in them, not even the pipeline's variables.",
            example: "\"BranchName\": \"#{variables.Branch}\"",
            fix: "Write the value itself.",
            aws_answer: Some("InvalidActionDeclarationException"),
            source: "User guide",
        },
        check: Check::Pipeline(in_source),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0812",
            title: "Variable the action does not yield",
            severity: Error,
            what: "The name of a reference is one of the variables the action yields.",
            why: "The reading action fails when it cannot resolve the reference; letter case counts.",
            example: "#{SourceVariables.CommitID}",
            fix: "Pick a variable the action yields.",
            aws_answer: Some(
                "Failure when the action runs: An action in this pipeline failed because one or more variables could not be resolved: Action name=A",
            ),
            source: "User guide",
        },
        check: Check::Pipeline(unknown_key),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0813",
            title: "Variable a Commands action does not put out",
            severity: Error,
            what: "The name of a reference to a Commands action is one of its outputVariables.",
            why: "Only listed variables leave the action.",
            example: "#{Lint.SCORE} and \"outputVariables\": []",
            fix: "Add the name to outputVariables.",
            aws_answer: Some(
                "Failure when the action runs: An action in this pipeline failed because one or more variables could not be resolved: Action name=A",
            ),
            source: "User guide",
        },
        check: Check::Pipeline(not_put_out),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0814",
            title: "Variable that cannot be checked here",
            severity: Hint,
            what: "A variable whose name is chosen in a buildspec, template or function is really there.",
            why: "The definition does not tell; the reading action fails if it is missing.",
            example: "#{BuildVariables.IMAGE_TAG}",
            fix: "List it under exported-variables of the buildspec, Outputs of the template, or outputVariables of the function's answer.",
            aws_answer: Some("Failure when the action runs, if it is missing"),
            source: "User guide",
        },
        check: Check::Pipeline(unchecked_key),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0815",
            title: "Variable that another kind of start sets",
            severity: Warning,
            what: "Variables of a connection source that exist for pushes, tags or pull requests only are read where all triggers are of that kind.",
            why: "After another kind of start the variable is missing, and the reading action fails.",
            example: "#{SourceVariables.PullRequestId} with push triggers",
            fix: "Make a pipeline of its own for each kind, or do without the variable.",
            aws_answer: Some("Failure when the action runs"),
            source: "User guide",
        },
        check: Check::Pipeline(of_another_start),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0816",
            title: "Variable where none is resolved",
            severity: Error,
            what: "References stand in configuration, commands and environment variables only.",
            why: "Names, roles and Regions are taken literally, and then break their pattern.",
            example: "\"region\": \"#{variables.Region}\"",
            fix: "Write the value itself.",
            aws_answer: Some("ValidationException for the pattern of the member"),
            source: "User guide",
        },
        check: Check::Shape,
    },
    Rule {
        doc: RuleDoc {
            code: "CP0817",
            title: "Variable name does not fit",
            severity: Error,
            what: "A variable has a name of 1 to 128 letters, digits and @ - _.",
            why: "AWS takes no other names.",
            example: "{\"name\": \"image.tag\"}",
            fix: "Replace the other characters.",
            aws_answer: Some("ValidationException"),
            source: "API model, CDK",
        },
        check: Check::Shape,
    },
    Rule {
        doc: RuleDoc {
            code: "CP0818",
            title: "Variable declared twice",
            severity: Error,
            what: "The names of the pipeline's variables differ from each other.",
            why: "Nobody could tell which of the two counts.",
            example: "[{\"name\": \"Stage\"}, {\"name\": \"Stage\"}]",
            fix: "Rename or remove one.",
            aws_answer: Some("InvalidStructureException"),
            source: "CDK: Variable with duplicate name",
        },
        check: Check::Pipeline(declared_twice),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0819",
            title: "Variables do not fit",
            severity: Error,
            what: "There are at most 50 variables, with defaults of 1 to 1000 characters and descriptions of at most 200.",
            why: "AWS takes no more and no longer ones, and no empty default.",
            example: "{\"name\": \"Tag\", \"defaultValue\": \"\"}",
            fix: "Leave the default out instead of empty; shorten.",
            aws_answer: Some("ValidationException"),
            source: "API model, CDK",
        },
        check: Check::Shape,
    },
    Rule {
        doc: RuleDoc {
            code: "CP0820",
            title: "Variables on V1",
            severity: Error,
            what: "Only V2 pipelines declare variables.",
            why: "V1 pipelines have no variables of their own.",
            example: "\"pipelineType\": \"V1\", \"variables\": [ … ]",
            fix: "Set the pipeline type to V2.",
            aws_answer: Some("InvalidStructureException"),
            source: "CDK: Pipeline variables can only be used with V2 pipelines",
        },
        check: Check::Pipeline(declared_on_v1),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0821",
            title: "Automatic start without a value",
            severity: Warning,
            what: "Variables of a pipeline that starts by itself have a default.",
            why: "An automatic start gives no values, so it fails.",
            example: "A trigger, and {\"name\": \"Stage\"} without defaultValue",
            fix: "Add a defaultValue.",
            aws_answer: Some("ValidationException of the start"),
            source: "User guide",
        },
        check: Check::Pipeline(no_default),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0822",
            title: "Variable nobody reads",
            severity: Hint,
            what: "Each declared variable is read somewhere.",
            why: "Whoever starts the pipeline is asked for a value without effect.",
            example: "{\"name\": \"Stage\"} without any #{variables.Stage}",
            fix: "Remove it.",
            aws_answer: None,
            source: "Practice",
        },
        check: Check::Pipeline(never_read),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0823",
            title: "Variable named like a secret",
            severity: Warning,
            what: "Variables hold no secrets.",
            why: "Their values are shown to everyone who sees the execution.",
            example: "{\"name\": \"DbPassword\"}",
            fix: "Keep the secret in Secrets Manager and pass its name.",
            aws_answer: None,
            source: "User guide",
        },
        check: Check::Pipeline(named_like_secret),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0824",
            title: "Stack outputs as variables and as a file",
            severity: Hint,
            what: "A CloudFormation action has a namespace or an OutputFileName, not both.",
            why: "One report says that the variables stay empty when both are set.",
            example: "\"namespace\": \"Stack\" and \"OutputFileName\": \"outputs.json\"",
            fix: "Use one of them.",
            aws_answer: None,
            source: "One issue report, not confirmed",
        },
        check: Check::Provider(&["Deploy/AWS/CloudFormation/1"], namespace_and_file),
    },
];

// Namespaces.

fn namespace_twice(facts: &Facts, report: &mut Report) {
    for (index, action) in facts.actions.iter().enumerate() {
        let Some(name) = action.action.namespace().filter(|name| !name.is_empty()) else { continue };
        let Some(first) =
            facts.namespaces.get(name).and_then(|users| users.first()).filter(|first| **first < index)
        else {
            continue;
        };
        let message = format!("Namespace {name} is used twice");
        let finding = report.at(action.at("namespace"), message);
        finding.relate(facts.actions[*first].at("namespace"), "first used here");
        offer_namespace(facts, action, name, finding);
    }
}

fn offer_namespace(facts: &Facts, action: &ActionFacts, wanted: &str, finding: &mut Finding) {
    if !facts.may_refactor() {
        return;
    }
    let taken = facts.namespaces.keys().copied().chain(facts.flow.artifacts.iter().map(|a| a.name.as_str()));
    let free = fresh_name(wanted, taken.chain(RESERVED), '-', 100);
    if let Some(change) = edit::rename::namespace(facts.document, action.action.id, Some(&free)) {
        finding.offer(format!("Rename to {free}"), change.edits);
    }
}

fn namespace_like_artifact(facts: &Facts, action: &ActionFacts, report: &mut Report) {
    let Some(name) = action.action.namespace() else { return };
    let Some(artifact) = facts.flow.artifact(name) else { return };
    let finding = report.at(action.at("namespace"), format!("Namespace {name} has the name of an artifact"));
    if let Some(maker) = artifact.makers.first() {
        let path = Path::key("outputArtifacts").then(maker.index).then("name");
        finding.relate(Place::at(Owner::Action(maker.action), path), "the artifact is made here");
    }
    offer_namespace(facts, action, &format!("{name}Variables"), finding);
}

fn namespace_reserved(facts: &Facts, action: &ActionFacts, report: &mut Report) {
    let Some(name) = action.action.namespace().filter(|name| RESERVED.contains(name)) else { return };
    let finding = report.at(action.at("namespace"), format!("Namespace {name} belongs to CodePipeline"));
    offer_namespace(facts, action, &format!("{}Variables", action.action.name().replace('.', "-")), finding);
}

fn namespace_without_use(facts: &Facts, action: &ActionFacts, report: &mut Report) {
    let Some(provider) = action.provider.filter(|it| it.has_known_keys() && it.owner == TypeOwner::Aws)
    else {
        return;
    };
    let Some(name) = action.action.namespace() else { return };
    let is_read = || facts.references.iter().any(|it| it.target.is_ok_and(|target| target.namespace == name));
    if !provider.yields_variables() && !is_read() {
        let place = action.at("namespace");
        report
            .at(place.clone(), format!("{} yields no variables", provider.name))
            .offer_safe("Remove namespace", vec![Edit::set(place, None)]);
    }
}

fn namespace_and_file(_: &Home, action: &Alone, report: &mut Report) {
    if action.action.namespace().is_some() && action.action.configuration().has("OutputFileName") {
        report
            .at(action.at("namespace"), "With OutputFileName the variables of the namespace may stay empty")
            .relate(action.at_configuration("OutputFileName"), "the file is named here")
            .advise("Use one of the two");
    }
}

// References.

/// When a reader needs its variables; `None` if its run order is no number.
fn moment_of(facts: &Facts, site: Site) -> Option<Moment> {
    match site {
        Site::Action(index) => facts.actions[index].moment,
        Site::Rule(index) => {
            let rule = &facts.rules[index];
            Some(Moment::of_conditions(rule.stage_index, rule.kind))
        }
    }
}

fn is_in_source(facts: &Facts, reference: &ReferenceFacts) -> bool {
    match reference.site {
        Site::Action(index) => facts.actions[index].is_category(Category::Source),
        Site::Rule(_) => false,
    }
}

/// All well-formed references outside sources.
fn targets<'f, 'd>(facts: &'f Facts<'d>) -> impl Iterator<Item = (&'f ReferenceFacts<'d>, Target<'d>)> {
    facts
        .references
        .iter()
        .filter(|reference| !is_in_source(facts, reference))
        .filter_map(|reference| Some((reference, reference.target.ok()?)))
}

/// The actions that declare a namespace.
fn setters<'f, 'd>(facts: &'f Facts<'d>, namespace: &str) -> impl Iterator<Item = &'f ActionFacts<'d>> {
    facts.namespaces.get(namespace).into_iter().flatten().map(|index| &facts.actions[*index])
}

/// The one action a reference reads from, if that is clear.
fn setter<'f, 'd>(facts: &'f Facts<'d>, namespace: &str) -> Option<&'f ActionFacts<'d>> {
    let mut setters = setters(facts, namespace);
    setters.next().filter(|_| setters.next().is_none() && !RESERVED.contains(&namespace))
}

/// Adds a finding about a reference.
fn at_reference<'r>(
    report: &'r mut Report,
    reference: &ReferenceFacts,
    message: impl Into<String>,
) -> &'r mut Finding {
    report.at(reference.place.clone(), message).point_at(reference.span.clone())
}

/// Offers to write another reference in the place of this one.
fn offer_reference(
    facts: &Facts,
    reference: &ReferenceFacts,
    namespace: &str,
    key: &str,
    finding: &mut Finding,
) {
    let place = &reference.place;
    let Some(text) = facts.document.value(place.owner, &place.path).and_then(Value::as_str) else { return };
    let new = format!("#{{{namespace}.{key}}}");
    let value = text.replace(reference.text, &new);
    finding.offer(format!("Use {new}"), vec![Edit::set(place.clone(), Some(json!(value)))]);
}

fn malformed(facts: &Facts, report: &mut Report) {
    for reference in &facts.references {
        let Err(problem) = reference.target else { continue };
        let shown = quoted(reference.text);
        let message = match problem {
            Malformed::Unclosed => format!("Variable reference {shown} has no closing brace"),
            Malformed::NoDot => format!("Variable reference {shown} has no dot between namespace and name"),
            Malformed::Empty => format!("Variable reference {shown} lacks the namespace or the name"),
            Malformed::Character(' ') => format!("Variable reference {shown} holds a blank"),
            Malformed::Character(odd) => format!("Variable reference {shown} holds \"{odd}\""),
        };
        let finding = at_reference(report, reference, message);
        finding.advise("Write it as #{namespace.name}");
        let inner = reference.text.trim_start_matches("#{").trim_end_matches('}');
        let compact: String = inner.split_whitespace().collect();
        if problem == Malformed::Character(' ')
            && let Some((namespace, key)) = compact.split_once('.')
        {
            offer_reference(facts, reference, namespace, key, finding);
        }
        // Scripts have uses of their own for these characters.
        let is_script = matches!(reference.place.path.first_key(), Some("commands"))
            || reference.place.path.to_string().contains("Buildspec");
        if is_script {
            finding.at_most(Warning);
        }
    }
}

fn unknown_namespace(facts: &Facts, report: &mut Report) {
    let mut known: Vec<&str> = facts.namespaces.keys().copied().chain(RESERVED).collect();
    known.sort_unstable();
    // What was meant is looked for once for each name.
    let mut meant: HashMap<&str, Option<&str>> = HashMap::new();
    for (reference, target) in targets(facts) {
        let name = target.namespace;
        if RESERVED.contains(&name) || facts.namespaces.contains_key(name) {
            continue;
        }
        let looked_for = meant.len();
        let near = *meant.entry(name).or_insert_with(|| {
            let near = || nearest_of(name, known.iter().copied());
            (looked_for < MOST_REFACTORINGS).then(near).flatten()
        });
        let unnamed = facts.actions.iter().find(|action| {
            action.action.name() == name
                && action.action.namespace().is_none()
                && action.provider.is_some_and(crate::catalog::Provider::yields_variables)
        });
        let message = match (unnamed, near) {
            (Some(_), _) => format!("Action {name} has no namespace"),
            (None, Some(near)) => {
                format!("No action has the namespace {}, did you mean {near}?", quoted(name))
            }
            (None, None) => format!("No action has the namespace {}", quoted(name)),
        };
        let finding = at_reference(report, reference, message);
        if let Some(action) = unnamed {
            finding.relate(Place::action(action.action.id), "this action");
            if facts.flow.artifact(name).is_none() && !name.contains('.') {
                let edit = Edit::set(action.at("namespace"), Some(json!(name)));
                finding.offer(format!("Give {name} the namespace {name}"), vec![edit]);
            }
        } else if let Some(near) = near {
            offer_reference(facts, reference, near, target.key, finding);
        } else if facts.flow.artifact(name).is_some() {
            finding.advise(format!(
                "{name} is an artifact; variables are read through the namespace of an action"
            ));
        } else {
            finding.advise("Give the action that sets the variable this namespace");
        }
    }
}

fn too_early(facts: &Facts, report: &mut Report) {
    for (reference, target) in targets(facts) {
        if RESERVED.contains(&target.namespace) {
            continue;
        }
        let Some(moment) = moment_of(facts, reference.site) else { continue };
        let mut latest = None;
        let mut is_fine = false;
        for setter in setters(facts, target.namespace) {
            is_fine |= setter.moment.is_none_or(|set| set < moment);
            latest = Some(setter);
        }
        let Some(setter) = latest.filter(|_| !is_fine) else { continue };
        let name = setter.action.name();
        let own = |index: usize| &facts.actions[index];
        let message = match reference.site {
            Site::Action(index) if own(index).action.id == setter.action.id => {
                format!("{name} reads its own variable {}", reference.text)
            }
            Site::Action(_) if setter.moment.is_some_and(|set| set == moment) => {
                format!("{} is set by {name}, which starts at the same time", reference.text)
            }
            _ => format!("{} is set by {name}, which runs later", reference.text),
        };
        let finding = match reference.site {
            Site::Action(_) => at_reference(report, reference, message),
            Site::Rule(_) => {
                report.under("CP1014", reference.place.clone(), message).point_at(reference.span.clone())
            }
        };
        finding.relate(setter.at("namespace"), "set here");
        if let Site::Action(index) = reference.site
            && let Some(set) = setter.moment
            && set.stage == moment.stage
            && own(index).action.id != setter.action.id
            && (0..999).contains(&set.run_order)
        {
            let edit = Edit::set(own(index).at("runOrder"), Some(json!(set.run_order + 1)));
            finding.offer(format!("Run {} after {name}", own(index).action.name()), vec![edit]);
        }
    }
}

fn declared<'d>(facts: &Facts<'d>) -> Vec<&'d str> {
    facts.pipeline.variables().filter_map(crate::pipeline::Variable::name).collect()
}

fn undeclared(facts: &Facts, report: &mut Report) {
    if facts.is_v1() {
        return;
    }
    let declared = declared(facts);
    for (reference, target) in targets(facts) {
        let name = target.key;
        if target.namespace != "variables" || declared.contains(&name) {
            continue;
        }
        let near = nearest_of(name, declared.iter().copied());
        let hint = did_you_mean(name, declared.iter().copied());
        let finding =
            at_reference(report, reference, format!("Variable {} is not declared{hint}", quoted(name)));
        if let Some(near) = near {
            offer_reference(facts, reference, "variables", near, finding);
        }
        if !name.contains('.') {
            let mut all = list_of(&facts.pipeline.members, "variables").to_vec();
            all.push(json!({"name": name}));
            let place = Place::at(Owner::Pipeline, Path::key("variables"));
            finding
                .offer(format!("Declare variable {name}"), vec![Edit::set(place, Some(Value::Array(all)))]);
        }
    }
}

fn reference_on_v1(facts: &Facts, report: &mut Report) {
    for (reference, target) in targets(facts) {
        if facts.is_v1() && target.namespace == "variables" {
            let message = format!("{} needs pipeline type V2", reference.text);
            offer_v2(at_reference(report, reference, message));
        }
    }
}

fn in_source(facts: &Facts, report: &mut Report) {
    for reference in facts.references.iter().filter(|reference| is_in_source(facts, reference)) {
        let message = format!("A source resolves no variables, so {} stays as it is", reference.text);
        at_reference(report, reference, message).advise("Write the value itself");
    }
}

fn unknown_key(facts: &Facts, report: &mut Report) {
    for (reference, target) in targets(facts) {
        if target.namespace == "codepipeline" {
            if target.key != EXECUTION_ID {
                let message =
                    format!("codepipeline has one variable, {EXECUTION_ID}, not {}", quoted(target.key));
                let finding = at_reference(report, reference, message);
                offer_reference(facts, reference, "codepipeline", EXECUTION_ID, finding);
            }
            continue;
        }
        let Some(setter) = setter(facts, target.namespace) else { continue };
        let Some(provider) =
            setter.provider.filter(|it| it.has_known_keys() && it.owner != TypeOwner::Custom)
        else {
            continue;
        };
        let known = || provider.output_variables.iter().map(|variable| variable.name.as_str());
        if provider.user_defined_output_variables.is_some() || known().any(|name| name == target.key) {
            continue;
        }
        let what = if provider.yields_variables() {
            format!("{} yields no variable {}", provider.name, quoted(target.key))
        } else {
            format!("{} yields no variables", provider.name)
        };
        let hint = did_you_mean(target.key, known());
        let finding = at_reference(report, reference, format!("{what}{hint}"));
        finding.relate(setter.at("namespace"), "the namespace is given here");
        if let Some(near) = nearest_of(target.key, known()) {
            offer_reference(facts, reference, target.namespace, near, finding);
        }
    }
}

fn not_put_out(facts: &Facts, report: &mut Report) {
    for (reference, target) in targets(facts) {
        let Some(setter) = setter(facts, target.namespace).filter(|it| it.is("Compute/AWS/Commands/1"))
        else {
            continue;
        };
        if setter.action.output_variables().any(|name| name == target.key) {
            continue;
        }
        let known = || setter.action.output_variables();
        let hint = did_you_mean(target.key, known());
        let message =
            format!("{} does not put out variable {}{hint}", setter.action.name(), quoted(target.key));
        let finding = at_reference(report, reference, message);
        finding.relate(setter.at("outputVariables"), "what it puts out");
        if let Some(near) = nearest_of(target.key, known()) {
            offer_reference(facts, reference, target.namespace, near, finding);
        }
        let mut all = list_of(&setter.action.members, "outputVariables").to_vec();
        all.push(json!(target.key));
        let edit = Edit::set(setter.at("outputVariables"), Some(Value::Array(all)));
        finding.offer(format!("Add {} to outputVariables", target.key), vec![edit]);
    }
}

fn unchecked_key(facts: &Facts, report: &mut Report) {
    let mut told: Vec<Target> = Vec::new();
    for (reference, target) in targets(facts) {
        let Some(setter) = setter(facts, target.namespace) else { continue };
        let Some(provider) = setter.provider.filter(|provider| provider.id != "Compute/AWS/Commands/1")
        else {
            continue;
        };
        let is_fixed = provider.output_variables.iter().any(|variable| variable.name == target.key);
        let Some(_) = provider.user_defined_output_variables.as_ref().filter(|_| !is_fixed) else { continue };
        if told.contains(&target) {
            continue;
        }
        told.push(target);
        let source = match provider.provider.as_str() {
            "CodeBuild" => "exported-variables of its buildspec",
            "CloudFormation" => "the Outputs of its template",
            "Lambda" => "the outputVariables of its answer",
            _ => "what it puts out",
        };
        let message = format!("Whether {} yields {} cannot be told here", setter.action.name(), target.key);
        at_reference(report, reference, message).advise(format!("It must stand in {source}"));
    }
}

/// The kinds of starts that set a variable of a connection source.
fn kind_that_sets(key: &str) -> Option<&'static str> {
    match key {
        "BranchName" => Some("push"),
        "TagName" => Some("tag"),
        "PullRequestId" | "PullRequestTitle" | "SourceBranchName" | "DestinationBranchName" => {
            Some("pull request")
        }
        _ => None,
    }
}

fn of_another_start(facts: &Facts, report: &mut Report) {
    for (reference, target) in targets(facts) {
        let Some(needed) = kind_that_sets(target.key) else { continue };
        let Some(setter) =
            setter(facts, target.namespace).filter(|it| it.is("Source/AWS/CodeStarSourceConnection/1"))
        else {
            continue;
        };
        let mut kinds: Vec<&str> = facts
            .pipeline
            .triggers()
            .filter(|trigger| trigger.source_action_name() == Some(setter.action.name()))
            .flat_map(crate::pipeline::Trigger::filters)
            .map(|filter| match filter.kind {
                FilterKind::PullRequest => "pull request",
                FilterKind::Push if filter.members.contains_key("tags") => "tag",
                FilterKind::Push => "push",
            })
            .collect();
        if kinds.is_empty() {
            kinds.push("push");
        }
        // A branch is known for tags, too.
        let is_set = |kind: &str| kind == needed || needed == "push" && kind == "tag";
        if let Some(other) = kinds.iter().find(|kind| !is_set(kind)) {
            let message =
                format!("{} is set after a {needed} only, but a {other} starts the pipeline", reference.text);
            at_reference(report, reference, message)
                .relate(Place::action(setter.action.id), "the source")
                .advise("Make a pipeline of its own for each kind of start");
        }
    }
}

// Variables of the pipeline.

fn variable_place(index: usize, key: &'static str) -> Place {
    Place::at(Owner::Pipeline, Path::key("variables").then(index).then(key))
}

/// Positions, names and members of the declared variables.
fn variables<'d>(facts: &Facts<'d>) -> impl Iterator<Item = (usize, &'d str, &'d crate::pipeline::Object)> {
    list_of(&facts.pipeline.members, "variables").iter().enumerate().filter_map(|(index, variable)| {
        let members = variable.as_object()?;
        Some((index, text_of(members, "name")?, members))
    })
}

fn declared_twice(facts: &Facts, report: &mut Report) {
    let all: Vec<(usize, &str)> = variables(facts).map(|(index, name, _)| (index, name)).collect();
    for (position, (index, name)) in all.iter().enumerate() {
        if let Some((first, _)) = all[..position].iter().find(|(_, other)| other == name) {
            let element = Place::at(Owner::Pipeline, Path::key("variables").then(*index));
            report
                .at(variable_place(*index, "name"), format!("Variable {name} is declared twice"))
                .relate(variable_place(*first, "name"), "first declared here")
                .offer("Remove this one", vec![Edit::set(element, None)]);
        }
    }
}

fn declared_on_v1(facts: &Facts, report: &mut Report) {
    if facts.is_v1() && variables(facts).next().is_some() {
        let place = Place::at(Owner::Pipeline, Path::key("variables"));
        offer_v2(report.at(place, "Variables need pipeline type V2"));
    }
}

/// A source that starts the pipeline without anybody's doing.
pub(super) fn automatic_start<'f, 'd>(facts: &'f Facts<'d>) -> Option<&'f ActionFacts<'d>> {
    facts.actions.iter().filter(|action| action.is_category(Category::Source)).find(|action| {
        let Some(provider) = action.provider else { return false };
        let has_trigger =
            facts.pipeline.triggers().any(|it| it.source_action_name() == Some(action.action.name()));
        let switch =
            ["DetectChanges", "PollForSourceChanges"].into_iter().find(|key| provider.field(key).is_some());
        has_trigger || switch.is_some_and(|key| action.action.configuration().get(key) != Some("false"))
    })
}

fn no_default(facts: &Facts, report: &mut Report) {
    let Some(source) = automatic_start(facts) else { return };
    for (index, name, members) in variables(facts) {
        if !members.contains_key("defaultValue") {
            report
                .at(
                    variable_place(index, "defaultValue"),
                    format!("Variable {name} has no default, so automatic starts fail"),
                )
                .relate(Place::action(source.action.id), "this source starts the pipeline")
                .advise("Add a defaultValue");
        }
    }
}

fn never_read(facts: &Facts, report: &mut Report) {
    for (index, name, _) in variables(facts) {
        let is_read = facts
            .references
            .iter()
            .any(|it| it.target.is_ok_and(|target| target.namespace == "variables" && target.key == name));
        if !is_read {
            let element = Place::at(Owner::Pipeline, Path::key("variables").then(index));
            report
                .at(variable_place(index, "name"), format!("Variable {name} is never read"))
                .offer_safe(format!("Remove variable {name}"), vec![Edit::set(element, None)]);
        }
    }
}

fn named_like_secret(facts: &Facts, report: &mut Report) {
    for (index, name, _) in variables(facts) {
        if super::configuration::names_a_secret(name) {
            report
                .at(
                    variable_place(index, "name"),
                    format!("Everyone who sees an execution sees the value of {name}"),
                )
                .advise("Keep the secret in Secrets Manager and pass its name");
        }
    }
}

#[cfg(test)]
use super::tests::{Example, fires, silent};

#[cfg(test)]
static EXAMPLES: &[Example] = &[
    fires("Compile/namespace = 'build.vars'", "CP0801 Compile/namespace").fix(&["Rename to build-vars"]),
    silent("CP0801", "Compile/namespace = 'build@vars_1-x'"),
    fires("Compile/namespace = 'SourceVariables'", "CP0802 Compile/namespace").fix(&["Rename to SourceVariables-2"]),
    silent("CP0802", ""),
    fires("Compile/namespace = 'BuildOutput'", "CP0803 Compile/namespace").fix(&["Rename to BuildOutputVariables"]),
    silent("CP0803", ""),
    fires("Compile/namespace = 'variables'", "CP0804 Compile/namespace").fix(&["Rename to CompileVariables"]),
    silent("CP0804", "Compile/namespace = 'Variables'"),
    fires("Approve/namespace = 'ApproveVariables'", "CP0805 Approve/namespace").fix(&["Remove namespace"]),
    silent("CP0805", ""),
    fires("Approve/configuration/CustomData = '#{LintVariables}'", "CP0806 Approve/configuration/CustomData").fix(&[]),
    fires("Approve/configuration/CustomData = '#{ LintVariables.SCORE }'", "CP0806 Approve/configuration/CustomData")
        .fix(&["Use #{LintVariables.SCORE}"]),
    fires("Lint/commands/0 = 'tmux display #{pane}'", "CP0806 Lint/commands/0"),
    silent("CP0806", ""),
    fires("Approve/configuration/CustomData = '#{LintVars.SCORE}'", "CP0807 Approve/configuration/CustomData")
        .fix(&["Use #{LintVariables.SCORE}"]),
    fires(
        "Lint/namespace -\nApprove/configuration/CustomData = '#{Lint.SCORE}'",
        "CP0807 Approve/configuration/CustomData",
    )
    .fix(&["Give Lint the namespace Lint"]),
    silent("CP0807", "Approve/configuration/CustomData = '#{codepipeline.PipelineExecutionId}'"),
    fires("Lint/commands/0 = 'echo #{LintVariables.SCORE}'", "CP0808 Lint/commands/0").fix(&[]),
    fires(
        "Lint/runOrder = 1\nLint/inputArtifacts/0/name = 'SourceOutput'\nCompile/configuration/EnvironmentVariables = '[{\\'name\\':\\'S\\',\\'value\\':\\'#{LintVariables.SCORE}\\'}]'",
        "CP0808 Compile/configuration/EnvironmentVariables",
    )
    .fix(&["Run Compile after Lint"]),
    silent("CP0808", ""),
    fires("Stack/configuration/StackName = 'shop-#{variables.Targte}'", "CP0809 Stack/configuration/StackName, CP0822 /variables/0/name")
        .fix(&["Use #{variables.Target}", "Declare variable Targte"]),
    silent("CP0809", ""),
    fires(
        "/pipelineType = 'V1'\n/variables -\n/triggers -\n/stages/3/onFailure -\n/stages/1/actions/1 -\nApprove/configuration -",
        "CP0810 /stages/3/actions/0/configuration/StackName, CP0111 /pipelineType",
    )
    .fix(&["Set pipeline type to V2"]),
    silent("CP0810", ""),
    fires("Git/configuration/BranchName = '#{variables.Target}'", "CP0811 Git/configuration/BranchName"),
    silent("CP0811", ""),
    fires("Approve/configuration/CustomData = '#{SourceVariables.CommitID}'", "CP0812 Approve/configuration/CustomData")
        .fix(&["Use #{SourceVariables.CommitId}"]),
    fires("Approve/configuration/CustomData = '#{codepipeline.Id}'", "CP0812 Approve/configuration/CustomData"),
    silent("CP0812", "Approve/configuration/CustomData = '#{SourceVariables.CommitId}'"),
    fires("Approve/configuration/CustomData = '#{LintVariables.SCROE}'", "CP0813 Approve/configuration/CustomData")
        .fix(&["Use #{LintVariables.SCORE}", "Add SCROE to outputVariables"]),
    silent("CP0813", ""),
    fires("Approve/configuration/CustomData = '#{BuildVariables.TAG}'", "CP0814 Approve/configuration/CustomData"),
    silent("CP0814", ""),
    fires(
        "Approve/configuration/CustomData = '#{SourceVariables.PullRequestId}'",
        "CP0815 Approve/configuration/CustomData",
    ),
    silent("CP0815", "Approve/configuration/CustomData = '#{SourceVariables.BranchName}'"),
    fires("Site/roleArn = '#{variables.Role}'", "CP0816 Site/roleArn"),
    fires("Site/region = '#{variables.Region}'", "CP0816 Site/region"),
    fires("Site/region = '#{codepipeline.PipelineExecutionId}'", "CP0816 Site/region"),
    silent("CP0816", ""),
    fires("/variables/+ = {'name': 'image.tag', 'defaultValue': 'x'}", "CP0817 /variables/1/name"),
    silent("CP0817", ""),
    fires("/variables/+ = {'name': 'Target', 'defaultValue': 'x'}", "CP0818 /variables/1/name").fix(&["Remove this one"]),
    silent("CP0818", "/variables/+ = {'name': 'target', 'defaultValue': 'x'}"),
    fires("/variables/0/defaultValue = ''", "CP0819 /variables/0/defaultValue"),
    silent("CP0819", ""),
    fires(
        "/pipelineType = 'V1'\n/triggers -\n/stages/3/onFailure -\n/stages/1/actions/1 -\nApprove/configuration -\nStack/configuration/StackName = 'shop'",
        "CP0820 /variables, CP0822 /variables/0/name",
    )
    .fix(&["Set pipeline type to V2"]),
    silent("CP0820", ""),
    fires("/variables/0/defaultValue -", "CP0821 /variables/0/defaultValue"),
    silent("CP0821", ""),
    fires("/variables/+ = {'name': 'Other', 'defaultValue': 'x'}", "CP0822 /variables/1/name")
        .fix(&["Remove variable Other"]),
    silent("CP0822", ""),
    fires(
        "/variables/+ = {'name': 'DbPassword', 'defaultValue': 'x'}\nApprove/configuration/CustomData = '#{variables.DbPassword}'",
        "CP0823 /variables/1/name",
    ),
    silent("CP0823", ""),
    fires(
        "Stack/namespace = 'StackVariables'\nStack/configuration/OutputFileName = 'outputs.json'\nStack/outputArtifacts = [{'name': 'StackOutput'}]\nSite/inputArtifacts/0/name = 'StackOutput'",
        "CP0824 Stack/namespace",
    ),
    silent("CP0824", "Stack/namespace = 'StackVariables'"),
];
