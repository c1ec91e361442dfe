//! From a Terraform file to a design.
//!
//! - here: the pipelines of a file, and what stands around one;
//! - [`syntax`]: a file as it was written, made by [`hcl`] or [`json`];
//! - [`declaration`]: arguments and blocks as members of the declaration, [`blocks`] opens `dynamic` ones;
//! - [`settle`]: expressions as text with parameters, lists and maps, with [`functions`] and [`operations`];
//! - [`names`]: what a reference gives, [`variables`] those to variables;
//! - [`resources`]: what stands around the pipeline.
//!
//! A file is one of several of its module. What stands in the others is open, as is what only a deployment knows:
//! both become parameters.

mod blocks;
mod declaration;
mod functions;
mod hcl;
mod json;
mod names;
mod operations;
mod resources;
mod settle;
mod syntax;
mod variables;

#[cfg(test)]
mod tests;
use std::collections::{BTreeMap, HashMap, HashSet};

use super::reference::pascal;
use crate::format::import::{Choices, Condition, FileForm, ImportError, Node, Note, Parameters, Parts, Read};
use blocks::Binding;
use syntax::{Block, Body, Expression};

const PIPELINE: &str = "aws_codepipeline";

/// A file while a pipeline is read from it.
struct Reader<'t> {
    /// By type and label.
    resources: HashMap<(&'t str, &'t str), &'t Block>,
    variables: HashMap<&'t str, &'t Body>,
    locals: HashMap<&'t str, &'t Expression>,
    choices: &'t Choices,
    /// What the design calls what the file leaves open.
    open: Parameters,
    notes: Vec<Note>,
    /// The conditions that decided something.
    decided: Vec<Condition>,
    /// What names of `dynamic` blocks stand for, the innermost last.
    bindings: Vec<Binding>,
    /// The argument that is read just now.
    place: String,
    /// Variables that other files declare, with the line of their first use.
    undeclared: BTreeMap<String, usize>,
    /// Whether variables stand for their defaults just now.
    is_by_defaults: bool,
    /// Whether something had no default since that began.
    is_unknown: bool,
    /// How many values stand in one another.
    depth: usize,
    /// What is left of the work one file may make.
    effort: usize,
}

/// Values looked at, and bytes of text made of them. A few lines of locals can ask for any amount.
const MAX_EFFORT: usize = 20_000_000;

/// Reads the chosen pipeline of a file in Terraform's language, or the only one.
pub(crate) fn read(text: &str, choices: &Choices) -> Result<Read, ImportError> {
    read_body(&hcl::parse(text)?, choices, Vec::new())
}

/// Reads the chosen pipeline of a file in Terraform's JSON, or the only one.
pub(crate) fn read_json(root: &Node, choices: &Choices, notes: Vec<Note>) -> Result<Read, ImportError> {
    read_body(&json::body(root)?, choices, notes)
}

fn read_body(body: &Body, choices: &Choices, notes: Vec<Note>) -> Result<Read, ImportError> {
    let block = choose(body, choices)?;
    let resources = body.blocks_of("resource").map(|block| ((block.label(0), block.label(1)), block));
    let locals = body.blocks_of("locals").flat_map(|block| &block.body.arguments);
    let mut reader = Reader {
        resources: resources.collect(),
        variables: body.blocks_of("variable").map(|block| (block.label(0), &block.body)).collect(),
        locals: locals.map(|local| (local.name.as_str(), &local.value)).collect(),
        choices,
        open: Parameters::default(),
        notes,
        decided: Vec::new(),
        bindings: Vec::new(),
        place: String::new(),
        undeclared: BTreeMap::new(),
        is_by_defaults: false,
        is_unknown: false,
        depth: 0,
        effort: MAX_EFFORT,
    };
    reader.keep_literals(body, block);
    let (pipeline, tags) = reader.pipeline(block);
    let (resources, known) = reader.around(body, &pipeline);
    reader.tell_the_rest(body, block, &known);
    reader.tell_undeclared();
    reader.tell_unknown_choices();
    if reader.effort == 0 {
        let message = "its references make more text of it than any pipeline holds".to_owned();
        return Err(ImportError::TooMuch { line: block.line, message });
    }
    let parts = Parts {
        id: block.label(1).to_owned(),
        open: reader.open,
        pipeline,
        tags,
        resources,
        transitions: Vec::new(),
        report: reader.notes,
        conditions: reader.decided,
    };
    Read::of(FileForm::Terraform, parts)
}

fn choose<'t>(body: &'t Body, choices: &Choices) -> Result<&'t Block, ImportError> {
    let pipelines: Vec<&Block> =
        body.blocks_of("resource").filter(|block| block.label(0) == PIPELINE).collect();
    let ids = || pipelines.iter().map(|block| block.label(1).to_owned()).collect::<Vec<String>>();
    match (&choices.pipeline, pipelines.as_slice()) {
        (_, []) => {
            let modules = body.blocks_of("module").map(|block| block.label(0).to_owned()).collect();
            Err(ImportError::NoPipeline { form: FileForm::Terraform, modules })
        }
        (Some(id), all) => all
            .iter()
            .find(|block| block.label(1) == id)
            .copied()
            .ok_or_else(|| ImportError::Unknown { id: id.clone(), ids: ids() }),
        (None, [only]) => Ok(only),
        (None, _) => Err(ImportError::Several { ids: ids() }),
    }
}

impl Reader<'_> {
    fn note(&mut self, line: usize, what: impl Into<String>, why: impl Into<String>) {
        if !self.is_by_defaults {
            let note = Note::new(line, what, why);
            if self.spend(note.what.len() + note.why.len()) {
                self.notes.push(note);
            }
        }
    }

    /// Keeps the names from parameters that a text has in `${…}` for another meaning: `$${HOME}` in the file.
    fn keep_literals(&mut self, body: &Body, pipeline: &Block) {
        let Self { open, locals, variables, .. } = self;
        let mut visit = |text: &str| {
            for rest in text.split("${").skip(1) {
                if let Some((name, _)) = rest.split_once('}') {
                    open.avoid(name);
                }
            }
        };
        each_text(&pipeline.body, &mut visit);
        for resource in body.blocks_of("resource").filter(|block| resources::may_be_kept(block)) {
            each_text(&resource.body, &mut visit);
        }
        // Names are only collected, so the order of these does not matter; it is the same each time all the same.
        let mut values: Vec<&Expression> = locals.values().copied().collect();
        values.sort_by_key(|value| value.line);
        for value in values {
            value.each_text(&mut visit);
        }
        let mut bodies: Vec<(&&str, &&Body)> = variables.iter().collect();
        bodies.sort_by_key(|(name, _)| **name);
        for (_, body) in bodies {
            each_text(body, &mut visit);
        }
    }

    /// One note for each type of other resources, and for modules.
    fn tell_the_rest(&mut self, body: &Body, pipeline: &Block, known: &HashSet<(String, String)>) {
        let mut kinds: BTreeMap<String, (usize, Vec<&str>)> = BTreeMap::new();
        for block in &body.blocks {
            let (kind, label) = match block.kind.as_str() {
                "resource" => (block.label(0), block.label(1)),
                "module" => ("module", block.label(0)),
                _ => continue,
            };
            let is_pipeline = block.line == pipeline.line && label == pipeline.label(1);
            if !is_pipeline && !known.contains(&(kind.to_owned(), label.to_owned())) {
                kinds.entry(kind.to_owned()).or_insert((block.line, Vec::new())).1.push(label);
            }
        }
        for (kind, (line, labels)) in kinds {
            self.note(
                line,
                format!("{kind}: {}", listed(&labels)),
                "It stands beside the pipeline and is no part of the design.",
            );
        }
    }

    fn tell_undeclared(&mut self) {
        let Some(line) = self.undeclared.values().min().copied() else { return };
        let names: Vec<String> = self.undeclared.keys().map(|name| format!("var.{name}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        self.note(
            line,
            listed(&names),
            "Other files of the module declare this, so the parameter has no type and no default.",
        );
    }

    fn tell_unknown_choices(&mut self) {
        for name in self.choices.conditions.keys() {
            if !self.decided.iter().any(|condition| condition.name == *name) {
                self.note(
                    1,
                    format!("Condition {name}"),
                    "The pipeline depends on no condition that is written like this, so the choice changes nothing.",
                );
            }
        }
    }
}

fn each_text(body: &Body, visit: &mut dyn FnMut(&str)) {
    for argument in &body.arguments {
        argument.value.each_text(visit);
    }
    for block in &body.blocks {
        each_text(&block.body, visit);
    }
}

/// The first few names.
fn listed(names: &[&str]) -> String {
    const FEW: usize = 4;
    match names.len().checked_sub(FEW) {
        Some(more @ 1..) => format!("{} and {more} more", names[..FEW].join(", ")),
        _ => names.join(", "),
    }
}
