//! Definitions as they were found, published and pulled back.

use std::fmt::Write as _;

use pipewright::cloud::Account;
use pipewright_core::document::Document;
use pipewright_core::plan::Plan;
use pipewright_tests::moto::{Moto, ROLE_ARN};
use pipewright_tests::python::or_skip;
use serde_json::{Value, json};

use crate::cloud::{account, wait};
use crate::corpus;

/// What the server refuses, and the words of its answer. It refuses a pipeline of one stage; none was found.
const REFUSED: &[(&str, &str)] = &[];

#[test]
fn found_definitions_come_back_from_an_account_as_they_went() {
    let Some(files) = corpus::files("native") else { return };
    let Some(moto) = or_skip(Moto::start()) else { return };
    let account = account(&moto.aws(), &moto.connection("test"));
    let (mut published, mut met, mut failures) = (0, Vec::new(), String::new());
    for (name, bytes) in &files {
        let Ok(document) = Document::read(bytes) else { continue };
        moto.reset();
        let expected = REFUSED.iter().find(|(file, _)| name.starts_with(file));
        match (there_and_back(&*account, &prepared(&document)), expected) {
            (Ok(()), None) => published += 1,
            (Ok(()), Some(_)) => drop(writeln!(failures, "{name}: was not refused")),
            (Err(problem), Some((file, words))) if problem.contains(words) => met.push(*file),
            (Err(problem), _) => drop(writeln!(failures, "{name}: {problem}")),
        }
    }
    println!("{published} published, {} refused", met.len());
    for (file, _) in REFUSED {
        if !met.contains(file) {
            let _ = writeln!(failures, "{file}: was to be refused");
        }
    }
    assert!(failures.is_empty(), "\n{failures}");
    assert!(published > 0, "nothing was published");
}

/// The declaration with a role that exists, and on every level a member no SDK has heard of.
fn prepared(document: &Document) -> Value {
    let mut declaration = document.declaration();
    declaration["roleArn"] = ROLE_ARN.into();
    mark(&mut declaration);
    for stage in list(&mut declaration, "stages") {
        mark(stage);
        for action in list(stage, "actions") {
            mark(action);
            for artifact in list(action, "outputArtifacts") {
                mark(artifact);
            }
        }
    }
    declaration
}

fn list<'v>(value: &'v mut Value, key: &str) -> impl Iterator<Item = &'v mut Value> {
    value.get_mut(key).and_then(Value::as_array_mut).into_iter().flatten()
}

fn mark(value: &mut Value) {
    if let Value::Object(members) = value {
        let number: Value = serde_json::from_str("12345678901234567890123").expect("a number");
        members.insert("futureMember".to_owned(), json!({"list": [number, null, "é"], "empty": {}}));
    }
}

fn there_and_back(account: &dyn Account, sent: &Value) -> Result<(), String> {
    wait(account.create(sent, &[])).map_err(|fault| fault.to_string())?;
    let name = sent["name"].as_str().unwrap_or_default();
    let live = wait(account.get(name, None)).map_err(|fault| fault.to_string())?;
    let read = |declaration: &Value| Document::read_text(&declaration.to_string()).map_err(|e| e.to_string());
    let (before, after) = (read(sent)?, read(live.pipeline())?);
    let plan = Plan::between(Some(before.pipeline()), after.pipeline());
    if !plan.is_empty() {
        return Err(format!("came back as something else:\n{}", plan.to_text()));
    }
    match lost(sent, live.pipeline(), "") {
        None => Ok(()),
        Some(place) => Err(format!("{place} came back as something else")),
    }
}

/// Where something of `sent` is missing or changed in `back`, which may hold more. The service counts versions itself.
fn lost(sent: &Value, back: &Value, at: &str) -> Option<String> {
    match (sent, back) {
        (Value::Object(sent), Value::Object(back)) => {
            sent.iter().filter(|(key, _)| !at.is_empty() || *key != "version").find_map(|(key, value)| {
                let at = format!("{at}/{key}");
                back.get(key).map_or(Some(at.clone()), |other| lost(value, other, &at))
            })
        }
        (Value::Array(sent), Value::Array(back)) if sent.len() == back.len() => sent
            .iter()
            .zip(back)
            .enumerate()
            .find_map(|(index, (value, other))| lost(value, other, &format!("{at}/{index}"))),
        _ => (sent != back).then(|| at.to_owned()),
    }
}
