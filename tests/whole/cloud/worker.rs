//! Requests away from the thread that draws.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use pipewright::cloud::client::PublishRequest;
use pipewright::cloud::practice::Practice;
use pipewright::cloud::{
    Account, BoxFuture, Cloud, Connection, Expected, Fault, FaultKind, Open, Profile, PublishError, Reply,
    Request, Ticket,
};
use pipewright_tests::fake_aws::{Behavior, FakeAws};

use super::declaration;

const LIMIT: Duration = Duration::from_secs(20);

/// A worker, and a line that rings when it has replied.
fn worker(open: impl Open) -> (Cloud, Receiver<()>) {
    let (ring, rung) = channel();
    // A worker may ring once more while the test that waited for it has ended.
    let cloud = Cloud::start(open, move || ring.send(()).unwrap_or_default()).expect("a worker");
    (cloud, rung)
}

/// The replies to so many rings.
fn replies(cloud: &mut Cloud, rung: &Receiver<()>, count: usize) -> Vec<(Ticket, Reply)> {
    for _ in 0..count {
        rung.recv_timeout(LIMIT).expect("the worker wakes the window");
    }
    cloud.poll()
}

fn pull(name: &str) -> Request {
    Request::Pull { connection: Connection::default(), name: name.to_owned() }
}

#[test]
fn each_request_has_its_reply() {
    let (mut cloud, rung) = worker(Practice::new("eu-central-1", 0));
    let connection = Connection::default();
    let publish = PublishRequest {
        connection: connection.clone(),
        name: "web".to_owned(),
        declaration: declaration("web"),
        expected: Expected::Absent,
        tags: Vec::new(),
        secrets: Vec::new(),
        steps: Vec::new(),
        is_there: false,
    };
    let asked = cloud.ask(Request::Publish(Box::new(publish)));
    assert!(cloud.is_under_way(asked));
    let arrived = replies(&mut cloud, &rung, 1);
    let [(ticket, Reply::Published(Ok(published)))] = arrived.as_slice() else { panic!("{arrived:?}") };
    assert_eq!((*ticket, published.live.version), (asked, Some(1)));
    assert!(!cloud.is_under_way(asked));

    let requests = [
        Request::Profiles,
        Request::Identify { connection: connection.clone() },
        Request::List { connection: connection.clone() },
        pull("web"),
        Request::Prepare { connection, name: "web".to_owned(), last_version: None },
        pull("absent"),
    ];
    let tickets = requests.map(|request| cloud.ask(request));
    let mut arrived = replies(&mut cloud, &rung, tickets.len());
    arrived.sort_by_key(|(ticket, _)| tickets.iter().position(|asked| asked == ticket));
    let kinds: Vec<bool> = arrived
        .iter()
        .zip(tickets)
        .map(|((ticket, reply), asked)| {
            assert_eq!(*ticket, asked);
            reply.fault().is_none()
        })
        .collect();
    assert_eq!(kinds, [true, true, true, true, true, false]);
    let Reply::Listed(Ok(listed)) = &arrived[2].1 else { panic!("{arrived:?}") };
    assert_eq!(listed[0].name, "web");
}

#[test]
fn waiting_gives_the_same_answer_as_asking() {
    let (mut cloud, rung) = worker(Practice::new("eu-central-1", 0));
    let waited = cloud.run(pull("absent"));
    cloud.ask(pull("absent"));
    let arrived = replies(&mut cloud, &rung, 1);
    assert_eq!(arrived[0].1, waited);
    let Reply::Pulled(Err(fault)) = waited else { panic!("{waited:?}") };
    assert_eq!(fault.kind, FaultKind::NotFound);
}

#[test]
fn a_cancelled_request_is_gone_at_once_and_holds_up_nobody() {
    let fake = FakeAws::start();
    fake.put(declaration("web"));
    fake.then("GetPipeline", Behavior::Hang);
    let mut aws = fake.aws();
    aws.deadlines.attempt = LIMIT * 10;
    aws.deadlines.operation = LIMIT * 10;
    let (mut cloud, rung) = worker(aws);
    let connection = fake.connection("test");
    let hanging = cloud.ask(Request::Pull { connection: connection.clone(), name: "web".to_owned() });
    let start = Instant::now();
    while fake.count("GetPipeline") == 0 {
        assert!(start.elapsed() < LIMIT, "the request never arrived");
        std::thread::sleep(Duration::from_millis(5));
    }

    let start = Instant::now();
    cloud.cancel(hanging);
    assert!(start.elapsed() < Duration::from_secs(1));
    assert!(!cloud.is_under_way(hanging));

    let next = cloud.ask(Request::Pull { connection, name: "web".to_owned() });
    let arrived = replies(&mut cloud, &rung, 1);
    assert_eq!(arrived.len(), 1);
    assert_eq!(arrived[0].0, next);
    assert!(arrived[0].1.fault().is_none(), "{arrived:?}");
}

#[test]
fn a_reply_that_was_on_its_way_when_it_was_cancelled_is_dropped() {
    let (mut cloud, rung) = worker(Practice::new("eu-central-1", 0));
    let ticket = cloud.ask(pull("absent"));
    rung.recv_timeout(LIMIT).expect("the reply is there");
    cloud.cancel(ticket);
    assert_eq!(cloud.poll(), []);
}

#[test]
fn the_program_can_end_while_a_request_hangs() {
    let fake = FakeAws::start();
    fake.then("GetPipeline", Behavior::Hang);
    let mut aws = fake.aws();
    aws.deadlines.attempt = LIMIT * 10;
    aws.deadlines.operation = LIMIT * 10;
    let (mut cloud, _rung) = worker(aws);
    cloud.ask(Request::Pull { connection: fake.connection("test"), name: "web".to_owned() });
    let start = Instant::now();
    drop(cloud);
    assert!(start.elapsed() < Duration::from_secs(2));
}

#[cfg(unix)]
#[test]
fn an_interrupted_publish_says_that_its_outcome_is_not_known() {
    let fake = FakeAws::start();
    fake.then("CreatePipeline", Behavior::CarryOutAndHang);
    let mut aws = fake.aws();
    aws.deadlines.attempt = LIMIT * 10;
    aws.deadlines.operation = LIMIT * 10;
    let (cloud, _rung) = worker(aws);
    let publish = PublishRequest {
        connection: fake.connection("test"),
        name: "web".to_owned(),
        declaration: declaration("web"),
        expected: Expected::Absent,
        tags: Vec::new(),
        secrets: Vec::new(),
        steps: Vec::new(),
        is_there: false,
    };
    let (reply_to, reply) = channel();
    let waiting = std::thread::Builder::new().name("command line".to_owned()).spawn(move || {
        reply_to.send(cloud.run(Request::Publish(Box::new(publish)))).expect("the test waits");
    });
    let start = Instant::now();
    // From then on the signal is caught, and this process survives it.
    while fake.count("CreatePipeline") == 0 {
        assert!(start.elapsed() < LIMIT, "the request never arrived");
        std::thread::sleep(Duration::from_millis(5));
    }
    let own = std::process::id().to_string();
    let sent = std::process::Command::new("kill").args(["-INT", &own]).status();
    assert!(sent.expect("kill is there").success());
    let reply = reply.recv_timeout(LIMIT).expect("the publish returns");
    waiting.expect("a thread").join().expect("the thread ends");
    let Reply::Published(Err(PublishError::Unknown { fault, .. })) = reply else { panic!("{reply:?}") };
    assert_eq!(fault.kind, FaultKind::Cancelled);
    assert!(fault.help.is_some());
}

/// Fails in a way no program should.
struct Defective;

impl Open for Defective {
    fn profiles(&self) -> BoxFuture<'_, Result<Vec<Profile>, Fault>> {
        Box::pin(async { panic!("a defect, wanted by this test") })
    }

    fn open<'a>(&'a self, _: &'a Connection) -> BoxFuture<'a, Result<Arc<dyn Account>, Fault>> {
        Box::pin(async { panic!("a defect, wanted by this test") })
    }
}

#[test]
fn a_defect_does_not_leave_the_asker_waiting() {
    let (mut cloud, rung) = worker(Defective);
    cloud.ask(Request::Profiles);
    cloud.ask(pull("web"));
    let arrived = replies(&mut cloud, &rung, 2);
    assert_eq!(arrived.len(), 2);
    for (_, reply) in arrived {
        assert_eq!(reply.fault().unwrap().kind, FaultKind::Other);
    }
}

#[test]
fn signing_in_anew_is_noticed_by_the_next_request() {
    let fake = FakeAws::start();
    fake.put(declaration("web"));
    let expired = Behavior::error(400, "ExpiredTokenException", "The security token is expired");
    fake.then("GetPipeline", expired);
    let (cloud, _rung) = worker(fake.aws());
    let request = || Request::Pull { connection: fake.connection("role"), name: "web".to_owned() };
    assert_eq!(cloud.run(request()).fault().unwrap().kind, FaultKind::ExpiredSignIn);
    assert!(cloud.run(request()).fault().is_none());
    assert_eq!(fake.count("AssumeRole"), 2, "credentials are fetched again");
    assert!(cloud.run(request()).fault().is_none());
    assert_eq!(fake.count("AssumeRole"), 2, "and then kept");
}
