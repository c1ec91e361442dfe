//! Where something stands: for people, inside the document, and in the text of the file.

use std::ops::Range;

use serde_json::Value;

use super::part::in_literal;
use super::spans::{Node, NodeKind, scan};
use super::{Document, Form};
use crate::pipeline::{Action, ActionId, Object, Path, Stage, StageId, Step};

/// What a value belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Owner {
    /// The pipeline itself.
    Pipeline,
    /// A stage.
    Stage(StageId),
    /// An action.
    Action(ActionId),
    /// The `pipewright` member of the file.
    Extras,
}

/// A value in the document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// What it belongs to.
    pub owner: Owner,
    /// The way to it from there; empty for the owner itself.
    pub path: Path,
}

impl Place {
    /// The owner itself.
    pub fn of(owner: Owner) -> Self {
        Self { owner, path: Path::default() }
    }

    /// A value inside the owner.
    pub fn at(owner: Owner, path: Path) -> Self {
        Self { owner, path }
    }

    /// An action itself.
    pub fn action(id: ActionId) -> Self {
        Self::of(Owner::Action(id))
    }

    /// A stage itself.
    pub fn stage(id: StageId) -> Self {
        Self::of(Owner::Stage(id))
    }
}

impl Document {
    /// The members of an owner; `None` if it is gone or was read as something that is no object.
    pub fn members(&self, owner: Owner) -> Option<&Object> {
        match owner {
            Owner::Pipeline => Some(&self.pipeline.members),
            Owner::Stage(id) => {
                self.pipeline.stage(id).filter(|stage| stage.odd.is_none()).map(|stage| &stage.members)
            }
            Owner::Action(id) => {
                let (_, action) = self.pipeline.action(id)?;
                action.odd.is_none().then_some(&action.members)
            }
            Owner::Extras => self.extras.as_ref()?.as_object(),
        }
    }

    /// The value at a place; `None` where there is none. Stages and actions are not values of their owner.
    pub fn value(&self, owner: Owner, path: &Path) -> Option<&Value> {
        let Some((first, rest)) = path.0.split_first() else {
            // The extras are the one owner that is a value and can be replaced as one.
            return if owner == Owner::Extras { self.extras.as_ref() } else { None };
        };
        walk(self.members(owner)?, first, rest)
    }

    /// The words for an owner: `Build › UnitTests`, `Build`, `pipeline`.
    pub fn owner_label(&self, owner: Owner) -> String {
        match owner {
            Owner::Pipeline => "pipeline".to_owned(),
            Owner::Extras => "pipewright".to_owned(),
            Owner::Stage(id) => self.pipeline.stage(id).map_or_else(String::new, stage_label),
            Owner::Action(id) => match self.pipeline.action(id) {
                Some((stage, action)) => format!("{} › {}", stage_label(stage), action_label(action)),
                None => String::new(),
            },
        }
    }

    /// The words for a place: `Build › UnitTests › configuration.ProjectName`.
    pub fn place_label(&self, place: &Place) -> String {
        let owner = self.owner_label(place.owner);
        if place.path.0.is_empty() { owner } else { format!("{owner} › {}", place.path) }
    }

    /// The way to a place from the root of the file.
    pub fn path_in_file(&self, place: &Place) -> Path {
        let mut steps: Vec<Step> = match (&self.form, place.owner) {
            (_, Owner::Extras) => vec!["pipewright".into()],
            (Form::Wrapped { .. }, _) => vec!["pipeline".into()],
            (Form::Bare { .. }, _) => Vec::new(),
        };
        let position = match place.owner {
            Owner::Pipeline | Owner::Extras => None,
            Owner::Stage(id) => self.pipeline.stage_index(id).map(|stage| (stage, None)),
            Owner::Action(id) => self.pipeline.action_index(id).map(|(stage, action)| (stage, Some(action))),
        };
        if let Some((stage, action)) = position {
            steps.extend(["stages".into(), stage.into()]);
            if let Some(action) = action {
                steps.extend(["actions".into(), action.into()]);
            }
        }
        steps.extend(place.path.0.iter().cloned());
        Path(steps)
    }

    /// Where a place stands in the source text, in bytes; the nearest enclosing value if the place itself is
    /// not written there. Exact as long as the document is as it was read.
    ///
    /// Each call reads the text anew; use [`Document::locator`] for many places.
    pub fn locate(&self, place: &Place) -> Option<Range<usize>> {
        self.locator()?.locate(self, place)
    }

    /// Finds many places in the source text.
    pub fn locator(&self) -> Option<Locator> {
        scan(self.source.text()).map(Locator)
    }
}

/// The places of all values in one text.
#[derive(Debug)]
pub struct Locator(Node);

impl Locator {
    /// Finds places in a text that holds what the document holds; `None` if it is no JSON.
    pub fn of(text: &str) -> Option<Self> {
        super::read::parse(text).ok()?;
        scan(text).map(Self)
    }

    /// Where a stage, an action or the `pipewright` member stands as a whole, in bytes; of the pipeline, and of what
    /// is not written in the text, `None`.
    pub fn extent(&self, document: &Document, owner: Owner) -> Option<Range<usize>> {
        if owner == Owner::Pipeline {
            return None;
        }
        let mut node = &self.0;
        let mut start = node.span.start;
        for step in document.path_in_file(&Place::of(owner)).0 {
            (node, start) = child(node, &step)?;
        }
        Some(start..node.span.end)
    }

    /// What the character at an offset belongs to.
    pub fn owner_at(&self, document: &Document, offset: usize) -> Owner {
        let holds = |owner: &Owner| {
            self.extent(document, *owner).is_some_and(|span| span.start <= offset && offset <= span.end)
        };
        if holds(&Owner::Extras) {
            return Owner::Extras;
        }
        let stages = &document.pipeline().stages;
        let Some(stages_node) = document
            .path_in_file(&Place::at(Owner::Pipeline, Path::key("stages")))
            .0
            .iter()
            .try_fold(&self.0, |node, step| Some(child(node, step)?.0))
        else {
            return Owner::Pipeline;
        };
        let Some((stage, node)) =
            element_at(stages_node, offset).and_then(|(at, node)| Some((stages.get(at)?, node)))
        else {
            return Owner::Pipeline;
        };
        let action = child(node, &"actions".into())
            .and_then(|(actions, _)| element_at(actions, offset))
            .and_then(|(at, _)| stage.actions.get(at));
        action.map_or(Owner::Stage(stage.id), |action| Owner::Action(action.id))
    }

    /// As [`Document::locate`].
    pub fn locate(&self, document: &Document, place: &Place) -> Option<Range<usize>> {
        Some(self.find(document, place).0)
    }

    /// A part of the text at a place, given in bytes of the text as it is meant; the whole text where the source
    /// does not have that part.
    pub fn locate_part(
        &self,
        document: &Document,
        place: &Place,
        part: &Range<usize>,
    ) -> Option<Range<usize>> {
        let (span, is_exact) = self.find(document, place);
        let literal = document.source().text().get(span.clone())?;
        let inside = in_literal(literal, part).filter(|_| is_exact);
        Some(inside.map_or(span.clone(), |inside| span.start + inside.start..span.start + inside.end))
    }

    /// Where a place stands, and whether it is written at all.
    fn find(&self, document: &Document, place: &Place) -> (Range<usize>, bool) {
        let path = document.path_in_file(place);
        let mut node = &self.0;
        let mut span = None;
        let mut is_exact = true;
        for step in &path.0 {
            let Some((value, start)) = child(node, step) else {
                is_exact = false;
                break;
            };
            node = value;
            span = Some(match value.kind {
                NodeKind::Scalar => value.span.clone(),
                // Of an object or list the first character is enough to point at.
                NodeKind::Object(_) | NodeKind::Array(_) => start..value.span.start + 1,
            });
        }
        (span.unwrap_or(self.0.span.start..self.0.span.start + 1), is_exact)
    }
}

/// What a step leads to, and where that begins with its key.
fn child<'a>(node: &'a Node, step: &Step) -> Option<(&'a Node, usize)> {
    match (step, &node.kind) {
        (Step::Key(key), NodeKind::Object(members)) => {
            members.iter().rfind(|m| m.key == *key).map(|m| (&m.value, m.key_span.start))
        }
        (Step::Index(index), NodeKind::Array(elements)) => elements.get(*index).map(|e| (e, e.span.start)),
        _ => None,
    }
}

/// The element of a list that an offset lies in or at the ends of.
fn element_at(node: &Node, offset: usize) -> Option<(usize, &Node)> {
    let NodeKind::Array(elements) = &node.kind else { return None };
    let at = elements.partition_point(|element| element.span.end < offset);
    elements.get(at).filter(|element| element.span.start <= offset).map(|element| (at, element))
}

/// The value at a path inside members; `None` where there is none, and for the empty path.
pub(crate) fn value_at<'a>(members: &'a Object, path: &Path) -> Option<&'a Value> {
    let (first, rest) = path.0.split_first()?;
    walk(members, first, rest)
}

fn walk<'a>(members: &'a Object, first: &Step, rest: &[Step]) -> Option<&'a Value> {
    let Step::Key(key) = first else { return None };
    rest.iter().try_fold(members.get(key.as_ref())?, |value, step| match step {
        Step::Key(key) => value.get(key.as_ref()),
        Step::Index(index) => value.get(index),
    })
}

fn stage_label(stage: &Stage) -> String {
    if stage.name().is_empty() { "(stage without name)".to_owned() } else { stage.name().to_owned() }
}

fn action_label(action: &Action) -> String {
    if action.name().is_empty() { "(action without name)".to_owned() } else { action.name().to_owned() }
}

#[cfg(test)]
mod tests;
