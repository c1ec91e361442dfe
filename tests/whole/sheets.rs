//! What the canvas keeps from frame to frame is what it would paint afresh, whatever is done in between.

use eframe::egui::epaint::{ClippedPrimitive, Mesh, Primitive, Vertex};
use eframe::egui::{
    Context, Event, Modifiers, MouseWheelSource, MouseWheelUnit, PointerButton, Pos2, RawInput, Rect, Theme,
    ThemePreference, TouchPhase, pos2, vec2,
};
use pipewright::canvas::{Aim, Camera, Canvas};
use pipewright::editor::{Editor, Item, Selection};
use pipewright::intent::{Intent, Queue};
use pipewright::look::theme;
use pipewright::settings::WireChoice;
use pipewright_core::document::{Document, Owner, Place};
use pipewright_core::edit::{Change, Edit, actions, notes, rename, stages, transitions};
use pipewright_core::layout::Orientation;
use pipewright_core::pipeline::{ActionId, Path, StageId};
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::strategy::ValueTree as _;
use serde_json::{Value, json};

/// Something a person does, or a setting that changes.
#[derive(Clone, Debug)]
enum Step {
    RenameAction(Index, String),
    RenameStage(Index, String),
    RunOrder(Index, i64),
    Takes(Index, Option<Index>),
    Makes(Index, bool),
    Kind(Index, &'static str, &'static str),
    Namespace(Index, &'static str),
    Condition(Index, bool),
    RemoveAction(Index),
    DuplicateAction(Index),
    MoveStage(Index, usize),
    RemoveStage(Index),
    Disable(Index, bool),
    Note(Index),
    Undo,
    Redo,
    Select(Vec<Index>),
    SelectStage(Index),
    SelectWire(Index),
    Point(f32, f32),
    PointAt(Index),
    Press,
    PressPort(Index),
    Release,
    Pan(f32, f32),
    Zoom(f32),
    All,
    Wires(WireChoice),
    Fold(Index),
    Turn,
    Theme(Theme),
    Contrast(bool),
}

fn step() -> impl Strategy<Value = Step> {
    let at = any::<Index>;
    let name = || prop_oneof!["[a-z]{1,12}", Just(String::new()), "[A-Z]{30}"];
    let edits = prop_oneof![
        3 => (at(), name()).prop_map(|(action, name)| Step::RenameAction(action, name)),
        2 => (at(), name()).prop_map(|(stage, name)| Step::RenameStage(stage, name)),
        1 => (at(), 1..5_i64).prop_map(|(action, order)| Step::RunOrder(action, order)),
        2 => (at(), prop::option::of(at())).prop_map(|(action, from)| Step::Takes(action, from)),
        1 => (at(), any::<bool>()).prop_map(|(action, makes)| Step::Makes(action, makes)),
        1 => (at(), prop::sample::select(vec![("Deploy", "S3"), ("Approval", "Manual"), ("Test", "Mine")]))
            .prop_map(|(action, (category, provider))| Step::Kind(action, category, provider)),
        1 => (at(), prop::sample::select(vec!["ok", "not ok"])).prop_map(|(a, name)| Step::Namespace(a, name)),
        1 => (at(), any::<bool>()).prop_map(|(stage, has)| Step::Condition(stage, has)),
        1 => at().prop_map(Step::RemoveAction),
        1 => at().prop_map(Step::DuplicateAction),
        1 => (at(), 0..5_usize).prop_map(|(stage, to)| Step::MoveStage(stage, to)),
        1 => at().prop_map(Step::RemoveStage),
        1 => (at(), any::<bool>()).prop_map(|(stage, is_on)| Step::Disable(stage, is_on)),
        1 => at().prop_map(Step::Note),
        2 => Just(Step::Undo),
        1 => Just(Step::Redo),
    ];
    let hand = prop_oneof![
        2 => prop::collection::vec(at(), 0..4).prop_map(Step::Select),
        1 => at().prop_map(Step::SelectStage),
        1 => at().prop_map(Step::SelectWire),
        2 => (0.1..0.9_f32, 0.1..0.9_f32).prop_map(|(x, y)| Step::Point(x, y)),
        3 => at().prop_map(Step::PointAt),
        2 => Just(Step::Press),
        2 => at().prop_map(Step::PressPort),
        1 => Just(Step::Release),
    ];
    let views = prop_oneof![
        2 => (-90.0..90.0_f32, -90.0..90.0_f32).prop_map(|(x, y)| Step::Pan(x, y)),
        2 => (0.3..2.5_f32).prop_map(Step::Zoom),
        1 => Just(Step::All),
        1 => prop::sample::select(vec![WireChoice::Always, WireChoice::Selection, WireChoice::Never])
            .prop_map(Step::Wires),
        2 => at().prop_map(Step::Fold),
        1 => Just(Step::Turn),
        1 => prop::sample::select(vec![Theme::Dark, Theme::Light]).prop_map(Step::Theme),
        1 => any::<bool>().prop_map(Step::Contrast),
    ];
    prop_oneof![2 => edits, 2 => hand, 1 => views]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn what_is_kept_is_what_would_be_painted(steps in prop::collection::vec(step(), 1..16)) {
        let mut screen = Screen::new(&pipeline());
        for (index, step) in steps.iter().enumerate() {
            screen.take(step);
            if let Err(difference) = screen.compare() {
                return Err(TestCaseError::fail(format!("after step {index}, {step:?}: {difference}")));
            }
        }
    }
}

#[test]
fn the_theme_of_high_contrast_takes_the_place_of_the_dark_one_at_once() {
    let mut screen = Screen::new(&pipeline());
    for is_on in [true, false] {
        screen.take(&Step::Contrast(is_on));
        screen.compare().unwrap();
    }
}

/// The colors stay, but the letters are begun anew.
#[test]
fn high_contrast_stays_sharp_when_the_light_theme_comes_under_it() {
    let mut screen = Screen::new(&pipeline());
    for step in [Step::Contrast(true), Step::Theme(Theme::Light)] {
        screen.take(&step);
        screen.compare().unwrap();
    }
}

#[test]
fn themes_may_follow_each_other_as_they_like() {
    let mut screen = Screen::new(&pipeline());
    for step in [
        Step::Contrast(true),
        Step::Theme(Theme::Light),
        Step::Theme(Theme::Dark),
        Step::Contrast(false),
        Step::Theme(Theme::Light),
        Step::Contrast(true),
        Step::Contrast(false),
    ] {
        screen.take(&step);
        if let Err(difference) = screen.compare() {
            panic!("{step:?}: {difference}");
        }
    }
}

#[test]
fn the_minimap_follows_what_a_folded_stage_hides() {
    let mut screen = Screen::new(&pipeline());
    screen.take(&Step::Fold(first()));
    screen.compare().unwrap();
    screen.take(&Step::Kind(first(), "Deploy", "S3"));
    screen.compare().unwrap();
}

/// The first of whatever there are.
fn first() -> Index {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    loop {
        let index = any::<Index>().new_tree(&mut runner).expect("an index").current();
        if index.index(64) == 0 {
            return index;
        }
    }
}

/// Four stages of four actions, each of which takes what the one before makes.
fn pipeline() -> Document {
    let action = |number: usize| {
        json!({
            "name": format!("Action{number}"),
            "actionTypeId": { "category": "Build", "owner": "AWS", "provider": "CodeBuild", "version": "1" },
            "runOrder": number % 3 + 1,
            "namespace": format!("ns{number}"),
            "configuration": { "ProjectName": format!("#{{ns{}.Name}}", number / 2) },
            "inputArtifacts": [{ "name": format!("artifact{}", number.saturating_sub(1)) }],
            "outputArtifacts": [{ "name": format!("artifact{number}") }],
        })
    };
    let stage = |number: usize| {
        let actions: Vec<Value> = (0..4).map(|index| action(number * 4 + index)).collect();
        json!({ "name": format!("Stage{number}"), "actions": actions })
    };
    let stages: Vec<Value> = (0..4).map(stage).collect();
    let text = json!({ "pipeline": { "name": "kept", "pipelineType": "V2", "stages": stages } });
    Document::read_text(&text.to_string()).expect("a pipeline")
}

/// A canvas without a window.
struct Screen {
    context: Context,
    canvas: Canvas,
    editor: Editor,
    queue: Queue,
    events: Vec<Event>,
    pointer: Pos2,
    time: f64,
    /// The first view, and whether it has been left since: what was painted in it has not been moved till then.
    start: Camera,
    is_moved: bool,
}

const VIEW: Rect = Rect { min: Pos2::ZERO, max: pos2(1100.0, 640.0) };

impl Screen {
    fn new(document: &Document) -> Self {
        let context = Context::default();
        theme::install(&context);
        // Whether a tooltip is up depends on how long the pointer has rested.
        context.all_styles_mut(|style| style.interaction.tooltip_delay = f32::INFINITY);
        context.set_theme(ThemePreference::Dark);
        let mut screen = Self {
            context,
            canvas: Canvas::new(),
            editor: Editor::new(document.clone()),
            queue: Queue::default(),
            events: Vec::new(),
            pointer: VIEW.center(),
            time: 0.0,
            start: Camera::default(),
            is_moved: false,
        };
        screen.settle();
        screen.start = *screen.canvas.camera();
        screen
    }

    fn frame(&mut self) -> Vec<ClippedPrimitive> {
        self.time += 0.05;
        let mut events = std::mem::take(&mut self.events);
        events.push(Event::PointerMoved(self.pointer));
        let input =
            RawInput { screen_rect: Some(VIEW), time: Some(self.time), events, ..RawInput::default() };
        let Self { context, canvas, editor, queue, .. } = self;
        let mut output = context.run_ui(input, |ui| {
            canvas.show(ui, editor, queue);
            canvas.settle(ui);
        });
        let primitives = context.tessellate(std::mem::take(&mut output.shapes), output.pixels_per_point);
        output.textures_delta.clear();
        for intent in queue.take() {
            if let Intent::Select(selection) = intent {
                editor.select(selection);
            }
        }
        primitives
    }

    /// Runs until nothing moves any more; `None` while a gesture moves the view.
    fn settle(&mut self) -> Option<Vec<ClippedPrimitive>> {
        let mut last = (*self.canvas.camera(), self.frame());
        for _ in 0..90 {
            let picture = self.frame();
            let next = (*self.canvas.camera(), picture);
            // A view that glides may stand on the same pixel for a while.
            if last.0 == next.0 && difference(&last.1, &next.1, false).is_none() {
                return Some(next.1);
            }
            last = next;
        }
        None
    }

    /// The picture from what is kept beside the one that is painted anew.
    fn compare(&mut self) -> Result<(), String> {
        let Some(kept) = self.settle() else { return Ok(()) };
        self.canvas.paint_anew();
        let fresh = self.frame();
        self.is_moved |= *self.canvas.camera() != self.start;
        difference(&kept, &fresh, self.is_moved).map_or(Ok(()), Err)
    }

    fn action(&self, index: Index) -> Option<ActionId> {
        let all: Vec<ActionId> =
            self.editor.document().pipeline().actions().map(|(_, action)| action.id).collect();
        (!all.is_empty()).then(|| *index.get(&all))
    }

    fn stage(&self, index: Index) -> Option<StageId> {
        let all = &self.editor.document().pipeline().stages;
        (!all.is_empty()).then(|| index.get(all).id)
    }

    fn run(&mut self, change: Option<Change>) {
        if let Some(change) = change {
            self.editor.run(&change).expect("what it refers to is there");
        }
    }

    fn set(&mut self, action: ActionId, key: &'static str, value: Value) {
        let place = Place::at(Owner::Action(action), Path::key(key));
        self.run(Some(Change::new("Set", vec![Edit::set(place, Some(value))])));
    }

    fn press(&mut self, pressed: bool) {
        self.frame();
        let (pos, button) = (self.pointer, PointerButton::Primary);
        self.events.push(Event::PointerButton { pos, button, pressed, modifiers: Modifiers::NONE });
        self.frame();
        if pressed {
            self.pointer += vec2(21.0, 14.0);
            self.frame();
        }
    }

    fn take(&mut self, step: &Step) {
        match step {
            Step::Select(_)
            | Step::SelectStage(_)
            | Step::SelectWire(_)
            | Step::Point(..)
            | Step::PointAt(_)
            | Step::Press
            | Step::PressPort(_)
            | Step::Release => self.hand(step),
            Step::Pan(..)
            | Step::Zoom(_)
            | Step::All
            | Step::Wires(_)
            | Step::Fold(_)
            | Step::Turn
            | Step::Theme(_)
            | Step::Contrast(_) => self.look(step),
            _ => drop(self.edit(step)),
        }
    }

    fn edit(&mut self, step: &Step) -> Option<()> {
        let document = self.editor.document();
        let change = match step {
            Step::RenameAction(action, name) => rename::action(document, self.action(*action)?, name),
            Step::RenameStage(stage, name) => rename::stage(document, self.stage(*stage)?, name),
            Step::RunOrder(action, order) => {
                return {
                    self.set(self.action(*action)?, "runOrder", json!(order));
                    Some(())
                };
            }
            Step::Takes(action, from) => {
                let from = match from {
                    Some(from) => json!([{ "name": self.made_by(*from)? }]),
                    None => json!([]),
                };
                return {
                    self.set(self.action(*action)?, "inputArtifacts", from);
                    Some(())
                };
            }
            Step::Makes(action, makes) => {
                let made = if *makes { json!([{ "name": "another" }]) } else { json!([]) };
                return {
                    self.set(self.action(*action)?, "outputArtifacts", made);
                    Some(())
                };
            }
            Step::Kind(action, category, provider) => {
                let owner = if *provider == "Mine" { "Custom" } else { "AWS" };
                let kind =
                    json!({ "category": category, "owner": owner, "provider": provider, "version": "1" });
                return {
                    self.set(self.action(*action)?, "actionTypeId", kind);
                    Some(())
                };
            }
            Step::Namespace(action, name) => {
                return {
                    self.set(self.action(*action)?, "namespace", json!(name));
                    Some(())
                };
            }
            Step::Condition(stage, has) => {
                let place = Place::at(Owner::Stage(self.stage(*stage)?), Path::key("beforeEntry"));
                let condition = has.then(|| json!({ "conditions": [{ "result": "SKIP", "rules": [] }] }));
                Some(Change::new("Set", vec![Edit::set(place, condition)]))
            }
            Step::RemoveAction(action) => Some(actions::remove(document, &[self.action(*action)?])),
            Step::DuplicateAction(action) => Some(actions::duplicate(document, &[self.action(*action)?]).1),
            Step::MoveStage(stage, to) => stages::move_to(document, self.stage(*stage)?, *to),
            Step::RemoveStage(stage) => Some(stages::remove(document, &[self.stage(*stage)?])),
            Step::Disable(stage, true) => transitions::disable(document, self.stage(*stage)?, "a freeze"),
            Step::Disable(stage, false) => transitions::enable(document, self.stage(*stage)?),
            Step::Note(action) => {
                notes::add(document, "Look here", notes::Tie::Action(self.action(*action)?))
                    .map(|(_, add)| add)
            }
            Step::Undo => return self.editor.undo().expect("the history fits").map(drop),
            Step::Redo => return self.editor.redo().expect("the history fits").map(drop),
            _ => unreachable!("no edit"),
        };
        self.run(change);
        Some(())
    }

    fn made_by(&self, action: Index) -> Option<String> {
        let (_, action) = self.editor.document().pipeline().action(self.action(action)?)?;
        action.output_artifacts().next().map(str::to_owned)
    }

    fn hand(&mut self, step: &Step) {
        let layout = &self.editor.derived().layout;
        match step {
            Step::Select(indices) => {
                let ids: Vec<ActionId> = indices.iter().filter_map(|index| self.action(*index)).collect();
                self.editor.select(Selection::actions(ids));
            }
            Step::SelectStage(stage) => {
                if let Some(id) = self.stage(*stage) {
                    self.editor.select(Selection::one(Item::Stage(id)));
                }
            }
            Step::SelectWire(wire) => {
                let wires = &self.editor.derived().flow.wires;
                if !wires.is_empty() {
                    let to = wire.get(wires).to;
                    self.editor.select(Selection::one(Item::Wire { to: to.action, input: to.index }));
                }
            }
            Step::Point(x, y) => self.pointer = VIEW.lerp_inside(vec2(*x, *y)),
            Step::PointAt(card) if !layout.cards.is_empty() => {
                let middle = card.get(&layout.cards).rect.center();
                self.pointer = self.canvas.camera().screen_from_world(pos2(middle.x, middle.y));
            }
            Step::PressPort(card) if !layout.cards.is_empty() => {
                let card = card.get(&layout.cards);
                let at = card.outputs.first().copied().unwrap_or(card.output_hint);
                self.pointer = self.canvas.camera().screen_from_world(pos2(at.x, at.y));
                self.press(true);
            }
            Step::Press => self.press(true),
            Step::Release => self.press(false),
            _ => {}
        }
    }

    fn look(&mut self, step: &Step) {
        match step {
            Step::Pan(x, y) => self.events.push(Event::MouseWheel {
                unit: MouseWheelUnit::Point,
                delta: vec2(*x, *y),
                phase: TouchPhase::Move,
                source: MouseWheelSource::Wheel,
                modifiers: Modifiers::NONE,
            }),
            Step::Zoom(zoom) => self.canvas.aim(Aim::Zoom(*zoom)),
            Step::All => self.canvas.aim(Aim::All),
            Step::Wires(choice) => self.canvas.wires = *choice,
            Step::Fold(stage) => {
                if let Some(id) = self.stage(*stage) {
                    let mut folded = self.editor.folded().clone();
                    if !folded.remove(&id) {
                        folded.insert(id);
                    }
                    self.editor.set_folded(folded);
                }
            }
            Step::Turn => self.editor.set_orientation(match self.editor.orientation() {
                Orientation::LeftToRight => Orientation::TopToBottom,
                Orientation::TopToBottom => Orientation::LeftToRight,
            }),
            Step::Theme(Theme::Dark) => self.context.set_theme(ThemePreference::Dark),
            Step::Theme(Theme::Light) => self.context.set_theme(ThemePreference::Light),
            Step::Contrast(is_on) => theme::set_high_contrast(&self.context, *is_on),
            _ => unreachable!("no look"),
        }
    }
}

/// Where two pictures differ first: in what is drawn, its colors and letters, or by more than rounding in its place.
///
/// With `may_shift` a few letters may be those of another part of a pixel, and a few lines lie in the next one.
fn difference(one: &[ClippedPrimitive], other: &[ClippedPrimitive], may_shift: bool) -> Option<String> {
    if one.len() != other.len() {
        return Some(format!("{} and {} primitives", one.len(), other.len()));
    }
    let most_shifted =
        one.iter().map(|it| mesh_of(it).map_or(0, |mesh| mesh.indices.len() / 3)).sum::<usize>() / 50;
    let mut shifted = 0;
    one.iter().zip(other).enumerate().find_map(|(number, (one, other))| {
        let Some((a, b)) = mesh_of(one).zip(mesh_of(other)) else { return Some("a callback".to_owned()) };
        if one.clip_rect != other.clip_rect || a.texture_id != b.texture_id {
            return Some(format!("primitive {number} is another one"));
        }
        let (seen, others) = (triangles(a, one.clip_rect), triangles(b, other.clip_rect));
        if seen.len() != others.len() {
            return Some(format!("primitive {number} shows {} and {} triangles", seen.len(), others.len()));
        }
        let others_than = |pair: &(&[Vertex; 3], &[Vertex; 3])| {
            let near = |(a, b): (&Vertex, &Vertex)| {
                a.color == b.color && a.pos.distance(b.pos) < 0.02 && a.uv.distance(b.uv) < 1e-4
            };
            !pair.0.iter().zip(pair.1).all(near)
        };
        let other = seen.iter().zip(&others).filter(others_than).find(|(a, b)| {
            shifted += 1;
            !may_shift || !is_shifted(a, b) || shifted > most_shifted
        });
        other.map(|(a, b)| format!("in primitive {number}: {a:?} and {b:?}, {shifted} letters are shifted"))
    })
}

fn mesh_of(primitive: &ClippedPrimitive) -> Option<&Mesh> {
    match &primitive.primitive {
        Primitive::Mesh(mesh) => Some(mesh),
        Primitive::Callback(_) => None,
    }
}

/// Whether two triangles may be of the same letter, drawn for another part of a pixel: egui has four pictures of each
/// letter, and which one it takes hangs on the last digit of its place. If all letters lay elsewhere in the atlas,
/// there would be more of these. In the same way a line in the middle between two pixels goes to the one or the other.
fn is_shifted(one: &[Vertex; 3], other: &[Vertex; 3]) -> bool {
    let size = |three: &[Vertex; 3]| {
        three.iter().fold(Rect::NOTHING, |around, vertex| around.union(Rect::from_pos(vertex.uv))).size()
    };
    let is_plain = size(one) == size(other) && size(one) == eframe::egui::Vec2::ZERO;
    let is_letter = size(one).min_elem() > 0.0;
    let texels = (size(one) - size(other)).abs() * 1024.0;
    let is_near = one.iter().zip(other).all(|(a, b)| a.color == b.color && a.pos.distance(b.pos) < 1.5);
    // A line goes as a whole, by one pixel, to one side.
    let way = other[0].pos - one[0].pos;
    let is_next = (way.abs().max_elem() - 1.0).abs() < 0.02 && way.abs().min_elem() < 0.02;
    let is_whole = one.iter().zip(other).all(|(a, b)| (b.pos - a.pos - way).abs().max_elem() < 0.02);
    is_near && (is_plain && is_next && is_whole || is_letter && texels.max_elem() < 1.5)
}

/// The triangles that can be seen: what lies outside the area is left out sooner by one way than by the other.
fn triangles(mesh: &Mesh, area: Rect) -> Vec<[Vertex; 3]> {
    let corners = |three: &[u32]| [0, 1, 2].map(|corner| mesh.vertices[three[corner] as usize]);
    let is_seen = |three: &[Vertex; 3]| {
        let around =
            three.iter().fold(Rect::NOTHING, |around, vertex| around.union(Rect::from_pos(vertex.pos)));
        around.intersects(area.shrink(1.0))
    };
    mesh.indices.chunks_exact(3).map(corners).filter(is_seen).collect()
}
