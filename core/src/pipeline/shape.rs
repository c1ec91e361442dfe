//! The declaration as a table: each member with its JSON type, whether it is required, and its constraints.
//!
//! Source of types and constraints: the CodePipeline API model 2015-07-09.
//! [`misfits`] walks a value along its shape and tells where it does not fit; `check` gives these their codes.
//! The order of the members is the order in which new ones are written.

use serde_json::Value;

use super::object::Object;
use super::path::Path;

/// An object of the declaration.
#[derive(Debug)]
pub struct Shape {
    /// For people: "action", "artifact store" …
    pub name: &'static str,
    /// All members AWS knows, in the order they are written.
    pub members: &'static [Member],
}

/// One member of an object.
#[derive(Debug)]
pub struct Member {
    /// The JSON key.
    pub key: &'static str,
    /// Its type.
    pub kind: Kind,
    /// Whether AWS refuses the object without it.
    pub required: bool,
}

/// A JSON type with its constraints.
#[derive(Debug)]
pub enum Kind {
    /// Text.
    Text(Text),
    /// A whole number, bounds included.
    Integer {
        /// Smallest value.
        min: i64,
        /// Largest value.
        max: i64,
    },
    /// An object of a known shape.
    Object(&'static Shape),
    /// A list.
    List {
        /// Type of the elements.
        of: &'static Kind,
        /// Fewest elements.
        min: usize,
        /// Most elements.
        max: usize,
    },
    /// An object with free keys.
    Map {
        /// What a key may be.
        key: Text,
        /// Type of the values.
        value: &'static Kind,
        /// Most entries.
        max: usize,
    },
}

/// What a text may be.
#[derive(Debug, Clone, Copy)]
pub struct Text {
    /// Fewest characters.
    pub min: usize,
    /// Most characters.
    pub max: usize,
    /// The characters allowed.
    pub charset: Charset,
    /// The values allowed; empty means any.
    pub one_of: &'static [&'static str],
}

/// The alphabets AWS uses; they differ in small ways.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Charset {
    /// Anything.
    Any,
    /// `[A-Za-z0-9.@\-_]`: pipelines, stages, actions, rules.
    Name,
    /// `[a-zA-Z0-9_\-]`: artifacts, providers, versions.
    Artifact,
    /// `[A-Za-z0-9@\-_]`: namespaces and variables.
    Namespace,
    /// `[A-Za-z0-9_]`: environment variables.
    Environment,
    /// `[a-zA-Z0-9\-\.]`: buckets.
    Bucket,
    /// `arn:aws(-[\w]+)*:iam::[0-9]{12}:role/.*`
    RoleArn,
}

impl Charset {
    /// Whether every character of `text` is allowed (for [`Charset::RoleArn`], whether it is such an ARN).
    pub fn accepts(self, text: &str) -> bool {
        match self {
            Self::RoleArn => is_role_arn(text),
            _ => text.chars().all(|c| self.accepts_char(c)),
        }
    }

    /// Whether one character is allowed.
    pub fn accepts_char(self, c: char) -> bool {
        match self {
            Self::Any | Self::RoleArn => true,
            Self::Name => c.is_ascii_alphanumeric() || matches!(c, '.' | '@' | '-' | '_'),
            Self::Artifact => c.is_ascii_alphanumeric() || matches!(c, '-' | '_'),
            Self::Namespace => c.is_ascii_alphanumeric() || matches!(c, '@' | '-' | '_'),
            Self::Environment => c.is_ascii_alphanumeric() || c == '_',
            Self::Bucket => c.is_ascii_alphanumeric() || matches!(c, '-' | '.'),
        }
    }

    /// For people: "letters, digits and . @ - _".
    pub fn describe(self) -> &'static str {
        match self {
            Self::Any => "any characters",
            Self::Name => "letters, digits and . @ - _",
            Self::Artifact => "letters, digits and - _",
            Self::Namespace => "letters, digits and @ - _",
            Self::Environment => "letters, digits and _",
            Self::Bucket => "letters, digits and . -",
            Self::RoleArn => "arn:aws:iam::123456789012:role/NAME",
        }
    }

    /// `text` with every character that is not allowed replaced by `_` or `-`, whichever fits.
    pub fn clean(self, text: &str) -> String {
        let filler = if self == Self::Environment { '_' } else { '-' };
        text.trim().chars().map(|c| if self.accepts_char(c) { c } else { filler }).collect()
    }
}

fn is_role_arn(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("arn:aws") else { return false };
    let Some((partition, rest)) = rest.split_once(":iam::") else { return false };
    let Some((account, _role)) = rest.split_once(":role/") else { return false };
    let partition_fits = partition.is_empty()
        || partition.strip_prefix('-').is_some_and(|tail| {
            tail.split('-')
                .all(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '_'))
        });
    partition_fits && account.len() == 12 && account.bytes().all(|b| b.is_ascii_digit())
}

impl Text {
    /// What is wrong with `text`, if anything.
    pub fn problem(&self, text: &str) -> Option<MisfitKind> {
        let length = text.chars().count();
        if length < self.min {
            Some(MisfitKind::TooShort { min: self.min })
        } else if length > self.max {
            Some(MisfitKind::TooLong { max: self.max, length })
        } else if !self.one_of.is_empty() && !self.one_of.contains(&text) {
            Some(MisfitKind::NotOneOf { allowed: self.one_of })
        } else if !self.charset.accepts(text) {
            Some(MisfitKind::Characters { charset: self.charset })
        } else {
            None
        }
    }
}

impl Shape {
    /// The member with this key, if AWS knows it.
    pub fn member(&self, key: &str) -> Option<&'static Member> {
        self.members.iter().find(|member| member.key == key)
    }

    /// Where a new member belongs in `object`: behind the last present member that the table lists before it.
    pub fn insert_position(&self, object: &Object, key: &str) -> usize {
        let Some(rank) = self.members.iter().position(|member| member.key == key) else {
            return object.len();
        };
        let before = &self.members[..rank];
        object.keys().rposition(|present| before.iter().any(|member| member.key == present)).map_or_else(
            || if object.is_empty() { 0 } else { object.len().min(usize::from(rank > 0)) },
            |at| at + 1,
        )
    }
}

/// A place where a value does not fit its shape.
#[derive(Debug, Clone, PartialEq)]
pub struct Misfit {
    /// Name of the shape the member belongs to.
    pub shape: &'static str,
    /// The member's key as the table has it; the key itself for unknown members.
    pub key: String,
    /// From the value the walk began with.
    pub path: Path,
    /// What does not fit.
    pub kind: MisfitKind,
}

/// What does not fit.
#[derive(Debug, Clone, PartialEq)]
pub enum MisfitKind {
    /// Another JSON type than AWS takes.
    WrongType {
        /// For people: "text", "a whole number" …
        expected: &'static str,
        /// For people: what is there.
        found: &'static str,
    },
    /// A member AWS does not know.
    Unknown,
    /// A required member is not there.
    Missing,
    /// Fewer characters than allowed.
    TooShort {
        /// Fewest allowed.
        min: usize,
    },
    /// More characters than allowed.
    TooLong {
        /// Most allowed.
        max: usize,
        /// How many there are.
        length: usize,
    },
    /// Characters outside the alphabet.
    Characters {
        /// The alphabet.
        charset: Charset,
    },
    /// A value outside the list.
    NotOneOf {
        /// The list.
        allowed: &'static [&'static str],
    },
    /// A number out of bounds.
    OutOfRange {
        /// Smallest allowed.
        min: i64,
        /// Largest allowed.
        max: i64,
    },
    /// Fewer elements than allowed.
    TooFew {
        /// Fewest allowed.
        min: usize,
        /// How many there are.
        count: usize,
    },
    /// More elements than allowed.
    TooMany {
        /// Most allowed.
        max: usize,
        /// How many there are.
        count: usize,
    },
}

/// Walks an object along its shape. The lists of stages and actions are not entered: they are the spine.
pub fn misfits(shape: &'static Shape, object: &Object, found: &mut Vec<Misfit>) {
    walk_object(shape, object, &mut Path::default(), found);
}

fn walk_object(shape: &'static Shape, object: &Object, path: &mut Path, found: &mut Vec<Misfit>) {
    for (key, value) in object {
        match shape.member(key) {
            Some(member) => {
                path.0.push(member.key.into());
                walk(shape, member, &member.kind, value, path, found);
                path.0.pop();
            }
            None => found.push(Misfit {
                shape: shape.name,
                key: key.clone(),
                path: path.clone().then(key.clone()),
                kind: MisfitKind::Unknown,
            }),
        }
    }
    for member in shape.members {
        if member.required && !object.contains_key(member.key) {
            found.push(Misfit {
                shape: shape.name,
                key: member.key.to_owned(),
                path: path.clone().then(member.key),
                kind: MisfitKind::Missing,
            });
        }
    }
}

fn walk(
    shape: &'static Shape,
    member: &'static Member,
    kind: &'static Kind,
    value: &Value,
    path: &mut Path,
    found: &mut Vec<Misfit>,
) {
    let mut report = |path: &Path, kind| {
        found.push(Misfit { shape: shape.name, key: member.key.to_owned(), path: path.clone(), kind });
    };
    let wrong = |expected| MisfitKind::WrongType { expected, found: super::type_name(value) };
    match kind {
        Kind::Text(text) => match value.as_str() {
            Some(value) => {
                if let Some(problem) = text.problem(value) {
                    report(path, problem);
                }
            }
            None => report(path, wrong("text")),
        },
        Kind::Integer { min, max } => match value.as_i64() {
            Some(number) if (*min..=*max).contains(&number) => {}
            Some(_) => report(path, MisfitKind::OutOfRange { min: *min, max: *max }),
            None => report(path, wrong("a whole number")),
        },
        Kind::Object(shape) => match value.as_object() {
            Some(object) => walk_object(shape, object, path, found),
            None => report(path, wrong("an object")),
        },
        Kind::List { of, min, max } => match value.as_array() {
            Some(elements) => {
                let is_spine = matches!(of, Kind::Object(inner) if is_spine(inner));
                if is_spine {
                    return;
                }
                if elements.len() < *min {
                    report(path, MisfitKind::TooFew { min: *min, count: elements.len() });
                }
                if elements.len() > *max {
                    report(path, MisfitKind::TooMany { max: *max, count: elements.len() });
                }
                for (index, element) in elements.iter().enumerate() {
                    path.0.push(index.into());
                    walk(shape, member, of, element, path, found);
                    path.0.pop();
                }
            }
            None => report(path, wrong("a list")),
        },
        Kind::Map { key, value: value_kind, max } => match value.as_object() {
            Some(entries) => {
                if entries.len() > *max {
                    report(path, MisfitKind::TooMany { max: *max, count: entries.len() });
                }
                for (name, entry) in entries {
                    path.0.push(name.clone().into());
                    if let Some(problem) = key.problem(name) {
                        found.push(Misfit {
                            shape: shape.name,
                            key: format!("{} key", member.key),
                            path: path.clone(),
                            kind: problem,
                        });
                    }
                    walk(shape, member, value_kind, entry, path, found);
                    path.0.pop();
                }
            }
            None => report(path, wrong("an object")),
        },
    }
}

fn is_spine(shape: &'static Shape) -> bool {
    std::ptr::eq(shape, &raw const STAGE) || std::ptr::eq(shape, &raw const ACTION)
}

const fn text(min: usize, max: usize, charset: Charset) -> Kind {
    Kind::Text(Text { min, max, charset, one_of: &[] })
}

const fn one_of(values: &'static [&'static str]) -> Kind {
    Kind::Text(Text { min: 0, max: usize::MAX, charset: Charset::Any, one_of: values })
}

const fn list(of: &'static Kind, min: usize, max: usize) -> Kind {
    Kind::List { of, min, max }
}

const fn required(key: &'static str, kind: Kind) -> Member {
    Member { key, kind, required: true }
}

const fn optional(key: &'static str, kind: Kind) -> Member {
    Member { key, kind, required: false }
}

const NAME: Kind = text(1, 100, Charset::Name);
const ROLE_ARN: Kind = text(1, 1024, Charset::RoleArn);
const REGION: Kind = text(4, 30, Charset::Any);
const ANY_COUNT: usize = usize::MAX;

/// The pipeline. Source: `PipelineDeclaration`.
pub static PIPELINE: Shape = Shape {
    name: "pipeline",
    members: &[
        required("name", NAME),
        required("roleArn", ROLE_ARN),
        optional("artifactStore", Kind::Object(&ARTIFACT_STORE)),
        optional(
            "artifactStores",
            Kind::Map {
                key: Text { min: 4, max: 30, charset: Charset::Any, one_of: &[] },
                value: &Kind::Object(&ARTIFACT_STORE),
                max: ANY_COUNT,
            },
        ),
        required("stages", list(&Kind::Object(&STAGE), 0, ANY_COUNT)),
        optional("version", Kind::Integer { min: 1, max: i64::MAX }),
        optional("executionMode", one_of(&["SUPERSEDED", "QUEUED", "PARALLEL"])),
        optional("pipelineType", one_of(&["V1", "V2"])),
        optional("variables", list(&Kind::Object(&VARIABLE), 0, 50)),
        optional("triggers", list(&Kind::Object(&TRIGGER), 0, 50)),
    ],
};

/// An artifact store. Source: `ArtifactStore`.
pub static ARTIFACT_STORE: Shape = Shape {
    name: "artifact store",
    members: &[
        required("type", one_of(&["S3"])),
        required("location", text(3, 63, Charset::Bucket)),
        optional("encryptionKey", Kind::Object(&ENCRYPTION_KEY)),
    ],
};

/// A key. Source: `EncryptionKey`.
pub static ENCRYPTION_KEY: Shape = Shape {
    name: "encryption key",
    members: &[required("id", text(1, 400, Charset::Any)), required("type", one_of(&["KMS"]))],
};

/// A variable. Source: `PipelineVariableDeclaration`.
pub static VARIABLE: Shape = Shape {
    name: "variable",
    members: &[
        required("name", text(1, 128, Charset::Namespace)),
        optional("defaultValue", text(1, 1000, Charset::Any)),
        optional("description", text(0, 200, Charset::Any)),
    ],
};

/// A trigger. Source: `PipelineTriggerDeclaration`.
pub static TRIGGER: Shape = Shape {
    name: "trigger",
    members: &[
        required("providerType", one_of(&["CodeStarSourceConnection"])),
        required("gitConfiguration", Kind::Object(&GIT_CONFIGURATION)),
    ],
};

/// The Git part of a trigger. Source: `GitConfiguration`.
pub static GIT_CONFIGURATION: Shape = Shape {
    name: "Git configuration",
    members: &[
        required("sourceActionName", NAME),
        optional("push", list(&Kind::Object(&PUSH_FILTER), 1, 3)),
        optional("pullRequest", list(&Kind::Object(&PULL_REQUEST_FILTER), 1, 3)),
    ],
};

/// A push filter. Source: `GitPushFilter`.
pub static PUSH_FILTER: Shape = Shape {
    name: "push filter",
    members: &[
        optional("tags", Kind::Object(&PATTERNS)),
        optional("branches", Kind::Object(&PATTERNS)),
        optional("filePaths", Kind::Object(&PATTERNS)),
    ],
};

/// A pull request filter. Source: `GitPullRequestFilter`.
pub static PULL_REQUEST_FILTER: Shape = Shape {
    name: "pull request filter",
    members: &[
        optional("events", list(&one_of(&["OPEN", "UPDATED", "CLOSED"]), 1, 3)),
        optional("branches", Kind::Object(&PATTERNS)),
        optional("filePaths", Kind::Object(&PATTERNS)),
    ],
};

/// Patterns of a filter. Source: `GitBranchFilterCriteria` and its siblings.
pub static PATTERNS: Shape = Shape {
    name: "patterns",
    members: &[
        optional("includes", list(&text(1, 255, Charset::Any), 1, 8)),
        optional("excludes", list(&text(1, 255, Charset::Any), 1, 8)),
    ],
};

/// A stage. Source: `StageDeclaration`.
pub static STAGE: Shape = Shape {
    name: "stage",
    members: &[
        required("name", NAME),
        optional("blockers", list(&Kind::Object(&BLOCKER), 0, ANY_COUNT)),
        required("actions", list(&Kind::Object(&ACTION), 0, ANY_COUNT)),
        optional("onFailure", Kind::Object(&ON_FAILURE)),
        optional("onSuccess", Kind::Object(&CONDITIONS)),
        optional("beforeEntry", Kind::Object(&CONDITIONS)),
    ],
};

/// A blocker, reserved by AWS. Source: `BlockerDeclaration`.
pub static BLOCKER: Shape = Shape {
    name: "blocker",
    members: &[required("name", text(1, 100, Charset::Any)), required("type", one_of(&["Schedule"]))],
};

/// `beforeEntry` and `onSuccess`. Source: `BeforeEntryConditions`, `SuccessConditions`.
pub static CONDITIONS: Shape =
    Shape { name: "conditions", members: &[required("conditions", list(&Kind::Object(&CONDITION), 1, 1))] };

/// `onFailure`. Source: `FailureConditions`.
pub static ON_FAILURE: Shape = Shape {
    name: "failure conditions",
    members: &[
        optional("result", one_of(&["ROLLBACK", "FAIL", "RETRY", "SKIP"])),
        optional("retryConfiguration", Kind::Object(&RETRY)),
        optional("conditions", list(&Kind::Object(&CONDITION), 1, 1)),
    ],
};

/// `retryConfiguration`. Source: `RetryConfiguration`.
pub static RETRY: Shape = Shape {
    name: "retry configuration",
    members: &[optional("retryMode", one_of(&["FAILED_ACTIONS", "ALL_ACTIONS"]))],
};

/// A condition. Source: `Condition`.
pub static CONDITION: Shape = Shape {
    name: "condition",
    members: &[
        optional("result", one_of(&["ROLLBACK", "FAIL", "RETRY", "SKIP"])),
        optional("rules", list(&Kind::Object(&RULE), 1, 5)),
    ],
};

/// A rule. Source: `RuleDeclaration`.
pub static RULE: Shape = Shape {
    name: "rule",
    members: &[
        required("name", NAME),
        required("ruleTypeId", Kind::Object(&RULE_TYPE)),
        optional(
            "configuration",
            Kind::Map {
                key: Text { min: 1, max: 50, charset: Charset::Any, one_of: &[] },
                value: &text(1, 10_000, Charset::Any),
                max: 200,
            },
        ),
        optional("commands", list(&text(1, 1000, Charset::Any), 1, 50)),
        optional("inputArtifacts", list(&Kind::Object(&INPUT_ARTIFACT), 0, ANY_COUNT)),
        optional("roleArn", ROLE_ARN),
        optional("region", REGION),
        optional("timeoutInMinutes", Kind::Integer { min: 5, max: 86_400 }),
    ],
};

/// What names a rule type. Source: `RuleTypeId`.
pub static RULE_TYPE: Shape = Shape {
    name: "rule type",
    members: &[
        required("category", one_of(&["Rule"])),
        optional("owner", one_of(&["AWS"])),
        required("provider", text(1, 35, Charset::Artifact)),
        optional("version", text(1, 9, Charset::Artifact)),
    ],
};

/// An action. Source: `ActionDeclaration`.
pub static ACTION: Shape = Shape {
    name: "action",
    members: &[
        required("name", NAME),
        required("actionTypeId", Kind::Object(&ACTION_TYPE)),
        optional("runOrder", Kind::Integer { min: 1, max: 999 }),
        optional(
            "configuration",
            Kind::Map {
                key: Text { min: 1, max: 50, charset: Charset::Any, one_of: &[] },
                value: &text(1, 1000, Charset::Any),
                max: ANY_COUNT,
            },
        ),
        optional("commands", list(&text(1, 1000, Charset::Any), 1, 50)),
        optional("outputArtifacts", list(&Kind::Object(&OUTPUT_ARTIFACT), 0, ANY_COUNT)),
        optional("inputArtifacts", list(&Kind::Object(&INPUT_ARTIFACT), 0, ANY_COUNT)),
        optional("outputVariables", list(&text(1, 128, Charset::Any), 1, 15)),
        optional("roleArn", ROLE_ARN),
        optional("region", REGION),
        optional("namespace", text(1, 100, Charset::Namespace)),
        optional("timeoutInMinutes", Kind::Integer { min: 5, max: 86_400 }),
        optional("environmentVariables", list(&Kind::Object(&ENVIRONMENT_VARIABLE), 1, 10)),
    ],
};

/// What names an action type. Source: `ActionTypeId`.
pub static ACTION_TYPE: Shape = Shape {
    name: "action type",
    members: &[
        required("category", one_of(&["Source", "Build", "Deploy", "Test", "Invoke", "Approval", "Compute"])),
        required("owner", one_of(&["AWS", "ThirdParty", "Custom"])),
        required("provider", text(1, 35, Charset::Artifact)),
        required("version", text(1, 9, Charset::Artifact)),
    ],
};

/// An artifact an action takes. Source: `InputArtifact`.
pub static INPUT_ARTIFACT: Shape =
    Shape { name: "input artifact", members: &[required("name", text(1, 100, Charset::Artifact))] };

/// An artifact an action makes. Source: `OutputArtifact`.
pub static OUTPUT_ARTIFACT: Shape = Shape {
    name: "output artifact",
    members: &[
        required("name", text(1, 100, Charset::Artifact)),
        optional("files", list(&text(1, 128, Charset::Any), 1, 10)),
    ],
};

/// An environment variable. Source: `EnvironmentVariable`.
pub static ENVIRONMENT_VARIABLE: Shape = Shape {
    name: "environment variable",
    members: &[
        required("name", text(1, 128, Charset::Environment)),
        required("value", text(1, 2000, Charset::Any)),
        optional("type", one_of(&["PLAINTEXT", "SECRETS_MANAGER"])),
    ],
};

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[track_caller]
    fn check(shape: &'static Shape, value: &Value, expect: &[(&str, &str)]) {
        let mut found = Vec::new();
        misfits(shape, value.as_object().expect("an object"), &mut found);
        let found: Vec<(String, String)> = found
            .iter()
            .map(|misfit| (misfit.path.to_string(), format!("{:?}", misfit.kind)))
            .map(|(path, kind)| (path, kind.split([' ', '{']).next().unwrap_or_default().to_owned()))
            .collect();
        let found: Vec<(&str, &str)> =
            found.iter().map(|(path, kind)| (path.as_str(), kind.as_str())).collect();
        assert_eq!(found, expect);
    }

    #[test]
    fn a_whole_action_fits() {
        check(
            &ACTION,
            &json!({
                "name": "Build",
                "actionTypeId": {"category": "Build", "owner": "AWS", "provider": "CodeBuild", "version": "1"},
                "runOrder": 1, "configuration": {"ProjectName": "p"}, "inputArtifacts": [], "outputArtifacts": [{"name": "Out"}],
            }),
            &[],
        );
    }

    #[test]
    fn each_kind_of_misfit_is_told_with_its_place() {
        let kind = json!({"category": "Testing", "owner": "AWS", "provider": "", "version": 1});
        check(
            &ACTION,
            &json!({"name": "a b", "actionTypeId": kind, "runOrder": 1000, "configuration": {"Flag": true},
                "outputArtifacts": [{"name": "x.y"}], "commands": [], "colour": "red"}),
            &[
                ("name", "Characters"),
                ("actionTypeId.category", "NotOneOf"),
                ("actionTypeId.provider", "TooShort"),
                ("actionTypeId.version", "WrongType"),
                ("runOrder", "OutOfRange"),
                ("configuration.Flag", "WrongType"),
                ("outputArtifacts[0].name", "Characters"),
                ("commands", "TooFew"),
                ("colour", "Unknown"),
            ],
        );
        check(&ENCRYPTION_KEY, &json!({"id": "k"}), &[("type", "Missing")]);
    }

    #[test]
    fn role_arns() {
        for (arn, fits) in [
            ("arn:aws:iam::123456789012:role/pipeline", true),
            ("arn:aws-us-gov:iam::123456789012:role/path/pipeline", true),
            ("arn:aws-iso-b:iam::123456789012:role/x", true),
            ("arn:aws:iam::1234:role/x", false),
            ("arn:aws:iam::123456789012:user/x", false),
            ("ARN", false),
        ] {
            assert_eq!(Charset::RoleArn.accepts(arn), fits, "{arn}");
        }
    }

    #[test]
    fn new_members_go_where_aws_prints_them() {
        let action = json!({"name": "A", "actionTypeId": {}, "inputArtifacts": [], "zzz": 1});
        let action = action.as_object().expect("an object");
        assert_eq!(ACTION.insert_position(action, "runOrder"), 2);
        assert_eq!(ACTION.insert_position(action, "namespace"), 3);
        assert_eq!(ACTION.insert_position(action, "unheard"), 4);
        assert_eq!(ACTION.insert_position(&Object::new(), "name"), 0);
    }
}
