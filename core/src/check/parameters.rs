//! CP17: parameters: whether the declared ones are used, and have values.
//!
//! How they are declared is told in [`crate::document::parameters`]. All other rules see the values.

use serde_json::Value;

use super::facts::Facts;
use super::finding::Severity::{Hint, Warning};
use super::registry::{Check, Family, Rule, RuleDoc, Step};
use super::report::Report;
use crate::document::Place;
use crate::document::parameters::Parameter;
use crate::edit::Edit;
use crate::parameter::all_uses;
use crate::pipeline::member;

pub(super) static FAMILY: Family = Family {
    step: Step::Advice,
    rules: RULES,
    #[cfg(test)]
    examples: EXAMPLES,
};

static RULES: &[Rule] = &[
    Rule {
        doc: RuleDoc {
            code: "CP1701",
            title: "Parameter is not used",
            severity: Hint,
            what: "Each declared parameter is used in a text of the pipeline or of its resources, as ${Name}.",
            why: "Whoever deploys is asked for a value that changes nothing, and may think it does.",
            example: "A parameter Stage, and no ${Stage} anywhere",
            fix: "Use the parameter, or remove its declaration.",
            aws_answer: None,
            source: "Design of this program",
        },
        check: Check::Pipeline(unused),
    },
    Rule {
        doc: RuleDoc {
            code: "CP1702",
            title: "Parameter without value in an environment",
            severity: Warning,
            what: "Each parameter that is used has a value in each environment: a default, or one for every environment that others have values for.",
            why: "Without a value, ${Name} reaches AWS as it is written, as the name of something that does not exist.",
            example: "A parameter Bucket with a value for dev alone, where others have one for prod too",
            fix: "Give it a default, or a value in that environment.",
            aws_answer: None,
            source: "Design of this program",
        },
        check: Check::Pipeline(without_value),
    },
    Rule {
        doc: RuleDoc {
            code: "CP1703",
            title: "Secret parameter with a value in the file",
            severity: Warning,
            what: "A parameter declared as secret has neither a default nor values of environments.",
            why: "The file is kept under version control, where everybody who may read it reads the secret, also in years. The value is not used either: whoever deploys gives it.",
            example: "A parameter with secret true and a default",
            fix: "Remove the value, and change the secret where it came from.",
            aws_answer: None,
            source: "Design of this program",
        },
        check: Check::Pipeline(secret_with_value),
    },
];

fn unused(facts: &Facts, report: &mut Report) {
    let parameters = facts.parameters();
    if parameters.is_empty() {
        return;
    }
    let used = all_uses(facts.written());
    for parameter in parameters {
        if !used.contains_key(parameter.name) {
            let message = format!("Nothing uses ${{{}}}", parameter.name);
            let removal = vec![Edit::set(parameter.place.clone(), None)];
            report.at(parameter.place.clone(), message).offer("Remove parameter", removal);
        }
    }
}

fn without_value(facts: &Facts, report: &mut Report) {
    let parameters = facts.parameters();
    if parameters.is_empty() {
        return;
    }
    let document = facts.written();
    let (used, environments) = (all_uses(document), document.environments());
    for parameter in parameters {
        let is_used = used.contains_key(parameter.name);
        if !is_used || parameter.is_secret() || parameter.default().is_some() {
            continue;
        }
        let missing: Vec<&str> =
            environments.iter().copied().filter(|name| parameter.value(Some(name)).is_none()).collect();
        let name = parameter.name;
        if environments.is_empty() {
            report
                .at(parameter.place.clone(), format!("{name} has no value"))
                .advise("Give it a default, or values in environments");
        } else if !missing.is_empty() {
            report
                .at(parameter.place.clone(), format!("{name} has no value in {}", missing.join(", ")))
                .advise("Give it a default, or a value there");
        }
    }
}

fn secret_with_value(facts: &Facts, report: &mut Report) {
    for parameter in facts.parameters() {
        if !parameter.is_secret() {
            continue;
        }
        for key in ["default", "environments"] {
            if has_value(&parameter, key) {
                let place =
                    Place { owner: parameter.place.owner, path: parameter.place.path.clone().then(key) };
                let message = format!("The secret {} stands in the file", parameter.name);
                report.at(place.clone(), message).offer("Remove value", vec![Edit::set(place, None)]);
            }
        }
    }
}

fn has_value(parameter: &Parameter<'_>, key: &str) -> bool {
    member(parameter.members, key).is_some_and(|value| match value {
        Value::Null => false,
        Value::Object(members) => !members.is_empty(),
        Value::String(text) => !text.is_empty(),
        Value::Array(_) | Value::Bool(_) | Value::Number(_) => true,
    })
}

#[cfg(test)]
use super::tests::{Example, fires, silent};

#[cfg(test)]
static EXAMPLES: &[Example] = &[
    fires(
        "^pipewright = {'parameters': {'Stage': {'default': 'dev'}}}",
        "CP1701 /pipewright/parameters/Stage",
    )
    .fix(&["Remove parameter"]),
    silent("CP1701", "Approve/configuration/CustomData = 'Score #{LintVariables.SCORE} ${Stage}'\n^pipewright = {'parameters': {'Stage': {'default': 'dev'}}}"),
    silent(
        "CP1701",
        "^pipewright = {'parameters': {'Image': {'default': 'a'}}, 'resources': [{'kind': 'x', 'properties': {'image': '${Image}'}}]}",
    ),
    fires(
        "Approve/configuration/CustomData = 'Score #{LintVariables.SCORE} ${A}${B}'\n^pipewright = {'parameters': {'A': {'environments': {'dev': 'a', 'prod': 'b'}}, 'B': {'environments': {'dev': 'c'}}}}",
        "CP1702 /pipewright/parameters/B",
    ),
    silent(
        "CP1702",
        "Approve/configuration/CustomData = 'Score #{LintVariables.SCORE} ${A}${B}'\n^pipewright = {'parameters': {'A': {'environments': {'dev': 'a', 'prod': 'b'}}, 'B': {'default': 'c'}}}",
    ),
    silent("CP1702", "Approve/configuration/CustomData = 'Score #{LintVariables.SCORE} ${A}'\n^pipewright = {'parameters': {'A': {'default': 'c'}}}"),
    fires(
        "Approve/configuration/CustomData = 'Score #{LintVariables.SCORE} ${Token}'\n^pipewright = {'parameters': {'Token': {'secret': true, 'default': 'x'}}}",
        "CP1703 /pipewright/parameters/Token/default",
    )
    .fix(&["Remove value"]),
    silent("CP1703", "Approve/configuration/CustomData = 'Score #{LintVariables.SCORE} ${Token}'\n^pipewright = {'parameters': {'Token': {'secret': true}}}"),
];
