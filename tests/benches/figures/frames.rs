//! One frame of the canvas: run and tessellate, with the pointer moving.

use criterion::{BenchmarkId, Criterion};
use eframe::egui::{Context, Event, FullOutput, Pos2, RawInput, Rect, pos2, vec2};
use pipewright::canvas::{Aim, Canvas};
use pipewright::editor::Editor;
use pipewright::intent::Queue;
use pipewright::look::theme;

use super::large::{self, SIZES};

/// A canvas without a window.
struct Headless {
    context: Context,
    canvas: Canvas,
    editor: Editor,
    queue: Queue,
    view: Rect,
    frame: u64,
}

impl Headless {
    fn new(stages: usize, actions: usize, view: Rect) -> Self {
        let context = Context::default();
        theme::install(&context);
        let editor = Editor::new(large::document(stages, actions));
        Self { context, canvas: Canvas::new(), editor, queue: Queue::default(), view, frame: 0 }
    }

    /// Runs a frame and tessellates it; returns the number of vertices.
    fn frame(&mut self) -> usize {
        self.frame += 1;
        let input = RawInput {
            screen_rect: Some(self.view),
            time: Some(self.frame as f64 / 60.0),
            events: vec![Event::PointerMoved(self.pointer())],
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
        (0..20).map(|_| self.frame()).last().unwrap_or_default()
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

/// On a screen of 1920 × 1080: everything fitted, and a part at 100 %, which of 50 × 20 actions is a twentieth.
pub fn frames(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("frame");
    let screen = Rect::from_min_size(Pos2::ZERO, vec2(1920.0, 1080.0));
    for (stages, actions) in SIZES {
        let size = format!("{stages}x{actions}");
        for (name, aim) in [("fitted", Aim::All), ("at 100 %", Aim::Zoom(1.0))] {
            let mut headless = Headless::new(stages, actions, screen);
            let vertices = headless.go(aim);
            assert!(vertices > 0, "something is drawn");
            group.bench_function(BenchmarkId::new(name, &size), |bencher| bencher.iter(|| headless.frame()));
        }
    }
    group.finish();
}
