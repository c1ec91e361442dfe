//! Publishing when somebody else was there, elsewhere than before, with secrets, and what is done besides the write.

use pipewright_tests::fake_aws::{Behavior, FakeAws};
use serde_json::{Value, json};

use super::{Call, Files, Ran, design, text};

/// What must be nowhere but in the request.
const SECRET: &str = "gho_hush-nobody-may-see-it";

struct Desk {
    aws: FakeAws,
    files: Files,
}

impl Desk {
    fn new() -> Self {
        Self { aws: FakeAws::start(), files: Files::new() }
    }

    /// With a pipeline in the account at version 4, and the file that was pulled from it.
    fn pulled() -> Self {
        let desk = Self::new();
        let mut standing = design()["pipeline"].clone();
        standing["version"] = 4.into();
        desk.aws.put(standing);
        desk.call(&["pull", "orders", "-o", &desk.file()]).expect(0);
        desk
    }

    fn file(&self) -> String {
        text(&self.files.path("release.json")).to_owned()
    }

    fn with<'a>(&self, arguments: &[&str]) -> Call<'a> {
        let connection = ["--profile", "test", "--endpoint-url", &self.aws.endpoint()].map(str::to_owned);
        Call::new(arguments.iter().copied()).and(connection).aws(self.aws.aws())
    }

    fn call(&self, arguments: &[&str]) -> Ran {
        self.with(arguments).run()
    }

    fn publish(&self, more: &[&str]) -> Ran {
        self.call(&[&["publish", "--yes", &self.file()], more].concat())
    }

    fn read(&self) -> Value {
        serde_json::from_str(&self.files.read("release.json")).unwrap()
    }

    fn edit(&self, edit: impl FnOnce(&mut Value)) {
        let mut file = self.read();
        edit(&mut file);
        self.files.write("release.json", serde_json::to_string_pretty(&file).unwrap());
    }

    /// Somebody else writes the next version.
    fn theirs(&self, edit: impl FnOnce(&mut Value)) {
        let mut theirs = self.live();
        edit(&mut theirs);
        theirs["version"] = (theirs["version"].as_u64().unwrap() + 1).into();
        self.aws.put(theirs);
    }

    fn live(&self) -> Value {
        self.aws.pipeline("orders").unwrap()
    }
}

#[test]
fn a_pulled_file_remembers_where_it_belongs_and_a_publish_keeps_that_up() {
    let desk = Desk::pulled();
    let target = desk.read()["pipewright"]["target"].clone();
    assert_eq!(target["account"], "123456789012");
    assert_eq!((target["region"].as_str(), target["version"].as_u64()), (Some("eu-central-1"), Some(4)));
    assert!(target["digest"].as_str().unwrap().starts_with("sha256:"));

    desk.edit(|file| file["pipeline"]["executionMode"] = "QUEUED".into());
    desk.publish(&[]).expect(0);
    assert_eq!(desk.read()["pipewright"]["target"]["version"], 5);
    assert!(!desk.aws.sent("UpdatePipeline").contains("pipewright"));
    desk.edit(|file| file["pipeline"]["executionMode"] = "SUPERSEDED".into());
    desk.publish(&[]).expect(0);
    assert_eq!(desk.live()["version"], 6, "its own publishes are no drift");
}

#[test]
fn what_somebody_else_changed_is_not_overwritten_and_can_be_taken() {
    let desk = Desk::pulled();
    desk.edit(|file| file["pipeline"]["executionMode"] = "QUEUED".into());
    desk.theirs(|theirs| theirs["stages"][0]["name"] = "Fetch".into());

    let plan = desk.call(&["plan", &desk.file()]).expect(0).results;
    assert!(
        plan.contains("! Somebody changed the pipeline in the account since version 4. Nothing"),
        "{plan}"
    );
    assert!(plan.contains("+ stage Fetch  renamed"), "{plan}");
    let json = desk.call(&["plan", "--format", "json", &desk.file()]).expect(0).json();
    assert_eq!((json["drift"]["since"].as_u64(), json["liveVersion"].as_u64()), (Some(4), Some(5)));
    assert_eq!(json["drift"]["changes"]["changes"][0]["change"], "stageRenamed");
    assert_eq!(json["drift"]["clashes"], json!([]));

    let before = desk.files.read("release.json");
    let refused = desk.publish(&[]).expect(1);
    assert!(refused.messages.contains("Take their changes with --merge"), "{refused:?}");
    assert_eq!(desk.live()["version"], 5);
    assert_eq!(desk.files.read("release.json"), before);

    desk.publish(&["--merge"]).expect(0);
    assert_eq!(desk.live()["version"], 6);
    assert_eq!(
        (desk.live()["stages"][0]["name"].as_str(), desk.live()["executionMode"].as_str()),
        (Some("Fetch"), Some("QUEUED"))
    );
    let file = desk.read();
    assert_eq!(file["pipeline"]["stages"][0]["name"], "Fetch", "the file has what was taken");
    assert_eq!(file["pipewright"]["target"]["version"], 6);
}

#[test]
fn clashes_are_listed_and_nothing_is_written() {
    let desk = Desk::pulled();
    desk.edit(|file| file["pipeline"]["executionMode"] = "QUEUED".into());
    desk.theirs(|theirs| theirs["executionMode"] = "PARALLEL".into());
    let before = desk.files.read("release.json");
    let refused = desk.publish(&["--merge"]).expect(1);
    assert!(
        refused.messages.starts_with("clash: executionMode\n  here    QUEUED\n  account PARALLEL\n"),
        "{refused:?}"
    );
    assert_eq!((desk.live()["version"].as_u64(), desk.files.read("release.json")), (Some(5), before));

    let replaced = desk.publish(&["--replace"]).expect(0);
    assert!(
        replaced.results.contains("- orders") || replaced.results.contains("PARALLEL"),
        "what goes is shown: {replaced:?}"
    );
    assert_eq!(desk.live()["executionMode"], "QUEUED");
}

#[test]
fn without_the_version_before_nothing_is_merged() {
    let desk = Desk::pulled();
    desk.edit(|file| file["pipewright"]["target"]["version"] = 2.into());
    desk.edit(|file| file["pipeline"]["executionMode"] = "QUEUED".into());
    desk.theirs(|theirs| theirs["roleArn"] = "arn:aws:iam::123456789012:role/other".into());
    for more in [&[][..], &["--merge"]] {
        let refused = desk.publish(more).expect(1);
        assert!(refused.messages.contains("cannot be read any more"), "{refused:?}");
    }
    assert_eq!(desk.live()["version"], 5);
}

#[test]
fn publishes_of_a_file_that_is_not_written_back_are_taken_for_what_they_are() {
    let desk = Desk::pulled();
    let committed = desk.read();
    desk.edit(|file| file["pipeline"]["executionMode"] = "QUEUED".into());
    desk.publish(&["--merge"]).expect(0);
    // The next run of CI: the memory is that of the commit, the design goes on from there.
    desk.edit(|file| file["pipewright"] = committed["pipewright"].clone());
    desk.edit(|file| file["pipeline"]["stages"][0]["name"] = "Fetch".into());
    desk.publish(&[]).expect(1);
    desk.publish(&["--merge"]).expect(0);
    assert_eq!(
        (desk.live()["stages"][0]["name"].as_str(), desk.live()["executionMode"].as_str()),
        (Some("Fetch"), Some("QUEUED"))
    );
}

#[test]
fn another_account_or_region_has_to_be_named() {
    let desk = Desk::pulled();
    desk.edit(|file| {
        file["pipewright"]["target"]["account"] = "999999999999".into();
        file["pipeline"]["executionMode"] = "QUEUED".into();
    });
    let refused = desk.publish(&[]).expect(1);
    assert!(refused.messages.contains("belongs to account 9999 9999 9999 in eu-central-1"), "{refused:?}");
    assert!(refused.messages.contains("publish with --account 123456789012."), "{refused:?}");
    let wrong = desk.publish(&["--account", "999999999999"]).expect(1);
    assert!(wrong.messages.contains("--account says 9999 9999 9999"), "{wrong:?}");
    assert_eq!(desk.live()["version"], 4);
    desk.publish(&["--account", "123456789012"]).expect(0);
    assert_eq!(desk.read()["pipewright"]["target"]["account"], "123456789012");

    desk.edit(|file| {
        file["pipewright"]["target"]["region"] = "us-east-1".into();
        file["pipeline"]["executionMode"] = "SUPERSEDED".into();
    });
    let account = ["--account", "123456789012"];
    let refused = desk.publish(&account).expect(1);
    assert!(refused.messages.contains("--account 123456789012 --region eu-central-1"), "{refused:?}");
    desk.publish(&[&account[..], &["--region", "eu-central-1"]].concat()).expect(0);

    desk.edit(|file| file["pipewright"]["target"]["name"] = "other".into());
    desk.edit(|file| file["pipeline"]["executionMode"] = "QUEUED".into());
    let refused = desk.publish(&[]).expect(1);
    assert!(refused.messages.contains("which it would replace"), "{refused:?}");
}

/// With a source that needs a token.
fn with_token(file: &mut Value, token: &str) {
    // GitHub has other variables than S3.
    *file = serde_json::from_str(&file.to_string().replace("VersionId", "CommitId")).unwrap();
    file["pipeline"]["stages"][0]["actions"][0]["actionTypeId"] =
        json!({"category": "Source", "owner": "ThirdParty", "provider": "GitHub", "version": "1"});
    file["pipeline"]["stages"][0]["actions"][0]["configuration"] =
        json!({"Owner": "acme", "Repo": "shop", "Branch": "main", "OAuthToken": token});
}

#[test]
fn a_masked_secret_is_given_by_the_environment_and_seen_nowhere() {
    let desk = Desk::new();
    desk.files.write("release.json", design().to_string());
    desk.edit(|file| with_token(file, "****"));
    let [stage, action] = ["/pipeline/stages/0/name", "/pipeline/stages/0/actions/0/name"]
        .map(|at| desk.read().pointer(at).unwrap().as_str().unwrap().to_owned());
    let place = format!("{stage}/{action}/OAuthToken");
    let refused = desk.publish(&[]).expect(1);
    assert!(refused.messages.contains(&format!("--secret '{place}=VARIABLE'")), "{refused:?}");
    let secret = format!("{place}=TOKEN");
    let unset = desk.publish(&["--secret", &secret]).expect(1);
    assert!(unset.messages.contains("environment variable TOKEN for"), "{unset:?}");
    assert_eq!(desk.aws.count("CreatePipeline"), 0);

    let arguments = ["publish", "--yes", "--verbose", &desk.file(), "--secret", &secret];
    let given = |desk: &Desk| {
        desk.with(&arguments).environment(|name| (name == "TOKEN").then(|| SECRET.to_owned())).run()
    };
    // The service repeats what it was sent, in an error and in an answer.
    let echo = format!("Value '{{OAuthToken={SECRET}}}' and {SECRET} is no token");
    desk.aws.then("CreatePipeline", Behavior::error(400, "InvalidActionDeclarationException", &echo));
    let refused = given(&desk).expect(1);
    assert!(!format!("{refused:?}").contains(SECRET), "{refused:?}");
    let published = given(&desk).expect(0);
    assert!(!format!("{published:?}").contains(SECRET), "{published:?}");
    assert!(desk.aws.sent("CreatePipeline").contains(SECRET), "AWS got it");
    assert!(!desk.files.read("release.json").contains(SECRET));

    for arguments in
        [&["pull", "orders"][..], &["plan", &desk.file()], &["plan", "--format", "json", &desk.file()]]
    {
        let ran = desk.call(arguments).expect(0);
        assert!(!format!("{ran:?}").contains(SECRET), "{ran:?}");
    }
    // As it was, the update may carry the mask; under another name the publish is stopped.
    desk.edit(|file| file["pipeline"]["executionMode"] = "QUEUED".into());
    desk.publish(&[]).expect(0);
    desk.edit(|file| file["pipeline"]["stages"][0]["actions"][0]["name"] = "Elsewhere".into());
    let refused = desk.publish(&[]).expect(1);
    assert!(refused.messages.contains(&format!("{stage}/Elsewhere/OAuthToken is masked")), "{refused:?}");
    let wrong = desk.publish(&["--secret", "A/B/C=X"]).expect(2);
    assert!(wrong.messages.contains("no secret is needed at A/B/C"), "{wrong:?}");
}

#[test]
fn a_secret_typed_over_its_mask_is_sent_and_shown_nowhere() {
    let desk = Desk::new();
    desk.files.write("release.json", design().to_string());
    desk.edit(|file| with_token(file, "gho_the-first-one"));
    desk.publish(&[]).expect(0);
    desk.edit(|file| with_token(file, "****"));
    let same = desk.call(&["plan", "--detailed-exitcode", &desk.file()]).expect(0);
    assert!(same.results.contains("Nothing changes."), "{same:?}");

    desk.edit(|file| with_token(file, SECRET));
    let plan = desk.call(&["plan", "--detailed-exitcode", &desk.file()]).expect(2);
    assert!(plan.results.contains("OAuthToken  secret replaced\n"), "{plan:?}");
    assert!(plan.results.contains("is sent anew. AWS shows only a mask"), "{plan:?}");
    let json = desk.call(&["plan", "--format", "json", &desk.file()]).expect(0);
    assert_eq!(json.json()["plan"]["changes"][0]["new"], "(secret)");
    let markdown = desk.call(&["plan", "--format", "markdown", &desk.file()]).expect(0);
    let published = desk.publish(&["--verbose"]).expect(0);
    for ran in [plan, json, markdown, published] {
        assert!(!format!("{ran:?}").contains(SECRET), "{ran:?}");
    }
    assert!(desk.aws.sent("UpdatePipeline").contains(SECRET), "AWS got it");
    assert_eq!(desk.live()["version"], 2);
}

#[test]
fn what_was_published_from_this_machine_can_be_merged_though_aws_has_forgotten_it() {
    let desk = Desk::new();
    let kept = Files::new();
    let call = |arguments: &[&str]| desk.with(arguments).keeping(&kept.path("data")).run();
    let mut standing = design()["pipeline"].clone();
    standing["version"] = 4.into();
    desk.aws.put(standing);
    call(&["pull", "orders", "-o", &desk.file()]).expect(0);
    // AWS is asked for a version it does not have.
    desk.edit(|file| file["pipewright"]["target"]["version"] = 2.into());
    desk.edit(|file| file["pipeline"]["executionMode"] = "QUEUED".into());
    desk.theirs(|theirs| theirs["stages"][0]["name"] = "Fetch".into());

    let elsewhere = desk.publish(&["--merge"]).expect(1);
    assert!(elsewhere.messages.contains("cannot be read any more"), "{elsewhere:?}");
    let plan = call(&["plan", &desk.file()]).expect(0).results;
    assert!(plan.contains("+ stage Fetch  renamed"), "{plan}");
    call(&["publish", "--yes", "--merge", &desk.file()]).expect(0);
    let live = desk.live();
    assert_eq!(
        (live["stages"][0]["name"].as_str(), live["executionMode"].as_str()),
        (Some("Fetch"), Some("QUEUED"))
    );
    // And the next time from what was published now.
    desk.theirs(|theirs| theirs["stages"][1]["name"] = "Ship".into());
    desk.edit(|file| file["pipewright"]["target"]["version"] = 2.into());
    desk.edit(|file| file["pipeline"]["executionMode"] = "SUPERSEDED".into());
    call(&["publish", "--yes", "--merge", &desk.file()]).expect(0);
    assert_eq!(desk.live()["stages"][1]["name"], "Ship");
}

#[test]
fn what_is_kept_for_a_merge_has_no_secrets() {
    let desk = Desk::new();
    let kept = Files::new();
    let mut standing = design();
    with_token(&mut standing, SECRET);
    let variables = json!([{"name": "DB_PASSWORD", "value": SECRET, "type": "PLAINTEXT"}]).to_string();
    standing["pipeline"]["stages"][1]["actions"][0]["configuration"]["EnvironmentVariables"] =
        variables.into();
    desk.files.write("release.json", standing.to_string());
    let publish = |more: &[&str]| {
        let file = desk.file();
        let arguments = [&["publish", "--yes", &file], more].concat();
        desk.with(&arguments).keeping(&kept.path("data")).run()
    };
    publish(&[]).expect(0);
    desk.call(&["pull", "orders", "--force", "-o", &desk.file()]).expect(0);
    publish(&["--tags", "team=web"]).expect(0);
    let folder = kept.path("data").join("published");
    let files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(!files.is_empty());
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        assert!(text.contains("\"orders\"") && !text.contains(SECRET), "{}: {text}", file.display());
    }
}

#[test]
fn a_new_pipeline_can_be_held_before_its_second_stage() {
    let desk = Desk::new();
    desk.files.write("release.json", design().to_string());
    let second = design()["pipeline"]["stages"][1]["name"].as_str().unwrap().to_owned();
    let plan = desk.call(&["plan", "--start-disabled", &desk.file()]).expect(0).results;
    assert!(plan.contains(&format!("waits before stage {second}")), "{plan}");
    let created = desk.publish(&["--start-disabled", "--tags", "team=web"]).expect(0);
    assert!(created.results.contains(&format!("Disabled the transition into {second}")), "{created:?}");
    assert!(desk.aws.closed("orders", &second).is_some());
    assert_eq!(desk.aws.tags("orders")["team"], "web");
    let called = desk.aws.called();
    let create = called.iter().position(|operation| operation == "CreatePipeline").unwrap();
    assert_eq!(called[create + 1], "DisableStageTransition", "at once: {called:?}");

    let other = Desk::new();
    other.files.write("release.json", design().to_string());
    other.aws.persistently("DisableStageTransition", &Behavior::error(400, "AccessDeniedException", "no"));
    let created = other.publish(&["--start-disabled"]).expect(1);
    assert!(created.messages.contains("The first execution is not held"), "{created:?}");
    assert!(other.aws.pipeline("orders").is_some());
}

#[test]
fn transitions_of_the_design_and_tags_are_carried_out_without_a_new_version() {
    let desk = Desk::pulled();
    let second = desk.read()["pipeline"]["stages"][1]["name"].as_str().unwrap().to_owned();
    desk.edit(|file| {
        file["pipewright"]["transitions"] = json!([{"stage": second, "disabled": true, "reason": "Freeze"}]);
    });
    let plan = desk.call(&["plan", "--detailed-exitcode", &desk.file()]).expect(2).results;
    assert!(plan.contains(&format!("The transition into {second} is disabled after the publish")), "{plan}");
    desk.publish(&["--tags", "team=web"]).expect(0);
    assert_eq!(desk.aws.closed("orders", &second).as_deref(), Some("Freeze"));
    assert_eq!(desk.aws.tags("orders")["team"], "web");
    assert_eq!((desk.live()["version"].as_u64(), desk.aws.count("UpdatePipeline")), (Some(4), 0));
    desk.call(&["plan", "--detailed-exitcode", &desk.file()]).expect(0);
    desk.edit(|file| file["pipewright"]["transitions"][0]["disabled"] = false.into());
    desk.publish(&[]).expect(0);
    assert_eq!(desk.aws.closed("orders", &second), None);
}

#[test]
fn what_runs_and_who_owns_the_pipeline_is_in_the_plan() {
    let desk = Desk::pulled();
    let second = desk.read()["pipeline"]["stages"][1]["name"].as_str().unwrap().to_owned();
    desk.aws.run(&[("e-2", "InProgress"), ("e-1", "Succeeded")], &[&second]);
    desk.aws.put_tag("orders", "aws:cloudformation:stack-name", "shop");
    desk.edit(|file| file["pipeline"]["executionMode"] = "QUEUED".into());
    let plan = desk.call(&["plan", &desk.file()]).expect(0).results;
    assert!(plan.contains("! CloudFormation stack shop made this pipeline"), "{plan}");
    assert!(plan.contains(&format!("! 1 execution is running now in {second}: stopped")), "{plan}");
    let markdown = desk.call(&["plan", "--format", "markdown", &desk.file()]).expect(0).results;
    assert!(
        markdown.starts_with("### orders in account 1234 5678 9012 · eu-central-1 (version 4 → 5)\n"),
        "{markdown}"
    );
    assert!(markdown.contains("\n```diff\n"), "{markdown}");

    let status = desk.call(&["status", "orders"]).expect(0).results;
    assert!(status.contains("Execution  InProgress  e-2  2026-01-01 00:00 UTC  by Webhook\n"), "{status}");
    assert!(status.contains(&format!("{second}  ")), "{status}");
    let json = desk.call(&["status", "orders", "--format", "json"]).expect(0).json();
    assert_eq!((json["running"].as_u64(), json["latest"]["id"].as_str()), (Some(1), Some("e-2")));
    assert_eq!(json["stages"][1]["status"], "InProgress");
    desk.call(&["status", "absent"]).expect(1);
}

#[test]
fn pulling_over_a_project_keeps_what_stands_beside_the_pipeline() {
    let desk = Desk::pulled();
    desk.edit(|file| file["pipewright"]["notes"] = json!([{"text": "keep me"}]));
    desk.theirs(|theirs| theirs["executionMode"] = "PARALLEL".into());
    desk.call(&["pull", "orders", "--force", "-o", &desk.file()]).expect(0);
    let file = desk.read();
    assert_eq!(file["pipewright"]["notes"][0]["text"], "keep me");
    assert_eq!(
        (file["pipewright"]["target"]["version"].as_u64(), file["pipeline"]["executionMode"].as_str()),
        (Some(5), Some("PARALLEL"))
    );
}

#[test]
fn pulling_over_a_project_that_does_not_parse_loses_nothing_of_it() {
    let desk = Desk::pulled();
    desk.edit(|file| file["pipewright"]["notes"] = json!([{"text": "keep me"}]));
    // As a merge of git leaves it.
    let broken = format!("<<<<<<< ours\n{}", desk.files.read("release.json"));
    desk.files.write("release.json", &broken);
    let refused = desk.call(&["pull", "orders", "--force", "-o", &desk.file()]).expect(2);
    assert!(refused.messages.contains("would be lost"), "{refused:?}");
    assert_eq!(desk.files.read("release.json"), broken);

    // What holds nothing of the kind is overwritten, as it was said.
    desk.files.write("release.json", "");
    desk.call(&["pull", "orders", "--force", "-o", &desk.file()]).expect(0);
    assert_eq!(desk.read()["pipeline"]["name"], "orders");
}

#[test]
fn a_denied_publish_shows_the_statement_that_is_missing() {
    let desk = Desk::pulled();
    desk.edit(|file| file["pipeline"]["executionMode"] = "QUEUED".into());
    let arn = "arn:aws:codepipeline:eu-central-1:123456789012:orders";
    let message = format!(
        "User: x is not authorized to perform: codepipeline:UpdatePipeline on resource: {arn} because"
    );
    desk.aws.then("UpdatePipeline", Behavior::error(400, "AccessDeniedException", &message));
    let denied = desk.publish(&[]).expect(1);
    let (_, statement) = denied.messages.split_once("The statement that is missing:\n").expect("it is shown");
    let statement = statement.split("   = ").next().unwrap();
    let statement: Value = serde_json::from_str(statement).expect("JSON to copy");
    assert_eq!(statement["Effect"], "Allow");
    let told = statement.to_string();
    assert!(told.contains("codepipeline:UpdatePipeline") && told.contains(arn), "{told}");
    assert!(!told.contains("CreatePipeline"), "{told}");
}
