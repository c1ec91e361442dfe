//! The main screens as a whole, in the dark and in the light; each picture was looked at.

use eframe::egui::{Key, Modifiers, PointerButton, Theme, accesskit::Role, vec2};
use egui_kittest::kittest::Queryable as _;
use pipewright_core::template::template;

use super::pictures::practice;
use super::{Designer, folder};

const THEMES: [(Theme, &str); 2] = [(Theme::Dark, "dark"), (Theme::Light, "light")];

/// What a template makes, with one of its actions chosen.
fn provider(name: &str, of_template: &str, action: &str) {
    let files = folder();
    let file = files.path().join("storefront.json");
    let template = template(of_template).expect("a template");
    std::fs::write(&file, template.text(&template.defaults())).expect("a file");
    let mut designer = Designer::open(&file);
    designer.keys(Modifiers::SHIFT, Key::Num1);
    designer.click_card(action);
    in_both(&mut designer, name);
}

fn in_both(designer: &mut Designer, name: &str) {
    for (theme, word) in THEMES {
        designer.harness.ctx.set_theme(theme);
        designer.harness.remove_cursor();
        designer.settle();
        designer.harness.snapshot(format!("screen_{name}_{word}"));
    }
}

#[test]
fn a_stack_is_being_set_up() {
    provider("cloudformation", "cloudformation-change-set", "UpdateStaging");
}

#[test]
fn commands_are_being_written() {
    provider("commands", "static-site", "BuildSite");
}

#[test]
fn a_state_machine_is_being_chosen() {
    provider("step_functions", "step-functions", "RunSample");
}

#[test]
fn a_blue_green_deployment_is_being_set_up() {
    provider("blue_green", "gitlab-ecs-blue-green", "DeployProduction");
}

#[test]
fn what_starts_the_pipeline() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    let heading = designer.harness.query_all_by_label_contains("Triggers · ").next();
    heading.expect("a heading").scroll_to_me();
    designer.settle();
    in_both(&mut designer, "triggers");
}

#[test]
fn the_plan() {
    let files = folder();
    let file = files.path().join("storefront.json");
    let sample = pipewright_core::samples::sample("connection-ecs").expect("a sample");
    std::fs::write(&file, sample.text).expect("a file");
    let mut designer = Designer::with(Some(&file), practice(sample.text), 1.0);
    designer.click_button("Publish…");
    designer.wait_until("the plan is there", |designer| designer.shows("Publish version 2"));
    in_both(&mut designer, "plan");
}

#[test]
fn a_small_window() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    designer.harness.set_size(vec2(1024.0, 700.0));
    designer.settle();
    designer.click_card("Build");
    in_both(&mut designer, "small");
}

#[test]
fn the_outline_and_the_menu_of_a_card() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    designer.harness.get_by_role_and_label(Role::Tab, "Outline").click();
    designer.settle();
    let card = designer.card("DeployStaging");
    designer.button_at(card, PointerButton::Secondary, Modifiers::NONE);
    in_both(&mut designer, "menu");
}

#[test]
fn the_templates_at_twice_the_size() {
    let mut designer = Designer::with(None, pipewright::cloud::aws::Aws::default(), 2.0);
    designer.harness.get_by_role_and_label(Role::Button, "From template: GitHub to ECS on Fargate").click();
    designer.settle();
    designer.harness.ctx.set_theme(Theme::Light);
    designer.harness.remove_cursor();
    designer.settle();
    designer.harness.snapshot("screen_templates_fine");
}
