//! What only an account can tell: codes that no definition shows, and where publishing looks for them.
//!
//! Written like the rules, so that a line of preflight can be explained by its code.

use super::finding::Severity::{Error, Hint, Warning};
use super::registry::RuleDoc;

/// Where it is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Where {
    /// In the preflight of a plan and of a publish.
    Preflight,
    /// In the plan.
    Plan,
    /// In preflight, under the code of another.
    PreflightAs(&'static str),
}

/// A code about an account.
#[derive(Debug)]
pub struct Online {
    /// What there is to tell about it.
    pub doc: RuleDoc,
    /// Where it is told.
    pub told: Where,
}

impl Where {
    /// As a sentence without a full stop.
    pub fn words(self) -> String {
        match self {
            Self::Preflight => {
                "Told by the preflight of `plan` and `publish`, which look into the account".to_owned()
            }
            Self::Plan => "Told in the plan, which reads the account".to_owned(),
            Self::PreflightAs(code) => format!("Told by the preflight of `plan` and `publish`, as {code}"),
        }
    }
}

/// What is known of a code about an account.
pub fn online(code: &str) -> Option<&'static Online> {
    ONLINE.iter().find(|it| it.doc.code == code)
}

use Where::{Plan, Preflight, PreflightAs};

const ROLES: &str = "User guide, CodePipeline service role; IAM user guide";
const BUCKETS: &str = "User guide, troubleshooting; S3 user guide";
const EVENTS: &str = "User guide, change detection; EventBridge user guide";

/// In the order of their codes.
pub static ONLINE: &[Online] = &[
    Online {
        told: Plan,
        doc: RuleDoc {
            code: "CP0103",
            title: "Name already in use",
            severity: Error,
            what: "The account has no pipeline of this name in this Region, unless it is the one that is to be changed.",
            why: "Names are unique in a Region of an account; a new pipeline of a name that is taken is refused.",
            example: "A new design named like a pipeline of another team",
            fix: "Choose another name, or pull the pipeline that has it. The plan shows an update of a pipeline that is there as what it is.",
            aws_answer: Some(
                "PipelineNameInUseException: \"A pipeline with the name 'N' already exists in account 'A'\"",
            ),
            source: "API model; live answers",
        },
    },
    Online {
        told: Preflight,
        doc: RuleDoc {
            code: "CP0107",
            title: "Service role missing or not trusting CodePipeline",
            severity: Error,
            what: "The role of roleArn exists and its trust policy lets codepipeline.amazonaws.com take it on.",
            why: "CodePipeline does everything with this role, and tries to take it on when the pipeline is saved.",
            example: "A role made for CodeBuild",
            fix: "Create the role, or change its trust policy; `pipewright policy` has both.",
            aws_answer: Some(
                "InvalidStructureException: \"CodePipeline is not authorized to perform AssumeRole on role R\"",
            ),
            source: ROLES,
        },
    },
    Online {
        told: Preflight,
        doc: RuleDoc {
            code: "CP0210",
            title: "Artifact bucket missing or in another Region",
            severity: Error,
            what: "The bucket of each artifact store exists in the Region the store is for.",
            why: "Artifacts are kept in the Region their actions run in.",
            example: "A store of eu-west-1 with a bucket of us-east-1",
            fix: "Choose a bucket of the Region, or create it.",
            aws_answer: Some(
                "InvalidStructureException: \"An error occurred while validating the artifact bucket 'B': No bucket with the name B was found.\"",
            ),
            source: BUCKETS,
        },
    },
    Online {
        told: Preflight,
        doc: RuleDoc {
            code: "CP0219",
            title: "Artifact bucket that could be safer",
            severity: Hint,
            what: "The artifact bucket blocks public access, refuses requests without TLS, and removes old artifacts.",
            why: "Artifacts hold the source and what is built from it, and each execution leaves more of them.",
            example: "A bucket made by a script, without a policy or a lifecycle rule",
            fix: "Set on the bucket what is missing. What a person may not look at is not told.",
            aws_answer: None,
            source: "S3 user guide, security best practices",
        },
    },
    Online {
        told: Preflight,
        doc: RuleDoc {
            code: "CP0413",
            title: "Role of an action that cannot be taken on",
            severity: Error,
            what: "The role of an action exists and trusts the service role of the pipeline.",
            why: "CodePipeline takes on the role of the action with the service role.",
            example: "A role of another account that trusts only people",
            fix: "Create the role, or let it trust the service role.",
            aws_answer: Some(
                "InvalidStructureException: \"... is not authorized to perform AssumeRole on role R\"",
            ),
            source: ROLES,
        },
    },
    Online {
        told: Preflight,
        doc: RuleDoc {
            code: "CP0517",
            title: "Express state machine with an output artifact",
            severity: Warning,
            what: "A Step Functions action with an output artifact starts a standard state machine.",
            why: "An express one returns nothing to the pipeline.",
            example: "An EXPRESS state machine and an output artifact that a later action takes",
            fix: "Remove the output artifact, or use a standard state machine.",
            aws_answer: None,
            source: "User guide, Step Functions action reference",
        },
    },
    Online {
        told: Preflight,
        doc: RuleDoc {
            code: "CP0708",
            title: "CodeBuild project that takes its source elsewhere",
            severity: Error,
            what: "The project's source and artifacts are of type CODEPIPELINE.",
            why: "The action hands its input to the project, which has to be set to take it.",
            example: "A project with a GitHub source",
            fix: "Set source and artifacts of the project to CODEPIPELINE.",
            aws_answer: None,
            source: "User guide, CodeBuild action reference",
        },
    },
    Online {
        told: Preflight,
        doc: RuleDoc {
            code: "CP0710",
            title: "S3 source without versions",
            severity: Error,
            what: "The bucket of an S3 source is versioned.",
            why: "An execution runs with one version of the object; without versions the source fails.",
            example: "A new bucket, on which versioning is off",
            fix: "Turn versioning on.",
            aws_answer: None,
            source: "User guide, S3 source action reference",
        },
    },
    Online {
        told: Preflight,
        doc: RuleDoc {
            code: "CP0714",
            title: "S3 deploy into another Region",
            severity: Error,
            what: "The bucket an S3 deploy action writes to is in the Region of the action.",
            why: "The action runs in one Region and writes to buckets of that Region alone.",
            example: "An action without a region, and a bucket of us-east-1 while the pipeline is in eu-west-1",
            fix: "Set the region of the action, and an artifact store there.",
            aws_answer: Some("At run time: \"The bucket named [B] is not located in the `R` AWS region\""),
            source: "User guide, S3 deploy action reference",
        },
    },
    Online {
        told: Preflight,
        doc: RuleDoc {
            code: "CP0756",
            title: "Connection that is not available",
            severity: Error,
            what: "The connection of a source exists and is AVAILABLE.",
            why: "One made by a template or the command line is PENDING until somebody finishes the handshake with the provider; till then nothing starts and every fetch fails.",
            example: "A connection that CloudFormation made",
            fix: "Finish the handshake in the console, under Settings › Connections.",
            aws_answer: None,
            source: "User guide, connections",
        },
    },
    Online {
        told: Preflight,
        doc: RuleDoc {
            code: "CP0760",
            title: "Function that may not report back",
            severity: Warning,
            what: "The role of a function that an action invokes allows codepipeline:PutJobSuccessResult. Functions of LambdaInvoke rules are not looked at.",
            why: "The action waits for that call, and without it until its time is up.",
            example: "A role with the permissions for logs alone",
            fix: "Allow the role PutJobSuccessResult and PutJobFailureResult.",
            aws_answer: None,
            source: "User guide, Lambda action reference",
        },
    },
    Online {
        told: PreflightAs("CP1202"),
        doc: RuleDoc {
            code: "CP1107",
            title: "Service role may not take on the role of an action",
            severity: Error,
            what: "The service role allows sts:AssumeRole on the role of each action that has one.",
            why: "Both sides have to agree: the role trusts the service role, and the service role is allowed to.",
            example: "An action in another account, and a service role for its own account alone",
            fix: "Add the statement of `pipewright policy` to the service role.",
            aws_answer: Some(
                "InvalidStructureException: \"... is not authorized to perform AssumeRole on role R\"",
            ),
            source: ROLES,
        },
    },
    Online {
        told: Preflight,
        doc: RuleDoc {
            code: "CP1201",
            title: "Service role that may do everything",
            severity: Warning,
            what: "The policies of the service role allow no whole service on everything.",
            why: "Whoever changes the pipeline can do what its role may do.",
            example: "AdministratorAccess, or s3:* on *",
            fix: "Put the policy of `pipewright policy` in its place.",
            aws_answer: None,
            source: ROLES,
        },
    },
    Online {
        told: Preflight,
        doc: RuleDoc {
            code: "CP1202",
            title: "Permission missing in a role",
            severity: Warning,
            what: "The policies of the service role and of the roles of actions allow what the design needs.",
            why: "An action without its permission fails when it runs. Buckets, keys and topics may allow it themselves, which cannot be seen here: then it is advice.",
            example: "A CodeBuild action and no codebuild:StartBuild",
            fix: "Copy the missing statements into the role.",
            aws_answer: None,
            source: ROLES,
        },
    },
    Online {
        told: Preflight,
        doc: RuleDoc {
            code: "CP1203",
            title: "Permission that no action needs",
            severity: Hint,
            what: "The policies of the service role allow nothing beyond the design.",
            why: "What is not needed can only do harm.",
            example: "ec2:Describe* in a role for builds",
            fix: "Take it away, unless another pipeline uses the role too.",
            aws_answer: None,
            source: ROLES,
        },
    },
    Online {
        told: Preflight,
        doc: RuleDoc {
            code: "CP1204",
            title: "Trust in CodePipeline of any account",
            severity: Hint,
            what: "The trust policy of the service role has a condition on aws:SourceAccount or aws:SourceArn.",
            why: "Without one a pipeline of another account could use the role by way of the service.",
            example: "A trust policy with a service and nothing more",
            fix: "Add the condition; `pipewright policy --format json` has it.",
            aws_answer: None,
            source: "IAM user guide, the confused deputy problem",
        },
    },
    Online {
        told: Preflight,
        doc: RuleDoc {
            code: "CP1302",
            title: "Polling beside an event rule",
            severity: Warning,
            what: "No event rule that fits the source starts a pipeline whose source polls.",
            why: "Each change starts two executions.",
            example: "A rule made by the console, and PollForSourceChanges left out",
            fix: "Set PollForSourceChanges to false.",
            aws_answer: None,
            source: EVENTS,
        },
    },
    Online {
        told: Preflight,
        doc: RuleDoc {
            code: "CP1303",
            title: "Neither polling nor an event rule",
            severity: Warning,
            what: "A source that does not poll has an event rule that is on, fits its repository and branch or its bucket and key, and has the pipeline as its target. For S3 the bucket sends its events to EventBridge, or a trail records them.",
            why: "Otherwise only people start the pipeline.",
            example: "A rule for another branch",
            fix: "Create or correct the rule; the export with everything around the pipeline has it.",
            aws_answer: None,
            source: EVENTS,
        },
    },
    Online {
        told: Preflight,
        doc: RuleDoc {
            code: "CP1304",
            title: "ECR source without an event rule",
            severity: Warning,
            what: "An ECR source has an event rule that fits its repository and tag and has the pipeline as its target.",
            why: "An ECR source cannot poll: without a rule only people start the pipeline.",
            example: "A pipeline made with the command line, which makes no rules",
            fix: "Create the rule; the export with everything around the pipeline has it.",
            aws_answer: None,
            source: EVENTS,
        },
    },
    Online {
        told: Preflight,
        doc: RuleDoc {
            code: "CP1305",
            title: "Event rule that may not start the pipeline",
            severity: Error,
            what: "The target of the rule that fits a source has a role, and its policies allow codepipeline:StartPipelineExecution.",
            why: "Otherwise the rule fails each time, and nobody is told.",
            example: "A target without a role",
            fix: "Give the target a role that events.amazonaws.com may take on and that allows the start.",
            aws_answer: None,
            source: EVENTS,
        },
    },
];
