//! All widgets on one surface, laid out like the window they are meant for.

use eframe::egui::{Align, Frame, Id, Layout, Margin, Rect, RichText, Stroke, Ui, UiBuilder, pos2, vec2};
use pipewright::look::{
    Hue, Tokens, fonts, icons,
    tokens::{radius, space, text},
    widgets::*,
};

pub struct Gallery {
    mode: usize,
    left_tab: usize,
    drawer_tab: usize,
    query: String,
    name: String,
    project: String,
    bad_name: String,
    role: String,
    script: String,
    region: &'static str,
    primary: &'static str,
    batch: bool,
    in_parallel: bool,
    run_order: Option<i64>,
    timeout: Option<i64>,
}

impl Default for Gallery {
    fn default() -> Self {
        Self {
            mode: 0,
            left_tab: 0,
            drawer_tab: 0,
            query: String::new(),
            name: "Build".to_owned(),
            project: "storefront-build".to_owned(),
            bad_name: "Deploy prod".to_owned(),
            role: String::new(),
            script: "npm ci\nnpm test -- --coverage".to_owned(),
            region: "",
            primary: "SourceOut",
            batch: true,
            in_parallel: false,
            run_order: Some(1),
            timeout: Some(60),
        }
    }
}

impl Gallery {
    pub fn show(&mut self, ui: &mut Ui) {
        let tokens = Tokens::of(ui);
        let whole = ui.ctx().content_rect();
        ui.painter().rect_filled(whole, 0.0, tokens.canvas);
        let (bar, rest) = whole.split_top_bottom_at_y(48.0);
        let (left, rest) = rest.split_left_right_at_x(232.0);
        let (middle, right) = rest.split_left_right_at_x(whole.right() - 328.0);
        panel(ui, bar, Margin::symmetric(12, 0), |ui| self.bar(ui));
        panel(ui, left, Margin::symmetric(8, 8), |ui| self.left(ui));
        panel(ui, right, Margin::symmetric(16, 12), |ui| self.right(ui));
        let (upper, drawer) = middle.split_top_bottom_at_y(middle.bottom() - 180.0);
        panel(ui, drawer, Margin::symmetric(16, 0), |ui| self.drawer(ui));
        ui.scope_builder(UiBuilder::new().max_rect(upper.shrink(space::L)), middle_ui);
        Toast::new(Id::unique("notice"), Tone::Success, "Deleted DeployProd and its 2 references")
            .action("Undo")
            .show(ui, ui.content_rect(), 196.0);
    }

    pub fn dialog(&mut self, ui: &mut Ui) {
        let dialog = Dialog::new(Id::unique("publish"), "Publish storefront-release")
            .subtitle("acme-dev · 1234 5678 9012 · eu-west-1 — update version 14 → 15")
            .width(640.0);
        dialog.show(ui, |dialog| {
            dialog.bare(|ui| {
                ui.horizontal(|ui| {
                    ui.add_space(space::XL);
                    let tabs =
                        [Tab::new(0, "Plan"), Tab::new(1, "Definition diff"), Tab::new(2, "Role policy")];
                    Tabs::new("Publish").show(ui, &mut self.drawer_tab, &tabs);
                });
            });
            dialog.body(|ui| {
                status_line(ui, Tone::Success, "Nobody changed it since you pulled version 14");
                status_line(
                    ui,
                    Tone::Success,
                    "Role, bucket, key, 3 CodeBuild projects and the connection exist",
                );
                status_line(ui, Tone::Warning, "The role may not start storefront-smoke");
                TextField::new(Field::new("Version note").note("optional"), &mut self.role).show(ui);
            });
            dialog.footer("1 action added, 1 changed. Nothing is removed.", |ui| {
                Button::filled("Publish version 15").show(ui);
                Button::ghost("Cancel").show(ui);
                Button::ghost("Copy plan").show(ui);
            });
        });
    }

    fn bar(&mut self, ui: &mut Ui) {
        let tokens = Tokens::of(ui);
        ui.horizontal_centered(|ui| {
            ui.label(RichText::new("storefront-release").font(fonts::semibold(text::BODY)));
            ui.label(RichText::new("edited").font(fonts::regular(text::SMALL)).color(tokens.weak));
            IconButton::new(icons::UNDO, "Undo").shortcut("Ctrl+Z").show(ui);
            IconButton::new(icons::REDO, "Redo").disabled_because(Some("nothing was undone")).show(ui);
            IconButton::new(icons::MOON, "Dark theme").on(true).show(ui);
            ui.add_space(space::XL);
            let modes = [(0, "Design"), (1, "Definition"), (2, "Rehearse"), (3, "Run")];
            Segmented::new("Mode").show(ui, &mut self.mode, &modes);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                Button::filled("Publish…").show(ui);
                Button::ghost("Export").show(ui);
                status_dot(ui, tokens.success.solid, "Signed in");
            });
        });
    }

    fn left(&mut self, ui: &mut Ui) {
        ui.horizontal(|ui| {
            ui.add_space(space::XS);
            let tabs = [Tab::new(0, "Actions"), Tab::new(1, "Templates"), Tab::new(2, "Outline")];
            Tabs::new("Library").show(ui, &mut self.left_tab, &tabs);
        });
        SearchField::new(&mut self.query, "Find an action").shortcut("Ctrl K").show(ui);
        for (title, hue, rows) in GROUPS {
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.add_space(space::XS);
            ui.horizontal(|ui| {
                ui.add_space(space::XS);
                section(ui, title);
            });
            for (letters, label) in rows {
                let mut row = Row::new(label).tile(hue, letters).draggable();
                if *label == "Commands" {
                    row = row.selected(true);
                }
                row.show(ui);
            }
            ui.spacing_mut().item_spacing.y = space::S;
        }
        ui.spacing_mut().item_spacing.y = 0.0;
        Row::new("Production").icon(icons::CHEVRON_DOWN).role(eframe::egui::Role::TreeItem).show(ui);
        Row::new("Approve")
            .level(1)
            .icon(icons::APPROVAL)
            .detail("1")
            .role(eframe::egui::Role::TreeItem)
            .show(ui);
    }

    fn right(&mut self, ui: &mut Ui) {
        let tokens = Tokens::of(ui);
        ui.spacing_mut().item_spacing.y = space::M;
        ui.horizontal(|ui| {
            Tile::new(Hue::Build, "Cb").show(ui);
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                ui.label(RichText::new("Build").font(fonts::semibold(text::HEADING)));
                ui.label(RichText::new("CodeBuild · Build › Build").color(tokens.weak));
            });
        });
        rule(ui);
        TextField::new(Field::new("Name"), &mut self.name).show(ui);
        TextField::new(Field::new("Project").note("required"), &mut self.project).show(ui);
        let chips = [("SourceOut", 0), ("BaseImage", 3)]
            .map(|(label, index)| Chip { label, color: tokens.artifact_color(index) });
        ChipField::new(Field::new("Input artifacts").note("first is primary"), &chips)
            .create("New artifact…")
            .show(ui);
        let primary = [Choice::new("SourceOut", "SourceOut"), Choice::new("BaseImage", "BaseImage")];
        ChoiceField::new(Field::new("Primary source").note("required with 2 inputs")).show(
            ui,
            &mut self.primary,
            &primary,
        );
        rule(ui);
        section(ui, "Execution");
        ui.columns(2, |columns| {
            NumberField::new(Field::new("Run order"), &mut self.run_order)
                .range(1..=999)
                .show(&mut columns[0]);
            NumberField::new(Field::new("Timeout"), &mut self.timeout).unit("min").show(&mut columns[1]);
        });
        Switch::new(Field::new("Batch builds"), &mut self.batch).show(ui);
        Switch::new(Field::new("Combine artifacts"), &mut self.in_parallel).show(ui);
        TextField::new(
            Field::new("Namespace").error(Some("Use letters, digits, @ - and _ only")),
            &mut self.bad_name,
        )
        .code()
        .show(ui);
        ChoiceField::new(Field::new("Region").note("pipeline region").disabled(true)).hint("eu-west-1").show(
            ui,
            &mut self.region,
            &[],
        );
        TextField::new(Field::new("Action role").help("Assumed for this action alone"), &mut self.role)
            .hint("same account")
            .show(ui);
    }

    fn drawer(&mut self, ui: &mut Ui) {
        let tokens = Tokens::of(ui);
        let tabs = [Tab::new(0, "Problems").count(3), Tab::new(1, "Changes").count(5), Tab::new(2, "Log")];
        Tabs::new("Drawer").show(ui, &mut self.drawer_tab, &tabs);
        for (tone, words, fix) in [
            (Tone::Error, "Blue/green deploy needs an AppSpec artifact", "Use artifact Image"),
            (Tone::Warning, "Polling the repository is slower than an event trigger", "Use event trigger"),
        ] {
            ui.horizontal(|ui| {
                status_line(ui, tone, words);
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    Button::link(fix).show(ui);
                });
            });
        }
        TextField::new(Field::new("Commands"), &mut self.script).code().rows(2).show(ui);
        ui.painter().hline(ui.max_rect().x_range(), ui.max_rect().top(), Stroke::new(1.0, tokens.line));
    }
}

type Group = (&'static str, Hue, &'static [(&'static str, &'static str)]);

const GROUPS: [Group; 6] = [
    ("Source", Hue::Source, &[("Gh", "GitHub connection"), ("S3", "Amazon S3")]),
    ("Build & test", Hue::Build, &[("Cb", "CodeBuild"), (">_", "Commands")]),
    ("Test", Hue::Test, &[("Df", "Device Farm")]),
    ("Approval", Hue::Approval, &[(icons::CHECK, "Manual approval")]),
    ("Deploy", Hue::Deploy, &[("Ec", "Amazon ECS"), ("λ", "Lambda")]),
    ("Invoke", Hue::Invoke, &[("Sf", "Step Functions")]),
];

fn panel(ui: &mut Ui, rect: Rect, margin: Margin, content: impl FnOnce(&mut Ui)) {
    let tokens = Tokens::of(ui);
    ui.painter().rect(
        rect,
        0.0,
        tokens.panel,
        Stroke::new(1.0, tokens.line),
        eframe::egui::StrokeKind::Inside,
    );
    let inner = rect - margin;
    ui.scope_builder(
        UiBuilder::new().id_salt(("panel", rect.left() as i32, rect.top() as i32)).max_rect(inner),
        content,
    );
}

fn middle_ui(ui: &mut Ui) {
    let tokens = Tokens::of(ui);
    ui.horizontal(|ui| {
        for hue in Hue::ALL {
            Tile::new(hue, "Cb").show(ui);
        }
        Tile::new(Hue::Source, "Gh").size(24.0).show(ui);
        Tile::new(Hue::Approval, icons::CHECK).size(24.0).show(ui);
    });
    ui.horizontal_wrapped(|ui| {
        for (index, icon) in ALL_ICONS.iter().enumerate() {
            let size = if index < 12 { 20.0 } else { 16.0 };
            ui.label(RichText::new(*icon).font(fonts::regular(size)).color(tokens.text));
        }
    });
    ui.horizontal_wrapped(|ui| {
        Badge::new("retry failed actions").show(ui);
        Badge::new("In progress · 22 s").icon(icons::DOT).tint(tokens.running).show(ui);
        Badge::new("Succeeded").icon(icons::SUCCESS).tint(tokens.success).show(ui);
        Badge::new("Failed").icon(icons::ERROR).tint(tokens.error).show(ui);
        Badge::new("Stale").icon(icons::WARNING).tint(tokens.warning).show(ui);
    });
    ui.horizontal_wrapped(|ui| {
        Button::ghost("Retry stage").icon(icons::REFRESH).show(ui);
        Button::danger("Stop run").show(ui);
        Button::ghost("Disabled").disabled_because(Some("no")).show(ui);
        Button::filled("Disabled").disabled_because(Some("no")).show(ui);
        key_cap(ui, "Ctrl K");
        key_cap(ui, "?");
    });
    ui.horizontal_wrapped(|ui| {
        for index in 0..8 {
            ui.label(
                RichText::new(format!("Wire{index}")).font(fonts::code()).color(tokens.artifact_color(index)),
            );
        }
    });
    ui.label(RichText::new("Heading 15 semibold 0123456789").font(fonts::semibold(text::HEADING)));
    ui.label("Body 13: Migrations run before the image ships → 12 min 03 s · ≈ $4.10 / month");
    ui.label(
        RichText::new("Figures of equal width: 1 min 11 s, 4 min 40 s").font(fonts::figures(text::BODY)),
    );
    ui.label(RichText::new("Code 12: #{variables.stage} != \"prod\" -> fn main() {}").font(fonts::code()));
    let card = Rect::from_min_size(ui.cursor().min + vec2(0.0, space::S), vec2(180.0, 58.0));
    ui.painter().rect(
        card,
        f32::from(radius::CARD),
        tokens.raised,
        Stroke::new(1.0, tokens.line),
        eframe::egui::StrokeKind::Inside,
    );
    soft_ring(ui, card, radius::CARD, tokens.accent, tokens.selection_ring);
    paint_tile(
        ui.painter(),
        Rect::from_min_size(card.min + vec2(12.0, 14.0), vec2(30.0, 30.0)),
        tokens.build,
        "Cb",
    );
    let words = pos2(card.left() + 52.0, card.top() + 13.0);
    let painter = ui.painter();
    painter.text(words, eframe::egui::Align2::LEFT_TOP, "Build", fonts::semibold(13.0), tokens.text);
    painter.text(
        words + vec2(0.0, 17.0),
        eframe::egui::Align2::LEFT_TOP,
        "CodeBuild",
        fonts::regular(11.0),
        tokens.weak,
    );
    icons::paint(ui.painter(), card.right_center() - vec2(20.0, 0.0), icons::ERROR, 16.0, tokens.error.solid);
    ui.advance_cursor_after_rect(card);
    ui.add_space(space::M);
    Frame::new().fill(tokens.panel).corner_radius(radius::BOX).show(ui, |ui| {
        ui.set_min_width(ui.available_width());
        EmptyState::new(icons::FILE, "No problems", "Everything AWS would refuse shows up here.")
            .action("Check again")
            .show(ui);
    });
}

const ALL_ICONS: [&str; 50] = [
    icons::APPROVAL,
    icons::ARROW_LEFT,
    icons::ARROW_RIGHT,
    icons::BUILD,
    icons::CHECK,
    icons::CHEVRON_DOWN,
    icons::CHEVRON_LEFT,
    icons::CHEVRON_RIGHT,
    icons::CHEVRON_UP,
    icons::CLOCK,
    icons::CLOSE,
    icons::COMMAND,
    icons::COMPUTE,
    icons::COPY,
    icons::DEPLOY,
    icons::DOT,
    icons::DOWNLOAD,
    icons::ERROR,
    icons::EXTERNAL_LINK,
    icons::EYE,
    icons::FILE,
    icons::FIT,
    icons::FOLDER_OPEN,
    icons::GEAR,
    icons::GRIP,
    icons::HISTORY,
    icons::INFO,
    icons::INVOKE,
    icons::LINK,
    icons::LOCK,
    icons::MINUS,
    icons::MOON,
    icons::MORE,
    icons::NOTE,
    icons::PLAY,
    icons::PLUS,
    icons::REDO,
    icons::REFRESH,
    icons::RENAME,
    icons::SAVE,
    icons::SEARCH,
    icons::SOURCE,
    icons::STOP,
    icons::SUCCESS,
    icons::SUN,
    icons::TEST,
    icons::TRASH,
    icons::UNDO,
    icons::UPLOAD,
    icons::WARNING,
];
