//! Who makes and who takes each artifact, and in what order.
//!
//! Order is by stage and then strictly by run order; the position in a stage's list means nothing.
//! Source: CodePipeline user guide, input and output artifacts.

pub mod completion;
pub mod globs;
pub mod variables;

use std::collections::HashMap;
use std::ops::Range;

use foldhash::fast::RandomState;

use crate::pipeline::{ActionId, BuildIdHasher, ConditionKind, Pipeline, StageId};

/// When an action runs: the position of its stage, from 0, and its run order. Earlier is less.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment {
    /// Position of the stage, from 0.
    pub stage: usize,
    /// The run order inside it.
    pub run_order: i64,
}

impl Moment {
    /// When the conditions of a stage are looked at: before its first action or behind its last.
    pub fn of_conditions(stage: usize, kind: ConditionKind) -> Self {
        let run_order = match kind {
            ConditionKind::BeforeEntry => i64::MIN,
            ConditionKind::OnSuccess | ConditionKind::OnFailure => i64::MAX,
        };
        Self { stage, run_order }
    }
}

/// One end of a wire: an action and which of its artifacts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Port {
    /// The action.
    pub action: ActionId,
    /// Position in its list of inputs or outputs, from 0.
    pub index: usize,
    /// When the action runs.
    pub moment: Moment,
}

/// An artifact by its name, with everyone who makes or takes it.
#[derive(Clone, Debug, Default)]
pub struct Artifact {
    /// The name.
    pub name: String,
    /// Normally one; several is a finding.
    pub makers: Vec<Port>,
    /// In order of stages and lists.
    pub takers: Vec<Port>,
}

/// An artifact's way from its maker to one taker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wire {
    /// Position in [`Flow::artifacts`].
    pub artifact: usize,
    /// The maker's port.
    pub from: Port,
    /// The taker's port.
    pub to: Port,
}

impl Wire {
    /// Whether the maker has ended before the taker starts.
    pub fn is_in_order(&self) -> bool {
        self.from.moment < self.to.moment
    }
}

/// All artifacts and wires of a pipeline.
#[derive(Clone, Debug, Default)]
pub struct Flow {
    /// In order of first mention: first all that are made, then those only taken.
    pub artifacts: Vec<Artifact>,
    /// In the order of their takers.
    pub wires: Vec<Wire>,
    by_name: HashMap<String, usize, RandomState>,
    /// Positions in `artifacts` of all that is made, then of all that is taken.
    ends: Vec<usize>,
    /// The parts of `ends` that are of one action.
    ends_of: HashMap<ActionId, Ends, BuildIdHasher>,
}

/// What one action makes and takes, as parts of a list.
#[derive(Clone, Debug, Default)]
struct Ends {
    outputs: Range<usize>,
    inputs: Range<usize>,
}

impl Flow {
    /// Reads the flow of a pipeline.
    pub fn of(pipeline: &Pipeline) -> Self {
        let mut flow = Self::default();
        for (port, name) in ports(pipeline, Side::Output) {
            let artifact = flow.entry(name);
            flow.artifacts[artifact].makers.push(port);
            grow(&mut flow.ends_of.entry(port.action).or_default().outputs, flow.ends.len());
            flow.ends.push(artifact);
        }
        for (port, name) in ports(pipeline, Side::Input) {
            let artifact = flow.entry(name);
            flow.artifacts[artifact].takers.push(port);
            grow(&mut flow.ends_of.entry(port.action).or_default().inputs, flow.ends.len());
            flow.ends.push(artifact);
            if let Some(from) = flow.artifacts[artifact].maker_for(port.moment) {
                flow.wires.push(Wire { artifact, from, to: port });
            }
        }
        flow
    }

    fn entry(&mut self, name: &str) -> usize {
        if let Some(index) = self.by_name.get(name) {
            return *index;
        }
        let index = self.artifacts.len();
        self.artifacts.push(Artifact { name: name.to_owned(), ..Artifact::default() });
        self.by_name.insert(name.to_owned(), index);
        index
    }

    /// The artifact of this name.
    pub fn artifact(&self, name: &str) -> Option<&Artifact> {
        self.by_name.get(name).map(|index| &self.artifacts[*index])
    }

    /// The position of an artifact in [`Flow::artifacts`]; stable as long as makers keep their order.
    pub fn artifact_index(&self, name: &str) -> Option<usize> {
        self.by_name.get(name).copied()
    }

    /// What an action takes, as positions in [`Flow::artifacts`], in the order of its list.
    pub fn inputs_of(&self, action: ActionId) -> &[usize] {
        self.ends_of.get(&action).map_or(&[], |ends| &self.ends[ends.inputs.clone()])
    }

    /// What an action makes, as positions in [`Flow::artifacts`], in the order of its list.
    pub fn outputs_of(&self, action: ActionId) -> &[usize] {
        self.ends_of.get(&action).map_or(&[], |ends| &self.ends[ends.outputs.clone()])
    }

    /// Names of the artifacts an action at this place may take, those made last first.
    pub fn available<'a>(
        &'a self,
        pipeline: &Pipeline,
        stage: StageId,
        run_order: i64,
    ) -> impl Iterator<Item = &'a str> + use<'a> {
        let moment = pipeline.stage_index(stage).map(|stage| Moment { stage, run_order });
        moment.map(|moment| self.made_before(moment)).unwrap_or_default().into_iter()
    }

    /// Names of the artifacts made before a moment, those made last first.
    pub fn made_before(&self, moment: Moment) -> Vec<&str> {
        let mut made: Vec<(Moment, &str)> = self
            .artifacts
            .iter()
            .filter_map(|artifact| {
                let maker =
                    artifact.makers.iter().filter(|maker| maker.moment < moment).max_by_key(|m| m.moment)?;
                Some((maker.moment, artifact.name.as_str()))
            })
            .collect();
        made.sort_by_key(|(moment, _)| std::cmp::Reverse(*moment));
        made.into_iter().map(|(_, name)| name).collect()
    }
}

impl Artifact {
    /// Who makes it for a taker at this moment: the last maker before it, else the first at all.
    pub fn maker_for(&self, moment: Moment) -> Option<Port> {
        let before =
            self.makers.iter().filter(|maker| maker.moment < moment).max_by_key(|maker| maker.moment);
        before.or(self.makers.first()).copied()
    }
}

/// Takes one more into a range; what is of one action stands together.
fn grow(range: &mut Range<usize>, at: usize) {
    *range = if range.start == range.end { at..at + 1 } else { range.start..at + 1 };
}

#[derive(Clone, Copy)]
enum Side {
    Input,
    Output,
}

fn ports(pipeline: &Pipeline, side: Side) -> impl Iterator<Item = (Port, &str)> {
    pipeline.stages.iter().enumerate().flat_map(move |(stage_index, stage)| {
        stage.actions.iter().flat_map(move |action| {
            let moment = Moment { stage: stage_index, run_order: action.run_order() };
            let names: Vec<&str> = match side {
                Side::Input => action.input_artifacts().collect(),
                Side::Output => action.output_artifacts().collect(),
            };
            names
                .into_iter()
                .enumerate()
                .map(move |(index, name)| (Port { action: action.id, index, moment }, name))
        })
    })
}

#[cfg(test)]
mod tests;
