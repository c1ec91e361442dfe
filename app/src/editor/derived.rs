//! Everything derived from a document, once per revision.
//!
//! Typing is one edit per letter, so what an edit cannot have changed is taken over: flow, layout and the shapes
//! of wires as long as the document's wiring is the same, the face of a card as long as its action is.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

use eframe::egui::{Pos2, Rect};

use pipewright_core::catalog::{Catalog, Provider};
use pipewright_core::check::{Checked, Checker, Finding, Severity, Suppressed};
use pipewright_core::document::{Document, Owner, Stamp};
use pipewright_core::flow::Flow;
use pipewright_core::layout::{Card, Layout, Options, Orientation, Segment, WirePath};
use pipewright_core::pipeline::{Action, ActionId, BuildIdHasher, Stage, StageId};

use super::{Parameters, Slab};
use crate::canvas::camera::{to_pos, to_rect};
use crate::look::Hue;
use crate::words;

/// How a document is looked at; no part of it is in the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct View {
    pub orientation: Orientation,
    /// Stages drawn as narrow boxes without their cards.
    pub folded: BTreeSet<StageId>,
    /// The environment whose values parameters take; `None` is their defaults.
    pub environment: Option<String>,
}

/// What follows from one revision of a document.
pub struct Derived {
    pub revision: u64,
    pub flow: Flow,
    pub layout: Layout,
    /// Goes up with each new layout, whether the document has changed or how it is looked at.
    pub arrangement: u64,
    pub findings: Vec<Finding>,
    /// What was found and accepted.
    pub suppressed: Vec<Suppressed>,
    pub counts: Counts,
    pub parameters: Parameters,
    /// What is drawn on each card, by the positions of `layout.cards`.
    pub faces: Vec<Face>,
    /// Of the actions the faces were made from.
    face_stamps: Vec<Stamp>,
    /// What is drawn of each wire, by the positions of `layout.wires`.
    pub threads: Vec<Thread>,
    /// The drawing, cut across time: one more than there are stages.
    pub slabs: Vec<Slab>,
    worst_of_action: HashMap<ActionId, Severity, BuildIdHasher>,
    worst_of_stage: HashMap<StageId, Severity, BuildIdHasher>,
    /// By the positions of the stages: what their heads show.
    worst_shown: Vec<Option<Severity>>,
    checker: Checker,
    wiring: Stamp,
    outline: Stamp,
    view: View,
}

/// What is drawn on a card.
#[derive(Clone, Debug, PartialEq)]
pub struct Face {
    /// Position of the stage, and of the action in its list.
    pub at: (usize, usize),
    pub hue: Hue,
    pub name: String,
    /// The letters of the tile.
    pub letters: Cow<'static, str>,
    /// What runs the action.
    pub provider: Cow<'static, str>,
    /// The worst finding; hints do not count.
    pub severity: Option<Severity>,
    /// Whether the action may make artifacts.
    pub may_have_output: bool,
}

/// What is drawn of a wire, in the world.
#[derive(Clone, Debug)]
pub struct Thread {
    pub bounds: Rect,
    /// The line with its corners rounded.
    pub round: Vec<Pos2>,
    /// The same for looking closely.
    pub smooth: Vec<Pos2>,
    /// The line with its corners as they are.
    pub plain: Vec<Pos2>,
}

/// Chords a corner is drawn with, and up close.
const CHORDS: [usize; 2] = [3, 6];

/// Findings by severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub errors: usize,
    pub warnings: usize,
    pub hints: usize,
    /// Of all severities; they are in none of the other counts.
    pub suppressed: usize,
}

impl Derived {
    pub fn of(document: &Document, view: &View) -> Self {
        let mut derived = Self::unjudged(document, view, Flow::of(document.pipeline()));
        derived.judge(document);
        derived.mark(document);
        derived
    }

    /// Without anything found in it.
    pub(super) fn unjudged(document: &Document, view: &View, flow: Flow) -> Self {
        let layout = view.lay_out(document, &flow);
        let threads: Vec<Thread> = layout.wires.iter().map(Thread::of).collect();
        Self {
            revision: document.revision(),
            slabs: Slab::all(&layout, &threads, &document.pipeline().stages),
            threads,
            face_stamps: face_stamps(document, &layout),
            faces: faces(document, &layout),
            flow,
            layout,
            arrangement: 0,
            findings: Vec::new(),
            suppressed: Vec::new(),
            counts: Counts::default(),
            parameters: Parameters::default(),
            worst_of_action: HashMap::default(),
            worst_of_stage: HashMap::default(),
            worst_shown: Vec::new(),
            checker: Checker::default(),
            wiring: document.wiring_stamp(),
            outline: document.outline_stamp(),
            view: view.clone(),
        }
    }

    /// Follows the document to its present revision.
    pub fn follow(&mut self, document: &Document, view: &View) {
        let stands = self.wiring == document.wiring_stamp() && self.view.looks_as(view);
        if stands {
            self.refresh_faces(document);
            if self.outline != document.outline_stamp() {
                for (slab, stage) in self.slabs.iter_mut().zip(&document.pipeline().stages) {
                    slab.follow_head(stage);
                }
            }
        } else {
            self.flow = Flow::of(document.pipeline());
            self.layout = view.lay_out(document, &self.flow);
            self.arrangement += 1;
            self.threads = self.layout.wires.iter().map(Thread::of).collect();
            self.slabs = Slab::all(&self.layout, &self.threads, &document.pipeline().stages);
            self.faces = faces(document, &self.layout);
            self.face_stamps = face_stamps(document, &self.layout);
            self.wiring = document.wiring_stamp();
        }
        self.outline = document.outline_stamp();
        if self.view != *view {
            self.view = view.clone();
        }
        self.revision = document.revision();
        if self.judge(document) || !stands {
            self.mark(document);
        }
    }

    /// Makes the faces anew whose actions have changed; cards and actions are where they were.
    fn refresh_faces(&mut self, document: &Document) {
        for (face, before) in self.faces.iter_mut().zip(&mut self.face_stamps) {
            let action = &document.pipeline().stages[face.at.0].actions[face.at.1];
            let stamp = document.stamp_of(action.id);
            if *before == stamp {
                continue;
            }
            *before = stamp;
            // What is wrong with it is found out anew, and only a difference counts.
            let new = Face { severity: face.severity, ..Face::of(action, face.at) };
            if *face != new {
                *face = new;
                self.slabs[face.at.0].touch();
            }
        }
    }

    /// Finds what is wrong; tells whether that is something else than before.
    fn judge(&mut self, document: &Document) -> bool {
        let environment = self.view.environment.as_deref();
        self.parameters = Parameters::of(document, environment);
        let Some(checked) = self.checker.check(document, &self.flow, environment) else { return false };
        let Checked { mut findings, suppressed } = checked;
        // What stops a publish comes first; within a severity the order of places stays.
        findings.sort_by_key(|finding| finding.severity);
        self.counts = Counts { suppressed: suppressed.len(), ..Counts::default() };
        self.suppressed = suppressed;
        self.worst_of_action.clear();
        self.worst_of_stage.clear();
        for finding in &findings {
            match finding.severity {
                Severity::Error => self.counts.errors += 1,
                Severity::Warning => self.counts.warnings += 1,
                Severity::Hint => self.counts.hints += 1,
            }
            // The worst come first.
            match finding.place.owner {
                Owner::Action(id) => {
                    self.worst_of_action.entry(id).or_insert(finding.severity);
                }
                Owner::Stage(id) => {
                    self.worst_of_stage.entry(id).or_insert(finding.severity);
                }
                Owner::Pipeline | Owner::Extras => {}
            }
        }
        self.findings = findings;
        true
    }

    /// Marks cards and heads with what is wrong.
    fn mark(&mut self, document: &Document) {
        for (face, card) in self.faces.iter_mut().zip(&self.layout.cards) {
            let worst = self.worst_of_action.get(&card.id).copied();
            let worst = worst.filter(|severity| *severity != Severity::Hint);
            if face.severity != worst {
                face.severity = worst;
                self.slabs[card.stage].touch();
            }
        }
        let worst = document.pipeline().stages.iter().map(|stage| self.worst_shown(stage)).collect();
        let before = std::mem::replace(&mut self.worst_shown, worst);
        for (index, slab) in self.slabs.iter_mut().enumerate() {
            if before.get(index) != self.worst_shown.get(index) {
                slab.touch();
            }
        }
    }

    /// What is drawn of an action, unless its stage is folded.
    pub fn face(&self, id: ActionId) -> Option<&Face> {
        self.faces.get(self.layout.card_index(id)?)
    }

    /// The worst finding about an action; hints do not count, they stay in the list.
    pub fn action_severity(&self, id: ActionId) -> Option<Severity> {
        self.worst_of_action.get(&id).copied().filter(|severity| *severity != Severity::Hint)
    }

    /// The worst finding about a stage itself; hints do not count.
    pub fn stage_severity(&self, id: StageId) -> Option<Severity> {
        self.worst_of_stage.get(&id).copied().filter(|severity| *severity != Severity::Hint)
    }

    /// The worst finding about a stage or anything in it; hints do not count.
    pub fn worst_in_stage(&self, stage: &Stage) -> Option<Severity> {
        let of_actions = stage.actions.iter().filter_map(|action| self.action_severity(action.id));
        self.stage_severity(stage.id).into_iter().chain(of_actions).min()
    }

    /// What the head of a stage shows: of a folded one also what is wrong in it.
    fn worst_shown(&self, stage: &Stage) -> Option<Severity> {
        if self.view.folded.contains(&stage.id) {
            self.worst_in_stage(stage)
        } else {
            self.stage_severity(stage.id)
        }
    }

    /// The findings about one owner.
    pub fn findings_of(&self, owner: Owner) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(move |finding| finding.place.owner == owner)
    }
}

impl View {
    /// Whether the same is drawn in the same places.
    fn looks_as(&self, other: &Self) -> bool {
        let Self { orientation, folded, environment: _ } = self;
        *orientation == other.orientation && *folded == other.folded
    }

    fn lay_out(&self, document: &Document, flow: &Flow) -> Layout {
        let options = Options { orientation: self.orientation };
        Layout::folded(document.pipeline(), flow, options, &self.folded)
    }
}

/// The faces of all cards, not yet marked.
fn faces(document: &Document, layout: &Layout) -> Vec<Face> {
    let pipeline = document.pipeline();
    let places: HashMap<ActionId, (usize, usize), BuildIdHasher> = pipeline
        .stages
        .iter()
        .enumerate()
        .flat_map(|(stage, at)| at.actions.iter().enumerate().map(move |(action, a)| (a.id, (stage, action))))
        .collect();
    let face = |card: &Card| {
        let at = places.get(&card.id).copied().unwrap_or_default();
        Face::of(&pipeline.stages[at.0].actions[at.1], at)
    };
    layout.cards.iter().map(face).collect()
}

fn face_stamps(document: &Document, layout: &Layout) -> Vec<Stamp> {
    layout.cards.iter().map(|card| document.stamp_of(card.id)).collect()
}

impl Face {
    fn of(action: &Action, at: (usize, usize)) -> Self {
        let known = provider_of(action);
        Self {
            at,
            hue: words::hue_of(action),
            name: action.name().to_owned(),
            letters: match known {
                Some(provider) => Cow::Borrowed(words::tile_letters(&provider.code)),
                None => Cow::Owned(words::letters_of(action).to_owned()),
            },
            provider: match known {
                Some(provider) => Cow::Borrowed(&provider.name),
                None => Cow::Owned(words::provider_name(action).to_owned()),
            },
            severity: None,
            may_have_output: words::may_have_output(action),
        }
    }
}

impl Thread {
    fn of(path: &WirePath) -> Self {
        let plain = path.points.iter().map(|point| to_pos(*point)).collect();
        let [round, smooth] = CHORDS.map(|chords| rounded(path, chords));
        Self { bounds: to_rect(path.bounds()).expand(4.0), round, smooth, plain }
    }
}

/// The line of a wire with so many chords in each corner.
fn rounded(path: &WirePath, chords: usize) -> Vec<Pos2> {
    let mut round: Vec<Pos2> = Vec::with_capacity(path.points.len() * (chords + 1));
    let mut push = |point: Pos2| {
        if round.last() != Some(&point) {
            round.push(point);
        }
    };
    for segment in path.segments() {
        match segment {
            Segment::Line(ends) => ends.into_iter().for_each(|end| push(to_pos(end))),
            Segment::Curve(controls) => {
                let [start, one, two, end] = controls.map(|point| to_pos(point).to_vec2());
                for chord in 0..=chords {
                    let part = chord as f32 / chords as f32;
                    let rest = 1.0 - part;
                    // The cubic Bernstein polynomials.
                    let at = start * rest.powi(3)
                        + one * (3.0 * rest * rest * part)
                        + two * (3.0 * rest * part * part)
                        + end * part.powi(3);
                    push(at.to_pos2());
                }
            }
        }
    }
    round
}

/// The catalog's entry for an action.
pub fn provider_of(action: &Action) -> Option<&'static Provider> {
    let kind = action.action_type();
    Catalog::get().provider(kind.category, kind.owner, kind.provider, kind.version)
}
