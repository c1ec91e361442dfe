//! What is kept from frame to frame: each layer of each slab of the drawing as a finished mesh, a *sheet*.
//!
//! Making shapes into triangles is nearly all that a frame of a large pipeline costs. So a slab is painted and
//! tessellated once, in screen points, and laid down again frame after frame; panning moves it, which is free of
//! rounding as the camera stands on whole pixels. Of a sheet only the pieces in view are laid down. A sheet is made
//! anew when anything it was painted from has
//! changed: the slab's look, what is selected or under the pointer in it, the theme, the resolution, the font
//! atlas its letters lie in.
//!
//! While the zoom changes, sheets are stretched as long as that is hardly seen; when it rests, a few are made anew
//! with each frame until all are sharp.

use std::hash::{DefaultHasher, Hash, Hasher as _};
use std::ops::RangeInclusive;
use std::sync::Arc;

use eframe::egui::emath::TSTransform;
use eframe::egui::epaint::{ClippedShape, Mesh, Primitive};
use eframe::egui::{Color32, Context, FontId, Galley, Id, LayerId, Order, Painter, Pos2, Rect, Vec2};
use pipewright_core::pipeline::ActionId;

use super::Gesture;
use super::gesture::{Drop, DropPlace};
use super::pages::{Leaf, Pages};
use super::paint::Scene;
use crate::editor::Item;
use crate::words::translate;

/// What is painted of all slabs before the next is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layer {
    Ground,
    Wires,
    Cards,
}

impl Layer {
    const ALL: [Self; 3] = [Self::Ground, Self::Wires, Self::Cards];
}

/// The sheets of a drawing.
#[derive(Default)]
pub struct Sheets {
    /// By slab and layer.
    layers: Vec<[Option<Sheet>; 3]>,
    /// The slabs in view.
    visible: Vec<usize>,
    pages: Pages,
    /// How many sheets were made.
    made: u64,
    atlas: Atlas,
    zoom: f32,
    /// The slab whose turn it is to be made sharp while there are too many for one frame.
    turn: usize,
}

struct Sheet {
    /// How many were made before.
    number: u64,
    key: Key,
    /// Zoom and camera it was painted at.
    zoom: f32,
    anchor: Pos2,
    pieces: Vec<Piece>,
}

/// What was painted one after the other, and so lies together.
struct Piece {
    mesh: Arc<Mesh>,
    bounds: Rect,
}

/// Everything a sheet was painted from, except for the camera.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Key {
    look: u64,
    mood: u64,
    /// The table of colors, by its place in memory: two of them stand for the same theme of egui.
    tokens: usize,
    language: Option<&'static str>,
    pixels_per_point: f32,
    atlas: u32,
}

/// While zooming, so many cards may be painted anew per frame; a handful of slabs is always sharp.
const CARDS_PER_FRAME: usize = 120;
/// Shapes of a piece: some cards.
const SHAPES_PER_PIECE: usize = 64;
/// Sheets are stretched no further than that,
const STRETCH: RangeInclusive<f32> = 0.5..=2.0;
/// and while the zoom changes they are all stretched so far.
const STRETCH_IN_MOTION: RangeInclusive<f32> = 0.8..=1.25;
/// Sheets out of view are forgotten when there are more of them than this.
const OUT_OF_VIEW: usize = 60;

/// The state of the atlas of letters. Its coordinates change when it grows and when it is begun anew, as when the other
/// theme draws letters otherwise.
#[derive(Clone, Default)]
struct Atlas {
    size: [usize; 2],
    /// A word laid out in it. egui keeps words from frame to frame as long as the atlas is the same one.
    word: Option<Arc<Galley>>,
    /// Counts the changes.
    epoch: u32,
}

impl Atlas {
    fn follow(&mut self, ctx: &Context) {
        let (size, word) = ctx.fonts_mut(|fonts| {
            let word = fonts.layout_no_wrap("Atlas".to_owned(), FontId::default(), Color32::PLACEHOLDER);
            (fonts.font_image_size(), word)
        });
        let is_same = self.word.as_ref().is_some_and(|before| Arc::ptr_eq(before, &word));
        if size != self.size || !is_same {
            self.epoch = self.epoch.wrapping_add(1);
        }
        (self.size, self.word) = (size, Some(word));
    }
}

impl Sheets {
    /// Makes what is in view and not there yet.
    pub fn follow(&mut self, scene: &Scene<'_>, gesture: &Gesture, renaming: Option<Item>) {
        let ctx = scene.painter.ctx();
        let slabs = &scene.editor.derived().slabs;
        self.layers.resize_with(slabs.len(), Default::default);
        self.visible.clear();
        self.pages.begin();
        let in_view = |index: &usize| slabs[*index].bounds.intersects(scene.visible);
        self.visible.extend((0..slabs.len()).filter(in_view));
        let moods = moods(scene, gesture, renaming);
        let is_zooming = std::mem::replace(&mut self.zoom, scene.zoom()) != scene.zoom();
        // New letters may make the atlas grow, after which sheets made before have to be made again.
        for _ in 0..4 {
            self.atlas.follow(ctx);
            self.renew(scene, &moods, is_zooming, (gesture, renaming));
            let before = self.atlas.epoch;
            self.atlas.follow(ctx);
            if self.atlas.epoch == before {
                break;
            }
        }
        self.forget();
    }

    /// Paints one layer of what is in view.
    pub fn lay_down(&mut self, scene: &Scene<'_>, layer: Layer) {
        for index in &self.visible {
            if let Some(sheet) = &mut self.layers[*index][layer as usize] {
                sheet.lay_down(scene, &mut self.pages);
            }
        }
        self.pages.turn(scene.painter);
    }

    /// Whether letters of the sheets lie elsewhere by now, because something else was written since.
    pub fn are_stale(&self, ctx: &Context) -> bool {
        let mut atlas = self.atlas.clone();
        atlas.follow(ctx);
        atlas.epoch != self.atlas.epoch && self.layers.iter().any(|layers| layers[0].is_some())
    }

    /// Makes the sheets that do not fit any more, and as many of the stretched ones as this frame may.
    fn renew(
        &mut self,
        scene: &Scene<'_>,
        moods: &[u64],
        is_zooming: bool,
        (gesture, renaming): (&Gesture, Option<Item>),
    ) {
        let derived = scene.editor.derived();
        let zoom = scene.zoom();
        let opacity = scene.wire_opacity(gesture);
        let mut cards_left = CARDS_PER_FRAME;
        let mut is_blurred = false;
        let first = self.visible.partition_point(|index| *index < self.turn);
        for index in self.visible[first..].iter().chain(&self.visible[..first]) {
            let slab = &derived.slabs[*index];
            let cards = derived.layout.stages.get(*index).map_or(0, |stage| stage.cards.len());
            let may_stretch = cards_left < cards;
            let mut is_made = false;
            for layer in Layer::ALL {
                let mood = match layer {
                    Layer::Wires => u64::from(opacity.to_bits()),
                    Layer::Ground | Layer::Cards => moods[*index],
                };
                let key = Key {
                    look: slab.look,
                    mood,
                    tokens: std::ptr::from_ref(scene.tokens).addr(),
                    language: translate::tag_here(),
                    pixels_per_point: scene.painter.pixels_per_point(),
                    atlas: self.atlas.epoch,
                };
                let place = &mut self.layers[*index][layer as usize];
                if let Some(sheet) = place.as_ref().filter(|sheet| sheet.key == key) {
                    if sheet.zoom == zoom {
                        continue;
                    }
                    let ratio = zoom / sheet.zoom;
                    if is_zooming && STRETCH_IN_MOTION.contains(&ratio)
                        || may_stretch && STRETCH.contains(&ratio)
                    {
                        if !is_blurred {
                            self.turn = *index;
                        }
                        is_blurred = true;
                        continue;
                    }
                }
                is_made |= layer == Layer::Cards;
                let pieces = pieces(scene, |scene| match layer {
                    Layer::Ground => scene.ground(*index, slab, renaming),
                    Layer::Wires => scene.threads(slab, opacity),
                    Layer::Cards => scene.top(*index, gesture, renaming),
                });
                self.made += 1;
                let anchor = scene.camera.anchor();
                *place = Some(Sheet { number: self.made, key, zoom, anchor, pieces });
            }
            if is_made {
                cards_left = cards_left.saturating_sub(cards.max(1));
            }
        }
        if is_blurred {
            scene.painter.ctx().request_repaint();
        }
    }

    fn forget(&mut self) {
        let kept = self.layers.iter().filter(|layers| layers[0].is_some()).count();
        if kept > self.visible.len() + OUT_OF_VIEW {
            for (index, layers) in self.layers.iter_mut().enumerate() {
                if self.visible.binary_search(&index).is_err() {
                    *layers = Default::default();
                }
            }
        }
    }
}

impl Sheet {
    fn lay_down(&mut self, scene: &Scene<'_>, pages: &mut Pages) {
        let scaling = scene.zoom() / self.zoom;
        if scaling == 1.0 {
            self.move_to(scene.camera.anchor());
        }
        let transform = TSTransform::new(scene.camera.anchor() - self.anchor * scaling, scaling);
        let view = scene.painter.clip_rect();
        let is_in_view = |(_, piece): &(usize, &Piece)| view.intersects(transform * piece.bounds);
        for (index, piece) in self.pieces.iter().enumerate().filter(is_in_view) {
            let mesh = Arc::clone(&piece.mesh);
            pages.add(
                scene.painter,
                Leaf { name: (self.number, index), anchor: self.anchor, transform, mesh },
            );
        }
    }

    fn move_to(&mut self, anchor: Pos2) {
        let way = anchor - self.anchor;
        if way == Vec2::ZERO {
            return;
        }
        self.anchor = anchor;
        for piece in &mut self.pieces {
            piece.bounds = piece.bounds.translate(way);
            for vertex in &mut Arc::make_mut(&mut piece.mesh).vertices {
                vertex.pos += way;
            }
        }
    }
}

/// What comes of painting: shapes go to a layer that is never shown, and from there to triangles.
fn pieces(scene: &Scene<'_>, paint: impl FnOnce(&Scene<'_>)) -> Vec<Piece> {
    let ctx = scene.painter.ctx();
    let layer = LayerId::new(Order::Background, Id::unique("sheets of the canvas"));
    let painter = Painter::new(ctx.clone(), layer, Rect::EVERYTHING);
    paint(&Scene { painter: &painter, visible: Rect::EVERYTHING, ..*scene });
    let shapes = ctx.graphics_mut(|graphics| std::mem::take(graphics.entry(layer)));
    let shapes: Vec<_> = shapes.all_entries().cloned().collect();
    let tessellate = |shapes: &[ClippedShape]| ctx.tessellate(shapes.to_vec(), ctx.pixels_per_point());
    let piece = |primitive| match primitive {
        Primitive::Mesh(mesh) => Some(Piece { bounds: mesh.calc_bounds(), mesh: Arc::new(mesh) }),
        Primitive::Callback(_) => None,
    };
    let primitives = shapes.chunks(SHAPES_PER_PIECE).flat_map(tessellate);
    primitives.filter_map(|clipped| piece(clipped.primitive)).collect()
}

/// For each slab a number for what is selected, touched, dragged or renamed in it; 0 where nothing is.
fn moods(scene: &Scene<'_>, gesture: &Gesture, renaming: Option<Item>) -> Vec<u64> {
    let layout = &scene.editor.derived().layout;
    let mut moods = Moods { of_slabs: vec![0; scene.editor.derived().slabs.len()], all: 0 };
    let touched = scene.touched;
    let card = |id: ActionId| layout.card(id).map(|card| card.stage);
    let stage = |id| layout.stages.iter().position(|stage| stage.id == id);
    let item = |item: Item| match item {
        Item::Stage(id) => stage(id),
        Item::Action(id) => card(id),
        Item::Wire { .. } | Item::Note(_) => None,
    };
    for selected in scene.editor.selection().items() {
        moods.add(item(*selected), ("selected", selected));
    }
    moods.add(renaming.and_then(item), ("renaming", renaming));
    moods.add(touched.card.and_then(card), ("card", touched.card));
    moods.add(touched.stage.and_then(stage), ("stage", touched.stage));
    moods.add(touched.add_button.and_then(stage), ("add", touched.add_button));
    moods.add(touched.chevron.and_then(stage), ("chevron", touched.chevron));
    moods.add(touched.gate, ("gate", touched.gate));
    moods.add(touched.port.and_then(|(id, _)| card(id)), ("port", touched.port));
    match gesture {
        Gesture::Connecting { from, to, .. } => {
            moods.all = number(("connecting", from));
            moods.add(to.and_then(card), ("target", to));
        }
        Gesture::MovingActions { ids, drop } => {
            for id in ids {
                moods.add(card(*id), ("moving", id));
            }
            if let Some(Drop { place: DropPlace::Slot(slot), .. }) = drop {
                moods.add(stage(slot.stage), ("room", slot));
            }
        }
        Gesture::Idle
        | Gesture::Panning
        | Gesture::Marquee { .. }
        | Gesture::MovingStage { .. }
        | Gesture::MovingNote { .. } => {}
    }
    moods.done()
}

struct Moods {
    of_slabs: Vec<u64>,
    all: u64,
}

impl Moods {
    fn add(&mut self, slab: Option<usize>, what: impl Hash) {
        if let Some(mood) = slab.and_then(|slab| self.of_slabs.get_mut(slab)) {
            // Not a sum: the last of a selection is its primary, so order counts.
            *mood = mood.rotate_left(5) ^ number(what);
        }
    }

    fn done(mut self) -> Vec<u64> {
        for mood in &mut self.of_slabs {
            *mood ^= self.all;
        }
        self.of_slabs
    }
}

fn number(what: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    what.hash(&mut hasher);
    hasher.finish()
}
