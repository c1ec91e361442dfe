//! What comes with the program, held to what a person expects of it; and forms, whatever is typed into them.

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{
    FieldKind, SnippetDraft, Template, Values, file_stem, snippets, stages_of, systems_of, template,
    templates,
};
use crate::check::check;
use crate::document::Document;
use crate::edit::insert;

fn findings(document: &Document) -> Vec<String> {
    check(document).iter().map(|it| format!("{} {:?} {}", it.code, it.severity, it.message)).collect()
}

#[test]
fn every_template_is_a_design_without_findings_of_any_severity() {
    for template in templates() {
        let document = template.document(&template.defaults());
        assert_eq!(findings(&document), Vec::<String>::new(), "{}", template.name);
        assert!(document.pipeline().stages.len() >= 2, "{}", template.name);
    }
}

#[test]
fn a_template_is_written_as_a_person_would() {
    for template in templates() {
        let text = template.text(&template.defaults());
        assert!(
            text.starts_with("{\n  \"pipeline\": {\n    \"name\": \"") && text.ends_with("}\n"),
            "{}",
            template.name
        );
        assert!(!text.contains('«') && !text.contains('»'), "{}", template.name);
        let document = Document::read_text(&text).unwrap();
        assert_eq!(document.to_text(), text, "{}", template.name);
        assert_eq!(document.pipeline().pipeline_type(), Some("V2"));
    }
}

/// The releases this program is made for, each as providers and words that some template has to have.
#[test]
fn together_the_templates_cover_every_system() {
    let all: Vec<(String, String)> =
        templates().iter().map(|it| (it.name.clone(), it.text(&it.defaults()))).collect();
    let systems: BTreeSet<&str> = templates().iter().flat_map(|it| &it.systems).map(String::as_str).collect();
    for system in [
        "CodeCommit",
        "GitHub",
        "GitLab",
        "Bitbucket",
        "S3",
        "ECR",
        "CodeBuild",
        "VPC",
        "Secrets Manager",
        "Database migrations",
        "CodeArtifact",
        "Commands",
        "CodeDeploy",
        "EC2",
        "On-premises",
        "ECS",
        "Fargate",
        "Blue/green",
        "Lambda",
        "Elastic Beanstalk",
        "EKS",
        "CloudFormation",
        "Cross-account",
        "Cross-Region",
        "Step Functions",
        "Load test",
        "Approval",
        "Pull requests",
    ] {
        assert!(systems.contains(system), "{system}");
    }
    for (category, provider) in [
        ("Source", "CodeCommit"),
        ("Source", "CodeStarSourceConnection"),
        ("Source", "S3"),
        ("Source", "ECR"),
        ("Build", "CodeBuild"),
        ("Test", "CodeBuild"),
        ("Build", "ECRBuildAndPublish"),
        ("Compute", "Commands"),
        ("Deploy", "CodeDeploy"),
        ("Deploy", "CodeDeployToECS"),
        ("Deploy", "ECS"),
        ("Deploy", "Lambda"),
        ("Deploy", "ElasticBeanstalk"),
        ("Deploy", "EKS"),
        ("Deploy", "S3"),
        ("Deploy", "CloudFormation"),
        ("Invoke", "Lambda"),
        ("Invoke", "StepFunctions"),
        ("Invoke", "InspectorScan"),
        ("Approval", "Manual"),
    ] {
        let is_used = templates().iter().any(|it| {
            it.document(&it.defaults()).pipeline().actions().any(|(_, action)| {
                let kind = action.action_type();
                (kind.category, kind.provider) == (category, provider)
            })
        });
        assert!(is_used, "{category} {provider}");
    }
    for words in [
        "SECRETS_MANAGER",
        "\"VpcId\"",
        "CODEARTIFACT_DOMAIN",
        "CHANGE_SET_EXECUTE",
        "\"artifactStores\"",
        "\"pullRequest\"",
        "CloudWatchAlarm",
        "DeploymentWindow",
        "\"ROLLBACK\"",
        "\"RETRY\"",
    ] {
        assert!(all.iter().any(|(_, text)| text.contains(words)), "{words}");
    }
}

#[test]
fn forms_are_short_and_every_field_is_of_use() {
    for template in templates().iter().chain(snippets()) {
        let name = &template.name;
        assert!(template.fields.len() <= 12, "{name}");
        assert!(template.title.chars().count() <= 40 && !template.title.ends_with('.'), "{name}");
        assert!(template.summary.ends_with('.') && template.summary.chars().count() <= 160, "{name}");
        assert!(!template.systems.is_empty(), "{name}");
        assert!(template.problems(&template.defaults()).is_empty(), "{name}");
        let written = template.text(&template.defaults());
        for field in &template.fields {
            let other = match field.kind {
                FieldKind::Name => "zz-other",
                FieldKind::Account => "999988887777",
                FieldKind::Region => "ap-southeast-2",
                FieldKind::Choice => field.choices.last().unwrap(),
                FieldKind::Text => "ZZ-other",
            };
            let mut values = template.defaults();
            if values.insert(field.key.clone(), other.to_owned()).as_deref() == Some(other) {
                continue;
            }
            assert_ne!(template.text(&values), written, "{name}: {} changes nothing", field.key);
        }
    }
    let names: BTreeSet<&str> = templates().iter().chain(snippets()).map(|it| it.name.as_str()).collect();
    assert_eq!(names.len(), templates().len() + snippets().len());
    assert_eq!(template("codecommit-ec2").unwrap().title, "CodeCommit to EC2");
    assert_eq!(systems_of(templates())[0], "Approval");
}

#[test]
fn another_name_account_and_region_go_everywhere() {
    for template in templates() {
        let mut values = template.defaults();
        for (key, value) in [("name", "zebra"), ("account", "999988887777"), ("region", "us-gov-west-1")] {
            assert!(
                values.insert(key.to_owned(), value.to_owned()).is_some(),
                "{} has no {key}",
                template.name
            );
        }
        let document = template.document(&values);
        let text = document.to_text();
        assert_eq!(
            document.pipeline().role_arn(),
            Some("arn:aws-us-gov:iam::999988887777:role/zebra-pipeline"),
            "{}",
            template.name
        );
        assert!(!text.contains("111122223333") && !text.contains("eu-west-1"), "{}", template.name);
    }
}

#[test]
fn values_are_held_to_their_fields() {
    let template = template("github-fargate").unwrap();
    for (key, value, told) in [
        (
            "name",
            "Storefront",
            "name cannot be “Storefront”: use 2 to 24 lower-case letters, digits and hyphens, beginning with a letter",
        ),
        ("account", "1234", "account cannot be “1234”: the number of an account has 12 digits"),
        (
            "region",
            "eu-west-9",
            "region cannot be “eu-west-9”: pipelines run in no such Region; did you mean eu-west-1?",
        ),
        ("branch", "", "branch cannot be “”: a value is needed"),
        ("branch", "a\nb", "branch cannot be “a\nb”: it has to be one line without control characters"),
        (
            "connection",
            "x",
            "connection cannot be “x”: it does not fit the naming rule ^[a-f0-9]{8}(-[a-f0-9]{4}){3}-[a-f0-9]{12}$",
        ),
    ] {
        assert_eq!(template.values([(key, value)]).unwrap_err().to_string(), told);
    }
    let error = template.values([("brnach", "main")]).unwrap_err().to_string();
    assert_eq!(
        error,
        "there is no field brnach; did you mean branch?; the fields are name, repository, branch, connection, \
         cluster, service, stagingUrl, account, region"
    );
    let values = template.values([("cluster", "shop")]).unwrap();
    assert!(template.text(&values).contains("\"ClusterName\": \"shop-staging\""));
}

#[test]
fn what_is_no_template_is_told_with_its_place() {
    let stage = r#"{"name": "«name»", "actions": []}"#;
    let field = r#"{"key": "name", "label": "Name", "kind": "name", "default": "web"}"#;
    for (text, told) in [
        ("", "line 1, column 0: EOF while parsing a value"),
        ("[]", "a template is a JSON object with a title and stages"),
        (r#"{"title": "A", "summary": ""}"#, "there is neither a pipeline nor stages; write one of them"),
        (
            r#"{"title": "", "summary": "", "stages": [{}]}"#,
            "title: a template needs a title; write what lists are to call it",
        ),
        (
            r#"{"title": "A", "summary": "", "stages": []}"#,
            "stages: there is none; a snippet needs at least one",
        ),
        (
            r#"{"title": "A", "summary": "", "stages": [1]}"#,
            "stages[0]: a stage is an object with a name and actions",
        ),
        (
            &format!(r#"{{"title": "A", "summary": "", "stages": [{stage}]}}"#),
            "stages[0].name: no field is called name, as «name» says",
        ),
        (
            &format!(
                r#"{{"title": "A", "summary": "", "fields": [{field}], "stages": [{{"name": "«nmae»"}}]}}"#
            ),
            "stages[0].name: no field is called nmae, as «nmae» says; did you mean «name»?",
        ),
        (
            &format!(
                r#"{{"title": "A", "summary": "", "fields": [{field}], "stages": [{{"name": "«name"}}]}}"#
            ),
            "stages[0].name: a « is not closed by »; write «« for the sign itself",
        ),
        (
            &format!(r#"{{"title": "A", "summary": "", "fields": [{field}, {field}], "stages": [{stage}]}}"#),
            "fields[1].key: two fields are called name; rename one",
        ),
        (
            r#"{"title": "A", "summary": "", "fields": [{"key": "account", "label": "Account", "kind": "account", "default": "1"}], "stages": [{}]}"#,
            "fields[0].default: the number of an account has 12 digits",
        ),
        (
            r#"{"title": "A", "summary": "", "fields": [{"key": "x", "label": "X", "kind": "text", "like": "S3", "default": "1"}], "stages": [{}]}"#,
            "fields[0].like: write the id of an action type, a blank and a configuration key, such as Source/AWS/S3/1 S3Bucket",
        ),
    ] {
        assert_eq!(Template::read("x", text).unwrap_err().to_string(), told, "{text}");
    }
}

fn design() -> Document {
    let template = template("codecommit-ec2").unwrap();
    template.document(&template.defaults())
}

#[test]
fn every_snippet_goes_behind_the_build_without_an_error() {
    for snippet in snippets() {
        let mut document = design();
        let stages = snippet.stages(&snippet.defaults_for(&document));
        let (ids, change) = insert::stages(&document, 2, &stages, "Add");
        document.change(&change).unwrap();
        assert_eq!(document.pipeline().stages[2].id, ids[0]);
        assert_eq!(findings(&document), Vec::<String>::new(), "{}", snippet.name);
    }
}

#[test]
fn a_snippet_speaks_of_the_design_it_goes_to() {
    let snippet = snippets().iter().find(|it| it.name == "approval-gate").unwrap();
    let mut values: Values = template("codecommit-ec2").unwrap().defaults();
    values.insert("account".to_owned(), "999988887777".to_owned());
    values.insert("region".to_owned(), "us-east-1".to_owned());
    let document = template("codecommit-ec2").unwrap().document(&values);
    let stages = snippet.stages(&snippet.defaults_for(&document));
    assert_eq!(
        stages[0]["actions"][0]["configuration"]["NotificationArn"],
        "arn:aws:sns:us-east-1:999988887777:storefront-release-approvals"
    );
}

#[test]
fn what_is_selected_becomes_a_snippet_and_comes_back() {
    let document = design();
    let pipeline = document.pipeline();
    let unit_tests = pipeline.actions().find(|(_, action)| action.name() == "UnitTests").unwrap().1.id;
    let stages = stages_of(&document, &[pipeline.stages[3].id], &[unit_tests]);
    assert_eq!(stages.len(), 2);
    assert_eq!(stages[0]["actions"].as_array().unwrap().len(), 1);
    assert!(stages[0].get("onFailure").is_none() && stages[1].get("onFailure").is_some());
    let draft =
        SnippetDraft { title: "Ask «twice»".to_owned(), summary: String::new(), stages: stages.clone() };
    let again = Template::read("own", &draft.text()).unwrap();
    assert!(again.is_snippet());
    assert_eq!(again.stages(&again.defaults()), stages);
    assert_eq!(file_stem("Approval gate: Ünder 5 %"), "approval-gate-ünder-5");
    assert_eq!(file_stem("…"), "snippet");
}

proptest! {
    #[test]
    fn no_value_breaks_a_design(which in 0..27_usize, typed in prop::collection::vec(any::<String>(), 12)) {
        let all: Vec<_> = templates().iter().chain(snippets()).collect();
        let template = all[which % all.len()];
        let values: Values =
            template.fields.iter().zip(&typed).map(|(field, value)| (field.key.clone(), value.clone())).collect();
        let document = template.document(&values);
        for (_, action) in document.pipeline().actions() {
            for (key, value) in action.configuration().entries() {
                prop_assert!(value.is_string(), "{key}");
                if key == "EnvironmentVariables" {
                    let list: Value = serde_json::from_str(value.as_str().unwrap()).unwrap();
                    prop_assert!(list.is_array());
                }
            }
        }
        check(&document);
        template.problems(&values);
    }

    #[test]
    fn any_text_of_a_design_survives_in_a_snippet(name in any::<String>(), key in any::<String>(), text in any::<String>()) {
        let stage = json!({"name": name, "actions": [{"name": "A", "configuration": {key: text}}]});
        let draft = SnippetDraft { title: "T".to_owned(), summary: String::new(), stages: vec![stage.clone()] };
        let snippet = Template::read("own", &draft.text()).unwrap();
        prop_assert_eq!(snippet.stages(&snippet.defaults()), vec![stage]);
    }
}
