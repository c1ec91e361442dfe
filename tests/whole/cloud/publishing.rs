//! The publish conversation when answers are late, lost, or not what was asked for.

use pipewright::cloud::practice::Practice;
use pipewright::cloud::{Account, Expected, Fault, FaultKind, PublishError, Published, publish};
use pipewright_tests::fake_aws::{Behavior, FakeAws};
use serde_json::{Value, json};

use super::{account, declaration, wait, with_bucket};

/// An account with a pipeline at version 4, and the plan to change it.
struct Plan {
    fake: FakeAws,
    expected: Expected,
    mine: Value,
}

impl Plan {
    fn new() -> Self {
        let fake = FakeAws::start();
        let mut standing = declaration("web");
        standing["version"] = 4.into();
        fake.put(standing);
        let account = account(&fake.aws(), &fake.connection("test"));
        let prepared = wait(publish::prepare(&*account, "web")).expect("the plan is made");
        let expected = Expected::from_live(prepared.live.as_ref());
        Self { fake, expected, mine: with_bucket(declaration("web"), "mine") }
    }

    fn publish(&self) -> Result<Published, PublishError> {
        publish_as(&self.fake, &self.mine, &self.expected)
    }

    fn version(&self) -> u64 {
        self.fake.pipeline("web").expect("it stands")["version"].as_u64().expect("a version")
    }
}

fn publish_as(fake: &FakeAws, declaration: &Value, expected: &Expected) -> Result<Published, PublishError> {
    let account = account(&fake.aws(), &fake.connection("test"));
    wait(publish::publish(&*account, "web", declaration, expected, &[]))
}

#[track_caller]
fn failed(result: Result<Published, PublishError>) -> Fault {
    match result {
        Err(PublishError::Failed(fault)) => fault,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_request_holds_the_declaration_and_nothing_else() {
    let Plan { fake, expected, mine } = Plan::new();
    let mut kept = mine.clone();
    kept["pipewright"] = json!({"notes": []});
    kept["metadata"] = json!({"created": 1});
    publish_as(&fake, &kept, &expected).unwrap();
    let sent = String::from_utf8(fake.last("UpdatePipeline").body).unwrap();
    assert_eq!(sent, json!({ "pipeline": mine }).to_string());
}

#[test]
fn a_write_whose_answer_was_lost_is_recognized_and_not_repeated() {
    let lost = |behavior: Behavior| {
        let plan = Plan::new();
        plan.fake.then("UpdatePipeline", behavior);
        let published = plan.publish().unwrap();
        assert!(published.confirmed_by_reading && !published.created);
        assert_eq!(published.live.version, Some(5));
        assert!(published.overtook.is_none());
        assert_eq!(plan.fake.count("UpdatePipeline"), 1);
        assert_eq!(plan.version(), 5);
    };
    lost(Behavior::CarryOutAndCut);
    lost(Behavior::CarryOutAndHang);
    lost(Behavior::CarryOutAndAnswer { status: 500, body: "<html>oops</html>".to_owned() });
    lost(Behavior::CarryOutAndAnswer { status: 200, body: "<html>proxy</html>".to_owned() });
    lost(Behavior::Truncate);
}

#[test]
fn a_pipeline_whose_making_was_not_answered_is_made_once() {
    let fake = FakeAws::start();
    fake.then("CreatePipeline", Behavior::CarryOutAndCut);
    let published = publish_as(&fake, &declaration("web"), &Expected::Absent).unwrap();
    assert!(published.created && published.confirmed_by_reading);
    assert_eq!(fake.count("CreatePipeline"), 1);
}

#[test]
fn a_write_that_never_arrived_is_no_success() {
    for behavior in [Behavior::Cut, Behavior::Hang, Behavior::page(503, "")] {
        let plan = Plan::new();
        plan.fake.then("UpdatePipeline", behavior);
        let fault = failed(plan.publish());
        assert!(fault.message.starts_with("Could not update pipeline `web`: "), "{fault}");
        assert!(fault.help.as_deref().unwrap().contains("still stands at version 4"), "{fault:?}");
        assert_eq!(plan.fake.count("UpdatePipeline"), 1, "it is not sent again unasked");
        assert_eq!(plan.version(), 4);
        assert_eq!(plan.publish().unwrap().live.version, Some(5), "asked again it goes through");
    }
}

#[test]
fn when_reading_back_fails_too_the_outcome_is_called_unknown() {
    let plan = Plan::new();
    let account = account(&plan.fake.aws(), &plan.fake.connection("test"));
    plan.fake.then("UpdatePipeline", Behavior::CarryOutAndCut);
    // The look before the write is answered, the one after it is not.
    plan.fake.then("GetPipeline", current(&plan)).persistently("GetPipeline", &Behavior::page(503, ""));
    let result = wait(publish::publish(&*account, "web", &plan.mine, &plan.expected, &[]));
    let Err(PublishError::Unknown { fault, live: None }) = result else { panic!("{result:?}") };
    assert!(fault.help.unwrap().contains("may or may not have been written"));
}

#[test]
fn somebody_elses_write_is_not_taken_for_a_lost_one() {
    let plan = Plan::new();
    plan.fake.then("UpdatePipeline", Behavior::WriteAndCut(with_bucket(declaration("web"), "theirs")));
    let result = plan.publish();
    let Err(PublishError::Changed { live: Some(live) }) = result else { panic!("{result:?}") };
    assert_eq!(live.pipeline()["artifactStore"]["location"], "theirs");
    assert_eq!(plan.fake.count("UpdatePipeline"), 1);
}

#[test]
fn a_write_that_came_back_without_some_members_is_called_unknown() {
    let plan = Plan::new();
    let mut curtailed = plan.mine.clone();
    curtailed.as_object_mut().unwrap().shift_remove("futureNumber");
    plan.fake.then("UpdatePipeline", Behavior::WriteAndCut(curtailed));
    let result = plan.publish();
    let Err(PublishError::Unknown { live: Some(live), .. }) = result else { panic!("{result:?}") };
    assert_eq!(live.version, Some(5));
}

/// What `GetPipeline` answers at the moment, as a behavior to line up.
fn current(plan: &Plan) -> Behavior {
    let account = account(&plan.fake.aws(), &plan.fake.connection("test"));
    let body = wait(account.get("web", None)).expect("it stands").text;
    Behavior::Answer { status: 200, content_type: "application/x-amz-json-1.1", body }
}

#[test]
fn a_write_turned_away_by_throttling_is_sent_again() {
    let plan = Plan::new();
    let throttled = Behavior::error(400, "ThrottlingException", "Rate exceeded");
    plan.fake.then("UpdatePipeline", throttled.clone()).then("UpdatePipeline", throttled);
    assert_eq!(plan.publish().unwrap().live.version, Some(5));
    assert_eq!(plan.fake.count("UpdatePipeline"), 3);
}

#[test]
fn a_version_that_was_overtaken_is_reported() {
    let plan = Plan::new();
    plan.fake.then("UpdatePipeline", Behavior::BeOvertaken);
    let published = plan.publish().unwrap();
    assert_eq!(published.live.version, Some(6));
    assert_eq!(published.overtook.unwrap().version, 5);
}

#[test]
fn a_name_taken_in_the_last_moment_is_a_change_and_not_a_failure() {
    let fake = FakeAws::start();
    let mut theirs = declaration("web");
    theirs["version"] = 1.into();
    fake.put(theirs);
    fake.then("GetPipeline", Behavior::error(400, "PipelineNotFoundException", "no"));
    let taken = "A pipeline with the name 'web' already exists in account '123456789012'";
    fake.then("CreatePipeline", Behavior::error(400, "PipelineNameInUseException", taken));
    let result = publish_as(&fake, &declaration("web"), &Expected::Absent);
    let Err(PublishError::Changed { live: Some(live) }) = result else { panic!("{result:?}") };
    assert_eq!(live.version, Some(1));
}

#[test]
fn a_refusal_that_changed_nothing_in_the_account_is_told_as_it_is() {
    // Something the pipeline names is not there; the pipeline itself stands as it did.
    let plan = Plan::new();
    let gone = "Connection arn:aws:codeconnections:eu-central-1:123456789012:connection/c was not found";
    plan.fake.then("UpdatePipeline", Behavior::error(400, "ResourceNotFoundException", gone));
    let fault = failed(plan.publish());
    assert!(fault.message.contains("connection/c was not found"), "{fault}");

    let fake = FakeAws::start();
    let taken = "A pipeline with the name 'web' already exists in account '123456789012'";
    fake.then("CreatePipeline", Behavior::error(400, "PipelineNameInUseException", taken));
    let fault = failed(publish_as(&fake, &declaration("web"), &Expected::Absent));
    assert_eq!(fault.kind, FaultKind::NameInUse);
}

#[test]
fn a_version_that_cannot_be_read_now_is_not_taken_for_forgotten() {
    let plan = Plan::new();
    let account = account(&plan.fake.aws(), &plan.fake.connection("test"));
    let forgotten = wait(publish::prepare_all(&*account, "web", Some(2))).unwrap();
    assert!(forgotten.live.is_some() && forgotten.earlier.is_none());
    plan.fake.then("GetPipeline", current(&plan)).persistently("GetPipeline", &Behavior::page(503, ""));
    let fault = wait(publish::prepare_all(&*account, "web", Some(2))).unwrap_err();
    assert_eq!(fault.kind, FaultKind::ServiceFailure);
}

#[test]
fn a_declaration_under_another_name_is_not_sent() {
    let plan = Plan::new();
    let fault = failed(publish_as(&plan.fake, &declaration("other"), &plan.expected));
    assert_eq!(fault.kind, FaultKind::Invalid);
    assert!(fault.message.contains("named `other`"), "{fault}");
    assert!(failed(publish_as(&plan.fake, &json!([]), &plan.expected)).message.contains("not a JSON object"));
    assert_eq!(plan.fake.count("UpdatePipeline"), 0);
}

#[test]
fn lists_are_read_to_their_end() {
    let fake = FakeAws::start();
    fake.page_size(2);
    for name in ["e", "d", "c", "b", "a"] {
        let mut declared = declaration(name);
        declared["version"] = 1.into();
        fake.put(declared);
    }
    let listed = wait(account(&fake.aws(), &fake.connection("test")).list()).unwrap();
    let names: Vec<_> = listed.iter().map(|summary| summary.name.as_str()).collect();
    assert_eq!(names, ["a", "b", "c", "d", "e"]);
    assert_eq!(listed[0].execution_mode.as_deref(), Some("QUEUED"));
    assert_eq!(fake.count("ListPipelines"), 3);
}

#[test]
fn a_list_that_leads_in_a_circle_ends() {
    let fake = FakeAws::start();
    let page = |token: &str| {
        let body = json!({"pipelines": [{"name": token}], "nextToken": token}).to_string();
        Behavior::Answer { status: 200, content_type: "application/x-amz-json-1.1", body }
    };
    for token in ["a", "b", "a", "b", "a"] {
        fake.then("ListPipelines", page(token));
    }
    let listed = wait(account(&fake.aws(), &fake.connection("test")).list()).unwrap();
    assert_eq!((listed.len(), fake.count("ListPipelines")), (3, 3));
}

#[test]
fn the_practice_account_holds_the_same_conversation() {
    let practice = Practice::new("eu-central-1", 1_767_225_600);
    let publish = |declaration: &Value, expected: &Expected| {
        wait(publish::publish(&practice, "web", declaration, expected, &[]))
    };
    let first = publish(&declaration("web"), &Expected::Absent).unwrap();
    assert!(first.created);
    let base = Expected::from_live(Some(&first.live));

    let second = publish(&with_bucket(declaration("web"), "b"), &base).unwrap();
    assert_eq!(second.live.version, Some(2));
    let stale = publish(&with_bucket(declaration("web"), "c"), &base);
    let Err(PublishError::Changed { live: Some(live) }) = stale else { panic!("{stale:?}") };
    assert_eq!(live.version, Some(2));
    let earlier = wait(practice.get("web", Some(1))).unwrap();
    assert_eq!(earlier.pipeline()["artifactStore"]["location"], "artifacts");
    assert_eq!(wait(practice.get("web", Some(3))).unwrap_err().kind, FaultKind::NotFound);

    practice.delete("web");
    let gone = publish(&declaration("web"), &Expected::from_live(Some(&second.live)));
    assert_eq!(gone, Err(PublishError::Changed { live: None }));

    // Another pipeline under the old name starts at version 1 again, and is told from the first by its time.
    let remade = publish(&declaration("web"), &Expected::Absent).unwrap();
    assert_eq!(remade.live.version, Some(1));
    assert!(!base.matches(Some(&remade.live)));
}
