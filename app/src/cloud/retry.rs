//! Telling that a call is about to be made again, while the pause before it lasts.
//!
//! The SDK waits and tries again by itself and says nothing of it. Two of the parts it does so with are given to it
//! from here: a classifier, which is asked after each attempt that failed, and the sleep it waits with. It does
//! nothing between the two, so a sleep right after a classifier that agreed is that pause. Who wants to hear of it is
//! kept with the task that makes the calls.

use std::cell::Cell;
use std::sync::Arc;
use std::time::{Duration, Instant};

use aws_sdk_codepipeline::config::{AsyncSleep, Sleep};
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::{
    BeforeSerializationInterceptorContextRef, BeforeTransmitInterceptorContextRef, InterceptorContext,
};
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::retries::classifiers::{
    ClassifyRetry, RetryAction, RetryClassifierPriority,
};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::ConfigBag;
use aws_smithy_types::retry::ErrorKind;

/// How often a call is made before it is given up.
pub(super) const ATTEMPTS: u32 = 3;

/// A pause before a call is made again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retry {
    /// Which attempt comes, from 2.
    pub attempt: u32,
    /// How many there are at most.
    pub of: u32,
    /// When it is made.
    pub at: Instant,
}

impl Retry {
    /// Whole seconds until it is made, rounded up; 0 once it is.
    pub fn seconds_left(&self, now: Instant) -> u64 {
        let left = self.at.saturating_duration_since(now);
        left.as_secs() + u64::from(left.subsec_nanos() > 0)
    }
}

/// Hears of each pause, and with `None` that there is none any more.
pub type Listener = Arc<dyn Fn(Option<Retry>) + Send + Sync>;

/// What is known of the call that a task is making.
struct Watch {
    listener: Listener,
    attempts: Cell<u32>,
    /// The last attempt failed and may be made again.
    is_due: Cell<bool>,
    has_told: Cell<bool>,
}

tokio::task_local! {
    static WATCH: Watch;
}

/// Does the work, and tells of the pauses in it.
pub(super) async fn watched<T>(listener: Listener, work: impl Future<Output = T>) -> T {
    let watch =
        Watch { listener, attempts: Cell::new(0), is_due: Cell::new(false), has_told: Cell::new(false) };
    let told = async {
        let done = work.await;
        with_watch(|watch| watch.tell(None));
        done
    };
    WATCH.scope(watch, told).await
}

/// Nobody may be listening; then nothing is done.
fn with_watch(act: impl FnOnce(&Watch)) {
    let _nobody = WATCH.try_with(act);
}

impl Watch {
    fn tell(&self, retry: Option<Retry>) {
        if self.has_told.replace(retry.is_some()) || retry.is_some() {
            (self.listener)(retry);
        }
    }
}

/// Notes the beginning of each call and of each attempt, and agrees to whatever the other classifiers say.
#[derive(Debug, Clone, Copy)]
pub(super) struct Attempts;

#[dyn_dispatch_hint]
impl Intercept for Attempts {
    fn name(&self) -> &'static str {
        "Attempts"
    }

    fn read_before_execution(
        &self,
        _: &BeforeSerializationInterceptorContextRef<'_>,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        with_watch(|watch| {
            watch.attempts.set(0);
            watch.is_due.set(false);
            watch.tell(None);
        });
        Ok(())
    }

    fn read_before_attempt(
        &self,
        _: &BeforeTransmitInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        with_watch(|watch| {
            watch.attempts.set(watch.attempts.get() + 1);
            watch.is_due.set(false);
        });
        Ok(())
    }
}

impl ClassifyRetry for Attempts {
    fn classify_retry(&self, _: &InterceptorContext) -> RetryAction {
        RetryAction::NoActionIndicated
    }

    fn classify_retry_v2(&self, _: &InterceptorContext, so_far: &RetryAction) -> RetryAction {
        let may_retry = matches!(so_far, RetryAction::RetryIndicated(_));
        with_watch(|watch| watch.is_due.set(may_retry && watch.attempts.get() < ATTEMPTS));
        RetryAction::NoActionIndicated
    }

    fn name(&self) -> &'static str {
        "Attempts"
    }

    fn priority(&self) -> RetryClassifierPriority {
        // Behind those that know only of writes, whose verdict is the last.
        RetryClassifierPriority::run_after(RetryClassifierPriority::run_after(
            RetryClassifierPriority::transient_error_classifier(),
        ))
    }
}

/// The sleep of the SDK, which tells of the pauses between attempts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pauses;

impl AsyncSleep for Pauses {
    fn sleep(&self, duration: Duration) -> Sleep {
        with_watch(|watch| {
            if watch.is_due.replace(false) {
                let attempt = watch.attempts.get() + 1;
                watch.tell(Some(Retry { attempt, of: ATTEMPTS, at: Instant::now() + duration }));
            }
        });
        Sleep::new(tokio::time::sleep(duration))
    }
}

/// "Too many requests" from something that has no name for it: a gate before the service. Nothing was carried out.
#[derive(Debug, Clone, Copy)]
pub(super) struct TooMany;

impl ClassifyRetry for TooMany {
    fn classify_retry(&self, context: &InterceptorContext) -> RetryAction {
        match context.response() {
            Some(response) if response.status().as_u16() == 429 => {
                RetryAction::retryable_error(ErrorKind::ThrottlingError)
            }
            _ => RetryAction::NoActionIndicated,
        }
    }

    fn name(&self) -> &'static str {
        "TooMany"
    }

    fn priority(&self) -> RetryClassifierPriority {
        RetryClassifierPriority::run_before(RetryClassifierPriority::transient_error_classifier())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_are_counted_down_to_nothing() {
        let now = Instant::now();
        let retry = |milliseconds| Retry { attempt: 2, of: 3, at: now + Duration::from_millis(milliseconds) };
        assert_eq!(retry(0).seconds_left(now), 0);
        assert_eq!(retry(1).seconds_left(now), 1);
        assert_eq!(retry(2000).seconds_left(now), 2);
        assert_eq!(retry(2000).seconds_left(now + Duration::from_secs(5)), 0);
    }
}
