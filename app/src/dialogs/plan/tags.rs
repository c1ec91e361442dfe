//! The tags that a publish sets.

use eframe::egui::{Id, Key, Ui};

use crate::app::Planned;
use crate::cloud::Tag;
use crate::intent::{Intent, Queue};
use crate::look::widgets::{Field, TagAction, TagField};
use crate::publishing::{TagError, read_tag};
use crate::tr;

/// What is typed and no tag yet.
#[derive(Debug, Default)]
pub(super) struct Tags {
    text: String,
    error: Option<TagError>,
}

impl Tags {
    /// A chip for each; a change makes the plan anew.
    pub fn show(&mut self, ui: &mut Ui, planned: &Planned, queue: &mut Queue) {
        let tags = &planned.options.tags;
        let items: Vec<String> = tags.iter().map(|Tag { key, value }| format!("{key}={value}")).collect();
        let items: Vec<&str> = items.iter().map(String::as_str).collect();
        let error = self.error.map(words);
        let field = Field::new(tr!("Tags to set")).note(tr!("optional")).error(error);
        let id = Id::unique("plan tags");
        let answer = TagField::new(field, id, &items, &mut self.text, &split).hint("team=web").show(ui);
        let mut changed = tags.clone();
        match answer.action {
            Some(TagAction::Remove(index)) => drop(changed.remove(index)),
            Some(TagAction::Edit(index)) => {
                changed.remove(index);
                items[index].clone_into(&mut self.text);
                answer.response.request_focus();
            }
            Some(TagAction::Add(texts)) => self.add(&mut changed, &texts),
            None if answer.response.changed() => self.error = None,
            None if answer.response.lost_focus() && !self.text.trim().is_empty() => {
                let texts = split(&std::mem::take(&mut self.text));
                self.add(&mut changed, &texts);
                if ui.input(|input| input.key_pressed(Key::Enter)) {
                    answer.response.request_focus();
                }
            }
            None => {}
        }
        if changed != *tags {
            let mut options = planned.options.clone();
            options.tags = changed;
            queue.push(Intent::PlanWith(options));
        }
    }

    /// Whether something is typed that would be left out.
    pub fn is_unfinished(&self) -> bool {
        !self.text.trim().is_empty()
    }

    /// Takes what are tags, the last of one key; the first that is none goes back into the text.
    fn add(&mut self, tags: &mut Vec<Tag>, texts: &[String]) {
        self.error = None;
        for text in texts {
            match read_tag(text) {
                Ok(tag) => {
                    tags.retain(|known| known.key != tag.key);
                    tags.push(tag);
                }
                Err(error) => {
                    self.error = Some(error);
                    text.clone_into(&mut self.text);
                    return;
                }
            }
        }
    }
}

fn split(text: &str) -> Vec<String> {
    text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

fn words(error: TagError) -> &'static str {
    match error {
        TagError::NoValue => tr!("A tag is written KEY=VALUE"),
        TagError::Length => tr!("A key has 1 to 128 characters, a value at most 256"),
        TagError::Reserved => tr!("Keys that begin with aws: belong to AWS"),
    }
}
