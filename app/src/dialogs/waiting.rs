//! Waiting for the account: what for, and that a call is made once more.

use std::time::Instant;

use eframe::egui::{RichText, Spinner, Ui};

use super::Facts;
use crate::cloud::{Retry, Ticket};
use crate::look::Tokens;
use crate::tr;

/// A spinner with what is waited for, and behind it the pause before the next attempt, if there is one.
pub(super) fn line(ui: &mut Ui, words: &str, ticket: Ticket, facts: &Facts<'_>) {
    ui.horizontal(|ui| {
        // It asks for the next frame, which counts the seconds down.
        ui.add(Spinner::new().size(16.0));
        ui.label(words);
        if let Some(retry) = facts.aws.retry(ticket) {
            ui.label(RichText::new(retry_words(retry)).color(Tokens::of(ui).weak));
        }
    });
}

fn retry_words(Retry { attempt, of, at }: Retry) -> String {
    let left = Retry { attempt, of, at }.seconds_left(Instant::now());
    if left == 0 {
        return tr!("Trying again, {attempt} of {all}", attempt = attempt, all = of);
    }
    tr!("Trying again in {seconds} s, {attempt} of {all}", seconds = left, attempt = attempt, all = of)
}
