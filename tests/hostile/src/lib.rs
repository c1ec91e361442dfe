//! Files that nobody should write, and everything the model does with them. A panic is the failure.
//!
//! [`run`] makes a file from a number and takes it through the model: [`texts`] breaks bytes and text, [`values`]
//! breaks the pipeline itself, [`acts`] edits it. The same number always gives the same file and the same edits, so
//! a failure is repeated by its number. The binary runs as many as wanted.
//!
//! Besides not panicking, the model is held to its word: what is read is written back to the byte, what is
//! edited reads again as the same, undo brings the bytes back, and every fix that is offered can be applied.

pub mod acts;
pub mod random;
pub mod seeds;
pub mod texts;
pub mod values;
mod words;

use std::hint::black_box;

use pipewright_core::check::{Finding, check};
use pipewright_core::document::Document;
use pipewright_core::edit::{Change, History};
use pipewright_core::flow::{Flow, globs, variables};
use pipewright_core::layout::{Layout, Options, Orientation, Point};
use pipewright_core::plan::{Plan, normalized};

use random::Random;

/// What a run came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The file was no pipeline.
    Refused,
    /// The file was opened and went through everything.
    Opened,
}

/// The file of a number.
pub fn file(number: u64) -> Vec<u8> {
    made(&mut Random::new(number))
}

fn made(random: &mut Random) -> Vec<u8> {
    match random.below(10) {
        0 => texts::bytes(random),
        1..=4 => texts::broken(random),
        _ => values::broken(random),
    }
}

/// Makes a broken text of a number and only reads it, which is quick: for the reader's sake alone.
///
/// # Panics
/// If the reader does, or if what it read is written back as something else.
pub fn read(number: u64) -> Outcome {
    let mut random = Random::new(number);
    let bytes = if random.below(5) == 0 { texts::bytes(&mut random) } else { texts::broken(&mut random) };
    let Ok(document) = Document::read(&bytes) else { return Outcome::Refused };
    assert_eq!(document.to_bytes(), bytes, "saving without an edit changes the file");
    Outcome::Opened
}

/// Makes the file of a number and does everything with it.
///
/// # Panics
/// If the model does, or if it breaks its word.
pub fn run(number: u64) -> Outcome {
    let mut random = Random::new(number);
    let bytes = made(&mut random);
    let Ok(mut document) = Document::read(&bytes) else { return Outcome::Refused };
    assert_eq!(document.to_bytes(), bytes, "saving without an edit changes the file");
    derive(&document, &mut random);
    repair(&document, &mut random);
    edit(&mut document, &mut random);
    assert_eq!(document.to_bytes(), bytes, "undone, the file is not as it was");
    Outcome::Opened
}

/// Everything that is a function of the document.
fn derive(document: &Document, random: &mut Random) {
    let pipeline = document.pipeline();
    let flow = Flow::of(pipeline);
    // One half of everything per file: there are many files.
    let both = [Orientation::LeftToRight, Orientation::TopToBottom];
    let layout = Layout::of(pipeline, &flow, Options { orientation: *random.pick(&both) });
    assert!(layout.size.x.is_finite() && layout.size.y.is_finite(), "the layout has a size");
    let point = Point::new(random.share() * layout.size.x, random.share() * layout.size.y);
    let moving: Vec<_> = layout.card_at(point).map(|card| card.id).into_iter().collect();
    black_box((layout.slot_at(point, &moving), layout.stage_drop_at(point), layout.wire_at(point, 8.0)));
    for wire in &layout.wires {
        black_box(wire.segments());
    }
    let region = random.flip().then_some("eu-central-1");
    let plan = match random.below(4) {
        0 => Plan::between_in(region, None, pipeline),
        1 => Plan::between_in(region, Some(seeds::document(random).pipeline()), pipeline),
        2 => Plan::between_in(region, Some(pipeline), seeds::document(random).pipeline()),
        _ => {
            let plan = Plan::between_in(region, Some(pipeline), pipeline);
            assert!(plan.is_empty(), "a pipeline differs from itself: {}", plan.to_text());
            plan
        }
    };
    black_box((plan.to_text(), plan.to_json(), plan.lines()));
    black_box(normalized(pipeline, None));
    let texts =
        pipeline.actions().flat_map(|(_, action)| action.configuration().texts().map(|(_, text)| text));
    for text in texts.take(8) {
        variables::references(text).for_each(drop);
        black_box(globs::check(text)).ok();
        black_box(globs::matches(text, "src/main/app.rs"));
        black_box(globs::matches("src/**/*.{rs,toml}", text));
    }
}

/// Checks the document and applies what is offered.
fn repair(document: &Document, random: &mut Random) {
    let findings = check(document);
    let Some(locator) = document.locator() else { panic!("the text of a document can be scanned") };
    let text = document.source().text();
    for finding in &findings {
        for place in
            std::iter::once(&finding.place).chain(finding.related.iter().map(|related| &related.place))
        {
            document.place_label(place);
            let span = locator.locate(document, place);
            assert!(
                span.is_some_and(|span| text.get(span).is_some()),
                "{}: {} is nowhere in the text",
                finding.code,
                document.place_label(place)
            );
        }
    }
    let fixes: Vec<_> =
        findings.iter().flat_map(|finding| finding.fixes.iter().map(move |fix| (finding, fix))).collect();
    if fixes.is_empty() {
        return;
    }
    let (finding, fix) = fixes[random.below(fixes.len())];
    let mut repaired = document.clone();
    let change = Change::new(fix.label.clone(), fix.edits.clone());
    if let Err(error) = repaired.change(&change) {
        panic!("{}: \"{}\" cannot be applied: {error}", finding.code, fix.label);
    }
    if fix.is_safe && random.below(8) == 0 {
        let left = check(&repaired);
        // Where one of several alike is taken out of a list, the next has its place.
        let is_gone = |other: &Finding| {
            (other.code, &other.place, &other.message) != (finding.code, &finding.place, &finding.message)
        };
        let count = |all: &[Finding]| all.iter().filter(|other| other.code == finding.code).count();
        assert!(
            left.iter().all(is_gone) || count(&left) < count(&findings),
            "{}: \"{}\" repairs nothing",
            finding.code,
            fix.label
        );
    }
}

/// Edits the document at random, and takes it all back.
fn edit(document: &mut Document, random: &mut Random) {
    let mut history = History::<()>::default();
    let mut known = acts::Known::default();
    for _ in 0..random.below(6) {
        known.look(document);
        let Some(change) = known.change(document, random) else { continue };
        // Nonsense is refused, which is an answer.
        drop(history.run(document, &change, (), ()));
    }
    let text = document.to_text();
    let value = document.to_value();
    match Document::read_text(&text) {
        Ok(again) => {
            assert_eq!(again.to_value(), value, "saved and read again it is something else:\n{text}");
        }
        Err(error) => {
            let said = error.to_string();
            // Deeper than any file may be: edits can go there, files cannot.
            let is_too_deep = said.contains("nested more than");
            // A bare declaration is known by its members; without them it is any object.
            let is_unmarked = document.root().is_none() && !value["stages"].is_array();
            assert!(is_too_deep || is_unmarked, "{said}:\n{text}");
        }
    }
    if random.below(8) == 0 {
        check(document);
    }
    loop {
        match history.undo(document) {
            Ok(Some(_)) => {}
            Ok(None) => return,
            Err(error) => panic!("undo fails: {error}"),
        }
    }
}
