//! Answers over HTTP that are errors, by the code AWS gives them or by what they look like.

use std::sync::LazyLock;

use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use regex_lite::Regex;

use super::classify::Call;
use super::fault::{Fault, FaultKind, Lack};
use super::place::places;
use super::redact::redacted;

/// What came back over HTTP instead of a result.
#[derive(Debug, Default)]
pub(super) struct Answer {
    status: u16,
    code: Option<String>,
    message: Option<String>,
    request_id: Option<String>,
    body: String,
}

impl Call {
    /// The fault of an answer that looked like success and is none.
    pub(super) fn unreadable(&self, body: &[u8]) -> Fault {
        self.not_aws(&Answer { status: 200, body: beginning(body), ..Answer::default() })
    }

    /// An answer over HTTP that is an error.
    pub(super) fn answer(&self, answer: &Answer) -> Fault {
        let mut fault = match answer.code.as_deref() {
            Some(code) => self.coded(code, answer),
            None if answer.status >= 500 => self.service_failure(answer),
            None if answer.status == 429 => self.throttled(),
            None => self.not_aws(answer),
        };
        fault.code = answer.code.as_deref().map(Into::into);
        fault.request_id = answer.request_id.as_deref().map(Into::into);
        if fault.details.is_empty() {
            fault.details = format!("HTTP {} {}", answer.status, answer.body).into();
        }
        fault
    }

    fn coded(&self, code: &str, answer: &Answer) -> Fault {
        let said = answer.message.as_deref().unwrap_or(code).trim().trim_end_matches('.');
        let whose = self.whose();
        match code {
            "ExpiredToken" | "ExpiredTokenException" | "RequestExpired" | "TokenRefreshRequired" => self
                .because(FaultKind::ExpiredSignIn, &format!("the sign-in of {whose} has expired"))
                .with_help(self.how_to_sign_in()),
            "InvalidSignatureException" | "SignatureDoesNotMatch" | "RequestTimeTooSkewed"
                if said.contains("Signature expired") || said.contains("not yet current") || code.ends_with("Skewed") =>
            {
                self.because(FaultKind::RefusedCredentials, "the clock of this computer is wrong for AWS")
                    .with_help("Set the clock, then try again")
            }
            "UnrecognizedClientException" | "InvalidClientTokenId" | "InvalidSignatureException"
            | "SignatureDoesNotMatch" | "IncompleteSignature" | "IncompleteSignatureException"
            | "MissingAuthenticationToken" | "MissingAuthenticationTokenException" | "InvalidAccessKeyId"
            | "AuthFailure" => self
                .because(FaultKind::RefusedCredentials, &format!("AWS does not accept the credentials of {whose}"))
                .with_help("Check that the access key is active and was copied whole, and that the Region is enabled for the account"),
            "AccessDenied" | "AccessDeniedException" | "UnauthorizedOperation" | "NotAuthorized"
            | "UnauthorizedException" | "ForbiddenException" | "OptInRequired" => self.denied(said),
            "Throttling" | "ThrottlingException" | "ThrottledException" | "TooManyRequestsException"
            | "RequestLimitExceeded" | "RequestThrottled" | "RequestThrottledException" | "SlowDown" => self.throttled(),
            "PipelineNotFoundException" | "PipelineVersionNotFoundException" | "ResourceNotFoundException" => self
                .because(FaultKind::NotFound, said)
                .with_help("Check the name, the account and the Region"),
            "PipelineNameInUseException" => self.name_in_use(said),
            // Some implementations of the service report a taken name as a broken structure.
            "InvalidStructureException" if said.contains("already exists in account") => self.name_in_use(said),
            "LimitExceededException" | "TooManyTagsException" | "ServiceQuotaExceededException" => self
                .because(FaultKind::LimitExceeded, &format!("a limit of AWS is reached: {said}"))
                .with_help("Remove what is not needed, or ask for a higher quota"),
            "ConcurrentModificationException" | "ConflictException" => self
                .because(FaultKind::Busy, &format!("another change is under way: {said}"))
                .with_help("Try again in a moment"),
            _ if answer.status >= 500 => self.service_failure(answer),
            "InternalFailure" | "InternalError" | "InternalServerError" | "InternalServiceError"
            | "ServiceUnavailable" | "ServiceUnavailableException" => self.service_failure(answer),
            _ if code == "ValidationException"
                || code == "SerializationException"
                || code == "ValidationError"
                || (code.starts_with("Invalid") && code.ends_with("Exception")) =>
            {
                let said = redacted(said);
                let mut fault = self
                    .because(FaultKind::Invalid, &format!("AWS refuses it: {said}"))
                    .with_help("Correct what AWS names, then try again");
                fault.places = places(&said).into();
                fault
            }
            _ => self.because(FaultKind::Other, &format!("AWS answered {code}: {said}")),
        }
    }

    fn denied(&self, said: &str) -> Fault {
        static MISSING: LazyLock<Regex> = LazyLock::new(|| {
            regex(
                r"not authorized to perform:? (?<permission>[A-Za-z0-9-]+:[A-Za-z0-9*]+)(?: on resource:? (?<resource>\S+))?",
            )
        });
        let missing = MISSING.captures(said);
        let group = |name| missing.as_ref().and_then(|found| found.name(name)).map(|found| found.as_str());
        let permission = group("permission").unwrap_or(self.permission);
        let on = group("resource").map(|resource| resource.trim_end_matches('.').to_owned());
        let resource = on.as_ref().map(|resource| format!(" on {resource}")).unwrap_or_default();
        let mut fault = self.because(
            FaultKind::AccessDenied,
            &format!("{} lacks the permission {permission}{resource}", self.whose()),
        );
        if !said.contains("explicit deny") {
            fault.lacks = Some(Box::new(Lack { permission: permission.to_owned(), resource: on }));
        }
        fault.with_help(if said.contains("explicit deny") {
            "A policy denies it explicitly; only whoever owns that policy can lift it".to_owned()
        } else {
            format!("Ask whoever owns the account to allow {permission}")
        })
    }

    fn throttled(&self) -> Fault {
        self.because(FaultKind::Throttled, "AWS takes no more requests from this account at the moment")
            .with_help("Wait a moment, then try again")
    }

    fn name_in_use(&self, said: &str) -> Fault {
        self.because(FaultKind::NameInUse, said)
            .with_help("Choose another name, or pull the pipeline that has it")
    }

    fn service_failure(&self, answer: &Answer) -> Fault {
        let happened = format!("{} failed on its side (HTTP {})", self.host(), answer.status);
        self.because(FaultKind::ServiceFailure, &happened)
            .with_help("Try again later; the AWS Health Dashboard shows known failures")
    }

    fn not_aws(&self, answer: &Answer) -> Fault {
        let what = if answer.status == 407 {
            "a proxy asks for a sign-in of its own".to_owned()
        } else if is_html(&answer.body) {
            format!("a web page came in place of the answer of {}", self.host())
        } else {
            format!("the answer of {} cannot be understood", self.host())
        };
        let mut fault = self.because(FaultKind::NotAws, &what).with_help(
            "The network may want a sign-in in the browser first, or a proxy or the endpoint is set wrongly",
        );
        fault.details = format!("HTTP {} {}", answer.status, answer.body).into();
        fault
    }
}

impl Answer {
    pub(super) fn from_sdk<E: ProvideErrorMetadata>(error: &SdkError<E, HttpResponse>) -> Self {
        let Some(response) = error.raw_response() else { return Self::default() };
        let body = beginning(response.body().bytes().unwrap_or_default());
        let request_id = ["x-amzn-requestid", "x-amz-request-id"]
            .iter()
            .find_map(|header| response.headers().get(*header))
            .map(str::to_owned);
        // The gate before the service answers in XML whatever the service speaks.
        let code = error.code().map(str::to_owned).or_else(|| xml_text(&body, "Code"));
        let message = error.message().map(str::to_owned).or_else(|| xml_text(&body, "Message"));
        Self { status: response.status().as_u16(), code, message, request_id, body }
    }
}

/// The text of the first XML element of this name.
fn xml_text(body: &str, element: &str) -> Option<String> {
    if is_html(body) {
        return None;
    }
    let (_, rest) = body.split_once(&format!("<{element}>"))?;
    let (text, _) = rest.split_once(&format!("</{element}>"))?;
    Some(text.to_owned())
}

fn is_html(body: &str) -> bool {
    let start: String = body.trim_start().chars().take(200).collect::<String>().to_lowercase();
    start.starts_with("<!doctype html") || start.contains("<html")
}

/// Enough of a body to see what it is.
fn beginning(body: &[u8]) -> String {
    String::from_utf8_lossy(body).chars().take(2000).collect()
}

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a pattern of this file, compiled by its tests")
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::super::place::IndexOrName;
    use super::super::target::Profile;
    use super::*;

    fn call(profile: Option<Profile>) -> Call {
        Call {
            attempted: "read pipeline `web`".to_owned(),
            permission: "codepipeline:GetPipeline",
            host: Some("codepipeline.eu-west-1.amazonaws.com".to_owned()),
            profile,
            waited: Duration::from_secs(45),
            attempts: 1,
        }
    }

    fn profile(uses_sso: bool) -> Profile {
        let sso_profile = uses_sso.then(|| "prod".to_owned());
        Profile { name: "prod".to_owned(), sso_profile, ..Profile::default() }
    }

    fn coded(code: &str, message: &str) -> Fault {
        let answer = Answer {
            status: 400,
            code: Some(code.to_owned()),
            message: Some(message.to_owned()),
            request_id: Some("r-1".to_owned()),
            body: String::new(),
        };
        call(Some(profile(true))).answer(&answer)
    }

    #[test]
    fn each_code_has_its_kind() {
        use FaultKind as K;
        for (code, message, kind) in [
            (
                "ExpiredTokenException",
                "The security token included in the request is expired",
                K::ExpiredSignIn,
            ),
            ("ExpiredToken", "expired", K::ExpiredSignIn),
            (
                "UnrecognizedClientException",
                "The security token included in the request is invalid.",
                K::RefusedCredentials,
            ),
            (
                "InvalidSignatureException",
                "Signature expired: 20260101T000000Z is now earlier than x",
                K::RefusedCredentials,
            ),
            ("AccessDeniedException", "no", K::AccessDenied),
            ("ThrottlingException", "Rate exceeded", K::Throttled),
            ("PipelineNotFoundException", "Account '1' does not have a pipeline with name 'x'", K::NotFound),
            ("ResourceNotFoundException", "Account '1' does not have a pipeline with name 'x'", K::NotFound),
            (
                "PipelineNameInUseException",
                "A pipeline with the name 'N' already exists in account 'A'",
                K::NameInUse,
            ),
            (
                "InvalidStructureException",
                "A pipeline with the name 'N' already exists in account 'A'",
                K::NameInUse,
            ),
            ("InvalidStructureException", "Pipeline has only 1 stage(s).", K::Invalid),
            ("InvalidActionDeclarationException", "x", K::Invalid),
            ("InvalidTagsException", "x", K::Invalid),
            ("ValidationException", "x", K::Invalid),
            ("LimitExceededException", "x", K::LimitExceeded),
            ("ConcurrentModificationException", "x", K::Busy),
            ("InternalFailure", "x", K::ServiceFailure),
            ("SomethingNewException", "x", K::Other),
        ] {
            let fault = coded(code, message);
            assert_eq!(fault.kind, kind, "{code}: {fault}");
            assert_eq!(fault.code.as_deref(), Some(code));
            assert_eq!(fault.request_id.as_deref(), Some("r-1"));
            assert!(fault.message.starts_with("Could not read pipeline `web`: "), "{fault}");
        }
    }

    #[test]
    fn a_missing_permission_is_named_with_its_resource() {
        let fault = coded(
            "AccessDeniedException",
            "User: arn:aws:iam::1:user/x is not authorized to perform: iam:PassRole on resource: arn:aws:iam::1:role/r because no identity-based policy allows it",
        );
        assert_eq!(
            &*fault.message,
            "Could not read pipeline `web`: profile `prod` lacks the permission iam:PassRole on arn:aws:iam::1:role/r"
        );
        let fault = coded("AccessDenied", "Access Denied");
        assert!(fault.message.contains("codepipeline:GetPipeline"), "{fault}");
    }

    #[test]
    fn an_expired_sign_in_says_how_to_renew_it() {
        let fault = coded("ExpiredTokenException", "x");
        assert_eq!(fault.help.as_deref(), Some("Run `aws sso login --profile prod`"));
        let fault = call(Some(profile(false))).answer(&Answer {
            status: 400,
            code: Some("ExpiredToken".to_owned()),
            ..Answer::default()
        });
        assert!(!fault.help.unwrap().contains("sso"));
    }

    #[test]
    fn a_refused_value_is_not_repeated() {
        let fault = coded(
            "ValidationException",
            "1 validation error detected: Value '{OAuthToken=hunter2}' at 'pipeline.stages.1.member.actions.1.member.configuration' failed to satisfy constraint: Map value must satisfy constraint: [x]",
        );
        assert!(!format!("{fault:?}").contains("hunter2"), "{fault:?}");
        assert_eq!(fault.places.len(), 1);
        assert_eq!(fault.places[0].action, Some(IndexOrName::Index(0)));
    }

    #[test]
    fn answers_without_a_code_are_told_apart() {
        let kind = |status, body: &str| {
            call(None).answer(&Answer { status, body: body.to_owned(), ..Answer::default() }).kind
        };
        assert_eq!(kind(500, "<html>oops</html>"), FaultKind::ServiceFailure);
        assert_eq!(kind(503, ""), FaultKind::ServiceFailure);
        assert_eq!(kind(429, ""), FaultKind::Throttled);
        assert_eq!(kind(200, "<html>sign in</html>"), FaultKind::NotAws);
        assert_eq!(kind(407, ""), FaultKind::NotAws);
        assert_eq!(kind(302, ""), FaultKind::NotAws);
    }

    #[test]
    fn the_gate_in_front_of_the_service_speaks_xml() {
        let body =
            "<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>";
        assert_eq!(xml_text(body, "Code").as_deref(), Some("AccessDenied"));
        assert_eq!(xml_text("<html><Code>AccessDenied</Code></html>", "Code"), None);
    }
}
