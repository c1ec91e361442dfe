//! Several things at once: each change is one step.

use super::*;

impl Designer {
    fn select_cards(&mut self, names: &[&str]) {
        for (index, name) in names.iter().enumerate() {
            let at = self.card(name);
            let modifiers = if index == 0 { Modifiers::NONE } else { Modifiers::SHIFT };
            self.button_at(at, PointerButton::Primary, modifiers);
        }
    }

    fn select_stages(&mut self, names: &[&str]) {
        for (index, name) in names.iter().enumerate() {
            let at = self.header(name);
            let modifiers = if index == 0 { Modifiers::NONE } else { Modifiers::SHIFT };
            self.button_at(at, PointerButton::Primary, modifiers);
        }
    }

    #[track_caller]
    fn undone_by_one_step(&mut self, before: &str) {
        self.keys(Modifiers::COMMAND, Key::Z);
        assert_eq!(self.document().to_text(), before, "one step takes it back");
    }
}

#[test]
fn actions_of_one_provider_share_their_configuration() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    designer.select_cards(&["Build", "UnitTests"]);
    let before = designer.document().to_text();
    assert!(designer.shows("Configuration of all"));
    assert!(designer.shows("mixed"), "the two build different projects");
    designer.harness.get_by_role_and_label(Role::TextInput, "Project").focus();
    designer.settle();
    designer.type_text("shop-all");
    designer.key(Key::Enter);
    for name in ["Build", "UnitTests"] {
        assert_eq!(designer.action(name).configuration().get("ProjectName"), Some("shop-all"));
    }
    designer.undone_by_one_step(&before);
}

#[test]
fn actions_of_any_provider_share_the_run_order() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    designer.select_cards(&["DeployStaging", "SmokeTests"]);
    let before = designer.document().to_text();
    assert!(designer.shows("mixed"));
    designer.harness.get_by_label("Run order").focus();
    designer.settle();
    designer.type_text("4");
    designer.key(Key::Enter);
    let orders: Vec<i64> = designer.steps("Staging").iter().map(|(order, _)| *order).collect();
    assert_eq!(orders, [4, 4]);
    designer.undone_by_one_step(&before);
}

#[test]
fn several_actions_are_duplicated_moved_and_deleted_as_one() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    designer.select_cards(&["Build", "UnitTests"]);
    let before = designer.document().to_text();
    designer.keys(Modifiers::COMMAND, Key::D);
    assert_eq!(designer.steps("Build").len(), 5);
    designer.undone_by_one_step(&before);

    designer.select_cards(&["Build", "UnitTests"]);
    designer.keys(Modifiers::ALT, Key::ArrowRight);
    assert_eq!(
        designer.steps("Staging"),
        [
            (1, "Build".to_owned()),
            (1, "UnitTests".to_owned()),
            (2, "DeployStaging".to_owned()),
            (3, "SmokeTests".to_owned())
        ]
    );
    designer.undone_by_one_step(&before);

    designer.select_cards(&["Build", "UnitTests"]);
    designer.key(Key::Delete);
    assert_eq!(designer.steps("Build"), [(1, "Migrations".to_owned())]);
    designer.undone_by_one_step(&before);
}

#[test]
fn several_stages_are_duplicated_and_moved_as_one() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    designer.select_stages(&["Staging", "Approval"]);
    let before = designer.document().to_text();
    designer.keys(Modifiers::COMMAND, Key::D);
    assert_eq!(
        designer.stages(),
        ["Source", "Build", "Staging", "Staging-2", "Approval", "Approval-2", "Production"]
    );
    designer.undone_by_one_step(&before);
    designer.select_stages(&["Staging", "Approval"]);
    designer.keys(Modifiers::ALT, Key::ArrowRight);
    assert_eq!(designer.stages(), ["Source", "Build", "Production", "Staging", "Approval"]);
    designer.undone_by_one_step(&before);
}
