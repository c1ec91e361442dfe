//! What panels, canvas and dialogs ask for. They change nothing themselves: the app runs the queue between
//! frames.

use std::path::PathBuf;
use std::sync::Arc;

use pipewright_core::document::Place;
use pipewright_core::edit::{Change, Slot};
use pipewright_core::format::import::Choices;
use pipewright_core::pipeline::{ActionId, StageId};
use pipewright_core::plan::SecretPlace;
use pipewright_core::plan::merge::Choice;
use pipewright_core::template::{SnippetDraft, Template, Values};

use crate::canvas::Spot;
use crate::cloud::{Connection, Secret};
use crate::commands::Command;
use crate::editor::{Item, Selection};
use crate::panels::top_bar::Mode;
use crate::picture::Form;
use crate::publishing::Options;
use crate::settings::Setting;

/// One wish of a person.
#[derive(Clone, Debug)]
pub enum Intent {
    /// A command of the table.
    Run(Command),
    /// A command found in the list of commands, which comes first there the next time.
    RunListed(Command),
    /// A setting with a new value.
    Set(Setting),
    /// Take the values parameters have in this environment, or their defaults.
    UseEnvironment(Option<String>),
    /// A change; the selection stays.
    Change(Change),
    /// A change, and what to select with it.
    ChangeSelecting(Change, Selection),
    /// Select, nothing else.
    Select(Selection),
    /// Select and bring into view.
    Show(Item),
    /// Select what was looked for, and bring it to the middle.
    ShowFound(Item),
    /// Go back to a view, with what was selected in it.
    Return(Box<Spot>),
    /// Draw a stage as a narrow box, or open it again.
    Fold { id: StageId, is_folded: bool },
    /// Select what a finding is about, bring it into view and open the field.
    Reveal(Place),
    /// Tell about the rule of this code.
    Explain(&'static str),
    /// Ask why findings of a rule at a place are accepted.
    AskToSuppress { code: &'static str, place: Place },
    /// Add an action of this catalog entry.
    Add { provider: String, at: AddAt },
    /// Ask what to add at a place.
    AskWhatToAdd(AddAt),
    /// Put the stages of a snippet in at a position, or behind the selection.
    AddSnippet { snippet: Arc<Template>, at: Option<usize> },
    /// Show the templates, with one chosen.
    ShowGallery(Option<String>),
    /// Open what a template makes of these values.
    OpenTemplate { template: Arc<Template>, values: Values },
    /// Keep stages as a snippet.
    SaveSnippet(SnippetDraft),
    /// Look into the folder of snippets.
    ReadSnippets,
    /// Ask for the folder of snippets.
    AskSnippetFolder,
    /// Take this folder of snippets.
    UseSnippetFolder(PathBuf),
    /// Ask what takes an output; `slot` is where a new action would go.
    AskWhoTakes { from: ActionId, output: Option<usize>, slot: Option<Slot> },
    /// Add an action of this catalog entry that takes an output.
    AddTaking { provider: String, from: ActionId, output: Option<usize>, slot: Option<Slot> },
    /// Ask why the way into a stage is to be disabled.
    AskToDisable(StageId),
    /// Go on in the inspector with what is selected.
    Inspect(Item),
    /// Add an empty stage at a position.
    AddStage(usize),
    /// Rename in place on the canvas.
    Rename(Item),
    /// End joined typing.
    Seal,
    /// Show the canvas alone, or the text.
    ShowMode(Mode),
    /// Undo or redo until this many entries of the history are done.
    GoTo(usize),
    /// Open a file.
    OpenFile(PathBuf),
    /// Take a file off the list of recent ones.
    ForgetRecent(PathBuf),
    /// Import a file as chosen: one of several pipelines, or what conditions are taken for.
    ImportPipeline { path: PathBuf, choices: Choices },
    /// Open a sample by its name.
    OpenSample(&'static str),
    /// Open a new, blank document.
    OpenBlank,
    /// Open a pipeline of the account.
    OpenPipeline(String),
    /// Save to a path.
    SaveTo(PathBuf),
    /// Take another profile, Region or endpoint.
    Connect(Connection),
    /// The answer to a question a dialog asked.
    Answer(Answer),
    /// Close the dialog that is open.
    CloseDialog,
    /// Put a text on the clipboard.
    Copy(String),
    /// Put the stages and actions of a text in at the selection.
    Paste(String),
    /// Begin, or begin again, to make the plan.
    MakePlan,
    /// Publish the plan that is shown, with the secrets it needs.
    PublishPlan(Vec<(SecretPlace, Secret)>),
    /// Wait no longer for the end of a publish.
    GiveUpPublish,
    /// Make the plan that is shown for other options.
    PlanWith(Options),
    /// Take what somebody else changed in the account, clashes decided so.
    TakeTheirs(Vec<(String, Choice)>),
    /// Keep the design as it is, whatever somebody else changed in the account.
    LeaveTheirs,
    /// Write what the export dialog shows to a path.
    ExportTo(PathBuf),
    /// Ask where to write a file of this form.
    AskExportPath(Form),
    /// The export dialog has written this file, or why it has not.
    Exported(Result<PathBuf, String>),
    /// Ask for the file to compare the design with.
    AskCompareFile,
    /// Compare the design with a file, or with this pipeline of it.
    CompareWithFile { path: PathBuf, pipeline: Option<String> },
    /// Read what is live in the account, to compare the design with.
    ReadLive,
}

/// Answers to questions.
#[derive(Clone, Debug)]
pub enum Answer {
    /// Save, then go on.
    SaveFirst(Box<Intent>),
    /// Give unsaved changes up and go on.
    Discard(Box<Intent>),
    /// Write over a file that was changed outside.
    Overwrite(PathBuf),
    /// Give unsaved changes up and read the file again.
    Reload(PathBuf),
    /// Open what a crash left behind.
    Restore(usize),
    /// Throw away what a crash left behind.
    DiscardLeftovers,
    /// Close the window, and do not wait for the end of a publish.
    CloseWhileWriting,
    /// Show where the text does not parse.
    GoToBreak,
    /// Save the document without the text that does not parse.
    SaveLastGood,
    /// Give the text that does not parse up.
    TakeBackDraft,
}

/// Where a new action goes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum AddAt {
    /// Behind the selection: in a new run order of the same stage, or the last stage.
    Selection,
    /// In a slot of a stage.
    Slot(Slot),
    /// In a new stage at this position.
    NewStage(usize),
}

/// Wishes of this frame, in order.
#[derive(Debug, Default)]
pub struct Queue(Vec<Intent>);

impl Queue {
    pub fn push(&mut self, intent: Intent) {
        self.0.push(intent);
    }

    /// A command of the table.
    pub fn run(&mut self, command: Command) {
        self.push(Intent::Run(command));
    }

    /// A change, if there is one to make.
    pub fn change(&mut self, change: Option<Change>) {
        self.0.extend(change.map(Intent::Change));
    }

    pub fn take(&mut self) -> Vec<Intent> {
        std::mem::take(&mut self.0)
    }
}

impl Queue {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a command of the table is to be run.
    pub fn has_command(&self) -> bool {
        self.0.iter().any(|intent| matches!(intent, Intent::Run(_) | Intent::RunListed(_)))
    }
}
