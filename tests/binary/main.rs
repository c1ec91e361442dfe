//! The program as a process: terminals, pipes, signals, and a machine without a desktop.

mod git;
#[cfg(unix)]
mod unix;

use std::io::Write as _;
use std::process::{Command, Output, Stdio};

/// The program, away from the desktop and the AWS configuration the tests may run with.
fn pipewright(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pipewright"));
    command.args(arguments).stdin(Stdio::null());
    for variable in ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET", "RUST_BACKTRACE", "NO_COLOR", "COLUMNS"]
    {
        command.env_remove(variable);
    }
    let nowhere = std::env::temp_dir().join("pipewright-tests-no-such-file");
    command.env("AWS_CONFIG_FILE", &nowhere).env("AWS_SHARED_CREDENTIALS_FILE", &nowhere);
    for variable in ["AWS_PROFILE", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_ENDPOINT_URL"] {
        command.env_remove(variable);
    }
    command
        .env("AWS_ACCESS_KEY_ID", "AKIAPIPEWRIGHTTEST03")
        .env("AWS_SECRET_ACCESS_KEY", "not-a-secret-of-anyone");
    command
}

#[track_caller]
fn texts(output: &Output, code: i32) -> (String, String) {
    let [results, messages] =
        [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    assert_eq!(output.status.code(), Some(code), "{results}\n{messages}");
    (results, messages)
}

#[test]
fn results_and_messages_take_their_own_ways() {
    let (results, messages) = texts(&pipewright(&["rules"]).output().unwrap(), 0);
    assert!(results.starts_with("CP0101  error    "), "{results}");
    assert_eq!(messages, "");
    let (results, messages) = texts(&pipewright(&["explain", "nothing"]).output().unwrap(), 2);
    assert_eq!(results, "");
    assert!(messages.starts_with("error: There is no rule nothing."), "{messages}");
}

#[test]
fn the_version_is_told() {
    let (results, _) = texts(&pipewright(&["--version"]).output().unwrap(), 0);
    assert_eq!(results, concat!("pipewright ", env!("CARGO_PKG_VERSION"), "\n"));
}

#[test]
fn standard_input_is_checked() {
    let mut command = pipewright(&["check", "-", "--format", "json"]);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(br#"{"name": "web", "stages": []}"#).unwrap();
    let (results, messages) = texts(&child.wait_with_output().unwrap(), 1);
    assert!(results.starts_with("[\n") && results.contains("\"file\": \"<stdin>\""), "{results}");
    assert_eq!(messages, "");
}

#[test]
fn without_a_terminal_nothing_is_published_unasked() {
    let (results, messages) = texts(&pipewright(&["publish", "release.json"]).output().unwrap(), 2);
    assert_eq!(results, "");
    assert!(
        messages.starts_with("error: Not published, because there is no terminal to ask on."),
        "{messages}"
    );
}

#[test]
fn files_and_pipes_get_no_colors() {
    let (results, _) = texts(&pipewright(&["rules"]).env("TERM", "xterm").output().unwrap(), 0);
    assert!(!results.contains('\u{1b}'), "{results:?}");
    let (_, messages) = texts(&pipewright(&["--nonsense"]).env("TERM", "xterm").output().unwrap(), 2);
    assert!(!messages.contains('\u{1b}'), "{messages:?}");
}
