//! Findings as SARIF 2.1.0, which code hosts and editors read.
//!
//! One run, with all rules of the program and the files in the order they were checked. What is suppressed is in it,
//! with the reason as justification. Columns count characters. Each fix is told by its words and by the text it
//! replaces.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::Path;

use pipewright_core::check::{Finding, Fix, Related, RuleDoc, Severity, Suppressed, rules};
use pipewright_core::document::{Place, Source};
use pipewright_core::edit::Change;
use serde_json::{Map, Value, json};

use super::{Checked, Located};
use crate::cli::manual;
use crate::cli::output::Stream;

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// `is_complete` tells whether everything could be read.
pub(super) fn write(all: &[Checked], is_complete: bool, stream: &mut Stream<'_>) {
    let positions: HashMap<&str, usize> =
        rules().iter().enumerate().map(|(index, rule)| (rule.code, index)).collect();
    let mut results = Vec::new();
    for checked in all {
        let found = checked.findings.iter().enumerate();
        let found = found.map(|(index, finding)| (finding, checked.message_of(index), None));
        let suppressed =
            checked.suppressed.iter().map(|it| (&it.finding, it.finding.message.clone(), Some(it)));
        for (finding, message, suppressed) in found.chain(suppressed) {
            let rule = positions.get(finding.code).copied();
            results.push(result(checked, (finding, &message), suppressed, rule));
        }
    }
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "Pipewright",
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules().iter().map(|rule| descriptor(rule)).collect::<Vec<_>>(),
            }},
            "invocations": [{"executionSuccessful": is_complete}],
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    stream.write_exactly(format!("{log:#}\n").as_bytes());
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Hint => "note",
    }
}

fn descriptor(rule: &RuleDoc) -> Value {
    let text: Vec<String> = rule.parts().map(|(heading, part)| format!("{heading}\n{part}")).collect();
    json!({
        "id": rule.code,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": format!("{} {}", rule.what, rule.why)},
        "help": {"text": text.join("\n\n"), "markdown": manual::body(rule)},
        "defaultConfiguration": {"level": level(rule.severity)},
    })
}

fn result(
    checked: &Checked,
    (finding, message): (&Finding, &str),
    suppressed: Option<&Suppressed>,
    rule_index: Option<usize>,
) -> Value {
    let words = match &finding.help {
        Some(help) => format!("{message}. {help}."),
        None => format!("{message}."),
    };
    let mut result = Map::new();
    result.insert("ruleId".to_owned(), json!(finding.code));
    if let Some(index) = rule_index {
        result.insert("ruleIndex".to_owned(), json!(index));
    }
    result.insert("level".to_owned(), json!(level(finding.severity)));
    result.insert("message".to_owned(), json!({"text": words}));
    result.insert(
        "locations".to_owned(),
        json!([location(checked, &finding.place, checked.locate_finding(finding).as_ref(), None)]),
    );
    if !finding.related.is_empty() {
        let related = finding.related.iter().enumerate();
        let related: Vec<Value> = related
            .map(|(id, Related { place, message })| {
                location(checked, place, checked.locate(place).as_ref(), Some((id, message)))
            })
            .collect();
        result.insert("relatedLocations".to_owned(), json!(related));
    }
    // Either no result of a run has this member or all have; an empty one says that nothing is suppressed.
    let suppressions = suppressed.map(|it| suppression(checked, it));
    result.insert("suppressions".to_owned(), Value::from_iter(suppressions));
    let fixes: Vec<Value> = finding.fixes.iter().filter_map(|it| fix(checked, it)).collect();
    if !fixes.is_empty() {
        result.insert("fixes".to_owned(), json!(fixes));
    }
    Value::Object(result)
}

fn suppression(checked: &Checked, suppressed: &Suppressed) -> Value {
    let place = Checked::place_of_suppression(suppressed);
    let mut value = json!({"kind": "inSource", "location": location(checked, &place, checked.locate(&place).as_ref(), None)});
    if let Some(reason) = &suppressed.reason {
        value["justification"] = json!(reason);
    }
    value
}

fn location(
    checked: &Checked,
    place: &Place,
    located: Option<&Located>,
    part: Option<(usize, &str)>,
) -> Value {
    let mut physical = json!({"artifactLocation": artifact(&checked.draft.label)});
    if let Some(Located { start, end, .. }) = located {
        physical["region"] = json!({
            "startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column,
        });
    }
    let names = checked.names(place);
    let (name, kind) = match (names.stage, names.action) {
        (_, Some(action)) => (action, "action"),
        (Some(stage), None) => (stage, "stage"),
        (None, None) => (checked.draft.document.pipeline().name(), "pipeline"),
    };
    let whole = checked.draft.document.place_label(place);
    let mut location = json!({
        "physicalLocation": physical,
        "logicalLocations": [{"name": name, "fullyQualifiedName": whole, "kind": kind}],
    });
    if let Some((id, message)) = part {
        location["id"] = json!(id);
        location["message"] = json!({"text": message});
    }
    location
}

/// The file, relative to where the sources are if it was named that way.
fn artifact(label: &str) -> Value {
    let path = label.replace(std::path::MAIN_SEPARATOR, "/");
    if Path::new(label).is_absolute() {
        // On Windows the name of the drive comes first, not a slash.
        let slash = if path.starts_with('/') { "" } else { "/" };
        return json!({"uri": format!("file://{slash}{}", encoded(&path))});
    }
    json!({"uri": encoded(&path), "uriBaseId": "%SRCROOT%"})
}

/// Percent signs for all that has a meaning in a URI.
fn encoded(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            _ => {
                // Writing to a string cannot fail.
                let _ = write!(uri, "%{byte:02X}");
            }
        }
    }
    uri
}

/// `None` if it cannot be made, or changes nothing in the text.
fn fix(checked: &Checked, fix: &Fix) -> Option<Value> {
    let document = &checked.draft.document;
    let mut repaired = document.clone();
    repaired.change(&Change::new(fix.label.clone(), fix.edits.clone())).ok()?;
    let (old, new) = (document.source().text(), repaired.to_text());
    let (start, old_end, new_end) = difference(old, &new)?;
    let region = |source: &Source| {
        let (start, end) = (source.place(start), source.place(old_end));
        json!({"startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column})
    };
    Some(json!({
        "description": {"text": fix.label},
        "artifactChanges": [{
            "artifactLocation": artifact(&checked.draft.label),
            "replacements": [{
                "deletedRegion": region(document.source()),
                "insertedContent": {"text": new[start..new_end]},
            }],
        }],
    }))
}

/// Where two texts begin to differ, and where they do no more in the one and the other, in bytes.
fn difference(old: &str, new: &str) -> Option<(usize, usize, usize)> {
    if old == new {
        return None;
    }
    let same = |a: &mut dyn Iterator<Item = char>, b: &mut dyn Iterator<Item = char>| -> usize {
        a.zip(b).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum()
    };
    let start = same(&mut old.chars(), &mut new.chars());
    let end = same(&mut old[start..].chars().rev(), &mut new[start..].chars().rev());
    Some((start, old.len() - end, new.len() - end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_uris() {
        let relative = |uri: &str| json!({"uri": uri, "uriBaseId": "%SRCROOT%"});
        assert_eq!(artifact("infra/release.json"), relative("infra/release.json"));
        assert_eq!(artifact("a b:c/größe#1%.json"), relative("a%20b%3Ac/gr%C3%B6%C3%9Fe%231%25.json"));
        assert_eq!(artifact("<stdin>"), relative("%3Cstdin%3E"));
        #[cfg(unix)]
        assert_eq!(artifact("/home/ann/r.json"), json!({"uri": "file:///home/ann/r.json"}));
    }

    #[test]
    fn only_what_differs_is_replaced() {
        #[track_caller]
        fn check(old: &str, new: &str, expected: Option<(&str, &str)>) {
            let found = difference(old, new).map(|(start, a, b)| (&old[start..a], &new[start..b]));
            assert_eq!(found, expected);
        }
        check("abc", "abc", None);
        check("a1c", "a2c", Some(("1", "2")));
        check("aXa", "aa", Some(("X", "")));
        check("aa", "aaa", Some(("", "a")));
        check("größe", "grüße", Some(("ö", "ü")));
        check("", "a", Some(("", "a")));
    }
}
