//! What a solution is made of.

use serde_json::Value;

use super::mark::{Attribute, Mark};

/// A value that whoever deploys may give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// What marks call it: letters, digits and `_`.
    pub name: String,
    /// Letters and digits; unique among things and inputs, also without regard to letter case.
    pub id: String,
    /// `String`, or another type of `CloudFormation` parameters.
    pub kind: String,
    /// The value it has if none is given.
    pub default: Option<String>,
    /// What it is for.
    pub description: Option<String>,
    /// The values it may have; empty means any.
    pub allowed: Vec<String>,
    /// Whether it is kept out of files and logs.
    pub is_secret: bool,
}

/// Something that is created with the pipeline.
#[derive(Clone, Debug, PartialEq)]
pub struct Thing {
    /// Letters and digits; unique among things and inputs.
    pub id: String,
    /// One sentence on what it is for.
    pub comment: String,
    /// What it is.
    pub what: What,
}

/// The kinds of things.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// The key of the artifacts.
    Key {
        /// What it is called, if it is called anything.
        alias: Option<String>,
    },
    /// What a key is called.
    Alias {
        /// `alias/…`
        name: String,
        /// A text that stands for the ARN of the key.
        key: String,
    },
    /// Lets nobody come to a bucket but by TLS.
    BucketPolicy {
        /// A text that stands for the name of the bucket.
        bucket: String,
    },
    /// The bucket of the artifacts.
    Bucket {
        /// Its name; without one AWS chooses.
        name: Option<String>,
        /// The ARN of the key.
        key: Option<String>,
        /// The bucket access logs go to.
        log_bucket: Option<String>,
    },
    /// A role.
    Role(Role),
    /// A policy of its own, for a role whose permissions are too many for the role itself.
    ManagedPolicy {
        /// A text that stands for the name of the role.
        role: String,
        /// The policy document.
        document: Value,
    },
    /// Starts the pipeline when something happens.
    EventRule {
        /// For people.
        description: String,
        /// What has to happen.
        pattern: Value,
        /// A text that stands for the ARN of the role that starts the pipeline.
        role: String,
        /// The name of the pipeline.
        pipeline: String,
    },
    /// A `CodeBuild` project.
    Project(Project),
    /// Keeps what a project logs.
    LogGroup {
        /// Its name.
        name: String,
        /// How long.
        retention_days: String,
    },
    /// A `CodeCommit` repository.
    Repository {
        /// Its name.
        name: String,
    },
    /// An ECR repository.
    ImageRepository {
        /// Its name.
        name: String,
    },
    /// An SNS topic.
    Topic {
        /// Its name.
        name: String,
    },
    /// A connection to a Git provider.
    Connection {
        /// Its name.
        name: String,
        /// Such as `GitHub`.
        provider: String,
    },
    /// A bucket that a source reads.
    SourceBucket {
        /// Its name.
        name: String,
    },
    /// A `CodeDeploy` application.
    Application {
        /// Its name.
        name: String,
        /// `Server`, `Lambda` or `ECS`.
        platform: String,
    },
    /// A `CodeDeploy` deployment group.
    DeploymentGroup(DeploymentGroup),
}

/// A role and what it may do.
#[derive(Clone, Debug, PartialEq)]
pub struct Role {
    /// Its name; without one AWS chooses.
    pub name: Option<String>,
    /// Its path, such as `/service-role/`.
    pub path: Option<String>,
    /// Who may take it on.
    pub trust: Value,
    /// Its inline policies by name.
    pub policies: Vec<(String, Value)>,
    /// ARNs of policies to attach.
    pub managed: Vec<String>,
}

/// A `CodeBuild` project.
#[derive(Clone, Debug, PartialEq)]
pub struct Project {
    /// Its name.
    pub name: String,
    /// For people.
    pub description: Option<String>,
    /// A text that stands for the ARN of its role.
    pub role: String,
    /// The ARN of the key its artifacts are encrypted with.
    pub key: Option<String>,
    /// Such as `LINUX_CONTAINER`.
    pub environment: String,
    /// Such as `aws/codebuild/amazonlinux-x86_64-standard:5.0`.
    pub image: String,
    /// Such as `BUILD_GENERAL1_SMALL`.
    pub compute: String,
    /// Whether it may run Docker.
    pub is_privileged: bool,
    /// The build specification, or where it stands.
    pub buildspec: Option<String>,
    /// Longest time a build takes.
    pub timeout_minutes: Option<String>,
    /// Name, value and type of its environment variables.
    pub variables: Vec<(String, String, String)>,
    /// The network it runs in.
    pub vpc: Option<Vpc>,
    /// The log group, where it is not CodeBuild's own: a text with a mark.
    pub log_group: Option<String>,
}

/// A network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vpc {
    /// Its id.
    pub id: String,
    /// Ids of subnets.
    pub subnets: Vec<String>,
    /// Ids of security groups.
    pub security_groups: Vec<String>,
}

/// A `CodeDeploy` deployment group for servers.
#[derive(Clone, Debug, PartialEq)]
pub struct DeploymentGroup {
    /// Its name.
    pub name: String,
    /// The name of its application.
    pub application: String,
    /// A text that stands for the ARN of its role.
    pub role: String,
    /// Such as `CodeDeployDefault.OneAtATime`.
    pub configuration: Option<String>,
    /// Key and value of the tags of its instances.
    pub tags: Vec<(String, String)>,
    /// Names of its Auto Scaling groups.
    pub auto_scaling_groups: Vec<String>,
}

impl Thing {
    /// A text that stands for its name.
    pub fn name(&self) -> String {
        Mark::Of(self.id.clone(), Attribute::Name).text()
    }

    /// A text that stands for its ARN.
    pub fn arn(&self) -> String {
        Mark::Of(self.id.clone(), Attribute::Arn).text()
    }
}
