//! From a Terraform file to a design.
//!
//! - here: the pipelines of a file, and what stands around one;
//! - [`syntax`]: a file as it was written, made by [`hcl`] or [`json`]; [`module`] puts several together;
//! - [`declaration`]: arguments and blocks as members of the declaration, [`blocks`] opens `dynamic` ones;
//! - [`settle`]: expressions as text with parameters, lists and maps, with [`functions`] and [`operations`];
//! - [`names`]: what a reference gives, [`variables`] those to variables;
//! - [`resources`]: what stands around the pipeline.
//!
//! A file by itself is one of several of its module. What stands in the others is open, as is what only a deployment
//! knows: both become parameters.

mod blocks;
mod declaration;
mod functions;
mod hcl;
mod json;
mod module;
mod names;
mod operations;
mod resources;
mod settle;
mod syntax;
mod variables;

#[cfg(test)]
mod module_tests;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashMap, HashSet};

use super::reference::pascal;
use crate::format::import::{
    Choices, Condition, FileForm, ImportError, MAX_EFFORT, ModuleFile, Node, Note, Parameters, Parts, Read,
    listed,
};
use blocks::Binding;
use module::Module;
use syntax::{Block, Body, Expression};

const PIPELINE: &str = "aws_codepipeline";
/// Of names that are told together.
const FEW: usize = 4;

/// A file or module while a pipeline is read from it.
struct Reader<'t> {
    module: &'t Module,
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

/// Reads the chosen pipeline of a file in Terraform's language, or the only one.
pub(crate) fn read(text: &str, choices: &Choices) -> Result<Read, ImportError> {
    read_module(&Module::of_one(hcl::parse(text, 0)?, Vec::new()), choices)
}

/// Reads the chosen pipeline of a file in Terraform's JSON, or the only one.
pub(crate) fn read_json(root: &Node, choices: &Choices, notes: Vec<Note>) -> Result<Read, ImportError> {
    read_module(&Module::of_one(json::body(root)?, notes), choices)
}

/// Reads the chosen pipeline of the files of a folder, or the only one, or the only one of the chosen file.
pub(crate) fn read_files(files: &[ModuleFile], choices: &Choices) -> Result<Read, ImportError> {
    read_module(&Module::of_all(files)?, choices)
}

fn read_module(module: &Module, choices: &Choices) -> Result<Read, ImportError> {
    let body = &module.body;
    let block = choose(module, choices)?;
    let resources = body.blocks_of("resource").map(|block| ((block.label(0), block.label(1)), block));
    let locals = body.blocks_of("locals").flat_map(|block| &block.body.arguments);
    let mut reader = Reader {
        module,
        resources: resources.collect(),
        variables: body.blocks_of("variable").map(|block| (block.label(0), &block.body)).collect(),
        locals: locals.map(|local| (local.name.as_str(), &local.value)).collect(),
        choices,
        open: Parameters::default(),
        notes: module.notes.clone(),
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
    reader.tell_doubles(body);
    reader.tell_unknown_choices();
    if reader.effort == 0 {
        let message = "its references make more text of it than any pipeline holds".to_owned();
        let (file, line) = module.files.place(block.line);
        return Err(ImportError::TooMuch { line, message }.in_file(file));
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
        files: module.files.clone(),
    };
    Read::of(FileForm::Terraform, parts)
}

fn choose<'t>(module: &'t Module, choices: &Choices) -> Result<&'t Block, ImportError> {
    let body = &module.body;
    let mut pipelines: Vec<&Block> =
        body.blocks_of("resource").filter(|block| block.label(0) == PIPELINE).collect();
    // Whoever names one file of a module means a pipeline in it, if it has any.
    let is_meant = |block: &&Block| {
        let file = module.files.place(block.line).0;
        file.is_some() && file == choices.file_name.as_deref()
    };
    if choices.pipeline.is_none() && pipelines.iter().any(is_meant) {
        pipelines.retain(is_meant);
    }
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
                format!("{kind}: {}", listed(&labels, FEW)),
                "It stands beside the pipeline and is no part of the design.",
            );
        }
    }

    fn tell_undeclared(&mut self) {
        let Some(line) = self.undeclared.values().min().copied() else { return };
        let names: Vec<String> = self.undeclared.keys().map(|name| format!("var.{name}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let why = if self.module.is_part() {
            "Other files of the module declare this, so the parameter has no type and no default. Import the folder to \
             have them read, too."
        } else {
            "No file of the module declares this, so the parameter has no type and no default."
        };
        self.note(line, listed(&names, FEW), why);
    }

    /// Of what is declared again the last counts here; Terraform takes none.
    fn tell_doubles(&mut self, body: &Body) {
        let mut seen = HashSet::new();
        for block in body.blocks.iter().filter(|block| matches!(block.kind.as_str(), "resource" | "variable"))
        {
            if !seen.insert((&block.kind, &block.labels)) {
                let what = format!("{} {} stands twice", block.kind, block.labels.join("."));
                self.note(block.line, what, "Only the last one counts.");
            }
        }
        let mut seen = HashSet::new();
        for local in body.blocks_of("locals").flat_map(|block| &block.body.arguments) {
            if !seen.insert(&local.name) {
                self.note(
                    local.line,
                    format!("local.{} stands twice", local.name),
                    "Only the last one counts.",
                );
            }
        }
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
