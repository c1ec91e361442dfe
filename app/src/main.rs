//! Arguments, then the command line or the window; nothing else.

use std::path::PathBuf;
use std::process::ExitCode;

use pipewright::app::{App, Setup};
use pipewright::cli::{self, Next, Session};
use pipewright::cloud::Cloud;
use pipewright::cloud::aws::Aws;
use pipewright::storage::Folders;
use pipewright::window::{self, Desktop};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // Dropped before the window opens, which writes to the same streams.
    let next = cli::run(std::env::args_os(), &mut Session::of_process());
    match next {
        Next::Exit(exit) => exit.into(),
        Next::OpenWindow(file) => open_window(file),
    }
}

fn open_window(file: Option<PathBuf>) -> ExitCode {
    let folders = Folders::of_person();
    let data = folders.as_ref().map(|folders| folders.data.clone());
    window::run(data.as_deref(), move |context| {
        let wake = context.egui_ctx.clone();
        let cloud = Cloud::start(Aws::default(), move || wake.request_repaint()).expect("a thread");
        let setup = Setup { folders, file, has_file_dialogs: true, cloud };
        let wake = context.egui_ctx.clone();
        let desktop = Desktop::of_process(move || wake.request_repaint());
        Box::new(App::new(&context.egui_ctx, setup).on(&context.egui_ctx, desktop))
    })
}
