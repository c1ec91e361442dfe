//! `pipewright diff`: what differs between two definitions.
//!
//! Compares by meaning, as `plan` does, without an account. Made for people, for CI and for git, which calls it with
//! `--git` as an external diff and with `--textconv` for texts it compares itself. Each side is a definition or any
//! form that can be imported.

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use pipewright_core::format::svg::{self, Theme};
use pipewright_core::layout::Orientation;
use pipewright_core::parameter::resolve;
use pipewright_core::plan::outline;
use pipewright_core::plan::union::Union;
use serde_json::{Value, json};

use super::export::{self, Colors, Way};
use super::input::{self, Draft, Unreadable, is_standard};
use super::planned::add_plan;
use super::text::{Style, Text};
use super::{Exit, Session};
use crate::picture::png;

const AFTER_HELP: &str = "\
/dev/null stands for no pipeline, as git has it for files that are added or deleted.
A side may be a template of CloudFormation, a folder of Terraform or another form that `pipewright import` reads; then
parameters of both sides have the values of their defaults.
Exit codes: 0 compared, also with differences; with --exit-code 1 if there are any; 2 unreadable input.

With git, for the files that .gitattributes gives the attribute diff=pipewright:
  git config diff.pipewright.command 'pipewright diff --git --'
  git config diff.pipewright.textconv 'pipewright diff --textconv'   (for git log -p and git blame, without the first)
  git config difftool.pipewright.cmd 'pipewright diff \"$LOCAL\" \"$REMOTE\"'";

/// Tell what differs between two definitions, by meaning; takes no account
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "pipewright diff [OPTIONS] OLD NEW\n       pipewright diff --textconv FILE",
    after_help = AFTER_HELP
)]
pub(super) struct Arguments {
    /// The old and the new pipeline; - is standard input
    #[arg(required = true, num_args = 1..=9, value_name = "FILE")]
    files: Vec<PathBuf>,

    /// How to write the differences
    #[arg(long, value_enum, default_value_t)]
    format: Format,

    /// The file to write; - is standard output
    #[arg(short, long, value_name = "OUT", default_value = "-", conflicts_with_all = ["git", "textconv"])]
    output: PathBuf,

    /// The colors of svg and png
    #[arg(long, value_enum, value_name = "THEME")]
    theme: Option<Colors>,

    /// Which way time runs in svg and png
    #[arg(long, value_enum, value_name = "WAY")]
    orientation: Option<Way>,

    /// The pipeline, where a file has several
    #[arg(long, value_name = "NAME")]
    pipeline: Option<String>,

    /// Exit with 1 if there are differences
    #[arg(long)]
    exit_code: bool,

    /// Take what git gives to an external diff: PATH OLD HEX MODE NEW HEX MODE
    #[arg(long, conflicts_with_all = ["exit_code", "textconv"])]
    git: bool,

    /// Write one definition as lines, one for each setting, which text tools can compare
    #[arg(long, conflicts_with_all = ["exit_code", "format"])]
    textconv: bool,
}

/// For whom to write.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Lines
    #[default]
    Human,
    /// For programs
    Json,
    /// For a comment on a pull request
    Markdown,
    /// Both pipelines in one picture: added green, removed red, changed amber, moved blue
    Svg,
    /// The same as points
    Png,
}

impl Format {
    fn is_picture(self) -> bool {
        match self {
            Self::Svg | Self::Png => true,
            Self::Human | Self::Json | Self::Markdown => false,
        }
    }
}

/// What is compared.
struct Pair<'a> {
    /// What the file is called where both sides are versions of one.
    path: Option<&'a Path>,
    old: &'a Path,
    new: &'a Path,
}

pub(super) fn run(arguments: &Arguments, session: &mut Session<'_>) -> Exit {
    if arguments.textconv {
        return textconv(&arguments.files, session);
    }
    let pair = match (arguments.git, arguments.files.as_slice()) {
        (false, [old, new]) => Pair { path: None, old, new },
        // A renamed file has its new name and a message at the end.
        (true, [path, old, _, _, new, _, _] | [_, old, _, _, new, _, _, path, _]) => {
            Pair { path: Some(path), old, new }
        }
        (true, [path]) => {
            let unmerged = format!("{}: not merged yet, so there is nothing to compare", path.display());
            session.output.results.line(unmerged);
            return Exit::Fine;
        }
        (false, files) => {
            let given = if files.len() == 1 { "one is" } else { "more are" };
            session.output.error(format!("Two files are compared, and {given} given. Name OLD and NEW."));
            return Exit::Unusable;
        }
        (true, _) => {
            session.output.error(
                "With --git there are 1, 7 or 9 arguments. Let git call this: \
                 git config diff.pipewright.command 'pipewright diff --git --'",
            );
            return Exit::Unusable;
        }
    };
    let exit = compare(arguments, &pair, session);
    // Git would leave out all files that come after this one; why it cannot be compared has been told.
    if arguments.git && exit == Exit::Unusable { Exit::Fine } else { exit }
}

fn compare(arguments: &Arguments, pair: &Pair<'_>, session: &mut Session<'_>) -> Exit {
    if is_standard(pair.old) && is_standard(pair.new) {
        session.output.error("Standard input holds one pipeline only. Name a file for the other.");
        return Exit::Unusable;
    }
    if let Some(option) = arguments.without_effect() {
        session
            .output
            .error(format!("{option} says nothing about this format. Leave it out, or choose svg or png."));
        return Exit::Unusable;
    }
    if [pair.old, pair.new].into_iter().any(|side| export::is_same_file(side, &arguments.output)) {
        session.output.error(format!(
            "Not written, because one of the compared files would be overwritten. Choose another name.\n{}",
            arguments.output.display()
        ));
        return Exit::Unusable;
    }
    let mut sides = [None, None];
    let mut is_imported = false;
    for (side, path) in sides.iter_mut().zip([pair.old, pair.new]) {
        match read(path, arguments.pipeline.as_deref(), session) {
            Ok(Some((draft, was_imported))) => {
                *side = Some(draft);
                is_imported |= was_imported;
            }
            Ok(None) => {}
            Err(unreadable) => return unreadable.tell(&mut session.output),
        }
    }
    if is_imported {
        // Another form has parameters of its own, which only their values can be compared with.
        for draft in sides.iter_mut().flatten() {
            draft.document = resolve(&draft.document, None).into_owned();
        }
    }
    let compared = Compared::of(pair, sides);
    let exit = match compared.write(arguments, session) {
        Ok(exit) => exit,
        Err(message) => {
            session.output.error(format!("{message}."));
            Exit::Failed
        }
    };
    if exit == Exit::Fine && arguments.exit_code && compared.differs() { Exit::Differs } else { exit }
}

impl Arguments {
    /// The first option that has no meaning for the format.
    fn without_effect(&self) -> Option<&'static str> {
        let is_picture = self.format.is_picture();
        let options = [("--theme", self.theme.is_some()), ("--orientation", self.orientation.is_some())];
        options.into_iter().find(|(_, is_given)| *is_given && !is_picture).map(|(name, _)| name)
    }
}

/// What stands for a file that is not there.
fn is_nothing(path: &Path) -> bool {
    path == Path::new("/dev/null") || cfg!(windows) && path.as_os_str().eq_ignore_ascii_case("nul")
}

/// A side with whether it was imported; `None` if there is nothing. What was left out of it is told.
fn read(
    path: &Path,
    pipeline: Option<&str>,
    session: &mut Session<'_>,
) -> Result<Option<(Draft, bool)>, Unreadable> {
    if is_nothing(path) {
        return Ok(None);
    }
    let (draft, imported) = input::read_any(path, pipeline, &mut *session.input)?;
    for note in imported.iter().flat_map(|read| &read.report) {
        session.output.messages.line(input::note_line(path, note));
    }
    Ok(Some((draft, imported.is_some())))
}

fn textconv(files: &[PathBuf], session: &mut Session<'_>) -> Exit {
    let [file] = files else {
        session.output.error("With --textconv one file is written. Name one.");
        return Exit::Unusable;
    };
    match read(file, None, session) {
        Ok(draft) => {
            let text = draft.map(|(draft, _)| outline(draft.document.pipeline())).unwrap_or_default();
            let mut shown = Text::new();
            shown.plain(text);
            session.output.results.write(&shown);
            Exit::Fine
        }
        Err(unreadable) => unreadable.tell(&mut session.output),
    }
}

/// Two definitions and what differs.
struct Compared {
    path: Option<String>,
    sides: [Option<Draft>; 2],
    union: Union,
}

impl Compared {
    fn of(pair: &Pair<'_>, sides: [Option<Draft>; 2]) -> Self {
        let [old, new] = sides.each_ref().map(|side| Some(side.as_ref()?.document.pipeline()));
        let union = Union::of(None, old, new);
        Self { path: pair.path.map(input::label), sides, union }
    }

    fn write(&self, arguments: &Arguments, session: &mut Session<'_>) -> Result<Exit, String> {
        let output = &arguments.output;
        let bytes = match arguments.format {
            Format::Human if is_standard(output) => {
                session.output.results.write(&self.text());
                return Ok(Exit::Fine);
            }
            Format::Human => self.text().render(false).into_bytes(),
            Format::Json => format!("{:#}\n", self.to_json()).into_bytes(),
            Format::Markdown => self.to_markdown().into_bytes(),
            Format::Svg => self.picture(arguments).into_bytes(),
            Format::Png if is_standard(output) && session.output.results.is_terminal() => {
                return Err(
                    "Not written, because a terminal cannot show this format. Name a file with --output, or \
                            lead standard output to one"
                        .to_owned(),
                );
            }
            Format::Png => png(&self.picture(arguments), export::SCALE).map_err(|error| error.to_string())?,
        };
        Ok(export::write_bytes(output, &bytes, session))
    }

    fn picture(&self, arguments: &Arguments) -> String {
        let options = svg::Options {
            theme: arguments.theme.map_or(Theme::Light, Colors::theme),
            orientation: arguments.orientation.map_or(Orientation::LeftToRight, Way::orientation),
            ..svg::Options::default()
        };
        svg::write_union(&self.union, &options)
    }

    fn differs(&self) -> bool {
        !self.union.plan.is_empty() || self.differs_beside()
    }

    /// Whether what stands beside the pipeline in a project file is another.
    fn differs_beside(&self) -> bool {
        let [old, new] = self.sides.each_ref().map(|side| Some(&side.as_ref()?.document));
        old.zip(new).is_some_and(|(old, new)| old.extras() != new.extras())
    }

    fn beside(&self) -> &'static [&'static str] {
        if self.differs_beside() { &["Notes or suppressions beside the pipeline differ."] } else { &[] }
    }

    /// What each side is called; `None` where there is nothing.
    fn labels(&self) -> [Option<&str>; 2] {
        self.sides.each_ref().map(|side| Some(side.as_ref()?.label.as_str()))
    }

    fn text(&self) -> Text {
        let plan = &self.union.plan;
        let mut text = Text::new();
        let mut row = |title: &str, value: &str| {
            text.add(Style::Faint, format!("{title:<11}")).add(Style::Strong, value).end_line();
        };
        if !plan.pipeline.is_empty() {
            row("Pipeline", &plan.pipeline);
        }
        if let Some(path) = &self.path {
            row("File", path);
        } else {
            let [old, new] = self.labels().map(|label| label.unwrap_or("nothing"));
            row("Old", old);
            row("New", new);
        }
        text.end_line();
        add_plan(&mut text, plan);
        for words in self.beside() {
            text.plain(words).end_line();
        }
        text
    }

    /// For programs; `plan` is described in `core/src/plan/json.rs`.
    fn to_json(&self) -> Value {
        let [old, new] = self.labels();
        json!({
            "path": self.path,
            "old": old,
            "new": new,
            "differs": self.differs(),
            "besideDiffers": self.differs_beside(),
            "plan": self.union.plan.to_json(),
        })
    }

    fn to_markdown(&self) -> String {
        let [old, new] = self.labels();
        let title = match (&self.path, old, new) {
            (Some(path), _, _) => path.clone(),
            (None, Some(old), Some(new)) if old != new => format!("{old} → {new}"),
            (None, old, new) => new.or(old).unwrap_or_default().to_owned(),
        };
        self.union.to_markdown(&title, self.beside())
    }
}
