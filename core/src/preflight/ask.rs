//! One read-only call, as data.

use serde_json::Value;

/// A call to an AWS service that changes nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// The service that answers.
    pub service: Service,
    /// The operation, as the API names it.
    pub operation: &'static str,
    /// What goes with it.
    pub input: Input,
    /// Where to ask; `None` where the connection says.
    pub region: Option<String>,
    /// The IAM permission it needs.
    pub permission: &'static str,
    /// Error codes by which the service says that there is no such thing.
    pub absent: &'static [&'static str],
}

/// The input of a call, by the protocol of its service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// The body of a JSON call.
    Json(Value),
    /// The parameters of a query call, `Action` and `Version` left out.
    Query(Vec<(String, String)>),
    /// The path of a REST call, encoded, with the query behind it.
    Get(String),
    /// The same for a call whose answer is in the headers.
    Head(String),
}

/// What came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The body; XML is read as JSON, the root element left out. For [`Input::Head`] the headers.
    Found(Value),
    /// There is no such thing.
    Absent,
    /// Whoever asks may not know.
    Denied {
        /// The permission that is lacking.
        permission: String,
    },
    /// Nobody could be asked, or the answer made no sense.
    Failed {
        /// What happened, half a sentence.
        happened: String,
    },
}

/// The services that are asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "they are the names AWS gives them")]
pub enum Service {
    CloudFormation,
    CodeBuild,
    CodeCommit,
    CodeConnections,
    CodeDeploy,
    CodePipeline,
    CodeStarConnections,
    Ecr,
    Ecs,
    Eks,
    ElasticBeanstalk,
    EventBridge,
    Iam,
    Kms,
    Lambda,
    S3,
    Sns,
    StepFunctions,
}

/// How a service is spoken to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wire {
    /// JSON in the body, the operation in `X-Amz-Target` behind this prefix.
    Json {
        /// `1.0` or `1.1`.
        version: &'static str,
        /// Ends with a dot.
        target: &'static str,
    },
    /// A form in the body, XML back.
    Query {
        /// The version of the API.
        version: &'static str,
    },
    /// A path, JSON back.
    RestJson,
    /// A path, XML back.
    RestXml,
}

impl Service {
    /// The name settings such as `AWS_ENDPOINT_URL_…` are made from.
    pub fn id(self) -> &'static str {
        match self {
            Self::CloudFormation => "CloudFormation",
            Self::CodeBuild => "CodeBuild",
            Self::CodeCommit => "CodeCommit",
            Self::CodeConnections => "CodeConnections",
            Self::CodeDeploy => "CodeDeploy",
            Self::CodePipeline => "CodePipeline",
            Self::CodeStarConnections => "CodeStar connections",
            Self::Ecr => "ECR",
            Self::Ecs => "ECS",
            Self::Eks => "EKS",
            Self::ElasticBeanstalk => "Elastic Beanstalk",
            Self::EventBridge => "EventBridge",
            Self::Iam => "IAM",
            Self::Kms => "KMS",
            Self::Lambda => "Lambda",
            Self::S3 => "S3",
            Self::Sns => "SNS",
            Self::StepFunctions => "SFN",
        }
    }

    /// The name requests are signed with.
    pub fn signing_name(self) -> &'static str {
        match self {
            Self::CloudFormation => "cloudformation",
            Self::CodeBuild => "codebuild",
            Self::CodeCommit => "codecommit",
            Self::CodeConnections => "codeconnections",
            Self::CodeDeploy => "codedeploy",
            Self::CodePipeline => "codepipeline",
            Self::CodeStarConnections => "codestar-connections",
            Self::Ecr => "ecr",
            Self::Ecs => "ecs",
            Self::Eks => "eks",
            Self::ElasticBeanstalk => "elasticbeanstalk",
            Self::EventBridge => "events",
            Self::Iam => "iam",
            Self::Kms => "kms",
            Self::Lambda => "lambda",
            Self::S3 => "s3",
            Self::Sns => "sns",
            Self::StepFunctions => "states",
        }
    }

    /// The beginning of its host name.
    pub fn host_prefix(self) -> &'static str {
        match self {
            Self::Ecr => "api.ecr",
            other => other.signing_name(),
        }
    }

    /// Whether it has one address for all Regions of a partition.
    pub fn is_global(self) -> bool {
        self == Self::Iam
    }

    /// How it is spoken to.
    pub fn wire(self) -> Wire {
        let json = |version, target| Wire::Json { version, target };
        match self {
            Self::CloudFormation => Wire::Query { version: "2010-05-15" },
            Self::CodeBuild => json("1.1", "CodeBuild_20161006."),
            Self::CodeCommit => json("1.1", "CodeCommit_20150413."),
            Self::CodeConnections => json("1.0", "com.amazonaws.codeconnections.CodeConnections_20231201."),
            Self::CodeDeploy => json("1.1", "CodeDeploy_20141006."),
            Self::CodePipeline => json("1.1", "CodePipeline_20150709."),
            Self::CodeStarConnections => {
                json("1.0", "com.amazonaws.codestar.connections.CodeStar_connections_20191201.")
            }
            Self::Ecr => json("1.1", "AmazonEC2ContainerRegistry_V20150921."),
            Self::Ecs => json("1.1", "AmazonEC2ContainerServiceV20141113."),
            Self::Eks | Self::Lambda => Wire::RestJson,
            Self::ElasticBeanstalk => Wire::Query { version: "2010-12-01" },
            Self::EventBridge => json("1.1", "AWSEvents."),
            Self::Iam => Wire::Query { version: "2010-05-08" },
            Self::Kms => json("1.1", "TrentService."),
            Self::S3 => Wire::RestXml,
            Self::Sns => Wire::Query { version: "2010-03-31" },
            Self::StepFunctions => json("1.0", "AWSStepFunctions."),
        }
    }
}

/// A text as it stands in a path or a query: everything but letters, digits and `-._~` encoded.
pub fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                char::from(byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

/// The reverse of [`encoded`], as IAM encodes policy documents.
pub(super) fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let pair = bytes.get(at + 1..at + 3).and_then(|pair| std::str::from_utf8(pair).ok());
        let byte = pair.filter(|_| bytes[at] == b'%').and_then(|pair| u8::from_str_radix(pair, 16).ok());
        out.push(byte.unwrap_or(bytes[at]));
        at += if byte.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&out).into_owned()
}
