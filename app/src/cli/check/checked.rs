//! A design with what was found in it, and where that stands.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use pipewright_core::check::{Finding, Severity, Suppressed, check_in};
use pipewright_core::document::{Document, Locator, Owner, Place, TextPlace};
use pipewright_core::parameter::resolve;
use pipewright_core::pipeline::{Action, Path, Stage};

use crate::cli::input::Draft;
use crate::words::counted;

/// A design with what was found in it.
#[derive(Debug)]
pub struct Checked {
    pub draft: Draft,
    /// The environment whose values parameters had; `None` is their defaults.
    pub environment: Option<String>,
    /// Of findings that are not in each environment that was checked: where they are. By their positions.
    pub only_in: BTreeMap<usize, Vec<String>>,
    pub findings: Vec<Finding>,
    /// What was found and accepted.
    pub suppressed: Vec<Suppressed>,
    locator: Option<Locator>,
}

/// Where in its text something stands.
#[derive(Clone, Debug)]
pub struct Located {
    /// In bytes.
    pub span: Range<usize>,
    pub start: TextPlace,
    pub end: TextPlace,
}

/// The names of what a place belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Names<'a> {
    pub stage: Option<&'a str>,
    pub action: Option<&'a str>,
}

/// How many findings of each severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub errors: usize,
    pub warnings: usize,
    pub hints: usize,
    /// Of all severities; they are in none of the other counts.
    pub suppressed: usize,
}

impl Checked {
    pub fn in_environment(draft: Draft, environment: Option<String>) -> Self {
        let checked = check_in(&draft.document, environment.as_deref());
        let locator = draft.document.locator();
        let (findings, suppressed) = (checked.findings, checked.suppressed);
        Self { draft, environment, findings, suppressed, only_in: BTreeMap::new(), locator }
    }

    /// With the values of each environment, one after the other. What is found in all of them is there once.
    pub fn in_each_environment(draft: Draft) -> Self {
        let names: Vec<String> = draft.document.environments().into_iter().map(str::to_owned).collect();
        if names.is_empty() {
            return Self::in_environment(draft, None);
        }
        let mut findings: Vec<(Finding, Vec<String>)> = Vec::new();
        let mut suppressed: Vec<Suppressed> = Vec::new();
        for name in &names {
            let checked = check_in(&draft.document, Some(name));
            for finding in checked.findings {
                match findings.iter_mut().find(|(known, _)| *known == finding) {
                    Some((_, of)) => of.push(name.clone()),
                    None => findings.push((finding, vec![name.clone()])),
                }
            }
            let new = checked.suppressed.into_iter().filter(|it| {
                !suppressed.iter().any(|known| known.index == it.index && known.finding == it.finding)
            });
            suppressed.extend(new.collect::<Vec<_>>());
        }
        let locator = draft.document.locator();
        // What is found in one environment alone stands beside what is found at the same place in others.
        let start = |finding: &Finding| {
            locator.as_ref().and_then(|it| it.locate(&draft.document, &finding.place)).map(|span| span.start)
        };
        findings.sort_by_key(|(finding, _)| start(finding));
        let is_part = |of: &Vec<String>| of.len() < names.len();
        let only_in = findings.iter().enumerate().filter(|(_, (_, of))| is_part(of));
        Self {
            only_in: only_in.map(|(index, (_, of))| (index, of.clone())).collect(),
            findings: findings.into_iter().map(|(finding, _)| finding).collect(),
            environment: None,
            suppressed,
            locator,
            draft,
        }
    }

    /// The design with the values of parameters.
    pub fn resolved(&self) -> Cow<'_, Document> {
        resolve(&self.draft.document, self.environment.as_deref())
    }

    /// What a finding says, with the environments it is in if it is not in each that was checked.
    pub fn message_of(&self, index: usize) -> String {
        let Some(finding) = self.findings.get(index) else { return String::new() };
        match self.only_in.get(&index) {
            Some(environments) => format!("{} (in {})", finding.message, environments.join(", ")),
            None => finding.message.clone(),
        }
    }

    pub fn locate(&self, place: &Place) -> Option<Located> {
        let span = self.locator.as_ref()?.locate(&self.draft.document, place)?;
        Some(self.located(span))
    }

    /// What a finding is about: its place, or the part of the text there.
    pub fn locate_finding(&self, finding: &Finding) -> Option<Located> {
        let Some(part) = &finding.part else { return self.locate(&finding.place) };
        let span = self.locator.as_ref()?.locate_part(&self.draft.document, &finding.place, part)?;
        Some(self.located(span))
    }

    fn located(&self, span: Range<usize>) -> Located {
        let source = self.draft.document.source();
        let (start, end) = (source.place(span.start), source.place(span.end));
        Located { span, start, end }
    }

    /// `release.json:47:33`, or the name of the file alone.
    pub fn position(&self, place: &Place) -> String {
        self.words_for(self.locate(place).as_ref())
    }

    /// As [`Self::position`], of what a finding is about.
    pub fn position_of(&self, finding: &Finding) -> String {
        self.words_for(self.locate_finding(finding).as_ref())
    }

    fn words_for(&self, located: Option<&Located>) -> String {
        let label = &self.draft.label;
        match located {
            Some(Located { start, .. }) => format!("{label}:{}:{}", start.line, start.column),
            None => label.clone(),
        }
    }

    /// Where the part of a text begins and ends that a finding is about, counted in that text alone.
    pub fn inside(&self, finding: &Finding) -> Option<(TextPlace, TextPlace)> {
        let Place { owner, path } = &finding.place;
        let (text, part) = (self.draft.document.value(*owner, path)?.as_str()?, finding.part.as_ref()?);
        Some((TextPlace::of(text, part.start), TextPlace::of(text, part.end)))
    }

    pub fn names(&self, place: &Place) -> Names<'_> {
        let pipeline = self.draft.document.pipeline();
        match place.owner {
            Owner::Pipeline | Owner::Extras => Names { stage: None, action: None },
            Owner::Stage(id) => Names { stage: pipeline.stage(id).map(Stage::name), action: None },
            Owner::Action(id) => {
                let (stage, action) = pipeline.action(id).unzip();
                Names { stage: stage.map(Stage::name), action: action.map(Action::name) }
            }
        }
    }

    /// Where the suppression stands that took a finding out.
    pub fn place_of_suppression(suppressed: &Suppressed) -> Place {
        Place::at(Owner::Extras, Path::key("suppressions").then(suppressed.index))
    }

    pub fn tally(&self) -> Tally {
        Tally::of([self])
    }
}

impl Tally {
    pub fn of<'c>(all: impl IntoIterator<Item = &'c Checked>) -> Self {
        let mut tally = Self::default();
        for checked in all {
            for finding in &checked.findings {
                match finding.severity {
                    Severity::Error => tally.errors += 1,
                    Severity::Warning => tally.warnings += 1,
                    Severity::Hint => tally.hints += 1,
                }
            }
            tally.suppressed += checked.suppressed.len();
        }
        tally
    }

    /// "2 errors, 1 warning"; without what there is none of, and `None` if there is nothing. What is suppressed is
    /// told by [`Self::suppressed_words`].
    pub fn words(self) -> Option<String> {
        let Self { errors, warnings, hints, suppressed: _ } = self;
        let parts = [(errors, "error"), (warnings, "warning"), (hints, "hint")];
        let parts: Vec<String> = parts
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, word)| counted(count, word, &format!("{word}s")))
            .collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    }

    /// "3 suppressed", if there are any.
    pub fn suppressed_words(self) -> Option<String> {
        (self.suppressed > 0).then(|| format!("{} suppressed", self.suppressed))
    }
}
