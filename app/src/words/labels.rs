//! The names of changes in the language of the window.
//!
//! `core` names a change in English, as something to do: "Delete stage Build". The history shows it in the language
//! of the window ([`to_do`]), and once it is done it is told in the past ([`done`]). Both are read from the English
//! name by the sentences below, so that the name in a history does not depend on the language it was made in.
//! A name that is none of these, such as that of a fix, stays as it is.

use std::borrow::Cow;

use super::translate::{filled_in, text};
use crate::{tr, tr_mark, tr_n};

/// A name of a change, and what is said once it is done.
struct Sentence {
    to_do: &'static str,
    done: &'static str,
}

const fn row(to_do: &'static str, done: &'static str) -> Sentence {
    Sentence { to_do, done }
}

/// The first that fits is taken, so what says more stands before what says less.
static SENTENCES: &[Sentence] = &[
    row(tr_mark!("Add a push filter"), tr_mark!("Added a push filter")),
    row(tr_mark!("Add a pull request filter"), tr_mark!("Added a pull request filter")),
    row(tr_mark!("Add a trigger for {name}"), tr_mark!("Added a trigger for {name}")),
    row(tr_mark!("Add {what}"), tr_mark!("Added {what}")),
    row(tr_mark!("Bring back {what}"), tr_mark!("Brought back {what}")),
    row(tr_mark!("Change to V2"), tr_mark!("Changed to V2")),
    row(tr_mark!("Change {what}"), tr_mark!("Changed {what}")),
    row(tr_mark!("Connect {artifact} to {name}"), tr_mark!("Connected {artifact} to {name}")),
    row(tr_mark!("Cut {what}"), tr_mark!("Cut {what}")),
    row(tr_mark!("Delete {what}"), tr_mark!("Deleted {what}")),
    row(tr_mark!("Disable transition to {name}"), tr_mark!("Disabled transition to {name}")),
    row(tr_mark!("Disconnect {artifact} from {name}"), tr_mark!("Disconnected {artifact} from {name}")),
    row(tr_mark!("Disconnect {what}"), tr_mark!("Disconnected {what}")),
    row(tr_mark!("Duplicate {what}"), tr_mark!("Duplicated {what}")),
    row(tr_mark!("Edit text of {place}"), tr_mark!("Edited text of {place}")),
    row(tr_mark!("Edit text"), tr_mark!("Edited text")),
    row(tr_mark!("Edit {what}"), tr_mark!("Edited {what}")),
    row(tr_mark!("Enable transition to {name}"), tr_mark!("Enabled transition to {name}")),
    row(tr_mark!("Filter by {key}"), tr_mark!("Filtered by {key}")),
    row(tr_mark!("Fix {n} problems"), tr_mark!("Fixed {n} problems")),
    row(
        tr_mark!("Merge version {version} of the account"),
        tr_mark!("Merged version {version} of the account"),
    ),
    row(tr_mark!("Move {what} to a new stage"), tr_mark!("Moved {what} to a new stage")),
    row(tr_mark!("Move {what}"), tr_mark!("Moved {what}")),
    row(tr_mark!("Paste {what}"), tr_mark!("Pasted {what}")),
    row(tr_mark!("Remember what is published"), tr_mark!("Remembered what is published")),
    row(tr_mark!("Remove namespace"), tr_mark!("Removed namespace")),
    row(tr_mark!("Remove suppression"), tr_mark!("Removed suppression")),
    row(tr_mark!("Remove the filter"), tr_mark!("Removed the filter")),
    row(tr_mark!("Remove the trigger"), tr_mark!("Removed the trigger")),
    row(tr_mark!("Remove {what} of {all}"), tr_mark!("Removed {what} of {all}")),
    row(tr_mark!("Remove {what}"), tr_mark!("Removed {what}")),
    row(tr_mark!("Rename {old} to {new}"), tr_mark!("Renamed {old} to {new}")),
    row(tr_mark!("Rename {what}"), tr_mark!("Renamed {what}")),
    row(tr_mark!("Revert {what}"), tr_mark!("Reverted {what}")),
    row(tr_mark!("Set {what} of the filter"), tr_mark!("Set {what} of the filter")),
    row(tr_mark!("Set {what} of {all}"), tr_mark!("Set {what} of {all}")),
    row(tr_mark!("Set {what}"), tr_mark!("Set {what}")),
    row(tr_mark!("Suppress {rule}"), tr_mark!("Suppressed {rule}")),
    row(tr_mark!("Tie note to {what}"), tr_mark!("Tied note to {what}")),
    row(tr_mark!("Untie {what}"), tr_mark!("Untied {what}")),
    row(tr_mark!("Use artifact {artifact} in {name}"), tr_mark!("Used artifact {artifact} in {name}")),
];

/// The name of a change, as it stands in the history.
pub fn to_do(label: &str) -> Cow<'_, str> {
    if super::translate::tag_here().is_none() {
        return Cow::Borrowed(label);
    }
    told(label, |sentence| sentence.to_do)
}

/// What was done, once it is.
pub fn done(label: &str) -> Cow<'_, str> {
    told(label, |sentence| sentence.done)
}

fn told(label: &str, form: impl Fn(&Sentence) -> &'static str) -> Cow<'_, str> {
    for sentence in SENTENCES {
        if let Some(values) = matched(sentence.to_do, label) {
            let values: Vec<(&str, String)> =
                values.into_iter().map(|(name, value)| (name, thing(value))).collect();
            return Cow::Owned(filled_in(text(form(sentence)), &values));
        }
    }
    Cow::Borrowed(label)
}

/// The values of a text that was made by a pattern; `None` if it was not.
fn matched<'a>(pattern: &'static str, label: &'a str) -> Option<Vec<(&'static str, &'a str)>> {
    let mut parts = pattern.split('{');
    let mut rest = label.strip_prefix(parts.next()?)?;
    let mut values = Vec::new();
    let mut is_open = false;
    for part in parts {
        let (name, behind) = part.split_once('}')?;
        let end = if behind.is_empty() { rest.len() } else { rest.find(behind)? };
        values.push((name, &rest[..end]));
        rest = &rest[end + behind.len()..];
        is_open = behind.is_empty();
    }
    let is_whole = rest.is_empty() && values.iter().all(|(_, value)| !value.is_empty());
    (is_whole && (is_open || pattern.ends_with(|c| c != '}'))).then_some(values)
}

/// What a change is about: "stage Build", "3 actions", "2 stages and 1 action"; names stay as they are.
pub fn thing(english: &str) -> String {
    if let Some((one, other)) = english.split_once(" and ")
        && let (Some(one), Some(other)) = (counted(one), counted(other))
    {
        return tr!("{one} and {other}", one = one, other = other);
    }
    counted(english).or_else(|| kind(english)).unwrap_or_else(|| english.to_owned())
}

fn counted(english: &str) -> Option<String> {
    let (count, kind) = english.split_once(' ')?;
    let count: usize = count.parse().ok()?;
    Some(match kind {
        "action" | "actions" => tr_n!(count, "{n} action", "{n} actions"),
        "stage" | "stages" => tr_n!(count, "{n} stage", "{n} stages"),
        "note" | "notes" => tr_n!(count, "{n} note", "{n} notes"),
        "artifact" | "artifacts" => tr_n!(count, "{n} artifact", "{n} artifacts"),
        _ => return None,
    })
}

fn kind(english: &str) -> Option<String> {
    let alone = match english {
        "note" => tr!("note"),
        "the run order" => tr!("the run order"),
        "the Region" => tr!("the Region"),
        "the role" => tr!("the role"),
        _ => "",
    };
    if !alone.is_empty() {
        return Some(alone.to_owned());
    }
    let (kind, name) = english.split_once(' ')?;
    Some(match kind {
        "stage" => tr!("stage {name}", name = name),
        "artifact" => tr!("artifact {name}", name = name),
        "namespace" => tr!("namespace {name}", name = name),
        "output" => tr!("output {name}", name = name),
        "parameter" => tr!("parameter {name}", name = name),
        "variable" => tr!("variable {name}", name = name),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::language::Language;
    use crate::words::translate::use_here;

    #[test]
    fn what_was_done_is_told_in_the_past() {
        for (label, expect) in [
            ("Delete Build", "Deleted Build"),
            ("Delete stage Build", "Deleted stage Build"),
            ("Delete 3 actions", "Deleted 3 actions"),
            ("Disconnect App from Build", "Disconnected App from Build"),
            ("Disconnect 2 artifacts", "Disconnected 2 artifacts"),
            ("Paste 1 stage and 2 actions", "Pasted 1 stage and 2 actions"),
            ("Rename stage Build to Make", "Renamed stage Build to Make"),
            ("Set Build › Make › runOrder", "Set Build › Make › runOrder"),
            ("Edit text", "Edited text"),
            ("Move Build to a new stage", "Moved Build to a new stage"),
            ("Merge version 3 of the account", "Merged version 3 of the account"),
            ("Use an event rule", "Use an event rule"),
            ("Delete", "Delete"),
            ("", ""),
        ] {
            assert_eq!(done(label), expect);
            assert_eq!(to_do(label), label);
        }
    }

    #[test]
    fn both_forms_follow_the_language() {
        let words = r#"{"Delete {what}": "{what} löschen", "Deleted {what}": "{what} gelöscht",
            "stage {name}": "Stage {name}", "{n} actions": {"one": "{n} Aktion", "other": "{n} Aktionen"},
            "{one} and {other}": "{one} und {other}", "Rename {old} to {new}": "{old} in {new} umbenennen"}"#;
        use_here(Some(Box::leak(Box::new(Language::from_json("de", words).unwrap()))));
        assert_eq!(to_do("Delete stage Build"), "Stage Build löschen");
        assert_eq!(done("Delete 1 action"), "1 Aktion gelöscht");
        assert_eq!(done("Delete 2 stages and 3 actions"), "2 stages und 3 Aktionen gelöscht");
        assert_eq!(to_do("Rename {old} to {new}"), "{old} in {new} umbenennen");
        assert_eq!(to_do("Use an event rule"), "Use an event rule");
        use_here(None);
    }

    #[test]
    fn each_sentence_is_found_by_its_own_pattern() {
        for sentence in SENTENCES {
            let label: String = sentence
                .to_do
                .split(['{', '}'])
                .enumerate()
                .map(|(at, part)| if at % 2 == 1 { "X" } else { part })
                .collect();
            let first = SENTENCES.iter().find(|other| matched(other.to_do, &label).is_some());
            assert_eq!(first.map(|first| first.to_do), Some(sentence.to_do), "{label}");
        }
    }
}
