//! Where the command line writes to.

use std::env;
use std::io::{self, BufWriter, IsTerminal, Write};

use super::Exit;
use super::text::{Style, Text};

/// For streams whose width is not known.
const COLUMNS: usize = 100;

/// Standard output for results, standard error for messages.
pub struct Output<'a> {
    pub results: Stream<'a>,
    pub messages: Stream<'a>,
}

impl Output<'static> {
    /// That of this process.
    pub fn of_process() -> Self {
        // Not locked: a thread that dies must be able to say why.
        let results = Box::new(BufWriter::new(io::stdout()));
        Self {
            results: Stream::of_process(results, &io::stdout()),
            messages: Stream::of_process(Box::new(io::stderr()), &io::stderr()),
        }
    }
}

impl Output<'_> {
    /// Says why something could not be done, and what to do about it.
    pub fn error(&mut self, message: impl AsRef<str>) {
        let mut text = Text::new();
        text.add(Style::Error, "error").plain(": ").plain(message).end_line();
        self.messages.write(&text);
    }

    /// Says what a person should know.
    pub fn warning(&mut self, message: impl AsRef<str>) {
        let mut text = Text::new();
        text.add(Style::Warning, "warning").plain(": ").plain(message).end_line();
        self.messages.write(&text);
    }

    /// Writes what is left. Results that could not be written make a run fail that was fine otherwise; nobody
    /// reading them to their end does not.
    pub(super) fn finish(&mut self, exit: Exit) -> Exit {
        self.results.flush();
        let Some(error) = self.results.failure.take() else { return exit };
        if error.kind() == io::ErrorKind::BrokenPipe {
            return exit;
        }
        self.error(format!(
            "The results could not be written to standard output: {error}. Make room, or write to another place."
        ));
        if exit == Exit::Unusable { exit } else { Exit::Failed }
    }
}

/// One stream. After a failure it swallows everything; [`Output::finish`] tells.
pub struct Stream<'a> {
    writer: Box<dyn Write + 'a>,
    is_terminal: bool,
    has_color: bool,
    columns: usize,
    failure: Option<io::Error>,
}

impl<'a> Stream<'a> {
    /// A stream without colors and of ordinary width.
    pub fn new(writer: impl Write + 'a) -> Self {
        Self {
            writer: Box::new(writer),
            is_terminal: false,
            has_color: false,
            columns: COLUMNS,
            failure: None,
        }
    }

    /// The same stream with colors.
    #[must_use]
    pub fn with_color(self) -> Self {
        Self { has_color: true, ..self }
    }

    /// The same stream as one that a person looks at.
    #[must_use]
    pub fn on_terminal(self) -> Self {
        Self { is_terminal: true, ..self }
    }

    fn of_process(writer: Box<dyn Write>, stream: &impl IsTerminal) -> Stream<'static> {
        let is_terminal = stream.is_terminal();
        let columns = env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
        let columns = columns.filter(|columns| is_terminal && *columns >= 40).unwrap_or(COLUMNS);
        Stream { writer, is_terminal, has_color: is_terminal && wants_color(), columns, failure: None }
    }

    /// Whether a person looks at what is written.
    pub fn is_terminal(&self) -> bool {
        self.is_terminal
    }

    pub fn has_color(&self) -> bool {
        self.has_color
    }

    /// How many characters fit on a line.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// Writes for people.
    pub(super) fn write(&mut self, text: &Text) {
        let rendered = text.render(self.has_color);
        self.write_exactly(rendered.as_bytes());
    }

    /// Writes one line for people.
    pub fn line(&mut self, line: impl AsRef<str>) {
        let mut text = Text::new();
        text.plain(line).end_line();
        self.write(&text);
    }

    /// Writes for machines.
    pub fn write_exactly(&mut self, bytes: &[u8]) {
        if self.failure.is_none() {
            self.failure = self.writer.write_all(bytes).err();
        }
    }

    /// Has everything seen that was written so far.
    pub fn flush(&mut self) {
        if self.failure.is_none() {
            self.failure = self.writer.flush().err();
        }
    }
}

/// Whether this person and their terminal want colors.
fn wants_color() -> bool {
    let is_set = |variable| env::var_os(variable).is_some_and(|value| !value.is_empty());
    let is_dumb = env::var_os("TERM").is_some_and(|term| term == "dumb");
    // The console of old Windows prints the sequences instead of obeying them.
    let understands = !cfg!(windows) || is_set("WT_SESSION") || is_set("TERM");
    !is_set("NO_COLOR") && !is_dumb && understands
}
