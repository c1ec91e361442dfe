//! Judging one configuration value against its field.

use super::field::{Field, FieldKind};
use super::nearest::nearest_of;
use crate::document::{TextPlace, json_complaint};

/// Why a value does not fit its field.
#[derive(Clone, Debug, PartialEq)]
pub enum ValueProblem<'f> {
    /// The value, or this item of a list, is not one of those allowed.
    NotAllowed {
        /// The offending value or list item.
        item: String,
        /// All that may stand there.
        allowed: &'f [String],
        /// What was probably meant.
        nearest: Option<&'f str>,
    },
    /// Too short or too long, in characters.
    Length {
        /// How long it is.
        length: usize,
        /// Shortest allowed.
        min: usize,
        /// Longest allowed.
        max: usize,
    },
    /// Does not fit the naming rule.
    Pattern {
        /// The rule.
        pattern: &'f str,
    },
    /// Not `true` or `false`.
    NotBoolean {
        /// What was probably meant by `True`, `yes`, `1` and the like.
        nearest: Option<&'static str>,
    },
    /// Not a whole number.
    NotInteger,
    /// Not a decimal number.
    NotNumber,
    /// A number outside its bounds.
    Range {
        /// Smallest allowed.
        min: Option<f64>,
        /// Largest allowed.
        max: Option<f64>,
    },
    /// Not an ARN at all, or one of another service or kind.
    NotArn,
    /// Text that is no JSON document.
    NotJson {
        /// From 1.
        line: usize,
        /// From 1, in characters.
        column: usize,
        /// The bytes before that.
        offset: usize,
        /// What the parser found, and what was expected.
        message: String,
    },
    /// No `Artifact::file`.
    NotArtifactPath,
}

impl Field {
    /// The first thing wrong with a value, if any.
    ///
    /// A value with a variable in it is known only at run time, so it passes, except that JSON has to be
    /// well-formed around its variables. Whether a variable may stand there, and the API's own bound on the
    /// written text, are other questions than this one.
    pub fn problem(&self, value: &str) -> Option<ValueProblem<'_>> {
        if value.contains("#{") {
            let may_be_malformed = self.kind == FieldKind::Json && json_problem(value).is_some();
            return may_be_malformed.then(|| json_problem(&mask_variables(value))).flatten();
        }
        let length = value.chars().count();
        if length < self.min_length || length > self.max_length {
            return Some(ValueProblem::Length { length, min: self.min_length, max: self.max_length });
        }
        self.kind_problem(value).or_else(|| self.pattern_problem(value))
    }

    fn kind_problem(&self, value: &str) -> Option<ValueProblem<'_>> {
        match self.kind {
            FieldKind::Bool => boolean_problem(value),
            FieldKind::Enum => self.item_problem(value),
            FieldKind::CsvList if !self.allowed.is_empty() => {
                value.split(',').find_map(|item| self.item_problem(item))
            }
            FieldKind::Integer => match value.parse::<i64>() {
                Ok(number) => self.range_problem(number as f64),
                Err(_) => Some(ValueProblem::NotInteger),
            },
            FieldKind::Number => match value.parse::<f64>() {
                Ok(number) if number.is_finite() => self.range_problem(number),
                Ok(_) | Err(_) => Some(ValueProblem::NotNumber),
            },
            FieldKind::Arn => {
                let fits = is_arn(value) && self.pattern.as_ref().is_none_or(|it| it.is_match(value));
                (!fits).then_some(ValueProblem::NotArn)
            }
            FieldKind::Json => json_problem(value),
            FieldKind::ArtifactPath => match value.split_once("::") {
                Some((artifact, file)) if !artifact.is_empty() && !file.is_empty() => None,
                Some(_) | None => Some(ValueProblem::NotArtifactPath),
            },
            FieldKind::CsvList
            | FieldKind::String
            | FieldKind::ArtifactRef
            | FieldKind::Path
            | FieldKind::Secret => None,
        }
    }

    fn item_problem(&self, item: &str) -> Option<ValueProblem<'_>> {
        if self.allowed.iter().any(|allowed| allowed == item) {
            return None;
        }
        let nearest = nearest_of(item, self.allowed.iter().map(String::as_str));
        Some(ValueProblem::NotAllowed { item: item.to_owned(), allowed: &self.allowed, nearest })
    }

    fn range_problem(&self, number: f64) -> Option<ValueProblem<'_>> {
        let too_small = self.min.is_some_and(|min| number < min);
        let too_large = self.max.is_some_and(|max| number > max);
        (too_small || too_large).then_some(ValueProblem::Range { min: self.min, max: self.max })
    }

    fn pattern_problem(&self, value: &str) -> Option<ValueProblem<'_>> {
        let pattern = self.pattern.as_ref().filter(|pattern| !pattern.is_match(value))?;
        Some(ValueProblem::Pattern { pattern: pattern.as_str() })
    }
}

fn boolean_problem(value: &str) -> Option<ValueProblem<'static>> {
    let nearest = match value {
        "true" | "false" => return None,
        _ => match value.trim().to_ascii_lowercase().as_str() {
            "true" | "yes" | "on" | "1" => Some("true"),
            "false" | "no" | "off" | "0" => Some("false"),
            _ => None,
        },
    };
    Some(ValueProblem::NotBoolean { nearest })
}

/// What is wrong with a text that should be JSON.
pub(crate) fn json_problem(value: &str) -> Option<ValueProblem<'static>> {
    let (message, offset) = json_complaint(value)?;
    let TextPlace { line, column } = TextPlace::of(value, offset);
    Some(ValueProblem::NotJson { line, column, offset, message })
}

/// Puts a number, padded with blanks, in the place of each variable: that is well-formed inside a JSON text
/// as well as outside, and leaves the places of errors where they are.
fn mask_variables(value: &str) -> String {
    let mut masked = String::with_capacity(value.len());
    let mut rest = value;
    while let Some((before, from)) = rest.find("#{").map(|start| rest.split_at(start)) {
        masked.push_str(before);
        let length = from.find('}').map_or(from.len(), |end| end + 1);
        masked.push('0');
        masked.extend(std::iter::repeat_n(' ', length - 1));
        rest = &from[length..];
    }
    masked + rest
}

/// `arn:partition:service:region:account:resource`; Region and account may be empty.
fn is_arn(text: &str) -> bool {
    let mut parts = text.splitn(6, ':');
    let prefix = parts.next() == Some("arn");
    let partition = parts.next().is_some_and(|it| it.starts_with("aws"));
    let service = parts.next().is_some_and(|it| !it.is_empty());
    let resource = parts.nth(2).is_some_and(|it| !it.is_empty());
    prefix && partition && service && resource
}

#[cfg(test)]
mod tests {
    use super::super::Catalog;
    use super::ValueProblem;

    #[track_caller]
    fn check(id: &str, key: &str, value: &str, expected: Option<&str>) {
        let field = Catalog::get().provider_by_id(id).and_then(|it| it.field(key)).unwrap();
        let problem = field.problem(value).map(|problem| match problem {
            ValueProblem::NotAllowed { item, nearest, .. } => {
                format!("{item:?} not allowed, near {}", nearest.unwrap_or("nothing"))
            }
            ValueProblem::Length { length, min, max } => format!("length {length} of {min} to {max}"),
            ValueProblem::Pattern { pattern } => format!("pattern {pattern}"),
            ValueProblem::NotBoolean { nearest } => {
                format!("not boolean, near {}", nearest.unwrap_or("nothing"))
            }
            ValueProblem::NotInteger => "not integer".to_owned(),
            ValueProblem::NotNumber => "not number".to_owned(),
            ValueProblem::Range { min, max } => format!("range {min:?} {max:?}"),
            ValueProblem::NotArn => "not ARN".to_owned(),
            ValueProblem::NotJson { line, column, .. } => format!("not JSON at {line}:{column}"),
            ValueProblem::NotArtifactPath => "not artifact path".to_owned(),
        });
        assert_eq!(problem.as_deref(), expected, "{key} = {value}");
    }

    #[test]
    fn lists_of_values() {
        let id = "Deploy/AWS/CloudFormation/1";
        check(id, "ActionMode", "CREATE_UPDATE", None);
        check(id, "ActionMode", "create_update", Some(r#""create_update" not allowed, near CREATE_UPDATE"#));
        check(id, "ActionMode", "SOMETHING", Some(r#""SOMETHING" not allowed, near nothing"#));
        check(id, "ActionMode", "#{variables.mode}", None);
        check(id, "Capabilities", "CAPABILITY_IAM,CAPABILITY_AUTO_EXPAND", None);
        check(
            id,
            "Capabilities",
            "CAPABILITY_NAMED_IAM, CAPABILITY_AUTO_EXPAND",
            Some(r#"" CAPABILITY_AUTO_EXPAND" not allowed, near CAPABILITY_AUTO_EXPAND"#),
        );
    }

    #[test]
    fn booleans() {
        let id = "Source/AWS/S3/1";
        check(id, "PollForSourceChanges", "false", None);
        check(id, "PollForSourceChanges", "False", Some("not boolean, near false"));
        check(id, "PollForSourceChanges", "yes", Some("not boolean, near true"));
        check(id, "PollForSourceChanges", "often", Some("not boolean, near nothing"));
    }

    #[test]
    fn numbers() {
        let id = "Test/AWS/DeviceFarm/1";
        check(id, "FuzzEventCount", "10000", None);
        check(id, "FuzzEventCount", "10001", Some("range Some(1.0) Some(10000.0)"));
        check(id, "FuzzEventCount", "1.5", Some("not integer"));
        check(id, "FuzzEventCount", "#{variables.count}", None);
        check(id, "Latitude", "-90", None);
        check(id, "Latitude", "-90.5", Some("range Some(-90.0) Some(90.0)"));
        check(id, "Latitude", "north", Some("not number"));
        check(id, "Latitude", "NaN", Some("not number"));
    }

    #[test]
    fn lengths_count_characters() {
        check("Deploy/AWS/ElasticBeanstalk/1", "EnvironmentName", "abc", Some("length 3 of 4 to 40"));
        check("Deploy/AWS/ElasticBeanstalk/1", "ApplicationName", "", Some("length 0 of 1 to 100"));
        check("Deploy/AWS/ElasticBeanstalk/1", "ApplicationName", &"ä".repeat(100), None);
        check("Approval/AWS/Manual/1", "CustomData", &"x".repeat(1001), Some("length 1001 of 1 to 1000"));
    }

    #[test]
    fn patterns() {
        let alias = "^[a-zA-Z0-9_-]*[a-zA-Z_-][a-zA-Z0-9_-]*$";
        let id = "Deploy/AWS/Lambda/1";
        check(id, "FunctionAlias", "v1", None);
        check(id, "FunctionAlias", "123", Some(&format!("pattern {alias}")));
        check(id, "DeployStrategy", "Canary10Percent5Minutes", None);
        check(id, "DeployStrategy", "#{variables.strategy}", None);
        check(
            "Source/AWS/S3/1",
            "S3Bucket",
            "s3://bucket",
            Some("pattern ^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$"),
        );
    }

    #[test]
    fn arns() {
        let id = "Approval/AWS/Manual/1";
        check(id, "NotificationArn", "arn:aws:sns:eu-west-1:111122223333:approvals", None);
        check(id, "NotificationArn", "arn:aws-cn:sns:cn-north-1:111122223333:approvals", None);
        check(id, "NotificationArn", "arn:aws:sqs:eu-west-1:111122223333:approvals", Some("not ARN"));
        check(id, "NotificationArn", "approvals", Some("not ARN"));
        check(id, "NotificationArn", "arn:aws:sns:eu-west-1:#{variables.account}:approvals", None);
        check(
            "Deploy/AWS/S3/1",
            "KMSEncryptionKeyARN",
            "arn:aws:kms:eu-west-1:111122223333:",
            Some("not ARN"),
        );
    }

    #[test]
    fn json_and_paths() {
        let id = "Build/AWS/CodeBuild/1";
        check(id, "EnvironmentVariables", r#"[{"name":"A","value":"1"}]"#, None);
        check(id, "EnvironmentVariables", r#"[{"name":"A",}]"#, Some("not JSON at 1:14"));
        check(id, "EnvironmentVariables", r##"[{"name":"A","value":"#{a.b}"}]"##, None);
        check(id, "EnvironmentVariables", r#"{"count":#{a.b},"tag":"v#{c.d}"}"#, None);
        check(id, "EnvironmentVariables", r##"{"a":"#{a.b}" "b":1}"##, Some("not JSON at 1:15"));
        check(id, "EnvironmentVariables", r##"{"a":"#{a.b"}"##, None);
        let id = "Deploy/AWS/CloudFormation/1";
        check(id, "TemplatePath", "Out::a.yaml", None);
        check(id, "TemplatePath", "a.yaml", Some("not artifact path"));
        check(id, "TemplatePath", "::a.yaml", Some("not artifact path"));
        check(id, "TemplatePath", "Out.1::a", Some("pattern ^[A-Za-z0-9_-]{1,100}::.+$"));
    }
}
