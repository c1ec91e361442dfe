//! A plan is empty exactly if two pipelines mean the same: for edited samples, and for small pipelines of which
//! many mean the same.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::read;
use crate::document::{Document, Owner, Place};
use crate::edit::{self, Slot, SlotColumn};
use crate::pipeline::{Path, Pipeline};
use crate::plan::{Plan, normalized, outline};
use crate::samples::SAMPLES;

/// One random edit, made of numbers that are taken modulo what there is.
type Step = (u8, usize, usize, usize);

pub(in crate::plan) fn run(document: &mut Document, (kind, a, b, c): Step) {
    let pipeline = document.pipeline();
    if pipeline.stages.is_empty() {
        return;
    }
    let stage = &pipeline.stages[a % pipeline.stages.len()];
    let stage_id = stage.id;
    let action = (!stage.actions.is_empty()).then(|| stage.actions[b % stage.actions.len()].id);
    let other = pipeline.stages[c % pipeline.stages.len()].id;
    let slot = Slot { stage: other, column: SlotColumn::Beside { column: b % 3, row: c % 3 } };
    let names = ["Alpha", "Beta", "Gamma", "Delta"];
    let change = match (kind % 9, action) {
        (0, _) => edit::stages::move_to(document, stage_id, c % pipeline.stages.len()),
        (1, _) => edit::rename::stage(document, stage_id, names[c % names.len()]),
        (2, _) => Some(edit::stages::remove(document, &[stage_id])),
        (3, _) => Some(edit::stages::add(document, b % 4, names[c % names.len()]).1),
        (4, Some(action)) => edit::actions::move_to(document, action, slot),
        (5, Some(action)) => edit::rename::action(document, action, names[c % names.len()]),
        (6, Some(action)) => Some(edit::actions::remove(document, &[action])),
        (7, Some(action)) => Some(edit::actions::duplicate(document, &[action]).1),
        (_, Some(action)) => {
            let place = Place::at(Owner::Action(action), Path::configuration(names[c % names.len()]));
            let value = (b % 3 > 0).then(|| json!(names[b % names.len()]));
            edit::fields::set(document, &place, value)
        }
        (_, None) => None,
    };
    if let Some(change) = change {
        document.change(&change).unwrap();
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn a_plan_is_empty_exactly_if_the_pipelines_mean_the_same(
        sample in 0..SAMPLES.len(),
        steps in prop::collection::vec(any::<(u8, usize, usize, usize)>(), 0..6),
    ) {
        let old = Document::read(SAMPLES[sample].text.as_bytes()).unwrap();
        let mut new = old.clone();
        for step in steps {
            run(&mut new, step);
        }
        let (old, new) = (old.pipeline(), new.pipeline());
        prop_assert!(Plan::between(Some(new), new).is_empty());
        check(old, new)?;
    }

    #[test]
    fn what_makes_no_difference_is_told_from_what_does(
        stages in prop::collection::vec(any_stage(), 0..4),
        variables in prop::collection::vec(0..3_u8, 0..4),
        twists in prop::collection::vec(any::<(u8, usize, usize)>(), 0..4),
    ) {
        let variables: Vec<Value> = variables.iter().map(|name| json!({ "name": format!("v{name}") })).collect();
        let old = json!({ "name": "p", "variables": variables, "stages": stages });
        let mut new = old.clone();
        for (kind, a, b) in twists {
            twist(&mut new, kind, a, b);
        }
        check(&read(&old), &read(&new))?;
    }
}

fn check(old: &Pipeline, new: &Pipeline) -> Result<(), TestCaseError> {
    for (old, new) in [(old, new), (new, old)] {
        let plan = Plan::between(Some(old), new);
        let is_same = normalized(old, None) == normalized(new, None);
        prop_assert_eq!(plan.is_empty(), is_same, "{}", plan.to_text());
        prop_assert_eq!(plan.is_empty(), plan.lines().is_empty());
        prop_assert_eq!(&plan, &Plan::between(Some(old), &new.clone()));
        super::union::check_union(Some(old), Some(new))?;
        // The outline knows the pipeline's own Region where the definition gives it away.
        if is_same {
            prop_assert_eq!(outline(old), outline(new));
        }
    }
    super::union::check_union(None, Some(new))?;
    super::union::check_union(Some(old), None)
}

/// Names and values from pools so small that many are equal.
fn any_stage() -> impl Strategy<Value = Value> {
    let action = (0..3_u8, prop::option::of(1..3_i64), prop::collection::vec(0..2_u8, 0..3), 0..6_u8);
    let action = action.prop_map(|(name, run_order, inputs, extra)| {
        let inputs: Vec<Value> = inputs.iter().map(|name| json!({ "name": format!("x{name}") })).collect();
        let mut action = json!({ "name": format!("a{name}"), "inputArtifacts": inputs });
        if let Some(run_order) = run_order {
            action["runOrder"] = json!(run_order);
        }
        match extra {
            0 => {
                action["environmentVariables"] =
                    json!([{ "name": "A", "value": "1" }, { "name": "B", "value": "2" }]);
            }
            1 => action["configuration"] = json!({ "K": "1", "L": "2" }),
            2 => action["runOrder"] = json!("odd"),
            3 => action = json!("odd"),
            _ => {}
        }
        action
    });
    let actions = prop::collection::vec(action, 0..4);
    (0..3_u8, actions).prop_map(|(name, actions)| json!({ "name": format!("S{name}"), "actions": actions }))
}

/// Changes a declaration a little; about every second time so that it means the same.
fn twist(pipeline: &mut Value, kind: u8, a: usize, b: usize) {
    fn list<'v>(value: &'v mut Value, key: &str) -> Option<&'v mut Vec<Value>> {
        value.get_mut(key)?.as_array_mut().filter(|list| !list.is_empty())
    }
    fn pick<'v>(value: &'v mut Value, key: &str, index: usize) -> Option<&'v mut Value> {
        let list = list(value, key)?;
        let index = index % list.len();
        list.get_mut(index)
    }
    let stage = |pipeline| -> Option<&mut Value> { pick(pipeline, "stages", a) };
    match kind % 12 {
        0 => {
            pipeline["version"] = json!(b);
            pipeline["executionMode"] = json!(if b.is_multiple_of(2) { "SUPERSEDED" } else { "QUEUED" });
        }
        1 | 2 => {
            let key = if kind % 12 == 1 { "variables" } else { "stages" };
            if let Some(list) = list(pipeline, key) {
                rotate(list, a);
            }
        }
        3 => {
            if let Some(actions) = stage(pipeline).and_then(|stage| list(stage, "actions")) {
                rotate(actions, b);
            }
        }
        4 => {
            if let Some(stage) = stage(pipeline).and_then(Value::as_object_mut) {
                stage.insert("onFailure".to_owned(), json!({ "conditions": [] }));
            }
        }
        5 => {
            if let Some(stages) = list(pipeline, "stages") {
                let copy = stages[a % stages.len()].clone();
                stages.insert(b % stages.len(), copy);
            }
        }
        _ => {
            let action = stage(pipeline).and_then(|stage| pick(stage, "actions", b));
            let Some(action) = action.filter(|action| action.is_object()) else { return };
            match kind % 12 {
                6 => action["runOrder"] = json!(1),
                7 => action["region"] = if b.is_multiple_of(2) { Value::Null } else { json!("eu-west-1") },
                8 => action["name"] = json!(format!("a{}", a % 3)),
                9 => {
                    if let Some(inputs) = list(action, "inputArtifacts") {
                        inputs.reverse();
                    }
                }
                10 => {
                    if let Some(variables) = list(action, "environmentVariables") {
                        variables.reverse();
                        variables[0]["type"] =
                            json!(if a.is_multiple_of(2) { "PLAINTEXT" } else { "SECRETS_MANAGER" });
                    }
                }
                _ => action["configuration"] = json!({ "L": "2", "K": (a % 3).to_string() }),
            }
        }
    }
}

fn rotate(list: &mut [Value], by: usize) {
    let by = by % list.len();
    list.rotate_left(by);
}
