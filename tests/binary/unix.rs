//! What differs from system to system, as Unix has it.

use std::io::{ErrorKind, Read as _};
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::{pipewright, texts};

#[cfg(target_os = "linux")]
#[test]
fn without_a_desktop_the_command_line_is_offered() {
    let home = tempfile::tempdir().unwrap();
    for arguments in [&[][..], &["release.json"]] {
        let output = pipewright(arguments).env("PIPEWRIGHT_HOME", home.path()).output().unwrap();
        let (results, messages) = texts(&output, 1);
        assert_eq!(results, "");
        assert!(messages.starts_with("Pipewright has no window: no desktop was found"), "{messages}");
        assert!(messages.contains("pipewright check FILE"), "{messages}");
    }
}

#[test]
fn a_reader_who_leaves_early_hears_nothing() {
    let mut child = pipewright(&["rules", "--format", "json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let (_, messages) = texts(&child.wait_with_output().unwrap(), 0);
    assert_eq!(messages, "");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
    let output = pipewright(&["rules"]).stdout(full).stderr(Stdio::piped()).output().unwrap();
    let (_, messages) = texts(&output, 1);
    assert!(
        messages.starts_with("error: The results could not be written to standard output: "),
        "{messages}"
    );
}

/// What the program writes on a terminal; `None` where there is no program that plays one.
fn on_a_terminal(prepare: impl FnOnce(&mut Command)) -> Option<String> {
    let program = pipewright(&["rules"]);
    let mut command = Command::new("script");
    let line = format!("{} rules", program.get_program().display());
    command.args(["-q", "-e", "-c", &line, "/dev/null"]).env("TERM", "xterm").env_remove("NO_COLOR");
    prepare(&mut command);
    match command.stdin(Stdio::null()).output() {
        Ok(output) if output.status.success() => Some(String::from_utf8_lossy(&output.stdout).into_owned()),
        Ok(output) => {
            eprintln!("skipped: script ended with {}", output.status);
            None
        }
        Err(error) if error.kind() == ErrorKind::NotFound => {
            eprintln!("skipped: there is no script on this machine");
            None
        }
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn a_terminal_gets_colors_unless_they_are_unwanted() {
    let Some(colored) = on_a_terminal(|_| {}) else { return };
    assert!(colored.contains("\u{1b}[1;31merror"), "{colored:?}");
    for (variable, value) in [("NO_COLOR", "1"), ("TERM", "dumb")] {
        let set = |command: &mut Command| {
            command.env(variable, value);
        };
        let plain = on_a_terminal(set).unwrap();
        assert!(plain.contains("CP0101") && !plain.contains('\u{1b}'), "{variable}: {plain:?}");
    }
}

#[test]
fn ctrl_c_ends_the_waiting_for_an_answer() {
    let silent = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let endpoint = format!("http://{}", silent.local_addr().unwrap());
    let mut child = pipewright(&["list", "--region", "eu-central-1", "--endpoint-url", &endpoint])
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // The request has come, so the program waits.
    let (mut request, _) = silent.accept().unwrap();
    request.read_exact(&mut [0; 4]).unwrap();

    let start = Instant::now();
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
    let status = child.wait().unwrap();
    assert_eq!(status.signal(), Some(2), "{status}");
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
}
