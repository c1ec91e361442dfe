//! Who can take what an action makes, and why others cannot.

use pipewright_core::flow::Moment;
use pipewright_core::layout::Card;
use pipewright_core::pipeline::{Action, ActionId};

use crate::editor::{Editor, provider_of};
use crate::{tr, tr_n};

/// Whether an action can take an output of another; the reason in words if not.
///
/// `output` is `None` for an output that is made with the wire. `without` is an input that would be given up.
pub fn verdict(
    editor: &Editor,
    (from, output): (ActionId, Option<usize>),
    to: ActionId,
    without: Option<(ActionId, usize)>,
) -> Result<(), String> {
    let pipeline = editor.document().pipeline();
    let (Some((_, maker)), Some((_, taker))) = (pipeline.action(from), pipeline.action(to)) else {
        return Err(tr!("It is no longer there").to_owned());
    };
    if from == to {
        return Err(tr!("An action cannot take what it makes itself").to_owned());
    }
    if !runs_later(editor, from, to) {
        return Err(tr!(
            "{taker} starts before {maker} has ended",
            taker = taker.name(),
            maker = maker.name()
        ));
    }
    let artifact = output.and_then(|index| maker.output_artifacts().nth(index));
    if let Some(artifact) = artifact
        && taker.input_artifacts().any(|name| name == artifact)
    {
        return Err(tr!("{taker} takes {artifact} already", taker = taker.name(), artifact = artifact));
    }
    let given_up = usize::from(without.is_some_and(|(taker, _)| taker == to));
    has_room(taker, given_up)
}

/// Whether an action takes one more artifact at all.
fn has_room(taker: &Action, given_up: usize) -> Result<(), String> {
    let Some(provider) = provider_of(taker) else { return Ok(()) };
    let max = provider.input_artifacts.max;
    if max == 0 {
        return Err(tr!("{provider} takes no artifacts", provider = provider.name));
    }
    if taker.input_artifacts().count() - given_up.min(taker.input_artifacts().count()) >= max {
        return Err(tr_n!(
            max,
            "{provider} takes {n} artifact at most",
            "{provider} takes {n} artifacts at most",
            provider = provider.name
        ));
    }
    Ok(())
}

/// All that can take an output, those added last first.
pub fn takers(editor: &Editor, from: ActionId, output: Option<usize>) -> Vec<ActionId> {
    let actions = editor.document().pipeline().actions().map(|(_, action)| action.id);
    let mut found: Vec<ActionId> =
        actions.filter(|to| verdict(editor, (from, output), *to, None).is_ok()).collect();
    found.sort_unstable_by(|a, b| b.cmp(a));
    found
}

/// Whether the action of a card can take what another makes, whichever of it.
pub fn can_take(editor: &Editor, from: ActionId, card: &Card, action: &Action) -> bool {
    let to = Moment { stage: card.stage, run_order: action.run_order() };
    moment(editor, from).is_some_and(|from| from < to) && has_room(action, 0).is_ok()
}

fn runs_later(editor: &Editor, from: ActionId, to: ActionId) -> bool {
    moment(editor, from).zip(moment(editor, to)).is_some_and(|(from, to)| from < to)
}

/// When an action runs, whether its stage is folded or not.
fn moment(editor: &Editor, id: ActionId) -> Option<Moment> {
    let pipeline = editor.document().pipeline();
    let (stage, index) = match editor.derived().face(id) {
        Some(face) => face.at,
        None => pipeline.action_index(id)?,
    };
    let action = pipeline.stages.get(stage)?.actions.get(index)?;
    Some(Moment { stage, run_order: action.run_order() })
}
