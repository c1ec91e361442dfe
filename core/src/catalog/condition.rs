//! Conditions between configuration values, such as "`ActionMode` is `CHANGE_SET_EXECUTE`".
//!
//! A condition is decided from what a pipeline says alone. A value with a variable in it is only known when
//! the pipeline runs, so an answer can be "cannot tell": whoever asks picks the side that spares people a
//! false alarm (a field is then visible but not required).

use serde::Deserialize;

/// A condition for people, with its machine-readable twin where it can be decided offline.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct When {
    /// Half a sentence that follows "when", such as "more than one input artifact".
    pub text: String,
    /// Absent where only AWS, or the contents of an artifact, can tell.
    #[serde(rename = "if")]
    pub condition: Option<Condition>,
}

/// Something that can be said about the configuration and the artifacts of an action or rule.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(try_from = "Raw")]
pub enum Condition {
    /// The key has one of these values; false when it has none.
    IsIn {
        /// Configuration key.
        key: String,
        /// At least one.
        values: Vec<String>,
    },
    /// The key has no value, or one that is not listed.
    IsNotIn {
        /// Configuration key.
        key: String,
        /// At least one.
        values: Vec<String>,
    },
    /// The key has a value (`set`), or has none.
    IsSet {
        /// Configuration key.
        key: String,
        /// What is asked for.
        set: bool,
    },
    /// The number of input artifacts.
    Inputs(Count),
    /// The number of output artifacts.
    Outputs(Count),
    /// All of them hold.
    All(Vec<Self>),
    /// One of them holds.
    Any(Vec<Self>),
}

/// Inclusive bounds of a number of artifacts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Count {
    /// Lower bound.
    #[serde(default)]
    pub at_least: usize,
    /// Upper bound; none when absent.
    pub at_most: Option<usize>,
}

impl Count {
    fn holds(self, count: usize) -> bool {
        self.at_least <= count && self.at_most.is_none_or(|at_most| count <= at_most)
    }
}

impl Condition {
    /// Whether the condition surely holds; [`Self::decide`] without its third answer.
    pub fn holds<'v>(
        &self,
        value: &impl Fn(&str) -> Option<&'v str>,
        input_count: usize,
        output_count: usize,
    ) -> bool {
        self.decide(value, input_count, output_count) == Some(true)
    }

    /// Whether the condition holds; `None` if that depends on a value with a variable (`#{…}`) in it.
    ///
    /// `value` gives the configuration value of a key as written. An empty text counts as no value.
    pub fn decide<'v>(
        &self,
        value: &impl Fn(&str) -> Option<&'v str>,
        input_count: usize,
        output_count: usize,
    ) -> Option<bool> {
        let value_of = |key: &str| value(key).filter(|text| !text.is_empty());
        let is_in = |key: &str, values: &[String]| match value_of(key) {
            None => Some(false),
            Some(text) if text.contains("#{") => None,
            Some(text) => Some(values.iter().any(|wanted| wanted == text)),
        };
        match self {
            Self::IsIn { key, values } => is_in(key, values),
            Self::IsNotIn { key, values } => is_in(key, values).map(|found| !found),
            Self::IsSet { key, set } => Some(value_of(key).is_some() == *set),
            Self::Inputs(count) => Some(count.holds(input_count)),
            Self::Outputs(count) => Some(count.holds(output_count)),
            // One false decides "all", one true decides "any", whatever the others turn out to be.
            Self::All(parts) => fold(parts, false, |part| part.decide(value, input_count, output_count)),
            Self::Any(parts) => fold(parts, true, |part| part.decide(value, input_count, output_count)),
        }
    }

    /// Calls `visit` with each configuration key the condition looks at.
    pub fn for_each_key<'a>(&'a self, visit: &mut impl FnMut(&'a str)) {
        match self {
            Self::IsIn { key, .. } | Self::IsNotIn { key, .. } | Self::IsSet { key, .. } => visit(key),
            Self::Inputs(_) | Self::Outputs(_) => {}
            Self::All(parts) | Self::Any(parts) => {
                for part in parts {
                    part.for_each_key(visit);
                }
            }
        }
    }
}

fn fold(parts: &[Condition], deciding: bool, decide: impl Fn(&Condition) -> Option<bool>) -> Option<bool> {
    let mut answer = Some(!deciding);
    for part in parts {
        match decide(part) {
            Some(found) if found == deciding => return Some(deciding),
            Some(_) => {}
            None => answer = None,
        }
    }
    answer
}

/// The shape in the file. Serde's untagged enums buffer, and buffered numbers do not survive the
/// `arbitrary_precision` of `serde_json`; hence one struct of all members and a check.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Raw {
    key: Option<String>,
    is_in: Option<Vec<String>>,
    is_not_in: Option<Vec<String>>,
    is_set: Option<bool>,
    inputs: Option<Count>,
    outputs: Option<Count>,
    all: Option<Vec<Condition>>,
    any: Option<Vec<Condition>>,
}

impl TryFrom<Raw> for Condition {
    type Error = &'static str;

    fn try_from(raw: Raw) -> Result<Self, Self::Error> {
        let Raw { key, is_in, is_not_in, is_set, inputs, outputs, all, any } = raw;
        match (key, is_in, is_not_in, is_set, inputs, outputs, all, any) {
            (Some(key), Some(values), None, None, None, None, None, None) => Ok(Self::IsIn { key, values }),
            (Some(key), None, Some(values), None, None, None, None, None) => {
                Ok(Self::IsNotIn { key, values })
            }
            (Some(key), None, None, Some(set), None, None, None, None) => Ok(Self::IsSet { key, set }),
            (None, None, None, None, Some(count), None, None, None) => Ok(Self::Inputs(count)),
            (None, None, None, None, None, Some(count), None, None) => Ok(Self::Outputs(count)),
            (None, None, None, None, None, None, Some(parts), None) => Ok(Self::All(parts)),
            (None, None, None, None, None, None, None, Some(parts)) => Ok(Self::Any(parts)),
            _ => Err("a condition is a key with isIn, isNotIn or isSet, or one of inputs, outputs, all, any"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Condition;

    #[track_caller]
    fn check(
        condition: &str,
        configuration: &[(&str, &str)],
        artifacts: (usize, usize),
        expected: Option<bool>,
    ) {
        let condition: Condition = serde_json::from_str(condition).unwrap();
        let get = |key: &str| configuration.iter().find(|(name, _)| *name == key).map(|(_, value)| *value);
        let (inputs, outputs) = artifacts;
        assert_eq!(condition.decide(&get, inputs, outputs), expected);
        assert_eq!(condition.holds(&get, inputs, outputs), expected == Some(true));
    }

    #[test]
    fn values() {
        let is_in = r#"{"key": "Mode", "isIn": ["A", "B"]}"#;
        check(is_in, &[("Mode", "B")], (0, 0), Some(true));
        check(is_in, &[("Mode", "b")], (0, 0), Some(false));
        check(is_in, &[("Other", "A")], (0, 0), Some(false));
        check(is_in, &[("Mode", "#{variables.mode}")], (0, 0), None);
        let is_not_in = r#"{"key": "Mode", "isNotIn": ["A"]}"#;
        check(is_not_in, &[("Mode", "A")], (0, 0), Some(false));
        check(is_not_in, &[("Mode", "B")], (0, 0), Some(true));
        check(is_not_in, &[], (0, 0), Some(true));
        check(is_not_in, &[("Mode", "#{variables.mode}")], (0, 0), None);
    }

    #[test]
    fn presence() {
        let set = r#"{"key": "Alias", "isSet": true}"#;
        check(set, &[("Alias", "live")], (0, 0), Some(true));
        check(set, &[("Alias", "#{variables.alias}")], (0, 0), Some(true));
        check(set, &[("Alias", "")], (0, 0), Some(false));
        check(set, &[], (0, 0), Some(false));
        check(r#"{"key": "Alias", "isSet": false}"#, &[], (0, 0), Some(true));
    }

    #[test]
    fn artifact_counts() {
        let several = r#"{"inputs": {"atLeast": 2}}"#;
        check(several, &[], (1, 9), Some(false));
        check(several, &[], (2, 0), Some(true));
        check(r#"{"inputs": {"atMost": 0}}"#, &[], (0, 0), Some(true));
        check(r#"{"inputs": {"atMost": 0}}"#, &[], (1, 0), Some(false));
        check(r#"{"outputs": {"atLeast": 1, "atMost": 2}}"#, &[], (0, 3), Some(false));
        check(r#"{"outputs": {"atLeast": 1, "atMost": 2}}"#, &[], (0, 2), Some(true));
    }

    #[test]
    fn combinations_decide_as_soon_as_one_part_does() {
        let all = r#"{"all": [{"key": "A", "isIn": ["1"]}, {"key": "B", "isSet": true}]}"#;
        check(all, &[("A", "1"), ("B", "x")], (0, 0), Some(true));
        check(all, &[("A", "#{v.a}"), ("B", "x")], (0, 0), None);
        check(all, &[("A", "#{v.a}")], (0, 0), Some(false));
        let any = r#"{"any": [{"key": "A", "isIn": ["1"]}, {"key": "B", "isSet": true}]}"#;
        check(any, &[("A", "#{v.a}"), ("B", "x")], (0, 0), Some(true));
        check(any, &[("A", "#{v.a}")], (0, 0), None);
        check(any, &[("A", "2")], (0, 0), Some(false));
    }

    #[test]
    fn a_condition_has_one_shape() {
        for text in [
            "{}",
            r#"{"key": "A"}"#,
            r#"{"isIn": ["A"]}"#,
            r#"{"key": "A", "isIn": ["1"], "isSet": true}"#,
            r#"{"inputs": {"atLeast": 1}, "outputs": {"atLeast": 1}}"#,
            r#"{"key": "A", "equals": "1"}"#,
        ] {
            assert!(serde_json::from_str::<Condition>(text).is_err(), "{text}");
        }
    }
}
