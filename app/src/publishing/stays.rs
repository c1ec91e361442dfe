//! What a design holds beside the pipeline, which AWS has no place for.

use pipewright_core::document::Document;

use crate::words::counted;

/// How much of each kind stays in the design.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StaysHere {
    pub notes: usize,
    /// Findings that somebody accepted.
    pub accepted: usize,
    /// Whose values are sent in their place.
    pub parameters: usize,
}

impl StaysHere {
    pub fn of(document: &Document) -> Self {
        Self {
            notes: document.notes().count(),
            accepted: document.suppressions().count(),
            parameters: document.parameters().len(),
        }
    }

    /// A sentence for each kind there is.
    pub fn sentences(self) -> Vec<String> {
        let Self { notes, accepted, parameters } = self;
        let kinds = [
            (notes, "note stays", "notes stay", "AWS has no place for that"),
            (accepted, "accepted finding stays", "accepted findings stay", "AWS has no place for that"),
            (parameters, "parameter stays", "parameters stay", "AWS gets the values"),
        ];
        let kinds = kinds.into_iter().filter(|(count, ..)| *count > 0);
        kinds
            .map(|(count, one, many, why)| format!("{} in the design: {why}.", counted(count, one, many)))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_there_is_told() {
        let none = Document::read_text(r#"{"name": "web", "stages": []}"#).unwrap();
        assert_eq!(StaysHere::of(&none).sentences(), Vec::<String>::new());
        let text = r#"{"pipeline": {"name": "web", "stages": []},
            "pipewright": {"notes": [{"text": "a"}, {"text": "b"}], "parameters": {"Stage": {"default": "x"}}}}"#;
        let some = StaysHere::of(&Document::read_text(text).unwrap());
        assert_eq!(some, StaysHere { notes: 2, accepted: 0, parameters: 1 });
        assert_eq!(
            some.sentences(),
            [
                "2 notes stay in the design: AWS has no place for that.",
                "1 parameter stays in the design: AWS gets the values.",
            ]
        );
    }
}
