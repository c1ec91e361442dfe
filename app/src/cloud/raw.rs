//! The exact JSON of a request and of its answer.
//!
//! The SDK knows the members of one version of the service model and drops the rest, so it is used for signing,
//! sending, retrying and recognizing errors, while these two interceptors carry the documents past its types.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::{
    AfterDeserializationInterceptorContextRef, BeforeTransmitInterceptorContextMut,
    BeforeTransmitInterceptorContextRef,
};
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::ConfigBag;

/// What one call went through, the last attempt standing for all.
#[derive(Debug, Clone)]
pub(super) struct Exchange {
    begun: Instant,
    seen: Arc<Mutex<Seen>>,
}

#[derive(Debug, Default)]
struct Seen {
    host: Option<String>,
    attempts: usize,
    body: Option<Vec<u8>>,
}

impl Exchange {
    /// To be taken when the call is made.
    pub(super) fn begin() -> Self {
        Self { begun: Instant::now(), seen: Arc::default() }
    }

    pub(super) fn elapsed(&self) -> Duration {
        self.begun.elapsed()
    }

    /// The host the call was sent to, with its port if it has one of its own.
    pub(super) fn host(&self) -> Option<String> {
        self.with(|seen| seen.host.clone())
    }

    /// How often the call was sent.
    pub(super) fn attempts(&self) -> usize {
        self.with(|seen| seen.attempts)
    }

    /// The body of the answer.
    pub(super) fn body(&self) -> Option<Vec<u8>> {
        self.with(|seen| seen.body.clone())
    }

    /// For a call that no interceptor watches.
    pub(super) fn note_host(&self, host: Option<String>) {
        self.with(|seen| seen.host = host);
    }

    fn with<T>(&self, look: impl FnOnce(&mut Seen) -> T) -> T {
        look(&mut self.seen.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[dyn_dispatch_hint]
impl Intercept for Exchange {
    fn name(&self) -> &'static str {
        "Exchange"
    }

    fn read_before_transmit(
        &self,
        context: &BeforeTransmitInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let host = host_of(context.request().uri());
        self.with(|seen| {
            seen.host = host;
            seen.attempts += 1;
        });
        Ok(())
    }

    // One hook earlier the body has not been read into memory yet.
    fn read_after_deserialization(
        &self,
        context: &AfterDeserializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let body = context.response().body().bytes().map(<[u8]>::to_vec);
        self.with(|seen| seen.body = body);
        Ok(())
    }
}

/// Sends these bytes in place of what the SDK made of its input. The signature covers them.
#[derive(Debug, Clone)]
pub(super) struct Body(pub(super) Vec<u8>);

#[dyn_dispatch_hint]
impl Intercept for Body {
    fn name(&self) -> &'static str {
        "Body"
    }

    fn modify_before_signing(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let request = context.request_mut();
        request.headers_mut().insert("content-length", self.0.len().to_string());
        *request.body_mut() = SdkBody::from(self.0.clone());
        Ok(())
    }
}

/// The host and port of an address.
pub(super) fn host_of(uri: &str) -> Option<String> {
    let (_, rest) = uri.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    // An address can carry a password before an @.
    let host = authority.rsplit('@').next()?;
    (!host.is_empty()).then(|| host.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_named_without_what_stands_around_it() {
        assert_eq!(
            host_of("https://codepipeline.eu-west-1.amazonaws.com/").as_deref(),
            Some("codepipeline.eu-west-1.amazonaws.com")
        );
        assert_eq!(host_of("http://user:secret@127.0.0.1:4566/x?y").as_deref(), Some("127.0.0.1:4566"));
        assert_eq!(host_of("nonsense"), None);
        assert_eq!(host_of("http:///path"), None);
    }
}
