//! A pipeline as a picture: the canvas as SVG, the same bytes for the same design.
//!
//! It is the layout of the canvas in its colors, with words that can be selected and searched. Places of words are
//! measured with the fonts of the program ([`letters`]); a reader that has other fonts squeezes them into the same
//! room, so nothing ever leaves its box.
//!
//! Start at [`write()`]. `paint` draws boxes, cards and wires, `around` what stands beside them: title, notes and the
//! list of artifacts; `union` marks what differs between two pipelines; `pen` knows the syntax and is the only one
//! that escapes.

mod around;
pub mod letters;
mod paint;
mod palette;
mod pen;
mod signs;
#[cfg(test)]
mod tests;
mod union;

use std::collections::HashSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

pub use palette::{ARTIFACT_COLORS, Ink, Theme, inks, variables};
pub(crate) use pen::escaped;

use crate::document::Document;
use crate::layout::{Orientation, Point};
use crate::pipeline::{ActionId, Pipeline, Stage, StageId};
use crate::plan::union::Union;
use paint::Scene;
use pen::Pen;

/// What a picture shows, and how.
#[expect(clippy::struct_excessive_bools, reason = "each part is shown or not by itself")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// Its colors.
    pub theme: Theme,
    /// Which way time runs.
    pub orientation: Orientation,
    /// How much of the design.
    pub part: Part,
    /// Where its letters come from.
    pub fonts: Fonts,
    /// Whether what the checks found is marked on cards and stages.
    pub has_marks: bool,
    /// Whether the name of the pipeline stands above it.
    pub has_title: bool,
    /// Whether the artifacts with their colors stand below it.
    pub has_legend: bool,
    /// Whether the notes of the design are shown.
    pub has_notes: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            theme: Theme::default(),
            orientation: Orientation::default(),
            part: Part::default(),
            fonts: Fonts::default(),
            has_marks: true,
            has_title: true,
            has_legend: true,
            has_notes: true,
        }
    }
}

/// How much of a design a picture shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Part {
    /// All of it.
    #[default]
    Whole,
    /// One stage with its actions.
    Stage(StageId),
    /// Some stages with all of their actions, and some actions in their stages.
    Chosen(Vec<StageId>, Vec<ActionId>),
}

/// Where the letters of a picture come from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Fonts {
    /// The reader's own fonts; the file is small.
    #[default]
    System,
    /// Two weights of Inter inside of the file, about 700 kB.
    Embedded,
}

/// The fonts that are asked for, the best first.
pub const FAMILIES: &str =
    "Inter, system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";

/// The picture as a file of its own.
pub fn write(document: &Document, options: &Options) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    out.push_str(&element(document, options));
    out
}

/// The picture as an element to stand in a page.
pub fn element(document: &Document, options: &Options) -> String {
    let shown = shown(document.pipeline(), &options.part);
    let scene = Scene::of(document, &shown, options);
    let mut pen = Pen::new(options.theme);
    let size = scene.picture(&mut pen);
    format!("{}{}</svg>\n", head(&scene, size, options), pen.out)
}

/// Two pipelines in one picture, as a file of its own: what came, went, moved and changed is marked.
///
/// Part, marks of findings and notes say nothing here.
pub fn write_union(union: &Union, options: &Options) -> String {
    let document = union.document();
    let scene = Scene::of_union(&document, union, options);
    let mut pen = Pen::new(options.theme);
    let size = scene.picture(&mut pen);
    let head = head(&scene, size, options);
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{head}{}</svg>\n", pen.out)
}

fn head(scene: &Scene<'_>, size: Point, options: &Options) -> String {
    let (width, height) = (pen::number(size.x), pen::number(size.y));
    let faces = match options.fonts {
        Fonts::System => String::new(),
        Fonts::Embedded => {
            format!("<style>{}{}</style>\n", face(400, letters::REGULAR), face(600, letters::SEMIBOLD))
        }
    };
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" role=\"img\" aria-labelledby=\"picture-title picture-about\" \
         font-family=\"{FAMILIES}\" fill=\"none\">\n\
         <title id=\"picture-title\">{}</title>\n<desc id=\"picture-about\">{}</desc>\n{faces}",
        escaped(&pen::hidden(scene.name())),
        escaped(&pen::hidden(&scene.summary())),
    )
}

fn face(weight: u32, bytes: &[u8]) -> String {
    format!(
        "@font-face{{font-family:Inter;font-weight:{weight};src:url(data:font/otf;base64,{}) format('opentype')}}",
        STANDARD.encode(bytes)
    )
}

/// The pipeline with what is to be shown of it.
fn shown(pipeline: &Pipeline, part: &Part) -> Pipeline {
    let members = pipeline.members.clone();
    let stages = match part {
        Part::Whole => pipeline.stages.clone(),
        Part::Stage(id) => pipeline.stages.iter().filter(|stage| stage.id == *id).cloned().collect(),
        Part::Chosen(stages, actions) => {
            let actions: HashSet<ActionId> = actions.iter().copied().collect();
            let chosen = |stage: &Stage| {
                let mut stage = stage.clone();
                if !stages.contains(&stage.id) {
                    stage.actions.retain(|action| actions.contains(&action.id));
                    if stage.actions.is_empty() {
                        return None;
                    }
                }
                Some(stage)
            };
            pipeline.stages.iter().filter_map(chosen).collect()
        }
    };
    Pipeline { members, stages }
}
