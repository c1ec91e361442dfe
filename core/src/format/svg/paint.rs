//! Boxes, cards and wires, where the layout has them.

use std::collections::HashMap;

use super::pen::{Font, Pen};
use super::{Ink, Options, signs, union};
use crate::catalog::{Catalog, Category};
use crate::check::{Severity, check};
use crate::document::{Document, Owner};
use crate::flow::Flow;
use crate::layout::{self, Card, Layout, Point, Rect, StageBox};
use crate::pipeline::{Action, ActionId, Badge, Pipeline, Stage, StageId};
use crate::plan::union::{Mark, Union};

/// Everything a picture is painted from.
pub(super) struct Scene<'a> {
    pub document: &'a Document,
    /// What is shown of it.
    pub shown: &'a Pipeline,
    pub options: &'a Options,
    /// Of the whole design, for the colors of artifacts.
    pub all: Flow,
    /// Of what is shown.
    pub flow: Flow,
    pub layout: Layout,
    pub actions: HashMap<ActionId, &'a Action>,
    worst_of_action: HashMap<ActionId, Severity>,
    worst_of_stage: HashMap<StageId, Severity>,
    /// Position of each stage in the whole design.
    positions: HashMap<StageId, usize>,
    /// What is compared, if anything is.
    pub union: Option<&'a Union>,
}

/// Radii of corners, as on the canvas.
const BOX: f32 = 12.0;
const CARD: f32 = 9.0;
pub(super) const NOTE: f32 = 6.0;

impl<'a> Scene<'a> {
    pub fn of(document: &'a Document, shown: &'a Pipeline, options: &'a Options) -> Self {
        let flow = Flow::of(shown);
        let (mut worst_of_action, mut worst_of_stage) = (HashMap::new(), HashMap::new());
        if options.has_marks {
            for finding in check(document) {
                let severity = finding.severity;
                let keep = |worst: &mut Severity| *worst = severity.min(*worst);
                match finding.place.owner {
                    Owner::Action(id) => keep(worst_of_action.entry(id).or_insert(severity)),
                    Owner::Stage(id) => keep(worst_of_stage.entry(id).or_insert(severity)),
                    Owner::Pipeline | Owner::Extras => {}
                }
            }
        }
        let all = Flow::of(document.pipeline());
        Self { worst_of_action, worst_of_stage, ..Self::plain(document, shown, options, [all, flow]) }
    }

    /// Two pipelines in one.
    pub fn of_union(document: &'a Document, union: &'a Union, options: &'a Options) -> Self {
        let flows = [union.flow.clone(), union.flow.clone()];
        Self { union: Some(union), ..Self::plain(document, document.pipeline(), options, flows) }
    }

    /// Without marks.
    fn plain(
        document: &'a Document,
        shown: &'a Pipeline,
        options: &'a Options,
        [all, flow]: [Flow; 2],
    ) -> Self {
        let stages = document.pipeline().stages.iter().enumerate();
        Self {
            document,
            shown,
            options,
            all,
            layout: Layout::of(shown, &flow, layout::Options { orientation: options.orientation }),
            flow,
            actions: shown.actions().map(|(_, action)| (action.id, action)).collect(),
            worst_of_action: HashMap::new(),
            worst_of_stage: HashMap::new(),
            positions: stages.map(|(at, stage)| (stage.id, at)).collect(),
            union: None,
        }
    }

    /// Stages from the back to the front, then wires, then cards: the order of the canvas.
    pub fn stages_and_cards(&self, pen: &mut Pen) {
        for gate in &self.layout.gates {
            let [from, to] = gate.line;
            if from.distance(to) > 1.0 {
                pen.line(gate.line, Ink::LineStrong);
                // Time runs this way.
                let middle = Point::new(f32::midpoint(from.x, to.x), f32::midpoint(from.y, to.y));
                let back = middle.towards(from, 3.0);
                let [dx, dy] = [(to.y - from.y).signum() * 3.5, (to.x - from.x).signum() * 3.5];
                let [dx, dy] = if from.y == to.y { [0.0, dy] } else { [dx, 0.0] };
                let tip = middle.towards(to, 1.5);
                for side in [1.0, -1.0] {
                    pen.line([Point::new(back.x + dx * side, back.y + dy * side), tip], Ink::Weak);
                }
            }
        }
        for (place, stage) in self.layout.stages.iter().zip(&self.shown.stages) {
            self.stage(pen, place, stage);
        }
        for line in &self.layout.order_lines {
            pen.line(*line, Ink::Line);
        }
        self.wires(pen);
        for card in &self.layout.cards {
            if let Some(action) = self.actions.get(&card.id) {
                self.card(pen, card, action);
            }
        }
    }

    fn stage(&self, pen: &mut Pen, place: &StageBox, stage: &Stage) {
        let severity = self.worst_of_stage.get(&stage.id).copied();
        let edge = if severity == Some(Severity::Error) { Ink::Error } else { Ink::Line };
        let name = named(stage.name());
        let difference = self.union.and_then(|union| union.stage(stage.id));
        pen.open_as("stage", name, difference.is_some_and(|it| it.mark == Mark::Removed));
        pen.rect(&place.rect, BOX, Ink::Panel, Some((edge, 1.0)));
        let header = &place.header;
        let rule = [
            Point::new(header.min.x + 1.0, header.max.y - 0.5),
            Point::new(header.max.x - 1.0, header.max.y - 0.5),
        ];
        pen.line(rule, Ink::Line);
        let middle = header.center().y;
        let number = self.positions.get(&stage.id).map_or(0, |at| at + 1).to_string();
        let left = header.min.x + 12.0;
        let left =
            left + pen.text(Point::new(left, middle), &number, Font::regular(11.0, Ink::Weak), 40.0) + 8.0;
        let mut right = header.max.x - 10.0;
        if let Some((sign, ink)) = severity.and_then(signs::of_severity) {
            pen.sign(Point::new(right - 8.0, middle), sign, 14.0, ink, Ink::Panel);
            right -= 20.0;
        }
        let font = Font::semibold(13.0, Ink::Text);
        let room = right - left;
        let right = badges(pen, &stage.badges(), Point::new(right, middle), room, name, font);
        pen.text(Point::new(left, middle), name, font, right - left - 4.0);
        pen.close();
        if let Some(union) = self.union {
            Self::left(pen, place, union);
        }
        if let Some(difference) = difference {
            union::mark(pen, &place.rect, BOX, difference);
        }
    }

    fn card(&self, pen: &mut Pen, card: &Card, action: &Action) {
        let rect = &card.rect;
        let kind = action.action_type();
        let category = Category::parse(kind.category);
        let severity = self.worst_of_action.get(&action.id).copied();
        let edge = if severity == Some(Severity::Error) { Ink::Error } else { Ink::Line };
        let name = named(action.name());
        let difference = self.union.and_then(|union| union.action(action.id));
        pen.open_as("action", name, difference.is_some_and(|it| it.mark == Mark::Removed));
        pen.rect(rect, CARD, Ink::Raised, Some((edge, 1.0)));
        let middle = rect.center().y;
        let tile = Rect::around(Point::new(rect.min.x + 27.0, middle), 30.0);
        pen.rect(&tile, 8.0, Ink::TileFill(category), None);
        let known = Catalog::get().provider(kind.category, kind.owner, kind.provider, kind.version);
        let (letters, provider) = match known {
            Some(known) => (known.code.as_str(), known.name.as_str()),
            None if action.odd.is_some() => ("?", "not an object"),
            None if kind.provider.is_empty() => ("?", "no provider"),
            None => (first_two(kind.provider), kind.provider),
        };
        if letters == "Ap" {
            pen.sign(tile.center(), signs::CHECK, 18.0, Ink::Tile(category), Ink::TileFill(category));
        } else {
            pen.text(tile.center(), letters, Font::semibold(12.0, Ink::Tile(category)).centered(), 28.0);
        }
        let left = rect.min.x + 52.0;
        let mut right = rect.max.x - 12.0;
        if let Some((sign, ink)) = severity.and_then(signs::of_severity) {
            pen.sign(Point::new(rect.max.x - 18.0, middle), sign, 15.0, ink, Ink::Raised);
            right -= 20.0;
        }
        let room = right - left;
        pen.text(Point::new(left, rect.min.y + 20.0), name, Font::semibold(12.5, Ink::Text), room);
        pen.text(Point::new(left, rect.min.y + 38.5), provider, Font::regular(11.0, Ink::Weak), room);
        let inputs = card.inputs.iter().zip(action.input_artifacts());
        let outputs = card.outputs.iter().zip(action.output_artifacts());
        for (at, artifact) in inputs.chain(outputs) {
            let ink = self.all.artifact_index(artifact).map_or(Ink::Weak, Ink::Artifact);
            pen.circle(*at, 3.2, ink, Ink::Canvas);
        }
        pen.close();
        if let Some(difference) = difference {
            union::mark(pen, rect, CARD, difference);
        }
    }

    fn wires(&self, pen: &mut Pen) {
        for path in &self.layout.wires {
            let wire = &self.flow.wires[path.wire];
            let artifact = &self.flow.artifacts[wire.artifact].name;
            let index = self.all.artifact_index(artifact).unwrap_or_default();
            let ink = if path.is_in_order { Ink::Artifact(index) } else { Ink::Error };
            let ends = [wire.from.action, wire.to.action];
            let [from, to] = ends.map(|id| self.actions.get(&id).map_or("", |action| named(action.name())));
            let words = format!("{artifact}: {from} → {to}");
            let mark = self.union.and_then(|union| union.wires.get(path.wire));
            let (ink, width, is_dashed) = match mark {
                Some(Mark::Added) => (Ink::Added, 2.5, false),
                Some(Mark::Removed) => (Ink::Error, 1.5, true),
                Some(Mark::Same | Mark::Moved | Mark::Changed) | None => (ink, 1.5, !path.is_in_order),
            };
            pen.curve(&path.segments(), ink, width, is_dashed, &words);
        }
    }

    /// The name of the pipeline.
    pub fn name(&self) -> &'a str {
        named(self.document.pipeline().name())
    }

    /// How large it is, of which type, and how it runs; of a comparison what differs.
    pub fn summary(&self) -> String {
        if let Some(union) = self.union {
            return union.plan.summary();
        }
        let count = |count: usize, one: &str| format!("{count} {one}{}", if count == 1 { "" } else { "s" });
        let pipeline = self.document.pipeline();
        let mut parts = vec![count(self.shown.stages.len(), "stage"), count(self.actions.len(), "action")];
        if self.shown.stages.len() < pipeline.stages.len() {
            parts[0] = format!("{} of {}", parts[0], pipeline.stages.len());
        }
        parts.extend(pipeline.pipeline_type().map(str::to_owned));
        parts.push(match pipeline.execution_mode() {
            "SUPERSEDED" => "Superseded".to_owned(),
            "QUEUED" => "Queued".to_owned(),
            "PARALLEL" => "Parallel".to_owned(),
            other => other.to_owned(),
        });
        parts.join(" · ")
    }
}

/// Pills that end at a point; yields where the name has to end. The name comes first: where words do not fit beside
/// it, signs do, and where those do not, nothing stands.
fn badges(pen: &mut Pen, badges: &[Badge], end: Point, room: f32, name: &str, font: Font) -> f32 {
    use super::letters::{Weight, measure};
    let name_width = measure(name, font.weight, font.size).0;
    let words: Vec<f32> =
        badges.iter().map(|badge| measure(badge.words(), Weight::Regular, 10.5).0).collect();
    let all: f32 = words.iter().map(|width| width + 20.0).sum();
    let has_room = name_width + 8.0 + all <= room;
    let mut right = end.x;
    for (badge, width) in badges.iter().zip(words) {
        let width = if has_room { width } else { 10.5 };
        let pill = Rect::new(Point::new(right - width - 14.0, end.y - 9.5), Point::new(right, end.y + 9.5));
        if pill.min.x < end.x - room + 24.0 {
            break;
        }
        pen.rect(&pill, 9.5, Ink::Canvas, Some((Ink::Line, 1.0)));
        if has_room {
            let at = Point::new(pill.min.x + 7.0, end.y);
            pen.text(at, badge.words(), Font::regular(10.5, Ink::Weak), width + 1.0);
        } else {
            pen.sign(pill.center(), signs::of_badge(*badge), 11.0, Ink::Weak, Ink::Canvas);
        }
        right = pill.min.x - 6.0;
    }
    right
}

pub(super) fn named(name: &str) -> &str {
    if name.trim().is_empty() { "(no name)" } else { name }
}

fn first_two(text: &str) -> &str {
    text.char_indices().nth(2).map_or(text, |(end, _)| &text[..end])
}
