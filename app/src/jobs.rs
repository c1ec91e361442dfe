//! Work that takes too long for a frame.
//!
//! Each job runs on a thread of its own, named after it, and speaks through one channel of messages that the window
//! empties between frames with [`Jobs::poll`]. There is one job of a name at a time.
//! A job is canceled by asking: its work looks at [`JobContext::is_canceled`] where it can stop, and whatever it
//! still says is dropped.

use std::any::Any;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Instant;

use thiserror::Error;

/// Jobs that answer with messages of type `M`.
pub struct Jobs<M> {
    running: Vec<Running>,
    sender: Sender<(u64, Said<M>)>,
    receiver: Receiver<(u64, Said<M>)>,
    wake: Arc<dyn Fn() + Send + Sync>,
    next_id: u64,
}

/// A job at work, as shown to the person.
#[derive(Debug)]
pub struct Running {
    pub name: String,
    pub since: Instant,
    id: u64,
    shared: Arc<Shared>,
}

/// What [`Jobs::poll`] brings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event<M> {
    pub job: String,
    pub what: What<M>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What<M> {
    /// The job goes on.
    Message(M),
    /// The result. The job is over.
    Done(M),
    /// Over as asked; its result, if it had one, is dropped.
    Canceled,
    /// Over by a fault of the program, with the words of the panic.
    Panicked(String),
}

#[derive(Debug, Error)]
pub enum StartError {
    #[error("“{name}” is still under way. Wait until it is done, or cancel it.")]
    AlreadyRunning { name: String },
    #[error("“{name}” could not be started: {source}. Close other programs and try again.")]
    NoThread { name: String, source: io::Error },
}

/// The job's side of the matter.
pub struct JobContext<M> {
    id: u64,
    shared: Arc<Shared>,
    sender: Sender<(u64, Said<M>)>,
    wake: Arc<dyn Fn() + Send + Sync>,
}

#[derive(Debug, Default)]
struct Shared {
    is_canceled: AtomicBool,
    /// Thousandths, plus one; 0 stands for unknown.
    progress: AtomicU32,
}

enum Said<M> {
    Message(M),
    Done(M),
    Panicked(String),
}

impl<M: Send + 'static> Jobs<M> {
    /// `wake` is called after every message, from the thread of the job: it asks the window for a frame.
    pub fn new(wake: impl Fn() + Send + Sync + 'static) -> Self {
        let (sender, receiver) = channel();
        Self { running: Vec::new(), sender, receiver, wake: Arc::new(wake), next_id: 0 }
    }

    /// Starts `work` on a thread of its own. Refuses a second copy until the end of the first has been polled.
    pub fn start(
        &mut self,
        name: impl Into<String>,
        work: impl FnOnce(&JobContext<M>) -> M + Send + 'static,
    ) -> Result<(), StartError> {
        let name = name.into();
        if self.is_running(&name) {
            return Err(StartError::AlreadyRunning { name });
        }
        let id = self.next_id;
        self.next_id += 1;
        let shared = Arc::new(Shared::default());
        let context = JobContext {
            id,
            shared: Arc::clone(&shared),
            sender: self.sender.clone(),
            wake: Arc::clone(&self.wake),
        };
        let spawned = thread::Builder::new().name(name.replace('\0', " ")).spawn(move || {
            // Whatever `work` holds is given up together with it, so no half-changed state is seen afterwards.
            let said = match catch_unwind(AssertUnwindSafe(|| work(&context))) {
                Ok(result) => Said::Done(result),
                Err(panic) => Said::Panicked(panic_text(panic.as_ref())),
            };
            context.say(said);
        });
        match spawned {
            Ok(_detached) => {
                self.running.push(Running { name, since: Instant::now(), id, shared });
                Ok(())
            }
            Err(source) => Err(StartError::NoThread { name, source }),
        }
    }

    /// Everything said since the last call, in order. Never waits.
    pub fn poll(&mut self) -> Vec<Event<M>> {
        let mut events = Vec::new();
        while let Ok((id, said)) = self.receiver.try_recv() {
            let Some(index) = self.running.iter().position(|job| job.id == id) else { continue };
            let is_canceled = self.running[index].is_canceled();
            let what = match said {
                Said::Message(_) if is_canceled => continue,
                Said::Message(message) => {
                    events
                        .push(Event { job: self.running[index].name.clone(), what: What::Message(message) });
                    continue;
                }
                Said::Panicked(text) => What::Panicked(text),
                Said::Done(_) if is_canceled => What::Canceled,
                Said::Done(result) => What::Done(result),
            };
            events.push(Event { job: self.running.remove(index).name, what });
        }
        events
    }

    /// Asks the job to stop. It is running until it says so.
    pub fn cancel(&self, name: &str) {
        for job in self.running.iter().filter(|job| job.name == name) {
            job.shared.is_canceled.store(true, Ordering::Relaxed);
        }
    }
}

impl<M> Jobs<M> {
    /// In the order they were started.
    pub fn running(&self) -> &[Running] {
        &self.running
    }

    pub fn is_running(&self, name: &str) -> bool {
        self.running.iter().any(|job| job.name == name)
    }
}

/// Nobody listens any more, so nobody should work.
impl<M> Drop for Jobs<M> {
    fn drop(&mut self) {
        for job in &self.running {
            job.shared.is_canceled.store(true, Ordering::Relaxed);
        }
    }
}

impl Running {
    /// From 0 to 1; `None` while unknown.
    pub fn progress(&self) -> Option<f32> {
        let stored = self.shared.progress.load(Ordering::Relaxed);
        stored.checked_sub(1).map(|thousandths| thousandths as f32 / 1000.0)
    }

    pub fn is_canceled(&self) -> bool {
        self.shared.is_canceled.load(Ordering::Relaxed)
    }
}

impl<M> JobContext<M> {
    pub fn is_canceled(&self) -> bool {
        self.shared.is_canceled.load(Ordering::Relaxed)
    }

    /// Tells something before the end.
    pub fn send(&self, message: M) {
        self.say(Said::Message(message));
    }

    /// From 0 to 1.
    pub fn set_progress(&self, progress: f32) {
        let thousandths = (progress.clamp(0.0, 1.0) * 1000.0).round() as u32;
        self.shared.progress.store(thousandths + 1, Ordering::Relaxed);
        (self.wake)();
    }

    fn say(&self, said: Said<M>) {
        // Refused only after the window is gone, and then nobody is left to tell.
        if self.sender.send((self.id, said)).is_ok() {
            (self.wake)();
        }
    }
}

/// The words of a panic.
pub(crate) fn panic_text(panic: &(dyn Any + Send)) -> String {
    let text =
        panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("no reason given").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Jobs, and a channel that tells of each wake-up, so that tests wait for exactly what they expect.
    fn jobs() -> (Jobs<u32>, Receiver<()>) {
        let (woken, wakes) = channel();
        (Jobs::new(move || woken.send(()).unwrap_or_default()), wakes)
    }

    fn done(job: &str, result: u32) -> Event<u32> {
        Event { job: job.to_owned(), what: What::Done(result) }
    }

    #[test]
    fn a_job_runs_on_a_thread_of_its_name_and_wakes_the_window() {
        let (mut jobs, wakes) = jobs();
        jobs.start("Load pipeline", |_| {
            assert_eq!(thread::current().name(), Some("Load pipeline"));
            7
        })
        .unwrap();
        wakes.recv().unwrap();
        assert_eq!(jobs.poll(), [done("Load pipeline", 7)]);
        assert!(jobs.running().is_empty());
    }

    #[test]
    fn messages_come_in_order_before_the_result() {
        let (mut jobs, wakes) = jobs();
        jobs.start("Watch", |context| {
            context.send(1);
            context.send(2);
            3
        })
        .unwrap();
        for _ in 0..3 {
            wakes.recv().unwrap();
        }
        let said: Vec<_> = jobs.poll().into_iter().map(|event| event.what).collect();
        assert_eq!(said, [What::Message(1), What::Message(2), What::Done(3)]);
    }

    #[test]
    fn a_second_copy_is_refused_until_the_first_is_over() {
        let (mut jobs, wakes) = jobs();
        let (go, gone) = channel::<()>();
        jobs.start("Publish", move |_| gone.recv().map_or(0, |()| 1)).unwrap();

        let refused = jobs.start("Publish", |_| 2).unwrap_err();
        assert_eq!(refused.to_string(), "“Publish” is still under way. Wait until it is done, or cancel it.");
        jobs.start("Export", |_| 3).unwrap();
        wakes.recv().unwrap();
        assert_eq!(jobs.poll(), [done("Export", 3)]);

        go.send(()).unwrap();
        wakes.recv().unwrap();
        assert_eq!(jobs.poll(), [done("Publish", 1)]);
        jobs.start("Publish", |_| 4).unwrap();
        wakes.recv().unwrap();
        assert_eq!(jobs.poll(), [done("Publish", 4)]);
    }

    #[test]
    fn a_canceled_job_ends_without_a_result() {
        let (mut jobs, wakes) = jobs();
        let (go, gone) = channel::<()>();
        jobs.start("Load pipeline", move |context| {
            gone.recv().unwrap_or_default();
            context.send(1);
            u32::from(context.is_canceled())
        })
        .unwrap();
        jobs.cancel("Load pipeline");
        assert!(jobs.is_running("Load pipeline"));
        assert!(jobs.running()[0].is_canceled());
        go.send(()).unwrap();
        wakes.recv().unwrap();
        wakes.recv().unwrap();
        assert_eq!(jobs.poll(), [Event { job: "Load pipeline".to_owned(), what: What::Canceled }]);
        assert!(!jobs.is_running("Load pipeline"));
    }

    #[test]
    fn a_panic_is_told_and_frees_the_name() {
        let (mut jobs, wakes) = jobs();
        jobs.start("Layout", |_| panic!("index {} of 2", 3)).unwrap();
        wakes.recv().unwrap();
        assert_eq!(
            jobs.poll(),
            [Event { job: "Layout".to_owned(), what: What::Panicked("index 3 of 2".to_owned()) }]
        );
        assert!(jobs.running().is_empty());
    }

    #[test]
    fn progress_is_unknown_until_told() {
        let (mut jobs, wakes) = jobs();
        let (go, gone) = channel::<()>();
        jobs.start("Export", move |context| {
            gone.recv().unwrap_or_default();
            context.set_progress(0.25);
            gone.recv().map_or(0, |()| 1)
        })
        .unwrap();
        assert_eq!(jobs.running()[0].progress(), None);
        go.send(()).unwrap();
        wakes.recv().unwrap();
        assert_eq!(jobs.running()[0].progress(), Some(0.25));
        assert!(jobs.poll().is_empty());
    }

    #[test]
    fn closing_the_window_cancels_what_runs() {
        let (mut jobs, _wakes) = jobs();
        let (go, gone) = channel::<()>();
        let (tell, told) = channel();
        jobs.start("Watch", move |context| {
            gone.recv().unwrap_or_default();
            tell.send(context.is_canceled()).unwrap_or_default();
            0
        })
        .unwrap();
        drop(jobs);
        go.send(()).unwrap();
        assert_eq!(told.recv(), Ok(true));
    }

    #[test]
    fn a_name_may_hold_anything() {
        let (mut jobs, wakes) = jobs();
        jobs.start("Check a\0b.json", |_| 1).unwrap();
        wakes.recv().unwrap();
        assert_eq!(jobs.poll(), [done("Check a\0b.json", 1)]);
    }
}
