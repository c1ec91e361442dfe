//! Every way the network and the service can fail has its own words and its own end.

use std::time::{Duration, Instant};

use pipewright::cloud::{Connection, Fault, FaultKind};
use pipewright_tests::fake_aws::{Behavior, FakeAws, impatient};
use pipewright_tests::moto::free_address;

use super::{account, wait};

/// Time beyond the deadline that a busy machine may take.
const SLACK: Duration = Duration::from_secs(5);

fn read_through(fake: &FakeAws, connection: &Connection) -> Fault {
    let account = account(&fake.aws(), connection);
    let start = Instant::now();
    let fault = wait(account.get("web", None)).expect_err("a fault");
    assert!(start.elapsed() < impatient().operation + SLACK, "{:?} for {fault:?}", start.elapsed());
    assert!(fault.message.starts_with("Could not read pipeline `web`: "), "{fault}");
    assert!(fault.help.is_some(), "{fault:?}");
    assert!(!fault.details.is_empty(), "{fault:?}");
    fault
}

/// Reads while the server behaves so, and compares kind, a part of the message, and the number of attempts.
#[track_caller]
fn check(behavior: &Behavior, kind: FaultKind, part: &str, attempts: usize) {
    let fake = FakeAws::start();
    fake.persistently("GetPipeline", behavior);
    let fault = read_through(&fake, &fake.connection("test"));
    assert_eq!(fault.kind, kind, "{fault:?}");
    assert!(fault.message.contains(part), "{fault}");
    assert_eq!(fake.count("GetPipeline"), attempts, "{fault:?}");
}

#[test]
fn a_sign_in_that_has_expired() {
    let expired = "The security token included in the request is expired";
    check(
        &Behavior::error(400, "ExpiredTokenException", expired),
        FaultKind::ExpiredSignIn,
        "`test` has expired",
        1,
    );
}

#[test]
fn credentials_aws_does_not_know() {
    let invalid = "The security token included in the request is invalid.";
    check(
        &Behavior::error(400, "UnrecognizedClientException", invalid),
        FaultKind::RefusedCredentials,
        "does not accept the credentials of profile `test`",
        1,
    );
}

#[test]
fn a_permission_that_is_missing() {
    let message = "User: arn:aws:iam::1:user/x is not authorized to perform: codepipeline:GetPipeline on resource: arn:aws:codepipeline:eu-central-1:1:web";
    check(
        &Behavior::error(400, "AccessDeniedException", message),
        FaultKind::AccessDenied,
        "lacks the permission codepipeline:GetPipeline on arn:aws:codepipeline:eu-central-1:1:web",
        1,
    );
    let xml = "<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>";
    check(&Behavior::page(403, xml), FaultKind::AccessDenied, "codepipeline:GetPipeline", 1);
}

#[test]
fn too_many_requests() {
    check(
        &Behavior::error(400, "ThrottlingException", "Rate exceeded"),
        FaultKind::Throttled,
        "no more requests",
        3,
    );
    check(
        &Behavior::error(429, "TooManyRequestsException", "x"),
        FaultKind::Throttled,
        "no more requests",
        3,
    );
}

#[test]
fn a_failure_inside_aws() {
    check(&Behavior::page(500, "<html>oops</html>"), FaultKind::ServiceFailure, "(HTTP 500)", 3);
    check(&Behavior::page(503, ""), FaultKind::ServiceFailure, "(HTTP 503)", 3);
    check(&Behavior::error(500, "InternalFailure", "x"), FaultKind::ServiceFailure, "failed on its side", 3);
}

#[test]
fn something_that_is_not_aws() {
    check(&Behavior::page(200, "<html>Sign in to the WLAN</html>"), FaultKind::NotAws, "a web page", 1);
    check(&Behavior::page(200, "{\"pipeline\": {\"name\": "), FaultKind::NotAws, "cannot be understood", 1);
    check(&Behavior::page(200, "{}"), FaultKind::NotAws, "cannot be understood", 1);
    check(&Behavior::page(403, "<!DOCTYPE html><html>Blocked</html>"), FaultKind::NotAws, "a web page", 1);
}

#[test]
fn no_answer_in_time() {
    check(&Behavior::Hang, FaultKind::TimedOut, "gave no answer within ", 3);
}

#[test]
fn a_connection_that_breaks() {
    check(&Behavior::Cut, FaultKind::ConnectionLost, "broke off", 3);
    check(&Behavior::Truncate, FaultKind::ConnectionLost, "broke off", 3);
}

#[test]
fn a_pipeline_that_is_not_there() {
    let fake = FakeAws::start();
    let fault = read_through(&fake, &fake.connection("test"));
    assert_eq!(fault.kind, FaultKind::NotFound);
    assert_eq!(fault.code.as_deref(), Some("PipelineNotFoundException"));
    assert_eq!(fault.request_id.as_deref(), Some("request-1"));
}

#[test]
fn nobody_listens() {
    let fake = FakeAws::start();
    let address = free_address();
    let connection =
        Connection { endpoint_url: Some(format!("http://{address}")), ..fake.connection("test") };
    let fault = read_through(&fake, &connection);
    assert_eq!(fault.kind, FaultKind::Refused, "{fault:?}");
    assert!(fault.message.contains(&address.to_string()), "{fault}");
    assert!(!fault.outcome_is_unknown());
}

#[test]
fn a_server_without_tls() {
    let fake = FakeAws::start();
    let endpoint = fake.endpoint().replace("http:", "https:");
    let fault = read_through(&fake, &Connection { endpoint_url: Some(endpoint), ..fake.connection("test") });
    assert_eq!(fault.kind, FaultKind::Tls, "{fault:?}");
}

#[test]
fn a_hiccup_is_not_even_noticed() {
    let fake = FakeAws::start();
    fake.put(super::declaration("web"));
    fake.then("GetPipeline", Behavior::page(500, "")).then("GetPipeline", Behavior::Cut);
    let account = account(&fake.aws(), &fake.connection("test"));
    assert!(wait(account.get("web", None)).is_ok());
    assert_eq!(fake.count("GetPipeline"), 3);
}
