//! What differs from system to system, as Unix has it.

use std::io::{BufRead as _, BufReader, ErrorKind, Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Command, Stdio};
use std::sync::mpsc::{Sender, channel};
use std::thread;
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

/// Reads a request; `None` when the other side is done.
fn request(reader: &mut BufReader<TcpStream>) -> Option<String> {
    let (mut text, mut line, mut length) = (String::new(), String::new(), 0);
    while line != "\r\n" {
        line.clear();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        if let Some((_, value)) = line.to_ascii_lowercase().split_once("content-length:") {
            length = value.trim().parse().ok()?;
        }
        text.push_str(&line);
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(text + &String::from_utf8_lossy(&body))
}

/// An account without pipelines that answers everything but a write; that it only tells the test of.
fn serve(stream: TcpStream, writes: &Sender<()>) -> Option<()> {
    let mut reader = BufReader::new(stream);
    while let Some(request) = request(&mut reader) {
        let (status, body) = if request.contains("GetCallerIdentity") {
            let who = "<Arn>arn:aws:iam::123456789012:user/ada</Arn><UserId>U</UserId><Account>123456789012</Account>";
            let result = format!("<GetCallerIdentityResult>{who}</GetCallerIdentityResult>");
            (200, format!("<GetCallerIdentityResponse>{result}</GetCallerIdentityResponse>"))
        } else if request.contains(".CreatePipeline") {
            writes.send(()).ok()?;
            // Until the other side is gone.
            reader.read_to_end(&mut Vec::new()).ok()?;
            return None;
        } else {
            (400, r#"{"__type": "PipelineNotFoundException", "message": "none"}"#.to_owned())
        };
        let length = body.len();
        let answer = format!("HTTP/1.1 {status} X\r\ncontent-length: {length}\r\n\r\n{body}");
        reader.get_mut().write_all(answer.as_bytes()).ok()?;
    }
    None
}

#[test]
fn ctrl_c_in_a_publish_tells_that_its_outcome_is_not_known() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let (sender, writes) = channel();
    let accepting = thread::Builder::new().spawn(move || {
        for stream in listener.incoming().flatten() {
            let sender = sender.clone();
            let serving = thread::Builder::new().spawn(move || serve(stream, &sender));
            // They end with the test.
            drop(serving.unwrap());
        }
    });
    drop(accepting.unwrap());
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("release.json");
    std::fs::write(&file, pipewright_core::samples::sample("connection-ecs").unwrap().text).unwrap();
    let child = pipewright(&["publish", "--yes", "--no-preflight", file.to_str().unwrap()])
        .args(["--region", "eu-central-1", "--endpoint-url", &endpoint])
        .env("PIPEWRIGHT_HOME", folder.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // The write has come, so the program waits for its answer.
    writes.recv_timeout(Duration::from_secs(30)).unwrap();

    let start = Instant::now();
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
    let (_, messages) = texts(&child.wait_with_output().unwrap(), 1);
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    assert!(messages.contains("it was interrupted"), "{messages}");
    assert!(messages.contains("Look at what stands in the account before publishing again"), "{messages}");
}
