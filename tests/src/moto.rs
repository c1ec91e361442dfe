//! The moto server: an independent imitation of AWS, spoken to over HTTP.
//!
//! It proves transport, versioning and round trips; it checks next to nothing of a declaration.

#![expect(clippy::missing_panics_doc, reason = "a helper fails where the test would")]

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use pipewright::cloud::Connection;
use pipewright::cloud::aws::{Aws, Deadlines};
use serde_json::Value;

use crate::aws_home::AwsHome;
use crate::http;
use crate::python::{self, Skip};

/// What the server is installed from.
pub const REQUIREMENTS: [&str; 2] = ["moto[server]==5.2.5", "botocore==1.44.5"];

/// The service role that exists from the start.
pub const ROLE_ARN: &str = "arn:aws:iam::123456789012:role/pipeline";

const START_LIMIT: Duration = Duration::from_mins(1);

/// What a user of the server signs with.
#[derive(Debug, Clone)]
pub struct AccessKey {
    pub id: String,
    pub secret: String,
}

/// A running server with an account of its own, stopped on drop.
#[derive(Debug)]
pub struct Moto {
    child: Child,
    address: SocketAddr,
    home: AwsHome,
}

impl Moto {
    /// Starts a server, waits until it answers, and makes the service role.
    pub fn start() -> Result<Self, Skip> {
        Self::start_checking_after(None)
    }

    /// Starts a server that checks signatures and permissions, with a user for each of these policies.
    pub fn start_guarded(policies: &[Value]) -> Result<(Self, Vec<AccessKey>), Skip> {
        // The service role, and three calls for each user.
        let moto = Self::start_checking_after(Some(1 + 3 * policies.len()))?;
        let keys =
            policies.iter().enumerate().map(|(index, policy)| moto.create_user(index, policy)).collect();
        Ok((moto, keys))
    }

    fn start_checking_after(calls: Option<usize>) -> Result<Self, Skip> {
        let environment = python::environment(&REQUIREMENTS)?;
        // Between finding a free port and using it another process may take it.
        for _ in 0..5 {
            let address = free_address();
            let mut command = environment.python();
            command.args(["-m", "moto.server", "-H", "127.0.0.1", "-p", &address.port().to_string()]);
            if let Some(calls) = calls {
                command.env("INITIAL_NO_AUTH_ACTION_COUNT", calls.to_string());
            }
            let child = command
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .expect("the Python of the environment runs");
            let mut moto = Self { child, address, home: AwsHome::new() };
            if moto.comes_up() {
                moto.create_role("pipeline");
                return Ok(moto);
            }
        }
        panic!("the moto server does not start");
    }

    fn create_user(&self, index: usize, policy: &Value) -> AccessKey {
        let user = |action: &str| format!("Action={action}&Version=2010-05-08&UserName=user-{index}");
        self.query("iam", &user("CreateUser"));
        let policy = percent_encoded(&policy.to_string());
        self.query("iam", &format!("{}&PolicyName=own&PolicyDocument={policy}", user("PutUserPolicy")));
        let answer = self.query("iam", &user("CreateAccessKey"));
        let element = |name: &str| {
            let (_, rest) = answer.split_once(&format!("<{name}>")).expect("the element");
            rest.split('<').next().unwrap_or_default().to_owned()
        };
        AccessKey { id: element("AccessKeyId"), secret: element("SecretAccessKey") }
    }

    /// Forgets everything but the service role.
    pub fn reset(&self) {
        let (status, body) =
            http::post(self.address, "/moto-api/reset", &[], "").expect("the moto server answers");
        assert_eq!(status, 200, "{body}");
        self.create_role("pipeline");
    }

    pub fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Accounts opened from the test configuration.
    pub fn aws(&self) -> Aws {
        let limit = Duration::from_secs(30);
        let deadlines = Deadlines {
            connect: limit,
            attempt: limit,
            operation: limit,
            backoff: Duration::from_millis(10),
        };
        Aws { files: self.home.files(), deadlines }
    }

    /// The connection to this server with one of the profiles of [`AwsHome`].
    pub fn connection(&self, profile: &str) -> Connection {
        Connection { profile: Some(profile.to_owned()), region: None, endpoint_url: Some(self.endpoint()) }
    }

    fn comes_up(&mut self) -> bool {
        let start = Instant::now();
        while start.elapsed() < START_LIMIT {
            if self.child.try_wait().expect("the state of an own process").is_some() {
                return false;
            }
            if http::post(self.address, "/moto-api/reset", &[], "").is_ok_and(|(status, _)| status == 200) {
                return true;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        false
    }

    /// moto wants the service as a plain string and the statements as a list.
    fn create_role(&self, name: &str) {
        let trust = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"codepipeline.amazonaws.com"},"Action":"sts:AssumeRole"}]}"#;
        self.query(
            "iam",
            &format!(
                "Action=CreateRole&Version=2010-05-08&RoleName={name}&AssumeRolePolicyDocument={}",
                percent_encoded(trust)
            ),
        );
    }

    /// Gives a role an inline policy.
    pub fn put_role_policy(&self, role: &str, document: &Value) {
        let document = percent_encoded(&document.to_string());
        self.query(
            "iam",
            &format!(
                "Action=PutRolePolicy&Version=2010-05-08&RoleName={role}&PolicyName=given&PolicyDocument={document}"
            ),
        );
    }

    /// Makes a bucket in us-east-1, the only Region the server makes buckets in under an address of its own.
    pub fn put_bucket(&self, name: &str) {
        self.send("PUT", &format!("/{name}"), "s3", &[], "");
    }

    /// A call to a service that speaks JSON, in us-east-1.
    pub fn json(&self, service: &str, target: &str, input: &Value) {
        let headers = [("content-type", "application/x-amz-json-1.1"), ("x-amz-target", target)];
        self.send("POST", "/", service, &headers, &input.to_string());
    }

    /// A call to a service that takes a form, in us-east-1.
    pub fn query(&self, service: &str, form: &str) -> String {
        let headers = [("content-type", "application/x-www-form-urlencoded")];
        self.send("POST", "/", service, &headers, form)
    }

    fn send(&self, method: &str, path: &str, service: &str, headers: &[(&str, &str)], body: &str) -> String {
        let authorization = format!(
            "AWS4-HMAC-SHA256 Credential=AKIATEST/20260101/us-east-1/{service}/aws4_request, SignedHeaders=host, Signature=x"
        );
        let mut all = vec![("authorization", authorization.as_str())];
        all.extend(headers);
        let (status, answer) =
            http::send(method, self.address, path, &all, body).expect("the moto server answers");
        assert_eq!(status, 200, "{service}: {answer}");
        answer
    }
}

impl Drop for Moto {
    fn drop(&mut self) {
        // It may have ended by itself, which is as good.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// An address nobody listens at.
pub fn free_address() -> SocketAddr {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    listener.local_addr().expect("the address of a bound socket")
}

fn percent_encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                char::from(byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        })
        .collect()
}
