//! A way between the program and a server on which things go wrong.
//!
//! It passes requests on and answers back, and does something else to the operation it was told to hit. What reached
//! the server is counted, so that a test sees what was sent twice.

#![expect(clippy::missing_panics_doc, reason = "a helper fails where the test would")]

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::http::{self, Received};

/// What happens to a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// It arrives late, within every deadline.
    Delay,
    /// It does not arrive, and no answer comes.
    Hang,
    /// It does not arrive, and the connection breaks.
    CutBefore,
    /// It is carried out, and the connection breaks before the answer.
    CutAfter,
    /// It is carried out, and the answer never comes.
    HangAfter,
    /// It is carried out, and the connection breaks within the answer.
    CutWithin,
    /// It is carried out, and half of the answer comes as if it were all.
    HalfAnswer,
    /// It is carried out, and something else comes back with status 200.
    Instead(&'static str),
    /// It does not arrive; this is the answer.
    Answer(u16, &'static str),
}

/// How often it happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Often {
    Once,
    Always,
}

/// The way. Its threads end with it.
#[derive(Debug)]
pub struct Proxy {
    address: SocketAddr,
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    upstream: SocketAddr,
    stopped: AtomicBool,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    trouble: Option<(String, Trouble, Often)>,
    /// Operations in the order they came, and whether the server got them.
    passed: Vec<(String, bool)>,
}

impl Proxy {
    /// Starts before the server at this address (`http://…`).
    pub fn before(endpoint: &str) -> Self {
        let upstream = endpoint.trim_start_matches("http://").parse().expect("an address");
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        let address = listener.local_addr().expect("the address of a bound socket");
        let shared = Arc::new(Shared { upstream, stopped: AtomicBool::new(false), state: Mutex::default() });
        let accepting = Arc::clone(&shared);
        spawn("proxy", move || {
            for stream in listener.incoming().flatten() {
                if accepting.stopped.load(Ordering::SeqCst) {
                    return;
                }
                let shared = Arc::clone(&accepting);
                // A connection that breaks is part of the play.
                spawn("proxy-connection", move || drop(serve(stream, &shared)));
            }
        });
        Self { address, shared }
    }

    pub fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    /// From now on this happens to the operation, and to no other; what was counted is forgotten.
    pub fn hit(&self, operation: &str, trouble: Trouble, often: Often) {
        let mut state = self.shared.lock();
        state.trouble = Some((operation.to_owned(), trouble, often));
        state.passed.clear();
    }

    /// Everything passes again.
    pub fn heal(&self) {
        self.shared.lock().trouble = None;
    }

    /// How often an operation was asked for.
    pub fn count(&self, operation: &str) -> usize {
        self.shared.lock().passed.iter().filter(|(name, _)| name == operation).count()
    }

    /// How often an operation reached the server.
    pub fn reached(&self, operation: &str) -> usize {
        self.shared.lock().passed.iter().filter(|(name, arrived)| *arrived && name == operation).count()
    }
}

impl Drop for Proxy {
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

    /// What is to happen to this request; counts it.
    fn meet(&self, operation: &str) -> Option<Trouble> {
        let mut state = self.lock();
        let hit = state.trouble.clone().filter(|(hit, ..)| hit == operation);
        let trouble = hit.as_ref().map(|(_, trouble, _)| *trouble);
        if hit.is_some_and(|(.., often)| often == Often::Once) {
            state.trouble = None;
        }
        let arrives = !matches!(trouble, Some(Trouble::Hang | Trouble::CutBefore | Trouble::Answer(..)));
        state.passed.push((operation.to_owned(), arrives));
        trouble
    }
}

fn spawn(name: &str, work: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new().name(name.to_owned()).spawn(work);
    // It ends by itself when the proxy does.
    drop(thread.expect("a thread"));
}

fn serve(stream: TcpStream, shared: &Shared) -> io::Result<()> {
    let mut writer = stream.try_clone()?;
    let mut reader = BufReader::new(stream);
    while let Some(request) = http::receive(&mut reader)? {
        let trouble = shared.meet(&request.operation());
        match trouble {
            Some(Trouble::CutBefore) => return Ok(()),
            // Until the other side gives up.
            Some(Trouble::Hang) => {
                reader.read_to_end(&mut Vec::new())?;
                return Ok(());
            }
            Some(Trouble::Answer(status, body)) => {
                writer.write_all(&answer(status, body))?;
                continue;
            }
            Some(Trouble::Delay) => std::thread::sleep(Duration::from_millis(100)),
            Some(
                Trouble::CutAfter
                | Trouble::HangAfter
                | Trouble::CutWithin
                | Trouble::HalfAnswer
                | Trouble::Instead(_),
            )
            | None => {}
        }
        let came = forward(shared.upstream, &request)?;
        match trouble {
            Some(Trouble::CutAfter) => return Ok(()),
            Some(Trouble::HangAfter) => {
                reader.read_to_end(&mut Vec::new())?;
                return Ok(());
            }
            Some(Trouble::CutWithin) => {
                let whole = came.bytes();
                writer.write_all(&whole[..whole.len() - came.body.len() / 2 - 1])?;
                return Ok(());
            }
            Some(Trouble::HalfAnswer) => {
                let half = came.body.len() / 2;
                writer.write_all(&answer(200, &String::from_utf8_lossy(&came.body[..half])))?;
            }
            Some(Trouble::Instead(body)) => writer.write_all(&answer(200, body))?,
            Some(Trouble::Delay | Trouble::Hang | Trouble::CutBefore | Trouble::Answer(..)) | None => {
                writer.write_all(&came.bytes())?;
            }
        }
    }
    Ok(())
}

/// An answer of the server.
pub(crate) struct Came {
    head: String,
    body: Vec<u8>,
}

impl Came {
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut bytes = format!("{}content-length: {}\r\n\r\n", self.head, self.body.len()).into_bytes();
        bytes.extend(&self.body);
        bytes
    }
}

pub(crate) fn forward(upstream: SocketAddr, request: &Received) -> io::Result<Came> {
    let mut stream = TcpStream::connect_timeout(&upstream, Duration::from_secs(5))?;
    stream.set_read_timeout(Some(Duration::from_secs(20)))?;
    let mut head = format!("{}\r\n", request.line);
    for (name, value) in &request.headers {
        if name != "connection" {
            head.extend([name, ": ", value, "\r\n"]);
        }
    }
    stream.write_all(head.as_bytes())?;
    stream.write_all(b"\r\n")?;
    stream.write_all(&request.body)?;

    let mut reader = BufReader::new(stream);
    let (mut head, mut length, mut line) = (String::new(), None, String::new());
    loop {
        line.clear();
        if reader.read_line(&mut line)? == 0 {
            return Err(io::Error::other("the server broke off"));
        }
        let Some((name, value)) = line.split_once(':').filter(|_| !head.is_empty()) else {
            if head.is_empty() {
                head.push_str(&line);
                continue;
            }
            break;
        };
        match name.to_lowercase().as_str() {
            "content-length" => length = value.trim().parse::<usize>().ok(),
            "connection" => {}
            _ => head.push_str(&line),
        }
    }
    let mut body = Vec::new();
    if !request.line.starts_with("HEAD ") {
        match length {
            Some(length) => {
                body.resize(length, 0);
                reader.read_exact(&mut body)?;
            }
            None => drop(reader.read_to_end(&mut body)?),
        }
    }
    Ok(Came { head, body })
}

fn answer(status: u16, body: &str) -> Vec<u8> {
    let content_type = match body.trim_start().chars().next() {
        Some('<') => "text/html",
        _ => "application/x-amz-json-1.1",
    };
    format!(
        "HTTP/1.1 {status} X\r\ncontent-type: {content_type}\r\nx-amzn-requestid: request-1\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}
