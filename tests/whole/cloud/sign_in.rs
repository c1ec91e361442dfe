//! Who asks, and where: profiles, Regions, roles.

use pipewright::cloud::{Connection, FaultKind, Open};
use pipewright_tests::fake_aws::{Behavior, FakeAws};

use super::{account, wait};

#[test]
fn profiles_are_listed_with_what_helps_to_choose() {
    let fake = FakeAws::start();
    let profiles = wait(fake.aws().profiles()).unwrap();
    let names: Vec<_> = profiles.iter().map(|profile| profile.name.as_str()).collect();
    assert_eq!(names, ["broken", "empty", "handed", "locked", "nowhere", "role", "slow", "sso", "test"]);
    let profile = |name| profiles.iter().find(|profile| profile.name == name).unwrap();
    assert_eq!(profile("test").region.as_deref(), Some("eu-central-1"));
    assert_eq!(profile("nowhere").region, None);
    assert!(profile("sso").uses_sso() && !profile("test").uses_sso());
    assert_eq!(profile("handed").sso_profile.as_deref(), Some("sso"));
    assert!(profile("locked").wants_mfa && !profile("role").wants_mfa);
    assert_eq!(profile("role").role_arn.as_deref(), Some("arn:aws:iam::123456789012:role/deployer"));
}

#[test]
fn the_chosen_profile_is_who_asks() {
    let fake = FakeAws::start();
    let identity = wait(account(&fake.aws(), &fake.connection("test")).identity()).unwrap();
    assert_eq!(identity.arn, "arn:aws:iam::123456789012:user/AKIAPIPEWRIGHTTEST01");
    assert_eq!(identity.profile.as_deref(), Some("test"));

    let elsewhere = Connection { region: Some(" us-west-2 ".to_owned()), ..fake.connection("nowhere") };
    let identity = wait(account(&fake.aws(), &elsewhere).identity()).unwrap();
    assert_eq!(identity.arn, "arn:aws:iam::123456789012:user/AKIAPIPEWRIGHTTEST02");
    assert_eq!(identity.region, "us-west-2");
    let authorization = fake.last("GetCallerIdentity").header("authorization").unwrap().to_owned();
    assert!(authorization.contains("/us-west-2/sts/"), "{authorization}");
}

#[test]
fn a_role_is_asked_for_where_everything_is_asked() {
    let fake = FakeAws::start();
    let account = account(&fake.aws(), &fake.connection("role"));
    let identity = wait(account.identity()).unwrap();
    assert_eq!(fake.count("AssumeRole"), 1);
    assert_eq!(identity.arn, "arn:aws:iam::123456789012:user/ASIAASSUMEDROLE");
}

#[test]
fn a_role_that_is_not_given_is_named() {
    let fake = FakeAws::start();
    let denied = "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>User: x is not authorized to perform: sts:AssumeRole</Message></Error><RequestId>r</RequestId></ErrorResponse>";
    fake.then("AssumeRole", Behavior::page(403, denied)).then("AssumeRole", Behavior::page(403, denied));

    let fault = wait(account(&fake.aws(), &fake.connection("role")).identity()).unwrap_err();
    assert_eq!(fault.kind, FaultKind::AccessDenied, "{fault:?}");
    assert!(fault.message.contains("may not assume role arn:aws:iam::123456789012:role/deployer"), "{fault}");
    assert!(!fault.help.unwrap().contains("MFA"));

    let fault = wait(account(&fake.aws(), &fake.connection("locked")).identity()).unwrap_err();
    assert!(fault.help.as_deref().unwrap().contains("MFA"), "{fault:?}");
}

/// Opens and asks who is there, both of which may fail.
fn fault_of(fake: &FakeAws, connection: &Connection) -> pipewright::cloud::Fault {
    wait(async {
        match fake.aws().open(connection).await {
            Ok(account) => account.identity().await.expect_err("a fault"),
            Err(fault) => fault,
        }
    })
}

#[test]
fn each_reason_for_not_being_signed_in_has_its_words() {
    let fake = FakeAws::start();
    for (profile, kind, part, help) in [
        ("absent", FaultKind::UnknownProfile, "no profile `absent`", "test"),
        ("empty", FaultKind::NoCredentials, "no AWS credentials in profile `empty`", "another profile"),
        ("sso", FaultKind::ExpiredSignIn, "the sign-in of profile `sso`", "aws sso login --profile sso"),
        (
            "handed",
            FaultKind::ExpiredSignIn,
            "the sign-in of profile `handed`",
            "aws sso login --profile sso",
        ),
        (
            "broken",
            FaultKind::NoCredentials,
            "getting the credentials of profile `broken`",
            "another profile",
        ),
    ] {
        let fault = fault_of(&fake, &fake.connection(profile));
        assert_eq!(fault.kind, kind, "{fault:?}");
        assert!(fault.message.contains(part), "{fault:?}");
        assert!(fault.help.as_deref().unwrap().contains(help), "{fault:?}");
        assert!(fault.is_about_sign_in());
        assert!(!format!("{fault:?}").contains("not-a-secret"), "{fault:?}");
    }
    assert_eq!(fake.count("GetCallerIdentity"), 0);
}

#[cfg(unix)]
#[test]
fn credentials_that_do_not_come_are_not_waited_for() {
    let fake = FakeAws::start();
    let start = std::time::Instant::now();
    let fault = fault_of(&fake, &fake.connection("slow"));
    assert!(start.elapsed() < std::time::Duration::from_secs(10), "{:?}", start.elapsed());
    assert_eq!(fault.kind, FaultKind::TimedOut, "{fault:?}");
    assert!(fault.message.contains("the credentials of profile `slow`"), "{fault}");
}

#[test]
fn a_region_is_asked_for_before_aws_is() {
    // The environment may name one for the whole machine, and then there is nothing to miss.
    if std::env::var_os("AWS_REGION").is_some() || std::env::var_os("AWS_DEFAULT_REGION").is_some() {
        eprintln!("skipped: the environment names a Region");
        return;
    }
    let fake = FakeAws::start();
    let fault = fault_of(&fake, &fake.connection("nowhere"));
    assert_eq!(fault.kind, FaultKind::NoRegion, "{fault:?}");
    assert!(fault.help.unwrap().contains("profile `nowhere`"));
}

#[test]
fn an_endpoint_has_to_be_an_address() {
    let fake = FakeAws::start();
    for endpoint in ["", "localhost:4566", "ftp://x", "http://", "http://a b"] {
        let connection = Connection { endpoint_url: Some(endpoint.to_owned()), ..fake.connection("test") };
        assert_eq!(fault_of(&fake, &connection).kind, FaultKind::BadConfiguration, "{endpoint}");
    }
}
