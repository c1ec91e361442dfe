//! The files of a module as one body. Terraform reads all files of a folder as if they were one; those called
//! `override.tf`, or with that ending, come last and replace what they say again.

use super::syntax::{Block, Body};
use super::{hcl, json};
use crate::format::import::{self, Files, ImportError, ModuleFile, Note};

/// All that is written in a module.
#[derive(Default)]
pub(super) struct Module {
    pub body: Body,
    /// None of one file that was read by itself.
    pub files: Files,
    pub notes: Vec<Note>,
}

impl Module {
    /// A body of which other files may say more.
    pub fn of_one(body: Body, notes: Vec<Note>) -> Self {
        Self { body, notes, ..Self::default() }
    }

    /// All files of a folder.
    pub fn of_all(all: &[ModuleFile]) -> Result<Self, ImportError> {
        let (mut plain, mut overriding): (Vec<&ModuleFile>, Vec<&ModuleFile>) =
            all.iter().partition(|file| !is_overriding(&file.name));
        plain.sort_by(|one, other| one.name.cmp(&other.name));
        overriding.sort_by(|one, other| one.name.cmp(&other.name));
        let mut module = Self::default();
        let mut before = 0;
        for file in plain {
            let body = module.parse(file, before)?;
            module.body.blocks.extend(body.blocks);
            before = module.files.add(&file.name, &file.text, before);
        }
        for file in overriding {
            let body = module.parse(file, before)?;
            body.blocks.into_iter().for_each(|block| replace(&mut module.body, block));
            before = module.files.add(&file.name, &file.text, before);
        }
        Ok(module)
    }

    /// Whether other files may declare what this does not.
    pub fn is_part(&self) -> bool {
        self.files.names().is_empty()
    }

    fn parse(&mut self, file: &ModuleFile, before: usize) -> Result<Body, ImportError> {
        let ModuleFile { name, text } = file;
        let parsed = if name.to_ascii_lowercase().ends_with(".json") {
            self.parse_json(text, before)
        } else {
            hcl::parse(text, before)
        };
        parsed.map_err(|error| error.in_file(Some(name)))
    }

    fn parse_json(&mut self, text: &str, before: usize) -> Result<Body, ImportError> {
        let mut notes = Vec::new();
        let mut root = import::json_tree(text, &mut notes)?;
        // What is wrong is told with the line in its own file.
        json::body(&root)?;
        root.move_by(before);
        self.notes.extend(notes.into_iter().map(|note| Note { line: note.line + before, ..note }));
        json::body(&root)
    }
}

fn is_overriding(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default();
    stem == "override" || stem.ends_with("_override")
}

/// Puts a block of an overriding file in place of what it says again.
fn replace(body: &mut Body, block: Block) {
    if block.kind == "locals" {
        for local in block.body.arguments {
            let locals = body.blocks.iter_mut().filter(|other| other.kind == "locals");
            let before = locals.flat_map(|other| &mut other.body.arguments).find(|it| it.name == local.name);
            if let Some(before) = before {
                *before = local;
            } else {
                let inner = Body { arguments: vec![local], ..Body::default() };
                let (kind, labels) = (block.kind.clone(), Vec::new());
                body.blocks.push(Block { kind, line: block.line, labels, body: inner });
            }
        }
        return;
    }
    let is_same = |other: &&mut Block| other.kind == block.kind && other.labels == block.labels;
    let Some(target) = body.blocks.iter_mut().find(is_same).filter(|_| !block.labels.is_empty()) else {
        body.blocks.push(block);
        return;
    };
    for argument in block.body.arguments {
        match target.body.arguments.iter_mut().find(|other| other.name == argument.name) {
            Some(before) => *before = argument,
            None => target.body.arguments.push(argument),
        }
    }
    let kinds: Vec<String> = block.body.blocks.iter().map(|inner| inner.made().to_owned()).collect();
    target.body.blocks.retain(|inner| !kinds.iter().any(|kind| kind == inner.made()));
    target.body.blocks.extend(block.body.blocks);
}
