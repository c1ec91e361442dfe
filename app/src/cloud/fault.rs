//! What can go wrong between this program and an account, in words for the person who has to deal with it.

use std::fmt;

use super::place::ServicePlace;

/// A request that did not do what was asked. Its texts are boxed to keep results small.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    pub kind: FaultKind,
    /// One sentence: what was tried and what happened.
    pub message: Box<str>,
    /// What to do about it.
    pub help: Option<Box<str>>,
    /// The error name AWS gave, such as `AccessDeniedException`.
    pub code: Option<Box<str>>,
    /// What AWS support asks for.
    pub request_id: Option<Box<str>>,
    /// Everything known, for a view that can be unfolded and copied. May be empty.
    pub details: Box<str>,
    /// Where in the declaration the service found fault.
    pub places: Box<[ServicePlace]>,
    /// The permission that is missing, if one is; none where a policy denies it explicitly.
    pub lacks: Option<Box<Lack>>,
}

/// A permission that somebody would have to give.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lack {
    /// Such as `codepipeline:UpdatePipeline`.
    pub permission: String,
    /// What it is needed on, where AWS says so.
    pub resource: Option<String>,
}

/// The kinds that want different wording or different treatment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FaultKind {
    /// Nothing says which Region to talk to.
    NoRegion,
    /// Neither the profile nor the environment holds credentials.
    NoCredentials,
    /// The sign-in was good once.
    ExpiredSignIn,
    /// AWS does not accept the credentials at all.
    RefusedCredentials,
    /// The chosen profile is not in the configuration.
    UnknownProfile,
    /// The configuration cannot be read or contradicts itself.
    BadConfiguration,
    AccessDenied,
    Throttled,
    TimedOut,
    /// The host is there and does not want the connection.
    Refused,
    /// The host cannot be found or reached.
    Unreachable,
    /// The connection broke after it was made.
    ConnectionLost,
    Tls,
    /// What stands between here and AWS does not let the request through.
    Proxy,
    NotFound,
    NameInUse,
    /// AWS refuses the content of the request.
    Invalid,
    LimitExceeded,
    /// Another change is under way in AWS.
    Busy,
    /// AWS failed on its side.
    ServiceFailure,
    /// Something answered that is not AWS, such as the sign-in page of a network.
    NotAws,
    Cancelled,
    /// AWS answered with an error this program has no words for.
    Other,
}

impl Fault {
    /// A fault whose message is "Could not `attempted`: `happened`".
    pub fn new(kind: FaultKind, attempted: impl Into<Box<str>>, happened: impl fmt::Display) -> Self {
        let attempted: Box<str> = attempted.into();
        let message = format!("Could not {attempted}: {happened}").into();
        Self {
            kind,
            message,
            help: None,
            code: None,
            request_id: None,
            details: Box::default(),
            places: Box::default(),
            lacks: None,
        }
    }

    /// With a sentence on what to do.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<Box<str>>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// With the error name AWS has for it.
    #[must_use]
    pub fn with_code(mut self, code: impl Into<Box<str>>) -> Self {
        self.code = Some(code.into());
        self
    }

    /// Whether a write may have been carried out although this fault is all that came back.
    pub fn outcome_is_unknown(&self) -> bool {
        match self.kind {
            FaultKind::TimedOut
            | FaultKind::ConnectionLost
            // It may break after the request was read.
            | FaultKind::Tls
            | FaultKind::ServiceFailure
            | FaultKind::NotAws
            | FaultKind::Cancelled => true,
            FaultKind::NoRegion
            | FaultKind::NoCredentials
            | FaultKind::ExpiredSignIn
            | FaultKind::RefusedCredentials
            | FaultKind::UnknownProfile
            | FaultKind::BadConfiguration
            | FaultKind::AccessDenied
            | FaultKind::Throttled
            | FaultKind::Refused
            | FaultKind::Unreachable
            | FaultKind::Proxy
            | FaultKind::NotFound
            | FaultKind::NameInUse
            | FaultKind::Invalid
            | FaultKind::LimitExceeded
            | FaultKind::Busy
            | FaultKind::Other => false,
        }
    }

    /// Whether the same request may work in a moment.
    pub fn is_passing(&self) -> bool {
        matches!(
            self.kind,
            FaultKind::Throttled
                | FaultKind::TimedOut
                | FaultKind::Refused
                | FaultKind::Unreachable
                | FaultKind::ConnectionLost
                | FaultKind::Proxy
                | FaultKind::Busy
                | FaultKind::ServiceFailure
                | FaultKind::NotAws
        )
    }

    /// Whether signing in anew could help, so that a kept client should be forgotten.
    pub fn is_about_sign_in(&self) -> bool {
        matches!(
            self.kind,
            FaultKind::NoCredentials
                | FaultKind::ExpiredSignIn
                | FaultKind::RefusedCredentials
                | FaultKind::UnknownProfile
                | FaultKind::BadConfiguration
                | FaultKind::NoRegion
        )
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Fault {}
