//! What can be chosen about each form, and what was chosen the last time.

use std::collections::BTreeMap;

use clap::ValueEnum as _;
use eframe::egui::Ui;
use pipewright_core::format;
use pipewright_core::format::svg::{Fonts, Options, Part, Theme};
use pipewright_core::layout::Orientation;
use pipewright_core::pipeline::StageId;
use serde::{Deserialize, Serialize};

use super::Export;
use crate::editor::{Editor, Item};
use crate::look::widgets::{Choice, ChoiceField, Field, Switch, section};
use crate::picture::{Form, SCALES, Wish};
use crate::tr;

/// What was chosen the last time, for each form.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Exports {
    /// Names as on the command line; one that is not known is kept.
    form: String,
    forms: BTreeMap<String, FormChoice>,
    /// Whose values the parameters take; without one their defaults. At first that of the window.
    #[serde(skip)]
    pub environment: Option<String>,
}

/// What was chosen about a form; each takes what it knows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(clippy::struct_excessive_bools, reason = "each is chosen by itself")]
pub struct FormChoice {
    /// With everything around the pipeline.
    is_whole: bool,
    is_dark: bool,
    is_top_to_bottom: bool,
    /// Points of a PNG for each of the canvas.
    scale: f32,
    has_findings: bool,
    embeds_fonts: bool,
}

/// How much of the design a picture shows. It belongs to what is selected now, so it is not kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shown {
    #[default]
    Whole,
    Stage,
    Selection,
}

const OFFERED_SCALES: [f32; 4] = [1.0, 2.0, 3.0, 4.0];

impl Default for FormChoice {
    fn default() -> Self {
        Self {
            is_whole: false,
            is_dark: false,
            is_top_to_bottom: false,
            scale: 2.0,
            has_findings: true,
            embeds_fonts: false,
        }
    }
}

impl Exports {
    pub fn form(&self) -> Form {
        Form::from_str(&self.form, false).unwrap_or_default()
    }

    pub fn choose(&mut self, form: Form) {
        self.form = name(form);
    }

    fn choice(&self) -> FormChoice {
        self.forms.get(&name(self.form())).cloned().unwrap_or_default()
    }

    fn set(&mut self, choice: FormChoice) {
        self.forms.insert(name(self.form()), choice);
    }

    /// All of it for a design. What was chosen for another design and is not in this one does not count.
    pub fn wish(&self, shown: Shown, editor: &Editor) -> Wish {
        let choice = self.choice();
        let known = editor.document().environments();
        let orientation =
            if choice.is_top_to_bottom { Orientation::TopToBottom } else { Orientation::LeftToRight };
        let scale = if choice.scale.is_finite() { choice.scale } else { FormChoice::default().scale };
        Wish {
            form: self.form(),
            text: format::Options {
                is_whole: choice.is_whole,
                environment: self.environment.clone().filter(|name| known.contains(&name.as_str())),
            },
            picture: Options {
                theme: if choice.is_dark { Theme::Dark } else { Theme::Light },
                orientation,
                part: part(shown, editor),
                fonts: if choice.embeds_fonts { Fonts::Embedded } else { Fonts::System },
                has_marks: choice.has_findings,
                ..Options::default()
            },
            scale: scale.clamp(*SCALES.start(), *SCALES.end()),
        }
    }
}

fn name(form: Form) -> String {
    form.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
}

fn part(shown: Shown, editor: &Editor) -> Part {
    match shown {
        Shown::Whole => Part::Whole,
        Shown::Stage => selected_stage(editor).map_or(Part::Whole, Part::Stage),
        Shown::Selection => {
            let (mut stages, mut actions) = (Vec::new(), Vec::new());
            for item in editor.selection().items() {
                match item {
                    Item::Stage(id) => stages.push(*id),
                    Item::Action(id) => actions.push(*id),
                    Item::Wire { .. } | Item::Note(_) => {}
                }
            }
            if stages.is_empty() && actions.is_empty() { Part::Whole } else { Part::Chosen(stages, actions) }
        }
    }
}

/// The stage that is selected, or that of the selected action.
fn selected_stage(editor: &Editor) -> Option<StageId> {
    match editor.selection().primary()? {
        Item::Stage(id) => Some(id),
        Item::Action(id) | Item::Wire { to: id, .. } => {
            editor.document().pipeline().action(id).map(|(stage, _)| stage.id)
        }
        Item::Note(_) => None,
    }
}

impl Export {
    /// The fields of the form that is chosen.
    pub(super) fn options(&mut self, ui: &mut Ui, editor: &Editor) {
        let form = self.exports.form();
        let before = self.exports.choice();
        let mut choice = before.clone();
        let environments = editor.document().environments();
        let has_whole = form.as_code().is_some_and(|form| form.has_whole);
        let has_environment = form.as_code().is_some() && !environments.is_empty();
        let has_orientation = form.is_picture() || form == Form::Html;
        if !(has_whole || has_environment || has_orientation) {
            return;
        }
        section(ui, tr!("Options"));
        if has_whole {
            let choices = [
                Choice::new(false, tr!("The pipeline alone")),
                Choice::new(true, tr!("Everything around it, too")),
            ];
            let help = tr!("Around it: roles, artifact bucket, key, build projects, event rules");
            let field = Field::new(tr!("Contents")).help(help);
            ChoiceField::new(field).show(ui, &mut choice.is_whole, &choices);
        }
        if has_environment {
            let mut choices = vec![Choice::new(None, tr!("Defaults"))];
            choices.extend(environments.iter().map(|name| Choice::new(Some((*name).to_owned()), name)));
            let mut chosen =
                self.exports.environment.clone().filter(|name| environments.contains(&name.as_str()));
            let field = Field::new(tr!("Values of parameters"));
            if ChoiceField::new(field).show(ui, &mut chosen, &choices).changed() {
                self.exports.environment = chosen;
            }
        }
        if form.is_picture() {
            self.picture_options(ui, editor, &mut choice);
        }
        if has_orientation {
            let choices = [Choice::new(false, tr!("Left to right")), Choice::new(true, tr!("Top to bottom"))];
            let field = Field::new(tr!("Stages follow one another"));
            ChoiceField::new(field).show(ui, &mut choice.is_top_to_bottom, &choices);
        }
        if form.is_picture() {
            let field = Field::new(tr!("Mark what the checks find"));
            Switch::new(field, &mut choice.has_findings).show(ui);
        }
        if form == Form::Svg {
            let field = Field::new(tr!("Put the fonts into the file"));
            Switch::new(field, &mut choice.embeds_fonts).show(ui);
        }
        if choice != before {
            self.exports.set(choice);
        }
    }

    fn picture_options(&mut self, ui: &mut Ui, editor: &Editor, choice: &mut FormChoice) {
        let mut shown = vec![Choice::new(Shown::Whole, tr!("The whole pipeline"))];
        let stage = selected_stage(editor).and_then(|id| editor.document().pipeline().stage(id));
        let stage = stage.map(|stage| tr!("Stage {name}", name = stage.name()));
        if let Some(stage) = &stage {
            shown.push(Choice::new(Shown::Stage, stage));
        }
        if part(Shown::Selection, editor) != Part::Whole {
            shown.push(Choice::new(Shown::Selection, tr!("What is selected")));
        }
        if !shown.iter().any(|choice| choice.value() == self.shown) {
            self.shown = Shown::Whole;
        }
        if shown.len() > 1 {
            ChoiceField::new(Field::new(tr!("Show"))).show(ui, &mut self.shown, &shown);
        }
        let themes = [Choice::new(false, tr!("Light")), Choice::new(true, tr!("Dark"))];
        ChoiceField::new(Field::new(tr!("Colors"))).show(ui, &mut choice.is_dark, &themes);
        if self.exports.form() == Form::Png {
            let mut scales = OFFERED_SCALES.to_vec();
            if !scales.contains(&choice.scale) {
                scales.push(choice.scale);
            }
            let labels: Vec<String> = scales.iter().map(|scale| format!("{scale} ×")).collect();
            let choices: Vec<_> =
                scales.iter().zip(&labels).map(|(scale, label)| Choice::new(*scale, label)).collect();
            ChoiceField::new(Field::new(tr!("Scale"))).show(ui, &mut choice.scale, &choices);
        }
    }
}

#[cfg(test)]
mod tests {
    use pipewright_core::document::Document;
    use serde_json::json;

    use super::*;

    fn editor() -> Editor {
        Editor::new(Document::blank("shop"))
    }

    #[test]
    fn each_form_keeps_its_own_choice() {
        let mut exports = Exports::default();
        assert_eq!(exports.form(), Form::Json);
        exports.choose(Form::Terraform);
        exports.set(FormChoice { is_whole: true, ..FormChoice::default() });
        exports.choose(Form::Png);
        exports.set(FormChoice { is_dark: true, scale: 3.0, ..FormChoice::default() });
        let kept: Exports = serde_json::from_value(serde_json::to_value(&exports).unwrap()).unwrap();
        assert_eq!(kept, exports);
        let wish = kept.wish(Shown::Whole, &editor());
        assert_eq!((wish.form, wish.scale, wish.picture.theme), (Form::Png, 3.0, Theme::Dark));
        exports.choose(Form::Terraform);
        let wish = exports.wish(Shown::Whole, &editor());
        assert!(wish.text.is_whole && wish.picture.theme == Theme::Light);
    }

    #[test]
    fn what_is_odd_in_the_settings_harms_nothing() {
        let odd = json!({"form": "hologram", "forms": {
            "hologram": {"depth": 3},
            "json": {"scale": 1e300},
        }});
        let mut exports: Exports = serde_json::from_value(odd).unwrap();
        assert_eq!(exports.form(), Form::Json);
        let wish = exports.wish(Shown::Selection, &editor());
        assert_eq!((wish.text.environment, wish.picture.part), (None, Part::Whole));
        assert_eq!(wish.scale, FormChoice::default().scale);
        exports.choose(Form::Svg);
        assert!(serde_json::to_value(&exports).unwrap()["forms"].get("hologram").is_some());
    }
}
