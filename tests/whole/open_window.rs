//! A window that closes itself after the first frame, or panics in it when called with `panic`.

use std::path::PathBuf;
use std::process::ExitCode;

use eframe::egui::{Ui, ViewportCommand};
use eframe::{App, Frame};

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    let data_folder = arguments.next().map(PathBuf::from);
    let is_faulty = arguments.next().is_some_and(|argument| argument == "panic");
    pipewright::window::run(data_folder.as_deref(), |_| Box::new(Shown { is_faulty }))
}

struct Shown {
    is_faulty: bool,
}

impl App for Shown {
    fn ui(&mut self, ui: &mut Ui, _frame: &mut Frame) {
        assert!(!self.is_faulty, "a fault for the test");
        ui.label("Shown");
        ui.ctx().send_viewport_cmd(ViewportCommand::Close);
    }
}
