//! What is told when the account cannot be reached or refuses.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use pipewright::cloud::Listener;
use pipewright::cloud::aws::{Aws, Deadlines};
use pipewright_tests::aws_home::AwsHome;
use pipewright_tests::fake_aws::{Behavior, FakeAws, impatient};
use pipewright_tests::moto::free_address;

use super::{Call, Files, Ran, design, run, text};

/// A call with the test configuration of AWS.
fn call<'a>(arguments: &[&str], home: &AwsHome) -> Call<'a> {
    Call::new(arguments.iter().copied()).aws(Aws { files: home.files(), deadlines: impatient() })
}

/// A call to a server of the test.
fn ask(aws: &FakeAws, arguments: &[&str]) -> Ran {
    let connection = ["--profile", "test", "--endpoint-url", &aws.endpoint()].map(str::to_owned);
    Call::new(arguments.iter().copied()).and(connection).aws(aws.aws()).run()
}

#[test]
fn nobody_at_the_address_is_told_soon() {
    let home = AwsHome::new();
    let endpoint = format!("http://{}", free_address());
    let start = Instant::now();
    // With the patience of everyday.
    let aws = Aws { files: home.files(), deadlines: Deadlines::default() };
    let ran = Call::new(["list", "--profile", "test", "--endpoint-url", &endpoint]).aws(aws).run().expect(1);
    assert!(start.elapsed() < Duration::from_secs(15), "{:?}", start.elapsed());
    assert_eq!(ran.results, "");
    assert!(ran.messages.starts_with("error: Could not list the pipelines: 127.0.0.1"), "{}", ran.messages);
    assert!(ran.messages.contains("\n   = help: "), "{}", ran.messages);
}

#[test]
fn silence_is_told_when_the_time_is_up() {
    let aws = FakeAws::start();
    aws.persistently("GetCallerIdentity", &Behavior::Hang);
    let files = Files::new();
    let file = files.write("release.json", design().to_string());
    let start = Instant::now();
    let ran = ask(&aws, &["plan", "--detailed-exitcode", text(&file)]).expect(1);
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
    assert!(ran.messages.starts_with("error: Could not find out who is signed in: "), "{}", ran.messages);
}

#[test]
fn missing_credentials_are_told_with_what_to_do() {
    let home = AwsHome::new();
    let files = Files::new();
    let file = files.write("release.json", design().to_string());
    for arguments in
        [&["list"][..], &["pull", "web"], &["plan", text(&file)], &["publish", text(&file), "--yes"]]
    {
        let ran = call(arguments, &home).and(["--profile", "empty"]).run().expect(1);
        assert_eq!(ran.results, "");
        assert!(
            ran.messages.contains("there are no AWS credentials in profile `empty`\n   = help: "),
            "{}",
            ran.messages
        );
    }
}

#[test]
fn an_unknown_profile_brings_the_known_ones() {
    let home = AwsHome::new();
    let ran = call(&["list", "--profile", "tset"], &home).run().expect(1);
    assert_eq!(
        ran.messages,
        "error: Could not sign in to AWS: there is no profile `tset` in the AWS configuration\n   \
         = help: Choose one of: broken, empty, handed, locked, nowhere, role, slow, sso, test\n"
    );
}

#[test]
fn details_are_for_those_who_ask() {
    let aws = FakeAws::start();
    let denied = Behavior::error(400, "AccessDeniedException", "User: x is not authorized to perform: y");
    aws.then("ListPipelines", denied.clone());
    let brief = ask(&aws, &["list"]).expect(1);
    assert!(
        brief.messages.ends_with("   = --verbose tells everything known about it\n"),
        "{}",
        brief.messages
    );
    assert!(!brief.messages.contains("AccessDeniedException"), "{}", brief.messages);

    aws.then("ListPipelines", denied);
    let full = ask(&aws, &["list", "--verbose"]).expect(1);
    assert!(full.messages.contains("\n     Error: AccessDeniedException\n"), "{}", full.messages);
    assert!(full.messages.contains("\n     Request: request-1\n"), "{}", full.messages);
    assert!(!full.messages.contains("--verbose"), "{}", full.messages);
}

#[test]
fn what_aws_refuses_is_shown_in_the_file() {
    let aws = FakeAws::start();
    let files = Files::new();
    let design = serde_json::to_string_pretty(&design()).unwrap();
    let file = files.write("release.json", &design);
    let message = "1 validation error detected: Value at 'pipeline.stages.1.member.actions.1.member.configuration' failed to satisfy constraint: Map value must satisfy constraint: x";
    aws.then("CreatePipeline", Behavior::error(400, "ValidationException", message));
    let ran = ask(&aws, &["publish", "--yes", text(&file)]).expect(1);
    let line = 1 + design.lines().position(|line| line.contains("\"configuration\"")).unwrap();
    let column = 1 + design.lines().nth(line - 1).unwrap().find('"').unwrap();
    let place = format!("  --> release.json:{line}:{column}  Source › Source › configuration\n");
    assert!(files.strip(&ran.messages).contains(&place), "{}", ran.messages);
    assert!(aws.pipeline("orders").is_none());
}

#[test]
fn a_pipeline_that_is_not_there_is_not_pulled() {
    let aws = FakeAws::start();
    let files = Files::new();
    let ran = ask(&aws, &["pull", "web", "-o", text(&files.path("web.json"))]).expect(1);
    assert!(ran.messages.starts_with("error: Could not read pipeline `web`: "), "{}", ran.messages);
    assert!(!files.path("web.json").exists());
}

#[test]
fn nothing_is_asked_of_aws_for_what_cannot_be_published() {
    let aws = FakeAws::start();
    let files = Files::new();
    let mut broken = design();
    broken["pipeline"]["stages"][1]["actions"][0]["inputArtifacts"][0]["name"] = "Nothing".into();
    let broken = files.write("release.json", broken.to_string());

    // Nobody to ask, and no consent.
    let ran = ask(&aws, &["publish", text(&broken)]).expect(2);
    assert_eq!(
        ran.messages,
        "error: Not published, because there is no terminal to ask on. \
         Read what `pipewright plan` shows, then publish with --yes.\n"
    );
    // Errors.
    let ran = ask(&aws, &["publish", "--yes", text(&broken)]).expect(1);
    let told = files.strip(&ran.messages);
    assert!(told.starts_with("error[CP0503]: "), "{told}");
    let last =
        "Not published, because the definition has 1 error. `pipewright check release.json` shows more.\n";
    assert!(told.ends_with(last), "{told}");
    assert_eq!(ran.results, "");
    assert_eq!(aws.count("GetCallerIdentity") + aws.count("GetPipeline"), 0);

    // A plan may be had all the same.
    let ran = ask(&aws, &["plan", text(&broken)]).expect(0);
    assert!(
        files.strip(&ran.messages).starts_with("warning: Publishing is refused until"),
        "{}",
        ran.messages
    );
}

#[test]
fn a_pipeline_without_a_name_has_no_plan() {
    let aws = FakeAws::start();
    let files = Files::new();
    let file = files.write("release.json", r#"{"stages": []}"#);
    let ran = ask(&aws, &["plan", text(&file)]).expect(2);
    assert!(ran.messages.starts_with("error: The pipeline has no name"), "{}", ran.messages);
    ask(&aws, &["plan", "--detailed-exitcode", text(&file)]).expect(1);
    ask(&aws, &["plan", "--detailed-exitcode", text(&files.path("gone.json"))]).expect(1);
}

#[test]
fn a_call_that_is_made_again_is_told_while_it_waits() {
    let aws = FakeAws::start();
    let heard = Arc::new(Mutex::new(Vec::new()));
    let listener: Listener = {
        let heard = Arc::clone(&heard);
        Arc::new(move |retry| heard.lock().unwrap().push(retry.map(|retry| (retry.attempt, retry.of))))
    };
    let call = |arguments: &[&str]| {
        let connection = ["--profile", "test", "--endpoint-url", &aws.endpoint()].map(str::to_owned);
        let call = Call::new(arguments.iter().copied()).and(connection).aws(aws.aws());
        let ran = call.told_of_retries(Arc::clone(&listener)).run();
        (ran, std::mem::take(&mut *heard.lock().unwrap()))
    };
    // A gate that has no name for it.
    aws.then("ListPipelines", Behavior::page(429, "")).then("ListPipelines", Behavior::page(503, ""));
    let (ran, told) = call(&["list"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(told, [Some((2, 3)), Some((3, 3)), None]);
    assert!(!ran.messages.contains("again"), "nobody sits at a terminal: {ran:?}");

    aws.persistently("ListPipelines", &Behavior::page(429, ""));
    let (ran, told) = call(&["list"]);
    assert!(ran.messages.contains("AWS takes no more requests"), "{ran:?}");
    assert_eq!(told, [Some((2, 3)), Some((3, 3)), None], "there is no fourth");
    aws.then("ListPipelines", Behavior::error(400, "AccessDeniedException", "no"));
    let (_, told) = call(&["list"]);
    assert!(told.is_empty(), "nothing is made again: {told:?}");
}

#[test]
fn a_wrong_address_is_told() {
    let ran = run(&["list", "--endpoint-url", "nowhere", "--region", "eu-west-1"]).expect(1);
    assert!(ran.messages.contains("the endpoint is no address"), "{}", ran.messages);
}

#[test]
fn somebody_overtaken_is_named() {
    let aws = FakeAws::start();
    let files = Files::new();
    let mut file = design();
    aws.put(file["pipeline"].clone());
    file["pipeline"]["executionMode"] = "QUEUED".into();
    let file = files.write("release.json", file.to_string());
    aws.then("UpdatePipeline", Behavior::BeOvertaken);
    let ran = ask(&aws, &["publish", "--yes", text(&file)]).expect(0);
    assert!(ran.messages.starts_with("warning: Somebody published version "), "{}", ran.messages);
}
