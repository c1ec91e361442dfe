//! Everything that can be used has a name, on each screen and in each dialog.

use eframe::egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use pipewright::cloud::practice::Practice;

use crate::designer::Designer;

/// Something of the tree that screen readers walk.
pub struct Seen {
    pub role: Role,
    pub name: String,
    /// What tells it from others of its name.
    pub description: String,
    pub is_hidden: bool,
    /// The dialog it is in.
    pub dialog: Option<String>,
    /// Its middle, in points.
    pub at: (f64, f64),
}

/// All of the tree.
pub fn everything(designer: &Designer) -> Vec<Seen> {
    let mut seen = Vec::new();
    walk(designer.harness.root().accesskit_node(), None, &mut seen);
    seen
}

fn walk(node: egui_kittest::kittest::AccessKitNode<'_>, dialog: Option<&str>, seen: &mut Vec<Seen>) {
    let name = node.label().unwrap_or_default();
    let at = node
        .bounding_box()
        .map_or((0.0, 0.0), |rect| (f64::midpoint(rect.x0, rect.x1), f64::midpoint(rect.y0, rect.y1)));
    let inside = if node.role() == Role::Dialog { Some(name.clone()) } else { dialog.map(str::to_owned) };
    let (is_hidden, description) = (node.is_hidden(), node.description().unwrap_or_default());
    seen.push(Seen { role: node.role(), name, description, is_hidden, dialog: inside.clone(), at });
    for child in node.children() {
        walk(child, inside.as_deref(), seen);
    }
}

fn is_for_use(role: Role) -> bool {
    matches!(
        role,
        Role::Button
            | Role::CheckBox
            | Role::ComboBox
            | Role::Dialog
            | Role::Link
            | Role::ListBoxOption
            | Role::ListItem
            | Role::MenuItem
            | Role::MultilineTextInput
            | Role::RadioButton
            | Role::SearchInput
            | Role::SpinButton
            | Role::Switch
            | Role::Tab
            | Role::TabList
            | Role::TextInput
            | Role::TreeItem
    )
}

#[track_caller]
fn check(designer: &Designer, screen: &str) {
    let seen = everything(designer);
    let nameless: Vec<_> = seen
        .iter()
        .filter(|one| is_for_use(one.role) && !one.is_hidden && one.name.trim().is_empty())
        .map(|one| (one.role, one.at))
        .collect();
    assert!(nameless.is_empty(), "{screen}: without a name: {nameless:?}");

    // In a dialog each control is told from the others by its name. The cross and the button that closes are one.
    let mut names: Vec<(Role, &str, &str)> = seen
        .iter()
        .filter(|one| one.dialog.is_some() && is_for_use(one.role) && one.role != Role::Dialog)
        .map(|one| (one.role, one.name.as_str(), one.description.as_str()))
        .filter(|(_, name, _)| *name != "Close")
        .collect();
    names.sort_unstable_by_key(|(role, name, description)| (format!("{role:?}"), *name, *description));
    let twice: Vec<_> = names.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]).collect();
    assert!(twice.is_empty(), "{screen}: the same name twice: {twice:?}");
}

#[test]
fn every_control_of_every_screen_and_dialog_has_a_name_of_its_own() {
    let folder = crate::designer::folder();
    let file = folder.path().join("storefront.json");
    std::fs::write(&file, pipewright_core::samples::sample("connection-ecs").unwrap().text).unwrap();
    let mut designer = Designer::with(Some(&file), Practice::new("eu-west-1", 1_760_000_000), 1.0);
    check(&designer, "the design");
    designer.click_card("Build");
    check(&designer, "an action");
    designer.harness.get_by_role_and_label(Role::Tab, "Outline").click();
    designer.settle();
    check(&designer, "the outline");
    designer.harness.get_by_role_and_label(Role::Tab, "Log").click();
    designer.settle();
    check(&designer, "the log");

    let (ctrl, ctrl_shift) = (Modifiers::COMMAND, Modifiers::COMMAND.plus(Modifiers::SHIFT));
    for (screen, modifiers, key) in [
        ("the list of commands", ctrl, Key::K),
        ("shortcuts", Modifiers::NONE, Key::F1),
        ("settings", ctrl, Key::Comma),
        ("new", ctrl, Key::N),
        ("open path", ctrl_shift, Key::O),
        ("export", ctrl, Key::E),
        ("compare", ctrl_shift, Key::D),
        ("add action", Modifiers::NONE, Key::A),
    ] {
        designer.keys(modifiers, key);
        assert!(everything(&designer).iter().any(|one| one.dialog.is_some()), "{screen} is open");
        check(&designer, screen);
        for _ in 0..2 {
            designer.key(Key::Escape);
        }
    }

    designer.click_button("Account: No account");
    designer.wait_until("the account has answered", |designer| designer.shows("Account 1234 5678 9012"));
    check(&designer, "account");
    designer.close_dialog();
    designer.keys(ctrl_shift, Key::P);
    designer.wait_until("the pipelines are listed", |designer| designer.shows("No pipelines"));
    check(&designer, "from AWS");
    designer.key(Key::Escape);
    designer.click_button("Publish…");
    designer.wait_until("the plan is there", |designer| designer.shows("Create pipeline"));
    check(&designer, "the plan");
    designer.key(Key::Escape);

    designer.click_button("Menu");
    check(&designer, "the menu");
}

#[test]
fn a_card_is_announced_with_all_that_is_seen_of_it() {
    let folder = crate::designer::folder();
    let file = folder.path().join("storefront.json");
    let text = pipewright_core::samples::sample("connection-ecs").unwrap().text;
    std::fs::write(&file, text.replace("\"DeployProduction\"", "\"Deploy to production\"")).unwrap();
    let designer = Designer::open(&file);
    let seen = everything(&designer);
    let card = seen.iter().find(|one| one.name.starts_with("Deploy to production, ")).expect("a card");
    for words in ["ECS blue/green", "stage Production", "step ", "has errors"] {
        assert!(card.name.contains(words), "{words}: {}", card.name);
    }
}
