//! The same in egui-snarl.

use egui_before::{Color32, Context, Event, RawInput, Rect, RichText, Ui, emath::TSTransform, pos2, vec2};
use egui_snarl::ui::{PinInfo, SnarlPin, SnarlStyle, SnarlViewer, SnarlWidget};
use egui_snarl::{InPin, InPinId, NodeId, OutPin, OutPinId, Snarl};

use super::{Graph, View};

pub struct Snarled {
    context: Context,
    snarl: Snarl<Card>,
    viewer: Viewer,
    view: View,
    frame: u64,
}

struct Card {
    name: String,
    provider: String,
}

struct Viewer {
    transform: TSTransform,
}

impl Snarled {
    pub fn new(graph: &Graph, view: View) -> Self {
        let mut snarl = Snarl::new();
        let nodes: Vec<NodeId> = graph
            .cards
            .iter()
            .map(|([x, y], name, provider)| {
                let card = Card { name: name.clone(), provider: provider.clone() };
                snarl.insert_node(pos2(x - 90.0, y - 29.0), card)
            })
            .collect();
        for [from, to] in &graph.wires {
            let from = OutPinId { node: nodes[*from], output: 0 };
            snarl.connect(from, InPinId { node: nodes[*to], input: 0 });
        }
        let corner = vec2(view.corner[0], view.corner[1]);
        let viewer = Viewer { transform: TSTransform::new(-corner * view.zoom, view.zoom) };
        Self { context: Context::default(), snarl, viewer, view, frame: 0 }
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
        let Self { context, snarl, viewer, .. } = self;
        let style = SnarlStyle { min_scale: Some(0.001), max_scale: Some(4.0), ..SnarlStyle::new() };
        let mut output = context.run_ui(input, |ui| {
            SnarlWidget::new().style(style).show(snarl, viewer, ui);
        });
        let shapes = std::mem::take(&mut output.shapes);
        std::hint::black_box(context.tessellate(shapes, output.pixels_per_point));
        output.textures_delta.clear();
    }
}

impl SnarlViewer<Card> for Viewer {
    fn title(&mut self, card: &Card) -> String {
        card.name.clone()
    }

    fn show_header(
        &mut self,
        node: NodeId,
        _: &[InPin],
        _: &[OutPin],
        ui: &mut Ui,
        snarl: &mut Snarl<Card>,
    ) {
        ui.horizontal(|ui| {
            let (rect, _) = ui.allocate_exact_size(vec2(30.0, 30.0), egui_before::Sense::hover());
            ui.painter().rect_filled(rect, 7.0, Color32::BLUE);
            ui.vertical(|ui| {
                ui.label(&snarl[node].name);
                ui.label(RichText::new(&snarl[node].provider).small());
            });
        });
    }

    fn inputs(&mut self, _: &Card) -> usize {
        1
    }

    fn show_input(&mut self, _: &InPin, _: &mut Ui, _: &mut Snarl<Card>) -> impl SnarlPin + 'static {
        PinInfo::circle()
    }

    fn outputs(&mut self, _: &Card) -> usize {
        1
    }

    fn show_output(&mut self, _: &OutPin, _: &mut Ui, _: &mut Snarl<Card>) -> impl SnarlPin + 'static {
        PinInfo::circle()
    }

    fn current_transform(&mut self, to_global: &mut TSTransform, _: &mut Snarl<Card>) {
        *to_global = self.transform;
    }
}
