//! A secret is planted, and everything the program leaves behind is searched for it.
//!
//! Two ways a secret comes in: it is given for one publish, by the environment or typed in the plan, and is then
//! nowhere but in the request (the window's side is in `designer::publishing`); or it stands in the design in clear
//! text, as an old file may have it, and is then in the file and in the code made of it, and nowhere that is read.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use pipewright::cloud::client::PublishRequest;
use pipewright::cloud::{Connection, Expected, Request, Secret};
use pipewright_core::document::Document;
use pipewright_core::edit::clip;
use pipewright_core::pipeline::ActionId;
use pipewright_core::plan::Plan;
use pipewright_tests::fake_aws::FakeAws;
use serde_json::{Value, json};

use super::{Call, Files, Ran, text};

const SECRET: &str = "gho_hush-nobody-may-see-it";

/// Every form of `pipewright export`, and whether it is code: that carries what the file says.
const FORMS: [(&str, bool); 10] = [
    ("json", true),
    ("cloudformation", true),
    ("cloudformation-json", true),
    ("terraform", true),
    ("markdown", false),
    ("html", false),
    ("mermaid", false),
    ("svg", false),
    ("png", false),
    ("pdf", false),
];

/// A design with a token, a password in a variable and one in a command.
fn planted(secret: &str) -> Value {
    let action = |name: &str, [category, owner, provider]: [&str; 3], configuration: Value| {
        json!({"name": name, "configuration": configuration,
               "actionTypeId": {"category": category, "owner": owner, "provider": provider, "version": "1"}})
    };
    let token = json!({"Owner": "acme", "Repo": "shop", "Branch": "main", "OAuthToken": secret,
                       "PollForSourceChanges": "false"});
    let mut source = action("Fetch", ["Source", "ThirdParty", "GitHub"], token);
    source["outputArtifacts"] = json!([{"name": "Code"}]);
    let variables = json!([{"name": "DB_PASSWORD", "value": secret, "type": "PLAINTEXT"}]).to_string();
    let configuration = json!({"ProjectName": "shop-build", "EnvironmentVariables": variables});
    let mut build = action("Compile", ["Build", "AWS", "CodeBuild"], configuration);
    build["inputArtifacts"] = json!([{"name": "Code"}]);
    json!({
        "pipeline": {
            "name": "orders",
            "roleArn": "arn:aws:iam::123456789012:role/pipeline",
            "pipelineType": "V2",
            "artifactStore": {"type": "S3", "location": "artifacts"},
            "stages": [{"name": "Source", "actions": [source]}, {"name": "Build", "actions": [build]}],
        },
        "pipewright": {"target": {"account": "123456789012", "region": "eu-central-1", "name": "orders"}},
    })
}

fn export(file: &Path, form: &str, out: &Path) -> Ran {
    Call::new(["export", text(file), "--to", form, "-o", text(out)]).run().expect(0)
}

fn holds(bytes: &[u8], secret: &str) -> bool {
    bytes.windows(secret.len()).any(|window| window == secret.as_bytes())
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        if entry.path().is_dir() {
            found.extend(files_below(&entry.path()));
        } else {
            found.push(entry.path());
        }
    }
    found
}

#[test]
fn every_form_is_searched() {
    let help = Call::new(["export", "--help"]).run().expect(0).results;
    let listed = help.lines().filter_map(|line| line.trim().strip_prefix("- ")?.split_once(':'));
    let listed: Vec<&str> = listed.map(|(name, _)| name).collect();
    assert_eq!(listed, FORMS.map(|(name, _)| name), "{help}");
}

#[test]
fn what_is_given_for_a_publish_is_left_nowhere() {
    let (fake, files) = (FakeAws::start(), Files::new());
    let file = files.write("work/release.json", planted("****").to_string());
    let arguments =
        ["publish", "--yes", "--verbose", text(&file), "--secret", "Source/Fetch/OAuthToken=TOKEN"];
    let connection = ["--profile", "test", "--endpoint-url", &fake.endpoint()].map(str::to_owned);
    // The variable inside of the text is masked too, and has to be typed in full by whoever owns it.
    let plain = planted("****").to_string().replace("\\\"****\\\"", "\\\"from-elsewhere\\\"");
    files.write("work/release.json", plain);
    let published = Call::new(arguments)
        .and(connection.clone())
        .aws(fake.aws())
        .keeping(&files.path("data"))
        .environment(|name| (name == "TOKEN").then(|| SECRET.to_owned()))
        .run()
        .expect(0);
    assert!(fake.sent("CreatePipeline").contains(SECRET), "AWS got it");

    let mut said = vec![published];
    for arguments in [
        &["plan", text(&file)][..],
        &["plan", "--format", "json", text(&file)],
        &["plan", "--format", "markdown", text(&file)],
        &["status", "orders"],
        &["pull", "orders"],
    ] {
        said.push(
            Call::new(arguments.iter().copied()).and(connection.clone()).aws(fake.aws()).run().expect(0),
        );
    }
    for arguments in [&["check", text(&file)][..], &["policy", text(&file), "--region", "eu-central-1"]] {
        said.push(Call::new(arguments.iter().copied()).run());
    }
    for (form, _) in FORMS {
        said.push(export(&file, form, &files.path(&format!("work/out.{form}"))));
    }
    for ran in &said {
        assert!(!format!("{ran:?}").contains(SECRET), "{ran:?}");
    }
    let left = [files_below(&files.path("work")), files_below(&files.path("data"))].concat();
    assert!(left.len() > FORMS.len() + 1, "{left:?}");
    for path in left {
        assert!(!holds(&std::fs::read(&path).unwrap(), SECRET), "{}", path.display());
    }
}

#[test]
fn a_secret_given_in_place_of_its_variable_is_not_repeated() {
    let (fake, files) = (FakeAws::start(), Files::new());
    let plain = planted("****").to_string().replace("\\\"****\\\"", "\\\"from-elsewhere\\\"");
    let file = files.write("release.json", plain);
    let given = format!("Source/Fetch/OAuthToken={SECRET}");
    let ran = Call::new(["publish", "--yes", text(&file), "--secret", &given])
        .and(["--profile", "test", "--endpoint-url", &fake.endpoint()])
        .aws(fake.aws())
        .run()
        .expect(1);
    assert!(!format!("{ran:?}").contains(SECRET), "{ran:?}");
    assert!(ran.messages.contains("the name of an environment variable"), "{ran:?}");
    assert_eq!(fake.count("CreatePipeline"), 0);
}

#[test]
fn a_password_in_an_address_is_not_repeated() {
    let (fake, files) = (FakeAws::start(), Files::new());
    let file = files.write("release.json", planted("gho_known").to_string());
    let endpoint = fake.endpoint().replace("http://", &format!("http://ada:{SECRET}@"));
    for arguments in [
        &["plan", "--format", "json", text(&file)][..],
        &["plan", "--format", "markdown", text(&file)],
        &["plan", "--verbose", text(&file)],
        &["publish", "--yes", "--verbose", "--no-preflight", text(&file)],
        &["list", "--verbose"],
    ] {
        let connection = ["--profile", "test", "--endpoint-url", &endpoint];
        let ran = Call::new(arguments.iter().copied()).and(connection).aws(fake.aws()).run();
        assert!(!format!("{ran:?}").contains(SECRET), "{arguments:?}: {ran:?}");
    }
    assert!(fake.count("GetPipeline") > 0, "the address is still one");
}

#[test]
fn what_stands_in_a_design_is_in_its_code_and_in_nothing_that_is_read() {
    let files = Files::new();
    let file = files.write("release.json", planted(SECRET).to_string());
    for (form, is_code) in FORMS {
        let out = files.path(&format!("out.{form}"));
        let ran = export(&file, form, &out);
        assert!(!format!("{ran:?}").contains(SECRET), "{form}: {ran:?}");
        let bytes = std::fs::read(&out).unwrap();
        assert!(is_code || !holds(&bytes, SECRET), "{form}");
    }
    let other = files.write("other.json", planted("gho_another-one-of-them").to_string());
    for arguments in [
        &["check", text(&file)][..],
        &["check", "--format", "json", text(&file)],
        &["check", "--format", "sarif", text(&file)],
        &["check", "--format", "github", text(&file)],
        &["diff", text(&other), text(&file)],
        &["diff", "--format", "json", text(&other), text(&file)],
        &["diff", "--format", "markdown", text(&other), text(&file)],
        &["policy", text(&file), "--region", "eu-central-1"],
    ] {
        let ran = Call::new(arguments.iter().copied()).run();
        assert!(!ran.results.is_empty(), "{ran:?}");
        assert!(!format!("{ran:?}").contains(SECRET), "{arguments:?}: {ran:?}");
    }
}

#[test]
fn the_clipboard_gets_no_secret() {
    let document = Document::read_text(&planted(SECRET).to_string()).unwrap();
    let stages: Vec<_> = document.pipeline().stages.iter().map(|stage| stage.id).collect();
    let actions: Vec<ActionId> = document.pipeline().actions().map(|(_, action)| action.id).collect();
    let copied = [clip::copy(&document, &stages, &[]), clip::copy(&document, &[], &actions)];
    for copied in copied {
        let copied = copied.expect("something is copied");
        assert!(copied.text.contains("****") && !copied.text.contains(SECRET), "{}", copied.text);
    }
    let before = Document::read_text(&planted("****").to_string()).unwrap();
    for old in [None, Some(before.pipeline())] {
        let plan = Plan::between(old, document.pipeline());
        assert!(!plan.is_empty());
        let copied = format!("{}{}{}{plan:?}", plan.to_text(), plan.to_markdown(), plan.to_json());
        assert!(!copied.contains(SECRET), "{copied}");
    }
}

/// There is no report of a crash but what the panic says on standard error.
#[test]
fn a_panic_with_a_request_in_hand_does_not_tell_the_secret() {
    let plan = Plan::between(None, Document::read_text(&planted("****").to_string()).unwrap().pipeline());
    let place = plan.needed_secrets().next().expect("a secret is needed").clone();
    let request = Request::Publish(Box::new(PublishRequest {
        connection: Connection::default(),
        name: "orders".to_owned(),
        declaration: planted("****")["pipeline"].clone(),
        expected: Expected::Absent,
        tags: Vec::new(),
        secrets: vec![(place, Secret::new(SECRET).expect("a secret"))],
        steps: Vec::new(),
        is_there: false,
    }));
    let panic = catch_unwind(AssertUnwindSafe(|| panic!("{request:?}"))).expect_err("it panics");
    let words = panic.downcast_ref::<String>().expect("the words of the panic");
    assert!(words.contains("OAuthToken") && !words.contains(SECRET), "{words}");
}
