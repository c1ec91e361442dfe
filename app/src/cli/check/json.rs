//! Findings for programs; the form is described in [`super`].

use pipewright_core::check::{Finding, Suppressed};
use pipewright_core::document::{Owner, Place};
use serde_json::{Map, Value, json};

use super::{Checked, Located};
use crate::cli::output::Stream;

pub(super) fn write(all: &[Checked], shows_suppressed: bool, stream: &mut Stream<'_>) {
    let mut findings = Vec::new();
    for checked in all {
        findings.extend(checked.findings.iter().enumerate().map(|(index, finding)| {
            let mut value = value(checked, finding, None);
            let environments = match (checked.only_in.get(&index), &checked.environment) {
                (Some(environments), _) => Some(environments.clone()),
                (None, Some(environment)) => Some(vec![environment.clone()]),
                (None, None) => None,
            };
            value["environments"] = json!(environments);
            value
        }));
        let suppressed = checked.suppressed.iter().filter(|_| shows_suppressed);
        findings.extend(suppressed.map(|it| {
            let mut value = value(checked, &it.finding, Some(it));
            value["environments"] = Value::Null;
            value
        }));
    }
    stream.write_exactly(format!("{:#}\n", Value::from(findings)).as_bytes());
}

fn value(checked: &Checked, finding: &Finding, suppressed: Option<&Suppressed>) -> Value {
    let related: Vec<Value> = finding
        .related
        .iter()
        .map(|related| {
            let mut value = Map::new();
            value.insert("message".to_owned(), json!(related.message));
            add_place(&mut value, checked, &related.place, checked.locate(&related.place));
            Value::Object(value)
        })
        .collect();
    let fixes: Vec<&str> = finding.fixes.iter().map(|fix| fix.label.as_str()).collect();

    let mut value = Map::new();
    value.insert("file".to_owned(), json!(checked.draft.label));
    value.insert("code".to_owned(), json!(finding.code));
    value.insert("severity".to_owned(), json!(finding.severity.as_str()));
    value.insert("message".to_owned(), json!(finding.message));
    value.insert("help".to_owned(), json!(finding.help));
    add_place(&mut value, checked, &finding.place, checked.locate_finding(finding));
    let inside = checked.inside(finding).map(|(start, end)| {
        json!({"line": start.line, "column": start.column, "endLine": end.line, "endColumn": end.column})
    });
    value.insert("inside".to_owned(), json!(inside));
    value.insert("related".to_owned(), json!(related));
    value.insert("fixes".to_owned(), json!(fixes));
    let suppression = suppressed.map(|it| {
        let start = checked.locate(&Checked::place_of_suppression(it)).map(|located| located.start);
        json!({
            "reason": it.reason,
            "line": start.map(|start| start.line),
            "column": start.map(|start| start.column),
        })
    });
    value.insert("suppression".to_owned(), json!(suppression));
    Value::Object(value)
}

fn add_place(value: &mut Map<String, Value>, checked: &Checked, place: &Place, located: Option<Located>) {
    let document = &checked.draft.document;
    let names = checked.names(place);
    let path = match (place.owner, place.path.0.is_empty()) {
        (Owner::Extras, true) => Some("pipewright".to_owned()),
        (Owner::Extras, false) => Some(format!("pipewright.{}", place.path)),
        (_, true) => None,
        (_, false) => Some(place.path.to_string()),
    };
    let of_file = json!({
        "stage": names.stage,
        "action": names.action,
        "path": path,
        "label": document.place_label(place),
    });
    value.insert("place".to_owned(), of_file);
    let (start, end) = located.map(|Located { start, end, .. }| (start, end)).unzip();
    value.insert("line".to_owned(), json!(start.map(|start| start.line)));
    value.insert("column".to_owned(), json!(start.map(|start| start.column)));
    value.insert("endLine".to_owned(), json!(end.map(|end| end.line)));
    value.insert("endColumn".to_owned(), json!(end.map(|end| end.column)));
}
