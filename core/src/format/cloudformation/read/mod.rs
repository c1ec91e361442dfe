//! From a template to a design.
//!
//! - here: the pipelines of a template, and what stands around one;
//! - [`declaration`]: its properties as members of the declaration;
//! - [`beside`]: those that are none, such as tags;
//! - [`settle`]: `Ref`, `Fn::Sub` and their like, as text with parameters;
//! - [`names`]: what a reference to a resource or parameter gives;
//! - [`conditions`]: which way an `Fn::If` goes;
//! - [`resources`]: what stands around the pipeline.

mod beside;
mod conditions;
mod declaration;
mod names;
mod resources;
mod settle;

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::format::import::{
    Choices, Condition, FileForm, Files, ImportError, MAX_EFFORT, Node, Note, Parameters, Parts, Read, listed,
};
use crate::pipeline::{Object, shape};

const PIPELINE: &str = "AWS::CodePipeline::Pipeline";

/// A template while a pipeline is read from it.
struct Reader<'t> {
    resources: HashMap<&'t str, &'t Node>,
    parameters: HashMap<&'t str, &'t Node>,
    conditions: HashMap<&'t str, &'t Node>,
    mappings: Option<&'t Node>,
    choices: &'t Choices,
    /// What the design calls what the template leaves open.
    open: Parameters,
    notes: Vec<Note>,
    /// The conditions that decided something.
    decided: Vec<Condition>,
    /// Whether parameters stand for their defaults just now.
    is_by_defaults: bool,
    /// Whether something had no default since that began.
    is_unknown: bool,
    /// How many calls stand in one another.
    depth: usize,
    /// What is left of the work one template may make.
    effort: usize,
}

/// Of names that are told together.
const FEW: usize = 4;

/// Reads the chosen pipeline of a template, or the only one.
pub(crate) fn read(root: &Node, choices: &Choices, notes: Vec<Note>) -> Result<Read, ImportError> {
    let (id, resource) = choose(root, choices)?;
    let index = |section: &str| -> HashMap<&str, &Node> {
        let members = root.get(section).map_or(&[][..], Node::members);
        members.iter().map(|member| (member.key.as_str(), &member.value)).collect()
    };
    let mut reader = Reader {
        resources: index("Resources"),
        parameters: index("Parameters"),
        conditions: index("Conditions"),
        mappings: root.get("Mappings"),
        choices,
        open: Parameters::default(),
        notes,
        decided: Vec::new(),
        is_by_defaults: false,
        is_unknown: false,
        depth: 0,
        effort: MAX_EFFORT,
    };
    reader.keep_literals(resource);
    for other in root.get("Resources").map_or(&[][..], Node::members) {
        if resources::may_be_kept(&other.value) {
            reader.keep_literals(&other.value);
        }
    }
    let pipeline = reader.pipeline(id, resource)?;
    let (tags, transitions) = reader.beside(resource);
    let (around, mut ids) = reader.around(root, &pipeline);
    ids.insert(id.to_owned());
    reader.tell_the_rest(root, &ids);
    reader.tell_unknown_choices();
    if reader.effort == 0 {
        let message = "its references make more text of it than any pipeline holds".to_owned();
        return Err(ImportError::TooMuch { line: resource.line, message });
    }
    let parts = Parts {
        id: id.to_owned(),
        open: reader.open,
        pipeline,
        tags,
        resources: around,
        transitions,
        report: reader.notes,
        conditions: reader.decided,
        files: Files::default(),
    };
    Read::of(FileForm::CloudFormation, parts)
}

/// The logical id and the resource.
fn choose<'t>(root: &'t Node, choices: &Choices) -> Result<(&'t str, &'t Node), ImportError> {
    let resources = root.get("Resources").map_or(&[][..], Node::members);
    let pipelines: Vec<(&str, &Node)> = resources
        .iter()
        .filter(|member| member.value.get("Type").and_then(Node::text) == Some(PIPELINE))
        .map(|member| (member.key.as_str(), &member.value))
        .collect();
    let ids = || pipelines.iter().map(|(id, _)| (*id).to_owned()).collect::<Vec<String>>();
    match (&choices.pipeline, pipelines.as_slice()) {
        (_, []) => Err(ImportError::NoPipeline { form: FileForm::CloudFormation, modules: Vec::new() }),
        (Some(id), all) => all
            .iter()
            .find(|(other, _)| other == id)
            .copied()
            .ok_or_else(|| ImportError::Unknown { id: id.clone(), ids: ids() }),
        (None, [only]) => Ok(*only),
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

    /// Keeps the names from parameters that a text has in `${…}` for another meaning.
    fn keep_literals(&mut self, node: &Node) {
        if let Some(call) = node.only()
            && call.key == "Fn::Sub"
        {
            let pattern = call.value.elements().first().unwrap_or(&call.value);
            for rest in pattern.text().unwrap_or_default().split("${!").skip(1) {
                if let Some((name, _)) = rest.split_once('}') {
                    self.open.avoid(name);
                }
            }
            call.value.elements().iter().skip(1).for_each(|given| self.keep_literals(given));
            return;
        }
        for rest in node.text().unwrap_or_default().split("${").skip(1) {
            if let Some((name, _)) = rest.split_once('}') {
                self.open.avoid(name);
            }
        }
        node.elements().iter().for_each(|element| self.keep_literals(element));
        node.members().iter().for_each(|member| self.keep_literals(&member.value));
    }

    fn pipeline(&mut self, id: &str, resource: &Node) -> Result<Object, ImportError> {
        for member in resource.members() {
            match member.key.as_str() {
                "Type" | "Properties" | "DependsOn" | "Metadata" => {}
                "Condition" => {
                    let name = member.value.text().unwrap_or_default();
                    let decision = self.decide(name);
                    let taken = if decision.value { "true" } else { "false" };
                    self.note(
                        member.line,
                        format!("Condition: {name}"),
                        format!("A design has no condition of its own; here it would be {taken}."),
                    );
                }
                other => self.note(member.line, other, "A design says nothing about this; it is left out."),
            }
        }
        let empty = Node::of_members(resource.line, Vec::new(), &mut Vec::new());
        let properties = resource.get("Properties").unwrap_or(&empty);
        let Some(properties) = self.settle(properties, "Properties") else {
            return Err(ImportError::Other { line: resource.line });
        };
        let mut pipeline = self.object(&shape::PIPELINE, &properties);
        if !pipeline.contains_key("name") {
            self.note(
                resource.line,
                "Name",
                format!("It has none, so the deployment makes one up; the design has the logical id, {id}."),
            );
            pipeline.shift_insert(0, "name".to_owned(), id.into());
        }
        Ok(pipeline)
    }

    /// One note for each type of other resources.
    fn tell_the_rest(&mut self, root: &Node, known: &HashSet<String>) {
        let mut kinds: BTreeMap<&str, (usize, Vec<&str>)> = BTreeMap::new();
        for member in root.get("Resources").map_or(&[][..], Node::members) {
            let kind = member.value.get("Type").and_then(Node::text).unwrap_or("no type");
            if !known.contains(&member.key) {
                kinds.entry(kind).or_insert((member.line, Vec::new())).1.push(&member.key);
            }
        }
        for (kind, (line, ids)) in kinds {
            self.note(
                line,
                format!("{kind}: {}", listed(&ids, FEW)),
                "It stands beside the pipeline and is no part of the design.",
            );
        }
        for section in ["Transform", "Rules", "Hooks"] {
            let section = root.members().iter().find(|member| member.key == section);
            let is_cdk = section.is_some_and(|member| {
                member.key == "Rules"
                    && member.value.members().iter().all(|rule| rule.key == "CheckBootstrapVersion")
            });
            if let Some(member) = section.filter(|_| !is_cdk) {
                self.note(
                    member.line,
                    member.key.clone(),
                    "This is done when the template is deployed; it is left out.",
                );
            }
        }
    }

    fn tell_unknown_choices(&mut self) {
        for name in self.choices.conditions.keys() {
            if !self.conditions.contains_key(name.as_str()) {
                self.note(
                    1,
                    format!("Condition {name}"),
                    "The template has no condition of this name, so the choice changes nothing.",
                );
            }
        }
    }
}

#[cfg(test)]
mod tests;
