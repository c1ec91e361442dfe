//! The drawing: stages, cards and wires, and every gesture on them.
//!
//! A frame goes through [`Canvas::show`]: what is pending for the camera, the pointer and the keys
//! ([`input`], [`touch`], [`drag`]), then the painting ([`paint`] of what stands still, kept by [`sheets`]; [`wires`],
//! [`carry`]).
//! Places come from the layout of the document, which is made once per revision; the canvas only looks at
//! what is in view. It changes nothing: what a gesture means goes into the [`Queue`].

mod badges;
mod boxes;
pub mod camera;
mod cards;
mod carry;
mod drag;
mod find;
mod flight;
mod fold;
mod gaps;
mod gates;
mod gesture;
mod grid;
mod input;
mod keys;
mod labels;
pub mod miniature;
mod minimap;
mod notes;
mod overlay;
mod pages;
mod paint;
mod ports;
mod references;
mod rename;
mod room;
mod sheets;
mod still;
pub mod takers;
mod threads;
pub mod touch;
mod trail;
mod union;
mod wires;

use eframe::egui::{Context, Pos2, Rect, Role, Sense, Ui, UiBuilder, WidgetInfo};
use pipewright_core::edit::notes::Tie;
use pipewright_core::plan::union::Union;

pub use camera::Camera;
pub use find::hits;
pub use gesture::Gesture;
pub use labels::label;
pub use miniature::Miniature;
pub use touch::{FromPalette, FromTemplates};
pub use trail::Spot;
pub use union::tint_of;

use crate::editor::{Editor, Item, Selection};
use crate::intent::Queue;
use crate::look::Tokens;
use crate::settings::WireChoice;
use camera::to_rect;
use rename::Rename;
use sheets::Layer;
use touch::Touched;

/// Below this zoom the words are left out.
const WORDS_FROM: f32 = 0.4;
/// Below this zoom wires are straight and cards plain.
const CURVES_FROM: f32 = 0.3;
/// From this zoom on the chords of wires would be seen, and there are more of them.
const SMOOTH_FROM: f32 = 1.3;
/// A first view is never smaller than this, so that it can be read.
const LEGIBLE: f32 = 0.6;

/// The state of the view; no part of it is in the file or in the history.
#[derive(Default)]
pub struct Canvas {
    camera: Camera,
    gesture: Gesture,
    /// Whether the gesture began in this frame.
    is_beginning: bool,
    rename: Option<Rename>,
    pending: Option<Aim>,
    flight: Option<flight::Flight>,
    trail: trail::Trail,
    find: Option<find::Find>,
    minimap: minimap::Minimap,
    /// The item the keyboard focus follows with the next frame.
    pending_focus: Option<Item>,
    grid: grid::Grid,
    sheets: sheets::Sheets,
    /// What the pointer was over in the last frame.
    hovered: Option<Item>,
    /// Which wires are drawn.
    pub wires: WireChoice,
    /// What was selected when the gesture began.
    before: Selection,
    /// Whether the keyboard is on the canvas: on the background, a card, the head of a stage or a note.
    has_keys: bool,
    /// Whether a text field had the keyboard in the last frame.
    was_typing: bool,
    /// The gate the menu of the background was opened at.
    menu_gate: Option<usize>,
    /// The wire or the stage it was opened at.
    menu_item: Option<Item>,
    /// How the view was last fitted to the pipeline, and where it stood then.
    fitted: Option<(Aim, Camera)>,
    /// What was said at the pointer in the last frame.
    said: Option<String>,
    notes: notes::Notes,
    references: references::References,
    carried: input::Carried,
}

/// Where the camera is to go with the next frame, when the size of the view is known.
#[derive(Clone, Debug, PartialEq)]
pub enum Aim {
    /// A newly opened document: all of it if that is legible, else its beginning.
    First,
    /// All of it, however small.
    All,
    /// The selection, as large as fits.
    Selection,
    /// As little movement as brings this into view.
    Show(Item),
    /// This in the middle, large enough to be read.
    Center(Item),
    /// Larger or smaller around the middle.
    Factor(f32),
    /// This zoom around the middle.
    Zoom(f32),
    /// Where one was.
    View(Camera),
}

impl Canvas {
    /// A view of a document just opened.
    pub fn new() -> Self {
        Self { pending: Some(Aim::First), ..Self::default() }
    }

    /// Moves the camera with the next frame.
    pub fn aim(&mut self, aim: Aim) {
        self.pending = Some(aim);
    }

    /// Shows the same place as another view did.
    pub fn stand_at(&mut self, camera: Camera) {
        self.camera = camera;
        self.pending = None;
    }

    /// Opens the name of a stage or action for typing.
    pub fn rename(&mut self, item: Item, editor: &Editor) {
        self.rename = Rename::of(item, editor);
        if let Item::Note(index) = item {
            self.notes.edit(index, editor);
        }
        self.aim(Aim::Show(item));
    }

    /// Opens a new note for typing; it is in the document once something was written.
    pub fn write_note(&mut self, tie: Tie) {
        self.notes.write_new(tie);
    }

    pub fn gesture(&self) -> &Gesture {
        &self.gesture
    }

    /// What is said at the pointer about the drop it would be.
    pub fn said(&self) -> Option<&str> {
        self.said.as_deref()
    }

    pub fn camera(&self) -> &Camera {
        &self.camera
    }

    /// Whether keys belong to the canvas's own gesture or text field now.
    pub fn is_busy(&self) -> bool {
        self.rename.is_some() || self.notes.is_editing() || !self.gesture.is_idle()
    }

    /// Draws the frame again if what was written after the canvas has moved letters that the canvas keeps.
    pub fn settle(&self, ctx: &Context) {
        if self.sheets.are_stale(ctx) {
            ctx.request_discard("the atlas of letters has changed");
        }
    }

    /// Lets go of all that is kept from frame to frame; the next one is painted from the document alone.
    pub fn paint_anew(&mut self) {
        self.sheets = sheets::Sheets::default();
        self.minimap = minimap::Minimap::default();
        self.references = references::References::default();
        self.notes.forget();
    }

    /// Takes the rest of `ui`.
    pub fn show(&mut self, ui: &mut Ui, editor: &Editor, queue: &mut Queue) {
        let view = ui.available_rect_before_wrap();
        self.camera.set_view(view);
        self.camera.set_pixels_per_point(ui.pixels_per_point());
        self.follow_size();
        self.follow_aim(ui, editor);
        let mut ui = ui.new_child(UiBuilder::new().id_salt("canvas").max_rect(view));
        ui.set_clip_rect(view.intersect(ui.clip_rect()));
        let ui = &mut ui;

        let background = ui.interact(view, ui.scope_id().with("background"), Sense::click_and_drag());
        background.widget_info(|| WidgetInfo::labeled(Role::Canvas, true, crate::tr!("Canvas")));
        self.find_keys(ui, queue);
        let before = self.camera;
        self.move_view(ui, &background);
        if self.camera != before {
            self.flight = None;
        }
        self.camera.keep_in_view(world(editor));
        let visible = self.camera.visible_world();
        let touched = self.touch(ui, &background, visible, editor, queue);
        self.hand(ui, view);
        self.keys(ui, editor, queue);
        self.references.follow(editor);
        self.paint(ui, visible, editor, &touched, None);
        self.paint_notes(ui, editor);
        self.hovered = touched.hovered();
        self.said = touched.say.map(|say| say.words);
        self.overlay(ui, view, editor, queue);
        self.find_field(ui, view, editor, queue);
        self.rename_field(ui, editor, queue);
        self.note_field(ui, editor, queue);
        carry::carried_from_panels(ui);
    }

    /// Looks for something; if that is being done already, the field takes the keys again.
    pub fn find(&mut self, editor: &Editor) {
        match &mut self.find {
            Some(find) => find.ask_again(),
            None => self.find = Some(find::Find::new(self.spot(editor))),
        }
    }

    /// Takes note of the view before something else is shown, so that one can go back to it.
    pub fn leave(&mut self, editor: &Editor) {
        let spot = self.spot(editor);
        self.trail.leave(spot);
    }

    /// The view that was left last, or the one that was left by going back.
    pub fn go_along_trail(&mut self, editor: &Editor, is_back: bool) -> Option<Spot> {
        let here = self.spot(editor);
        if is_back { self.trail.go_back(here) } else { self.trail.go_forward(here) }
    }

    fn spot(&self, editor: &Editor) -> Spot {
        let camera = self.flight.map_or(self.camera, |flight| flight.goal());
        Spot { camera, selection: editor.selection().clone() }
    }

    /// What was fitted stays so while the window takes its size: at the start it has another one for some frames,
    /// and whoever enlarges it wants to see more.
    fn follow_size(&mut self) {
        if let Some((aim, at)) = &self.fitted
            && self.pending.is_none()
            && self.gesture.is_idle()
            && self.is_fitted_otherwise(at)
        {
            self.pending = Some(aim.clone());
        }
    }

    /// Whether the view was fitted like this and has another size now.
    fn is_fitted_otherwise(&self, at: &Camera) -> bool {
        let stays = self.flight.is_none() && self.camera.stands_as(at);
        stays && self.camera.view().size() != at.view().size()
    }

    fn follow_aim(&mut self, ui: &Ui, editor: &Editor) {
        if let Some(flight) = self.flight
            && !flight.go_on(ui, &mut self.camera)
        {
            self.flight = None;
        }
        let Some(aim) = self.pending.take() else { return };
        let fitted = self.fitted.take();
        let is_again = fitted.is_some_and(|(before, at)| before == aim && self.is_fitted_otherwise(&at));
        let is_first = aim == Aim::First || is_again;
        // What is asked for during a flight counts from where that ends.
        let mut goal = self.camera;
        if let Some(flight) = self.flight {
            goal.go_to(&flight.goal());
        }
        self.direct(&aim, &mut goal, editor);
        self.fitted = matches!(aim, Aim::First | Aim::All).then_some((aim, goal));
        self.flight = None;
        if is_first {
            self.camera = goal;
        } else {
            self.flight = flight::Flight::to(ui, &mut self.camera, goal);
            if self.flight.is_some() {
                ui.request_repaint();
            }
        }
    }

    fn paint(&mut self, ui: &Ui, visible: Rect, editor: &Editor, touched: &Touched, union: Option<&Union>) {
        let tokens = Tokens::of(ui);
        let painter = ui.painter();
        painter.rect_filled(self.camera.view(), 0.0, tokens.canvas);
        self.grid.paint(painter, &self.camera, tokens);
        let (camera, wires) = (&self.camera, self.wires);
        let scene = paint::Scene { painter, camera, tokens, editor, touched, visible, wires, union };
        let renaming = self.rename.as_ref().map(Rename::item);
        self.sheets.follow(&scene, &self.gesture, renaming);
        self.sheets.lay_down(&scene, Layer::Ground);
        if wires != WireChoice::Never {
            scene.references(&self.references);
        }
        self.sheets.lay_down(&scene, Layer::Wires);
        scene.strong_wires(&self.gesture);
        self.sheets.lay_down(&scene, Layer::Cards);
        scene.gaps();
        scene.locks();
        scene.gesture(&self.gesture, ui.input(|input| input.pointer.latest_pos()));
    }
}

impl Canvas {
    /// Moves a camera to what is aimed at.
    fn direct(&self, aim: &Aim, camera: &mut Camera, editor: &Editor) {
        let all = world(editor);
        match aim {
            Aim::First => camera.fit(all, 1.0, LEGIBLE),
            Aim::All => camera.fit(all, 1.0, camera::SMALLEST),
            Aim::Selection => {
                let rects = editor.selection().items().iter().filter_map(|item| self.rect_of(editor, *item));
                let together = rects.fold(Rect::NOTHING, Rect::union);
                if together.is_positive() {
                    camera.fit(together.expand(24.0), 1.5, camera::SMALLEST);
                }
            }
            Aim::Show(item) => {
                if let Some(rect) = self.rect_of(editor, *item) {
                    camera.reveal(rect);
                }
            }
            Aim::Center(item) => {
                if let Some(rect) = self.rect_of(editor, *item) {
                    camera.center_on(rect, LEGIBLE);
                }
            }
            Aim::Factor(factor) => camera.zoom_at(camera.view().center(), *factor),
            Aim::Zoom(zoom) => camera.zoom_to(*zoom),
            Aim::View(other) => camera.go_to(other),
        }
    }

    /// Where something lies in the world.
    fn rect_of(&self, editor: &Editor, item: Item) -> Option<Rect> {
        let layout = &editor.derived().layout;
        match item {
            Item::Stage(id) => layout.stage(id).map(|stage| to_rect(stage.rect)),
            Item::Action(id) | Item::Wire { to: id, .. } => {
                if let Some(card) = layout.card(id) {
                    return Some(to_rect(card.rect));
                }
                // Its stage is folded.
                let (stage, _) = editor.document().pipeline().action(id)?;
                layout.stage(stage.id).map(|stage| to_rect(stage.rect))
            }
            Item::Note(index) => self.notes.rect(index),
        }
    }
}

/// All of the drawing.
fn world(editor: &Editor) -> Rect {
    Rect::from_min_size(Pos2::ZERO, camera::to_pos(editor.derived().layout.size).to_vec2())
}
