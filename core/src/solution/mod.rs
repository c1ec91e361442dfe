//! A pipeline with everything it needs around it, to be created in one go.
//!
//! [`Solution::whole`] takes a design and yields the things around the pipeline ([`Thing`]), the values whoever
//! deploys may give ([`Input`]), and the design with references to both in place of names ([`mark`]).
//! [`Solution::alone`] does the same for the pipeline by itself. `CloudFormation` and Terraform are written from it.
//!
//! What the design tells about a thing stands in its `resources` ([`crate::document::resources`]). The kinds, what
//! `name` is there, and whether a thing of the kind is created where nothing is told:
//!
//! | `kind` | `name` | created | `properties` |
//! |---|---|---|---|
//! | `role` | `roleArn` of the pipeline | yes | |
//! | `bucket` | `location` of the artifact store | yes | `logBucket` |
//! | `key` | `id` of its key | if the store names none | |
//! | `codebuild-project` | `ProjectName` | yes | `image`, `compute`, `environment`, `privileged`, `buildspec`, `timeoutInMinutes`, `description`, `variables` (`name`, `value`, `type`), `vpc` (`id`, `subnets`, `securityGroups`), `logRetentionInDays`, `statements` |
//! | `sns-topic` | `NotificationArn` | yes | |
//! | `codecommit-repository` | `RepositoryName` | no | |
//! | `ecr-repository` | `RepositoryName` | no | |
//! | `s3-bucket` | `S3Bucket` of a source | no | |
//! | `connection` | `ConnectionArn` | no | `name`, `provider` |
//! | `codedeploy-application` | `ApplicationName` | no | `platform` |
//! | `codedeploy-group` | `ApplicationName/DeploymentGroupName` | no | `configuration`, `tags` (`key`, `value`), `autoScalingGroups` |
//!
//! Forms and checks read the same from `assets/catalog/resources.json`; [`named`] tells what a design names.
//!
//! Rules that start the pipeline are made for sources that do not poll. Things in another account or Region stay
//! names: a deployment creates in one account and Region.

mod builds;
mod deploys;
mod ids;
pub mod mark;
pub mod named;
mod neighbors;
mod roles;
mod secrets;
mod sources;
mod stores;
mod thing;

#[cfg(test)]
mod tests;

pub use thing::{DeploymentGroup, Input, Project, Role, Thing, Vpc, What};

use std::collections::{HashMap, HashSet};

use ids::Ids;
use mark::Mark;
use serde_json::Value;

use crate::document::parameters::Parameter;
use crate::document::resources::Resource;
use crate::document::{Document, Owner, Place};
use crate::format::{Fidelity, Severity};
use crate::parameter::put_in;
use crate::pipeline::{Action, ActionId, Path, Step, text_of};
use crate::policy::Whereabouts;

/// A pipeline and what stands around it.
#[derive(Clone, Debug)]
pub struct Solution {
    /// The design with marks in place of what only a deployment knows.
    pub document: Document,
    /// What whoever deploys may give.
    pub inputs: Vec<Input>,
    /// What is created, each after what it refers to.
    pub things: Vec<Thing>,
    /// What a deployment will not have.
    pub fidelity: Fidelity,
    /// Positions in `things` by id.
    positions: HashMap<String, usize>,
    /// Parameters for what a deployment knows by itself.
    known: HashMap<String, Mark>,
}

impl Solution {
    /// The pipeline by itself, with its parameters and secrets as inputs.
    pub fn alone(document: &Document, environment: Option<&str>) -> Self {
        let mut builder = Builder::new(document, environment);
        secrets::ask(&mut builder);
        builder.finish()
    }

    /// The pipeline with everything around it.
    pub fn whole(document: &Document, environment: Option<&str>) -> Self {
        let mut builder = Builder::new(document, environment);
        secrets::ask(&mut builder);
        stores::add(&mut builder);
        neighbors::add(&mut builder);
        deploys::add(&mut builder);
        builds::add(&mut builder);
        builder.use_names();
        sources::add(&mut builder);
        roles::add_service(&mut builder);
        builder.tell_unused();
        builder.finish()
    }

    /// The design with `${…}` where a deployment puts something in, or fetches it.
    pub(crate) fn without_marks(&self) -> Document {
        const THERE: &str = "${Deployed}";
        self.document.with_texts(&mut |_, _, text| {
            if !mark::has_marks(text) && !text.contains("{{resolve:") {
                return None;
            }
            let parts = mark::parts(text).into_iter().map(|part| match part {
                mark::Part::Text(text) => text,
                mark::Part::Mark(_) => THERE,
            });
            let whole: String = parts.collect();
            let (mut out, mut rest) = (String::new(), whole.as_str());
            while let Some((before, behind)) = rest.split_once("{{resolve:") {
                out.extend([before, THERE]);
                rest = behind.split_once("}}").map_or("", |(_, behind)| behind);
            }
            Some(out + rest)
        })
    }

    /// A text beside the design, such as the name of a member, with marks in place of its parameters.
    pub(crate) fn marked(&self, text: &str) -> String {
        put_in(text, |name| {
            let of_input = || self.input(name).map(|_| Mark::Input(name.to_owned()));
            Some(self.known.get(name).cloned().or_else(of_input)?.text())
        })
        .unwrap_or_else(|| text.to_owned())
    }

    /// The input of this name.
    pub fn input(&self, name: &str) -> Option<&Input> {
        self.inputs.iter().find(|input| input.name == name)
    }

    /// The thing with this id.
    pub fn thing(&self, id: &str) -> Option<&Thing> {
        self.positions.get(id).map(|at| &self.things[*at])
    }
}

/// A solution that is being made.
struct Builder<'d> {
    /// As it was given.
    original: &'d Document,
    document: Document,
    /// Where the design says it lives.
    home: Whereabouts,
    ids: Ids,
    inputs: Vec<Input>,
    known: HashMap<String, Mark>,
    things: Vec<Thing>,
    fidelity: Fidelity,
    names: Vec<Naming>,
    /// Positions in the list of resources that were looked at.
    used: HashSet<usize>,
    /// The ARN of the key of the artifacts, and the name of their bucket.
    key: Option<String>,
    bucket: Option<String>,
}

/// A value of configurations that gets another text.
struct Naming {
    actions: HashSet<ActionId>,
    key: &'static str,
    from: String,
    to: String,
}

/// What becomes of a thing the design names.
enum Fate<'d> {
    /// It is created; what the design tells about it.
    Created(Option<Resource<'d>>),
    /// It is there already.
    Exists,
}

impl<'d> Builder<'d> {
    fn new(original: &'d Document, environment: Option<&str>) -> Self {
        let mut builder = Self {
            original,
            document: original.clone(),
            home: Whereabouts::of(original),
            ids: Ids::default(),
            inputs: Vec::new(),
            known: HashMap::new(),
            things: Vec::new(),
            fidelity: Fidelity::default(),
            names: Vec::new(),
            used: HashSet::new(),
            key: None,
            bucket: None,
        };
        builder.ids.unique("Pipeline");
        for parameter in original.parameters() {
            if let Some(mark) = known_by_itself(&parameter) {
                builder.known.insert(parameter.name.to_owned(), mark);
                continue;
            }
            let id = builder.ids.unique(&parameter.name.replace('_', ""));
            builder.inputs.push(Input {
                name: parameter.name.to_owned(),
                id,
                kind: parameter.kind().to_owned(),
                default: parameter.value(environment),
                description: parameter.description().map(str::to_owned),
                allowed: parameter.allowed_values(),
                is_secret: parameter.is_secret(),
            });
        }
        let mut marks = builder.known.clone();
        let of_input = |input: &Input| (input.name.clone(), Mark::Input(input.name.clone()));
        marks.extend(builder.inputs.iter().map(of_input));
        let mark = |name: &str| marks.get(name).map(Mark::text);
        builder.document = original.with_texts(&mut |_, _, text| put_in(text, mark));
        builder
    }

    /// A text of the design with marks in place of its parameters.
    fn marked(&self, text: &str) -> String {
        put_in(text, |name| {
            let of_input = |input: &Input| (input.name == name).then(|| Mark::Input(name.to_owned()));
            Some(self.known.get(name).cloned().or_else(|| self.inputs.iter().find_map(of_input))?.text())
        })
        .unwrap_or_else(|| text.to_owned())
    }

    /// What becomes of the thing of this kind and name.
    fn fate(&mut self, kind: &str, name: &str, is_created: bool) -> Fate<'d> {
        let resource = self.original.resource(kind, name);
        self.used.extend(resource.map(|resource| resource.index));
        let exists = resource.and_then(Resource::exists).unwrap_or(!is_created);
        if exists { Fate::Exists } else { Fate::Created(resource) }
    }

    fn add(&mut self, id: String, comment: impl Into<String>, what: What) -> Thing {
        let thing = Thing { id, comment: comment.into(), what };
        self.things.push(thing.clone());
        thing
    }

    /// An input for something that exists, by default what the design says; the text that stands for it.
    fn input(&mut self, name: &str, ending: &str, value: &str, description: String) -> String {
        // With a parameter in it, it can be given already.
        if mark::has_marks(value) {
            return value.to_owned();
        }
        let id = self.ids.of(name, ending);
        self.inputs.push(Input {
            name: id.clone(),
            id: id.clone(),
            kind: "String".to_owned(),
            default: Some(value.to_owned()).filter(|value| !value.is_empty()),
            description: Some(description),
            allowed: Vec::new(),
            is_secret: false,
        });
        Mark::Input(id).text()
    }

    /// Whether an action runs in the account and Region of the pipeline, so that what it names may be created.
    fn is_at_home(&self, action: &Action) -> bool {
        named::is_at_home(&self.home, action)
    }

    /// The values of a configuration key of actions of these providers at home, as the design has them, each once,
    /// with the actions that have it.
    fn named(&self, providers: &[&str], key: &str) -> Vec<(String, Vec<&'d Action>)> {
        let mut found: Vec<(String, Vec<&'d Action>)> = Vec::new();
        for (_, action) in self.original.pipeline().actions() {
            let kind = action.action_type();
            let is_known = kind.owner == "AWS" && providers.contains(&kind.provider);
            if !is_known || !self.is_at_home(action) {
                continue;
            }
            let Some(name) = action.configuration().get(key).filter(|name| is_fixed(name)) else { continue };
            match found.iter_mut().find(|(other, _)| other == name) {
                Some((_, actions)) => actions.push(action),
                None => found.push((name.to_owned(), vec![action])),
            }
        }
        found
    }

    /// From now on these actions, and rules of conditions, say `to` where the design says `from`.
    fn rename(&mut self, actions: &[&Action], key: &'static str, from: &str, to: String) {
        let actions = actions.iter().map(|action| action.id).collect();
        self.names.push(Naming { actions, key, from: from.to_owned(), to });
    }

    fn use_names(&mut self) {
        let names = std::mem::take(&mut self.names);
        let original = self.original;
        self.document = self.document.with_texts(&mut |owner, path, _| {
            let [.., Step::Key(configuration), Step::Key(key)] = path else { return None };
            if configuration != "configuration" {
                return None;
            }
            let is_meant = |naming: &Naming| match owner {
                Owner::Action(id) => naming.actions.contains(&id),
                Owner::Stage(_) => true,
                Owner::Pipeline | Owner::Extras => false,
            };
            let written = original.value(owner, &Path(path.to_vec()))?.as_str()?;
            let naming =
                names.iter().find(|naming| naming.key == *key && naming.from == written && is_meant(naming));
            naming.map(|naming| naming.to.clone())
        });
    }

    /// Resources that nothing in the design names.
    fn tell_unused(&mut self) {
        for resource in self.original.resources() {
            if !self.used.contains(&resource.index) {
                let name = resource.name().unwrap_or("without a name");
                let what = format!("the resource {name} of kind `{}`", resource.kind());
                let why = "Nothing in the pipeline uses a thing of that kind and name.";
                self.fidelity.lose(Severity::Changed, resource.place(), what, why);
            }
        }
    }

    fn finish(self) -> Solution {
        let ids = self.things.iter().map(|thing| thing.id.clone());
        Solution {
            positions: ids.enumerate().map(|(at, id)| (id, at)).collect(),
            document: self.document,
            inputs: self.inputs,
            things: self.things,
            fidelity: self.fidelity,
            known: self.known,
        }
    }

    /// The name of the pipeline, as a deployment calls it.
    fn pipeline_name(&self) -> String {
        let name = self.document.pipeline().name();
        if name.is_empty() { "*".to_owned() } else { name.to_owned() }
    }

    fn pipeline_place(key: &'static str) -> Place {
        Place::at(Owner::Pipeline, Path::key(key))
    }
}

/// Whether a value is the same in each execution.
fn is_fixed(text: &str) -> bool {
    !text.is_empty() && !text.contains("#{")
}

/// What an import made a parameter of because only a deployment knows it, unless somebody gave it a value since.
fn known_by_itself(parameter: &Parameter<'_>) -> Option<Mark> {
    let origin = text_of(parameter.members, "origin")?;
    let is_of_deployment = origin.starts_with("!Ref AWS::") || origin.starts_with("data.aws_");
    if !is_of_deployment || parameter.environments().next().is_some() {
        return None;
    }
    match (parameter.name, parameter.default().as_deref()) {
        ("AWSRegion", None) => Some(Mark::Region),
        ("AWSAccountId", None) => Some(Mark::Account),
        ("AWSPartition", None | Some("aws")) => Some(Mark::Partition),
        _ => None,
    }
}

/// The ARN of something in the account and Region of the deployment.
fn arn_here(service: &str, resource: &str) -> String {
    let [partition, region, account] = [Mark::Partition, Mark::Region, Mark::Account].map(|mark| mark.text());
    format!("arn:{partition}:{service}:{region}:{account}:{resource}")
}

/// The trust policy of a role that a service takes on for things of this account.
fn service_trust(service: &str) -> Value {
    serde_json::json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Effect": "Allow",
            "Principal": {"Service": service},
            "Action": "sts:AssumeRole",
            "Condition": {"StringEquals": {"aws:SourceAccount": Mark::Account.text()}},
        }],
    })
}
