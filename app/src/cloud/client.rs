//! Requests to AWS away from the thread that draws.
//!
//! [`Cloud`] owns one tokio runtime on a named thread for the life of the program. The window asks with
//! [`Cloud::ask`] and collects with [`Cloud::poll`] once per frame; the command line waits with [`Cloud::run`].
//! Both do the same work through the same [`Open`], which decides what an account is.

use std::collections::HashMap;
use std::future::poll_fn;
use std::pin::pin;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Poll;

use pipewright_core::preflight::{self, Line, Question};
use serde_json::Value;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::Semaphore;
use tokio::task::AbortHandle;

use super::account::{Account, BoxFuture, Identity, Live, Summary, Tag};
use super::around::{Execution, State};
use super::fault::{Fault, FaultKind};
use super::look;
use super::publish::{self, Expected, Prepared, PublishError, Published, Step, Writing};
use super::retry::{self, Listener, Retry};
use super::secret::Placed;
use super::target::{Connection, Profile};

/// Looks under way at a time.
const LOOKS: usize = 8;

/// Makes accounts out of connections.
pub trait Open: Send + Sync + 'static {
    /// The profiles a person can choose from.
    fn profiles(&self) -> BoxFuture<'_, Result<Vec<Profile>, Fault>>;

    /// Gets ready to talk; asks AWS nothing yet.
    fn open<'a>(&'a self, connection: &'a Connection) -> BoxFuture<'a, Result<Arc<dyn Account>, Fault>>;
}

/// What can be asked.
#[derive(Debug, Clone)]
pub enum Request {
    Profiles,
    Identify {
        connection: Connection,
    },
    List {
        connection: Connection,
    },
    Pull {
        connection: Connection,
        name: String,
    },
    /// With the version published last from here, to know what somebody else changed since.
    Prepare {
        connection: Connection,
        name: String,
        last_version: Option<u64>,
    },
    Status {
        connection: Connection,
        name: String,
    },
    Publish(Box<PublishRequest>),
    /// Looks for one thing a design needs; `own` is the account of whoever asks.
    Look {
        connection: Connection,
        question: Box<Question>,
        own: String,
    },
}

/// Everything [`publish::publish`] wants to know.
#[derive(Debug, Clone)]
pub struct PublishRequest {
    pub connection: Connection,
    pub name: String,
    /// Without `{"pipeline": …}` around it.
    pub declaration: Value,
    pub expected: Expected,
    pub tags: Vec<Tag>,
    pub secrets: Vec<Placed>,
    pub steps: Vec<Step>,
    /// The definition stands there already: only the steps are done.
    pub is_there: bool,
}

/// How a pipeline is doing.
#[derive(Debug, Clone, PartialEq)]
pub struct Status {
    pub identity: Identity,
    pub state: State,
    /// Newest first, at most a hundred.
    pub executions: Result<Vec<Execution>, Fault>,
}

/// The answer to the request of the same name.
#[derive(Debug, Clone, PartialEq)]
pub enum Reply {
    Profiles(Result<Vec<Profile>, Fault>),
    Identified(Result<Identity, Fault>),
    Listed(Result<Vec<Summary>, Fault>),
    Pulled(Result<Live, Fault>),
    Prepared(Result<Prepared, Fault>),
    Status(Result<Box<Status>, Fault>),
    Published(Result<Published, PublishError>),
    Looked(Box<Line>),
}

impl Reply {
    /// What went wrong, if it is a fault; a pipeline that changed in the meantime is none.
    pub fn fault(&self) -> Option<&Fault> {
        match self {
            Self::Profiles(result) => result.as_ref().err(),
            Self::Identified(result) => result.as_ref().err(),
            Self::Listed(result) => result.as_ref().err(),
            Self::Pulled(result) => result.as_ref().err(),
            Self::Prepared(result) => result.as_ref().err(),
            Self::Status(result) => result.as_ref().err(),
            Self::Published(result) => result.as_ref().err()?.fault(),
            Self::Looked(_) => None,
        }
    }
}

/// Names a request until its reply is collected or it is cancelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Ticket(u64);

/// The worker. Dropping it gives up everything under way.
pub struct Cloud {
    /// `Some` until drop.
    runtime: Option<Runtime>,
    shared: Arc<Shared>,
    wake: Arc<dyn Fn() + Send + Sync>,
    replies: Receiver<(Ticket, Reply)>,
    sender: Sender<(Ticket, Reply)>,
    under_way: HashMap<Ticket, AbortHandle>,
    last_ticket: u64,
    /// The pauses that last, by the request they are in.
    pauses: Arc<Mutex<HashMap<Ticket, Retry>>>,
    /// Hears of the pauses in what [`Cloud::run`] does.
    listener: Option<Listener>,
}

impl Cloud {
    /// Starts the worker thread. `wake` is called from it after every reply, to have [`Cloud::poll`] called soon.
    ///
    /// # Errors
    /// If the operating system gives no thread.
    pub fn start(open: impl Open, wake: impl Fn() + Send + Sync + 'static) -> std::io::Result<Self> {
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("pipewright-cloud")
            .enable_all()
            .build()?;
        let (sender, replies) = channel();
        Ok(Self {
            runtime: Some(runtime),
            shared: Arc::new(Shared {
                open: Box::new(open),
                accounts: Mutex::default(),
                looks: Semaphore::new(LOOKS),
            }),
            wake: Arc::new(wake),
            replies,
            sender,
            under_way: HashMap::new(),
            last_ticket: 0,
            pauses: Arc::default(),
            listener: None,
        })
    }

    /// Begins a request and returns at once.
    pub fn ask(&mut self, request: Request) -> Ticket {
        self.last_ticket += 1;
        let ticket = Ticket(self.last_ticket);
        let failed = Failure::of(&request);
        let shared = Arc::clone(&self.shared);
        let (pauses, wake) = (Arc::clone(&self.pauses), Arc::clone(&self.wake));
        let listener: Listener = Arc::new(move |retry: Option<Retry>| {
            let mut pauses = locked(&pauses);
            match retry {
                Some(retry) => pauses.insert(ticket, retry),
                None => pauses.remove(&ticket),
            };
            drop(pauses);
            wake();
        });
        let work = retry::watched(listener, async move { shared.answer(request).await });
        let work = self.runtime().spawn(work);
        self.under_way.insert(ticket, work.abort_handle());

        let (sender, wake) = (self.sender.clone(), Arc::clone(&self.wake));
        self.runtime().spawn(async move {
            let reply = match work.await {
                Ok(reply) => reply,
                Err(error) if error.is_cancelled() => return,
                // A defect in one request must not leave its asker waiting.
                Err(error) => failed.reply(FaultKind::Other, &format!("the program failed: {error}")),
            };
            // The receiver is gone only when the program ends.
            if sender.send((ticket, reply)).is_ok() {
                wake();
            }
        });
        ticket
    }

    /// The replies that have come since the last call, without waiting.
    pub fn poll(&mut self) -> Vec<(Ticket, Reply)> {
        let mut arrived = Vec::new();
        while let Ok((ticket, reply)) = self.replies.try_recv() {
            locked(&self.pauses).remove(&ticket);
            // A reply that was on its way when its request was cancelled is not wanted any more.
            if self.under_way.remove(&ticket).is_some() {
                arrived.push((ticket, reply));
            }
        }
        arrived
    }

    /// Gives a request up. Its reply never comes. A write that has been sent may still be carried out.
    pub fn cancel(&mut self, ticket: Ticket) {
        if let Some(work) = self.under_way.remove(&ticket) {
            work.abort();
        }
        locked(&self.pauses).remove(&ticket);
    }

    /// The pause a request is in, if a call of it failed and is made again.
    pub fn retry(&self, ticket: Ticket) -> Option<Retry> {
        let is_wanted = self.is_under_way(ticket);
        locked(&self.pauses).get(&ticket).copied().filter(|_| is_wanted)
    }

    /// Has this hear of the pauses in what [`Cloud::run`] does.
    pub fn tell_retries(&mut self, listener: Listener) {
        self.listener = Some(listener);
    }

    /// Whether a request is still waiting for its reply.
    pub fn is_under_way(&self, ticket: Ticket) -> bool {
        self.under_way.contains_key(&ticket)
    }

    /// Waits for the reply to one request, for the command line. Must not be called from the window.
    ///
    /// Ctrl+C ends the program while it reads. While it publishes, Ctrl+C ends the waiting instead, so that the
    /// program can say that the outcome is not known.
    pub fn run(&self, request: Request) -> Reply {
        let listener = self.listener.clone().unwrap_or_else(|| Arc::new(|_| ()));
        let is_publish = matches!(request, Request::Publish(_));
        let failed = Failure::of(&request);
        let work = retry::watched(Arc::clone(&listener), self.shared.answer(request));
        if !is_publish {
            return self.runtime().block_on(work);
        }
        self.runtime().block_on(unless_interrupted(work)).unwrap_or_else(|| {
            // The pause it was in is over, too.
            listener(None);
            failed.reply(FaultKind::Cancelled, "it was interrupted")
        })
    }

    /// Waits for the replies to many requests that are carried out side by side; in the order of the requests.
    ///
    /// For requests that read. Ctrl+C ends the program.
    pub fn run_all(&self, requests: Vec<Request>) -> Vec<Reply> {
        let begun: Vec<_> = requests
            .into_iter()
            .map(|request| {
                let (failed, shared) = (Failure::of(&request), Arc::clone(&self.shared));
                (failed, self.runtime().spawn(async move { shared.answer(request).await }))
            })
            .collect();
        self.runtime().block_on(async {
            let mut replies = Vec::with_capacity(begun.len());
            for (failed, work) in begun {
                replies.push(work.await.unwrap_or_else(|error| {
                    failed.reply(FaultKind::Other, &format!("the program failed: {error}"))
                }));
            }
            replies
        })
    }

    fn runtime(&self) -> &Runtime {
        self.runtime.as_ref().expect("the runtime is taken in drop alone")
    }
}

impl Drop for Cloud {
    fn drop(&mut self) {
        // A look-up of a host name cannot be interrupted; the window must not wait for it to close.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// The outcome of `work`, or `None` if Ctrl+C came first.
async fn unless_interrupted<T>(work: impl Future<Output = T>) -> Option<T> {
    let (mut work, mut interrupt) = (pin!(work), pin!(tokio::signal::ctrl_c()));
    let mut can_interrupt = true;
    poll_fn(|context| {
        // First, so that the signal is caught before anything is sent.
        if can_interrupt && let Poll::Ready(interrupted) = interrupt.as_mut().poll(context) {
            if interrupted.is_ok() {
                return Poll::Ready(None);
            }
            // The system lets nobody catch it; then it ends the program, as ever.
            can_interrupt = false;
        }
        work.as_mut().poll(context).map(Some)
    })
    .await
}

/// What is behind the lock is whole between any two statements, so a panic elsewhere leaves nothing half done.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

struct Shared {
    open: Box<dyn Open>,
    /// One account per connection, so that credentials and connections to AWS are used again.
    accounts: Mutex<HashMap<Connection, Arc<dyn Account>>>,
    /// How many looks may be under way: AWS gives few calls a second to one account.
    looks: Semaphore,
}

impl Shared {
    async fn answer(&self, request: Request) -> Reply {
        match request {
            Request::Profiles => Reply::Profiles(self.open.profiles().await),
            Request::Identify { connection } => {
                let asked = async { self.account(&connection).await?.identity().await };
                Reply::Identified(self.noting(&connection, asked).await)
            }
            Request::List { connection } => {
                let asked = async { self.account(&connection).await?.list().await };
                Reply::Listed(self.noting(&connection, asked).await)
            }
            Request::Pull { connection, name } => {
                let asked = async { self.account(&connection).await?.get(&name, None).await };
                Reply::Pulled(self.noting(&connection, asked).await)
            }
            Request::Prepare { connection, name, last_version } => {
                let asked = async {
                    publish::prepare_all(&*self.account(&connection).await?, &name, last_version).await
                };
                Reply::Prepared(self.noting(&connection, asked).await)
            }
            Request::Status { connection, name } => {
                let asked = async {
                    let account = self.account(&connection).await?;
                    let identity = account.identity().await?;
                    let state = account.state(&name).await?;
                    let executions = account.executions(&name).await;
                    Ok(Box::new(Status { identity, state, executions }))
                };
                Reply::Status(self.noting(&connection, asked).await)
            }
            Request::Publish(request) => Reply::Published(self.publish(&request).await),
            Request::Look { connection, question, own } => {
                // It is closed never.
                let _turn = self.looks.acquire().await;
                Reply::Looked(Box::new(match self.account(&connection).await {
                    Ok(account) => look::look(&*account, &question, Some(&own)).await,
                    Err(fault) => not_looked(&question, &fault.message),
                }))
            }
        }
    }

    async fn publish(&self, request: &PublishRequest) -> Result<Published, PublishError> {
        let PublishRequest { connection, name, declaration, expected, tags, secrets, steps, is_there } =
            request;
        let account = self.noting(connection, self.account(connection)).await?;
        let published = {
            let is_there = *is_there;
            let writing = Writing { name, declaration, expected, tags, secrets, steps, is_there };
            publish::write(&*account, writing).await
        };
        if let Some(fault) = published.as_ref().err().and_then(PublishError::fault) {
            self.forget_if_signed_out(connection, fault);
        }
        published
    }

    async fn noting<T>(
        &self,
        connection: &Connection,
        asked: impl Future<Output = Result<T, Fault>>,
    ) -> Result<T, Fault> {
        asked.await.inspect_err(|fault| self.forget_if_signed_out(connection, fault))
    }

    async fn account(&self, connection: &Connection) -> Result<Arc<dyn Account>, Fault> {
        let kept = self.lock().get(connection).cloned();
        if let Some(account) = kept {
            return Ok(account);
        }
        let account = self.open.open(connection).await?;
        self.lock().insert(connection.clone(), Arc::clone(&account));
        Ok(account)
    }

    /// After `aws sso login` or a change of the configuration the next request is to start from the files again.
    fn forget_if_signed_out(&self, connection: &Connection, fault: &Fault) {
        if fault.is_about_sign_in() {
            self.lock().remove(connection);
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Connection, Arc<dyn Account>>> {
        locked(&self.accounts)
    }
}

/// The line of a thing nobody could look at.
fn not_looked(question: &Question, happened: &str) -> Line {
    Line {
        state: preflight::State::CouldNotCheck,
        words: format!("{}: {happened}", question.title()),
        help: None,
        code: None,
        details: Vec::new(),
        asked_by: question.asked_by.clone(),
    }
}

/// Builds the reply of a request that never gave one.
enum Failure {
    Profiles,
    Identified,
    Listed,
    Pulled(String),
    Prepared(String),
    Status(String),
    Published(String),
    Looked(Box<Question>),
}

impl Failure {
    fn of(request: &Request) -> Self {
        match request {
            Request::Profiles => Self::Profiles,
            Request::Identify { .. } => Self::Identified,
            Request::List { .. } => Self::Listed,
            Request::Pull { name, .. } => Self::Pulled(name.clone()),
            Request::Prepare { name, .. } => Self::Prepared(name.clone()),
            Request::Status { name, .. } => Self::Status(name.clone()),
            Request::Publish(request) => Self::Published(request.name.clone()),
            Request::Look { question, .. } => Self::Looked(question.clone()),
        }
    }

    fn reply(self, kind: FaultKind, happened: &str) -> Reply {
        match self {
            Self::Profiles => Reply::Profiles(Err(Fault::new(kind, "read the AWS configuration", happened))),
            Self::Identified => Reply::Identified(Err(Fault::new(kind, "sign in to AWS", happened))),
            Self::Listed => Reply::Listed(Err(Fault::new(kind, "list the pipelines", happened))),
            Self::Pulled(name) => {
                Reply::Pulled(Err(Fault::new(kind, format!("read pipeline `{name}`"), happened)))
            }
            Self::Prepared(name) => {
                Reply::Prepared(Err(Fault::new(kind, format!("read pipeline `{name}`"), happened)))
            }
            Self::Looked(question) => Reply::Looked(Box::new(not_looked(&question, happened))),
            Self::Status(name) => {
                Reply::Status(Err(Fault::new(kind, format!("read the state of pipeline `{name}`"), happened)))
            }
            Self::Published(name) => {
                let fault = Fault::new(kind, format!("publish pipeline `{name}`"), happened)
                    .with_help(publish::look_first(&name));
                Reply::Published(Err(PublishError::Unknown { fault: Box::new(fault), live: None }))
            }
        }
    }
}
