//! Variables the pipeline declares.

use super::super::configuration::names_a_secret;
use super::super::facts::Facts;
use super::super::pipeline::offer_v2;
use super::super::report::Report;
use super::automatic_start;
use crate::document::{Owner, Place};
use crate::edit::Edit;
use crate::pipeline::{Object, Path, list_of, text_of};

fn variable_place(index: usize, key: &'static str) -> Place {
    Place::at(Owner::Pipeline, Path::key("variables").then(index).then(key))
}

/// Positions, names and members of the declared variables.
pub(super) fn variables<'d>(facts: &Facts<'d>) -> impl Iterator<Item = (usize, &'d str, &'d Object)> {
    list_of(&facts.pipeline.members, "variables").iter().enumerate().filter_map(|(index, variable)| {
        let members = variable.as_object()?;
        Some((index, text_of(members, "name")?, members))
    })
}

pub(super) fn declared_twice(facts: &Facts, report: &mut Report) {
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

pub(super) fn declared_on_v1(facts: &Facts, report: &mut Report) {
    if facts.is_v1() && variables(facts).next().is_some() {
        let place = Place::at(Owner::Pipeline, Path::key("variables"));
        offer_v2(report.at(place, "Variables need pipeline type V2"));
    }
}

pub(super) fn no_default(facts: &Facts, report: &mut Report) {
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

pub(super) fn never_read(facts: &Facts, report: &mut Report) {
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

pub(super) fn named_like_secret(facts: &Facts, report: &mut Report) {
    for (index, name, _) in variables(facts) {
        if names_a_secret(name) {
            report
                .at(
                    variable_place(index, "name"),
                    format!("Everyone who sees an execution sees the value of {name}"),
                )
                .advise("Keep the secret in Secrets Manager and pass its name");
        }
    }
}
