//! One frame of the canvas: run and tessellate, with the pointer moving.

use criterion::measurement::Measurement;
use criterion::{BenchmarkId, Criterion};
use eframe::egui::{Context, Event, FullOutput, Modifiers, PointerButton, Pos2, RawInput, Rect, pos2, vec2};
use pipewright::canvas::{Aim, Canvas};
use pipewright::editor::Editor;
use pipewright::intent::Queue;
use pipewright::look::theme;
use pipewright_core::document::{Owner, Place};
use pipewright_core::edit::{Change, Edit};
use pipewright_core::pipeline::Path;
use serde_json::json;

use super::large::{self, SIZES};

/// A canvas without a window.
struct Headless {
    context: Context,
    canvas: Canvas,
    editor: Editor,
    queue: Queue,
    view: Rect,
    frame: u64,
    /// Besides the pointer that moves.
    events: Vec<Event>,
}

/// What goes on while the frames are drawn.
#[derive(Clone, Copy, PartialEq)]
enum While {
    Still,
    Panning,
    Zooming,
    Dragging,
    Typing,
}

const SCREEN: Rect = Rect { min: Pos2::ZERO, max: pos2(1920.0, 1080.0) };
/// As large as everything at 100 %.
const GIANT: Rect = Rect { min: Pos2::ZERO, max: pos2(120_000.0, 4000.0) };

impl Headless {
    fn new(stages: usize, actions: usize, view: Rect) -> Self {
        let context = Context::default();
        theme::install(&context);
        let editor = Editor::new(large::document(stages, actions));
        Self {
            context,
            canvas: Canvas::new(),
            editor,
            queue: Queue::default(),
            view,
            frame: 0,
            events: Vec::new(),
        }
    }

    /// Runs a frame and tessellates it; returns the number of vertices.
    fn frame(&mut self) -> usize {
        self.frame += 1;
        let mut events = vec![Event::PointerMoved(self.pointer())];
        events.append(&mut self.events);
        let input = RawInput {
            screen_rect: Some(self.view),
            time: Some(self.frame as f64 / 60.0),
            events,
            ..RawInput::default()
        };
        let Self { context, canvas, editor, queue, .. } = self;
        let mut output = context.run_ui(input, |ui| canvas.show(ui, editor, queue));
        let vertices = tessellate(context, &mut output);
        self.queue.take();
        vertices
    }

    fn pointer(&self) -> Pos2 {
        let step = (self.frame % 97) as f32;
        pos2(400.0 + step * 3.0, 300.0 + step * 2.0)
    }

    /// Goes somewhere and lets fonts and camera settle.
    fn go(&mut self, aim: Aim) -> usize {
        self.canvas.aim(aim);
        (0..40).map(|_| self.frame()).last().unwrap_or_default()
    }

    fn next(&mut self, what: While) -> usize {
        let step = self.frame % 20;
        match what {
            While::Still | While::Dragging => {}
            While::Panning => {
                let delta = if step < 10 { vec2(7.0, 3.0) } else { vec2(-7.0, -3.0) };
                self.events.push(Event::MouseWheel {
                    unit: eframe::egui::MouseWheelUnit::Point,
                    delta,
                    phase: eframe::egui::TouchPhase::Move,
                    source: eframe::egui::MouseWheelSource::Wheel,
                    modifiers: Modifiers::NONE,
                });
            }
            While::Zooming => self.events.push(Event::Zoom(if step < 10 { 1.02 } else { 1.0 / 1.02 })),
            While::Typing => self.letter(),
        }
        self.frame()
    }

    /// Presses on a card; from then on the moving pointer drags it.
    fn take_card(&mut self) {
        let layout = &self.editor.derived().layout;
        let visible = self.canvas.camera().visible_world();
        let card = layout.cards.iter().find(|card| {
            let center = pos2(card.rect.center().x, card.rect.center().y);
            visible.shrink(80.0).contains(center)
        });
        let card = card.or(layout.cards.first()).expect("a card");
        let at = self.canvas.camera().screen_from_world(pos2(card.rect.center().x, card.rect.center().y));
        let press = |pressed| Event::PointerButton {
            pos: at,
            button: PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        };
        self.events.push(Event::PointerMoved(at));
        self.frame();
        self.events.extend([Event::PointerMoved(at), press(true)]);
        self.frame();
        self.frame();
    }

    fn letter(&mut self) {
        let stages = &self.editor.document().pipeline().stages;
        let stage = &stages[stages.len() / 2];
        let action = stage.actions[stage.actions.len() / 2].id;
        let place = Place::at(Owner::Action(action), Path::configuration("ProjectName"));
        let text = "x".repeat((self.frame % 40) as usize + 1);
        let edit = Edit::set(place.clone(), Some(json!(text)));
        let change = Change::new("Set ProjectName", vec![edit]).merging_at(place);
        self.editor.run(&change).expect("the action is there");
    }
}

fn tessellate(context: &Context, output: &mut FullOutput) -> usize {
    let shapes = std::mem::take(&mut output.shapes);
    let primitives = context.tessellate(shapes, output.pixels_per_point);
    output.textures_delta.clear();
    primitives
        .iter()
        .map(|primitive| match &primitive.primitive {
            eframe::egui::epaint::Primitive::Mesh(mesh) => mesh.vertices.len(),
            eframe::egui::epaint::Primitive::Callback(_) => 0,
        })
        .sum()
}

/// On a screen of 1920 × 1080: everything fitted, and a part at 100 %, which of 50 × 20 actions is a twentieth; and
/// everything at 100 % on a screen as large as that takes. Then what a person does meanwhile.
pub fn frames<M: Measurement + 'static>(criterion: &mut Criterion<M>) {
    let mut group = criterion.benchmark_group("frame");
    for (stages, actions) in SIZES {
        let size = format!("{stages}x{actions}");
        for (name, aim, view) in [
            ("fitted", Aim::All, SCREEN),
            ("part at 100 %", Aim::Zoom(1.0), SCREEN),
            ("all at 100 %", Aim::Zoom(1.0), GIANT),
        ] {
            for (what, doing) in [
                (While::Still, ""),
                (While::Panning, ", panning"),
                (While::Zooming, ", zooming"),
                (While::Dragging, ", dragging"),
                (While::Typing, ", typing"),
            ] {
                // Made when its turn comes: what is left out on the command line costs nothing.
                let mut headless = None;
                let id = BenchmarkId::new(format!("{name}{doing}"), &size);
                group.bench_function(id, |bencher| {
                    let headless = headless.get_or_insert_with(|| {
                        let mut headless = Headless::new(stages, actions, view);
                        let vertices = headless.go(aim.clone());
                        assert!(vertices > 0, "something is drawn");
                        eprintln!("{vertices} vertices");
                        if what == While::Dragging {
                            headless.take_card();
                        }
                        headless
                    });
                    bencher.iter(|| headless.next(what));
                });
            }
        }
    }
    group.finish();
}
