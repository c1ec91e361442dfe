//! Certificates of a network that inspects traffic: those of `ca_bundle` and `AWS_CA_BUNDLE` count.

use pipewright::cloud::aws::Aws;
use pipewright::cloud::{Connection, Fault, FaultKind, Identity, Open};
use pipewright_core::preflight::{Answer, Ask, Input, Service};
use pipewright_tests::aws_home::AwsHome;
use pipewright_tests::fake_aws::{FakeAws, impatient};
use pipewright_tests::tls::{AUTHORITY, Secure};

use super::wait;

/// Who is signed in over TLS with a profile of this configuration.
fn identity(home: &AwsHome, profile: &str, way: &Secure) -> Result<Identity, Fault> {
    let aws = Aws { files: home.files(), deadlines: impatient() };
    let connection =
        Connection { profile: Some(profile.to_owned()), region: None, endpoint_url: Some(way.endpoint()) };
    wait(async { aws.open(&connection).await?.identity().await })
}

#[test]
fn a_bundle_of_the_profile_is_trusted_and_nothing_else_is() {
    let fake = FakeAws::start();
    let way = Secure::before(&fake.endpoint());
    let stranger = identity(&AwsHome::new(), "test", &way).unwrap_err();
    assert_eq!(stranger.kind, FaultKind::Tls, "{stranger:?}");
    assert!(stranger.help.as_deref().unwrap().contains("AWS_CA_BUNDLE"), "{stranger:?}");
    assert_eq!(fake.called(), Vec::<String>::new());

    // Odd ones among the others keep nobody away.
    let odd = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    let home = AwsHome::trusting(&format!("# ours\n{odd}{AUTHORITY}"));
    let known = identity(&home, "inspected", &way).unwrap();
    assert_eq!(known.arn, "arn:aws:iam::123456789012:user/AKIAPIPEWRIGHTTEST01");

    // Looks at other services go the same way.
    let aws = Aws { files: home.files(), deadlines: impatient() };
    let connection = Connection {
        profile: Some("inspected".to_owned()),
        region: None,
        endpoint_url: Some(way.endpoint()),
    };
    fake.answer("BatchGetProjects", 200, r#"{"projects": []}"#);
    let ask = Ask {
        service: Service::CodeBuild,
        operation: "BatchGetProjects",
        input: Input::Json(serde_json::json!({"names": ["p"]})),
        region: None,
        permission: "codebuild:BatchGetProjects",
        absent: &[],
    };
    let answer = wait(async { aws.open(&connection).await.unwrap().look(&ask).await });
    assert!(matches!(answer, Answer::Found(_)), "{answer:?}");
}

#[test]
fn a_bundle_that_is_none_is_told_before_anything_is_asked() {
    let fake = FakeAws::start();
    let way = Secure::before(&fake.endpoint());
    let home = AwsHome::trusting("this is no certificate");
    let fault = identity(&home, "inspected", &way).unwrap_err();
    assert_eq!(fault.kind, FaultKind::BadConfiguration);
    let expected = format!(
        "Could not sign in to AWS: the file that ca_bundle of profile `inspected` names holds no certificate in PEM form\n{}",
        home.bundle().display()
    );
    assert_eq!(&*fault.message, expected);
    assert!(fault.help.unwrap().contains("openssl x509 -inform der"));

    std::fs::remove_file(home.bundle()).unwrap();
    let fault = identity(&home, "inspected", &way).unwrap_err();
    assert!(fault.message.contains("cannot be read: No such file"), "{fault}");
    assert!(fault.message.ends_with(&format!("\n{}", home.bundle().display())), "{fault}");
    assert!(fault.help.is_some());
    assert_eq!(fake.called(), Vec::<String>::new());
}
