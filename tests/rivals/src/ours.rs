//! The canvas of Pipewright.

use egui::{Context, Event, RawInput, Rect, pos2, vec2};
use pipewright::canvas::{Aim, Camera, Canvas};
use pipewright::editor::Editor;
use pipewright::intent::Queue;
use pipewright::look::theme;

use super::View;

pub struct Ours {
    context: Context,
    canvas: Canvas,
    editor: Editor,
    queue: Queue,
    view: View,
    frame: u64,
}

impl Ours {
    pub fn new(editor: Editor, view: View) -> Self {
        let context = Context::default();
        theme::install(&context);
        let mut canvas = Canvas::new();
        let aim = if view.zoom < 1.0 {
            Aim::All
        } else {
            let [width, height] = view.screen;
            let screen = Rect::from_min_size(pos2(0.0, 0.0), vec2(width, height));
            let mut camera = Camera::default();
            camera.set_view(screen);
            camera.center_on(Rect::from_min_size(pos2(view.corner[0], view.corner[1]), screen.size()), 1.0);
            Aim::View(camera)
        };
        canvas.aim(aim);
        Self { context, canvas, editor, queue: Queue::default(), view, frame: 0 }
    }

    pub fn frame(&mut self) {
        self.frame += 1;
        let [width, height] = self.view.screen;
        let [x, y] = View::pointer(self.frame);
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(pos2(0.0, 0.0), vec2(width, height))),
            time: Some(self.frame as f64 / 60.0),
            events: vec![Event::PointerMoved(pos2(x, y))],
            ..RawInput::default()
        };
        let Self { context, canvas, editor, queue, .. } = self;
        let mut output = context.run_ui(input, |ui| canvas.show(ui, editor, queue));
        let shapes = std::mem::take(&mut output.shapes);
        std::hint::black_box(context.tessellate(shapes, output.pixels_per_point));
        output.textures_delta.clear();
        queue.take();
    }
}
