//! The window, and the messages instead of it where there is no desktop.
#![cfg(target_os = "linux")]

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

/// `open-window` away from the desktop the tests may run on.
fn open_window() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_open-window"));
    for variable in ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET", "RUST_BACKTRACE"] {
        command.env_remove(variable);
    }
    command
}

/// The exit code, and what was told on standard error.
fn outcome(command: &mut Command) -> (Option<i32>, String) {
    let output = command.output().unwrap();
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

#[track_caller]
fn assert_told(command: &mut Command, expected: &[&str]) {
    let (code, told) = outcome(command);
    assert_eq!(code, Some(1), "{told}");
    assert!(expected.iter().any(|words| told.starts_with(words)), "{told}");
    assert!(told.contains("\n  pipewright check FILE "), "{told}");
    assert!(!told.contains("panicked") && !told.contains("backtrace"), "{told}");
}

#[test]
fn without_a_desktop_the_command_line_is_offered() {
    assert_told(&mut open_window(), &["Pipewright has no window: no desktop was found"]);
}

#[test]
fn a_silent_x_server_is_named() {
    // Where the libraries are missing as well, these come first.
    let expected = [
        "Pipewright has no window: the X server :40961 does not answer.",
        "Pipewright has no window: the library libX",
    ];
    assert_told(open_window().env("DISPLAY", ":40961"), &expected);
}

#[test]
fn a_silent_compositor_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = open_window();
    command.env("WAYLAND_DISPLAY", "wayland-none").env("XDG_RUNTIME_DIR", folder.path());
    assert_told(&mut command, &["Pipewright has no window: the Wayland compositor does not answer."]);
}

/// A screen that nobody sees.
struct Screen {
    server: Child,
    display: String,
}

impl Screen {
    /// `None` on machines without Xvfb.
    fn new() -> Option<Self> {
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", "1024x640x24", "-nolisten", "tcp"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        let mut number = String::new();
        BufReader::new(server.stdout.take()?).read_line(&mut number).unwrap();
        Some(Self { server, display: format!(":{}", number.trim()) })
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        self.server.kill().unwrap();
        self.server.wait().unwrap();
    }
}

/// Exit code and messages on an unseen screen; `None` where there is no such thing.
fn outcome_on_screen(prepare: impl FnOnce(&mut Command)) -> Option<(Option<i32>, String)> {
    let Some(screen) = Screen::new() else {
        eprintln!("skipped: there is no Xvfb on this machine");
        return None;
    };
    let mut command = open_window();
    command.env("DISPLAY", &screen.display);
    prepare(&mut command);
    let (code, told) = outcome(&mut command);
    if told.contains("sudo apt install") {
        eprintln!("skipped: this machine cannot show windows\n{told}");
        return None;
    }
    Some((code, told))
}

#[test]
fn a_window_that_is_closed_ends_well_and_its_place_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let Some((code, told)) = outcome_on_screen(|command| {
        command.arg(folder.path());
    }) else {
        return;
    };
    assert_eq!(code, Some(0), "{told}");
    assert!(folder.path().join("window.ron").is_file());
}

#[test]
fn a_fault_after_opening_is_not_hidden() {
    let folder = tempfile::tempdir().unwrap();
    let Some((code, told)) = outcome_on_screen(|command| {
        command.arg(folder.path()).arg("panic");
    }) else {
        return;
    };
    assert_eq!(code, Some(101), "{told}");
    for words in ["panicked at", "open_window.rs", "a fault for the test", "offered at the next start"] {
        assert!(told.contains(words), "{told}");
    }
}
