//! What a form cannot hold, or holds otherwise. Every writer of another form returns it beside the text, so that
//! nothing is dropped in silence.

use serde_json::{Value, json};

use crate::document::{Document, Owner, Place};
use crate::pipeline::Path;
use crate::solution::Input;

/// How faithful a text is to the design it was written from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fidelity {
    /// In the order they were met, none twice.
    pub losses: Vec<Loss>,
}

/// One thing that is lost, or changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    /// Where it stands in the design.
    pub place: Place,
    /// What is lost: a noun, such as "the timeout of the rule \"Gate\"".
    pub what: String,
    /// Why, and what to do about it: whole sentences.
    pub why: String,
    /// How much it matters.
    pub severity: Severity,
}

/// How much a loss matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nobody misses it: AWS fills it in, or it is for people only.
    Note,
    /// The pipeline works and behaves differently.
    Changed,
    /// Nothing is lost, but a secret can be read by whoever gets the text.
    Exposed,
    /// The pipeline does not work as designed, or is refused.
    Broken,
}

impl Severity {
    /// For programs and people: `note`, `changed`, `exposed`, `broken`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Changed => "changed",
            Self::Exposed => "exposed",
            Self::Broken => "broken",
        }
    }
}

impl Fidelity {
    /// Notes a loss.
    pub fn lose(
        &mut self,
        severity: Severity,
        place: Place,
        what: impl Into<String>,
        why: impl Into<String>,
    ) {
        let loss = Loss { place, what: what.into(), why: why.into(), severity };
        if !self.losses.contains(&loss) {
            self.losses.push(loss);
        }
    }

    /// Notes a loss of the pipeline itself.
    pub fn lose_of_pipeline(&mut self, severity: Severity, what: impl Into<String>, why: impl Into<String>) {
        self.lose(severity, Place::of(Owner::Pipeline), what, why);
    }

    /// Notes what stands beside the pipeline in the file and is not among `taken`.
    pub fn lose_extras(&mut self, document: &Document, taken: &[&str]) {
        for key in document.extras().into_iter().flat_map(|extras| extras.keys()) {
            if !taken.contains(&key.as_str()) {
                let place = Place::at(Owner::Extras, Path::key(key.clone()));
                let what = format!("`{key}` of the project");
                self.lose(Severity::Note, place, what, "There is no place for it. Keep the project file.");
            }
        }
    }

    /// Notes a parameter that nothing in the text uses, so that nobody is asked for its value.
    pub(crate) fn lose_unused(&mut self, document: &Document, input: &Input) {
        if let Some(parameter) = document.parameter(&input.name) {
            let what = format!("the parameter {}", input.name);
            self.lose(Severity::Note, parameter.place, what, "Nothing in this text uses it.");
        }
    }

    /// Notes what another form has lost already.
    pub fn extend(&mut self, other: Self) {
        for Loss { place, what, why, severity } in other.losses {
            self.lose(severity, place, what, why);
        }
    }

    /// Whether everything survives.
    pub fn is_whole(&self) -> bool {
        self.losses.is_empty()
    }

    /// How much the worst loss matters; `None` if there is none.
    pub fn worst(&self) -> Option<Severity> {
        self.losses.iter().map(|loss| loss.severity).max()
    }

    /// A line of words for each loss: `Build › Compile › commands: the commands. Terraform has no …`.
    pub fn lines(&self, document: &Document) -> Vec<String> {
        self.losses.iter().map(|loss| loss.line(document)).collect()
    }

    /// For programs. Paths lead from the root of the file.
    pub fn to_json(&self, document: &Document) -> Value {
        let losses = self.losses.iter().map(|loss| {
            json!({
                "severity": loss.severity.word(),
                "place": document.place_label(&loss.place),
                "path": document.path_in_file(&loss.place).to_string(),
                "what": loss.what,
                "why": loss.why,
            })
        });
        json!({ "losses": losses.collect::<Vec<_>>() })
    }
}

impl Loss {
    /// The loss in words, in one line.
    pub fn line(&self, document: &Document) -> String {
        format!("{}: {}. {}", document.place_label(&self.place), self.what, self.why)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn loss_of_version() -> Fidelity {
        let mut fidelity = Fidelity::default();
        let place = || Place::at(Owner::Pipeline, Path::key("version"));
        fidelity.lose(Severity::Note, place(), "the version", "AWS counts it.");
        fidelity.lose(Severity::Note, place(), "the version", "AWS counts it.");
        fidelity
    }

    #[test]
    fn a_loss_is_told_once() {
        let document = Document::blank("shop");
        let fidelity = loss_of_version();
        assert_eq!(fidelity.lines(&document), ["pipeline › version: the version. AWS counts it."]);
        assert!(!fidelity.is_whole());
        assert!(Fidelity::default().is_whole());
    }

    #[test]
    fn programs_read_where_it_stands_in_the_file() {
        let document = Document::blank("shop");
        let expected = json!({"losses": [{
            "severity": "note",
            "place": "pipeline › version",
            "path": "pipeline.version",
            "what": "the version",
            "why": "AWS counts it.",
        }]});
        assert_eq!(loss_of_version().to_json(&document), expected);
    }

    #[test]
    fn the_worst_loss_counts() {
        let mut fidelity = loss_of_version();
        assert_eq!(fidelity.worst(), Some(Severity::Note));
        fidelity.lose_of_pipeline(Severity::Broken, "it", "It.");
        fidelity.lose_of_pipeline(Severity::Changed, "that", "That.");
        assert_eq!(fidelity.worst(), Some(Severity::Broken));
    }
}
