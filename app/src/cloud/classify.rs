//! From what the SDK reports to a [`Fault`] with words of its own.
//!
//! The SDK's types tell little: an expired token, a missing permission and throttling are all "unhandled", a missing
//! credential looks like a network failure. So faults are told apart by the error code, by the kind of failure, and,
//! where the SDK leaves only a text, by that text. What has a code is told apart in `answer`.

use std::error::Error;
use std::time::Duration;

use aws_credential_types::provider::error::CredentialsError;
use aws_sdk_sts::operation::assume_role::AssumeRoleError;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;

use super::answer::Answer;
use super::fault::{Fault, FaultKind};
use super::redact::redacted;
use super::target::Profile;

/// What was being asked, for the sentence that says it failed.
#[derive(Debug, Clone)]
pub(super) struct Call {
    /// "read pipeline `web`"
    pub(super) attempted: String,
    /// The IAM permission the call needs.
    pub(super) permission: &'static str,
    pub(super) host: Option<String>,
    pub(super) profile: Option<Profile>,
    /// How long the call took until it failed.
    pub(super) waited: Duration,
    /// How often it was sent, as far as that was seen.
    pub(super) attempts: usize,
}

impl Call {
    /// The fault behind an error of the SDK.
    pub(super) fn fault<E>(&self, error: &SdkError<E, HttpResponse>) -> Fault
    where
        E: Error + ProvideErrorMetadata + 'static,
    {
        let mut fault = match error {
            SdkError::TimeoutError(_) => self.timed_out(),
            SdkError::DispatchFailure(failure) if failure.is_timeout() => self.timed_out(),
            SdkError::DispatchFailure(_) if lacks_credentials(error) => self.credentials(error),
            SdkError::DispatchFailure(_) => self.connection(&chain(error)),
            // A body that was not read to its end is still a stream.
            SdkError::ResponseError(response) if response.raw().body().bytes().is_none() => {
                self.connection(&chain(error))
            }
            SdkError::ResponseError(_) | SdkError::ServiceError(_) => self.answer(&Answer::from_sdk(error)),
            // Building a request fails on an address or a Region that makes no host name.
            _ => Fault::new(
                FaultKind::BadConfiguration,
                self.attempted.as_str(),
                "the request could not be put together",
            )
            .with_help("Check the Region and the endpoint"),
        };
        if self.attempts > 1 {
            fault.message =
                format!("{}, in {} attempts with growing pauses", fault.message, self.attempts).into();
        }
        let answered = std::mem::take(&mut fault.details);
        fault.details = redacted(format!("{}\n{answered}", chain(error).join("\n")).trim_end()).into();
        fault
    }

    pub(super) fn because(&self, kind: FaultKind, happened: &str) -> Fault {
        Fault::new(kind, self.attempted.as_str(), redacted(happened))
    }

    pub(super) fn host(&self) -> &str {
        self.host.as_deref().unwrap_or("AWS")
    }

    fn timed_out(&self) -> Fault {
        let waited = self.waited.as_secs_f64();
        let seconds = if waited < 10.0 { format!("{waited:.1}") } else { format!("{waited:.0}") };
        if self.host.is_none() {
            let happened =
                format!("the credentials of {} did not come within {seconds} seconds", self.whose());
            return self
                .because(FaultKind::TimedOut, &happened)
                .with_help("Check the credential process of the profile and the network connection");
        }
        self.because(FaultKind::TimedOut, &format!("{} gave no answer within {seconds} seconds", self.host()))
            .with_help("Check the network connection, a VPN or a proxy")
    }

    /// No answer at all, for the reasons in `chain`.
    fn connection(&self, chain: &[String]) -> Fault {
        let text = chain.join("\n").to_lowercase();
        let says = |words: &[&str]| words.iter().any(|word| text.contains(word));
        let host = self.host();
        if let Some(fault) = self.proxy(&text) {
            return fault;
        }
        // What breaks within TLS while a request is sent was a secure connection until then.
        let is_under_way = says(&["(sendrequest)"]);
        let is_about_tls = says(&[
            "certificate",
            "corrupt message",
            "tls handshake",
            "handshake failure",
            "received fatal alert",
        ]);
        if is_about_tls && !is_under_way {
            self.because(FaultKind::Tls, &format!("no secure connection to {host} came about"))
                .with_help("A proxy that inspects traffic needs its certificate in the trust store of this system or in the file AWS_CA_BUNDLE names; an endpoint without TLS starts with http://")
        } else if says(&["connection refused"]) {
            self.because(FaultKind::Refused, &format!("{host} refused the connection"))
                .with_help("Check the endpoint and whether something listens there")
        } else if says(&[
            "dns error",
            "failed to lookup",
            "name or service not known",
            "nodename nor servname",
        ]) {
            self.because(FaultKind::Unreachable, &format!("the host {host} cannot be found"))
                .with_help("Check the network connection, the Region and the endpoint")
        } else if says(&["unreachable", "no route"]) {
            self.because(FaultKind::Unreachable, &format!("{host} cannot be reached"))
                .with_help("Check the network connection, a VPN or a proxy")
        } else {
            self.because(FaultKind::ConnectionLost, &format!("the connection to {host} broke off"))
                .with_help("Try again; if it keeps happening, check a VPN or a proxy")
        }
    }

    /// Nobody could say who asks.
    fn credentials(&self, error: &(dyn Error + 'static)) -> Fault {
        if let Some(assume_role) = sources(error).find_map(|source| source.downcast_ref()) {
            return self.assume_role(assume_role);
        }
        let text = chain(error).join("\n").to_lowercase();
        let whose = self.whose();
        let uses_sso = self.profile.as_ref().is_some_and(Profile::uses_sso);
        if uses_sso && text.contains("forbidden") {
            return self
                .because(FaultKind::AccessDenied, &format!("the sign-in of {whose} does not give its role"))
                .with_help("Ask the administrator of IAM Identity Center for the role the profile names");
        }
        if uses_sso {
            return self
                .because(
                    FaultKind::ExpiredSignIn,
                    &format!("the sign-in of {whose} has expired or was never made"),
                )
                .with_help(self.how_to_sign_in());
        }
        match sources(error).find_map(|source| source.downcast_ref::<CredentialsError>()) {
            Some(CredentialsError::CredentialsNotLoaded(_)) => self
                .because(FaultKind::NoCredentials, &format!("there are no AWS credentials in {whose}"))
                .with_help(self.how_to_sign_in()),
            Some(CredentialsError::ProviderTimedOut(_)) => self
                .because(FaultKind::TimedOut, &format!("the credentials of {whose} did not come in time"))
                .with_help("Check the credential process of the profile"),
            Some(CredentialsError::InvalidConfiguration(_)) => self
                .because(
                    FaultKind::BadConfiguration,
                    &format!("the configuration of {whose} does not lead to credentials"),
                )
                .with_help("Correct the profile in the AWS configuration"),
            _ => self
                .because(FaultKind::NoCredentials, &format!("getting the credentials of {whose} failed"))
                .with_help(self.how_to_sign_in()),
        }
    }

    /// The profile's role was not given out.
    fn assume_role(&self, error: &SdkError<AssumeRoleError, HttpResponse>) -> Fault {
        let inner = match error {
            SdkError::ServiceError(_) | SdkError::ResponseError(_) => self.answer(&Answer::from_sdk(error)),
            SdkError::TimeoutError(_) => self.timed_out(),
            SdkError::DispatchFailure(_) if !lacks_credentials(error) => self.connection(&chain(error)),
            _ => {
                return self
                    .because(
                        FaultKind::NoCredentials,
                        &format!("{} has no credentials to assume its role with", self.whose()),
                    )
                    .with_help(self.how_to_sign_in());
            }
        };
        let role = self.profile.as_ref().and_then(|profile| profile.role_arn.as_deref());
        if inner.kind != FaultKind::AccessDenied {
            return inner;
        }
        let role = role.map_or_else(|| "its role".to_owned(), |role| format!("role {role}"));
        let happened = format!("{} may not assume {role}", self.whose());
        let help = if self.profile.as_ref().is_some_and(|profile| profile.wants_mfa) {
            "The profile asks for an MFA code, which cannot be entered here; use a profile with session credentials from `aws sts assume-role`"
        } else {
            "The role has to trust this identity, and the identity needs sts:AssumeRole on the role"
        };
        let mut fault = self.because(FaultKind::AccessDenied, &happened).with_help(help);
        (fault.code, fault.request_id, fault.details) = (inner.code, inner.request_id, inner.details);
        fault
    }

    pub(super) fn whose(&self) -> String {
        match &self.profile {
            Some(profile) => format!("profile `{}`", profile.name),
            None => "the environment".to_owned(),
        }
    }

    pub(super) fn how_to_sign_in(&self) -> String {
        match &self.profile {
            Some(Profile { sso_profile: Some(name), .. }) => format!("Run `aws sso login --profile {name}`"),
            Some(profile) => {
                format!("Renew the credentials of profile `{}`, or choose another profile", profile.name)
            }
            None => "Choose a profile, or sign in with `aws sso login` or `aws configure`".to_owned(),
        }
    }
}

/// An error and what it came from, outermost first.
fn sources<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |error: &&'a (dyn Error + 'static)| (*error).source())
}

/// The SDK reports missing credentials and broken connections alike as requests that could not be dispatched.
fn lacks_credentials(error: &(dyn Error + 'static)) -> bool {
    sources(error).any(<dyn Error>::is::<CredentialsError>)
}

fn chain(error: &(dyn Error + 'static)) -> Vec<String> {
    sources(error).map(ToString::to_string).collect()
}

#[cfg(test)]
mod tests {
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

    #[test]
    fn broken_connections_are_told_apart() {
        let check = |text: &str, kind, part: &str| {
            let fault = call(None).connection(&["dispatch failure".to_owned(), text.to_owned()]);
            assert_eq!(fault.kind, kind, "{text}");
            assert!(fault.message.contains(part) && fault.message.contains("amazonaws.com"), "{fault}");
        };
        check(
            "tcp connect error: Connection refused (os error 111)",
            FaultKind::Refused,
            "refused the connection",
        );
        check("dns error: failed to lookup address information", FaultKind::Unreachable, "cannot be found");
        check(
            "tcp connect error: Network is unreachable (os error 101)",
            FaultKind::Unreachable,
            "cannot be reached",
        );
        check("invalid peer certificate: UnknownIssuer", FaultKind::Tls, "no secure connection");
        let garbled = "client error (SendRequest)\nreceived corrupt message of type InvalidContentType";
        check(garbled, FaultKind::ConnectionLost, "broke off");
        check("connection closed before message completed", FaultKind::ConnectionLost, "broke off");
        check("Connection reset by peer (os error 104)", FaultKind::ConnectionLost, "broke off");
    }
}
