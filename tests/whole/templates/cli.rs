//! `pipewright templates` and `pipewright new`.

use pipewright_core::template::templates;

use crate::cli::{Files, run, text};

#[test]
fn templates_are_listed_with_their_fields() {
    let told = run(&["templates"]).expect(0).results;
    assert!(told.starts_with("codecommit-ec2  CodeCommit to EC2\n  Builds and tests side by side"), "{told}");
    assert!(told.contains("    repository  storefront\n"), "{told}");

    let listed = run(&["templates", "--format", "json"]).expect(0).json();
    let listed = listed.as_array().unwrap();
    assert_eq!(listed.len(), templates().len());
    let lambda = listed.iter().find(|it| it["name"] == "github-lambda").unwrap();
    let fields = lambda["fields"].as_array().unwrap();
    let strategy = fields.iter().find(|field| field["key"] == "strategy").unwrap();
    assert_eq!(strategy["kind"], "choice");
    assert!(strategy["choices"].as_array().unwrap().contains(&strategy["default"]));
    assert!(lambda["systems"].as_array().unwrap().contains(&"Lambda".into()));
}

#[test]
fn a_new_pipeline_is_written_and_passes_the_check() {
    let files = Files::new();
    let out = files.path("release.json");
    for template in templates() {
        run(&["new", "--template", &template.name, "-o", text(&out), "--force"]).expect(0);
        run(&["check", "--deny", "warnings", text(&out)]).expect(0);
    }
    let printed =
        run(&["new", "--template", "codecommit-ec2", "--set", "name=shop", "--set", "repository=shop-web"]);
    let printed = printed.expect(0);
    let made = printed.json();
    assert_eq!(made["pipeline"]["name"], "shop-release");
    let source = &made["pipeline"]["stages"][0]["actions"][0]["configuration"];
    assert_eq!(source["RepositoryName"], "shop-web");
    assert_eq!(printed.messages, "");
    assert!(printed.results.starts_with("{\n  \"pipeline\": {\n    \"name\": \"shop-release\""));
}

#[test]
fn an_equals_sign_may_stand_in_a_value() {
    let made = run(&["new", "--template", "codecommit-ec2", "--set", "stagingUrl=https://example.com/?a=b"]);
    assert!(made.expect(0).results.contains("https://example.com/?a=b"));
}

#[test]
fn what_cannot_be_made_is_told() {
    for (arguments, told) in [
        (
            &["new", "--template", "github-fargte"][..],
            "Did you mean github-fargate? `pipewright templates` lists all.",
        ),
        (
            &["new", "--template", "github-fargate", "--set", "brnach=main"],
            "there is no field brnach; did you mean branch?",
        ),
        (
            &["new", "--template", "github-fargate", "--set", "account=12"],
            "the number of an account has 12 digits",
        ),
        (&["new", "--template", "github-fargate", "--set", "account"], "such as name=storefront"),
        (&["new"], "--template <NAME>"),
    ] {
        let ran = run(arguments).expect(2);
        assert!(ran.messages.contains(told), "{ran:?}");
        assert_eq!(ran.results, "");
    }
}

#[test]
fn a_file_that_is_there_is_not_overwritten_unasked() {
    let files = Files::new();
    let out = files.write("release.json", "mine");
    let refused = run(&["new", "--template", "codecommit-ec2", "-o", text(&out)]).expect(2);
    assert!(refused.messages.contains("overwrite it with --force"), "{refused:?}");
    assert_eq!(files.read("release.json"), "mine");
    let made = run(&["new", "--template", "codecommit-ec2", "-o", text(&out), "--force"]).expect(0);
    assert_eq!(files.strip(&made.messages), "Made from CodeCommit to EC2\nrelease.json\n");
    assert!(files.read("release.json").ends_with("}\n"));
}
