//! A server that keeps pipelines as the service does and misbehaves on demand.
//!
//! It carries out the calls of the publish conversation by itself. [`FakeAws::then`] makes it answer the next call of
//! an operation in another way: with an error, with nonsense, late, or not at all, before or after carrying it out.

#![expect(clippy::missing_panics_doc, reason = "a helper fails where the test would")]

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::io::{self, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use pipewright::cloud::Connection;
use pipewright::cloud::aws::{Aws, Deadlines};
use serde_json::{Value, json};

use crate::aws_home::AwsHome;
use crate::http::{self, Received};

/// The only account.
pub const ACCOUNT: &str = "123456789012";

/// How to treat one call.
#[derive(Debug, Clone)]
pub enum Behavior {
    /// Answer with this and do nothing.
    Answer { status: u16, content_type: &'static str, body: String },
    /// Never answer, and do nothing.
    Hang,
    /// Break the connection, and do nothing.
    Cut,
    /// Carry it out and never answer.
    CarryOutAndHang,
    /// Carry it out and break the connection.
    CarryOutAndCut,
    /// Carry it out and answer with this all the same.
    CarryOutAndAnswer { status: u16, body: String },
    /// Announce more than is sent.
    Truncate,
    /// Let somebody else update the pipeline first, then carry it out.
    BeOvertaken,
    /// Let somebody else write this in its place, and break the connection.
    WriteAndCut(Value),
}

impl Behavior {
    /// An error as the service writes it.
    pub fn error(status: u16, code: &str, message: &str) -> Self {
        let body = json!({"__type": code, "message": message}).to_string();
        Self::Answer { status, content_type: "application/x-amz-json-1.1", body }
    }

    /// A page in place of an answer.
    pub fn page(status: u16, body: &str) -> Self {
        Self::Answer { status, content_type: "text/html", body: body.to_owned() }
    }
}

/// The server. Its threads end with it.
#[derive(Debug)]
pub struct FakeAws {
    address: SocketAddr,
    shared: Arc<Shared>,
    home: AwsHome,
}

#[derive(Debug, Default)]
struct Shared {
    stopped: AtomicBool,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    pipelines: BTreeMap<String, Value>,
    behaviors: HashMap<String, VecDeque<Behavior>>,
    calls: Vec<(String, Received)>,
    /// What else it knows, by operation.
    answers: HashMap<String, Answer>,
    /// List answers are cut into pages of this many.
    page_size: Option<usize>,
}

impl FakeAws {
    pub fn start() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        let address = listener.local_addr().expect("the address of a bound socket");
        let shared = Arc::<Shared>::default();
        let accepting = Arc::clone(&shared);
        spawn("fake-aws", move || {
            for stream in listener.incoming().flatten() {
                if accepting.stopped.load(Ordering::SeqCst) {
                    return;
                }
                let shared = Arc::clone(&accepting);
                // A connection that breaks is part of the play.
                spawn("fake-aws-connection", move || drop(serve(stream, &shared)));
            }
        });
        Self { address, shared, home: AwsHome::new() }
    }

    /// Treats the next call of `operation` (such as `GetPipeline`) in this way. Calls are lined up.
    pub fn then(&self, operation: &str, behavior: Behavior) -> &Self {
        self.shared.lock().behaviors.entry(operation.to_owned()).or_default().push_back(behavior);
        self
    }

    /// Treats the next three calls so: as many as the SDK makes before it gives up.
    pub fn persistently(&self, operation: &str, behavior: &Behavior) -> &Self {
        for _ in 0..3 {
            self.then(operation, behavior.clone());
        }
        self
    }

    /// Answers every call of another operation so. JSON and XML are told apart by their beginning.
    pub fn answer(&self, operation: &str, status: u16, body: impl Into<String>) -> &Self {
        let body = body.into();
        let content_type = if body.starts_with('<') { "text/xml" } else { JSON };
        self.shared.lock().answers.insert(operation.to_owned(), (status, content_type, body));
        self
    }

    /// Puts a pipeline into the account. Its `version` counts from what it says.
    pub fn put(&self, declaration: Value) {
        let name = declaration["name"].as_str().expect("a pipeline with a name").to_owned();
        self.shared.lock().pipelines.insert(name, declaration);
    }

    pub fn pipeline(&self, name: &str) -> Option<Value> {
        self.shared.lock().pipelines.get(name).cloned()
    }

    pub fn page_size(&self, size: usize) {
        self.shared.lock().page_size = Some(size);
    }

    /// How often an operation was called.
    pub fn count(&self, operation: &str) -> usize {
        self.shared.lock().calls.iter().filter(|(called, _)| called == operation).count()
    }

    /// The last request of an operation.
    pub fn last(&self, operation: &str) -> Received {
        let state = self.shared.lock();
        let last = state.calls.iter().rfind(|(called, _)| called == operation);
        last.expect("a call of that operation").1.clone()
    }

    pub fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Accounts opened from the test configuration, with deadlines of [`impatient`].
    pub fn aws(&self) -> Aws {
        Aws { files: self.home.files(), deadlines: impatient() }
    }

    /// The connection to this server with one of the profiles of [`AwsHome`].
    pub fn connection(&self, profile: &str) -> Connection {
        Connection { profile: Some(profile.to_owned()), region: None, endpoint_url: Some(self.endpoint()) }
    }
}

/// Deadlines a test can wait for.
pub fn impatient() -> Deadlines {
    Deadlines {
        connect: Duration::from_millis(500),
        attempt: Duration::from_millis(500),
        operation: Duration::from_millis(1500),
        backoff: Duration::from_millis(10),
    }
}

impl Drop for FakeAws {
    fn drop(&mut self) {
        self.shared.stopped.store(true, Ordering::SeqCst);
        // Wakes the thread that accepts, which then sees that it is to stop.
        drop(TcpStream::connect(self.address));
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn spawn(name: &str, work: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new().name(name.to_owned()).spawn(work);
    // It ends by itself when the server does.
    drop(thread.expect("a thread"));
}

fn serve(stream: TcpStream, shared: &Shared) -> io::Result<()> {
    let mut writer = stream.try_clone()?;
    let mut reader = BufReader::new(stream);
    while let Some(request) = http::receive(&mut reader)? {
        let operation = request.operation();
        let (behavior, answer) = {
            let mut state = shared.lock();
            state.calls.push((operation.clone(), request.clone()));
            let behavior = state.behaviors.get_mut(&operation).and_then(VecDeque::pop_front);
            let answer = state.treat(&operation, &request, behavior.as_ref());
            (behavior, answer)
        };
        match behavior {
            // Until the other side gives up.
            Some(Behavior::Hang | Behavior::CarryOutAndHang) => {
                reader.read_to_end(&mut Vec::new())?;
                return Ok(());
            }
            Some(Behavior::Cut | Behavior::CarryOutAndCut | Behavior::WriteAndCut(_)) => return Ok(()),
            Some(Behavior::Truncate) => {
                let (_, _, body) = answer;
                write!(
                    writer,
                    "HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{}",
                    body.len(),
                    &body[..body.len() / 2]
                )?;
                return Ok(());
            }
            Some(Behavior::Answer { .. } | Behavior::CarryOutAndAnswer { .. } | Behavior::BeOvertaken)
            | None => {
                let (status, content_type, mut body) = answer;
                let length = body.len();
                if request.line.starts_with("HEAD ") {
                    body.clear();
                }
                write!(
                    writer,
                    "HTTP/1.1 {status} X\r\ncontent-type: {content_type}\r\nx-amzn-requestid: request-1\r\ncontent-length: {}\r\n\r\n{body}",
                    length
                )?;
            }
        }
    }
    Ok(())
}

const JSON: &str = "application/x-amz-json-1.1";

type Answer = (u16, &'static str, String);

impl State {
    fn treat(&mut self, operation: &str, request: &Received, behavior: Option<&Behavior>) -> Answer {
        match behavior {
            Some(Behavior::Answer { status, content_type, body }) => (*status, content_type, body.clone()),
            Some(Behavior::Hang | Behavior::Cut) => (0, JSON, String::new()),
            Some(Behavior::CarryOutAndAnswer { status, body }) => {
                self.carry_out(operation, request);
                (*status, JSON, body.clone())
            }
            Some(Behavior::WriteAndCut(theirs)) => self.write(operation, &json!({ "pipeline": theirs })),
            Some(Behavior::BeOvertaken) => {
                for pipeline in self.pipelines.values_mut() {
                    pipeline["version"] = (pipeline["version"].as_u64().unwrap_or(1) + 1).into();
                }
                self.carry_out(operation, request)
            }
            Some(Behavior::CarryOutAndHang | Behavior::CarryOutAndCut | Behavior::Truncate) | None => {
                self.carry_out(operation, request)
            }
        }
    }

    fn carry_out(&mut self, operation: &str, request: &Received) -> Answer {
        let input: Value = serde_json::from_slice(&request.body).unwrap_or_default();
        match operation {
            "GetPipeline" => self.get(&input),
            "ListPipelines" => self.list(&input),
            "CreatePipeline" | "UpdatePipeline" => self.write(operation, &input),
            "GetCallerIdentity" => caller(request),
            "AssumeRole" => (200, "text/xml", assumed_role()),
            _ => {
                let known = self.answers.get(operation).cloned();
                known.unwrap_or_else(|| refusal("UnknownOperationException", operation))
            }
        }
    }

    fn get(&self, input: &Value) -> Answer {
        let name = input["name"].as_str().unwrap_or_default();
        match self.pipelines.get(name) {
            Some(pipeline) => {
                let updated = 1_767_225_600 + pipeline["version"].as_u64().unwrap_or(0);
                let metadata = json!({"pipelineArn": format!("arn:aws:codepipeline:eu-central-1:{ACCOUNT}:{name}"), "created": 1_767_225_600, "updated": updated});
                (200, JSON, json!({"pipeline": pipeline, "metadata": metadata}).to_string())
            }
            None => refusal(
                "PipelineNotFoundException",
                &format!("Account '{ACCOUNT}' does not have a pipeline with name '{name}'"),
            ),
        }
    }

    fn list(&self, input: &Value) -> Answer {
        let from: usize = input["nextToken"].as_str().and_then(|token| token.parse().ok()).unwrap_or(0);
        let size = self.page_size.unwrap_or(usize::MAX);
        let names: Vec<Value> = self
            .pipelines
            .values()
            .skip(from)
            .take(size)
            .map(|pipeline| json!({"name": pipeline["name"], "version": pipeline["version"], "pipelineType": "V2", "executionMode": "QUEUED", "created": 1.767_225_6E9, "updated": 1.767_225_6E9}))
            .collect();
        let mut page = json!({ "pipelines": names });
        if self.pipelines.len() > from.saturating_add(size) {
            page["nextToken"] = (from + size).to_string().into();
        }
        (200, JSON, page.to_string())
    }

    fn write(&mut self, operation: &str, input: &Value) -> Answer {
        let mut pipeline = input["pipeline"].clone();
        let name = pipeline["name"].as_str().unwrap_or_default().to_owned();
        let version = self.pipelines.get(&name).map(|stored| stored["version"].as_u64().unwrap_or(0));
        let version = match (operation, version) {
            ("CreatePipeline", Some(_)) => {
                return refusal(
                    "PipelineNameInUseException",
                    &format!("A pipeline with the name '{name}' already exists in account '{ACCOUNT}'"),
                );
            }
            ("CreatePipeline", None) => 1,
            (_, Some(version)) => version + 1,
            (_, None) => return refusal("PipelineNotFoundException", "there is none"),
        };
        pipeline["version"] = version.into();
        self.pipelines.insert(name, pipeline.clone());
        (200, JSON, json!({ "pipeline": pipeline }).to_string())
    }
}

fn refusal(code: &str, message: &str) -> Answer {
    (400, JSON, json!({"__type": code, "message": message}).to_string())
}

/// Names the access key in the ARN, so that a test sees who asked.
fn caller(request: &Received) -> Answer {
    let authorization = request.header("authorization").unwrap_or_default();
    let key = authorization.split(['=', '/']).nth(1).unwrap_or_default();
    let body = format!(
        "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><GetCallerIdentityResult><Arn>arn:aws:iam::{ACCOUNT}:user/{key}</Arn><UserId>U</UserId><Account>{ACCOUNT}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>"
    );
    (200, "text/xml", body)
}

fn assumed_role() -> String {
    format!(
        "<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><AssumeRoleResult><Credentials><AccessKeyId>ASIAASSUMEDROLE</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials><AssumedRoleUser><AssumedRoleId>A:s</AssumedRoleId><Arn>arn:aws:sts::{ACCOUNT}:assumed-role/deployer/s</Arn></AssumedRoleUser></AssumeRoleResult></AssumeRoleResponse>"
    )
}
