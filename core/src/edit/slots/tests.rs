use super::*;
use crate::edit::actions;
use crate::testing::{action, open, outline, run, stage};

/// Builds stages from an outline: `S(A+B C@5)`; see [`outline`].
fn document(text: &str) -> Document {
    let stages: Vec<serde_json::Value> = text
        .split_inclusive(')')
        .filter_map(|part| part.trim().trim_end_matches(')').split_once('('))
        .map(|(name, columns)| {
            let mut order = 0_i64;
            let actions: Vec<serde_json::Value> = columns
                .split_whitespace()
                .flat_map(|column| {
                    let (names, at) = column.split_once('@').unwrap_or((column, ""));
                    order = at.parse().unwrap_or_else(|_| order + 1);
                    names
                        .split('+')
                        .map(move |name| json!({"name": name, "runOrder": order}))
                        .collect::<Vec<_>>()
                })
                .collect();
            json!({"name": name, "actions": actions})
        })
        .collect();
    let document = open(&json!({"stages": stages}).to_string());
    assert_eq!(outline(&document), text, "the outline is read as it is written");
    document
}

/// A new action X in a slot of stage S.
#[track_caller]
fn check_add(before: &str, column: SlotColumn, after: &str) {
    let mut document = document(before);
    let slot = Slot { stage: stage(&document, "S"), column };
    let new = actions::NewAction { name: "X".to_owned(), ..actions::NewAction::default() };
    let (_, change) = actions::add(&document, &new, slot).expect("the stage is there");
    run(&mut document, &change);
    assert_eq!(outline(&document), after);
}

/// Action A moves to a slot of a stage.
#[track_caller]
fn check_move(before: &str, to: &str, column: SlotColumn, after: &str) {
    let mut document = document(before);
    let slot = Slot { stage: stage(&document, to), column };
    let change = actions::move_to(&document, action(&document, "A"), slot).expect("both are there");
    assert_eq!(change.edits.is_empty(), before == after, "{:?}", change.edits);
    run(&mut document, &change);
    assert_eq!(outline(&document), after);
}

fn beside(column: usize, row: usize) -> SlotColumn {
    SlotColumn::Beside { column, row }
}

fn new(before: usize) -> SlotColumn {
    SlotColumn::New { before }
}

#[test]
fn a_new_action_gets_the_run_order_of_its_slot() {
    check_add("S()", new(0), "S(X)");
    check_add("S()", beside(0, 0), "S(X)");
    check_add("S(A)", new(0), "S(X A)");
    check_add("S(A)", new(1), "S(A X)");
    check_add("S(A)", new(9), "S(A X)");
    check_add("S(A B)", new(1), "S(A X B)");
    check_add("S(A+B C)", beside(0, 0), "S(X+A+B C)");
    check_add("S(A+B C)", beside(0, 1), "S(A+X+B C)");
    check_add("S(A+B C)", beside(0, 2), "S(A+B+X C)");
    check_add("S(A+B C)", beside(0, 9), "S(A+B+X C)");
    check_add("S(A+B C)", beside(9, 0), "S(A+B C X)");
}

#[test]
fn numbers_with_gaps_are_kept_where_there_is_room() {
    check_add("S(A@10 B@20)", new(1), "S(A@10 X B@20)");
    check_add("S(A@10 B@20)", new(0), "S(X A@10 B@20)");
    check_add("S(A@10 B@20)", new(2), "S(A@10 B@20 X)");
    check_add("S(A B C@5)", new(1), "S(A X B C@5)");
    check_add("S(A B C D@9)", new(0), "S(X A B C D@9)");
}

#[test]
fn numbers_at_the_ends_of_what_can_be_counted_do_no_harm() {
    check_add("S(A@-5 B)", new(0), "S(X@-5 A B)");
    check_add("S(A@9223372036854775807)", new(1), "S(A+X@9223372036854775807)");
    check_add("S(A@9223372036854775807)", new(0), "S(X A@9223372036854775807)");
    check_add("S(A@-9223372036854775808)", new(0), "S(A@-9223372036854775808 X)");
}

#[test]
fn an_action_moves_and_tight_numbers_stay_tight() {
    check_move("S(A B C)", "S", new(3), "S(B C A)");
    check_move("S(A B C)", "S", new(2), "S(B A C)");
    check_move("S(A B C)", "S", beside(1, 0), "S(A+B C)");
    check_move("S(A B C)", "S", beside(2, 1), "S(B C+A)");
    check_move("S(B A C)", "S", new(0), "S(A B C)");
    check_move("S(B C A)", "S", new(1), "S(B A C)");
    check_move("S(A+B C)", "S", new(1), "S(B A C)");
    check_move("S(A+B C)", "S", new(0), "S(A B C)");
    check_move("S(A+B+C)", "S", beside(0, 1), "S(B+A+C)");
    check_move("S(A+B+C)", "S", beside(0, 2), "S(B+C+A)");
    check_move("S(B+C+A)", "S", beside(0, 0), "S(A+B+C)");
}

#[test]
fn dropping_an_action_where_it_is_changes_nothing() {
    for (column, before) in [
        (new(0), "S(A B)"),
        (new(1), "S(A B)"),
        (beside(0, 0), "S(A+B)"),
        (beside(0, 5), "S(A B)"),
        (new(1), "S(B A@7)"),
    ] {
        check_move(before, "S", column, before);
    }
}

#[test]
fn other_numbering_is_kept_in_a_move() {
    check_move("S(A@10 B@20 C@30)", "S", new(2), "S(B@20 A C@30)");
    check_move("S(A@10 B@20 C@30)", "S", new(3), "S(B@20 C@30 A)");
    check_move("S(B@10 C@20 A@30)", "S", new(1), "S(B@10 A C@20)");
}

#[test]
fn an_action_moves_to_another_stage() {
    check_move("S(A B) T(C)", "T", new(0), "S(B) T(A C)");
    check_move("S(A B) T(C)", "T", beside(0, 1), "S(B) T(C+A)");
    check_move("S(A) T()", "T", new(0), "S() T(A)");
    check_move("S(B A C) T(C)", "T", new(1), "S(B C) T(C A)");
    check_move("S(A) T(A)", "T", new(1), "S() T(A A-2)");
    check_move("S(A@3 B@5) T(C)", "T", new(1), "S(B@5) T(C A)");
}

#[test]
fn odd_actions_are_passed_by() {
    let text = r#"{"stages": [{"name": "S", "actions": ["odd", {"name": "A"}, 5, {"name": "B", "runOrder": 2}]}, {"name": "T", "actions": []}]}"#;
    let mut document = open(text);
    let (s, t) = (stage(&document, "S"), stage(&document, "T"));
    let slot = Slot { stage: s, column: new(0) };
    let added = actions::add(&document, &actions::NewAction::default(), slot).expect("a change").1;
    run(&mut document, &added);
    let odd =
        document.pipeline().stages[0].actions.iter().find(|a| a.odd.is_some()).expect("there are two").id;
    let change = actions::move_to(&document, odd, Slot { stage: t, column: new(0) }).expect("a change");
    run(&mut document, &change);
    assert!(document.pipeline().stages[1].actions[0].odd.is_some());
    let gone: Vec<ActionId> =
        document.pipeline().stages[0].actions.iter().map(|action| action.id).take(2).collect();
    let change = actions::remove(&document, &gone);
    run(&mut document, &change);
}

#[test]
fn slots_are_told_for_actions_and_ends() {
    let document = document("S(A+B C@5)");
    let slot = |name| Slot::of(&document, action(&document, name)).map(|slot| slot.column);
    assert_eq!(slot("B"), Some(beside(0, 1)));
    assert_eq!(slot("C"), Some(beside(1, 0)));
    assert_eq!(Slot::at_end(&document, stage(&document, "S")).column, new(2));
}

#[test]
fn several_actions_move_one_under_the_other() {
    for (before, ids, column, after) in [
        ("S(A B C)", ["A", "B"], new(3), "S(C A+B)"),
        ("S(A B C)", ["C", "A"], beside(1, 0), "S(C+A+B)"),
        ("S(A+B+C)", ["C", "A"], beside(0, 0), "S(C+A+B)"),
        ("S(A+B+C)", ["B", "A"], beside(0, 1), "S(B+A+C)"),
        ("S(A+B+C)", ["B", "A"], beside(0, 9), "S(C+B+A)"),
    ] {
        let mut document = document(before);
        let ids = ids.map(|name| action(&document, name));
        let slot = Slot { stage: stage(&document, "S"), column };
        let change = actions::move_all_to(&document, &ids, slot).expect("all are there");
        run(&mut document, &change);
        assert_eq!(outline(&document), after, "{before} {column:?}");
    }
}
