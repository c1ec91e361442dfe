//! A way to a server over TLS, with a certificate of an authority that nobody trusts unless told to.
//!
//! The certificates beside this file are made up for it: `authority.pem` signs `server.pem`, for this machine's own
//! address, until the year 2126.

#![expect(clippy::missing_panics_doc, reason = "a helper fails where the test would")]

use std::io::{self, BufReader, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use crate::http;
use crate::proxy;

/// The certificate to trust.
pub const AUTHORITY: &str = include_str!("certificates/authority.pem");

/// The way. Its threads end with it.
#[derive(Debug)]
pub struct Secure {
    address: SocketAddr,
    stopped: Arc<AtomicBool>,
}

impl Secure {
    /// Starts before the server at this address (`http://…`).
    pub fn before(endpoint: &str) -> Self {
        Self::garbling(endpoint, "")
    }

    /// The same; the answers to this operation, which is carried out, come as bytes that are no TLS.
    pub fn garbling(endpoint: &str, operation: &'static str) -> Self {
        let upstream: SocketAddr = endpoint.trim_start_matches("http://").parse().expect("an address");
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        let address = listener.local_addr().expect("the address of a bound socket");
        let stopped = Arc::new(AtomicBool::new(false));
        let (stop, config) = (Arc::clone(&stopped), Arc::new(config()));
        spawn("tls", move || {
            for stream in listener.incoming().flatten() {
                if stop.load(Ordering::SeqCst) {
                    return;
                }
                let config = Arc::clone(&config);
                // Who does not trust the certificate breaks off.
                spawn("tls-connection", move || drop(serve(stream, config, upstream, operation)));
            }
        });
        Self { address, stopped }
    }

    pub fn endpoint(&self) -> String {
        format!("https://{}", self.address)
    }
}

impl Drop for Secure {
    fn drop(&mut self) {
        self.stopped.store(true, Ordering::SeqCst);
        // Wakes the thread that accepts, which then sees that it is to stop.
        drop(TcpStream::connect(self.address));
    }
}

fn config() -> ServerConfig {
    let certificate = CertificateDer::from_pem_slice(include_bytes!("certificates/server.pem"));
    let key = PrivateKeyDer::from_pem_slice(include_bytes!("certificates/server.key"));
    ServerConfig::builder_with_provider(Arc::new(rustls::crypto::aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions of the provider")
        .with_no_client_auth()
        .with_single_cert(vec![certificate.expect("a certificate")], key.expect("a key"))
        .expect("a key that fits its certificate")
}

fn serve(
    stream: TcpStream,
    config: Arc<ServerConfig>,
    upstream: SocketAddr,
    garbled: &str,
) -> io::Result<()> {
    let connection = ServerConnection::new(config).map_err(io::Error::other)?;
    let mut reader = BufReader::new(StreamOwned::new(connection, stream));
    while let Some(request) = http::receive(&mut reader)? {
        let came = proxy::forward(upstream, &request)?;
        if request.operation() == garbled {
            return reader.get_mut().sock.write_all(&came.bytes());
        }
        reader.get_mut().write_all(&came.bytes())?;
        reader.get_mut().flush()?;
    }
    Ok(())
}

fn spawn(name: &str, work: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new().name(name.to_owned()).spawn(work);
    // It ends by itself when the server does.
    drop(thread.expect("a thread"));
}
