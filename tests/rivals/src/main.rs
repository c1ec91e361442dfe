//! The canvas beside two graph libraries. See the README.

mod graphs;
#[path = "../../benches/figures/large.rs"]
#[expect(dead_code, reason = "the benches measure more")]
mod large;
mod ours;
mod snarl;

use std::time::Duration;

use cpu_time::ThreadTime;
use pipewright::editor::Editor;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What everyone draws: cards at places in the world, and which leads to which.
pub struct Graph {
    /// Middles of the cards, with two lines of text.
    pub cards: Vec<([f32; 2], String, String)>,
    pub wires: Vec<[usize; 2]>,
    pub size: [f32; 2],
}

/// How it is looked at.
#[derive(Clone, Copy)]
pub struct View {
    pub screen: [f32; 2],
    pub zoom: f32,
    /// What of the world is in the upper left corner.
    pub corner: [f32; 2],
}

impl View {
    /// A pointer that moves.
    pub fn pointer(frame: u64) -> [f32; 2] {
        let step = (frame % 97) as f32;
        [400.0 + step * 3.0, 300.0 + step * 2.0]
    }
}

fn main() {
    println!("{:<28}{:>12}{:>12}{:>14}", "ms per frame, median", "Pipewright", "egui-snarl", "egui_graphs");
    for (stages, actions) in large::SIZES {
        let editor = Editor::new(large::document(stages, actions));
        let graph = graph(&editor);
        for (name, view) in views(&graph) {
            let mut ours = ours::Ours::new(Editor::new(large::document(stages, actions)), view);
            let mut snarl = snarl::Snarled::new(&graph, view);
            let mut graphs = graphs::Graphed::new(&graph, view);
            let figures =
                [median(|| ours.frame()), median(|| snarl.frame()), median(|| graphs.frame())];
            let [a, b, c] = figures.map(|figure| figure.as_secs_f64() * 1e3);
            let times = format!("{:.0}× / {:.1}×", b / a, c / a);
            println!("{:<28}{a:>12.3}{b:>12.3}{c:>14.3}   {times}", format!("{stages}x{actions}, {name}"));
        }
    }
}

fn graph(editor: &Editor) -> Graph {
    let derived = editor.derived();
    let layout = &derived.layout;
    let place = |id| layout.cards.iter().position(|card| card.id == id);
    let cards = layout.cards.iter().zip(&derived.faces).map(|(card, face)| {
        let center = card.rect.center();
        let action = &editor.document().pipeline().stages[face.at.0].actions[face.at.1];
        ([center.x, center.y], action.name().to_owned(), face.provider.to_string())
    });
    let wires = derived.flow.wires.iter();
    Graph {
        cards: cards.collect(),
        wires: wires.filter_map(|wire| Some([place(wire.from.action)?, place(wire.to.action)?])).collect(),
        size: [layout.size.x, layout.size.y],
    }
}

fn views(graph: &Graph) -> [(&'static str, View); 3] {
    let screen = [1920.0, 1080.0];
    let [width, height] = graph.size;
    let fitting = ((screen[0] - 48.0) / width).min((screen[1] - 48.0) / height).min(1.0);
    [
        ("fitted", View { screen, zoom: fitting, corner: [-24.0, -24.0] }),
        ("all at 100 %", View { screen: [width + 48.0, height + 48.0], zoom: 1.0, corner: [-24.0, -24.0] }),
        ("part at 100 %", View { screen, zoom: 1.0, corner: [width * 0.4, -24.0] }),
    ]
}

fn median(mut frame: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..130)
        .map(|_| {
            let start = ThreadTime::now();
            frame();
            start.elapsed()
        })
        .skip(30)
        .collect();
    times.sort();
    times[times.len() / 2]
}
