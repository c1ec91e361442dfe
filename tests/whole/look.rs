//! The small widgets: what a screen reader hears of them, what they do, and how they look.

mod gallery;

use eframe::egui::{Context, Id, Key, Theme, Ui, accesskit, vec2};
use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable as _},
};
use pipewright::look::{Hue, Tokens, icons, theme, widgets::*};
use pipewright_softrender::CpuRenderer;

use accesskit::{Role, Toggled};
use gallery::Gallery;

fn harness<'a, S: 'a>(state: S, ui: impl FnMut(&mut Ui, &mut S) + 'a) -> Harness<'a, S> {
    let mut harness = Harness::builder()
        .with_size(vec2(360.0, 240.0))
        .with_context_setup(theme::install)
        .build_ui_state(ui, state);
    harness.run();
    harness
}

#[test]
fn a_button_is_named_by_its_words() {
    let mut harness = harness(0, |ui, clicks| {
        *clicks += i32::from(Button::filled("Publish…").icon(icons::UPLOAD).show(ui).clicked());
    });
    harness.get_by_role_and_label(Role::Button, "Publish…").click();
    harness.run();
    assert_eq!(*harness.state(), 1);
}

#[test]
fn a_focused_button_answers_to_enter() {
    let mut harness = harness(0, |ui, clicks| {
        *clicks += i32::from(Button::ghost("Export").show(ui).clicked());
    });
    harness.get_by_label("Export").focus();
    harness.key_press(Key::Enter);
    harness.run();
    assert_eq!(*harness.state(), 1);
}

#[test]
fn a_button_with_a_reason_against_it_does_nothing() {
    let mut harness = harness(0, |ui, clicks| {
        *clicks +=
            i32::from(Button::danger("Stop run").disabled_because(Some("nothing runs")).show(ui).clicked());
    });
    let button = harness.get_by_label("Stop run");
    assert!(button.accesskit_node().is_disabled());
    button.click();
    harness.run();
    assert_eq!(*harness.state(), 0);
}

#[test]
fn an_icon_button_has_a_name_and_tells_whether_it_is_on() {
    let mut harness = harness(false, |ui, is_on| {
        if IconButton::new(icons::MOON, "Dark theme").on(*is_on).show(ui).clicked() {
            *is_on = !*is_on;
        }
    });
    assert_eq!(toggled(&harness, Role::Button, "Dark theme"), Some(Toggled::False));
    harness.get_by_label("Dark theme").click();
    harness.run();
    assert_eq!(toggled(&harness, Role::Button, "Dark theme"), Some(Toggled::True));
}

#[test]
fn a_segment_that_is_clicked_is_chosen() {
    let mut harness = harness((0, 0), |ui, (mode, changes)| {
        let modes = [(0, "Design"), (1, "Definition"), (2, "Run")];
        *changes += i32::from(Segmented::new("Mode").show(ui, mode, &modes).changed());
    });
    harness.get_by_role_and_label(Role::RadioGroup, "Mode");
    harness.get_by_role_and_label(Role::RadioButton, "Run").click();
    harness.run();
    assert_eq!(*harness.state(), (2, 1));
    assert_eq!(toggled(&harness, Role::RadioButton, "Run"), Some(Toggled::True));
    assert_eq!(toggled(&harness, Role::RadioButton, "Design"), Some(Toggled::False));
}

#[test]
fn a_tab_says_how_many_things_are_behind_it() {
    let mut harness = harness(0, |ui, tab| {
        let tabs = [Tab::new(0, "Problems").count(3), Tab::new(1, "Changes").count(0)];
        Tabs::new("Drawer").show(ui, tab, &tabs);
    });
    assert_eq!(toggled(&harness, Role::Tab, "Problems 3"), Some(Toggled::True));
    harness.get_by_role_and_label(Role::Tab, "Changes").click();
    harness.run();
    assert_eq!(*harness.state(), 1);
}

#[test]
fn a_search_field_is_named_by_its_hint() {
    let mut harness = harness(String::new(), |ui, query| {
        SearchField::new(query, "Find an action").shortcut("Ctrl K").show(ui);
    });
    harness.get_by_role_and_label(Role::SearchInput, "Find an action").focus();
    harness.run();
    harness.get_by_role_and_label(Role::SearchInput, "Find an action").type_text("ecs");
    harness.run();
    assert_eq!(harness.state(), "ecs");
    harness.key_press(Key::Escape);
    harness.run();
    assert_eq!(harness.state(), "");
}

#[test]
fn a_text_field_is_named_by_its_label_and_described_by_its_error() {
    let mut harness = harness(String::new(), |ui, name| {
        let error = name.is_empty().then_some("Give the action a name");
        TextField::new(Field::new("Name").note("required").error(error), name).show(ui);
    });
    let field = harness.get_by_role_and_label(Role::TextInput, "Name");
    assert_eq!(field.accesskit_node().description().as_deref(), Some("Give the action a name"));
    harness.get_by_label("Give the action a name");
    field.focus();
    harness.run();
    harness.get_by_role_and_label(Role::TextInput, "Name").type_text("Build");
    harness.run();
    assert_eq!(harness.state(), "Build");
    assert!(harness.query_by_label("Give the action a name").is_none());
}

#[test]
fn a_choice_opens_a_list_and_takes_what_is_clicked() {
    let mut harness = harness(("eu-west-1", 0), |ui, (region, changes)| {
        let regions = ["eu-west-1", "us-east-1"].map(|name| Choice::new(name, name));
        let field = Field::new("Region").note("pipeline region");
        *changes += i32::from(ChoiceField::new(field).show(ui, region, &regions).changed());
    });
    let field = harness.get_by_role_and_label(Role::ComboBox, "Region");
    assert_eq!(field.value().as_deref(), Some("eu-west-1"));
    assert!(harness.query_by_role(Role::ListBox).is_none());
    field.click();
    harness.run();
    harness.get_by_role(Role::ListBox);
    harness.get_by_role_and_label(Role::ListBoxOption, "us-east-1").click();
    harness.run();
    assert_eq!(*harness.state(), ("us-east-1", 1));
    assert!(harness.query_by_role(Role::ListBox).is_none(), "the list closes");
}

#[test]
fn a_switch_turns_when_its_label_is_clicked() {
    let mut harness = harness(false, |ui, is_on| {
        Switch::new(Field::new("Batch builds").help("Runs each build of the batch"), is_on).show(ui);
    });
    assert_eq!(toggled(&harness, Role::Switch, "Batch builds"), Some(Toggled::False));
    harness.get_by_label("Batch builds").click();
    harness.run();
    assert!(*harness.state());
    assert_eq!(toggled(&harness, Role::Switch, "Batch builds"), Some(Toggled::True));
}

#[test]
fn a_number_field_takes_only_numbers_in_its_range() {
    let mut harness = number_field(None);
    type_number(&mut harness, "60");
    assert_eq!(*harness.state(), Some(60));
    type_number(&mut harness, "x");
    assert_eq!(*harness.state(), Some(60), "what is no number changes nothing");
    harness.get_by_label("Enter a whole number");
}

#[test]
fn a_number_field_left_with_nonsense_shows_its_value_again() {
    let mut harness = number_field(Some(5));
    type_number(&mut harness, "000");
    assert_eq!(*harness.state(), Some(5));
    harness.get_by_label("Enter 1 to 999");
    harness.get_by_role(Role::SpinButton).accesskit_node();
    harness.key_press(Key::Tab);
    harness.run();
    assert!(harness.query_by_label("Enter 1 to 999").is_none());
    assert_eq!(harness.get_by_role(Role::SpinButton).value().as_deref(), Some("5"));
}

#[test]
fn arrow_keys_count_within_the_range() {
    let mut harness = number_field(Some(998));
    harness.get_by_role_and_label(Role::SpinButton, "Timeout").focus();
    harness.run();
    for (key, expected) in
        [(Key::ArrowUp, 999), (Key::ArrowUp, 999), (Key::ArrowDown, 998), (Key::ArrowDown, 997)]
    {
        harness.key_press(key);
        harness.run();
        assert_eq!(*harness.state(), Some(expected));
    }
}

fn number_field(value: Option<i64>) -> Harness<'static, Option<i64>> {
    harness(value, |ui, value| {
        NumberField::new(Field::new("Timeout"), value).range(1..=999).unit("min").show(ui);
    })
}

fn type_number(harness: &mut Harness<'_, Option<i64>>, text: &str) {
    harness.get_by_role_and_label(Role::SpinButton, "Timeout").focus();
    harness.run();
    harness.get_by_role_and_label(Role::SpinButton, "Timeout").type_text(text);
    harness.run();
}

#[test]
fn chips_are_removed_opened_and_added() {
    let mut harness = harness(Vec::new(), |ui, actions: &mut Vec<ChipAction>| {
        let tokens = Tokens::of(ui);
        let chip = |label, index| Chip { label, color: tokens.artifact_color(index) };
        let (chips, offers) = ([chip("SourceOut", 0), chip("BaseImage", 1)], [chip("BuildOut", 2)]);
        let field = ChipField::new(Field::new("Input artifacts").note("first is primary"), &chips);
        actions.extend(field.offers(&offers).create("New artifact…").show(ui).action);
    });
    harness.get_by_role_and_label(Role::Group, "Input artifacts");
    harness.get_by_role_and_label(Role::Button, "SourceOut").click();
    harness.run();
    harness.get_by_role_and_label(Role::Button, "Remove BaseImage").click();
    harness.run();
    for entry in ["BuildOut", "New artifact…"] {
        harness.get_by_role_and_label(Role::Button, "Add to input artifacts").click();
        harness.run();
        harness.get_by_role_and_label(Role::MenuItem, entry).click();
        harness.run();
    }
    let expected = [ChipAction::Open(0), ChipAction::Remove(1), ChipAction::Add(0), ChipAction::Create];
    assert_eq!(*harness.state(), expected);
}

#[test]
fn a_row_is_named_and_described() {
    let mut harness = harness(0, |ui, clicks| {
        let row = Row::new("Amazon ECS").tile(Hue::Deploy, "Ec").detail("deploy").role(Role::ListItem);
        *clicks += i32::from(row.selected(true).show(ui).clicked());
    });
    let row = harness.get_by_role_and_label(Role::ListItem, "Amazon ECS");
    assert_eq!(row.accesskit_node().description().as_deref(), Some("deploy"));
    row.click();
    harness.run();
    assert_eq!(*harness.state(), 1);
}

#[test]
fn small_signs_say_what_they_mean() {
    let harness = harness((), |ui, ()| {
        let tokens = Tokens::of(ui);
        Badge::new("In progress").icon(icons::DOT).tint(tokens.running).show(ui);
        status_dot(ui, tokens.success.solid, "Signed in");
        key_cap(ui, "Ctrl K");
        section(ui, "Environment variables");
        status_line(ui, Tone::Warning, "2 warnings");
        Tile::new(Hue::Build, "Cb").show(ui);
    });
    harness.get_by_role_and_label(Role::Image, "Signed in");
    for words in ["In progress", "Ctrl K", "Environment variables", "2 warnings"] {
        harness.get_by_role_and_label(Role::Label, words);
    }
}

#[test]
fn an_empty_state_offers_what_to_do() {
    let mut harness = harness(false, |ui, was_clicked| {
        *was_clicked |= EmptyState::new(icons::FILE, "No pipeline yet", "Start from a template")
            .action("New design")
            .show(ui);
    });
    harness.get_by_label("No pipeline yet");
    harness.get_by_role_and_label(Role::Button, "New design").click();
    harness.run();
    assert!(*harness.state());
}

#[test]
fn a_dialog_closes_by_escape_and_by_its_cross_but_not_by_a_click_beside_it() {
    let dialog = || {
        harness(false, |ui, wants_to_close| {
            let dialog = Dialog::new(Id::unique("rename"), "Rename stage").width(300.0);
            let response = dialog.show(ui, |dialog| {
                dialog.body(|ui| _ = ui.label("Three references follow"));
                dialog.footer("", |ui| _ = Button::filled("Rename").show(ui));
            });
            *wants_to_close |= response.should_close;
        })
    };
    let mut by_cross = dialog();
    by_cross.get_by_role_and_label(Role::Dialog, "Rename stage");
    by_cross.get_by_role_and_label(Role::Button, "Rename");
    by_cross.get_by_label("Close").click();
    by_cross.run();
    assert!(*by_cross.state());

    let mut by_escape = dialog();
    by_escape.key_press(Key::Escape);
    by_escape.run();
    assert!(*by_escape.state());

    let mut by_click = dialog();
    let beside = by_click.ctx.content_rect().left_top() + vec2(4.0, 4.0);
    by_click.hover_at(beside);
    by_click.drag_at(beside);
    by_click.drop_at(beside);
    by_click.run();
    assert!(!*by_click.state());
}

#[test]
fn a_toast_is_an_alert_with_a_way_back() {
    let mut harness = harness((false, false), |ui, (undone, closed)| {
        let toast = Toast::new(Id::unique("notice"), Tone::Success, "Deleted DeployProd").action("Undo");
        let response = toast.show(ui, ui.content_rect(), 40.0);
        *undone |= response.action_clicked;
        *closed |= response.close_clicked;
    });
    harness.get_by_role_and_label(Role::Alert, "Deleted DeployProd");
    harness.get_by_role_and_label(Role::Button, "Undo").click();
    harness.run();
    assert_eq!(*harness.state(), (true, false));
    harness.get_by_role_and_label(Role::Button, "Dismiss").click();
    harness.run();
    assert_eq!(*harness.state(), (true, true));
}

fn toggled<S>(harness: &Harness<'_, S>, role: Role, label: &str) -> Option<Toggled> {
    harness.get_by_role_and_label(role, label).accesskit_node().toggled()
}

fn gallery_harness(theme: Theme, pixels_per_point: f32) -> Harness<'static, Gallery> {
    let mut harness = Harness::builder()
        .with_size(vec2(1120.0, 860.0))
        .with_pixels_per_point(pixels_per_point)
        .with_theme(theme)
        .with_context_setup(theme::install)
        .renderer(CpuRenderer::default())
        .build_ui_state(|ui, gallery: &mut Gallery| gallery.show(ui), Gallery::default());
    harness.run();
    harness
}

#[test]
fn gallery_dark() {
    gallery_harness(Theme::Dark, 1.0).snapshot("look_dark");
}

#[test]
fn gallery_light() {
    gallery_harness(Theme::Light, 1.0).snapshot("look_light");
}

#[test]
fn gallery_on_a_fine_screen() {
    gallery_harness(Theme::Dark, 2.0).snapshot("look_dark_2x");
}

#[test]
fn dialog_dark() {
    dialog_harness(Theme::Dark).snapshot("look_dialog_dark");
}

#[test]
fn dialog_light() {
    dialog_harness(Theme::Light).snapshot("look_dialog_light");
}

fn dialog_harness(theme: Theme) -> Harness<'static, Gallery> {
    let mut harness = Harness::builder()
        .with_size(vec2(1120.0, 860.0))
        .with_theme(theme)
        .with_context_setup(theme::install)
        .renderer(CpuRenderer::default())
        .build_ui_state(
            |ui, gallery: &mut Gallery| {
                gallery.show(ui);
                gallery.dialog(ui);
            },
            Gallery::default(),
        );
    harness.run();
    harness
}

#[test]
fn states_of_fields_dark() {
    states(Theme::Dark).snapshot("look_states_dark");
}

#[test]
fn states_of_fields_light() {
    states(Theme::Light).snapshot("look_states_light");
}

/// An open list with the pointer on a row, above a number field that is being edited wrongly.
fn states(theme: Theme) -> Harness<'static, (&'static str, String, Option<i64>)> {
    let mut harness = Harness::builder()
        .with_size(vec2(360.0, 320.0))
        .with_theme(theme)
        .with_context_setup(theme::install)
        .renderer(CpuRenderer::default())
        .build_ui_state(states_ui, ("us-east-1", "Build".to_owned(), Some(60)));
    harness.run();
    harness.get_by_role(Role::SpinButton).focus();
    harness.run();
    harness.get_by_role(Role::SpinButton).type_text("0000");
    harness.run();
    harness.get_by_role(Role::ComboBox).click_accesskit();
    harness.run();
    harness.get_by_label("sa-east-1").hover();
    harness.run();
    harness
}

fn states_ui(ui: &mut Ui, (region, name, timeout): &mut (&'static str, String, Option<i64>)) {
    ui.painter().rect_filled(ui.ctx().content_rect(), 0.0, Tokens::of(ui).panel);
    ui.spacing_mut().item_spacing.y = 12.0;
    let regions = [("eu-west-1", "Ireland"), ("us-east-1", "N. Virginia"), ("sa-east-1", "São Paulo")]
        .map(|(name, place)| Choice::new(name, name).detail(place));
    ChoiceField::new(Field::new("Region")).show(ui, region, &regions);
    ui.add_space(88.0);
    NumberField::new(Field::new("Timeout").note("1 – 999"), timeout).range(1..=999).show(ui);
    TextField::new(Field::new("Name").warning(Some("Used twice")), name).show(ui);
}

#[test]
fn reduced_motion_is_for_both_themes_and_can_be_taken_back() {
    let ctx = Context::default();
    theme::install(&ctx);
    let times = |ctx: &Context| [Theme::Dark, Theme::Light].map(|t| ctx.style_of(t).animation_time);
    let before = times(&ctx);
    theme::set_reduced_motion(&ctx, true);
    assert_eq!(times(&ctx), [0.0; 2]);
    theme::set_reduced_motion(&ctx, false);
    assert_eq!(times(&ctx), before);
}

#[test]
fn both_themes_are_ready_from_the_start() {
    let ctx = Context::default();
    theme::install(&ctx);
    for theme in [Theme::Dark, Theme::Light] {
        ctx.set_theme(theme);
        let tokens = Tokens::of(&ctx);
        assert_eq!(tokens.theme, theme);
        assert_eq!(ctx.style_of(theme).visuals.panel_fill, tokens.panel);
    }
    assert!(!ctx.options(|options| options.zoom_with_keyboard), "the canvas owns these keys");
}
