//! `--env`: the values of an environment in checks, plans and publishes.

use pipewright_tests::fake_aws::{Behavior, FakeAws};
use serde_json::{Value, json};

use super::{Call, Files, Ran, design, run, text};

/// Two environments; the project of one of them has a name that AWS does not take.
fn with_environments() -> Value {
    let mut file = design();
    file["pipeline"]["name"] = "orders-${Stage}".into();
    file["pipeline"]["stages"][1]["actions"][0]["configuration"]["ProjectName"] = "${Project}".into();
    file["pipewright"] = json!({"parameters": {
        "Stage": {"default": "test", "environments": {"dev": "dev", "prod": "prod"}},
        "Project": {"default": "unit", "environments": {"dev": "unit", "prod": "-unit"}},
    }});
    file
}

fn check(file: &Value, arguments: &[&str]) -> Ran {
    Call::new(["check", "-"]).and(arguments.iter().copied()).input(file.to_string()).run()
}

/// The errors with the environments they are in.
fn errors(ran: &Ran) -> Vec<(String, Value)> {
    let all = ran.json();
    let all = all.as_array().unwrap().iter().filter(|finding| finding["severity"] == "error");
    all.map(|it| (it["place"]["path"].as_str().unwrap().to_owned(), it["environments"].clone())).collect()
}

const PROJECT: &str = "configuration.ProjectName";

#[test]
fn an_environment_is_checked_with_its_values() {
    let file = with_environments();
    let json = |arguments: &[&str]| check(&file, &[&["--format", "json"], arguments].concat());
    assert_eq!(errors(&json(&[]).expect(0)), []);
    assert_eq!(errors(&json(&["--env", "dev"]).expect(0)), []);
    assert_eq!(errors(&json(&["--env", "prod"]).expect(1)), [(PROJECT.to_owned(), json!(["prod"]))]);
    let all = json(&["--env", "all"]).expect(1);
    assert_eq!(errors(&all), [(PROJECT.to_owned(), json!(["prod"]))]);
    let of_all = all.json();
    let everywhere = of_all.as_array().unwrap().iter().filter(|it| it["environments"].is_null());
    assert_eq!(everywhere.count(), json(&["--env", "dev"]).json().as_array().unwrap().len(), "told once");
}

#[test]
fn people_read_in_which_environment_it_is() {
    let file = with_environments();
    for format in ["human", "github", "sarif"] {
        let told = check(&file, &["--env", "all", "--format", format]).expect(1).results;
        assert_eq!(told.matches("(in prod)").count(), 1, "{told}");
    }
}

#[test]
fn an_unknown_environment_is_told_with_those_there_are() {
    let words = "There is no environment live. Parameters have values for dev, prod";
    let ran = check(&with_environments(), &["--env", "live"]).expect(2);
    assert!(ran.messages.contains(words) && ran.results.is_empty(), "{ran:?}");
    let files = Files::new();
    let file = files.write("a.json", with_environments().to_string());
    for arguments in [&["plan"][..], &["publish", "--yes"]] {
        let ran = run(&[arguments, &[text(&file), "--env", "live"]].concat()).expect(2);
        assert!(ran.messages.contains(words), "{ran:?}");
    }
    let ran = run(&["export", text(&file), "--to", "json", "--env", "live"]).expect(2);
    assert!(ran.messages.contains(words), "{ran:?}");
    let folder = files.path("out");
    let several = ["export", text(&file), text(&file), "--to", "json", "-o", text(&folder), "--env", "live"];
    let ran = run(&several).expect(2);
    assert!(ran.messages.contains(words), "{ran:?}");
    let ran = run(&["policy", text(&file), "--env", "live"]).expect(2);
    assert!(ran.messages.contains(words), "{ran:?}");
    let ran = check(&design(), &["--env", "live"]).expect(2);
    assert!(ran.messages.contains("because no parameter has values for environments"), "{ran:?}");
}

#[test]
fn permissions_are_for_the_names_of_the_environment() {
    let policy = |arguments: &[&str]| {
        let call = Call::new(["policy", "-", "--region", "eu-west-1", "--format", "iam"]);
        call.and(arguments.iter().copied()).input(with_environments().to_string()).run().expect(0).results
    };
    let (usual, prod) = (policy(&[]), policy(&["--env", "prod"]));
    assert!(usual.contains(":project/unit\"") && !usual.contains("${"), "{usual}");
    assert!(prod.contains(":project/-unit\""), "{prod}");
}

#[test]
fn files_without_environments_are_checked_beside_others() {
    let files = Files::new();
    files.write("with.json", with_environments().to_string());
    files.write("without.json", design().to_string());
    let folder = files.path("");
    let ran = run(&["check", "--format", "json", "--env", "dev", text(&folder)]).expect(0);
    assert!(ran.results.contains("without.json") && ran.results.contains("with.json"), "{ran:?}");
    let mut other = with_environments();
    other["pipewright"]["parameters"] = json!({"Stage": {"environments": {"live": "live"}}});
    files.write("other.json", other.to_string());
    let ran = run(&["check", "--env", "dev", text(&folder)]).expect(2);
    assert!(ran.messages.contains("other.json"), "{ran:?}");
}

#[test]
fn safe_fixes_are_those_of_the_environment() {
    let files = Files::new();
    let mut broken = with_environments();
    broken["pipeline"]["stages"][1]["actions"][0]["configuration"]["BatchEnabled"] = "True".into();
    let file = files.write("a.json", broken.to_string());
    run(&["check", "--fix", "--env", "dev", text(&file)]).expect(0);
    let fixed: Value = serde_json::from_str(&files.read("a.json")).unwrap();
    let configuration = &fixed["pipeline"]["stages"][1]["actions"][0]["configuration"];
    assert_eq!(
        *configuration,
        json!({"ProjectName": "${Project}", "BatchEnabled": "true"}),
        "references stay"
    );
}

/// An account, and the file with two environments that are fine.
struct Desk {
    aws: FakeAws,
    files: Files,
}

impl Desk {
    fn new() -> Self {
        let desk = Self { aws: FakeAws::start(), files: Files::new() };
        let mut file = with_environments();
        file["pipewright"]["parameters"]["Project"] = json!({"default": "unit"});
        // It belongs somewhere already, so what is published is written down.
        file["pipewright"]["target"] = json!({"name": "orders-test"});
        desk.files.write("release.json", format!("{file:#}"));
        desk
    }

    fn call(&self, command: &str, arguments: &[&str]) -> Ran {
        let file = self.files.path("release.json");
        let connection = ["--profile", "test", "--endpoint-url", &self.aws.endpoint()].map(str::to_owned);
        let call = Call::new([command, text(&file)]).and(arguments.iter().copied());
        call.and(connection).aws(self.aws.aws()).run()
    }

    fn read(&self) -> Value {
        serde_json::from_str(&self.files.read("release.json")).unwrap()
    }

    fn edit(&self, edit: impl FnOnce(&mut Value)) {
        let mut file = self.read();
        edit(&mut file);
        self.files.write("release.json", format!("{file:#}"));
    }
}

#[test]
fn each_environment_is_a_pipeline_with_a_memory_of_its_own() {
    let desk = Desk::new();
    let planned = desk.call("plan", &["--env", "prod"]).expect(0).results;
    assert!(planned.contains("orders-prod") && planned.contains("Values of  prod\n"), "{planned}");
    let json = desk.call("plan", &["--env", "prod", "--format", "json"]).expect(0).json();
    assert_eq!(json["environment"], "prod");

    for environment in ["prod", "dev"] {
        desk.call("publish", &["--yes", "--env", environment]).expect(0);
        let again = desk.call("publish", &["--yes", "--env", environment]).expect(0);
        assert!(again.results.contains("Nothing to publish"), "{again:?}");
    }
    let targets = desk.read()["pipewright"]["targets"].clone();
    assert_eq!(
        (&targets["prod"]["name"], &targets["dev"]["name"]),
        (&json!("orders-prod"), &json!("orders-dev"))
    );
    assert_eq!(desk.read()["pipeline"]["name"], "orders-${Stage}");

    // Somebody else changes one of them: it stands in the way of that one alone.
    let mut theirs = desk.aws.pipeline("orders-prod").unwrap();
    theirs["roleArn"] = "arn:aws:iam::123456789012:role/other".into();
    theirs["version"] = (theirs["version"].as_u64().unwrap() + 1).into();
    desk.aws.put(theirs);
    desk.edit(|file| file["pipeline"]["executionMode"] = "QUEUED".into());
    desk.call("publish", &["--yes", "--env", "dev"]).expect(0);
    let refused = desk.call("publish", &["--yes", "--env", "prod"]).expect(1);
    assert!(refused.messages.contains("somebody changed the pipeline"), "{refused:?}");
}

#[test]
fn a_merge_keeps_references_where_values_are_as_they_were() {
    let desk = Desk::new();
    desk.edit(|file| {
        let package = &mut file["pipeline"]["stages"][1]["actions"][1]["configuration"];
        package["ProjectName"] = "package-${Stage}".into();
        package["EnvironmentVariables"] =
            r#"[{"name":"STAGE","value":"${Stage}"},{"name":"LEVEL","value":"1"}]"#.into();
    });
    desk.call("publish", &["--yes", "--env", "prod"]).expect(0);
    let mut theirs = desk.aws.pipeline("orders-prod").unwrap();
    let package = &mut theirs["stages"][1]["actions"][1];
    assert_eq!(package["configuration"]["ProjectName"], "package-prod");
    package["configuration"]["EnvironmentVariables"] =
        r#"[{"name":"STAGE","value":"prod"},{"name":"LEVEL","value":"2"}]"#.into();
    theirs["stages"][1]["actions"][0]["namespace"] = "Theirs".into();
    theirs["version"] = (theirs["version"].as_u64().unwrap() + 1).into();
    desk.aws.put(theirs);
    desk.edit(|file| file["pipeline"]["executionMode"] = "QUEUED".into());

    desk.call("publish", &["--yes", "--env", "prod", "--merge"]).expect(0);
    let file = desk.read();
    let package = &file["pipeline"]["stages"][1]["actions"][1];
    assert_eq!(file["pipeline"]["name"], "orders-${Stage}");
    assert_eq!(package["configuration"]["ProjectName"], "package-${Stage}");
    assert_eq!(
        package["configuration"]["EnvironmentVariables"],
        r#"[{"name":"STAGE","value":"${Stage}"},{"name":"LEVEL","value":"2"}]"#
    );
    assert_eq!(file["pipeline"]["stages"][1]["actions"][0]["namespace"], "Theirs");
    let live = desk.aws.pipeline("orders-prod").unwrap();
    assert_eq!(live["stages"][1]["actions"][1]["configuration"]["ProjectName"], "package-prod");
    assert_eq!(live["executionMode"], "QUEUED");
}

#[test]
fn a_missing_permission_is_for_the_name_of_the_environment() {
    let (fake, files) = (FakeAws::start(), Files::new());
    let file = files.write("a.json", with_environments().to_string());
    // A service that does not say what for.
    let message = "User: x is not authorized to perform: codepipeline:CreatePipeline";
    fake.then("CreatePipeline", Behavior::error(400, "AccessDeniedException", message));
    let ran = Call::new(["publish", "--yes", "--env", "dev", "--no-preflight", text(&file)])
        .and(["--profile", "test", "--endpoint-url", &fake.endpoint()])
        .aws(fake.aws())
        .run()
        .expect(1);
    let (_, statement) = ran.messages.split_once("The statement that is missing:\n").expect("it is shown");
    assert!(statement.contains(":orders-dev\"") && !statement.contains("${"), "{statement}");
}
