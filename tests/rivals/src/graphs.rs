//! The same in egui_graphs, with cards of the same look.

use egui_before::epaint::{CornerRadius, RectShape, TextShape};
use egui_before::{
    Color32, Context, Event, FontId, Pos2, RawInput, Rect, Shape, Stroke, StrokeKind, Vec2, pos2, vec2,
};
use egui_graphs::{
    DefaultGraphView, DisplayNode, DrawContext, MetadataFrame, NodeProps, SettingsInteraction,
    SettingsNavigation,
};
use petgraph::stable_graph::{DefaultIx, IndexType, NodeIndex, StableGraph};
use petgraph::{Directed, EdgeType};

use super::{Graph, View};

type Texts = (String, String);

pub struct Graphed {
    context: Context,
    graph: egui_graphs::Graph<Texts, (), Directed, DefaultIx, Card>,
    view: View,
    frame: u64,
}

impl Graphed {
    pub fn new(graph: &Graph, view: View) -> Self {
        let mut plain = StableGraph::new();
        let nodes: Vec<NodeIndex> = graph
            .cards
            .iter()
            .map(|(_, name, provider)| plain.add_node((name.clone(), provider.clone())))
            .collect();
        for [from, to] in &graph.wires {
            plain.add_edge(nodes[*from], nodes[*to], ());
        }
        let graphed = egui_graphs::Graph::from(&plain);
        let mut graphed = Self { context: Context::default(), graph: graphed, view, frame: 0 };
        // The first frame puts the nodes anywhere.
        graphed.frame();
        for (([x, y], _, _), node) in graph.cards.iter().zip(nodes) {
            if let Some(node) = graphed.graph.node_mut(node) {
                node.set_location(pos2(*x, *y));
            }
        }
        graphed
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
        let Self { context, graph, view, .. } = self;
        let mut output = context.run_ui(input, |ui| {
            let mut meta = MetadataFrame::new(None).load(ui);
            meta.zoom = view.zoom;
            meta.pan = vec2(view.corner[0], view.corner[1]) * -view.zoom;
            meta.save(ui);
            let navigation = SettingsNavigation::new()
                .with_fit_to_screen_enabled(false)
                .with_zoom_and_pan_enabled(true);
            let interaction = SettingsInteraction::new()
                .with_hover_enabled(true)
                .with_dragging_enabled(true)
                .with_node_selection_enabled(true);
            DefaultGraphView::new()
                .with_navigations(&navigation)
                .with_interactions(&interaction)
                .show(ui, graph);
        });
        let shapes = std::mem::take(&mut output.shapes);
        std::hint::black_box(context.tessellate(shapes, output.pixels_per_point));
        output.textures_delta.clear();
    }
}

#[derive(Clone)]
struct Card {
    texts: Texts,
    at: Pos2,
}

const SIZE: Vec2 = vec2(180.0, 58.0);

impl From<NodeProps<Texts>> for Card {
    fn from(props: NodeProps<Texts>) -> Self {
        Self { texts: props.payload.clone(), at: props.location() }
    }
}

impl<E: Clone, Ty: EdgeType, Ix: IndexType> DisplayNode<Texts, E, Ty, Ix> for Card {
    fn closest_boundary_point(&self, dir: Vec2) -> Pos2 {
        pos2(self.at.x + SIZE.x / 2.0 * dir.x.signum(), self.at.y)
    }

    fn shapes(&mut self, ctx: &DrawContext<'_>) -> Vec<Shape> {
        let zoom = ctx.meta.zoom;
        let center = ctx.meta.canvas_to_screen_pos(self.at);
        let rect = Rect::from_center_size(center, SIZE * zoom);
        let radius = CornerRadius::same((9.0 * zoom) as u8);
        let line = Stroke::new(1.0, Color32::GRAY);
        let mut shapes =
            vec![RectShape::new(rect, radius, Color32::DARK_GRAY, line, StrokeKind::Inside).into()];
        let tile = Rect::from_center_size(rect.left_center() + vec2(27.0, 0.0) * zoom, vec2(30.0, 30.0) * zoom);
        shapes.push(RectShape::filled(tile, CornerRadius::same((7.0 * zoom) as u8), Color32::BLUE).into());
        if zoom >= 0.4 {
            for (text, size, down) in [(&self.texts.0, 12.5, 12.0), (&self.texts.1, 11.0, 31.0)] {
                let font = FontId::proportional(size * zoom);
                let galley =
                    ctx.ctx.fonts_mut(|fonts| fonts.layout_no_wrap(text.clone(), font, Color32::WHITE));
                let at = rect.min + vec2(52.0, down) * zoom;
                shapes.push(TextShape::new(at, galley, Color32::WHITE).into());
            }
        }
        shapes
    }

    fn update(&mut self, props: &NodeProps<Texts>) {
        self.at = props.location();
    }

    fn is_inside(&self, pos: Pos2) -> bool {
        Rect::from_center_size(self.at, SIZE).contains(pos)
    }
}
