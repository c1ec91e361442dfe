//! Secrets that a form writes as they are, because AWS needs them.

use serde_json::Value;

use super::{Fidelity, Severity};
use crate::document::{Document, Owner, Place};
use crate::edit::clip::masked_design;
use crate::pipeline::{Object, Path, Step};

impl Fidelity {
    /// Warns of each secret of the pipeline that stands in the text, by its place and never by its value.
    ///
    /// What counts as a secret is what reviews and the clipboard leave out. `has_resources` is whether what stands
    /// around the pipeline is in the text, too.
    pub(crate) fn warn_of_secrets(&mut self, document: &Document, has_resources: bool) {
        let masked = masked_design(document);
        let mut warn = |owner: Owner, plain: &Object, masked: &Object| {
            for (key, value) in plain {
                let mut path = vec![Step::from(key.clone())];
                differences(value, masked.get(key), &mut path, &mut |path| {
                    let place = Place::at(owner, Path(path.to_vec()));
                    let what = "a secret stands in the text as it is";
                    let why = "AWS needs it. Give the text to nobody else, or take a connection, Secrets Manager or \
                               Parameter Store instead.";
                    self.lose(Severity::Exposed, place, what, why);
                });
            }
        };
        if let [Some(plain), Some(masked)] = [document, &masked].map(Document::extras)
            && let Some((key, resources)) = plain.get_key_value("resources").filter(|_| has_resources)
        {
            let of = |value: &Value| Object::from_iter([(key.clone(), value.clone())]);
            warn(Owner::Extras, &of(resources), &masked.get(key).map(of).unwrap_or_default());
        }
        let (plain, masked) = (document.pipeline(), masked.pipeline());
        warn(Owner::Pipeline, &plain.members, &masked.members);
        for (plain, masked) in plain.stages.iter().zip(&masked.stages) {
            warn(Owner::Stage(plain.id), &plain.members, &masked.members);
            for (plain, masked) in plain.actions.iter().zip(&masked.actions) {
                warn(Owner::Action(plain.id), &plain.members, &masked.members);
            }
        }
    }
}

/// The paths of all texts that differ.
fn differences(plain: &Value, masked: Option<&Value>, path: &mut Vec<Step>, found: &mut impl FnMut(&[Step])) {
    match (plain, masked) {
        (_, Some(masked)) if plain == masked => {}
        (Value::Object(plain), Some(Value::Object(masked))) => {
            for (key, value) in plain {
                path.push(Step::from(key.clone()));
                differences(value, masked.get(key), path, found);
                path.pop();
            }
        }
        (Value::Array(plain), Some(Value::Array(masked))) => {
            for (index, value) in plain.iter().enumerate() {
                path.push(Step::from(index));
                differences(value, masked.get(index), path, found);
                path.pop();
            }
        }
        _ => found(path),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::format::{FORMS, Options, codepipeline_json};

    const TOKEN: &str = "ghp_0123456789abcdefghijABCDEFGHIJ012345";

    fn with_secrets() -> Document {
        let file = json!({"name": "web", "stages": [{"name": "Source", "actions": [
            {
                "name": "GitHub",
                "actionTypeId": {"category": "Source", "owner": "ThirdParty", "provider": "GitHub", "version": "1"},
                "configuration": {"Owner": "acme", "Repo": "web", "Branch": "main", "OAuthToken": "hunter2-and-more"},
            },
            {
                "name": "Build",
                "actionTypeId": {"category": "Build", "owner": "AWS", "provider": "CodeBuild", "version": "1"},
                "configuration": {
                    "ProjectName": "web",
                    "EnvironmentVariables": format!(r#"[{{"name":"TOKEN","value":"{TOKEN}","type":"PLAINTEXT"}}]"#),
                },
            },
        ]}]});
        Document::read(file.to_string().as_bytes()).unwrap()
    }

    #[test]
    fn json_for_aws_has_the_secrets_and_says_where() {
        let document = with_secrets();
        let written = codepipeline_json::write(&document, &Options::default());
        assert!(written.text.contains("hunter2-and-more") && written.text.contains(TOKEN));
        let lines = written.fidelity.lines(&document);
        assert_eq!(lines.len(), 2, "{lines:?}");
        assert!(lines[0].contains("GitHub") && lines[0].contains("OAuthToken"), "{}", lines[0]);
        assert!(lines[1].contains("Build") && lines[1].contains("EnvironmentVariables"), "{}", lines[1]);
        assert!(!lines.concat().contains("hunter2") && !lines.concat().contains(TOKEN), "{lines:?}");
        assert_eq!(written.fidelity.worst(), Some(Severity::Exposed));
    }

    /// The token becomes a parameter there; what stands in texts stays in them.
    #[test]
    fn templates_say_which_secrets_stand_in_them() {
        let mut file = with_secrets().to_value();
        file["pipewright"] = json!({"resources": [{"kind": "codebuild-project", "name": "web", "properties": {
            "variables": [{"name": "OTHER", "value": TOKEN}]}}]});
        let document = Document::read_text(&file.to_string()).unwrap();
        for (form, is_whole) in ["cloudformation", "cloudformation-json", "terraform"]
            .into_iter()
            .flat_map(|form| [(form, false), (form, true)])
        {
            let options = Options { is_whole, ..Options::default() };
            let written = (crate::format::form(form).unwrap().write)(&document, &options);
            assert!(!written.text.contains("hunter2"), "{form}");
            assert_eq!(written.text.matches(TOKEN).count(), 1 + usize::from(is_whole), "{form}");
            let exposed = written.fidelity.losses.iter().filter(|loss| loss.severity == Severity::Exposed);
            let places: Vec<String> = exposed.map(|loss| document.place_label(&loss.place)).collect();
            let of_pipeline = "Source › Build › configuration.EnvironmentVariables";
            let around = "pipewright › resources[0].properties.variables[0].value";
            let expected = if is_whole { vec![around, of_pipeline] } else { vec![of_pipeline] };
            assert_eq!(places, expected, "{form}");
        }
        // What CloudFormation fetches is no secret.
        let fetched = "{{resolve:secretsmanager:github:SecretString:token}}";
        let text = with_secrets().to_text().replace("hunter2-and-more", fetched).replace(TOKEN, fetched);
        let document = Document::read_text(&text).unwrap();
        let written = (crate::format::form("cloudformation").unwrap().write)(&document, &Options::default());
        assert!(written.text.contains(fetched) && written.fidelity.is_whole(), "{:?}", written.fidelity);
    }

    /// Once AWS has masked it, there is nothing left to warn of.
    #[test]
    fn what_is_masked_or_elsewhere_is_no_secret() {
        let text = with_secrets()
            .to_text()
            .replace("hunter2-and-more", "****")
            .replace("PLAINTEXT", "SECRETS_MANAGER")
            .replace(TOKEN, "prod/token");
        let document = Document::read_text(&text).unwrap();
        let written = codepipeline_json::write(&document, &Options::default());
        assert!(written.fidelity.is_whole(), "{:?}", written.fidelity);
    }

    #[test]
    fn forms_for_reviews_have_no_secrets() {
        let mut document = with_secrets();
        document.pipeline.stages[0].actions[0].members.insert("name".to_owned(), json!(TOKEN));
        let mermaid = FORMS.iter().find(|form| form.name == "mermaid").unwrap();
        let text = (mermaid.write)(&document, &Options::default()).text;
        assert!(!text.contains(TOKEN) && text.contains("Build"), "{text}");
    }
}
