//! Against an independent imitation of AWS.

use pipewright::cloud::same::same_content;
use pipewright::cloud::{Expected, FaultKind, IndexOrName, PublishError, Tag, publish};
use pipewright_tests::moto::{Moto, ROLE_ARN};
use pipewright_tests::python::or_skip;

use super::{account, declaration, wait, with_bucket};

#[test]
fn a_pipeline_goes_to_the_account_and_comes_back_whole() {
    let Some(moto) = or_skip(Moto::start()) else { return };
    let account = account(&moto.aws(), &moto.connection("test"));
    let sent = declaration("web");

    let tags = [Tag { key: "team".to_owned(), value: "release".to_owned() }];
    let created = wait(account.create(&sent, &tags)).unwrap();
    assert_eq!(created.version, Some(1));
    assert_eq!(created.raw["tags"][0]["value"], "release");

    let live = wait(account.get("web", None)).unwrap();
    assert!(same_content(&sent, live.pipeline()), "{}", live.text);
    assert!(live.text.contains("12345678901234567890123"), "{}", live.text);
    assert!(live.updated.is_some());
    let members = |value: &serde_json::Value| -> Vec<String> {
        value.as_object().unwrap().keys().filter(|key| *key != "version").cloned().collect()
    };
    assert_eq!(members(live.pipeline()), members(&sent), "members come back in the order they went");

    let changed = with_bucket(sent, "other");
    assert_eq!(wait(account.update(&changed)).unwrap().version, Some(2));
    let live = wait(account.get("web", None)).unwrap();
    assert!(same_content(&changed, live.pipeline()), "{}", live.text);

    wait(account.create(&declaration("api"), &[])).unwrap();
    let listed = wait(account.list()).unwrap();
    let names: Vec<_> = listed.iter().map(|summary| (summary.name.as_str(), summary.version)).collect();
    assert_eq!(names, [("api", Some(1)), ("web", Some(2))]);
    assert!(listed.iter().all(|summary| summary.updated.is_some()));

    let identity = wait(account.identity()).unwrap();
    assert_eq!(identity.account, "123456789012");
    assert_eq!((identity.region.as_str(), identity.profile.as_deref()), ("eu-central-1", Some("test")));
}

#[test]
fn a_publish_notices_that_somebody_else_was_there() {
    let Some(moto) = or_skip(Moto::start()) else { return };
    let account = account(&moto.aws(), &moto.connection("test"));
    let mine = declaration("web");

    let prepared = wait(publish::prepare(&*account, "web")).unwrap();
    assert_eq!(prepared.live, None);
    let base = Expected::from_live(prepared.live.as_ref());
    let first = wait(publish::publish(&*account, "web", &mine, &base, &[])).unwrap();
    assert!(first.created && !first.confirmed_by_reading && first.overtook.is_none());
    assert_eq!(first.live.version, Some(1));
    assert!(first.live.updated.is_some(), "the next publish compares with it");

    // Twice from the same plan: the second finds what the first has made.
    let again = wait(publish::publish(&*account, "web", &mine, &base, &[]));
    let Err(PublishError::Changed { live: Some(live) }) = again else { panic!("{again:?}") };
    assert_eq!(live.version, Some(1));

    // Somebody else updates between plan and publish.
    let base = Expected::from_live(Some(&first.live));
    wait(account.update(&with_bucket(mine.clone(), "theirs"))).unwrap();
    let refused = wait(publish::publish(&*account, "web", &with_bucket(mine.clone(), "mine"), &base, &[]));
    let Err(PublishError::Changed { live: Some(theirs) }) = refused else { panic!("{refused:?}") };
    assert_eq!(theirs.pipeline()["artifactStore"]["location"], "theirs");
    let live = wait(account.get("web", None)).unwrap();
    assert_eq!(live.version, Some(2), "nothing was written");

    // With the new state as base it goes through.
    let base = Expected::from_live(Some(&theirs));
    let third = wait(publish::publish(&*account, "web", &with_bucket(mine, "mine"), &base, &[])).unwrap();
    assert_eq!(third.live.version, Some(3));
    assert!(!third.created);
}

#[test]
fn refusals_of_the_service_are_understood() {
    let Some(moto) = or_skip(Moto::start()) else { return };
    let account = account(&moto.aws(), &moto.connection("test"));

    let mut stranger = declaration("web");
    stranger["roleArn"] = "arn:aws:iam::123456789012:role/absent".into();
    let fault = wait(account.create(&stranger, &[])).unwrap_err();
    assert_eq!(fault.kind, FaultKind::Invalid, "{fault:?}");
    assert_eq!(fault.places[0].field.as_deref(), Some("roleArn"));

    let mut short = declaration("web");
    short["stages"].as_array_mut().unwrap().pop();
    let fault = wait(account.create(&short, &[])).unwrap_err();
    assert_eq!(fault.places[0].field.as_deref(), Some("stages"), "{fault:?}");
    assert_eq!(fault.places[0].stage, None::<IndexOrName>);

    wait(account.create(&declaration("web"), &[])).unwrap();
    let fault = wait(account.create(&declaration("web"), &[])).unwrap_err();
    assert_eq!(fault.kind, FaultKind::NameInUse, "{fault:?}");

    assert_eq!(wait(account.get("absent", None)).unwrap_err().kind, FaultKind::NotFound);
    assert_eq!(wait(account.update(&declaration("absent"))).unwrap_err().kind, FaultKind::NotFound);
}

#[test]
fn the_endpoint_also_serves_the_role_of_a_profile() {
    let Some(moto) = or_skip(Moto::start()) else { return };
    let account = account(&moto.aws(), &moto.connection("role"));
    let identity = wait(account.identity()).unwrap();
    assert!(identity.arn.contains("assumed-role/deployer/"), "{identity:?}");

    moto.reset();
    let mut declared = declaration("web");
    declared["roleArn"] = ROLE_ARN.into();
    wait(account.create(&declared, &[])).unwrap();
}
