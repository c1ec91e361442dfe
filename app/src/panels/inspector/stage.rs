//! The form of a stage.

use eframe::egui::Ui;
use serde_json::{Value, json};

use pipewright_core::catalog::Catalog;
use pipewright_core::pipeline::{Condition, ConditionKind, Conditions, Object, Path, Stage, StageId, shape};

use super::controls::{Look, Options};
use super::form::{Form, Spec};
use super::line::weak;
use super::problem;
use crate::editor::{Item, Selection};
use crate::intent::{AddAt, Intent};
use crate::look::widgets::{IconButton, Row};
use crate::look::{icons, tokens::space};
use crate::{tr, tr_n, words};

const KNOWN: &[&str] = &["name", "actions", "onFailure", "onSuccess", "beforeEntry"];

impl Form<'_> {
    pub(super) fn stage(&mut self, ui: &mut Ui, id: StageId) {
        let Some(stage) = self.document().pipeline().stage(id) else { return };
        if let Some(odd) = &stage.odd {
            Self::odd_owner(ui, tr!("a stage"), odd);
            return;
        }
        let check = |text: &str| problem::of_member(&shape::STAGE, "name", text);
        let look = Look { check: &check, ..Look::default() };
        self.name_text(ui, Spec::new(Path::key("name"), tr!("Name")), look);
        self.actions(ui, stage);
        self.conditions(ui, stage, ConditionKind::BeforeEntry);
        self.conditions(ui, stage, ConditionKind::OnSuccess);
        self.conditions(ui, stage, ConditionKind::OnFailure);
        if stage.members.keys().any(|key| !KNOWN.contains(&key.as_str())) {
            self.section(ui, tr!("Other members"));
            self.unknown_members(ui, &Path::default(), |key| KNOWN.contains(&key));
        }
    }

    fn actions(&mut self, ui: &mut Ui, stage: &Stage) {
        let limit = Catalog::get().limits().get("actionsPerStage").and_then(|limit| limit.max);
        let count = stage.actions.len();
        let title = limit.map_or_else(
            || tr!("Actions · {count}", count = count),
            |max| tr!("Actions · {count} of {max}", count = count, max = max),
        );
        self.section_with(ui, &title, |form, ui| {
            if IconButton::new(icons::PLUS, tr!("Add an action")).small().show(ui).clicked() {
                form.queue.push(Intent::AskWhatToAdd(AddAt::Selection));
            }
        });
        let mut actions: Vec<_> = stage.actions.iter().collect();
        actions.sort_by_key(|action| action.run_order());
        for action in &actions {
            let order = tr!("run order {number}", number = action.run_order());
            let row =
                Row::new(action.name()).tile(words::hue_of(action), words::letters_of(action)).detail(&order);
            if row.show(ui).clicked() {
                self.queue.push(Intent::Select(Selection::one(Item::Action(action.id))));
            }
        }
        if actions.is_empty() {
            weak(ui, tr!("None yet. A stage needs at least one action."));
        }
        self.problems(ui, &Path::key("actions"), None);
    }

    fn conditions(&mut self, ui: &mut Ui, stage: &Stage, kind: ConditionKind) {
        let has_any = stage.members.contains_key(kind.key());
        let is_v2 = self.document().pipeline().is_v2();
        let title = match kind {
            ConditionKind::BeforeEntry => tr!("Before entry"),
            ConditionKind::OnSuccess => tr!("On success"),
            ConditionKind::OnFailure => tr!("On failure"),
        };
        self.section_with(ui, title, |form, ui| {
            if is_v2 || has_any {
                form.rule_menu(ui, stage, kind);
            }
        });
        if !is_v2 && !has_any {
            weak(ui, tr!("Needs pipeline type V2"));
            return;
        }
        let path = Path::key(kind.key());
        if !stage.members.get(kind.key()).is_none_or(is_plain) {
            self.json(ui, Spec::new(path, kind.key()));
            return;
        }
        if kind == ConditionKind::OnFailure {
            self.result(ui, stage);
        }
        let conditions = stage.conditions(kind);
        let has_rules = conditions.is_some_and(|it| it.conditions().next().is_some());
        if let Some(conditions) = conditions {
            for (index, condition) in conditions.conditions().enumerate() {
                self.condition(ui, stage, kind, index, condition);
            }
        }
        let count =
            conditions.into_iter().flat_map(Conditions::conditions).flat_map(Condition::rules).count();
        let outcome = Outcome {
            result: conditions.and_then(Conditions::result),
            of_rules: conditions.and_then(|it| it.conditions().next()).and_then(Condition::result),
            rules: count,
            retries_all: conditions.and_then(Conditions::retry_mode) == Some("ALL_ACTIONS"),
        };
        ui.add_space(if has_rules || kind == ConditionKind::OnFailure { space::S } else { 0.0 });
        weak(ui, &outcome.meaning(kind));
        self.unknown_members(ui, &path, |key| ["result", "retryConfiguration", "conditions"].contains(&key));
        self.problems(ui, &path, None);
    }

    /// What happens on a failure, whatever the reason.
    fn result(&mut self, ui: &mut Ui, stage: &Stage) {
        let conditions = stage.conditions(ConditionKind::OnFailure);
        let current = conditions.and_then(Conditions::result);
        let path = Path::key("onFailure");
        let options = Options {
            items: vec![("ROLLBACK", tr!("Roll back"), None), ("RETRY", tr!("Retry"), None)],
            unset: Some(tr!("Nothing")),
            hint: tr!("nothing"),
        };
        let spec = Spec::new(path.clone().then("result"), tr!("If the stage fails"));
        if let Some(picked) = self.pick(ui, &spec, current, &options) {
            let members = conditions.map(|it| it.members.clone()).unwrap_or_default();
            self.set(&path, with_result(members, picked.0.as_deref()));
        }
        let retry = path.then("retryConfiguration");
        if current == Some("RETRY") || self.value(&retry).is_some() {
            let options = Options {
                items: vec![
                    ("FAILED_ACTIONS", tr!("Failed actions"), None),
                    ("ALL_ACTIONS", tr!("All actions"), None),
                ],
                unset: None,
                hint: tr!("failed actions"),
            };
            self.choice(ui, Spec::new(retry.then("retryMode"), tr!("What to retry")), &options);
        }
    }
}

/// The members of `onFailure` with another result; none if nothing is left.
fn with_result(mut members: Object, result: Option<&str>) -> Option<Value> {
    match result {
        Some(result) => {
            members.insert("result".to_owned(), json!(result));
        }
        None => {
            members.shift_remove("result");
        }
    }
    if result == Some("RETRY") {
        members.entry("retryConfiguration").or_insert_with(|| json!({"retryMode": "FAILED_ACTIONS"}));
    } else {
        members.shift_remove("retryConfiguration");
    }
    (!members.is_empty()).then_some(Value::Object(members))
}

/// Whether the rows of the form can show all of it.
fn is_plain(value: &Value) -> bool {
    let objects_in = |value: Option<&Value>, inner: &dyn Fn(&Value) -> bool| {
        value.is_none_or(|list| {
            list.as_array().is_some_and(|items| items.iter().all(|it| it.is_object() && inner(it)))
        })
    };
    value.is_object() && objects_in(value.get("conditions"), &|it| objects_in(it.get("rules"), &|_| true))
}

/// What a stage does before, after, or when it failed.
struct Outcome<'o> {
    /// On a failure, whatever the reason.
    result: Option<&'o str>,
    /// If a rule fails.
    of_rules: Option<&'o str>,
    rules: usize,
    retries_all: bool,
}

impl Outcome<'_> {
    /// One sentence.
    fn meaning(&self, kind: ConditionKind) -> String {
        match kind {
            ConditionKind::BeforeEntry => self.before_entry(),
            ConditionKind::OnSuccess => self.on_success(),
            ConditionKind::OnFailure => self.on_failure(),
        }
    }

    /// "If the rule fails" or "If one of the 3 rules fails"
    fn if_a_rule_fails(&self) -> String {
        tr_n!(self.rules, "If the rule fails", "If one of the {n} rules fails")
    }

    fn before_entry(&self) -> String {
        let when = self.if_a_rule_fails();
        match (self.rules, self.of_rules) {
            (0, _) => tr!("The stage begins as soon as the one before has succeeded.").to_owned(),
            (_, Some("SKIP")) => {
                tr!("{when}, the stage is skipped, and the run goes on with the next one.", when = when)
            }
            (_, _) => tr!("{when}, the stage fails before its actions begin, and the run ends.", when = when),
        }
    }

    fn on_success(&self) -> String {
        let when = self.if_a_rule_fails();
        match (self.rules, self.of_rules) {
            (0, _) => tr!("The run goes on as soon as all actions have succeeded.").to_owned(),
            (_, Some("ROLLBACK")) => tr!(
                "{when} after all actions have succeeded, the stage rolls back to the last run that succeeded in it.",
                when = when
            ),
            (_, _) => {
                tr!("{when}, the stage counts as failed although its actions have succeeded.", when = when)
            }
        }
    }

    fn on_failure(&self) -> String {
        match (self.result, self.rules) {
            (Some("RETRY"), _) if self.retries_all => {
                tr!("If an action fails, all actions of the stage are retried once; if one fails again, the run stops there.")
                    .to_owned()
            }
            (Some("RETRY"), _) => {
                tr!("If an action fails, the failed actions are retried once; if one fails again, the run stops there.")
                    .to_owned()
            }
            (Some("ROLLBACK"), 0) => {
                tr!("If an action fails, the stage rolls back to the last run that succeeded in it.").to_owned()
            }
            (_, 0) => tr!("If an action fails, the run stops there until somebody retries it.").to_owned(),
            (_, count) => tr_n!(
                count,
                "If an action fails and the rule fails, too, the stage rolls back to the last run that succeeded in it.",
                "If an action fails and one of the {n} rules fails, too, the stage rolls back to the last run that succeeded in it."
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(
        kind: ConditionKind,
        (result, of_rules): (Option<&str>, Option<&str>),
        rules: usize,
        words: &str,
    ) {
        let said = Outcome { result, of_rules, rules, retries_all: false }.meaning(kind);
        assert!(said.contains(words), "{said}");
    }

    #[test]
    fn one_sentence_tells_what_a_stage_does() {
        use ConditionKind::{BeforeEntry, OnFailure, OnSuccess};
        check(BeforeEntry, (None, None), 0, "as soon as");
        check(BeforeEntry, (None, Some("SKIP")), 1, "If the rule fails, the stage is skipped");
        check(BeforeEntry, (None, Some("FAIL")), 2, "If one of the 2 rules fails, the stage fails");
        check(OnSuccess, (None, Some("ROLLBACK")), 1, "rolls back");
        check(OnSuccess, (None, Some("FAIL")), 1, "counts as failed");
        check(OnFailure, (None, None), 0, "stops there until");
        check(OnFailure, (Some("RETRY"), None), 0, "the failed actions are retried once");
        check(OnFailure, (Some("ROLLBACK"), None), 0, "rolls back");
        check(OnFailure, (None, Some("ROLLBACK")), 3, "one of the 3 rules");
    }
}
