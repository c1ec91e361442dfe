//! The statement that is missing where AWS denied a call.

use pipewright_core::document::Document;
use pipewright_core::policy::{Statement, Whereabouts, policy_document, publisher};
use serde_json::{Value, json};

use crate::cloud::Lack;

/// A statement that gives a missing permission and no more: on what publishing this design needs it for, else on what
/// AWS named.
pub fn missing_statement(lack: &Lack, document: Option<&Document>) -> Value {
    let Lack { permission, resource } = lack;
    let target = document.and_then(Document::target);
    let place = Whereabouts {
        partition: None,
        region: target.and_then(pipewright_core::document::Target::region).map(str::to_owned),
        account: target.and_then(pipewright_core::document::Target::account).map(str::to_owned),
    };
    let known = document.map(|document| publisher(document, &place)).unwrap_or_default();
    let found = known.into_iter().find(|statement| statement.actions.contains(permission));
    match found {
        Some(mut statement) => {
            statement.actions = vec![permission.clone()];
            // What AWS named is exact; the design may not know its account and Region.
            if let Some(resource) = resource.as_ref().filter(|resource| resource.starts_with("arn:")) {
                statement.resources = vec![resource.clone()];
            }
            of(&statement)
        }
        None => json!({
            "Effect": "Allow",
            "Action": permission,
            "Resource": resource.as_deref().unwrap_or("*"),
        }),
    }
}

fn of(statement: &Statement) -> Value {
    policy_document(std::slice::from_ref(statement))["Statement"][0].clone()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_statement_gives_what_lacks_and_no_more() {
        let text = r#"{"name": "web", "roleArn": "arn:aws:iam::123456789012:role/r", "stages": []}"#;
        let document = Document::read_text(text).unwrap();
        let lack = |permission: &str, resource: Option<&str>| Lack {
            permission: permission.to_owned(),
            resource: resource.map(str::to_owned),
        };
        let statement = missing_statement(&lack("iam:PassRole", None), Some(&document));
        assert_eq!(
            statement["Condition"]["StringEquals"]["iam:PassedToService"],
            "codepipeline.amazonaws.com"
        );
        assert!(statement.to_string().contains("arn:aws:iam::123456789012:role/r"), "{statement}");
        let arn = "arn:aws:codepipeline:eu-west-1:123456789012:web";
        let statement = missing_statement(&lack("codepipeline:UpdatePipeline", Some(arn)), Some(&document));
        let told = statement.to_string();
        assert!(told.contains(arn) && !told.contains("CreatePipeline"), "{told}");
        let other = missing_statement(&lack("sns:Publish", None), Some(&document));
        assert_eq!(other, json!({"Effect": "Allow", "Action": "sns:Publish", "Resource": "*"}));
    }
}
