//! What a rule says about a document.

use std::ops::Range;

use crate::document::Place;
use crate::edit::Edit;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// AWS refuses it, or it is certain to fail.
    Error,
    /// It fails under conditions, is deprecated or unsafe.
    Warning,
    /// Advice.
    Hint,
}

impl Severity {
    /// In small letters, as machines and tables write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Hint => "hint",
        }
    }
}

/// One finding of one rule.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The rule, such as `CP0503`; [`super::explain`] tells about it.
    pub code: &'static str,
    /// That of the rule, or a milder one where less is certain.
    pub severity: Severity,
    /// What is wrong: one short sentence without a full stop.
    pub message: String,
    /// The offending value; for a missing one the place where it would stand.
    pub place: Place,
    /// The part of the text at `place` that it is about, in bytes of the text as it is meant; `None` for all of it.
    /// A reference to a variable, or a value of JSON that is written in a text.
    pub part: Option<Range<usize>>,
    /// Other places that belong to it.
    pub related: Vec<Related>,
    /// What to do.
    pub help: Option<String>,
    /// Ways to repair it. One that is the only right answer stands alone.
    pub fixes: Vec<Fix>,
}

/// Another place that has to do with a finding.
#[derive(Clone, Debug, PartialEq)]
pub struct Related {
    /// The place.
    pub place: Place,
    /// Its part in it, such as "made here".
    pub message: String,
}

/// A repair.
#[derive(Clone, Debug, PartialEq)]
pub struct Fix {
    /// What it does, such as "Use artifact Image".
    pub label: String,
    /// The steps.
    pub edits: Vec<Edit>,
    /// Whether it may be applied unseen: it is the one right answer and keeps what was meant.
    ///
    /// By itself it raises no finding; but an error hides what else there is to say about its value, and that may
    /// come to light. So [`super::repair()`] applies a safe fix only where afterwards there are fewer findings and no
    /// code that was not there before.
    pub is_safe: bool,
}

impl Finding {
    /// Adds another place.
    pub(super) fn relate(&mut self, place: Place, message: impl Into<String>) -> &mut Self {
        self.related.push(Related { place, message: message.into() });
        self
    }

    /// Points at a part of the text at its place.
    pub(super) fn point_at(&mut self, part: impl Into<Option<Range<usize>>>) -> &mut Self {
        self.part = part.into();
        self
    }

    /// Says what to do.
    pub(super) fn advise(&mut self, help: impl Into<String>) -> &mut Self {
        self.help = Some(help.into());
        self
    }

    /// Adds a repair a person should look at.
    pub(super) fn offer(&mut self, label: impl Into<String>, edits: Vec<Edit>) -> &mut Self {
        self.push_fix(label.into(), edits, false)
    }

    /// Adds a repair that may be applied unseen.
    pub(super) fn offer_safe(&mut self, label: impl Into<String>, edits: Vec<Edit>) -> &mut Self {
        self.push_fix(label.into(), edits, true)
    }

    /// Makes it milder than its rule is, where the facts are less certain.
    pub(super) fn at_most(&mut self, severity: Severity) -> &mut Self {
        self.severity = self.severity.max(severity);
        self
    }

    fn push_fix(&mut self, label: String, edits: Vec<Edit>, is_safe: bool) -> &mut Self {
        // Some intents have nothing to do; a fix without effect is none.
        if !edits.is_empty() {
            self.fixes.push(Fix { label, edits, is_safe });
        }
        self
    }
}
