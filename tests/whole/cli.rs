//! The command line, as a function of its arguments.
//!
//! What only a process can show (a terminal, a broken pipe, a missing desktop) is in `tests/binary`.

mod accounts;
mod check;
mod diff;
mod drift;
mod environments;
mod explain;
mod export;
mod faults;
mod fix;
mod formats;
pub mod import;
mod journey;
mod many;
mod pictures;
mod policy;
mod preflight;
mod secrets;
mod solution;
mod suppress;

use std::ffi::OsString;
use std::fs;
use std::io::{BufRead, Cursor};
use std::path::{Path, PathBuf};

use pipewright::cli::{self, Next, Output, Session, Stream};
use pipewright::cloud::Listener;
use pipewright::cloud::aws::Aws;
use pipewright::storage::PublishedTexts;
use pipewright_core::samples::sample;
use pipewright_tests::moto::ROLE_ARN;
use serde_json::Value;
use tempfile::TempDir;

/// A call of the program.
struct Call<'a> {
    arguments: Vec<OsString>,
    input: Box<dyn BufRead + 'a>,
    is_interactive: bool,
    has_color: bool,
    aws: Aws,
    environment: fn(&str) -> Option<String>,
    retries: Option<Listener>,
    published_texts: Option<PublishedTexts>,
}

/// What came of it.
#[derive(Debug)]
pub struct Ran {
    pub code: u8,
    pub results: String,
    pub messages: String,
}

impl<'a> Call<'a> {
    fn new<A: Into<OsString>>(arguments: impl IntoIterator<Item = A>) -> Self {
        let program = std::iter::once("pipewright".into());
        Self {
            arguments: program.chain(arguments.into_iter().map(Into::into)).collect(),
            input: Box::new(Cursor::new(Vec::new())),
            is_interactive: false,
            has_color: false,
            aws: Aws::default(),
            environment: |_| None,
            retries: None,
            published_texts: None,
        }
    }

    fn and<A: Into<OsString>>(mut self, arguments: impl IntoIterator<Item = A>) -> Self {
        self.arguments.extend(arguments.into_iter().map(Into::into));
        self
    }

    fn input(mut self, bytes: impl AsRef<[u8]>) -> Self {
        self.input = Box::new(Cursor::new(bytes.as_ref().to_vec()));
        self
    }

    /// With somebody at a terminal who types this.
    fn answered_by(mut self, input: impl BufRead + 'a) -> Self {
        self.input = Box::new(input);
        self.is_interactive = true;
        self
    }

    fn aws(mut self, aws: Aws) -> Self {
        self.aws = aws;
        self
    }

    fn environment(mut self, environment: fn(&str) -> Option<String>) -> Self {
        self.environment = environment;
        self
    }

    /// On a machine that keeps what is published.
    fn keeping(mut self, folder: &Path) -> Self {
        self.published_texts = Some(PublishedTexts::new(folder));
        self
    }

    /// With somebody who hears of retries.
    fn told_of_retries(mut self, listener: Listener) -> Self {
        self.retries = Some(listener);
        self
    }

    fn run(self) -> Ran {
        let Self { arguments, input, is_interactive, has_color, aws, environment, retries, published_texts } =
            self;
        let (mut results, mut messages) = (Vec::new(), Vec::new());
        let next = {
            let stream =
                |buffer| if has_color { Stream::new(buffer).with_color() } else { Stream::new(buffer) };
            let output = Output { results: stream(&mut results), messages: stream(&mut messages) };
            let mut session =
                Session { input, is_interactive, output, aws, environment, retries, published_texts };
            cli::run(arguments, &mut session)
        };
        let Next::Exit(exit) = next else { panic!("the window would open") };
        let [results, messages] = [results, messages].map(|bytes| String::from_utf8(bytes).unwrap());
        Ran { code: exit.code(), results, messages }
    }
}

pub fn run(arguments: &[&str]) -> Ran {
    Call::new(arguments).run()
}

impl Ran {
    #[track_caller]
    pub fn expect(self, code: u8) -> Self {
        assert_eq!(self.code, code, "{self:#?}");
        self
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.results).unwrap_or_else(|error| panic!("{error}: {self:#?}"))
    }
}

/// A folder of files that is gone after the test.
pub struct Files(TempDir);

impl Files {
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        path
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// The text with the name of the folder taken out.
    pub fn strip(&self, text: &str) -> String {
        text.replace(&format!("{}{}", self.0.path().display(), std::path::MAIN_SEPARATOR), "")
    }
}

pub fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// A sample of the program without findings at error level, with the service role that moto knows.
fn design() -> Value {
    let mut file: Value = serde_json::from_str(sample("s3-beanstalk").unwrap().text).unwrap();
    file["pipeline"]["name"] = "orders".into();
    file["pipeline"]["roleArn"] = ROLE_ARN.into();
    file
}
