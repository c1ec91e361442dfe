//! Everything derived from a document, once per revision.

use std::borrow::Cow;
use std::collections::HashMap;

use eframe::egui::{Pos2, Rect};

use pipewright_core::catalog::{Catalog, Provider};
use pipewright_core::check::{self, Checked, Finding, Severity, Suppressed};
use pipewright_core::document::{Document, Owner};
use pipewright_core::flow::Flow;
use pipewright_core::layout::{Card, Layout, Options, Orientation, Segment, WirePath};
use pipewright_core::pipeline::{Action, ActionId, Pipeline, StageId};

use crate::canvas::camera::{to_pos, to_rect};
use crate::look::Hue;
use crate::words;

/// What follows from one revision of a document.
pub struct Derived {
    pub revision: u64,
    pub flow: Flow,
    pub layout: Layout,
    pub findings: Vec<Finding>,
    /// What was found and accepted.
    pub suppressed: Vec<Suppressed>,
    pub counts: Counts,
    /// What is drawn on each card, by the positions of `layout.cards`.
    pub faces: Vec<Face>,
    /// What is drawn of each wire, by the positions of `layout.wires`.
    pub threads: Vec<Thread>,
    worst_of_action: HashMap<ActionId, Severity>,
    worst_of_stage: HashMap<StageId, Severity>,
}

/// What is drawn on a card.
#[derive(Clone, Debug)]
pub struct Face {
    /// Position of the stage, and of the action in its list.
    pub at: (usize, usize),
    pub hue: Hue,
    /// The letters of the tile.
    pub letters: Cow<'static, str>,
    /// What runs the action.
    pub provider: Cow<'static, str>,
    /// The worst finding; hints do not count.
    pub severity: Option<Severity>,
}

/// What is drawn of a wire, in the world.
#[derive(Clone, Debug)]
pub struct Thread {
    pub bounds: Rect,
    /// The line with its corners rounded.
    pub round: Vec<Pos2>,
    /// The line with its corners as they are.
    pub plain: Vec<Pos2>,
}

/// Chords a corner is drawn with.
const CHORDS: usize = 5;

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
    pub fn of(document: &Document, orientation: Orientation) -> Self {
        let flow = Flow::of(document.pipeline());
        let layout = Layout::of(document.pipeline(), &flow, Options { orientation });
        let Checked { mut findings, suppressed } = check::check_with_suppressions(document);
        // What stops a publish comes first; within a severity the order of places stays.
        findings.sort_by_key(|finding| finding.severity);
        let mut counts = Counts { suppressed: suppressed.len(), ..Counts::default() };
        let mut worst_of_action = HashMap::new();
        let mut worst_of_stage = HashMap::new();
        for finding in &findings {
            match finding.severity {
                Severity::Error => counts.errors += 1,
                Severity::Warning => counts.warnings += 1,
                Severity::Hint => counts.hints += 1,
            }
            let worst = |known: &mut Severity| {
                if is_worse(finding.severity, *known) {
                    *known = finding.severity;
                }
            };
            match finding.place.owner {
                Owner::Action(id) => {
                    worst_of_action.entry(id).and_modify(worst).or_insert(finding.severity);
                }
                Owner::Stage(id) => {
                    worst_of_stage.entry(id).and_modify(worst).or_insert(finding.severity);
                }
                Owner::Pipeline | Owner::Extras => {}
            }
        }
        let faces = faces(document.pipeline(), &layout, &worst_of_action);
        let threads = layout.wires.iter().map(Thread::of).collect();
        let revision = document.revision();
        Self {
            revision,
            flow,
            layout,
            findings,
            suppressed,
            counts,
            faces,
            threads,
            worst_of_action,
            worst_of_stage,
        }
    }

    /// The worst finding about an action; hints do not count, they stay in the list.
    pub fn action_severity(&self, id: ActionId) -> Option<Severity> {
        self.worst_of_action.get(&id).copied().filter(|severity| *severity != Severity::Hint)
    }

    /// The worst finding about a stage itself; hints do not count.
    pub fn stage_severity(&self, id: StageId) -> Option<Severity> {
        self.worst_of_stage.get(&id).copied().filter(|severity| *severity != Severity::Hint)
    }

    /// The findings about one owner.
    pub fn findings_of(&self, owner: Owner) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(move |finding| finding.place.owner == owner)
    }
}

fn faces(pipeline: &Pipeline, layout: &Layout, worst: &HashMap<ActionId, Severity>) -> Vec<Face> {
    let places: HashMap<ActionId, (usize, usize)> = pipeline
        .stages
        .iter()
        .enumerate()
        .flat_map(|(stage, at)| at.actions.iter().enumerate().map(move |(action, a)| (a.id, (stage, action))))
        .collect();
    let face = |card: &Card| {
        let at = places.get(&card.id).copied().unwrap_or_default();
        let action = &pipeline.stages[at.0].actions[at.1];
        let known = provider_of(action);
        Face {
            at,
            hue: words::hue_of(action),
            letters: match known {
                Some(provider) => Cow::Borrowed(words::tile_letters(&provider.code)),
                None => Cow::Owned(words::letters_of(action).to_owned()),
            },
            provider: match known {
                Some(provider) => Cow::Borrowed(&provider.name),
                None => Cow::Owned(words::provider_name(action).to_owned()),
            },
            severity: worst.get(&card.id).copied().filter(|severity| *severity != Severity::Hint),
        }
    };
    layout.cards.iter().map(face).collect()
}

impl Thread {
    fn of(path: &WirePath) -> Self {
        let mut round: Vec<Pos2> = Vec::with_capacity(path.points.len() * 4);
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
                    for chord in 0..=CHORDS {
                        let part = chord as f32 / CHORDS as f32;
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
        let plain = path.points.iter().map(|point| to_pos(*point)).collect();
        Self { bounds: to_rect(path.bounds()).expand(4.0), round, plain }
    }
}

fn is_worse(a: Severity, b: Severity) -> bool {
    let rank = |severity| match severity {
        Severity::Error => 2,
        Severity::Warning => 1,
        Severity::Hint => 0,
    };
    rank(a) > rank(b)
}

/// The catalog's entry for an action.
pub fn provider_of(action: &Action) -> Option<&'static Provider> {
    let kind = action.action_type();
    Catalog::get().provider(kind.category, kind.owner, kind.provider, kind.version)
}
