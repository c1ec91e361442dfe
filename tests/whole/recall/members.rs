//! Breaking the members of the declaration: removed, of another type, too long, too many, of other characters.
//!
//! What each member may be is written down here once more, from the API reference.

use serde_json::{Value, json};

use super::mutant::{Bench, children, places, remove, set};
use super::ripples;

/// What AWS takes for a member.
#[derive(Clone, Copy)]
enum Kind {
    /// Text of this many characters; the last is a character it may not hold.
    Text(usize, usize, Option<char>),
    Choice,
    Number(i64, i64),
    Object,
    /// A list of this many elements.
    List(usize, usize),
}

use Kind::{Choice, List, Number, Object, Text};

const MANY: usize = usize::MAX;
const NAME: Kind = Text(1, 100, Some('+'));
const ARTIFACT: Kind = Text(1, 100, Some('.'));
const ROLE: Kind = Text(1, 1024, None);

/// (pattern, what it may be, the rule if a required one is missing, the rule otherwise).
#[rustfmt::skip]
const MEMBERS: &[(&str, Kind, Option<&str>, &str)] = &[
    ("/name", NAME, Some("CP0101"), "CP0102"),
    ("/roleArn", ROLE, Some("CP0105"), "CP0106"),
    ("/artifactStore", Object, None, "CP0124"),
    ("/artifactStores", Object, None, "CP0124"),
    ("/version", Number(1, i64::MAX), None, "CP0124"),
    ("/executionMode", Choice, None, "CP0112"),
    ("/pipelineType", Choice, None, "CP0109"),
    ("/variables", List(0, 50), None, "CP0819"),
    ("/triggers", List(0, 50), None, "CP0905"),
    ("/artifactStore/type", Choice, Some("CP0211"), "CP0211"),
    ("/artifactStore/location", Text(3, 63, Some('_')), Some("CP0208"), "CP0208"),
    ("/artifactStore/encryptionKey", Object, None, "CP0213"),
    ("/artifactStore/encryptionKey/id", Text(1, 400, None), Some("CP0213"), "CP0213"),
    ("/artifactStore/encryptionKey/type", Choice, Some("CP0212"), "CP0212"),
    ("/artifactStores/*/type", Choice, Some("CP0211"), "CP0211"),
    ("/artifactStores/*/location", Text(3, 63, Some('_')), Some("CP0208"), "CP0208"),
    ("/artifactStores/*/encryptionKey/id", Text(1, 400, None), Some("CP0213"), "CP0213"),
    ("/artifactStores/*/encryptionKey/type", Choice, Some("CP0212"), "CP0212"),
    ("/variables/*/name", Text(1, 128, Some('.')), Some("CP0817"), "CP0817"),
    ("/variables/*/defaultValue", Text(1, 1000, None), None, "CP0819"),
    ("/variables/*/description", Text(0, 200, None), None, "CP0819"),
    ("/triggers/*/providerType", Choice, Some("CP0904"), "CP0904"),
    ("/triggers/*/gitConfiguration", Object, Some("CP0902"), "CP0902"),
    ("/triggers/*/gitConfiguration/sourceActionName", NAME, Some("CP0902"), "CP0902"),
    ("/triggers/*/gitConfiguration/push", List(1, 3), None, "CP0906"),
    ("/triggers/*/gitConfiguration/pullRequest", List(1, 3), None, "CP0906"),
    ("/triggers/*/gitConfiguration/pullRequest/*/events", List(1, 3), None, "CP0912"),
    ("/triggers/*/gitConfiguration/pullRequest/*/events/*", Choice, None, "CP0912"),
    ("/triggers/*/gitConfiguration/*/*/tags/*", List(1, 8), None, "CP0907"),
    ("/triggers/*/gitConfiguration/*/*/branches/*", List(1, 8), None, "CP0907"),
    ("/triggers/*/gitConfiguration/*/*/filePaths/*", List(1, 8), None, "CP0907"),
    ("/triggers/*/gitConfiguration/*/*/*/includes/*", Text(1, 255, None), None, "CP0907"),
    ("/triggers/*/gitConfiguration/*/*/*/excludes/*", Text(1, 255, None), None, "CP0907"),
    ("/stages/*/name", NAME, Some("CP0303"), "CP0303"),
    ("/stages/*/beforeEntry", Object, None, "CP1002"),
    ("/stages/*/onSuccess", Object, None, "CP1002"),
    ("/stages/*/onFailure", Object, None, "CP1002"),
    ("/stages/*/beforeEntry/conditions", List(1, 1), Some("CP1002"), "CP1002"),
    ("/stages/*/onSuccess/conditions", List(1, 1), Some("CP1002"), "CP1002"),
    ("/stages/*/onFailure/conditions", List(0, 1), None, "CP1002"),
    ("/stages/*/onFailure/result", Choice, None, "CP1020"),
    ("/stages/*/onFailure/retryConfiguration", Object, None, "CP0124"),
    ("/stages/*/onFailure/retryConfiguration/retryMode", Choice, None, "CP0124"),
    ("/stages/*/*/conditions/*/result", Choice, None, "CP1004"),
    ("/stages/*/*/conditions/*/rules", List(1, 5), Some("CP1003"), "CP1003"),
    ("/stages/*/*/conditions/*/rules/*/name", NAME, Some("CP1011"), "CP1011"),
    ("/stages/*/*/conditions/*/rules/*/ruleTypeId", Object, Some("CP1009"), "CP1009"),
    ("/stages/*/*/conditions/*/rules/*/ruleTypeId/category", Choice, Some("CP1009"), "CP1009"),
    ("/stages/*/*/conditions/*/rules/*/ruleTypeId/owner", Choice, None, "CP1009"),
    ("/stages/*/*/conditions/*/rules/*/ruleTypeId/provider", Text(1, 35, Some('.')), Some("CP1009"), "CP1009"),
    ("/stages/*/*/conditions/*/rules/*/ruleTypeId/version", Text(1, 9, Some('.')), None, "CP1009"),
    ("/stages/*/*/conditions/*/rules/*/configuration/*", Text(1, 10_000, None), None, "CP1010"),
    ("/stages/*/*/conditions/*/rules/*/commands", List(0, 50), None, "CP1012"),
    ("/stages/*/*/conditions/*/rules/*/commands/*", Text(1, 1000, None), None, "CP1012"),
    ("/stages/*/*/conditions/*/rules/*/inputArtifacts", List(0, MANY), None, "CP0501"),
    ("/stages/*/*/conditions/*/rules/*/inputArtifacts/*/name", ARTIFACT, Some("CP0501"), "CP0501"),
    ("/stages/*/*/conditions/*/rules/*/roleArn", ROLE, None, "CP0412"),
    ("/stages/*/*/conditions/*/rules/*/region", Text(4, 30, None), None, "CP1101"),
    ("/stages/*/*/conditions/*/rules/*/timeoutInMinutes", Number(5, 86_400), None, "CP1018"),
    ("/stages/*/actions/*/name", NAME, Some("CP0401"), "CP0401"),
    ("/stages/*/actions/*/actionTypeId/category", Choice, Some("CP0403"), "CP0404"),
    ("/stages/*/actions/*/actionTypeId/owner", Choice, Some("CP0403"), "CP0405"),
    ("/stages/*/actions/*/actionTypeId/provider", Text(1, 35, Some('.')), Some("CP0403"), "CP0403"),
    ("/stages/*/actions/*/actionTypeId/version", Text(1, 9, Some('.')), Some("CP0403"), "CP0403"),
    ("/stages/*/actions/*/runOrder", Number(1, 999), None, "CP0409"),
    ("/stages/*/actions/*/configuration", Object, None, "CP0601"),
    ("/stages/*/actions/*/configuration/*", Text(1, 1000, None), None, "CP0602"),
    ("/stages/*/actions/*/commands", List(0, 50), None, "CP0420"),
    ("/stages/*/actions/*/commands/*", Text(1, 1000, None), None, "CP0420"),
    ("/stages/*/actions/*/outputVariables", List(0, 15), None, "CP0423"),
    ("/stages/*/actions/*/outputVariables/*", Text(1, 128, None), None, "CP0423"),
    ("/stages/*/actions/*/outputArtifacts", List(0, MANY), None, "CP0501"),
    ("/stages/*/actions/*/outputArtifacts/*/name", ARTIFACT, Some("CP0501"), "CP0501"),
    ("/stages/*/actions/*/outputArtifacts/*/files", List(0, 10), None, "CP0124"),
    ("/stages/*/actions/*/outputArtifacts/*/files/*", Text(1, 128, None), None, "CP0124"),
    ("/stages/*/actions/*/inputArtifacts", List(0, MANY), None, "CP0501"),
    ("/stages/*/actions/*/inputArtifacts/*/name", ARTIFACT, Some("CP0501"), "CP0501"),
    ("/stages/*/actions/*/roleArn", ROLE, None, "CP0412"),
    ("/stages/*/actions/*/region", Text(4, 30, None), None, "CP1101"),
    ("/stages/*/actions/*/namespace", Text(1, 100, Some('.')), None, "CP0801"),
    ("/stages/*/actions/*/timeoutInMinutes", Number(5, 86_400), None, "CP0417"),
    ("/stages/*/actions/*/environmentVariables", List(0, 10), None, "CP0425"),
    ("/stages/*/actions/*/environmentVariables/*/name", Text(1, 128, Some('-')), Some("CP0425"), "CP0425"),
    ("/stages/*/actions/*/environmentVariables/*/value", Text(1, 2000, None), Some("CP0425"), "CP0425"),
    ("/stages/*/actions/*/environmentVariables/*/type", Choice, None, "CP0425"),
];

pub fn break_all(bench: &mut Bench) {
    for &(pattern, kind, missing, code) in MEMBERS {
        let from_type =
            if pattern.ends_with("/configuration/*") && code == "CP0602" { "CP0601" } else { code };
        let from_type = if pattern.ends_with("/version") && code == "CP0403" { "CP0408" } else { from_type };
        let from_type = match (pattern.rsplit('/').next(), code) {
            (Some("category" | "owner"), "CP0404" | "CP0405") => "CP0403",
            _ => from_type,
        };
        for place in places(bench.pipeline(), pattern) {
            if let Some(missing) = missing {
                ripple(bench, &place, |bench| bench.removes(missing, "remove a required member", &place));
            }
            for (operator, value) in of_other_types(kind) {
                ripple(bench, &place, |bench| bench.sets(from_type, operator, &place, value));
            }
            break_value(bench, &place, kind, code);
        }
    }
    unknown_members(bench);
}

fn ripple<'m, 'b>(
    bench: &'m mut Bench<'b>,
    place: &str,
    make: impl FnOnce(&'m mut Bench<'b>) -> &'m mut super::Mutant,
) {
    let ripples = [ripples::of(bench.pipeline(), place), dependents(bench.pipeline(), place)].concat();
    make(bench).also_all(ripples);
}

/// Output variables that others read.
fn dependents(pipeline: &Value, place: &str) -> Vec<&'static str> {
    let is_read = match pipeline.pointer(place) {
        Some(Value::Array(_)) => place.ends_with("/outputVariables"),
        Some(Value::String(name)) if place.contains("/outputVariables/") => {
            ripples::is_read(pipeline, &format!(".{name}}}"))
        }
        _ => false,
    };
    is_read.then_some("CP0813").into_iter().collect()
}

fn of_other_types(kind: Kind) -> Vec<(&'static str, Value)> {
    let other = match kind {
        Text(..) | Choice => json!(7),
        Number(..) => json!("5"),
        Object => json!([]),
        List(..) => json!({}),
    };
    vec![("set a value of another type", other), ("set null", Value::Null)]
}

fn break_value(bench: &mut Bench, place: &str, kind: Kind, code: &'static str) {
    let old = bench.pipeline().pointer(place).expect("found before").clone();
    let text = old.as_str().unwrap_or_default();
    let mut values: Vec<(&'static str, Value)> = Vec::new();
    match kind {
        Text(min, max, odd) => {
            if min > 0 {
                values.push(("empty a text", json!("")));
            }
            if min > 1 {
                values.push(("shorten a text", json!("x".repeat(min - 1))));
            }
            if max < MANY {
                values.push(("make a text too long", json!(longer(text, max + 1))));
            }
            if let Some(odd) = odd {
                values.push(("add a character that is not allowed", json!(format!("{text}{odd}"))));
                values.push(("add a blank", json!(format!("{text} x"))));
            }
            if is_role(place) {
                values.push(("cut an ARN", json!(text.rsplit('/').next())));
                values.push(("name a user instead of a role", json!(text.replace(":role/", ":user/"))));
            }
        }
        Choice => {
            values.push(("leave the list of values", json!(format!("{text}X"))));
            values.push(("change letter case", json!(swap_case(text))));
        }
        Number(min, max) => {
            values.push(("go below a range", json!(min - 1)));
            if max < i64::MAX {
                values.push(("go above a range", json!(max + 1)));
            }
            values.push(("write a fraction", json!(min as f64 + 0.5)));
        }
        Object => {}
        List(min, max) => {
            if min > 0 {
                values.push(("empty a list", json!([])));
            }
            if let Some(many) = too_many(&old, max) {
                values.push(("overflow a list", many));
            }
        }
    }
    for (operator, value) in values {
        let code = code_of_text(place, operator, code);
        if operator == "overflow a list" {
            // Nothing that was there is gone; the copies of a trigger follow the same source.
            let others = (place == "/triggers").then_some("CP0903");
            bench.sets(code, operator, place, value).also_all(others);
        } else {
            ripple(bench, place, |bench| bench.sets(code, operator, place, value));
        }
    }
    if matches!(kind, Text(_, _, Some(_))) || is_role(place) || place.ends_with("/region") {
        for text in ["#{variables.Target}", "#{codepipeline.PipelineExecutionId}"] {
            ripple(bench, place, |bench| {
                bench.sets("CP0816", "write a variable where none is resolved", place, json!(text))
            });
        }
    }
}

/// Roles of the declaration; those in a configuration are of the catalog.
fn is_role(place: &str) -> bool {
    place.ends_with("/roleArn") && !place.contains("/configuration/")
}

/// Two keys have rules of their own for their length.
fn code_of_text(place: &str, operator: &str, code: &'static str) -> &'static str {
    let is_long = operator == "make a text too long" && code == "CP0602";
    match place.rsplit('/').next() {
        Some("EnvironmentVariables") if is_long => "CP0704",
        Some("BuildspecOverride") if is_long => "CP0707",
        _ => code,
    }
}

/// The text with its end repeated to a length.
fn longer(text: &str, length: usize) -> String {
    let filler = if text.is_empty() { 'x' } else { 'y' };
    text.chars().chain(std::iter::repeat(filler)).take(length.max(text.len() + 1)).collect()
}

fn swap_case(text: &str) -> String {
    let swap = |c: char| if c.is_ascii_uppercase() { c.to_ascii_lowercase() } else { c.to_ascii_uppercase() };
    text.chars().map(swap).collect()
}

/// The list with copies of its last element, told apart by their names.
fn too_many(list: &Value, max: usize) -> Option<Value> {
    let mut list = list.as_array()?.clone();
    let last = list.last()?.clone();
    for index in list.len()..=(if max == MANY { return None } else { max }) {
        let mut copy = last.clone();
        if let Some(name) = copy.pointer("/name").and_then(Value::as_str) {
            copy["name"] = json!(format!("{name}{index}"));
        } else if let Some(text) =
            copy.as_str().filter(|text| !matches!(*text, "OPEN" | "UPDATED" | "CLOSED"))
        {
            copy = json!(format!("{text}{index}"));
        }
        list.push(copy);
    }
    Some(Value::Array(list))
}

/// Members AWS does not know, beside and instead of those it knows.
fn unknown_members(bench: &mut Bench) {
    let free = ["/configuration", "/artifactStores"];
    let mut objects = Vec::new();
    collect_objects("", bench.pipeline(), &mut objects);
    for place in objects.into_iter().filter(|at| !free.iter().any(|end| at.ends_with(end))) {
        bench.sets("CP0119", "add an unknown member", format!("{place}/comment"), json!("…"));
        let right = format!("{place}/runOrder");
        // With the value AWS takes for an absent one nothing else changes.
        if bench.pipeline().pointer(&right).is_some_and(|order| *order == 1) {
            let wrong = format!("{place}/runorder");
            bench.breaks("CP0119", "misspell a member", wrong.clone(), |pipeline| {
                remove(pipeline, &right);
                set(pipeline, &wrong, json!(1));
            });
        }
    }
}

fn collect_objects(at: &str, value: &Value, objects: &mut Vec<String>) {
    if value.is_object() {
        objects.push(at.to_owned());
    }
    for (name, child) in children(value) {
        collect_objects(&format!("{at}/{name}"), child, objects);
    }
}
