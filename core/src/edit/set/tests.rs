use serde_json::json;

use super::*;
use crate::document::Document;
use crate::edit::{EditError, apply};
use crate::testing::open;

/// Sets a value in `{"stages": [], …}`, told by its members; then takes it back.
#[track_caller]
fn check(members: &str, path: Path, value: Option<Value>, at: Option<usize>, expect: &str) {
    let text = format!("{{\"stages\":[],{members}}}");
    let mut document = open(&text);
    let place = Place::at(Owner::Pipeline, path);
    let inverse =
        apply(&mut document, Edit::Set { place, value, at }).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(inner(&document), expect);
    let again = apply(&mut document, inverse).expect("an inverse applies");
    assert_eq!(document.to_value().to_string(), text);
    apply(&mut document, again).expect("the inverse of an inverse applies");
    assert_eq!(inner(&document), expect);
}

fn inner(document: &Document) -> String {
    let text = document.to_value().to_string();
    let inner = text.trim_start_matches("{\"stages\":[]").trim_start_matches(',');
    inner.strip_suffix('}').expect("an object").to_owned()
}

fn keys<const N: usize>(keys: [&'static str; N]) -> Path {
    Path(keys.into_iter().map(Step::from).collect())
}

#[test]
fn members_are_set_where_they_are_and_added_where_aws_prints_them() {
    check(r#""a":1,"b":2"#, keys(["a"]), Some(json!(3)), None, r#""a":3,"b":2"#);
    check(r#""a":1,"b":2"#, keys(["a"]), Some(json!(3)), Some(9), r#""a":3,"b":2"#);
    check(r#""a":1,"b":2"#, keys(["a"]), None, None, r#""b":2"#);
    check(r#""a":1,"b":2"#, keys(["c"]), Some(json!(3)), Some(2), r#""a":1,"c":3,"b":2"#);
    check(r#""a":1,"b":2"#, keys(["c"]), Some(json!(3)), Some(99), r#""a":1,"b":2,"c":3"#);
    check(r#""a":1,"b":2"#, keys(["c"]), None, None, r#""a":1,"b":2"#);
    check(
        r#""pipelineType":"V2""#,
        keys(["version"]),
        Some(json!(3)),
        None,
        r#""version":3,"pipelineType":"V2""#,
    );
}

#[test]
fn members_missing_on_the_way_are_made() {
    check(r#""a":1"#, keys(["b", "c", "d"]), Some(json!(3)), None, r#""a":1,"b":{"c":{"d":3}}"#);
    check(r#""a":1"#, keys(["b", "c", "d"]), None, None, r#""a":1"#);
    check(r#""a":[1],"b":2"#, keys(["a", "c"]), Some(json!(3)), None, r#""a":{"c":3},"b":2"#);
    check(r#""a":[1],"b":2"#, keys(["a", "c"]), None, None, r#""a":[1],"b":2"#);
}

#[test]
fn list_elements_are_set_added_and_removed() {
    let element = |index: usize| Path::key("l").then(index);
    check(r#""l":[1,2]"#, element(0), Some(json!(3)), None, r#""l":[3,2]"#);
    check(r#""l":[1,2]"#, element(2), Some(json!(3)), None, r#""l":[1,2,3]"#);
    check(r#""l":[1,2]"#, element(1), Some(json!(3)), Some(1), r#""l":[1,3,2]"#);
    // The position of a new element counts, not the last step.
    check(r#""l":[1,2]"#, element(0), Some(json!(3)), Some(1), r#""l":[1,3,2]"#);
    check(r#""l":[1,2]"#, element(7), Some(json!(3)), Some(0), r#""l":[3,1,2]"#);
    check(r#""l":[1,2]"#, element(0), Some(json!(3)), Some(9), r#""l":[1,2,3]"#);
    check(r#""l":[1,2]"#, element(0), None, None, r#""l":[2]"#);
    check(r#""l":[[1],{"a":2}],"b":1"#, element(0).then(0), None, None, r#""l":[[],{"a":2}],"b":1"#);
    check(r#""l":[[1],{"a":2}],"b":1"#, element(1).then("a"), None, None, r#""l":[[1],{}],"b":1"#);
    check(r#""l":[[1],5],"b":1"#, element(1).then("a"), Some(json!(1)), None, r#""l":[[1],{"a":1}],"b":1"#);
}

#[test]
fn places_that_cannot_be_are_refused() {
    let document = || open(r#"{"stages":[{"actions":[5]}, 7],"l":[1],"m":{}}"#);
    let refused = |owner: Owner, path: Path, value: Option<Value>| {
        let mut document = document();
        let before = document.to_value().to_string();
        let error =
            apply(&mut document, Edit::set(Place::at(owner, path), value)).expect_err("it is refused");
        assert_eq!(document.to_value().to_string(), before);
        error.to_string()
    };
    let element = |index: usize| Path::key("l").then(index);
    let value = || Some(json!(1));
    assert_eq!(refused(Owner::Pipeline, element(5), value()), "there is nothing at l[5]");
    assert_eq!(refused(Owner::Pipeline, element(1), None), "there is nothing at l[1]");
    assert_eq!(refused(Owner::Pipeline, element(9).then("a"), value()), "there is nothing at l[9].a");
    assert_eq!(refused(Owner::Pipeline, Path::key("m").then(0), value()), "there is nothing at m[0]");
    assert_eq!(refused(Owner::Pipeline, Path::key("new").then(0), value()), "there is nothing at new[0]");
    assert_eq!(refused(Owner::Pipeline, Path::default(), value()), "there is nothing at the whole");
    assert_eq!(refused(Owner::Extras, Path::key("notes").then(0), value()), "there is nothing at notes[0]");
    let spine = "\"stages\" is changed stage by stage and action by action";
    assert_eq!(refused(Owner::Pipeline, Path::key("stages"), None), spine);
    assert_eq!(refused(Owner::Pipeline, Path::key("stages").then(0), value()), spine);
    let stages = document().pipeline().stages.clone();
    let odd = EditError::NotAnObject.to_string();
    assert_eq!(refused(Owner::Stage(stages[1].id), Path::key("name"), value()), odd);
    assert_eq!(refused(Owner::Action(stages[0].actions[0].id), Path::key("name"), value()), odd);
}

#[test]
fn extras_come_go_and_replace_what_is_no_object() {
    for text in
        [r#"{"stages":[]}"#, r#"{"stages":[],"pipewright":5}"#, r#"{"pipewright":{"a":1},"pipeline":{}}"#]
    {
        let mut document = open(text);
        for (path, value) in [
            (Path::key("notes"), Some(json!([]))),
            (Path::default(), None),
            (Path::key("view").then("zoom"), Some(json!(1))),
            (Path::default(), Some(json!("x"))),
        ] {
            let edit = Edit::set(Place::at(Owner::Extras, path), value);
            crate::testing::run(&mut document, &crate::testing::one(edit));
        }
        assert_eq!(document.to_value()["pipewright"], json!("x"));
    }
}
