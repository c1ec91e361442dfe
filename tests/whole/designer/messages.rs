//! What the program says by itself: where it stands, and that it says it once.

use eframe::egui::{Event, Key, Modifiers, Rect, accesskit::Role, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::Designer;

/// The words of each toast, and the room it takes from them to its button.
fn toasts(designer: &Designer) -> Vec<(String, Rect)> {
    let harness = &designer.harness;
    let close: Vec<Rect> =
        harness.query_all_by_role_and_label(Role::Button, "Dismiss").map(|node| node.rect()).collect();
    let words = harness.query_all_by_role(Role::Alert);
    let words: Vec<String> = words.map(|node| node.accesskit_node().label().unwrap_or_default()).collect();
    let label = |words: &str| harness.get_by_role_and_label(Role::Label, words).rect();
    words.into_iter().zip(close).map(|(words, close)| (words.clone(), label(&words).union(close))).collect()
}

#[test]
fn a_key_that_can_do_nothing_says_why_and_once() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    for _ in 0..3 {
        designer.key(Key::F2);
    }
    let told = toasts(&designer);
    let words = ["Rename: select one stage, action, artifact or note first"];
    assert_eq!(told.iter().map(|(words, _)| words.as_str()).collect::<Vec<_>>(), words);
    assert_eq!(designer.harness.state().notices().log().len(), 1);
    designer.key(Key::C);
    assert_eq!(toasts(&designer)[1].0, "Connect to: select one action first");
}

/// Between two frames of a slow machine there is time for more than one press.
#[test]
fn presses_that_come_together_count_each() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    let done = |designer: &Designer| designer.harness.state().editor().history().done().len();
    for card in ["SmokeTests", "UnitTests"] {
        designer.click_card(card);
        designer.key(Key::Delete);
    }
    assert_eq!(done(&designer), 2);
    let modifiers = Modifiers::COMMAND;
    for pressed in [true, false, true, false] {
        let event = Event::Key { key: Key::Z, physical_key: None, pressed, repeat: false, modifiers };
        designer.harness.input_mut().events.push(event);
    }
    designer.settle();
    assert_eq!(done(&designer), 0);
}

#[test]
fn toasts_hide_nothing_that_is_used() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    designer.click_card("SmokeTests");
    designer.key(Key::Delete);
    for size in [vec2(1680.0, 1000.0), vec2(1200.0, 760.0), vec2(720.0, 480.0)] {
        designer.harness.set_size(size);
        designer.settle();
        let (words, toast) = toasts(&designer).remove(0);
        assert_eq!(words, "Deleted SmokeTests");
        let view = designer.harness.state().canvas().camera().view();
        assert!(view.contains_rect(toast), "{size:?}: {toast:?} in {view:?}");
        for name in ["Zoom out", "Zoom in", "Zoom to all"] {
            let button = designer.harness.get_by_role_and_label(Role::Button, name).rect();
            assert!(!toast.intersects(button), "{size:?}: {toast:?} hides {name}");
        }
    }
}

#[test]
fn long_words_are_broken_and_keep_their_button_in_the_window() {
    let (mut designer, _folder) = Designer::sample("connection-ecs");
    designer.harness.set_size(vec2(720.0, 480.0));
    designer.settle();
    designer.harness.event(Event::Paste("nothing that could be a part of a pipeline".to_owned()));
    designer.settle();
    let (words, toast) = toasts(&designer).remove(0);
    assert!(words.contains("holds no JSON"), "{words}");
    let view = designer.harness.state().canvas().camera().view();
    assert!(view.contains_rect(toast), "{toast:?} in {view:?}");
    let close = designer.harness.get_by_role_and_label(Role::Button, "Dismiss");
    assert!(toast.contains_rect(close.rect()));
    close.click();
    designer.settle();
    assert!(toasts(&designer).is_empty());
}

#[test]
fn a_screen_reader_is_told_the_parts_of_the_window_and_nothing_empty() {
    let (designer, _folder) = Designer::sample("connection-ecs");
    for (part, inside) in [
        ("Top bar", "Publish…"),
        ("Left panel", "Templates"),
        ("Inspector", "Service role"),
        ("Drawer", "Changes"),
        ("Status bar", "Saved"),
    ] {
        let part = designer.harness.get_by_role_and_label(Role::Pane, part);
        assert!(part.query_all_by_label(inside).next().is_some(), "{inside}");
    }
    let labels = designer.harness.query_all_by_role(Role::Label);
    let empty = labels.filter(|node| {
        let node = node.accesskit_node();
        node.label().or_else(|| node.value()).unwrap_or_default().trim().is_empty()
    });
    assert_eq!(empty.count(), 0);
    let close = designer.harness.get_by_role_and_label(Role::Button, "Zoom in");
    assert_eq!(close.accesskit_node().description(), None, "its name is enough");
}
