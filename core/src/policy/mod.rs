//! The permissions a design needs, and whether a role has them.
//!
//! [`Policies::of`] goes through the actions and the rules of conditions, takes the statements the catalog has for
//! each (`iam` in `assets/catalog`), fills in what the design says ([`resolve`]), joins what is alike ([`merge`]), and
//! yields one [`RolePolicy`] per role: the service role of the pipeline, and the role of each action that has its
//! own. [`publisher`] is what the person needs who publishes. [`compare`] holds a needed policy against given ones.
//!
//! What cannot be known from a design stands as `*` in that part of an ARN, with a warning; what is needed only under
//! circumstances nobody can see in a design is listed apart ([`RolePolicy::perhaps`]).
//!
//! Source of the facts: the action structure references of
//! <https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference.html> and
//! <https://docs.aws.amazon.com/codepipeline/latest/userguide/how-to-custom-role.html>.

mod base;
mod compare;
mod json;
mod merge;
mod need;
mod publisher;
mod resolve;
mod text;
mod trust;

#[cfg(test)]
mod tests;

use serde_json::{Map, Value};

pub use compare::{Comparison, Missing, compare};
pub use publisher::publisher;
pub use text::{INLINE_LIMIT, MANAGED_LIMIT, Split, policy_document};
pub use trust::{service_trust, workload_trust};

use crate::document::{Document, Owner};
use crate::pipeline::Arn;

/// Where the pipeline lives, as far as it is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Whereabouts {
    /// `aws`, `aws-cn` or `aws-us-gov`.
    pub partition: Option<String>,
    /// The Region of the pipeline.
    pub region: Option<String>,
    /// The account of the pipeline.
    pub account: Option<String>,
}

impl Whereabouts {
    /// What the design itself tells: the ARN AWS gave the pipeline, its role, its key.
    pub fn of(document: &Document) -> Self {
        let pipeline = document.pipeline();
        let metadata = document.root().and_then(|root| root.get("metadata"));
        let arn = metadata.and_then(|metadata| metadata.get("pipelineArn")).and_then(Value::as_str);
        let key = pipeline.artifact_store().and_then(|store| store.encryption_key()?.id());
        let told = [arn, pipeline.role_arn(), key].into_iter().flatten().filter_map(Arn::parse);
        let mut found = Self::default();
        for arn in told {
            let fill = |part: &mut Option<String>, value: &str| {
                if part.is_none() && !value.is_empty() {
                    *part = Some(value.to_owned());
                }
            };
            fill(&mut found.partition, arn.partition);
            fill(&mut found.region, arn.region);
            fill(&mut found.account, arn.account);
        }
        found
    }

    /// These, and where they say nothing what `other` says.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            partition: self.partition.or(other.partition),
            region: self.region.or(other.region),
            account: self.account.or(other.account),
        }
    }
}

/// What every role of a pipeline needs.
#[derive(Clone, Debug, PartialEq)]
pub struct Policies {
    /// The service role first, then the roles of actions in the order they are met.
    pub roles: Vec<RolePolicy>,
}

/// Whose policy it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Role {
    /// The service role of the pipeline, as the design names it.
    Service {
        /// `roleArn` of the pipeline.
        arn: Option<String>,
    },
    /// The role of actions.
    Action {
        /// `roleArn` of the action.
        arn: String,
    },
}

impl Role {
    /// The ARN, if the design names one.
    pub fn arn(&self) -> Option<&str> {
        match self {
            Self::Service { arn } => arn.as_deref(),
            Self::Action { arn } => Some(arn),
        }
    }
}

/// What one role needs.
#[derive(Clone, Debug, PartialEq)]
pub struct RolePolicy {
    /// Whose policy it is.
    pub role: Role,
    /// `Allow` statements, joined.
    pub statements: Vec<Statement>,
    /// Policies of AWS to attach where no complete list of statements is published, with the reason.
    pub managed: Vec<(String, String)>,
    /// Needed only under circumstances the design does not tell.
    pub perhaps: Vec<Perhaps>,
    /// What could not be scoped, in sentences.
    pub warnings: Vec<String>,
}

/// One `Allow` statement, with the reasons for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// Letters and digits, unique in its policy.
    pub sid: String,
    /// IAM actions.
    pub actions: Vec<String>,
    /// ARNs.
    pub resources: Vec<String>,
    /// `Condition` of the statement.
    pub condition: Option<Map<String, Value>>,
    /// Who needs it.
    pub reasons: Vec<Reason>,
}

/// Who needs a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// The pipeline, stage or action.
    pub owner: Owner,
    /// For people, such as `Build / Compile`.
    pub text: String,
}

/// A statement that is needed under a circumstance.
#[derive(Clone, Debug, PartialEq)]
pub struct Perhaps {
    /// Half a sentence that follows "when".
    pub when: String,
    /// What is needed then.
    pub statement: Statement,
}

impl Policies {
    /// The policies of a design.
    pub fn of(document: &Document, place: &Whereabouts) -> Self {
        let place = place.clone().or(Whereabouts::of(document));
        Self { roles: merge::roles(need::collect(document, &place)) }
    }

    /// What the service role needs. Every pipeline has one, named or not.
    pub fn service(&self) -> Option<&RolePolicy> {
        self.roles.iter().find(|policy| matches!(policy.role, Role::Service { .. }))
    }
}
