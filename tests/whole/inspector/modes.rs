//! What the pipeline's type and execution mode mean, and what a stage does when something fails.

use super::*;

fn choose(harness: &mut Driven, field: &str, option: &str) {
    harness.get_by_role_and_label(Role::ComboBox, field).click();
    harness.run();
    harness.get_by_role_and_label(Role::ListBoxOption, option).click();
    harness.run();
}

#[test]
fn the_picture_of_an_execution_mode_says_what_it_shows() {
    let mut harness = open(ecs(), Shown::Pipeline);
    for (mode, words) in
        [("Superseded", "C takes the place of B"), ("Queued", "in their order"), ("Parallel", "never wait")]
    {
        if harness.get_by_role_and_label(Role::ComboBox, "Execution mode").value().as_deref() != Some(mode) {
            choose(&mut harness, "Execution mode", mode);
        }
        let picture = harness.get_by_role(Role::Image);
        let said = picture.accesskit_node().label().unwrap();
        assert!(said.contains(words), "{mode}: {said}");
    }
}

#[test]
fn the_picture_rests_until_it_is_looked_at_and_with_reduced_motion() {
    let mut harness = open(ecs(), Shown::Pipeline);
    let wants_frames = |harness: &Driven| {
        let output = harness.output().viewport_output.values().next().unwrap();
        output.repaint_delay < std::time::Duration::from_secs(1)
    };
    let at = harness.get_by_role(Role::Image).rect().center();
    assert!(!wants_frames(&harness));
    theme::set_reduced_motion(&harness.ctx, true);
    harness.hover_at(at);
    harness.run();
    assert!(!wants_frames(&harness), "nothing moves with reduced motion");
    theme::set_reduced_motion(&harness.ctx, false);
    harness.step();
    harness.step();
    assert!(wants_frames(&harness));
}

#[test]
fn a_type_says_what_it_adds_and_costs() {
    let mut harness = open(ecs(), Shown::Pipeline);
    assert!(harness.query_by_label_contains("$0.002 for each minute").is_some());
    choose(&mut harness, "Type", "V1");
    assert!(harness.query_by_label_contains("$1 a month").is_some());
    assert!(harness.query_by_label_contains("Needs pipeline type V2").is_some(), "queued runs");
}

#[test]
fn a_failure_is_told_in_one_sentence() {
    let mut harness = open(ecs(), Shown::Stage("Staging"));
    choose(&mut harness, "If the stage fails", "Retry");
    assert!(harness.query_by_label_contains("the failed actions are retried once").is_some());
    choose(&mut harness, "What to retry", "All actions");
    assert!(harness.query_by_label_contains("all actions of the stage are retried once").is_some());
    choose(&mut harness, "If the stage fails", "Roll back");
    assert!(harness.query_by_label_contains("rolls back to the last run that succeeded").is_some());
}

#[test]
fn region_role_and_timeout_of_a_rule_are_folded_away() {
    let mut harness = open(ecs(), Shown::Stage("Production"));
    harness.get_by_label("Add a rule before entry").click();
    harness.run();
    harness.get_by_role_and_label(Role::MenuItem, "CloudWatch alarm").click();
    harness.run();
    assert!(harness.query_by_label("Rule role").is_none());
    harness.get_by_role_and_label(Role::Button, "Region, role and timeout").click();
    harness.run();
    harness.get_by_role_and_label(Role::SpinButton, "Timeout").focus();
    harness.run();
    harness.get_by_role_and_label(Role::SpinButton, "Timeout").type_text("30");
    harness.run();
    let stages = &harness.state().editor.document().pipeline().stages;
    let rule = &stages.last().unwrap().members["beforeEntry"]["conditions"][0]["rules"][0];
    assert_eq!(rule["timeoutInMinutes"], json!(30));
}

#[test]
fn a_secret_is_masked_again_when_something_else_was_shown() {
    let document = with_action(&json!({
        "name": "Skill", "actionTypeId": kind("Deploy", "ThirdParty", "AlexaSkillsKit"),
        "configuration": {"ClientId": "id", "ClientSecret": "hush", "RefreshToken": "****", "SkillId": "s"},
        "inputArtifacts": [{"name": "SourceOutput"}],
    }));
    let mut harness = open(document, Shown::Action("Skill"));
    harness.get_by_label("Show client secret").click();
    harness.run();
    let selection = harness.state().editor.selection().clone();
    harness.state_mut().editor.select(Selection::none());
    harness.run();
    harness.state_mut().editor.select(selection);
    harness.run();
    assert!(harness.query_all_by_value("hush").next().is_none());
}
