//! The window in a language that does not exist, where each known text stands in brackets: what has none was
//! forgotten.

use std::collections::{BTreeSet, HashSet};

use eframe::egui::{Event, Key, Modifiers, PointerButton, Pos2, accesskit::Role, pos2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use pipewright::cloud::practice::Practice;
use pipewright_core::catalog::{Catalog, Group};
use pipewright_core::samples::SAMPLES;
use serde_json::{Map, Value, json};

use super::names::everything;
use crate::designer::Designer;
use crate::words::texts_of_the_sources;

/// A catalog that brackets every text of the sources.
fn bracketed() -> String {
    let bracket = |text: &str| format!("[{text}]");
    let mut texts = Map::from_iter([("@name".to_owned(), json!("Brackets"))]);
    for (key, text) in texts_of_the_sources() {
        let shown = match &text {
            Value::Object(forms) => {
                let form =
                    |(name, text): (&String, &Value)| (name.clone(), json!(bracket(text.as_str().unwrap())));
                Value::Object(forms.iter().map(form).collect())
            }
            _ => json!(bracket(&key)),
        };
        texts.insert(key, shown);
    }
    Value::Object(texts).to_string()
}

fn designer() -> (Designer, tempfile::TempDir) {
    let folder = crate::designer::folder();
    let file = folder.path().join("storefront.json");
    std::fs::write(&file, pipewright_core::samples::sample("connection-ecs").unwrap().text).unwrap();
    let home = crate::designer::folder();
    std::fs::create_dir(home.path().join("words")).unwrap();
    std::fs::write(home.path().join("words/en-XA.json"), bracketed()).unwrap();
    std::fs::write(home.path().join("settings.json"), r#"{"language": "en-XA"}"#).unwrap();
    let designer = Designer::at_home(home, Some(&file), Practice::new("eu-west-1", 1_760_000_000), 1.0);
    (designer, folder)
}

/// What is the same in every language: words of AWS, of the catalog, of the document and of the machine.
fn untranslated(designer: &Designer) -> HashSet<String> {
    let pipeline = designer.document().pipeline();
    let mut words: HashSet<String> =
        [pipeline.name(), "storefront.json", "English", "Brackets", "eu-west-1", "P"]
            .map(str::to_owned)
            .into_iter()
            .collect();
    for stage in &pipeline.stages {
        words.insert(stage.name().to_owned());
        words.extend(stage.actions.iter().map(|action| action.name().to_owned()));
    }
    for provider in Catalog::get().providers() {
        words.extend([provider.name.clone(), provider.display_name.clone()]);
    }
    words.extend(Group::ALL.iter().map(|group| group.label().to_owned()));
    words.extend(SAMPLES.iter().map(|sample| sample.title.to_owned()));
    for finding in &designer.harness.state().editor().derived().findings {
        words.extend(finding.fixes.iter().map(|fix| fix.label.clone()));
    }
    words
}

/// Keys, sizes, numbers and paths.
fn is_of_the_machine(text: &str) -> bool {
    let is_key = text.split('+').all(|part| {
        ["Ctrl", "Shift", "Alt"].contains(&part) || Key::from_name(part).is_some() || part.is_empty()
    });
    is_key || text.starts_with('/') || !text.chars().any(|c| c.is_ascii_alphabetic())
}

#[track_caller]
fn check(designer: &Designer, screen: &str, is_ours: impl Fn(&super::names::Seen) -> bool) {
    let forgotten = forgotten(designer, is_ours);
    assert!(forgotten.is_empty(), "{screen}: {forgotten:#?}");
}

fn forgotten(designer: &Designer, is_ours: impl Fn(&super::names::Seen) -> bool) -> Vec<String> {
    let untranslated = untranslated(designer);
    everything(designer)
        .into_iter()
        .filter(|one| !one.is_hidden && is_ours(one))
        .filter(|one| !one.name.contains('['))
        .map(|one| one.name)
        .filter(|name| !untranslated.contains(name.as_str()) && !is_of_the_machine(name))
        .collect()
}

/// Whether a label is made of what is in the design and of words that are never translated: a row of the outline begins
/// with a number, and a row of a table joins two of them.
fn is_known(known: &str, name: &str) -> bool {
    let name = name.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start().to_lowercase();
    known.contains(&name) || name.split(": ").all(|part| known.contains(part) || part == "secrets manager")
}

/// Outside of canvas and inspector.
fn is_around(one: &super::names::Seen) -> bool {
    let (x, y) = one.at;
    let is_window =
        matches!(one.role, Role::Window | Role::Pane | Role::Canvas | Role::GenericContainer | Role::Unknown);
    // What is scrolled out of sight is nowhere.
    !is_window
        && one.at != (0.0, 0.0)
        && (y < 48.0
            || (972.0..1000.0).contains(&y)
            || x < 232.0
            || ((830.0..1000.0).contains(&y) && x < 1350.0))
}

#[test]
fn no_text_of_the_shell_is_forgotten() {
    let (mut designer, _folder) = designer();
    assert!(designer.shows("[Actions]"), "the language is in use");
    assert!(designer.shows("[Saved]") && designer.shows("[Zoom: "), "below the inspector");
    check(&designer, "around the canvas", is_around);
    designer.harness.get_by_role_and_label(Role::Tab, "[Log]").click();
    designer.settle();
    check(&designer, "the log", is_around);

    let in_dialog = |one: &super::names::Seen| one.dialog.is_some();
    let (ctrl, ctrl_shift) = (Modifiers::COMMAND, Modifiers::COMMAND.plus(Modifiers::SHIFT));
    for (screen, modifiers, key) in [
        ("the list of commands", ctrl, Key::K),
        ("shortcuts", Modifiers::NONE, Key::F1),
        ("settings", ctrl, Key::Comma),
        ("open path", ctrl_shift, Key::O),
        ("export", ctrl, Key::E),
        ("compare", ctrl_shift, Key::D),
        ("add action", Modifiers::NONE, Key::A),
    ] {
        designer.keys(modifiers, key);
        check(&designer, screen, in_dialog);
        for _ in 0..2 {
            designer.key(Key::Escape);
        }
    }
    designer.click_button("[Account: {name}]".replace("{name}", "[No account]").as_str());
    designer.wait_until("the account has answered", |designer| designer.shows("[Account 1234 5678 9012"));
    check(&designer, "account", in_dialog);
    designer.key(Key::Escape);
    designer.click_button("[Publish…]");
    designer.wait_until("the plan is there", |designer| designer.shows("[Create pipeline]"));
    let buttons = |one: &super::names::Seen| one.dialog.is_some() && one.role == Role::Button;
    check(&designer, "the plan", buttons);
    designer.key(Key::Escape);

    designer.keys(Modifiers::SHIFT, Key::A);
    designer.key(Key::Enter);
    designer.keys(ctrl, Key::W);
    check(&designer, "unsaved changes", in_dialog);
}

/// What the data of AWS, of templates and of samples say, as far as it is in no catalog of words.
fn data() -> String {
    let mut all = String::new();
    for folder in ["assets/templates", "assets/snippets"] {
        for entry in std::fs::read_dir(crate::words::root().join(folder)).unwrap() {
            all += &std::fs::read_to_string(entry.unwrap().path()).unwrap();
        }
    }
    let listed = Catalog::get().texts();
    for file in ["actions", "rules", "limits", "resources"] {
        let path = crate::words::root().join(format!("assets/catalog/{file}.json"));
        let value: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
        add_texts(&value, &listed, &mut all);
    }
    all
}

/// All texts of a value but those that are listed for translators.
fn add_texts(value: &Value, listed: &BTreeSet<&str>, all: &mut String) {
    match value {
        Value::String(text) if !listed.contains(text.as_str()) => {
            all.push_str(text);
            all.push('\n');
        }
        Value::Array(values) => values.iter().for_each(|value| add_texts(value, listed, all)),
        Value::Object(members) => members.values().for_each(|value| add_texts(value, listed, all)),
        Value::String(_) | Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Everything in sight, whatever is chosen; what the document, the checks and AWS say is left out.
fn forgotten_of_all(designer: &Designer, data: &str, screen: &str) -> Vec<String> {
    let editor = designer.harness.state().editor();
    let mut known = editor.document().to_text() + data;
    for rule in pipewright_core::check::rules() {
        for words in rule.parts().map(|(_, text)| text).chain([rule.title]) {
            known.push_str(words);
            known.push('\n');
        }
    }
    for finding in &editor.derived().findings {
        let fixes = finding.fixes.iter().map(|fix| fix.label.as_str());
        for words in
            fixes.chain([finding.message.as_str(), finding.code, finding.help.as_deref().unwrap_or("")])
        {
            known.push_str(words);
            known.push('\n');
        }
    }
    let known = known.to_lowercase();
    let ours = |one: &super::names::Seen| {
        one.at != (0.0, 0.0)
            && !matches!(one.role, Role::Window | Role::Pane | Role::GenericContainer | Role::Unknown)
            && !is_known(&known, &one.name)
            // The toolkit's own.
            && one.name != "Resize panel"
    };
    forgotten(designer, ours).into_iter().map(|name| format!("{screen}: {name}")).collect()
}

/// Of the dialog that is open.
fn forgotten_of_dialog(designer: &Designer, data: &str, screen: &str) -> Vec<String> {
    assert!(everything(designer).iter().any(|one| one.dialog.is_some()), "{screen} is open");
    forgotten_of_all(designer, data, screen)
}

/// Opens the menu of what is there, and reads it.
fn forgotten_of_menu(designer: &mut Designer, data: &str, at: Pos2, screen: &str) -> Vec<String> {
    designer.button_at(at, PointerButton::Secondary, Modifiers::NONE);
    let found = forgotten_of_all(designer, data, screen);
    designer.key(Key::Escape);
    found
}

#[test]
fn no_text_of_wires_notes_changes_and_small_dialogs_is_forgotten() {
    let (mut designer, _folder) = designer();
    let data = data();
    let mut all = BTreeSet::new();
    let layout = designer.harness.state().editor().derived().layout.clone();
    let camera = *designer.harness.state().canvas().camera();
    let screen = |rect| camera.screen_from_rect(pipewright::canvas::camera::to_rect(rect)).center();

    // A wire, in the middle of its longest part.
    let parts = layout.wires.iter().flat_map(|wire| wire.points.windows(2));
    let length = |part: &&[pipewright_core::layout::Point]| (part[0].x - part[1].x).abs();
    let part = parts.max_by(|a, b| length(a).total_cmp(&length(b))).unwrap();
    let middle = pos2(f32::midpoint(part[0].x, part[1].x), f32::midpoint(part[0].y, part[1].y));
    let wire = camera.screen_from_world(middle);
    designer.click_at(wire);
    assert!(designer.shows("[Artifact"), "the wire is chosen");
    all.extend(forgotten_of_all(&designer, &data, "a wire"));
    all.extend(forgotten_of_menu(&mut designer, &data, wire, "the menu of a wire"));

    let note = designer.harness.get_all_by_role(Role::Note).next().unwrap().rect().center();
    designer.click_at(note);
    all.extend(forgotten_of_all(&designer, &data, "a note"));
    for (at, what) in [
        (note, "the menu of a note"),
        (screen(layout.cards[0].rect), "the menu of an action"),
        (screen(layout.stages[1].header), "the menu of a stage"),
        (screen(layout.gates[2].rect), "the menu of a gate"),
    ] {
        all.extend(forgotten_of_menu(&mut designer, &data, at, what));
    }

    click_world(&mut designer, layout.cards[3].rect);
    designer.key(Key::C);
    all.extend(forgotten_of_dialog(&designer, &data, "what takes an artifact"));
    designer.key(Key::Escape);
    designer.button_at(screen(layout.gates[2].rect), PointerButton::Secondary, Modifiers::NONE);
    designer.click_button("[Disable transition…]");
    all.extend(forgotten_of_dialog(&designer, &data, "a transition"));
    designer.key(Key::Escape);
    designer.key(Key::Escape);

    for (item, screen) in [("[Explain ", "a rule"), ("[Suppress…]", "suppressing")] {
        designer
            .harness
            .get_all_by_role_and_label(Role::Button, "[More about this problem]")
            .next()
            .unwrap()
            .click();
        designer.settle();
        all.extend(forgotten_of_all(&designer, &data, "the menu of a problem"));
        let item = designer
            .harness
            .get_all_by_role(Role::MenuItem)
            .find(|node| node.accesskit_node().label().is_some_and(|label| label.starts_with(item)));
        item.unwrap().click();
        designer.settle();
        all.extend(forgotten_of_dialog(&designer, &data, screen));
        designer.key(Key::Escape);
        designer.key(Key::Escape);
    }

    // What was done, in the history, in the announcement and in the message with Undo.
    click_world(&mut designer, layout.cards[1].rect);
    designer.keys(Modifiers::COMMAND, Key::D);
    designer.keys(Modifiers::ALT, Key::ArrowRight);
    designer.key(Key::Delete);
    designer.keys(Modifiers::COMMAND, Key::Z);
    designer.harness.event(Event::Paste(r#"[{"name": "Late", "actions": []}]"#.to_owned()));
    designer.settle();
    designer.harness.get_by_role_and_label(Role::Tab, "[Changes] 3").click();
    designer.settle();
    assert!(designer.shows("[Pasted [1 stage]"), "the announcement");
    all.extend(forgotten_of_all(&designer, &data, "changes"));
    designer.harness.get_by_role_and_label(Role::Tab, "[Log]").click();
    designer.settle();
    all.extend(forgotten_of_all(&designer, &data, "the log of changes"));
    assert!(all.is_empty(), "{all:#?}");
}

fn click_world(designer: &mut Designer, rect: pipewright_core::layout::Rect) {
    let camera = designer.harness.state().canvas().camera();
    let at = camera.screen_from_rect(pipewright::canvas::camera::to_rect(rect)).center();
    designer.click_at(at);
}

#[test]
fn no_text_of_canvas_and_inspector_is_forgotten() {
    let (mut designer, _folder) = designer();
    let data = data();
    let mut all = BTreeSet::new();
    all.extend(forgotten_of_all(&designer, &data, "the pipeline"));
    let layout = designer.harness.state().editor().derived().layout.clone();
    for card in &layout.cards {
        click_world(&mut designer, card.rect);
        all.extend(forgotten_of_all(&designer, &data, "an action"));
    }
    for stage in &layout.stages {
        click_world(&mut designer, stage.header);
        all.extend(forgotten_of_all(&designer, &data, "a stage"));
    }
    designer.keys(Modifiers::COMMAND, Key::A);
    all.extend(forgotten_of_all(&designer, &data, "several actions"));
    for tab in ["[Templates]", "[Outline]"] {
        designer.harness.get_by_role_and_label(Role::Tab, tab).click();
        designer.settle();
        all.extend(forgotten_of_all(&designer, &data, tab));
    }
    designer.keys(Modifiers::COMMAND, Key::Num2);
    all.extend(forgotten_of_all(&designer, &data, "the definition"));
    designer.keys(Modifiers::COMMAND, Key::Num1);
    designer.keys(Modifiers::COMMAND, Key::N);
    all.extend(forgotten_of_all(&designer, &data, "the start"));
    designer.key(Key::Escape);
    designer.keys(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::T);
    all.extend(forgotten_of_all(&designer, &data, "the templates"));
    assert!(all.is_empty(), "{all:#?}");
}
