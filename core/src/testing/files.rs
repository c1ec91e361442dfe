//! Made-up files: nearly right pipelines, with odd values in every place.

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::layout::{encode, layout};

/// Any JSON, not deep.
pub fn any_json() -> impl Strategy<Value = Value> {
    odd().prop_recursive(4, 40, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::Array),
            prop::collection::vec((key(), inner), 0..5).prop_map(object),
        ]
    })
}

/// A value nobody expects: scalars, spelled as JSON allows, and small lists and objects.
pub fn odd() -> impl Strategy<Value = Value> {
    let numbers =
        ["0", "-0", "1", "1e2", "1E+2", "2.50", "12345678901234567890123", "9223372036854775807", "-5"];
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        prop::sample::select(numbers.to_vec()).prop_map(|n| serde_json::from_str(n).expect("a number")),
        text().prop_map(Value::String),
        Just(json!([])),
        Just(json!({})),
        Just(json!(["a", 1, null])),
        Just(json!({"name": 5, "x": [{}]})),
    ]
}

/// A text: a name in use, or anything.
pub fn text() -> impl Strategy<Value = String> {
    prop_oneof![name(), artifact(), ".{0,12}", Just("é\u{1F600}\"\\/\u{7f}\t".to_owned())]
}

/// A key somebody may have written.
pub fn key() -> impl Strategy<Value = String> {
    let keys =
        ["name", "stages", "actions", "runOrder", "configuration", "inputArtifacts", "zzz", "", "\u{e9}"];
    prop::sample::select(keys.to_vec()).prop_map(str::to_owned)
}

/// A name of a stage or action, often the same one.
pub fn name() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["Source", "Build", "Test", "Deploy", "A", "A-2", "", "Prod é"])
        .prop_map(str::to_owned)
}

/// A name of an artifact, often the same one.
pub fn artifact() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["Code", "Code_2", "Binary", "Config", ""]).prop_map(str::to_owned)
}

/// A namespace, often the same one.
pub fn namespace() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["Vars", "Vars-2", "Other", ""]).prop_map(str::to_owned)
}

fn object(members: Vec<(String, Value)>) -> Value {
    Value::Object(Map::from_iter(members))
}

/// A member that is mostly there and mostly right.
fn member(
    key: &'static str,
    right: impl Strategy<Value = Value> + 'static,
) -> BoxedStrategy<Option<(String, Value)>> {
    prop_oneof![
        9 => right.prop_map(move |value| Some((key.to_owned(), value))),
        1 => odd().prop_map(move |value| Some((key.to_owned(), value))),
        2 => Just(None),
    ]
    .boxed()
}

/// An object of such members, mostly in order.
fn members(all: Vec<BoxedStrategy<Option<(String, Value)>>>) -> BoxedStrategy<Value> {
    let all = all.prop_map(|all| all.into_iter().flatten().collect::<Vec<_>>());
    prop_oneof![4 => all.clone(), 1 => all.prop_shuffle()].prop_map(object).boxed()
}

/// A list of mostly right elements.
fn list(element: impl Strategy<Value = Value> + 'static, most: usize) -> BoxedStrategy<Value> {
    let element = prop_oneof![12 => element, 1 => odd()];
    prop::collection::vec(element, 0..=most).prop_map(Value::Array).boxed()
}

fn texts(inner: impl Strategy<Value = String> + 'static) -> BoxedStrategy<Value> {
    inner.prop_map(Value::String).boxed()
}

fn artifacts() -> BoxedStrategy<Value> {
    list(artifact().prop_map(|name| json!({"name": name})), 3)
}

fn configuration() -> BoxedStrategy<Value> {
    let overrides =
        r#"{ "A":{"Fn::GetArtifactAtt" : ["Code","URL"]},"B":{"Fn::GetParam":["Binary","f","k"]} }"#;
    let value = prop::sample::select(vec![
        "Code",
        "Code::file.json",
        "Binary::a::b",
        overrides,
        "#{Vars.A}",
        "x #{Vars.A}#{Vars-2.B} #{",
        "text",
    ]);
    let key = prop::sample::select(vec![
        "ProjectName",
        "PrimarySource",
        "ParameterOverrides",
        "TemplatePath",
        "Notes",
    ]);
    prop::collection::vec((key.prop_map(str::to_owned), value.prop_map(|text| json!(text))), 0..4)
        .prop_map(object)
        .boxed()
}

fn action_type(category: &'static str) -> BoxedStrategy<Value> {
    prop::sample::select(vec![category, "Source", "Build", "Deploy"])
        .prop_map(|category| json!({"category": category, "owner": "AWS", "provider": "S3", "version": "1"}))
        .boxed()
}

fn action() -> BoxedStrategy<Value> {
    members(vec![
        member("name", texts(name())),
        member("actionTypeId", action_type("Test")),
        member("runOrder", (0_i64..5).prop_map(|order| json!(order))),
        member("configuration", configuration()),
        member("commands", list(texts(text()), 2)),
        member("outputArtifacts", artifacts()),
        member("inputArtifacts", artifacts()),
        member("namespace", texts(namespace())),
        member("unheard", odd()),
    ])
}

fn conditions() -> BoxedStrategy<Value> {
    let rule = members(vec![
        member("name", texts(name())),
        member("ruleTypeId", action_type("Rule")),
        member("configuration", configuration()),
        member("inputArtifacts", artifacts()),
    ]);
    let condition = members(vec![member("result", texts(name())), member("rules", list(rule, 2))]);
    members(vec![member("conditions", list(condition, 2))])
}

fn stage() -> BoxedStrategy<Value> {
    members(vec![
        member("name", texts(name())),
        member("actions", list(action(), 4)),
        member("beforeEntry", conditions()),
    ])
}

fn pipeline() -> BoxedStrategy<Value> {
    let trigger = name().prop_map(|name| json!({"gitConfiguration": {"sourceActionName": name}}));
    members(vec![
        member("name", texts(text())),
        member("roleArn", texts(text())),
        member("stages", list(stage(), 4)),
        member("version", Just(json!(3))),
        member("triggers", list(trigger, 2)),
        member("unheard", odd()),
    ])
}

fn extras() -> BoxedStrategy<Value> {
    let note = (text(), name(), name())
        .prop_map(|(text, stage, action)| json!({"text": text, "stage": stage, "action": action}));
    members(vec![member("notes", list(note, 3)), member("view", odd())])
}

/// The value of a file that opens: wrapped or bare, with and without extras.
pub fn file() -> impl Strategy<Value = Value> {
    let wrapped = members(vec![member("metadata", odd()), member("pipewright", extras())]);
    let bare = (pipeline(), prop::option::of(extras()), any::<prop::sample::Index>());
    prop_oneof![
        (wrapped, pipeline(), any::<prop::sample::Index>()).prop_map(|(mut file, pipeline, at)| {
            let members = file.as_object_mut().expect("an object");
            let at = at.index(members.len() + 1);
            members.shift_insert(at, "pipeline".to_owned(), pipeline);
            file
        }),
        bare.prop_map(|(mut file, extras, at)| {
            let members = file.as_object_mut().expect("an object");
            members.entry("stages").or_insert_with(|| json!([]));
            if let Some(extras) = extras {
                let at = at.index(members.len() + 1);
                members.shift_insert(at, "pipewright".to_owned(), extras);
            }
            file
        }),
    ]
}

/// The bytes of such a file, written in any way.
pub fn file_bytes() -> impl Strategy<Value = Vec<u8>> {
    (file(), layout(), any::<u8>())
        .prop_map(|(file, layout, encoding)| encode(&layout.write(&file), encoding))
}
