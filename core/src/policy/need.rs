//! What each action and rule needs, one by one.

use super::base;
use super::resolve::Scope;
use super::{Perhaps, Reason, Role, Statement, Whereabouts};
use crate::catalog::{Catalog, Iam};
use crate::document::{Document, Owner};
use crate::pipeline::{Action, Arn, Configuration, Pipeline, Rule, Stage};

/// What somebody needs.
pub(super) enum Need {
    Statement(Role, Statement),
    Managed(Role, String, String),
    Perhaps(Role, Perhaps),
    Warning(Role, String),
}

/// The needs of a design, in its order.
pub(super) fn collect(document: &Document, place: &Whereabouts) -> Vec<Need> {
    let pipeline = document.pipeline();
    let service = Role::Service { arn: pipeline.role_arn().map(str::to_owned) };
    let mut needs = base::artifacts(pipeline, place, &service);
    for stage in &pipeline.stages {
        for action in &stage.actions {
            of_action(pipeline, place, stage, action, &service, &mut needs);
        }
        for conditions in stage.all_conditions() {
            for rule in conditions.conditions().flat_map(crate::pipeline::Condition::rules) {
                of_rule(pipeline, place, stage, rule, &service, &mut needs);
            }
        }
    }
    needs.extend(base::assume_roles(pipeline, &service));
    needs
}

fn of_action(
    pipeline: &Pipeline,
    place: &Whereabouts,
    stage: &Stage,
    action: &Action,
    service: &Role,
    needs: &mut Vec<Need>,
) {
    let kind = action.action_type();
    let who = format!("{} / {}", stage.name(), action.name());
    let role = action.role_arn().map_or_else(|| service.clone(), |arn| Role::Action { arn: arn.to_owned() });
    let Some(provider) = Catalog::get().provider(kind.category, kind.owner, kind.provider, kind.version)
    else {
        needs.push(Need::Warning(
            role,
            format!("{who}: what {} needs is not known here. Add it by hand.", name_of(kind.provider)),
        ));
        return;
    };
    let region = action.region().or(place.region.as_deref());
    let scope = Scope {
        place,
        region,
        account: account_of(action.role_arn(), place),
        pipeline: pipeline.name(),
        stage: stage.name(),
        action: action.name(),
        bucket: base::bucket(pipeline, region),
        configuration: action.configuration(),
        environment: action.environment_variables().collect(),
        who: &who,
    };
    let counts = (action.input_artifacts().count(), action.output_artifacts().count());
    of_iam(&provider.iam, &scope, counts, &role, Owner::Action(action.id), needs);
}

fn of_rule(
    pipeline: &Pipeline,
    place: &Whereabouts,
    stage: &Stage,
    rule: Rule<'_>,
    service: &Role,
    needs: &mut Vec<Need>,
) {
    let kind = rule.rule_type();
    let who = format!("{} / rule {}", stage.name(), rule.name());
    let role = rule.role_arn().map_or_else(|| service.clone(), |arn| Role::Action { arn: arn.to_owned() });
    let Some(known) = Catalog::get().rule_type(kind.category, kind.owner, kind.provider, kind.version) else {
        needs.push(Need::Warning(
            role,
            format!("{who}: what {} needs is not known here. Add it by hand.", name_of(kind.provider)),
        ));
        return;
    };
    let region = rule.region().or(place.region.as_deref());
    let scope = Scope {
        place,
        region,
        account: account_of(rule.role_arn(), place),
        pipeline: pipeline.name(),
        stage: stage.name(),
        action: rule.name(),
        bucket: base::bucket(pipeline, region),
        configuration: rule.configuration(),
        environment: Vec::new(),
        who: &who,
    };
    of_iam(&known.iam, &scope, (rule.input_artifacts().count(), 0), &role, Owner::Stage(stage.id), needs);
}

fn of_iam(
    iam: &Iam,
    scope: &Scope<'_>,
    (inputs, outputs): (usize, usize),
    role: &Role,
    owner: Owner,
    needs: &mut Vec<Need>,
) {
    let Scope { configuration, .. } = *scope;
    for known in &iam.pipeline_role {
        if scope.lacks_all(&known.resources) {
            continue;
        }
        let is_secret = known.resources.iter().any(|resource| resource == "${SecretArns}");
        let condition = known.when.as_ref().and_then(|when| when.condition.as_ref());
        let value = |key: &str| configuration_value(configuration, key);
        if condition.and_then(|condition| condition.decide(&value, inputs, outputs)) == Some(false) {
            continue;
        }
        let resolved = scope.resources(&known.resources);
        let mut warnings = resolved.warnings;
        let statement = Statement {
            sid: known.sid.clone(),
            actions: known.actions.clone(),
            resources: resolved.texts,
            condition: known.condition.as_ref().map(|condition| scope.condition(condition, &mut warnings)),
            reasons: vec![Reason { owner, text: scope.who.to_owned() }],
        };
        match &known.when {
            // Only people can tell whether it is needed.
            Some(when) if condition.is_none() && !is_secret => {
                needs.push(Need::Perhaps(role.clone(), Perhaps { when: when.text.clone(), statement }));
            }
            Some(_) | None => {
                needs.extend(warnings.into_iter().map(|warning| Need::Warning(role.clone(), warning)));
                needs.push(Need::Statement(role.clone(), statement));
            }
        }
    }
    for policy in &iam.managed_policies {
        let arn = scope.resources(std::slice::from_ref(&policy.arn)).texts.concat();
        needs.push(Need::Managed(role.clone(), arn, format!("{}: {}", scope.who, policy.note)));
    }
}

fn configuration_value<'a>(configuration: Configuration<'a>, key: &str) -> Option<&'a str> {
    configuration.get(key)
}

fn account_of<'a>(role: Option<&'a str>, place: &'a Whereabouts) -> Option<&'a str> {
    let own = role.and_then(Arn::parse).map(|arn| arn.account).filter(|account| !account.is_empty());
    own.or(place.account.as_deref())
}

fn name_of(provider: &str) -> String {
    if provider.is_empty() { "an action without provider".to_owned() } else { format!("`{provider}`") }
}
