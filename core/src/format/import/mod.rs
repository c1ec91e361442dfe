//! Other people's files as designs: `CloudFormation` templates, Terraform configurations, and the JSON of
//! CodePipeline itself.
//!
//! [`read`] finds out what a text is. What a file leaves open to its deployment becomes parameters of the design,
//! written `${Name}`; what has no place in a design is listed in [`Read::report`] with its line. Nothing is left out
//! in silence, except members that say nothing about the pipeline: comments, `DependsOn`, `Metadata`.

mod condition;
mod files;
mod json;
mod parameters;
mod tree;
mod uses;
mod yaml;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{cloudformation, terraform};
use crate::document::{Document, as_aws_prints};
use crate::pipeline::{Object, object_of};

pub(crate) use condition::Decision;
pub use condition::{Condition, Reason};
pub(crate) use files::Files;
pub(crate) use json::parse as json_tree;
pub(crate) use parameters::{Parameters, of_type};
pub(crate) use tree::{Kind, Member, Node};
pub(crate) use uses::Uses;

/// What is told of a store whose Region is a parameter.
pub(crate) const REGION_OPEN: &str = "A parameter has no value where a Region names a store, except in CloudFormation \
                                      and Terraform. Write the Region there before it is published.";

/// The longest text that is read, in bytes.
pub const MAX_BYTES: usize = 8_000_000;

/// Values a reader looks at, and bytes of text it makes of them. A few lines of a file can ask for any amount.
pub(crate) const MAX_EFFORT: usize = 20_000_000;

/// A file of a Terraform module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModuleFile {
    /// What it is called in its folder.
    pub name: String,
    /// What stands in it.
    pub text: String,
}

/// What can be chosen about an import.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    /// The pipeline, by its logical id or the name of its resource; without one the file has to hold exactly one.
    pub pipeline: Option<String>,
    /// What conditions of the file are taken for.
    pub conditions: BTreeMap<String, bool>,
    /// What the file is called, if that is known: its ending helps where the content could be several things. Of
    /// several files of a module it is the one whose pipeline is meant.
    pub file_name: Option<String>,
}

/// A pipeline from a file of another form.
#[derive(Clone, Debug)]
pub struct Read {
    /// The design, new and unsaved.
    pub document: Document,
    /// What the file was.
    pub form: FileForm,
    /// What the file calls the pipeline; empty where it has no name beside the pipeline's own.
    pub id: String,
    /// What was left out, kept with a doubt, or decided; in the order of lines.
    pub report: Vec<Note>,
    /// What decided between parts of the file, in the order it was met; choosing otherwise gives another design.
    pub conditions: Vec<Condition>,
    /// The files of the module, where several were read as one.
    pub files: Vec<String>,
}

/// Something a reader of the file should know.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Note {
    /// The file it is about, where several are read as one.
    pub file: Option<String>,
    /// Counted from 1.
    pub line: usize,
    /// What stands there.
    pub what: String,
    /// What became of it and why: whole sentences.
    pub why: String,
}

/// How much of a pipeline was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Numbers {
    /// Stages.
    pub stages: usize,
    /// Actions of all stages.
    pub actions: usize,
    /// Parameters that the design uses.
    pub parameters: usize,
}

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileForm {
    /// What `aws codepipeline get-pipeline` prints, or the bare declaration.
    CodePipeline,
    /// A template of `CloudFormation`, or of SAM.
    CloudFormation,
    /// A file of Terraform, in its own language or as JSON.
    Terraform,
}

/// A tag of the pipeline as a file has it.
#[derive(Debug)]
pub(crate) struct Tag {
    pub line: usize,
    pub key: String,
    pub value: String,
}

/// What a reader makes of a file.
#[derive(Debug, Default)]
pub(crate) struct Parts {
    /// What the file calls the pipeline.
    pub id: String,
    pub pipeline: Object,
    /// As `create-pipeline` takes them, beside the declaration.
    pub tags: Vec<Tag>,
    pub open: Parameters,
    pub resources: Vec<Value>,
    pub transitions: Vec<Value>,
    pub report: Vec<Note>,
    pub conditions: Vec<Condition>,
    pub files: Files,
}

/// Why a file was not imported.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// It is about one of the files of a module.
    #[error("{file}, {error}")]
    InFile {
        /// What that is called.
        file: String,
        /// Why it is not read.
        error: Box<ImportError>,
    },
    /// It is no YAML, JSON or HCL.
    #[error("line {line}, column {column}: {message}")]
    Unreadable {
        /// Counted from 1.
        line: usize,
        /// Counted from 1.
        column: usize,
        /// What is wrong.
        message: String,
    },
    /// It is meant for another program first.
    #[error(
        "line {line}: this is a template that another program fills in first, such as Jinja, cookiecutter or Helm; \
         fill it in, then import the result"
    )]
    Templated {
        /// Where that is seen first.
        line: usize,
    },
    /// It is larger or deeper than any honest file.
    #[error("line {line}: this file is not read: {message}")]
    TooMuch {
        /// Where it became too much.
        line: usize,
        /// What of it.
        message: String,
    },
    /// There is nothing in it.
    #[error("line 1: the file is empty")]
    Nothing,
    /// It is something else.
    #[error(
        "line {line}: this is no CodePipeline definition, no CloudFormation template and no Terraform file"
    )]
    Other {
        /// Where it begins.
        line: usize,
    },
    /// It has no pipeline.
    #[error("{}", no_pipeline(*.form, .modules))]
    NoPipeline {
        /// What the file is.
        form: FileForm,
        /// What may make the pipeline elsewhere.
        modules: Vec<String>,
    },
    /// It has several, and none was chosen.
    #[error("there are {} pipelines in it; choose one: {}", .ids.len(), listed(.ids, MOST_IDS))]
    Several {
        /// What they are called in the file.
        ids: Vec<String>,
    },
    /// It has no pipeline of the chosen name.
    #[error("there is no pipeline \"{id}\" in it; there is {}", listed(.ids, MOST_IDS))]
    Unknown {
        /// The chosen name.
        id: String,
        /// Those it has.
        ids: Vec<String>,
    },
}

impl ImportError {
    /// The same about a file of a module.
    pub(crate) fn in_file(self, file: Option<&str>) -> Self {
        match file {
            Some(file) => Self::InFile { file: file.to_owned(), error: Box::new(self) },
            None => self,
        }
    }
}

impl FileForm {
    /// For people.
    pub fn title(self) -> &'static str {
        match self {
            Self::CodePipeline => "CodePipeline JSON",
            Self::CloudFormation => "CloudFormation",
            Self::Terraform => "Terraform",
        }
    }
}

/// Of ids in messages; nobody reads more.
const MOST_IDS: usize = 20;

/// The first names of a list.
pub(crate) fn listed<Name: AsRef<str>>(names: &[Name], most: usize) -> String {
    let first: Vec<&str> = names.iter().take(most).map(AsRef::as_ref).collect();
    match names.len() - first.len() {
        0 => first.join(", "),
        more => format!("{} and {more} more", first.join(", ")),
    }
}

fn no_pipeline(form: FileForm, modules: &[String]) -> String {
    match (form, modules) {
        (FileForm::Terraform, []) => {
            "this is a Terraform file, but there is no pipeline in it: no resource of the type aws_codepipeline"
                .to_owned()
        }
        (FileForm::Terraform, modules) => format!(
            "this is a Terraform file, but there is no resource of the type aws_codepipeline in it; where a module \
             makes the pipeline ({}), import the folder of the module",
            listed(modules, MOST_IDS)
        ),
        (FileForm::CloudFormation | FileForm::CodePipeline, _) => {
            "this is a CloudFormation template, but there is no pipeline in it: no resource of the type \
             AWS::CodePipeline::Pipeline"
                .to_owned()
        }
    }
}

impl Note {
    pub(crate) fn new(line: usize, what: impl Into<String>, why: impl Into<String>) -> Self {
        Self { file: None, line, what: what.into(), why: why.into() }
    }
}

impl Read {
    /// For programs.
    pub fn report_json(&self) -> Value {
        // Of one file by itself nobody has to be told which.
        let in_file = |file: &Option<String>, mut value: Value| {
            if let Some(file) = file {
                value["file"] = file.as_str().into();
            }
            value
        };
        let notes = self
            .report
            .iter()
            .map(|note| in_file(&note.file, json!({"line": note.line, "what": note.what, "why": note.why})));
        let conditions = self.conditions.iter().map(|condition| {
            let value = json!({"name": condition.name, "line": condition.line, "value": condition.value,
                "reason": condition.reason.word()});
            in_file(&condition.file, value)
        });
        json!({
            "form": self.form.title(),
            "pipeline": self.id,
            "notes": notes.collect::<Vec<_>>(),
            "conditions": conditions.collect::<Vec<_>>(),
        })
    }

    /// How much of a pipeline it is.
    pub fn numbers(&self) -> Numbers {
        let pipeline = self.document.pipeline();
        let declared = self.document.extras().and_then(|extras| object_of(extras, "parameters"));
        Numbers {
            stages: pipeline.stages.len(),
            actions: pipeline.actions().count(),
            parameters: declared.map_or(0, Object::len),
        }
    }

    pub(crate) fn of(form: FileForm, parts: Parts) -> Result<Self, ImportError> {
        let Parts { id, pipeline, tags, open, resources, transitions, mut report, mut conditions, files } =
            parts;
        let all = [Value::Object(pipeline.clone()), resources.clone().into(), transitions.clone().into()];
        let parameters = open.used_in(&Value::Array(all.to_vec()));
        let tags = without_parameters(tags, &open, &mut report);
        report.sort();
        report.dedup();
        let places = report.iter_mut().map(|note| (&mut note.file, &mut note.line));
        for (file, line) in places.chain(conditions.iter_mut().map(|it| (&mut it.file, &mut it.line))) {
            let (of, inside) = files.place(*line);
            (*file, *line) = (of.map(str::to_owned), inside);
        }
        let mut extras = Object::new();
        for (key, value) in [
            ("parameters", Value::Object(parameters)),
            ("resources", resources.into()),
            ("transitions", transitions.into()),
        ] {
            let is_empty = match &value {
                Value::Object(members) => members.is_empty(),
                Value::Array(elements) => elements.is_empty(),
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => true,
            };
            if !is_empty {
                extras.insert(key.to_owned(), value);
            }
        }
        let mut file = Object::new();
        file.insert("pipeline".to_owned(), Value::Object(pipeline));
        if !tags.is_empty() {
            file.insert("tags".to_owned(), tags.into());
        }
        if !extras.is_empty() {
            file.insert("pipewright".to_owned(), Value::Object(extras));
        }
        let document = Document::read_text(&as_aws_prints(&Value::Object(file)));
        let document = document.map_err(|error| ImportError::Unreadable {
            line: error.place.line,
            column: error.place.column,
            message: error.kind.to_string(),
        })?;
        Ok(Self { document, form, id, report, conditions, files: files.names() })
    }

    /// A definition that was read as it is.
    fn as_it_is(document: Document, report: Vec<Note>) -> Self {
        let (form, id) = (FileForm::CodePipeline, String::new());
        Self { document, form, id, report, conditions: Vec::new(), files: Vec::new() }
    }
}

/// Tags stand beside the declaration, where parameters mean nothing.
fn without_parameters(tags: Vec<Tag>, open: &Parameters, report: &mut Vec<Note>) -> Vec<Value> {
    let mut kept = Vec::new();
    for Tag { line, key, value } in tags {
        let (of_key, of_value) = (open.with_defaults(&key), open.with_defaults(&value));
        let what = format!("The tag {key}");
        let (Some(of_key), Some(of_value)) = (of_key, of_value) else {
            report.push(Note::new(
                line,
                what,
                "A tag cannot be a parameter, and there is no default; it is left out.",
            ));
            continue;
        };
        if of_key != key || of_value != value {
            let why = format!("A tag cannot be a parameter; it is \"{of_value}\", as the defaults have it.");
            report.push(Note::new(line, what, why));
        }
        kept.push(json!({"key": of_key, "value": of_value}));
    }
    kept
}

/// Reads a text of any of the forms.
///
/// # Errors
/// If it is of none, if it has no pipeline, or several of which none is chosen.
pub fn read(text: &str, choices: &Choices) -> Result<Read, ImportError> {
    if text.len() > MAX_BYTES {
        return Err(ImportError::TooMuch {
            line: 1,
            message: format!("it is longer than {MAX_BYTES} bytes"),
        });
    }
    let mut notes = Vec::new();
    let is_called = |ending: &str| {
        choices.file_name.as_ref().is_some_and(|name| name.to_ascii_lowercase().ends_with(ending))
    };
    let root = if text.trim_start().starts_with('{') {
        if let Ok(document) = Document::read_text(text) {
            return Ok(Read::as_it_is(document, notes));
        }
        tree_of_braces(text, &mut notes)?
    } else {
        if is_called(".tf") || is_called(".tofu") || is_terraform(text) {
            return terraform::read::read(text, choices);
        }
        yaml::parse(text, &mut notes)?
    };
    if root.get("Resources").is_some() || root.get("AWSTemplateFormatVersion").is_some() {
        return cloudformation::read::read(&root, choices, notes);
    }
    if root.get("pipeline").or(root.get("stages")).is_some() {
        return declaration_in_yaml(&root, notes);
    }
    let is_terraform = ["resource", "module", "terraform"].iter().any(|block| root.get(block).is_some());
    if is_terraform || is_called(".tf.json") {
        return terraform::read::read_json(&root, choices, notes);
    }
    Err(ImportError::Other { line: root.line })
}

/// Reads the files of a Terraform module, as Terraform reads all of a folder.
///
/// # Errors
/// If one of them is none, if they have no pipeline, or several of which none is chosen.
pub fn read_module(files: &[ModuleFile], choices: &Choices) -> Result<Read, ImportError> {
    if files.iter().map(|file| file.text.len()).sum::<usize>() > MAX_BYTES {
        let message = format!("all of it is longer than {MAX_BYTES} bytes");
        return Err(ImportError::TooMuch { line: 1, message });
    }
    terraform::read::read_files(files, choices)
}

/// JSON, or YAML that begins with a brace.
fn tree_of_braces(text: &str, notes: &mut Vec<Note>) -> Result<Node, ImportError> {
    let error = match json::parse(text, notes) {
        Ok(root) => return Ok(root),
        Err(error) => error,
    };
    if let Some(line) = templated_line(text) {
        return Err(ImportError::Templated { line });
    }
    // A flow mapping of YAML is rare; a slip in JSON is not, and the reader of JSON says better what it is.
    yaml::parse(text, &mut Vec::new()).map_err(|_| error)
}

/// The declaration as `--cli-input-yaml` of the AWS CLI takes it.
fn declaration_in_yaml(root: &Node, report: Vec<Note>) -> Result<Read, ImportError> {
    let document = Document::read_text(&as_aws_prints(&root.to_value()))
        .map_err(|_| ImportError::Other { line: root.line })?;
    Ok(Read::as_it_is(document, report))
}

/// Whether a line is one that only a file of Terraform has.
fn is_terraform(text: &str) -> bool {
    const NAMED: [&str; 7] =
        ["resource \"", "data \"", "module \"", "variable \"", "provider \"", "output \"", "check \""];
    const PLAIN: [&str; 5] = ["terraform", "locals", "import", "moved", "removed"];
    text.lines().any(|line| {
        let head = line.split_once('{').map_or("", |(head, _)| head.trim_end());
        (line.contains('{') && NAMED.iter().any(|kind| line.starts_with(kind))) || PLAIN.contains(&head)
    })
}

/// The first line with a mark that another program replaces. What `CloudFormation` resolves itself is none, nor are
/// comments.
pub(crate) fn templated_line(text: &str) -> Option<usize> {
    let is_mark = |line: &str| {
        let mut braces = line.match_indices("{{");
        line.contains("{%")
            || line.contains("<%")
            || has_percent_name(line)
            || braces.any(|(at, _)| !line[at..].starts_with("{{resolve:"))
    };
    text.lines().position(|line| !line.trim_start().starts_with('#') && is_mark(line)).map(|index| index + 1)
}

/// Whether a line has a place such as `%BUCKET_NAME%`.
fn has_percent_name(line: &str) -> bool {
    let is_name = |part: &str| part.len() > 2 && part.chars().all(|c| c.is_ascii_uppercase() || c == '_');
    line.match_indices('%')
        .any(|(at, _)| line[at + 1..].split_once('%').is_some_and(|(part, _)| is_name(part)))
}
