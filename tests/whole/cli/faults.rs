//! Every fault of the way to AWS, for every operation, over and over: one clear message, nothing lost, nothing doubled.
//!
//! The outcome of each stands in `faults.md`, which the test holds against what happens. `UPDATE_SNAPSHOTS=1` writes it
//! anew.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use pipewright::cloud::aws::{Aws, Deadlines};
use pipewright::cloud::client::PublishRequest;
use pipewright::cloud::same::same_content;
use pipewright::cloud::{Cloud, Connection, Expected, FaultKind, Live, Open, Reply, Request};
use pipewright_tests::fake_aws::FakeAws;
use pipewright_tests::moto::{Moto, free_address};
use pipewright_tests::proxy::{Often, Proxy, Trouble};
use pipewright_tests::python::or_skip;
use serde_json::Value;

use super::{Call, Files, Ran, design, text};
use crate::cloud::wait;

/// No run takes longer, whatever happens to it.
const LIMIT: Duration = Duration::from_secs(40);

const INVALID: &str = r#"{"__type":"ValidationException","message":"1 validation error detected"}"#;
const THROTTLED: &str = r#"{"__type":"ThrottlingException","message":"Rate exceeded"}"#;
const DENIED: &str = r#"{"__type":"AccessDeniedException","message":"User: u is not authorized to perform: x:Y on resource: z"}"#;
const DENIED_XML: &str =
    "<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>";
const EXPIRED: &str =
    r#"{"__type":"ExpiredTokenException","message":"The security token included in the request is expired"}"#;
const UNKNOWN_KEY: &str = r#"{"__type":"UnrecognizedClientException","message":"The security token included in the request is invalid."}"#;
/// The same as the service tells it that says who is signed in.
const IN_XML: [(&str, &str); 5] = [
    (
        INVALID,
        "<ErrorResponse><Error><Type>Sender</Type><Code>ValidationError</Code><Message>1 validation error detected</Message></Error></ErrorResponse>",
    ),
    (
        THROTTLED,
        "<ErrorResponse><Error><Type>Sender</Type><Code>Throttling</Code><Message>Rate exceeded</Message></Error></ErrorResponse>",
    ),
    (
        DENIED,
        "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>User: u is not authorized to perform: x:Y on resource: z</Message></Error></ErrorResponse>",
    ),
    (
        EXPIRED,
        "<ErrorResponse><Error><Type>Sender</Type><Code>ExpiredToken</Code><Message>The security token included in the request is expired</Message></Error></ErrorResponse>",
    ),
    (
        UNKNOWN_KEY,
        "<ErrorResponse><Error><Type>Sender</Type><Code>InvalidClientTokenId</Code><Message>The security token included in the request is invalid.</Message></Error></ErrorResponse>",
    ),
];
const PAGE: &str = "<!DOCTYPE html><html>Sign in to the network</html>";

/// All of them, by the name they have in the table.
const TROUBLES: [(&str, Trouble); 20] = [
    ("late answer", Trouble::Delay),
    ("no answer, not carried out", Trouble::Hang),
    ("no answer, carried out", Trouble::HangAfter),
    ("cut before the request", Trouble::CutBefore),
    ("cut after it was carried out", Trouble::CutAfter),
    ("cut within the answer", Trouble::CutWithin),
    ("half of the JSON", Trouble::HalfAnswer),
    ("wrong JSON", Trouble::Instead("{\"other\": []}")),
    ("no JSON", Trouble::Instead("[1, 2")),
    ("web page, carried out", Trouble::Instead(PAGE)),
    ("web page with 403", Trouble::Answer(403, PAGE)),
    ("400 invalid", Trouble::Answer(400, INVALID)),
    ("400 throttled", Trouble::Answer(400, THROTTLED)),
    ("429", Trouble::Answer(429, "{}")),
    ("403 denied", Trouble::Answer(403, DENIED)),
    ("403 denied, XML", Trouble::Answer(403, DENIED_XML)),
    ("500", Trouble::Answer(500, "<html>oops</html>")),
    ("503", Trouble::Answer(503, "")),
    ("expired sign-in", Trouble::Answer(400, EXPIRED)),
    ("unknown access key", Trouble::Answer(400, UNKNOWN_KEY)),
];

/// What is done while the way is troubled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Work {
    List,
    Pull,
    Plan,
    Create,
    Update,
    /// A publish that does not learn who is signed in.
    SignIn,
}

impl Work {
    const ALL: [Self; 6] = [Self::List, Self::Pull, Self::Plan, Self::Create, Self::Update, Self::SignIn];

    /// The operation that is hit.
    fn operation(self) -> &'static str {
        match self {
            Self::List => "ListPipelines",
            Self::Pull | Self::Plan => "GetPipeline",
            Self::Create => "CreatePipeline",
            Self::Update => "UpdatePipeline",
            Self::SignIn => "GetCallerIdentity",
        }
    }

    fn is_write(self) -> bool {
        matches!(self, Self::Create | Self::Update | Self::SignIn)
    }

    /// The trouble in the language of the operation.
    fn met_with(self, trouble: Trouble) -> Trouble {
        match trouble {
            Trouble::Answer(status, body) if self == Self::SignIn => {
                let translated = IN_XML.iter().find(|(json, _)| *json == body);
                Trouble::Answer(status, translated.map_or(body, |(_, xml)| xml))
            }
            trouble => trouble,
        }
    }

    fn stands_before(self) -> bool {
        self != Self::Create
    }
}

/// An account with the troubled way to it.
struct Field {
    proxy: Proxy,
    aws: Aws,
    direct: Connection,
    files: Files,
    count: usize,
}

impl Field {
    /// `patience` is for one attempt.
    fn new(mut aws: Aws, direct: Connection, patience: Duration) -> Self {
        aws.deadlines = Deadlines {
            connect: patience,
            attempt: patience,
            operation: patience * 7 / 2,
            backoff: Duration::from_millis(10),
        };
        let endpoint = direct.endpoint_url.clone().expect("the address of the test server");
        Self { proxy: Proxy::before(&endpoint), aws, direct, files: Files::new(), count: 0 }
    }

    fn call(&self, work: Work, name: &str, file: &Path, endpoint: &str) -> Ran {
        let arguments: Vec<&str> = match work {
            Work::List => vec!["list"],
            Work::Pull => vec!["pull", name],
            Work::Plan => vec!["plan", text(file), "--no-preflight"],
            Work::Create | Work::Update | Work::SignIn => {
                vec!["publish", text(file), "--yes", "--no-preflight"]
            }
        };
        let connection = ["--profile", "test", "--endpoint-url", endpoint];
        Call::new(arguments).and(connection).aws(self.aws.clone()).run()
    }

    /// What stands in the account, asked on the way without trouble.
    fn live(&self, name: &str) -> Option<Live> {
        let account = wait(self.aws.open(&self.direct)).expect("an account");
        match wait(account.get(name, None)) {
            Ok(live) => Some(live),
            Err(fault) if fault.kind == FaultKind::NotFound => None,
            Err(fault) => panic!("{fault:?}"),
        }
    }

    fn put(&self, declaration: &Value) {
        let account = wait(self.aws.open(&self.direct)).expect("an account");
        wait(account.create(declaration, &[])).expect("it is created");
    }

    /// One run, and everything that has to hold after it.
    fn run(&mut self, work: Work, what: &str, trouble: Trouble, often: Often) -> String {
        self.count += 1;
        let name = format!("{}-{}", work.operation().to_lowercase(), self.count);
        let context = format!("{what}, {often:?}, {work:?}");
        let mut file = design();
        file["pipeline"]["name"] = name.as_str().into();
        if work.stands_before() {
            self.put(&file["pipeline"]);
        }
        file["pipeline"]["artifactStore"]["location"] = "another-bucket".into();
        let mine = file["pipeline"].clone();
        let path = self.files.write(&format!("{name}.json"), file.to_string());

        self.proxy.hit(work.operation(), work.met_with(trouble), often);
        let start = Instant::now();
        let ran = self.call(work, &name, &path, &self.proxy.endpoint());
        assert!(start.elapsed() < LIMIT, "{context}: {:?}", start.elapsed());
        let asked = self.proxy.count(work.operation());
        let reached = self.proxy.reached(work.operation());
        self.proxy.heal();

        let said = outcome(&ran, asked, &context);
        if work.is_write() {
            let most = if work == Work::SignIn { 3 } else { 1 };
            assert!(reached <= most, "{context}: it was carried out {reached} times");
            self.check_account(work, &name, &mine, &ran, &context);
            self.check_again(work, &name, &path, &mine, &context);
        }
        said
    }

    /// Somebody gives it up while it waits for an answer, in the window: that ends at once, and nothing is made of an
    /// answer that comes later.
    fn cancelled(&mut self, work: Work, trouble: Trouble) -> String {
        self.count += 1;
        let name = format!("{}-{}", work.operation().to_lowercase(), self.count);
        let mut declaration = design()["pipeline"].clone();
        declaration["name"] = name.as_str().into();
        if work.stands_before() {
            self.put(&declaration);
        }
        let expected = Expected::from_live(self.live(&name).as_ref());
        declaration["artifactStore"]["location"] = "another-bucket".into();
        let connection = Connection { endpoint_url: Some(self.proxy.endpoint()), ..self.direct.clone() };
        let request = match work {
            Work::List => Request::List { connection },
            Work::Pull => Request::Pull { connection, name: name.clone() },
            Work::Plan | Work::SignIn => {
                Request::Prepare { connection, name: name.clone(), last_version: None }
            }
            Work::Create | Work::Update => Request::Publish(Box::new(PublishRequest {
                connection,
                name: name.clone(),
                declaration: declaration.clone(),
                expected,
                tags: Vec::new(),
                secrets: Vec::new(),
                steps: Vec::new(),
                is_there: false,
            })),
        };
        self.proxy.hit(work.operation(), trouble, Often::Always);
        let mut cloud = Cloud::start(self.aws.clone(), || {}).expect("a thread");
        let ticket = cloud.ask(request);
        let arrived = |field: &Self| match trouble {
            Trouble::HangAfter => field.proxy.reached(work.operation()) > 0,
            _ => field.proxy.count(work.operation()) > 0,
        };
        let start = Instant::now();
        while !arrived(self) {
            assert!(start.elapsed() < LIMIT, "{work:?}: it is never asked for");
            thread::yield_now();
        }
        cloud.cancel(ticket);
        assert!(!cloud.is_under_way(ticket) && cloud.poll().is_empty() && cloud.retry(ticket).is_none());
        // The account is free for the next one.
        self.proxy.heal();
        let connection = self.direct.clone();
        let Reply::Identified(Ok(_)) = cloud.run(Request::Identify { connection }) else {
            panic!("{work:?}")
        };
        assert!(cloud.poll().is_empty(), "{work:?}: an answer nobody waits for");
        let is_write = matches!(work, Work::Create | Work::Update);
        let is_mine = || self.live(&name).is_some_and(|live| same_content(&declaration, live.pipeline()));
        if is_write && trouble == Trouble::HangAfter {
            // It counts as arrived a moment before it is carried out.
            while !is_mine() {
                assert!(start.elapsed() < LIMIT, "{work:?}: it is never carried out");
                thread::yield_now();
            }
            return "ended at once, written".to_owned();
        }
        assert!(!is_write || !is_mine(), "{work:?}");
        "ended at once".to_owned()
    }

    /// What was said is what is so.
    fn check_account(&self, work: Work, name: &str, mine: &Value, ran: &Ran, context: &str) {
        let live = self.live(name);
        let is_mine = live.as_ref().is_some_and(|live| same_content(mine, live.pipeline()));
        if ran.code == 0 {
            assert!(is_mine, "{context}: it says that it is published and it is not: {ran:#?}");
        } else if !ran.messages.contains("may or may not have been written") {
            assert!(!is_mine, "{context}: it says that it is not published and it is: {ran:#?}");
        }
        let highest = if work == Work::Create { 1 } else { 2 };
        let version = live.and_then(|live| live.version);
        assert!(version.is_none_or(|version| version <= highest), "{context}: version {version:?}");
    }

    /// Doing it again brings it there, once.
    fn check_again(&self, work: Work, name: &str, path: &Path, mine: &Value, context: &str) {
        let endpoint = self.direct.endpoint_url.as_deref().expect("the address of the test server");
        let again = self.call(work, name, path, endpoint);
        assert_eq!(again.code, 0, "{context}, again: {again:#?}");
        let live = self.live(name).expect("it is published");
        assert!(same_content(mine, live.pipeline()), "{context}, again: {}", live.text);
        let expected = if work == Work::Create { 1 } else { 2 };
        assert_eq!(live.version, Some(expected), "{context}, again");
    }
}

/// A cell of the table. Fails unless a failure has one message with what to do.
fn outcome(ran: &Ran, asked: usize, context: &str) -> String {
    let errors = ran.messages.lines().filter(|line| line.starts_with("error")).count();
    let attempts = if asked > 1 { format!(", {asked} attempts") } else { String::new() };
    if ran.code == 0 {
        assert_eq!(errors, 0, "{context}: {ran:#?}");
        let found = ran.messages.contains("reading again showed");
        return if found { "done, found by reading".to_owned() } else { format!("done{attempts}") };
    }
    assert_eq!((ran.code, errors), (1, 1), "{context}: {ran:#?}");
    assert!(ran.messages.contains("help: "), "{context}: {ran:#?}");
    assert!(!ran.messages.contains("panicked"), "{context}: {ran:#?}");
    let phrases = [
        ("gave no answer within", "no answer in time"),
        ("broke off", "connection lost"),
        ("refused the connection", "connection refused"),
        ("failed on its side", "AWS failed"),
        ("takes no more requests", "too many requests"),
        ("a web page came", "a web page"),
        ("cannot be understood", "not understood"),
        ("lacks the permission", "permission missing"),
        ("has expired", "sign-in expired"),
        ("does not accept the credentials", "credentials refused"),
        ("AWS refuses it", "refused as invalid"),
    ];
    let known = phrases.iter().find(|(phrase, _)| ran.messages.contains(phrase));
    let (_, kind) = known.unwrap_or_else(|| panic!("{context}: {ran:#?}"));
    let written = if ran.messages.contains("may or may not have been written") {
        ", outcome unknown"
    } else if ran.messages.contains("still stands at version") || ran.messages.contains("still has no such") {
        ", not written"
    } else {
        ""
    };
    format!("{kind}{attempts}{written}")
}

fn table(rows: &[(String, Vec<String>)]) -> String {
    let mut table = String::from(
        "| fault | how often | list | pull | plan | publish, create | publish, update | publish, who is signed in |\n|---|---|---|---|---|---|---|---|\n",
    );
    for (title, cells) in rows {
        writeln!(table, "| {title} | {} |", cells.join(" | ")).expect("a text takes everything");
    }
    table
}

/// The rows of one kind of work.
fn column(work: Work, troubles: &[(&str, Trouble)], oftens: &[Often]) -> Vec<String> {
    let fake = FakeAws::start();
    let mut field = Field::new(fake.aws(), fake.connection("test"), Duration::from_secs(1));
    let mut cells = Vec::new();
    for (what, trouble) in troubles {
        for often in oftens {
            cells.push(field.run(work, what, *trouble, *often));
        }
    }
    cells.push(nobody(work, &mut field));
    cells.push(field.cancelled(work, Trouble::Hang));
    cells.push(field.cancelled(work, Trouble::HangAfter));
    cells
}

/// Nobody listens.
fn nobody(work: Work, field: &mut Field) -> String {
    let name = "nobody";
    let mut file = design();
    file["pipeline"]["name"] = name.into();
    let path = field.files.write("nobody.json", file.to_string());
    let ran = field.call(work, name, &path, &format!("http://{}", free_address()));
    outcome(&ran, 1, "nobody listens")
}

#[test]
fn no_fault_loses_or_doubles_anything() {
    let oftens = [Often::Once, Often::Always];
    let columns: Vec<Vec<String>> = thread::scope(|scope| {
        let begun = Work::ALL.map(|work| {
            let thread = thread::Builder::new().name(format!("{work:?}"));
            thread.spawn_scoped(scope, move || column(work, &TROUBLES, &oftens)).expect("a thread")
        });
        begun.map(|work| work.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))).into()
    });
    let mut titles: Vec<String> = Vec::new();
    for (what, _) in TROUBLES {
        titles.extend([format!("{what} | once"), format!("{what} | always")]);
    }
    titles.push("connection refused | always".to_owned());
    titles.push("cancelled, not carried out | once".to_owned());
    titles.push("cancelled, carried out | once".to_owned());
    let rows: Vec<(String, Vec<String>)> = titles
        .into_iter()
        .enumerate()
        .map(|(row, title)| (title, columns.iter().map(|column| column[row].clone()).collect()))
        .collect();
    let runs: usize = columns.iter().map(Vec::len).sum();
    assert!(runs >= 200, "{runs} runs");

    let table = table(&rows);
    println!("{table}");
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("whole/cli/faults.md");
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::write(&path, &table).expect("the table is written");
    }
    let held = std::fs::read_to_string(&path).expect("the table of outcomes");
    assert_eq!(table, held);
}

#[test]
fn an_independent_server_loses_and_doubles_nothing_either() {
    let Some(moto) = or_skip(Moto::start()) else { return };
    let mut field = Field::new(moto.aws(), moto.connection("test"), Duration::from_secs(4));
    for (what, trouble) in TROUBLES.iter().skip(2).take(8) {
        for work in Work::ALL {
            field.run(work, what, *trouble, Often::Once);
        }
    }
    assert_eq!(field.count, 48);
}
