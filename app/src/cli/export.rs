//! `pipewright export`: designs in another form, one or many at once.
//!
//! What a form cannot hold is told on standard error, a line for each loss or, with `--fidelity json`, as one object:
//!
//! ```json
//! { "losses": [ { "severity": "changed", "place": "Build", "path": "pipeline.stages[1]", "what": "…", "why": "…" } ] }
//! ```
//!
//! Of several designs there is one such object for each, with the member `file`, in the list `files`.
//!
//! `severity` is `note` where nobody misses it, `changed` where the pipeline behaves differently, `exposed` where a
//! secret stands in the text, `broken` where it does not work as designed. The exit code is 0 all the same: whoever
//! needs a whole export asks for the JSON.

mod many;

use std::num::NonZeroUsize;
use std::path::{MAIN_SEPARATOR, Path, PathBuf};

use pipewright_core::document::Document;
use pipewright_core::format::svg::{Fonts, Options, Part, Theme};
use pipewright_core::format::{self, Fidelity, Severity, Written};
use pipewright_core::layout::Orientation;

use super::environment;
use super::input::{self, is_standard};
use super::text::{Style, Text};
use super::{Exit, Session};
use crate::picture::{Form, SCALES};
use crate::storage;

/// Write pipelines in another form: for the AWS CLI, for review, or as a picture
///
/// Several pipelines, or all of a folder, go into the folder that --output names.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The pipelines, or folders to look for them; - is standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,

    /// The form to write
    #[arg(long, value_enum, value_name = "FORM")]
    to: Form,

    /// The file to write, or the folder for several; - is standard output
    #[arg(short, long, value_name = "OUT", default_value = "-")]
    output: PathBuf,

    /// Write everything the pipeline needs around it too: roles, bucket, key, projects, rules
    #[arg(long)]
    whole: bool,

    /// The environment whose values the parameters take; without it their defaults
    #[arg(long, value_name = "NAME")]
    env: Option<String>,

    /// How to tell what the form cannot hold
    #[arg(long, value_enum, default_value_t)]
    fidelity: Telling,

    /// The colors of svg, png and pdf
    #[arg(long, value_enum, value_name = "THEME")]
    theme: Option<Colors>,

    /// Points of a png for each point of the canvas, 0.1 to 8; 2 by default
    #[arg(long, value_name = "NUMBER", value_parser = scale)]
    scale: Option<f32>,

    /// Show one stage alone in svg, png and pdf
    #[arg(long, value_name = "NAME")]
    stage: Option<String>,

    /// Which way time runs in pictures and in html
    #[arg(long, value_enum, value_name = "WAY")]
    orientation: Option<Way>,

    /// Put the fonts into an svg, for readers that do not have them
    #[arg(long)]
    embed_fonts: bool,

    /// Do not mark what the checks find in svg, png and pdf
    #[arg(long)]
    no_findings: bool,

    /// Threads to work with; all cores by default
    #[arg(short, long, value_name = "NUMBER")]
    jobs: Option<NonZeroUsize>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
enum Telling {
    #[default]
    Human,
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Colors {
    Light,
    Dark,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Way {
    LeftToRight,
    TopToBottom,
}

impl Colors {
    pub fn theme(self) -> Theme {
        match self {
            Self::Light => Theme::Light,
            Self::Dark => Theme::Dark,
        }
    }
}

impl Way {
    pub fn orientation(self) -> Orientation {
        match self {
            Self::LeftToRight => Orientation::LeftToRight,
            Self::TopToBottom => Orientation::TopToBottom,
        }
    }
}

/// Twice as many points as the canvas, for dense screens.
pub(super) const SCALE: f32 = 2.0;

fn scale(text: &str) -> Result<f32, String> {
    let scale: f32 = text.parse().map_err(|_| "a scale is a number, such as 2".to_owned())?;
    if SCALES.contains(&scale) {
        Ok(scale)
    } else {
        Err(format!("a scale is between {} and {}", SCALES.start(), SCALES.end()))
    }
}

pub(super) fn run(arguments: &Arguments, session: &mut Session<'_>) -> Exit {
    if let Some(option) = arguments.without_effect() {
        session.output.error(format!(
            "{option} says nothing about this form. Leave it out, or choose another form with --to."
        ));
        return Exit::Unusable;
    }
    let ends_as_folder =
        |path: &Path| path.to_str().is_some_and(|path| path.ends_with(['/', MAIN_SEPARATOR]));
    let is_folder = |path: &PathBuf| !is_standard(path) && (path.is_dir() || ends_as_folder(path));
    if let [file] = arguments.files.as_slice()
        && !is_folder(file)
        && !is_folder(&arguments.output)
    {
        return one(file, arguments, session);
    }
    many::run(arguments, session)
}

fn one(file: &Path, arguments: &Arguments, session: &mut Session<'_>) -> Exit {
    let output = &arguments.output;
    if is_same_file(file, output) {
        session.output.error(overwrites(output));
        return Exit::Unusable;
    }
    if is_standard(output) && arguments.to.is_binary() && session.output.results.is_terminal() {
        session.output.error(
            "Not exported, because a terminal cannot show this form. Name a file with --output, or lead standard \
             output to one.",
        );
        return Exit::Unusable;
    }
    let draft = match input::read(file, &mut *session.input) {
        Ok(draft) => draft,
        Err(unreadable) => return unreadable.tell(&mut session.output),
    };
    if let Err(message) = environment::known(&draft.document, arguments.env.as_deref()) {
        session.output.error(format!("{message}.\n{}", draft.label));
        return Exit::Unusable;
    }
    match arguments.render(&draft.document) {
        Ok((bytes, fidelity)) => {
            let exit = write_bytes(output, &bytes, session);
            if let (Exit::Fine, Some(fidelity)) = (exit, fidelity) {
                session.output.results.flush();
                tell(&fidelity, &draft.document, arguments.fidelity, session);
            }
            exit
        }
        Err(message) => {
            session.output.error(format!("{message}.\n{}", draft.label));
            Exit::Failed
        }
    }
}

impl Arguments {
    /// The first option that has no meaning for the form.
    fn without_effect(&self) -> Option<&'static str> {
        let (form, is_picture) = (self.to, self.to.is_picture());
        let options = [
            ("--whole", self.whole, self.to.as_code().is_some_and(|form| form.has_whole)),
            ("--env", self.env.is_some(), self.to.as_code().is_some()),
            ("--fidelity", self.fidelity == Telling::Json, self.to.as_code().is_some()),
            ("--theme", self.theme.is_some(), is_picture),
            ("--scale", self.scale.is_some(), form == Form::Png),
            ("--stage", self.stage.is_some(), is_picture),
            ("--orientation", self.orientation.is_some(), is_picture || form == Form::Html),
            ("--embed-fonts", self.embed_fonts, form == Form::Svg),
            ("--no-findings", self.no_findings, is_picture),
        ];
        options.into_iter().find(|(_, is_given, has_effect)| *is_given && !has_effect).map(|(name, ..)| name)
    }

    /// A design in the form that is asked for with what that form loses, or why not.
    fn render(&self, document: &Document) -> Result<(Vec<u8>, Option<Fidelity>), String> {
        if let Some(form) = self.to.as_code() {
            let options = format::Options { is_whole: self.whole, environment: self.env.clone() };
            let Written { text, fidelity } = (form.write)(document, &options);
            return Ok((text.into_bytes(), Some(fidelity)));
        }
        let part = match &self.stage {
            None => Part::Whole,
            Some(name) => {
                let stages = &document.pipeline().stages;
                let Some(stage) = stages.iter().find(|stage| stage.name() == name) else {
                    let names: Vec<&str> =
                        stages.iter().map(pipewright_core::pipeline::Stage::name).collect();
                    return Err(format!("There is no stage “{name}”. The stages are: {}", names.join(", ")));
                };
                Part::Stage(stage.id)
            }
        };
        let options = Options {
            part,
            theme: self.theme.map_or(Theme::Light, Colors::theme),
            orientation: self.orientation.map_or(Orientation::LeftToRight, Way::orientation),
            fonts: if self.embed_fonts { Fonts::Embedded } else { Fonts::System },
            has_marks: !self.no_findings,
            ..Options::default()
        };
        let scale = self.scale.unwrap_or(SCALE);
        let bytes = self.to.write(document, &options, scale).map_err(|error| error.to_string())?;
        Ok((bytes, None))
    }
}

fn tell(fidelity: &Fidelity, document: &Document, telling: Telling, session: &mut Session<'_>) {
    if telling == Telling::Json {
        let report = format!("{:#}\n", fidelity.to_json(document));
        session.output.messages.write_exactly(report.as_bytes());
        return;
    }
    tell_lines(fidelity.losses.iter().map(|loss| (loss.severity, loss.line(document))), session);
}

fn tell_lines(losses: impl IntoIterator<Item = (Severity, String)>, session: &mut Session<'_>) {
    let mut text = Text::new();
    for (severity, words) in losses {
        let style = match severity {
            Severity::Note => Style::Faint,
            Severity::Changed | Severity::Exposed => Style::Warning,
            Severity::Broken => Style::Error,
        };
        text.add(style, severity.word()).plain(": ").plain(words).end_line();
    }
    session.output.messages.write(&text);
}

/// Writes a whole file, or to standard output.
pub(super) fn write(path: &Path, text: &str, session: &mut Session<'_>) -> Exit {
    write_bytes(path, text.as_bytes(), session)
}

pub(super) fn write_bytes(path: &Path, bytes: &[u8], session: &mut Session<'_>) -> Exit {
    if is_standard(path) {
        session.output.results.write_exactly(bytes);
        return Exit::Fine;
    }
    match storage::save(path, bytes, None) {
        Ok(_) => Exit::Fine,
        Err(error) => {
            session.output.error(error.to_string());
            Exit::Failed
        }
    }
}

fn overwrites(path: &Path) -> String {
    format!(
        "Not exported, because the design itself would be overwritten. Choose another name.\n{}",
        path.display()
    )
}

/// Whether both name one file that exists. What cannot be found out about will fail on its own.
pub(super) fn is_same_file(left: &Path, right: &Path) -> bool {
    let real = |path: &Path| if is_standard(path) { None } else { path.canonicalize().ok() };
    real(left).is_some_and(|left| real(right).is_some_and(|right| left == right))
}
