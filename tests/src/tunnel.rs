//! A proxy as companies have them: it opens a way to whatever it is asked for with CONNECT, if it lets anybody through.

#![expect(clippy::missing_panics_doc, reason = "a helper fails where the test would")]

use std::io::{self, BufReader, Write as _};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use crate::http;

/// Who is let through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lets {
    Everybody,
    /// Whoever signs in with this, as the header has it: `Basic …`.
    Those(&'static str),
    Nobody,
}

/// The proxy. Its threads end with it.
#[derive(Debug)]
pub struct Tunnel {
    address: SocketAddr,
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    lets: Lets,
    stopped: AtomicBool,
    /// Where to it was asked for a way.
    asked: Mutex<Vec<String>>,
}

impl Tunnel {
    pub fn start(lets: Lets) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        let address = listener.local_addr().expect("the address of a bound socket");
        let shared = Arc::new(Shared { lets, stopped: AtomicBool::new(false), asked: Mutex::default() });
        let accepting = Arc::clone(&shared);
        spawn("tunnel", move || {
            for stream in listener.incoming().flatten() {
                if accepting.stopped.load(Ordering::SeqCst) {
                    return;
                }
                let shared = Arc::clone(&accepting);
                // A connection that breaks ends the way, and nothing else.
                spawn("tunnel-connection", move || drop(serve(stream, &shared)));
            }
        });
        Self { address, shared }
    }

    /// Host and port.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where to it was asked for a way, in order: `127.0.0.1:443`.
    pub fn asked(&self) -> Vec<String> {
        self.shared.asked.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Tunnel {
    fn drop(&mut self) {
        self.shared.stopped.store(true, Ordering::SeqCst);
        // Wakes the thread that accepts, which then sees that it is to stop.
        drop(TcpStream::connect(self.address));
    }
}

fn serve(mut stream: TcpStream, shared: &Shared) -> io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let Some(request) = http::receive(&mut reader)? else { return Ok(()) };
    let mut words = request.line.split(' ');
    let (Some("CONNECT"), Some(target)) = (words.next(), words.next()) else {
        return stream.write_all(b"HTTP/1.1 405 Method Not Allowed\r\ncontent-length: 0\r\n\r\n");
    };
    shared.asked.lock().unwrap_or_else(PoisonError::into_inner).push(target.to_owned());
    let refusal: &[u8] = match shared.lets {
        Lets::Everybody => b"",
        Lets::Those(known) if request.header("proxy-authorization") == Some(known) => b"",
        Lets::Those(_) => b"HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n",
        Lets::Nobody => b"HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n",
    };
    if !refusal.is_empty() {
        return stream.write_all(refusal);
    }
    let upstream = TcpStream::connect(target)?;
    stream.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n")?;
    let (mut back, mut there) = (upstream.try_clone()?, upstream);
    spawn("tunnel-back", move || {
        // Whichever side ends, the other has nothing more to hear.
        drop(io::copy(&mut back, &mut stream));
        drop(stream.shutdown(Shutdown::Both));
    });
    io::copy(&mut reader, &mut there)?;
    there.shutdown(Shutdown::Both)
}

fn spawn(name: &str, work: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new().name(name.to_owned()).spawn(work);
    // It ends by itself when the proxy does.
    drop(thread.expect("a thread"));
}
