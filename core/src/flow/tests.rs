use super::*;
use crate::testing::{open, stage};

/// Reads stages written as `A>x B<x@2 | C<x`: `>` makes, `<` takes, `@` is the run order, `|` ends a stage.
fn pipeline(text: &str) -> crate::document::Document {
    let stages: Vec<serde_json::Value> = text
        .split('|')
        .enumerate()
        .map(|(index, actions)| {
            let actions: Vec<serde_json::Value> = actions
                .split_whitespace()
                .map(|word| {
                    let (word, order) = word.split_once('@').unwrap_or((word, "1"));
                    let name = word.split(['<', '>']).next().unwrap_or_default();
                    let names = |sign: char| -> Vec<serde_json::Value> {
                        let parts = word.split_inclusive(['<', '>']).zip(word.split(['<', '>']).skip(1));
                        parts
                            .filter(|(before, _)| before.ends_with(sign))
                            .map(|(_, name)| serde_json::json!({"name": name}))
                            .collect()
                    };
                    serde_json::json!({"name": name, "runOrder": order.parse::<i64>().unwrap_or(1),
                        "outputArtifacts": names('>'), "inputArtifacts": names('<')})
                })
                .collect();
            serde_json::json!({"name": index.to_string(), "actions": actions})
        })
        .collect();
    open(&serde_json::json!({"stages": stages}).to_string())
}

/// The wires as `maker-artifact->taker`, with `!` before those out of order.
#[track_caller]
fn check(text: &str, expect: &str) {
    let document = pipeline(text);
    let flow = Flow::of(document.pipeline());
    let name = |port: Port| document.pipeline().action(port.action).expect("it is there").1.name().to_owned();
    let wires: Vec<String> = flow
        .wires
        .iter()
        .map(|wire| {
            let sign = if wire.is_in_order() { "" } else { "!" };
            format!("{sign}{}-{}->{}", name(wire.from), flow.artifacts[wire.artifact].name, name(wire.to))
        })
        .collect();
    assert_eq!(wires.join(" "), expect);
}

#[test]
fn wires_run_from_the_maker_to_each_taker() {
    check("A>x | B<x C<x", "A-x->B A-x->C");
    check("A>x>y | B<y<x", "A-y->B A-x->B");
    check("A>x B<x@2", "A-x->B");
    check("A | B<x", "");
}

#[test]
fn wires_against_the_order_are_told() {
    check("A>x B<x", "!A-x->B");
    check("A>x@2 B<x@1", "!A-x->B");
    check("B<x | A>x", "!A-x->B");
    check("A>x<x", "!A-x->A");
    // The position in the list means nothing.
    check("B<x@2 A>x@1", "A-x->B");
}

#[test]
fn of_several_makers_the_last_one_before_counts() {
    check("A>x | B>x | C<x", "B-x->C");
    check("A>x | C<x | B>x", "A-x->C");
    check("C<x | A>x | B>x", "!A-x->C");
    check("A>x B>x@2 C<x@3 D<x@2", "B-x->C A-x->D");
    let document = pipeline("A>x | B>x | C<x");
    let flow = Flow::of(document.pipeline());
    let artifact = flow.artifact("x").expect("it is made");
    assert_eq!((artifact.makers.len(), artifact.takers.len()), (2, 1));
    assert_eq!(flow.artifact_index("x"), Some(0));
    assert!(flow.artifact("y").is_none());
}

/// What an action may take at a run order of a stage.
#[track_caller]
fn check_available(text: &str, stage_name: &str, run_order: i64, expect: &str) {
    let document = pipeline(text);
    let flow = Flow::of(document.pipeline());
    let names: Vec<&str> =
        flow.available(document.pipeline(), stage(&document, stage_name), run_order).collect();
    assert_eq!(names.join(" "), expect);
}

#[test]
fn what_was_made_last_is_offered_first() {
    let text = "A>a B>b | C>c D>d@2 | E<z";
    check_available(text, "0", 1, "");
    check_available(text, "0", 2, "a b");
    check_available(text, "1", 1, "a b");
    check_available(text, "1", 2, "c a b");
    check_available(text, "2", 1, "d c a b");
    check_available("A>a B>b | C>a", "1", 2, "a b");
}

#[test]
fn artifacts_only_taken_come_after_those_made() {
    let document = pipeline("B<lost | A>x");
    let names: Vec<String> = Flow::of(document.pipeline()).artifacts.into_iter().map(|a| a.name).collect();
    assert_eq!(names, ["x", "lost"]);
}
