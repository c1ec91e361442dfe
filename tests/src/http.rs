//! Just enough HTTP/1.1 over plain sockets to set up servers and to be one.

use std::io::{self, BufRead, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// A request as a server receives it. Header names are in lower case.
#[derive(Debug, Clone, Default)]
pub struct Received {
    /// Such as `POST / HTTP/1.1`.
    pub line: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Received {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(header, _)| header == name).map(|(_, value)| value.as_str())
    }

    /// The operation of an AWS call, told by its target, its form or its path; empty if none of them tells.
    pub fn operation(&self) -> String {
        if let Some((_, operation)) = self.header("x-amz-target").and_then(|target| target.rsplit_once('.')) {
            return operation.to_owned();
        }
        let body = String::from_utf8_lossy(&self.body);
        if let Some(action) = body.split('&').find_map(|pair| pair.strip_prefix("Action=")) {
            return action.to_owned();
        }
        let known = [
            ("HEAD ", "HeadBucket"),
            ("?versioning", "GetBucketVersioning"),
            ("?notification", "GetBucketNotification"),
            ("?publicAccessBlock", "GetPublicAccessBlock"),
            ("?policy", "GetBucketPolicy"),
            ("?lifecycle", "GetBucketLifecycleConfiguration"),
            ("/functions/", "GetFunctionConfiguration"),
            ("GET /clusters/", "DescribeCluster"),
        ];
        let told = known.iter().find(|(part, _)| self.line.contains(part));
        told.map_or("", |(_, operation)| operation).to_owned()
    }
}

/// Sends a request and returns status and body.
pub fn post(
    address: SocketAddr,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> io::Result<(u16, String)> {
    send("POST", address, path, headers, body)
}

/// The same with another method.
pub fn send(
    method: &str,
    address: SocketAddr,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> io::Result<(u16, String)> {
    let mut stream = TcpStream::connect_timeout(&address, Duration::from_secs(5))?;
    stream.set_read_timeout(Some(Duration::from_secs(20)))?;
    let mut request = format!("{method} {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n");
    for (name, value) in headers {
        request.extend([name, ": ", value, "\r\n"]);
    }
    request.extend(["content-length: ", &body.len().to_string(), "\r\n\r\n", body]);
    stream.write_all(request.as_bytes())?;

    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok());
    let status = status.ok_or_else(|| io::Error::other("the answer has no status"))?;
    let body = answer.split_once("\r\n\r\n").map_or("", |(_, body)| body);
    Ok((status, body.to_owned()))
}

/// The next request of a connection, `None` when the other side is done.
pub fn receive(reader: &mut impl BufRead) -> io::Result<Option<Received>> {
    let mut line = String::new();
    if reader.read_line(&mut line)? == 0 {
        return Ok(None);
    }
    let mut received = Received { line: line.trim_end().to_owned(), ..Received::default() };
    loop {
        line.clear();
        if reader.read_line(&mut line)? == 0 {
            return Ok(None);
        }
        let Some((name, value)) = line.split_once(':') else { break };
        received.headers.push((name.trim().to_lowercase(), value.trim().to_owned()));
    }
    let length = received.header("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    received.body = vec![0; length];
    reader.read_exact(&mut received.body)?;
    Ok(Some(received))
}
