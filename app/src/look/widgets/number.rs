//! Fields for whole numbers.

use std::ops::RangeInclusive;

use eframe::egui::{Align2, Key, Modifiers, Response, RichText, TextEdit, Ui, accesskit};

use super::{field::Field, text_field::boxed_edit};
use crate::look::{Tokens, fonts, tokens::text};
use crate::tr;

/// A whole number that may be absent: an empty field is `None`.
///
/// Arrow keys count up and down. What is typed is taken over as soon as it is a number within the range;
/// until then the field says what it wants and the value stays as it was.
#[must_use = "call show"]
pub struct NumberField<'a> {
    field: Field<'a>,
    value: &'a mut Option<i64>,
    range: RangeInclusive<i64>,
    unit: Option<&'a str>,
    hint: &'a str,
}

impl<'a> NumberField<'a> {
    pub fn new(field: Field<'a>, value: &'a mut Option<i64>) -> Self {
        Self { field, value, range: i64::MIN..=i64::MAX, unit: None, hint: "" }
    }

    pub fn range(mut self, range: RangeInclusive<i64>) -> Self {
        self.range = range;
        self
    }

    /// Shown behind the number: "min".
    pub fn unit(mut self, unit: &'a str) -> Self {
        self.unit = Some(unit);
        self
    }

    /// What an empty field stands for.
    pub fn hint(mut self, hint: &'a str) -> Self {
        self.hint = hint;
        self
    }

    /// `changed` if the value did.
    pub fn show(self, ui: &mut Ui) -> Response {
        let Self { field, value, range, unit, hint } = self;
        let draft_id = ui.next_auto_id().with("draft");
        // What is being typed outlives the frame only while it is not what the value says.
        let draft: Option<String> = ui.data(|data| data.get_temp(draft_id));
        let shown = value.map(|number| number.to_string()).unwrap_or_default();
        let mut typed = draft.unwrap_or(shown);
        let complaint = parse(&typed, &range).err();
        let field = if complaint.is_some() { field.error(complaint.as_deref()) } else { field };

        let before = *value;
        let mut response = field.show(ui, |ui| {
            let tokens = Tokens::of(ui);
            let mut edit = TextEdit::singleline(&mut typed)
                .align(Align2::LEFT_CENTER)
                .hint_text(hint.to_owned())
                .font(fonts::regular(text::BODY));
            if let Some(unit) = unit {
                edit = edit.suffix(RichText::new(unit).font(fonts::regular(text::SMALL)).color(tokens.weak));
            }
            boxed_edit(ui, edit, ui.available_width(), field.is_invalid())
        });

        let step = if response.has_focus() { arrow_steps(ui) } else { 0 };
        if step != 0 {
            let number = value.unwrap_or(0).saturating_add(step).clamp(*range.start(), *range.end());
            typed = number.to_string();
        }
        match parse(&typed, &range) {
            Err(_) if response.has_focus() => {
                ui.data_mut(|data| data.insert_temp(draft_id, typed));
            }
            parsed => {
                // Left alone, the field falls back to the value it has.
                *value = parsed.unwrap_or(*value);
                ui.data_mut(|data| data.remove::<String>(draft_id));
            }
        }
        // The text edit reports every keystroke; callers want to hear of values.
        response.flags.set(eframe::egui::response::Flags::CHANGED, *value != before);
        describe(&response, *value, &range);
        response
    }
}

/// Arrow keys pressed in this frame: up counts, down discounts.
fn arrow_steps(ui: &Ui) -> i64 {
    ui.input_mut(|input| {
        input.count_and_consume_key(Modifiers::NONE, Key::ArrowUp) as i64
            - input.count_and_consume_key(Modifiers::NONE, Key::ArrowDown) as i64
    })
}

fn describe(response: &Response, value: Option<i64>, range: &RangeInclusive<i64>) {
    response.ctx.accesskit_node_builder(response.id, |node| {
        node.set_role(accesskit::Role::SpinButton);
        if let Some(number) = value {
            node.set_numeric_value(number as f64);
        }
        if *range.start() != i64::MIN {
            node.set_min_numeric_value(*range.start() as f64);
        }
        if *range.end() != i64::MAX {
            node.set_max_numeric_value(*range.end() as f64);
        }
    });
}

/// The number, `None` for an empty field, or what is wrong with it.
fn parse(typed: &str, range: &RangeInclusive<i64>) -> Result<Option<i64>, String> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    match typed.parse::<i64>() {
        Ok(number) if range.contains(&number) => Ok(Some(number)),
        Ok(_) if *range.end() == i64::MAX => Err(tr!("Enter {least} or more", least = range.start())),
        Ok(_) => Err(tr!("Enter {least} to {most}", least = range.start(), most = range.end())),
        Err(_) => Err(tr!("Enter a whole number").to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_within_the_range_are_taken() {
        assert_eq!(parse("1", &(1..=999)), Ok(Some(1)));
        assert_eq!(parse(" 999 ", &(1..=999)), Ok(Some(999)));
        assert_eq!(parse("-3", &(i64::MIN..=i64::MAX)), Ok(Some(-3)));
    }

    #[test]
    fn nothing_typed_is_no_number() {
        assert_eq!(parse("", &(1..=999)), Ok(None));
        assert_eq!(parse("  ", &(1..=999)), Ok(None));
    }

    #[test]
    fn complaints_say_what_is_wanted() {
        assert_eq!(parse("1000", &(1..=999)), Err("Enter 1 to 999".to_owned()));
        assert_eq!(parse("0", &(1..=i64::MAX)), Err("Enter 1 or more".to_owned()));
        assert_eq!(parse("1.5", &(1..=999)), Err("Enter a whole number".to_owned()));
        assert_eq!(parse("99999999999999999999", &(1..=999)), Err("Enter a whole number".to_owned()));
    }
}
