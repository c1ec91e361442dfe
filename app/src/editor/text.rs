//! The text of the open document, and a draft of it that does not parse.
//!
//! A text that parses is an edit like any other. One that does not stays beside the document as a [`Draft`]: nothing
//! of it is lost by looking elsewhere, saving or undoing, and the document remains what the last good text said.

use std::borrow::Cow;
use std::sync::Arc;

use pipewright_core::document::{Document, ReadError, ReadErrorKind};
use pipewright_core::edit::{EditError, text};

use super::Editor;
use crate::tr;

/// A text that does not parse.
#[derive(Clone, Debug)]
pub struct Draft {
    pub text: String,
    /// Where and why.
    pub error: ReadError,
    /// The document's text that it departs from.
    base: Arc<str>,
    /// Counts up with every draft of this document.
    version: u64,
}

impl Draft {
    /// Where it breaks: "line 12, column 5".
    pub fn place_words(&self) -> String {
        let place = self.error.place;
        tr!("line {line}, column {column}", line = place.line, column = place.column)
    }

    /// What was expected, and what is there.
    pub fn what(&self) -> String {
        match &self.error.kind {
            ReadErrorKind::NotJson { message } => message.clone(),
            kind => kind.to_string(),
        }
    }
}

/// Which text is shown; another one as soon as anything of it differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextVersion {
    revision: u64,
    draft: Option<u64>,
    /// Counts up with each save, which may change nothing but the text.
    save: u64,
}

/// What an editor knows of texts.
#[derive(Debug, Default)]
pub(super) struct Texts {
    pub draft: Option<Draft>,
    /// A draft taken back by undo, and the state of the history at which redo brings it again.
    undone: Option<(Draft, u64)>,
    drafts: u64,
    saves: u64,
    /// The revision at which the source text is the document's text as it is.
    exact: Option<u64>,
    /// What is in the file.
    pub saved: Option<Arc<str>>,
    /// What was read from the account or published to it last.
    pub published: Option<Arc<str>>,
}

impl Texts {
    /// Takes note that this is now in the file, and the source of the document at this revision.
    pub fn saved(&mut self, text: &str, revision: u64) {
        self.saved = Some(text.into());
        self.exact = Some(revision);
        self.saves += 1;
    }

    /// Of a document that was just read.
    pub fn of(document: &Document) -> Self {
        Self { exact: Some(document.revision()), ..Self::default() }
    }
}

impl Editor {
    /// The text of the document.
    pub fn text(&self) -> Cow<'_, str> {
        if self.texts.exact == Some(self.document.revision()) {
            Cow::Borrowed(self.document.source().text())
        } else {
            Cow::Owned(self.document.to_text())
        }
    }

    /// The draft, while the text does not parse.
    pub fn draft(&self) -> Option<&Draft> {
        self.texts.draft.as_ref()
    }

    pub fn text_version(&self) -> TextVersion {
        TextVersion {
            revision: self.document.revision(),
            draft: self.texts.draft.as_ref().map(|draft| draft.version),
            save: self.texts.saves,
        }
    }

    /// The text in the file.
    pub fn saved_text(&self) -> Option<&Arc<str>> {
        self.texts.saved.as_ref()
    }

    /// The text that was read from the account or published to it last.
    pub fn published_text(&self) -> Option<&Arc<str>> {
        self.texts.published.as_ref()
    }

    /// Takes note that the document is what is in the account.
    pub fn set_published(&mut self) {
        self.texts.published = Some(self.text().into());
    }

    /// Takes note of what is in the account.
    pub fn published_as(&mut self, text: &str) {
        self.texts.published = Some(text.into());
    }

    /// Takes note of what is in the file of a document that was recovered.
    pub fn compare_with_file(&mut self, text: &str) {
        self.texts.saved = Some(text.into());
    }

    /// Takes a text that a person typed: as a change if it parses, else as a draft.
    ///
    /// # Errors
    /// If the change does not apply, which would be a fault of this program.
    pub fn type_text(&mut self, text: &str) -> Result<(), EditError> {
        match text::replace(&self.document, text) {
            Ok(change) => {
                self.texts.draft = None;
                self.texts.undone = None;
                if let Some(change) = change {
                    self.run(&change)?;
                    self.texts.exact = Some(self.document.revision());
                }
            }
            Err(error) => self.keep_draft(text.to_owned(), error),
        }
        Ok(())
    }

    fn keep_draft(&mut self, text: String, error: ReadError) {
        let base = match self.texts.draft.take() {
            Some(draft) => draft.base,
            None => self.text().into(),
        };
        self.texts.drafts += 1;
        self.texts.undone = None;
        self.texts.draft = Some(Draft { text, error, base, version: self.texts.drafts });
    }

    /// Gives the draft up for the text of the document; redo brings it back.
    pub fn take_back_draft(&mut self) -> bool {
        let Some(draft) = self.texts.draft.take() else { return false };
        self.texts.undone = Some((draft, self.history.state()));
        true
    }

    /// Brings the draft back that was taken back last, if the document is again as it was then.
    pub(super) fn draft_again(&mut self) -> bool {
        if !self.has_undone_draft() {
            return false;
        }
        let Some((mut draft, _)) = self.texts.undone.take() else { return false };
        self.texts.drafts += 1;
        draft.version = self.texts.drafts;
        self.texts.draft = Some(draft);
        self.rebase_draft();
        true
    }

    pub(super) fn has_undone_draft(&self) -> bool {
        self.texts.undone.as_ref().is_some_and(|(_, state)| *state == self.history.state())
    }

    /// Lets the draft follow a document that was changed elsewhere: what changed in the text around it changes in the
    /// draft as well. A draft of what was changed itself stays as it is.
    pub(super) fn rebase_draft(&mut self) {
        let Some(draft) = self.texts.draft.take() else { return };
        let text: Arc<str> = self.text().into();
        let rebased = rebase(&draft.base, &text, &draft.text).unwrap_or(draft.text);
        self.texts.drafts += 1;
        let version = self.texts.drafts;
        // What does not parse does not begin to by a change beside it; else it is a draft until the next letter.
        let error = Document::read_text(&rebased).err().unwrap_or(draft.error);
        self.texts.draft = Some(Draft { text: rebased, error, base: text, version });
    }
}

/// `draft`, which was made from `base`, with what changed from `base` to `new`; `None` if both changed the same part.
fn rebase(base: &str, new: &str, draft: &str) -> Option<String> {
    let (start, end, with) = difference(base, new);
    let (draft_start, draft_end, _) = difference(base, draft);
    if end <= draft_start {
        return Some([&draft[..start], with, &draft[end..]].concat());
    }
    if draft_end <= start {
        let moved = |at: usize| draft.len() - (base.len() - at);
        return Some([&draft[..moved(start)], with, &draft[moved(end)..]].concat());
    }
    None
}

/// The part of `old` that differs, and what stands there in `new`.
pub fn difference<'a>(old: &str, new: &'a str) -> (usize, usize, &'a str) {
    let head = old.bytes().zip(new.bytes()).take_while(|(old, new)| old == new).count();
    let head =
        (0..=head).rev().find(|at| old.is_char_boundary(*at) && new.is_char_boundary(*at)).unwrap_or(0);
    let room = old.len().min(new.len()) - head;
    let same =
        old.bytes().rev().zip(new.bytes().rev()).take(room).take_while(|(old, new)| old == new).count();
    let is_boundary =
        |back: &usize| old.is_char_boundary(old.len() - back) && new.is_char_boundary(new.len() - back);
    let tail = (0..=same).rev().find(is_boundary).unwrap_or(0);
    (head, old.len() - tail, &new[head..new.len() - tail])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_is_the_part_between_what_is_equal() {
        assert_eq!(difference("abc", "abc"), (3, 3, ""));
        assert_eq!(difference("abc", "axc"), (1, 2, "x"));
        assert_eq!(difference("aa", "aaa"), (2, 2, "a"));
        assert_eq!(difference("é", "è"), (0, 2, "è"));
        assert_eq!(difference("", "x"), (0, 0, "x"));
    }

    #[test]
    fn a_draft_follows_what_changes_beside_it() {
        let base = "one two three";
        assert_eq!(rebase(base, "ONE two three", "one two thr").as_deref(), Some("ONE two thr"));
        assert_eq!(rebase(base, "one two 3", "{one two three").as_deref(), Some("{one two 3"));
        assert_eq!(rebase(base, "one 2 three", "one tw three"), None);
    }
}
