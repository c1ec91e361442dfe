//! What a design expects to find in the account: what to ask for, and what the answers mean.
//!
//! [`questions`] goes through the design and yields one [`Question`] for each distinct thing it names: roles, buckets,
//! keys, projects, repositories, connections, and what else its actions use. [`Question::asks`] says which read-only
//! calls answer it, as data; somebody else makes them and hands over what came back. [`judge`] turns that into a
//! [`Line`] for people.
//!
//! A call that was not allowed, or did not come through, is never a failure of the design: the line then says that it
//! could not be checked, and what would be needed to check it.
//!
//! Source of the facts: <https://docs.aws.amazon.com/codepipeline/latest/userguide/troubleshooting.html> and the API
//! references of the services.

mod ask;
mod events;
mod judge;
mod pattern;
mod permissions;
mod questions;
mod safety;
mod services;
mod trust;

#[cfg(test)]
mod tests;

pub use ask::{Answer, Ask, Input, Service, Wire, encoded};
pub use judge::judge;
pub use questions::questions;
pub use services::Asked;

use serde_json::Value;

use crate::document::Owner;
use crate::policy::RolePolicy;

/// Something the design names, to be looked for in the account.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// What is looked for.
    pub subject: Subject,
    /// Where it has to be; `None` for things without Region, or where the Region is not known.
    pub region: Option<String>,
    /// The account it is in, if that is known.
    pub account: Option<String>,
    /// Who uses it, in the order of the design.
    pub asked_by: Vec<Owner>,
    /// The action of this pipeline that may make it before it is used.
    pub made_by: Option<String>,
}

/// What can be looked for.
#[derive(Clone, Debug, PartialEq)]
pub enum Subject {
    /// A role, and whether whoever takes it on is trusted.
    Role {
        /// The ARN of the role.
        arn: String,
        /// Who takes it on.
        duty: Duty,
    },
    /// Whether a role has the permissions the design needs.
    Permissions {
        /// The ARN of the role.
        arn: String,
        /// What it needs.
        needed: Box<RolePolicy>,
    },
    /// An S3 bucket.
    Bucket {
        /// Its name.
        name: String,
        /// What the design uses it for.
        used_for: BucketUse,
    },
    /// A KMS key, by id, ARN or alias.
    Key(String),
    /// A CodeBuild project.
    Project(String),
    /// A branch of a CodeCommit repository.
    Branch {
        /// The repository.
        repository: String,
        /// The branch; `None` if it is known only when the pipeline runs.
        branch: Option<String>,
    },
    /// A connection to a source provider, by its ARN.
    Connection(String),
    /// A deployment group of CodeDeploy.
    DeploymentGroup {
        /// The application.
        application: String,
        /// The group in it.
        group: String,
    },
    /// An ECS service.
    EcsService {
        /// The cluster.
        cluster: String,
        /// The service in it.
        service: String,
    },
    /// An ECR repository.
    Images(String),
    /// A Lambda function.
    Function {
        /// Its name or ARN.
        name: String,
        /// Whether it has to tell the pipeline that it is done.
        reports: bool,
    },
    /// An Elastic Beanstalk environment.
    Environment {
        /// The application.
        application: String,
        /// The environment in it.
        environment: String,
    },
    /// A CloudFormation stack.
    Stack {
        /// Its name.
        name: String,
        /// What the action does with it.
        mode: StackMode,
    },
    /// An SNS topic, by its ARN.
    Topic(String),
    /// A Step Functions state machine, by its ARN.
    StateMachine {
        /// The ARN.
        arn: String,
        /// Whether an action takes an artifact from it.
        has_output: bool,
    },
    /// An EKS cluster.
    Cluster(String),
    /// Another pipeline that this one starts.
    Pipeline(String),
    /// The EventBridge rules that start this pipeline.
    Starts {
        /// The ARN of the pipeline.
        arn: String,
        /// What the source does without a rule.
        source: EventSource,
        /// The name of the source action.
        action: String,
        /// What a rule has to fit.
        change: SourceChange,
    },
}

/// What a change of a source looks like to EventBridge.
#[derive(Clone, Debug, PartialEq)]
pub struct SourceChange {
    /// The events it may make, without what the design does not tell.
    events: Vec<Value>,
    /// The bucket that has to send them, if it is one.
    bucket: Option<String>,
}

/// Who takes on a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Duty {
    /// CodePipeline itself: it is the service role.
    Service,
    /// The service role: it is the role of an action.
    Action {
        /// The ARN of the service role.
        service_role: Option<String>,
    },
    /// CloudFormation, for what a stack holds.
    CloudFormation,
}

/// What a bucket is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BucketUse {
    /// Artifacts between actions.
    Artifacts,
    /// Where a source reads; it has to be versioned.
    Source,
    /// Where an action puts files.
    Deploy,
}

/// What an action does with a stack, as far as it matters whether the stack stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StackMode {
    /// Makes it where it is not there.
    Makes,
    /// Makes it anew if it is in a failed state.
    Replaces,
    /// Only deletes it, or carries out a change set an earlier action has made.
    Other,
}

/// How a source hears of changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventSource {
    /// It looks by itself, so a rule would start the pipeline twice.
    Polls,
    /// By a rule alone.
    Waits,
    /// By a rule alone, and it never could otherwise: ECR.
    Images,
}

/// What came of a question, for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// How it stands.
    pub state: State,
    /// What was looked for and found.
    pub words: String,
    /// What to do about it.
    pub help: Option<String>,
    /// The number of the rule it goes against, if it has one.
    pub code: Option<&'static str>,
    /// What belongs to it, a sentence each: the missing permissions of a role.
    pub details: Vec<String>,
    /// Who uses it.
    pub asked_by: Vec<Owner>,
}

/// How something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// As the design needs it.
    Fine,
    /// It works, and could be better.
    Advice,
    /// Publishing or the pipeline will fail over it.
    Problem,
    /// Nobody could look.
    CouldNotCheck,
}

impl State {
    /// The word programs read.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Fine => "fine",
            Self::Advice => "advice",
            Self::Problem => "problem",
            Self::CouldNotCheck => "couldNotCheck",
        }
    }
}

impl Question {
    /// What is looked for, to be shown before there is an answer: "role pipeline-web".
    pub fn title(&self) -> String {
        let last = |arn: &str| arn.rsplit(['/', ':']).next().unwrap_or(arn).to_owned();
        match &self.subject {
            Subject::Role { arn, duty: Duty::Service } => format!("Service role {}", last(arn)),
            Subject::Role { arn, .. } => format!("Role {}", last(arn)),
            Subject::Permissions { arn, .. } => format!("Permissions of role {}", last(arn)),
            Subject::Bucket { name, used_for: BucketUse::Artifacts } => format!("Artifact bucket {name}"),
            Subject::Bucket { name, .. } => format!("Bucket {name}"),
            Subject::Key(id) => format!("Key {}", last(id)),
            Subject::Project(name) => format!("CodeBuild project {name}"),
            Subject::Branch { repository, branch: Some(branch) } => {
                format!("Branch {branch} of CodeCommit repository {repository}")
            }
            Subject::Branch { repository, branch: None } => format!("CodeCommit repository {repository}"),
            Subject::Connection(arn) => format!("Connection {}", last(arn)),
            Subject::DeploymentGroup { application, group } => {
                format!("CodeDeploy group {group} of {application}")
            }
            Subject::EcsService { cluster, service } => format!("ECS service {service} of {cluster}"),
            Subject::Images(name) => format!("ECR repository {name}"),
            Subject::Function { name, .. } => {
                let name = if name.starts_with("arn:") { last(name) } else { name.clone() };
                format!("Lambda function {name}")
            }
            Subject::Environment { application, environment } => {
                format!("Elastic Beanstalk environment {environment} of {application}")
            }
            Subject::Stack { name, .. } => format!("Stack {name}"),
            Subject::Topic(arn) => format!("SNS topic {}", last(arn)),
            Subject::StateMachine { arn, .. } => format!("State machine {}", last(arn)),
            Subject::Cluster(name) => format!("EKS cluster {name}"),
            Subject::Pipeline(name) => format!("Pipeline {name}"),
            Subject::Starts { action, .. } => format!("Event rule for {action}"),
        }
    }
}
