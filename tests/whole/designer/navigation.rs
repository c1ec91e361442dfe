//! The ways through the canvas: finding, folding, going back, the minimap, the outline.

use eframe::egui::{Key, Modifiers, Theme, accesskit::Role, vec2};
use pipewright::editor::Item;
use serde_json::{Value, json};

use egui_kittest::kittest::Queryable as _;

use super::Designer;

fn selected(designer: &Designer) -> Vec<String> {
    let editor = designer.harness.state().editor();
    let pipeline = editor.document().pipeline();
    let name = |item: &Item| match *item {
        Item::Stage(id) => format!("stage {}", pipeline.stage(id).expect("a stage").name()),
        Item::Action(id) => pipeline.action(id).expect("an action").1.name().to_owned(),
        Item::Wire { .. } => "a wire".to_owned(),
        Item::Note(_) => "a note".to_owned(),
    };
    editor.selection().items().iter().map(name).collect()
}

fn zoom(designer: &Designer) -> f32 {
    designer.harness.state().canvas().camera().zoom()
}

/// A pipeline too long for the window: twelve stages of three actions, the last of them odd.
fn long() -> (Designer, tempfile::TempDir) {
    let action = |stage: usize, index: usize| {
        json!({
            "name": format!("Step{stage}x{index}"),
            "actionTypeId": { "category": "Build", "owner": "AWS", "provider": "CodeBuild", "version": "1" },
            "runOrder": index,
            "configuration": { "ProjectName": format!("project-{stage}-{index}") },
            "inputArtifacts": [{ "name": format!("out{}", stage.max(1) - 1) }],
            "outputArtifacts": if index == 1 { json!([{ "name": format!("out{stage}") }]) } else { json!([]) },
        })
    };
    let stages: Vec<Value> = (0..12)
        .map(|stage| {
            let actions: Vec<Value> = (1..=3).map(|index| action(stage, index)).collect();
            json!({ "name": format!("Part{stage}"), "actions": actions })
        })
        .collect();
    let file = json!({ "pipeline": { "name": "long", "roleArn": "arn:aws:iam::111122223333:role/p",
        "artifactStore": { "type": "S3", "location": "artifacts" }, "stages": stages } });
    let folder = super::folder();
    let path = folder.path().join("long.json");
    std::fs::write(&path, file.to_string()).expect("a file");
    (Designer::open(&path), folder)
}

#[test]
fn finding_walks_through_what_fits_and_escape_leads_back() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    designer.click_card("Build");
    let before = *designer.harness.state().canvas().camera();
    designer.keys(Modifiers::COMMAND, Key::F);
    designer.type_text("deploy");
    let first = selected(&designer);
    assert!(first[0].to_lowercase().contains("deploy"), "{first:?}");
    assert!(designer.shows("1 of "));
    designer.key(Key::Enter);
    assert!(designer.shows("2 of "));
    assert_ne!(selected(&designer), first);
    designer.keys(Modifiers::SHIFT, Key::Enter);
    assert_eq!(selected(&designer), first);
    designer.key(Key::Escape);
    assert_eq!(selected(&designer), ["Build"]);
    assert_eq!(*designer.harness.state().canvas().camera(), before);
    assert!(designer.harness.query_by_label("Find on the canvas").is_none());
}

#[test]
fn values_artifacts_and_providers_are_found_and_nothing_is_said_to_be_nothing() {
    let (mut designer, _folder) = long();
    for (typed, expected) in [("project-7-2", "Step7x2"), ("out11", "Step11x1"), ("part9", "stage Part9")] {
        designer.keys(Modifiers::COMMAND, Key::F);
        designer.type_text(typed);
        assert_eq!(selected(&designer), [expected], "{typed}");
        let visible = designer.harness.state().canvas().camera().visible_world();
        let editor = designer.harness.state().editor();
        if let Some(Item::Action(id)) = editor.selection().single() {
            let card = editor.derived().layout.card(id).expect("a card").rect;
            assert!(visible.contains(eframe::egui::pos2(card.center().x, card.center().y)), "{typed}");
        }
        designer.click_button("Close find");
    }
    designer.keys(Modifiers::COMMAND, Key::F);
    designer.type_text("codebuild");
    assert!(designer.shows("1 of 36"));
    designer.type_text("no such thing");
    assert!(designer.shows("No match"));
}

#[test]
fn a_stage_is_collapsed_by_its_chevron_and_opened_again() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    let before = designer.document().to_text();
    designer.click_button("Collapse stage Build");
    let layout = &designer.harness.state().editor().derived().layout;
    assert!(layout.stages[1].is_folded && layout.stages[1].cards.is_empty());
    assert!(!designer.harness.state().editor().is_dirty(), "a view is no change");
    assert_eq!(designer.document().to_text(), before);
    designer.click_button("Expand stage Build");
    designer.card("UnitTests");
}

#[test]
fn all_stages_are_collapsed_and_what_is_found_in_them_is_opened() {
    let (mut designer, _folder) = long();
    designer.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::M);
    let layout = &designer.harness.state().editor().derived().layout;
    assert!(layout.stages.iter().all(|stage| stage.is_folded) && layout.cards.is_empty());
    designer.keys(Modifiers::COMMAND, Key::F);
    designer.type_text("step5x3");
    assert_eq!(selected(&designer), ["Step5x3"]);
    designer.card("Step5x3");
    let layout = &designer.harness.state().editor().derived().layout;
    assert_eq!(layout.stages.iter().filter(|stage| !stage.is_folded).count(), 1);
}

#[test]
fn arrows_stop_at_a_collapsed_stage() {
    let (mut designer, _folder) = long();
    designer.click_button("Collapse stage Part1");
    designer.click_card("Step0x3");
    designer.key(Key::ArrowRight);
    assert_eq!(selected(&designer), ["stage Part1"]);
}

#[test]
fn one_goes_back_to_where_one_jumped_from() {
    let (mut designer, _folder) = long();
    designer.click_card("Step0x1");
    let start = *designer.harness.state().canvas().camera();
    designer.harness.get_by_role_and_label(Role::Tab, "Outline").click();
    designer.settle();
    designer.harness.get_by_role_and_label(Role::TreeItem, "Step3x2").click();
    designer.settle();
    assert_eq!(selected(&designer), ["Step3x2"]);
    let there = *designer.harness.state().canvas().camera();
    assert_ne!(there, start);

    designer.keys(Modifiers::COMMAND, Key::OpenBracket);
    assert_eq!(selected(&designer), ["Step0x1"]);
    assert_eq!(*designer.harness.state().canvas().camera(), start);
}

#[test]
fn a_first_view_can_be_read_and_all_is_in_view_when_asked_for() {
    let (mut designer, _folder) = long();
    assert!(zoom(&designer) >= 0.6, "{}", zoom(&designer));
    designer.keys(Modifiers::SHIFT, Key::Num1);
    let visible = designer.harness.state().canvas().camera().visible_world();
    let size = designer.harness.state().editor().derived().layout.size;
    assert!(visible.width() >= size.x && visible.height() >= size.y);
    assert!(designer.harness.query_by_label("Minimap").is_none(), "nothing is out of view");
}

#[test]
fn the_minimap_leads_to_any_place_and_one_can_come_back() {
    let (mut designer, _folder) = long();
    let start = *designer.harness.state().canvas().camera();
    let minimap = designer.harness.get_by_label("Minimap").rect();
    designer.drag_and_drop(minimap.center(), minimap.right_center() - vec2(12.0, 0.0));
    let visible = designer.harness.state().canvas().camera().visible_world();
    let size = designer.harness.state().editor().derived().layout.size;
    assert!(visible.center().x > size.x * 0.8, "{visible:?}");
    designer.keys(Modifiers::COMMAND, Key::OpenBracket);
    assert_eq!(*designer.harness.state().canvas().camera(), start);
}

#[test]
fn the_outline_is_filtered_and_follows_the_canvas() {
    let (mut designer, _folder) = long();
    designer.harness.get_by_role_and_label(Role::Tab, "Outline").click();
    designer.settle();
    designer.harness.get_by_label("Filter the outline").click();
    designer.settle();
    designer.type_text("project-4-1");
    let rows = |designer: &Designer| designer.harness.query_all_by_role(Role::TreeItem).count();
    assert_eq!(rows(&designer), 2, "the action and its stage");
    designer.key(Key::Escape);
    assert_eq!(rows(&designer), 48);
    designer.click_card("Step0x2");
    designer.harness.get_by_role_and_label(Role::TreeItem, "Step0x2");
    assert_eq!(selected(&designer), ["Step0x2"]);
}

#[test]
fn all_from_afar() {
    let (mut designer, _folder) = long();
    designer.harness.ctx.set_theme(Theme::Dark);
    designer.keys(Modifiers::SHIFT, Key::Num1);
    designer.harness.remove_cursor();
    designer.settle();
    designer.harness.snapshot("far_dark");
}
