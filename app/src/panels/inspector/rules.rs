//! The rules of a stage's conditions.

use eframe::egui::{Align, Layout, Popup, RichText, Role, Ui, vec2};
use serde_json::{Value, json};

use pipewright_core::catalog::{Catalog, RuleType};
use pipewright_core::edit::fresh_name;
use pipewright_core::pipeline::{Condition, ConditionKind, Conditions, Object, Path, Rule, Stage, shape};

use super::configuration::Configured;
use super::controls::{Look, Options};
use super::form::{Form, Spec};
use super::problem;
use crate::look::widgets::{Button, ChipAction, ChipField, IconButton, Row, Tile};
use crate::look::{
    Hue, Tokens, fonts, icons,
    tokens::{size, space, text},
};
use crate::tr;

const KNOWN: &[&str] = &[
    "name",
    "ruleTypeId",
    "configuration",
    "commands",
    "inputArtifacts",
    "roleArn",
    "region",
    "timeoutInMinutes",
];
const MENU_WIDTH: f32 = 220.0;

impl Form<'_> {
    /// The button that adds a rule, making the condition it belongs to if there is none.
    pub(super) fn rule_menu(&mut self, ui: &mut Ui, stage: &Stage, kind: ConditionKind) {
        let name = match kind {
            ConditionKind::BeforeEntry => tr!("Add a rule before entry"),
            ConditionKind::OnSuccess => tr!("Add a rule on success"),
            ConditionKind::OnFailure => tr!("Add a rule on failure"),
        };
        let button = IconButton::new(icons::PLUS, name).small().show(ui);
        let menu = Popup::menu(&button).accessible_name(name).width(MENU_WIDTH).gap(space::XS).show(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.set_min_width(MENU_WIDTH);
            let mut picked = None;
            for rule in Catalog::get().rule_types().iter().filter(|rule| supports(rule, kind)) {
                let row = Row::new(&rule.name).role(Role::MenuItem).tile(Hue::Test, &rule.code);
                if row.show(ui).clicked() {
                    picked = Some(rule);
                }
            }
            picked
        });
        if let Some(rule) = menu.and_then(|menu| menu.inner) {
            let path = Path::key(kind.key());
            let added = with_rule(self.value(&path), stage, kind, rule);
            self.set(&path, Some(added));
        }
    }

    pub(super) fn condition(
        &mut self,
        ui: &mut Ui,
        stage: &Stage,
        kind: ConditionKind,
        index: usize,
        condition: Condition<'_>,
    ) {
        let path = Path::key(kind.key()).then("conditions").then(index);
        let items = kind.results().iter().map(|result| (*result, result_label(result), None)).collect();
        let options = Options { items, unset: None, hint: tr!("not set") };
        self.choice(ui, Spec::new(path.clone().then("result"), tr!("If a rule fails")), &options);
        for (at, rule) in condition.rules().enumerate() {
            let rule_path = path.clone().then("rules").then(at);
            ui.add_space(space::L);
            self.rule(ui, stage, kind, &rule_path, rule);
        }
        self.unknown_members(ui, &path, |key| ["result", "rules"].contains(&key));
    }

    fn rule(&mut self, ui: &mut Ui, stage: &Stage, kind: ConditionKind, path: &Path, rule: Rule<'_>) {
        let catalog = Catalog::get();
        let written = rule.rule_type();
        let known = catalog.rule_type(written.category, written.owner, written.provider, written.version);
        if self.rule_head(ui, rule, known) {
            let removed = without_rule(self.value(&Path::key(kind.key())), path);
            self.set(&Path::key(kind.key()), removed);
        }
        let check = |text: &str| problem::of_member(&shape::RULE, "name", text);
        let look = Look { check: &check, ..Look::default() };
        self.plain_text(ui, Spec::new(path.clone().then("name"), tr!("Rule name")), look);
        if known.is_none() {
            self.json(
                ui,
                Spec::new(path.clone().then("ruleTypeId"), tr!("Rule type")).note(tr!("not in the catalog")),
            );
        }
        let configured = Configured::of_rule(rule, path, known);
        for field in configured.fields {
            self.configuration_field(ui, &configured, field);
        }
        self.rule_inputs(ui, stage, kind, path, rule, known);
        let has = |key: &str| rule.0.contains_key(key);
        if known.is_some_and(|it| it.commands) || has("commands") {
            let spec =
                Spec::new(path.clone().then("commands"), tr!("Commands")).note(tr!("one in each line"));
            self.lines(ui, spec, "npm test");
        }
        if let Some(field) = configured.environment() {
            self.json_text(ui, &configured, field, false);
        }
        let keys = configured.members.into_iter().flatten().map(|(key, _)| key.as_str());
        let keys: Vec<&str> = keys.filter(|key| known.is_none_or(|it| it.field(key).is_none())).collect();
        self.raw_rows(ui, &configured.path, &keys);
        self.where_the_rule_runs(ui, path, rule);
        self.unknown_members(ui, path, |key| KNOWN.contains(&key));
        self.problems(ui, path, None);
    }

    /// Members few rules have; they are folded away until one of them has a value or is asked for.
    fn where_the_rule_runs(&mut self, ui: &mut Ui, path: &Path, rule: Rule<'_>) {
        let has = |key: &str| rule.0.contains_key(key);
        let is_unfolded = self.state.unfolded.as_ref() == Some(path);
        if has("region") || is_unfolded {
            let spec = Spec::new(path.clone().then("region"), tr!("Region"));
            self.choice(ui, spec, &super::action::regions());
        }
        if has("roleArn") || is_unfolded {
            let check = |text: &str| problem::of_member(&shape::RULE, "roleArn", text);
            let look = Look { hint: tr!("role of the pipeline"), check: &check, ..Look::default() };
            self.plain_text(ui, Spec::new(path.clone().then("roleArn"), tr!("Rule role")), look);
        }
        if has("timeoutInMinutes") || is_unfolded {
            let spec = Spec::new(path.clone().then("timeoutInMinutes"), tr!("Timeout"));
            self.number(ui, spec, 5..=86_400, Some(tr!("min")), "");
        }
        if !is_unfolded && !["region", "roleArn", "timeoutInMinutes"].into_iter().all(has) {
            ui.add_space(space::XS);
            if ui.horizontal(|ui| Button::link(tr!("Region, role and timeout")).show(ui)).inner.clicked() {
                self.state.unfolded = Some(path.clone());
            }
        }
    }

    /// Tile, type, and the button that removes the rule. Returns whether it was clicked.
    fn rule_head(&mut self, ui: &mut Ui, rule: Rule<'_>, known: Option<&RuleType>) -> bool {
        let label = known.map_or(rule.rule_type().provider, |it| &it.name);
        let code = known.map_or("?", |it| &it.code);
        let row = vec2(ui.available_width(), size::ROW);
        let removed = ui.allocate_ui_with_layout(row, Layout::left_to_right(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = space::S;
            Tile::new(Hue::Test, code).size(20.0).show(ui);
            ui.label(RichText::new(label).font(fonts::medium(text::BODY)).color(Tokens::of(ui).text));
            let remove = |ui: &mut Ui| {
                let name = tr!("Remove rule {name}", name = rule.name());
                IconButton::new(icons::CLOSE, &name).small().show(ui).clicked()
            };
            ui.with_layout(Layout::right_to_left(Align::Center), remove).inner
        });
        ui.add_space(space::S);
        self.closely();
        removed.inner
    }

    fn rule_inputs(
        &mut self,
        ui: &mut Ui,
        stage: &Stage,
        kind: ConditionKind,
        path: &Path,
        rule: Rule<'_>,
        known: Option<&RuleType>,
    ) {
        let path = path.clone().then("inputArtifacts");
        let names: Vec<&str> = rule.input_artifacts().collect();
        let count = self.value(&path).map_or(Some(0), |value| value.as_array().map(Vec::len));
        if count != Some(names.len()) {
            self.json(ui, Spec::new(path, tr!("Input artifacts")));
            return;
        }
        if known.is_some_and(|it| it.input_artifacts.max == 0) && names.is_empty() {
            return;
        }
        // Before entry nothing of the stage has run, afterwards all of it has.
        let run_order = if kind == ConditionKind::BeforeEntry { i64::MIN } else { i64::MAX };
        let flow = &self.editor.derived().flow;
        let available = flow.available(self.document().pipeline(), stage.id, run_order);
        let offers: Vec<&str> = available.filter(|name| !names.contains(name)).collect();
        let (chips, offered) = (self.chips(ui, &names), self.chips(ui, &offers));
        let mut action = None;
        self.field(ui, &Spec::new(path.clone(), tr!("Input artifacts")), |_, ui, field| {
            let answer = ChipField::new(field, &chips).offers(&offered).show(ui);
            action = answer.action;
            answer.response
        });
        let mut list = self.value(&path).and_then(Value::as_array).cloned().unwrap_or_default();
        match action {
            Some(ChipAction::Remove(index)) => {
                list.remove(index);
            }
            Some(ChipAction::Add(index)) => list.push(json!({"name": offers[index]})),
            Some(ChipAction::Open(_) | ChipAction::Create) | None => return,
        }
        self.set(&path, (!list.is_empty()).then_some(Value::Array(list)));
    }
}

fn supports(rule: &RuleType, kind: ConditionKind) -> bool {
    let support = rule.condition_support;
    match kind {
        ConditionKind::BeforeEntry => support.before_entry_fail || support.before_entry_skip,
        ConditionKind::OnSuccess => support.on_success,
        ConditionKind::OnFailure => support.on_failure,
    }
}

fn result_label(result: &str) -> &'static str {
    match result {
        "ROLLBACK" => tr!("Roll back"),
        "SKIP" => tr!("Skip the stage"),
        "RETRY" => tr!("Retry"),
        _ => tr!("Fail"),
    }
}

/// What stands under the kind, with a new rule in its first condition.
fn with_rule(value: Option<&Value>, stage: &Stage, kind: ConditionKind, rule: &RuleType) -> Value {
    let mut members = value.and_then(Value::as_object).cloned().unwrap_or_else(Object::new);
    let conditions = stage.all_conditions().flat_map(Conditions::conditions);
    let names = conditions.flat_map(Condition::rules).map(Rule::name);
    let name = fresh_name(&rule.rule_name, names, '-', 100);
    let configuration: Object = rule.template().map(|(key, text)| (key.to_owned(), json!(text))).collect();
    let mut added = json!({
        "name": name,
        "ruleTypeId": {
            "category": rule.category,
            "owner": rule.owner.as_str(),
            "provider": rule.provider,
            "version": rule.version,
        },
    });
    if !configuration.is_empty() {
        added["configuration"] = Value::Object(configuration);
    }
    let conditions = members.entry("conditions").or_insert_with(|| json!([]));
    match conditions.as_array_mut().and_then(|list| list.first_mut()).and_then(Value::as_object_mut) {
        Some(condition) => match condition.entry("rules").or_insert_with(|| json!([])).as_array_mut() {
            Some(rules) => rules.push(added),
            None => {
                condition.insert("rules".to_owned(), json!([added]));
            }
        },
        None => *conditions = json!([{"result": kind.results()[0], "rules": [added]}]),
    }
    Value::Object(members)
}

/// What stands under the kind without one rule; what is empty afterwards goes, too.
fn without_rule(value: Option<&Value>, path: &Path) -> Option<Value> {
    use pipewright_core::pipeline::Step::Index;
    let mut members = value?.as_object()?.clone();
    // kind, "conditions", index, "rules", index
    let [_, _, Index(condition), _, Index(rule)] = path.0.as_slice() else {
        return Some(Value::Object(members));
    };
    let conditions = members.get_mut("conditions")?.as_array_mut()?;
    let rules = conditions.get_mut(*condition)?.get_mut("rules")?.as_array_mut()?;
    rules.remove(*rule);
    if rules.is_empty() {
        conditions.remove(*condition);
    }
    if conditions.is_empty() {
        members.shift_remove("conditions");
    }
    (!members.is_empty()).then_some(Value::Object(members))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_rule_takes_its_condition_along() {
        let path = Path::key("onSuccess").then("conditions").then(0).then("rules").then(0);
        let one = json!({"conditions": [{"result": "FAIL", "rules": [{"name": "a"}]}]});
        assert_eq!(without_rule(Some(&one), &path), None);
        let two = json!({"conditions": [{"result": "FAIL", "rules": [{"name": "a"}, {"name": "b"}]}]});
        let left = json!({"conditions": [{"result": "FAIL", "rules": [{"name": "b"}]}]});
        assert_eq!(without_rule(Some(&two), &path), Some(left));
        let retry = json!({"result": "RETRY", "conditions": [{"rules": [{"name": "a"}]}]});
        assert_eq!(without_rule(Some(&retry), &path), Some(json!({"result": "RETRY"})));
    }
}
