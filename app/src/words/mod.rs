//! What the interface calls things of a pipeline, and its texts in other languages ([`translate`]).

pub mod catalogs;
pub mod changes;
pub mod labels;
pub mod language;
pub mod numbers;
pub mod translate;

use pipewright_core::catalog::Category;
use pipewright_core::pipeline::{Action, Badge, ConditionKind, Stage};

use crate::editor::provider_of;
use crate::look::{Hue, icons};
use crate::tr;

pub use numbers::{moment, number};
pub use translate::{filled, in_sentence, of_catalog, plural, sentence, text};

/// The hue of an action's category; unknown categories look like compute.
pub fn hue_of(action: &Action) -> Hue {
    Category::parse(action.action_type().category).map_or(Hue::Compute, hue_of_category)
}

pub fn hue_of_category(category: Category) -> Hue {
    match category {
        Category::Source => Hue::Source,
        Category::Build => Hue::Build,
        Category::Test => Hue::Test,
        Category::Deploy => Hue::Deploy,
        Category::Approval => Hue::Approval,
        Category::Invoke => Hue::Invoke,
        Category::Compute => Hue::Compute,
    }
}

/// The letters on an action's tile.
pub fn letters_of(action: &Action) -> &str {
    if let Some(provider) = provider_of(action) {
        return tile_letters(&provider.code);
    }
    let name = action.action_type().provider;
    let end = name.char_indices().nth(2).map_or(name.len(), |(at, _)| at);
    if name.is_empty() { "?" } else { &name[..end] }
}

/// The catalog writes letters; an approval is shown by its sign.
pub fn tile_letters(code: &str) -> &str {
    if code == "Ap" { icons::CHECK } else { code }
}

/// The second line of a card: what runs the action.
pub fn provider_name(action: &Action) -> &str {
    match provider_of(action) {
        Some(provider) => &provider.name,
        None if action.odd.is_some() => tr!("not an object"),
        None if action.action_type().provider.is_empty() => tr!("no provider"),
        None => action.action_type().provider,
    }
}

/// Whether the action may make artifacts; of unknown types nobody knows.
pub fn may_have_output(action: &Action) -> bool {
    provider_of(action).is_none_or(|provider| provider.output_artifacts.max > 0)
}

/// Something a stage does besides running its actions, in words and as an icon for where there is no room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StageBadge {
    /// The part of the stage it stands for.
    pub kind: ConditionKind,
    pub icon: &'static str,
    pub text: &'static str,
}

/// What stands on a stage besides its name: conditions, retry, rollback.
pub fn stage_badges(stage: &Stage) -> Vec<StageBadge> {
    let words = |badge| match badge {
        Badge::RollBack => (icons::UNDO, tr!("roll back on failure")),
        Badge::RetryAll => (icons::REFRESH, tr!("retry all actions")),
        Badge::RetryFailed => (icons::REFRESH, tr!("retry failed actions")),
        Badge::OnFailure => (icons::WARNING, tr!("condition on failure")),
        Badge::MaySkip => (icons::ARROW_RIGHT, tr!("may be skipped")),
        Badge::Entry => (icons::LOCK, tr!("entry condition")),
        Badge::Success => (icons::CHECK, tr!("success condition")),
    };
    let badge = |badge: Badge| {
        let (icon, text) = words(badge);
        StageBadge { kind: badge.kind(), icon, text }
    };
    stage.badges().into_iter().map(badge).collect()
}

/// "1 error", "2 errors".
pub fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// An account number as AWS writes it for people: `1234 5678 9012`.
pub fn grouped(account: &str) -> String {
    let chars: Vec<char> = account.chars().collect();
    chars.chunks(4).map(|chunk| chunk.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}
