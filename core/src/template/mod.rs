//! Templates: whole pipelines made from a short form, and snippets, stages to put into a design.
//!
//! A template is a JSON file: title, summary, systems, the fields of its form, and the declaration with
//! placeholders. `assets/templates` holds the pipelines, `assets/snippets` the snippets that come with the program;
//! a team keeps snippets of its own in a folder. `assets/templates/README.md` tells how one is written.
//!
//! A placeholder is the key of a field in guillemets, `«name»`: signs that neither AWS nor a shell gives a meaning to,
//! unlike `#{…}` (variables of CodePipeline), `${…}` (shells, CloudFormation), `{{…}}` (dynamic references) or `<…>`
//! (image names in task definitions). [`Template::read`] holds every placeholder to the form, so filling a form in
//! cannot fail, whatever is typed: a value goes into a JSON text as a whole and is never read as anything else.

mod field;
mod fill;
mod read;
mod save;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use serde_json::{Value, json};

pub use field::{Field, FieldKind, FieldProblem};
pub use read::TemplateError;
pub use save::{SnippetDraft, file_stem, stages_of};

use crate::catalog::nearest_of;
use crate::document::Document;
use crate::pipeline::Object;

/// A pipeline or some stages, made from a form.
#[derive(Clone, Debug)]
pub struct Template {
    /// What the command line calls it: the file's name without its ending.
    pub name: String,
    /// For lists.
    pub title: String,
    /// One sentence.
    pub summary: String,
    /// What it works with, for filters: services, and ways of releasing.
    pub systems: Vec<String>,
    /// The form.
    pub fields: Vec<Field>,
    body: Body,
}

/// What is made of the values.
#[derive(Clone, Debug)]
enum Body {
    /// The file of a project: `pipeline`, and `pipewright` if there are notes.
    Pipeline(Object),
    /// Some stages.
    Stages(Vec<Value>),
}

/// What a form holds: texts by the keys of the fields.
pub type Values = BTreeMap<String, String>;

/// A value is wrong, or there is no field for it.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ValueError {
    /// No field has this key.
    #[error("there is no field {key}{}; the fields are {}", did_you_mean(.nearest.as_deref()), .known.join(", "))]
    UnknownKey {
        /// As given.
        key: String,
        /// What was probably meant.
        nearest: Option<String>,
        /// All there are.
        known: Vec<String>,
    },
    /// The value does not fit its field.
    #[error("{key} cannot be “{value}”: {problem}")]
    Wrong {
        /// The key of the field.
        key: String,
        /// As given.
        value: String,
        /// What is wrong with it.
        problem: FieldProblem,
    },
}

fn did_you_mean(nearest: Option<&str>) -> String {
    nearest.map(|nearest| format!("; did you mean {nearest}?")).unwrap_or_default()
}

macro_rules! files {
    ($folder:literal: $($name:literal),+ $(,)?) => {
        [$(($name, include_str!(concat!("../../../assets/", $folder, "/", $name, ".json")))),+]
    };
}

static TEMPLATES: LazyLock<Vec<Arc<Template>>> = LazyLock::new(|| {
    built_in(&files!("templates":
        "codecommit-ec2",
        "github-fargate",
        "gitlab-ecs-blue-green",
        "github-lambda",
        "serverless-codedeploy",
        "static-site",
        "s3-beanstalk",
        "ecr-fargate",
        "github-eks",
        "cloudformation-change-set",
        "cross-account",
        "bitbucket-on-premises",
        "database-migrations",
        "staged-tests",
        "step-functions",
        "pull-request-checks",
    ))
});

static SNIPPETS: LazyLock<Vec<Arc<Template>>> = LazyLock::new(|| {
    built_in(&files!("snippets":
        "approval-gate",
        "deployment-window",
        "load-test",
        "database-migration",
        "lambda-check",
        "security-scan",
        "change-set-approval",
        "blue-green-rollback",
        "canary-lambda",
        "step-functions-run",
        "publish-site",
    ))
});

fn built_in(files: &[(&str, &str)]) -> Vec<Arc<Template>> {
    let read = |(name, text): &(&str, &str)| match Template::read(name, text) {
        Ok(template) => Arc::new(template),
        Err(error) => unreachable!("a test reads every template of the program: {name}: {error}"),
    };
    files.iter().map(read).collect()
}

/// The pipelines that come with the program, simplest first.
pub fn templates() -> &'static [Arc<Template>] {
    &TEMPLATES
}

/// The snippets that come with the program.
pub fn snippets() -> &'static [Arc<Template>] {
    &SNIPPETS
}

/// The pipeline template with this name.
pub fn template(name: &str) -> Option<&'static Arc<Template>> {
    templates().iter().find(|template| template.name == name)
}

/// All systems of some templates, each once, those of most templates first.
pub fn systems_of(templates: &[Arc<Template>]) -> Vec<&str> {
    let mut counted: Vec<(&str, usize)> = Vec::new();
    for system in templates.iter().flat_map(|template| &template.systems) {
        match counted.iter_mut().find(|(name, _)| name == system) {
            Some((_, count)) => *count += 1,
            None => counted.push((system, 1)),
        }
    }
    // Sorting keeps the order of equals, which is that of the templates.
    counted.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counted.into_iter().map(|(name, _)| name).collect()
}

impl Template {
    /// Whether it is stages to put into a design, and not a pipeline of its own.
    pub fn is_snippet(&self) -> bool {
        matches!(self.body, Body::Stages(_))
    }

    /// The field with this key.
    pub fn field(&self, key: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.key == key)
    }

    /// What the form holds before anybody types: a complete, plausible design.
    pub fn defaults(&self) -> Values {
        self.fields.iter().map(|field| (field.key.clone(), field.default.clone())).collect()
    }

    /// The defaults with what a design says of itself in their place: its name, its account, its Region.
    pub fn defaults_for(&self, document: &Document) -> Values {
        let mut values = self.defaults();
        let role: Vec<&str> = document.pipeline().role_arn().unwrap_or_default().split(':').collect();
        let key = document.pipeline().artifact_store().and_then(|store| store.encryption_key()?.id());
        let region = key.and_then(|key| key.split(':').nth(3));
        let known = [
            ("name", Some(document.pipeline().name())),
            ("account", role.get(4).copied()),
            ("region", region),
        ];
        for (key, value) in known {
            if let (Some(field), Some(value)) = (self.field(key), value)
                && field.problem(value).is_none()
            {
                values.insert(key.to_owned(), value.to_owned());
            }
        }
        values
    }

    /// The form with some values given and the others as they are by default.
    ///
    /// # Errors
    /// If a key is unknown or a value does not fit its field.
    pub fn values<'v>(
        &self,
        given: impl IntoIterator<Item = (&'v str, &'v str)>,
    ) -> Result<Values, ValueError> {
        let mut values = self.defaults();
        for (key, value) in given {
            let Some(field) = self.field(key) else {
                let known: Vec<String> = self.fields.iter().map(|field| field.key.clone()).collect();
                let nearest = nearest_of(key, known.iter().map(String::as_str)).map(str::to_owned);
                return Err(ValueError::UnknownKey { key: key.to_owned(), nearest, known });
            };
            if let Some(problem) = field.problem(value) {
                return Err(ValueError::Wrong { key: key.to_owned(), value: value.to_owned(), problem });
            }
            values.insert(key.to_owned(), value.to_owned());
        }
        Ok(values)
    }

    /// The first thing wrong with each value, in the order of the form.
    pub fn problems(&self, values: &Values) -> Vec<(&Field, FieldProblem)> {
        let value = |field: &Field| values.get(&field.key).map_or("", String::as_str).to_owned();
        let problem = |field| Field::problem(field, &value(field)).map(|problem| (field, problem));
        self.fields.iter().filter_map(problem).collect()
    }

    /// The text of a project file, as a person would write it. Stages stand in a pipeline without a name.
    pub fn text(&self, values: &Values) -> String {
        let known = fill::Known::of(self, values);
        let file = match &self.body {
            Body::Pipeline(file) => known.fill_object(file),
            Body::Stages(stages) => {
                let stages: Vec<Value> = stages.iter().map(|stage| known.fill(stage)).collect();
                Object::from_iter([("pipeline".to_owned(), json!({"stages": stages, "pipelineType": "V2"}))])
            }
        };
        format!("{:#}\n", Value::Object(file))
    }

    /// The stages alone.
    pub fn stages(&self, values: &Values) -> Vec<Value> {
        let known = fill::Known::of(self, values);
        let stages = match &self.body {
            Body::Stages(stages) => stages.as_slice(),
            Body::Pipeline(file) => file
                .get("pipeline")
                .and_then(|pipeline| pipeline.get("stages")?.as_array())
                .map_or(&[][..], Vec::as_slice),
        };
        stages.iter().map(|stage| known.fill(stage)).collect()
    }

    /// The design with these values.
    pub fn document(&self, values: &Values) -> Document {
        match Document::read_text(&self.text(values)) {
            Ok(document) => document,
            Err(error) => unreachable!("a filled template is a pipeline: {error}"),
        }
    }
}
