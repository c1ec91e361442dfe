//! Questions that only a person can answer, because something would be lost.

use std::path::{Path, PathBuf};

use eframe::egui::{Context, Id, Ui};

use super::Facts;
use crate::commands::Command;
use crate::intent::{Answer, Intent, Queue};
use crate::look::icons;
use crate::look::widgets::{Button, Dialog, Row};
use crate::tr;

/// What is asked.
#[derive(Debug)]
pub enum Question {
    /// Something would replace a document that is not saved.
    Unsaved { then: Box<Intent> },
    /// The file is not as it was read.
    ChangedOutside { path: PathBuf, is_gone: bool },
    /// Another file is there already.
    Replace { path: PathBuf },
    /// A crash left unsaved work behind.
    Leftovers,
    /// What is to be saved has a text beside it that does not parse.
    DoesNotParse,
    /// The window is to close while a pipeline is being written.
    Writing,
}

impl Question {
    pub fn show(&mut self, ctx: &Context, facts: &Facts<'_>, queue: &mut Queue) -> bool {
        match self {
            Self::Unsaved { then } => unsaved(ctx, facts, then, queue),
            Self::ChangedOutside { path, is_gone } => changed_outside(ctx, facts, path, *is_gone, queue),
            Self::Replace { path } => replace(ctx, path, queue),
            Self::Leftovers => leftovers(ctx, facts, queue),
            Self::DoesNotParse => does_not_parse(ctx, facts, queue),
            Self::Writing => writing(ctx, facts, queue),
        }
    }
}

/// A question with buttons; each says what it answers.
fn ask(ctx: &Context, title: &str, text: &str, buttons: impl FnOnce(&mut Ui) -> bool) -> bool {
    let mut is_answered = false;
    let dialog = Dialog::new(Id::unique("question"), title).width(460.0);
    let response = dialog.show(ctx, |dialog| {
        dialog.body(|ui| ui.label(text));
        dialog.footer("", |ui| is_answered = buttons(ui));
    });
    !(is_answered || response.should_close)
}

/// The answer that Enter gives until another one has been chosen by Tab. It is one by which nothing is lost.
fn leading(ui: &mut Ui, label: &str) -> bool {
    let response = Button::filled(label).show(ui);
    let (id, frame) = (Id::unique("question was shown"), ui.cumulative_frame_nr());
    let before = ui.data_mut(|data| {
        let before = data.get_temp::<u64>(id);
        data.insert_temp(id, frame);
        before
    });
    let is_new = before.is_none_or(|before| frame > before + 1);
    if is_new || ui.memory(|memory| memory.focused().is_none()) {
        response.request_focus();
    }
    response.clicked()
}

fn unsaved(ctx: &Context, facts: &Facts<'_>, then: &Intent, queue: &mut Queue) -> bool {
    let name = facts.editor.document().pipeline().name();
    let title = if name.is_empty() {
        tr!("Save changes to this pipeline?").to_owned()
    } else {
        tr!("Save changes to {name}?", name = name)
    };
    ask(ctx, &title, tr!("What is not saved is lost otherwise."), |ui| {
        let mut is_answered = false;
        if leading(ui, tr!("Save")) {
            queue.push(Intent::Answer(Answer::SaveFirst(Box::new(then.clone()))));
            is_answered = true;
        }
        if Button::danger(tr!("Discard changes")).show(ui).clicked() {
            queue.push(Intent::Answer(Answer::Discard(Box::new(then.clone()))));
            is_answered = true;
        }
        is_answered | Button::ghost(tr!("Cancel")).show(ui).clicked()
    })
}

fn changed_outside(ctx: &Context, facts: &Facts<'_>, path: &Path, is_gone: bool, queue: &mut Queue) -> bool {
    let name = facts.editor.file_name();
    let (title, text) = if is_gone {
        (
            tr!("{file} is gone", file = name),
            tr!("Another program moved or deleted the file. The pipeline is still open here."),
        )
    } else {
        (
            tr!("{file} was changed outside", file = name),
            tr!("Another program wrote to the file since it was read here."),
        )
    };
    ask(ctx, &title, text, |ui| {
        let mut is_answered = false;
        if leading(ui, tr!("Save as…")) {
            queue.run(Command::SaveAs);
            is_answered = true;
        }
        let overwrite = if is_gone { tr!("Save here again") } else { tr!("Overwrite") };
        if Button::danger(overwrite).show(ui).clicked() {
            queue.push(Intent::Answer(Answer::Overwrite(path.to_owned())));
            is_answered = true;
        }
        if !is_gone
            && Button::ghost(tr!("Read again")).tooltip(tr!("Changes made here are lost")).show(ui).clicked()
        {
            queue.push(Intent::Answer(Answer::Reload(path.to_owned())));
            is_answered = true;
        }
        is_answered | Button::ghost(tr!("Not now")).show(ui).clicked()
    })
}

fn does_not_parse(ctx: &Context, facts: &Facts<'_>, queue: &mut Queue) -> bool {
    let Some(draft) = facts.editor.draft() else { return false };
    let text = tr!(
        "It breaks at {place}: {what}.\nWhat was typed stays here; only what parses can be saved.",
        place = draft.place_words(),
        what = draft.what()
    );
    ask(ctx, tr!("The text does not parse"), &text, |ui| {
        let mut is_answered = false;
        let go = tr!("Go to line {line}", line = draft.error.place.line);
        if leading(ui, &go) {
            queue.push(Intent::Answer(Answer::GoToBreak));
            is_answered = true;
        }
        if Button::ghost(tr!("Save the last good state")).show(ui).clicked() {
            queue.push(Intent::Answer(Answer::SaveLastGood));
            is_answered = true;
        }
        is_answered | Button::ghost(tr!("Cancel")).show(ui).clicked()
    })
}

fn writing(ctx: &Context, facts: &Facts<'_>, queue: &mut Queue) -> bool {
    // It may be over by now.
    let Some(planned) = facts.aws.writing() else { return false };
    let title = tr!("{name} is being published", name = planned.plan.pipeline);
    let text =
        tr!("If the window closes now, nobody is told how it ends, and the design does not remember it.");
    ask(ctx, &title, text, |ui| {
        let mut is_answered = false;
        if leading(ui, tr!("Wait")) {
            // Shows what is under way.
            queue.push(Intent::MakePlan);
            is_answered = true;
        }
        if Button::danger(tr!("Close all the same")).show(ui).clicked() {
            queue.push(Intent::Answer(Answer::CloseWhileWriting));
            is_answered = true;
        }
        is_answered
    })
}

fn replace(ctx: &Context, path: &Path, queue: &mut Queue) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let title = tr!("Replace {file}?", file = name);
    ask(ctx, &title, &tr!("There is a file of this name already.\n{path}", path = path.display()), |ui| {
        let mut is_answered = false;
        if Button::danger(tr!("Replace")).show(ui).clicked() {
            queue.push(Intent::Answer(Answer::Overwrite(path.to_owned())));
            is_answered = true;
        }
        is_answered | Button::ghost(tr!("Cancel")).show(ui).clicked()
    })
}

fn leftovers(ctx: &Context, facts: &Facts<'_>, queue: &mut Queue) -> bool {
    let mut is_done = false;
    let dialog = Dialog::new(Id::unique("leftovers"), tr!("Unsaved work was found"))
        .subtitle(tr!("The program ended before it was saved"))
        .width(560.0);
    let response = dialog.show(ctx, |dialog| {
        dialog.body(|ui| {
            for (index, leftover) in facts.leftovers.iter().enumerate() {
                let snapshot = &leftover.snapshot;
                let file = snapshot
                    .path
                    .as_ref()
                    .map_or_else(|| tr!("never saved").to_owned(), |path| path.display().to_string());
                let name =
                    if snapshot.name.is_empty() { tr!("Pipeline without name") } else { &snapshot.name };
                let row =
                    ui.push_id(index, |ui| Row::new(name).icon(icons::HISTORY).detail(&file).show(ui)).inner;
                if row.clicked() {
                    queue.push(Intent::Answer(Answer::Restore(index)));
                    is_done = true;
                }
            }
        });
        dialog.footer("", |ui| {
            if leading(ui, tr!("Restore")) {
                queue.push(Intent::Answer(Answer::Restore(0)));
                is_done = true;
            }
            if Button::danger(tr!("Throw away")).show(ui).clicked() {
                queue.push(Intent::Answer(Answer::DiscardLeftovers));
                is_done = true;
            }
            is_done |= Button::ghost(tr!("Later")).show(ui).clicked();
        });
    });
    !(is_done || response.should_close)
}
