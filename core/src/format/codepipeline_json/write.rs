//! Writing what the AWS CLI prints and takes.

use serde_json::{Value, json};

use crate::document::{Document, Source, rewrite};
use crate::format::{Fidelity, Options, Written};
use crate::parameter::resolve;

/// What `aws codepipeline create-pipeline` and `update-pipeline` take with `--cli-input-json`: the declaration
/// alone, without `metadata` and `pipewright`, with the defaults of parameters put in.
pub fn input(document: &Document) -> String {
    wrapped(&resolve(document, None))
}

fn wrapped(resolved: &Document) -> String {
    pretty(&json!({ "pipeline": resolved.declaration() }))
}

/// [`input`] with the values of parameters put in, with what Pipewright keeps beside it told as lost, and with a
/// warning of each secret: AWS would take a mask for the secret itself, so it has to stand there.
pub fn write(document: &Document, options: &Options) -> Written {
    let resolved = resolve(document, options.environment.as_deref());
    let mut fidelity = Fidelity::default();
    fidelity.lose_extras(document, &["parameters"]);
    fidelity.warn_of_secrets(&resolved, false);
    Written { text: wrapped(&resolved), fidelity }
}

/// JSON as the AWS CLI prints it: four spaces, members in their order, a line end at the end.
pub fn pretty(value: &Value) -> String {
    rewrite(&Source::from_text(String::new()), value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_input_is_the_declaration_alone() {
        let text = r#"{"pipeline":{"name":"web","stages":[],"new":1.50},"metadata":{"created":1},"pipewright":{"notes":[]}}"#;
        let document = Document::read_text(text).unwrap();
        let expected = "{\n    \"pipeline\": {\n        \"name\": \"web\",\n        \"stages\": [],\n        \"new\": 1.50\n    }\n}\n";
        assert_eq!(input(&document), expected);
    }

    /// What a value says is not looked into again: `${B}` in it means itself.
    #[test]
    fn values_are_put_in_once() {
        let text = r#"{"name":"${A}","stages":[],"pipewright":{"parameters":{
            "A":{"environments":{"prod":"x-${B}"}},"B":{"default":"wrong"}}}}"#;
        let document = Document::read_text(text).unwrap();
        let options = Options { environment: Some("prod".to_owned()), ..Options::default() };
        let value: Value = serde_json::from_str(&write(&document, &options).text).unwrap();
        assert_eq!(value["pipeline"]["name"], "x-${B}");
    }

    #[test]
    fn a_bare_declaration_is_wrapped() {
        let document = Document::read_text(r#"{"name":"web","pipewright":{},"stages":[]}"#).unwrap();
        let value: Value = serde_json::from_str(&input(&document)).unwrap();
        assert_eq!(value, json!({"pipeline": {"name": "web", "stages": []}}));
    }
}
