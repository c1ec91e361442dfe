//! From a file to the account and back, against an independent imitation of AWS.

use std::io::{self, BufReader, Read};

use pipewright::cloud::{Account, Open as _};
use pipewright_tests::moto::Moto;
use pipewright_tests::python::or_skip;
use serde_json::Value;

use super::{Call, Files, Ran, design, text};

/// The journey of one person with one file.
struct Journey {
    moto: Moto,
    files: Files,
}

impl Journey {
    fn new() -> Option<Self> {
        let moto = or_skip(Moto::start())?;
        let files = Files::new();
        files.write("release.json", serde_json::to_string_pretty(&design()).unwrap());
        Some(Self { moto, files })
    }

    fn call<'a>(&self, arguments: &[&str]) -> Call<'a> {
        let endpoint = self.moto.endpoint();
        Call::new(arguments.iter().copied())
            .and(["--profile", "test", "--endpoint-url", &endpoint])
            .aws(self.moto.aws())
    }

    /// With the design as the file.
    fn with_file(&self, arguments: &[&str]) -> Ran {
        self.call(&[arguments, &[text(&self.files.path("release.json"))]].concat()).run()
    }

    fn edit(&self, edit: impl FnOnce(&mut Value)) {
        let mut file: Value = serde_json::from_str(&self.files.read("release.json")).unwrap();
        edit(&mut file["pipeline"]);
        self.files.write("release.json", serde_json::to_string_pretty(&file).unwrap());
    }

    /// What stands in the account, read past the command line.
    fn live(&self) -> Value {
        wait(async { self.account().await.get("orders", None).await.unwrap().pipeline().clone() })
    }

    /// Somebody else updates the pipeline.
    fn overtake(&self) {
        let mut theirs = self.live();
        theirs["executionMode"] = "PARALLEL".into();
        wait(async { self.account().await.update(&theirs).await.unwrap() });
    }

    async fn account(&self) -> std::sync::Arc<dyn Account> {
        self.moto.aws().open(&self.moto.connection("test")).await.unwrap()
    }
}

fn wait<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

/// A person who does something before answering.
struct Person<F> {
    meanwhile: Option<F>,
    answer: &'static [u8],
}

impl<F: FnOnce()> Read for Person<F> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if let Some(meanwhile) = self.meanwhile.take() {
            meanwhile();
        }
        self.answer.read(buffer)
    }
}

fn person<F: FnOnce()>(answer: &'static str, meanwhile: F) -> BufReader<Person<F>> {
    BufReader::new(Person { meanwhile: Some(meanwhile), answer: answer.as_bytes() })
}

#[test]
fn a_pipeline_is_created_listed_pulled_planned_and_updated() {
    let Some(journey) = Journey::new() else { return };
    let empty = journey.call(&["list"]).run().expect(0);
    assert_eq!(empty.results, "");
    assert_eq!(empty.messages, "There is no pipeline in this account and Region\n");
    assert_eq!(journey.call(&["list", "--format", "json"]).run().results, "[]\n");

    // Create.
    let plan = journey.with_file(&["plan"]).expect(0).results;
    let head = format!(
        "Account    1234 5678 9012  profile test\nRegion     eu-central-1\nEndpoint   {}\nPipeline   orders  new\n",
        journey.moto.endpoint()
    );
    assert!(plan.starts_with(&head), "{plan}");
    assert!(plan.contains("\n+ pipeline orders\n"), "{plan}");
    assert!(plan.contains("The pipeline starts to run as soon as it is created."), "{plan}");
    journey.with_file(&["plan", "--detailed-exitcode"]).expect(2);
    let created = journey.with_file(&["publish", "--yes", "--ignore-preflight"]).expect(0);
    assert!(created.results.starts_with(&plan), "the plan is shown before: {}", created.results);
    let last = "\nCreated orders version 1 in account 1234 5678 9012 in eu-central-1. Its first execution has started.\n";
    assert!(created.results.ends_with(last), "{}", created.results);

    // List.
    let listed = journey.call(&["list"]).run().expect(0).results;
    let (head, row) = listed.trim_end().split_once('\n').unwrap();
    assert_eq!(head.split_whitespace().collect::<Vec<_>>(), ["Name", "Version", "Type", "Mode", "Updated"]);
    let cells: Vec<&str> = row.split_whitespace().collect();
    assert_eq!(cells[..2], ["orders", "1"]);
    assert_eq!(cells.last(), Some(&"UTC"));
    let listed = journey.call(&["list", "--format", "json"]).run().expect(0).json();
    assert_eq!((listed[0]["name"].as_str(), listed[0]["version"].as_u64()), (Some("orders"), Some(1)));
    assert!(listed[0]["updated"].as_str().unwrap().ends_with('Z'), "{listed}");

    // Nothing to do.
    let same = journey.with_file(&["plan", "--detailed-exitcode"]).expect(0).results;
    assert!(same.contains("Pipeline   orders  version 1\n"), "{same}");
    assert!(same.ends_with("\nNothing changes.\n"), "{same}");
    let nothing = journey.with_file(&["publish", "--yes", "--ignore-preflight"]).expect(0).results;
    assert_eq!(
        nothing,
        "Nothing to publish: orders version 1 in account 1234 5678 9012 in eu-central-1 is the same\n"
    );

    // Pull.
    let pulled = journey.files.path("pulled.json");
    let ran = journey.call(&["pull", "orders", "-o", text(&pulled)]).run().expect(0);
    assert_eq!(ran.results, "");
    assert_eq!(journey.files.strip(&ran.messages), "Pulled orders version 1\npulled.json\n");
    let on_disk = journey.files.read("pulled.json");
    assert!(on_disk.starts_with("{\n    \"pipeline\": {\n        \""), "{on_disk}");
    let printed = journey.call(&["pull", "orders"]).run().expect(0).json();
    let mut kept: Value = serde_json::from_str(&on_disk).unwrap();
    let beside = kept.as_object_mut().unwrap().shift_remove("pipewright").unwrap();
    assert_eq!(printed, kept, "the file also remembers where it belongs");
    assert_eq!(beside["target"]["account"], "123456789012");
    assert_eq!(serde_json::from_str::<Value>(&on_disk).unwrap()["pipeline"], journey.live());
    journey.call(&["plan", "--detailed-exitcode", text(&pulled)]).run().expect(0);

    // A file that is there stays.
    let ran =
        journey.call(&["pull", "orders", "-o", text(&journey.files.path("release.json"))]).run().expect(2);
    assert!(ran.messages.starts_with("error: Not pulled, because there is a file already."), "{ran:?}");
    journey.files.write("old.json", "old");
    journey.call(&["pull", "orders", "--force", "-o", text(&journey.files.path("old.json"))]).run().expect(0);
    assert_eq!(journey.files.read("old.json"), on_disk);

    // Update.
    journey.edit(|pipeline| pipeline["executionMode"] = "QUEUED".into());
    let plan = journey.with_file(&["plan"]).expect(0).results;
    assert!(plan.contains("Pipeline   orders  version 1 → 2\n"), "{plan}");
    assert!(plan.contains("QUEUED"), "{plan}");
    let json = journey.with_file(&["plan", "--detailed-exitcode", "--format", "json"]).expect(2).json();
    assert_eq!(json["account"], "123456789012");
    assert_eq!((json["region"].as_str(), json["liveVersion"].as_u64()), (Some("eu-central-1"), Some(1)));
    assert_eq!(json["findings"]["errors"], 0);
    assert_eq!(json["plan"]["changes"][0]["path"], "executionMode");
    assert_eq!(journey.live()["version"], 1, "a plan writes nothing");
    let updated = journey.with_file(&["publish", "--yes", "--ignore-preflight"]).expect(0).results;
    assert!(
        updated.ends_with("\nPublished orders version 2 to account 1234 5678 9012 in eu-central-1\n"),
        "{updated}"
    );
    assert_eq!(journey.live()["executionMode"], "QUEUED");
}

#[test]
fn a_person_is_asked_and_may_decline() {
    let Some(journey) = Journey::new() else { return };
    let file = journey.files.path("release.json");
    let answered = |answer| journey.call(&["publish", text(&file)]).answered_by(person(answer, || {})).run();

    for no in ["\n", "", "n\n", "yep\n"] {
        let declined = answered(no).expect(1);
        let question =
            "Create orders in account 1234 5678 9012 in eu-central-1 in spite of 8 problems? [y/N] ";
        let told = declined.messages.strip_prefix(question).unwrap_or_else(|| panic!("{declined:?}"));
        // At the end of the input nobody has begun a new line.
        assert_eq!(told, if no.is_empty() { "\nNot published\n" } else { "Not published\n" });
        assert!(declined.results.contains("A new pipeline with "), "{}", declined.results);
    }
    assert!(journey.call(&["list"]).run().results.is_empty(), "nothing was written");

    let agreed = answered("Y\n").expect(0);
    assert!(agreed.results.contains("Created orders version 1 in"), "{}", agreed.results);
    journey.edit(|pipeline| pipeline["executionMode"] = "QUEUED".into());
    let agreed = answered("yes\n").expect(0);
    let question =
        "Publish version 2 to account 1234 5678 9012 in eu-central-1 in spite of 8 problems? [y/N] ";
    assert_eq!(agreed.messages, question);
    assert!(agreed.results.contains("Published orders version 2 to"), "{}", agreed.results);
}

#[test]
fn nobody_is_overwritten_unseen() {
    let Some(journey) = Journey::new() else { return };
    journey.with_file(&["publish", "--yes", "--ignore-preflight"]).expect(0);
    journey.edit(|pipeline| pipeline["executionMode"] = "QUEUED".into());

    // While the person reads the plan, somebody else publishes.
    let file = journey.files.path("release.json");
    let person = person("y\n", || journey.overtake());
    let ran = journey.call(&["publish", text(&file)]).answered_by(person).run().expect(1);
    assert!(
        ran.messages.contains("error: Not published, because the pipeline was changed in the account"),
        "{ran:#?}"
    );
    let (before, after) = ran.results.split_at(ran.results.rfind("Account  ").unwrap());
    assert!(before.contains("version 1 → 2") && !before.contains("PARALLEL"), "{before}");
    assert!(after.contains("version 2 → 3") && after.contains("PARALLEL"), "{after}");
    assert_eq!(journey.live()["executionMode"], "PARALLEL", "nothing was written");

    // With the new plan in sight it goes through.
    journey.with_file(&["publish", "--yes", "--ignore-preflight"]).expect(0);
    assert_eq!(journey.live()["executionMode"], "QUEUED");
    assert_eq!(journey.live()["version"], 3);
}

#[test]
fn standard_input_is_a_design_and_nobody_who_answers() {
    let Some(journey) = Journey::new() else { return };
    let design = journey.files.read("release.json");
    let plan = journey.call(&["plan", "-"]).input(&design).run().expect(0).results;
    assert!(plan.contains("<stdin>\n") && plan.contains("orders  new\n"), "{plan}");
    let asked = journey.call(&["publish", "-"]).answered_by(design.as_bytes()).run().expect(2);
    assert!(asked.messages.contains("no terminal to ask on"), "{asked:?}");
    journey.call(&["publish", "-", "--yes", "--ignore-preflight"]).input(&design).run().expect(0);
    assert_eq!(journey.live()["name"], "orders");
}
