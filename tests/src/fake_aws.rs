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
    /// Every version that was ever written, by name and number.
    versions: BTreeMap<(String, u64), Value>,
    tags: BTreeMap<String, BTreeMap<String, String>>,
    /// Reasons of the transitions that are disabled, by pipeline and stage.
    closed: BTreeMap<(String, String), String>,
    /// Statuses of executions, newest first.
    executions: Vec<(String, String)>,
    /// The stages something runs in.
    running_in: Vec<String>,
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
        self.shared.lock().store(name, declaration);
    }

    /// Sets a tag of a pipeline, also one that nobody may set.
    pub fn put_tag(&self, name: &str, key: &str, value: &str) {
        let mut state = self.shared.lock();
        state.tags.entry(name.to_owned()).or_default().insert(key.to_owned(), value.to_owned());
    }

    pub fn tags(&self, name: &str) -> BTreeMap<String, String> {
        self.shared.lock().tags.get(name).cloned().unwrap_or_default()
    }

    /// Lets executions of every pipeline be: identities and statuses, newest first, and the stages they are in.
    pub fn run(&self, executions: &[(&str, &str)], running_in: &[&str]) {
        let mut state = self.shared.lock();
        state.executions =
            executions.iter().map(|(id, status)| ((*id).to_owned(), (*status).to_owned())).collect();
        state.running_in = running_in.iter().map(|stage| (*stage).to_owned()).collect();
    }

    /// Why the way into a stage is closed, if it is.
    pub fn closed(&self, name: &str, stage: &str) -> Option<String> {
        self.shared.lock().closed.get(&(name.to_owned(), stage.to_owned())).cloned()
    }

    /// The names of the operations that were called, in order.
    pub fn called(&self) -> Vec<String> {
        self.shared.lock().calls.iter().map(|(operation, _)| operation.clone()).collect()
    }

    /// Everything that was ever sent, as text.
    pub fn sent(&self, operation: &str) -> String {
        let state = self.shared.lock();
        let calls = state.calls.iter().filter(|(called, _)| called == operation);
        calls.map(|(_, request)| String::from_utf8_lossy(&request.body).into_owned()).collect()
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
                    "HTTP/1.1 {status} X\r\ncontent-type: {content_type}\r\nx-amzn-requestid: request-1\r\ncontent-length: {length}\r\n\r\n{body}"
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
            "GetPipelineState" => self.state(&input),
            "ListPipelineExecutions" => self.list_executions(),
            "ListTagsForResource" => self.list_tags(&input),
            "TagResource" => {
                self.tag(last_part(&input["resourceArn"]), &input["tags"]);
                (200, JSON, "{}".to_owned())
            }
            "DisableStageTransition" | "EnableStageTransition" => self.transition(operation, &input),
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
        let version = input["version"].as_u64();
        let stored = match version {
            None => self.pipelines.get(name),
            Some(version) => self.versions.get(&(name.to_owned(), version)),
        };
        match stored {
            None if version.is_some() && self.pipelines.contains_key(name) => {
                refusal("PipelineVersionNotFoundException", "it has no such version")
            }
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
        self.tag(&name, &input["tags"]);
        self.store(name.clone(), pipeline);
        (200, JSON, json!({ "pipeline": self.pipelines[&name] }).to_string())
    }

    /// Keeps a pipeline as the service does: with its secrets masked.
    fn store(&mut self, name: String, mut pipeline: Value) {
        let stages = pipeline["stages"].as_array_mut().into_iter().flatten();
        for action in stages.filter_map(|stage| stage["actions"].as_array_mut()).flatten() {
            if let Some(token) = action.pointer_mut("/configuration/OAuthToken") {
                *token = "****".into();
            }
        }
        let version = pipeline["version"].as_u64().unwrap_or(1);
        self.versions.insert((name.clone(), version), pipeline.clone());
        self.pipelines.insert(name, pipeline);
    }

    fn tag(&mut self, name: &str, tags: &Value) {
        for tag in tags.as_array().into_iter().flatten() {
            let [key, value] = ["key", "value"].map(|part| tag[part].as_str().unwrap_or_default().to_owned());
            self.tags.entry(name.to_owned()).or_default().insert(key, value);
        }
    }

    fn list_tags(&self, input: &Value) -> Answer {
        let tags = self.tags.get(last_part(&input["resourceArn"])).into_iter().flatten();
        let tags: Vec<Value> = tags.map(|(key, value)| json!({"key": key, "value": value})).collect();
        (200, JSON, json!({ "tags": tags }).to_string())
    }

    fn list_executions(&self) -> Answer {
        let executions: Vec<Value> = self
            .executions
            .iter()
            .map(|(id, status)| {
                json!({"pipelineExecutionId": id, "status": status, "startTime": 1.767_225_6E9,
                       "trigger": {"triggerType": "Webhook", "triggerDetail": "x"}})
            })
            .collect();
        (200, JSON, json!({ "pipelineExecutionSummaries": executions }).to_string())
    }

    fn state(&self, input: &Value) -> Answer {
        let name = input["name"].as_str().unwrap_or_default();
        let Some(pipeline) = self.pipelines.get(name) else {
            return refusal("PipelineNotFoundException", &format!("there is no pipeline {name}"));
        };
        let latest = self.executions.first();
        let stages = pipeline["stages"].as_array().into_iter().flatten().map(|stage| {
            let stage = stage["name"].as_str().unwrap_or_default();
            let closed = self.closed.get(&(name.to_owned(), stage.to_owned()));
            let mut state = json!({"stageName": stage, "actionStates": [],
                                   "inboundTransitionState": {"enabled": closed.is_none()}});
            if let Some(reason) = closed {
                state["inboundTransitionState"]["disabledReason"] = reason.as_str().into();
            }
            if let Some((id, _)) = latest {
                let is_running = self.running_in.iter().any(|running| running == stage);
                let status = if is_running { "InProgress" } else { "Succeeded" };
                state["latestExecution"] = json!({"pipelineExecutionId": id, "status": status});
            }
            state
        });
        let stages: Vec<Value> = stages.collect();
        (200, JSON, json!({"pipelineName": name, "stageStates": stages}).to_string())
    }

    fn transition(&mut self, operation: &str, input: &Value) -> Answer {
        let [name, stage] = ["pipelineName", "stageName"].map(|key| input[key].as_str().unwrap_or_default());
        let is_stage = self.pipelines.get(name).is_some_and(|pipeline| {
            pipeline["stages"].as_array().into_iter().flatten().any(|known| known["name"] == stage)
        });
        if !is_stage {
            return refusal("StageNotFoundException", &format!("there is no stage {stage}"));
        }
        let key = (name.to_owned(), stage.to_owned());
        if operation == "DisableStageTransition" {
            self.closed.insert(key, input["reason"].as_str().unwrap_or_default().to_owned());
        } else {
            self.closed.remove(&key);
        }
        (200, JSON, String::new())
    }
}

fn refusal(code: &str, message: &str) -> Answer {
    (400, JSON, json!({"__type": code, "message": message}).to_string())
}

/// The name at the end of an ARN.
fn last_part(arn: &Value) -> &str {
    arn.as_str().unwrap_or_default().rsplit(':').next().unwrap_or_default()
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
