//! `CodeDeploy` applications and deployment groups.

use super::mark::Mark;
use super::neighbors::pairs;
use super::thing::{DeploymentGroup, Role};
use super::{Builder, Fate, What, service_trust};
use crate::document::resources::Resource;
use crate::format::Severity;
use crate::pipeline::Action;

/// Adds what `CodeDeploy` actions name.
pub(super) fn add(builder: &mut Builder<'_>) {
    let applications = builder.named(&["CodeDeploy", "CodeDeployToECS"], "ApplicationName");
    for (name, actions) in applications {
        let marked = builder.marked(&name);
        let application = match builder.fate("codedeploy-application", &name, false) {
            Fate::Created(resource) => {
                let told = resource.and_then(|resource| resource.text("platform"));
                let is_ecs = actions.iter().any(|action| action.action_type().provider == "CodeDeployToECS");
                let platform = told.unwrap_or_else(|| if is_ecs { "ECS" } else { "Server" }.to_owned());
                let platform = builder.marked(&platform);
                let id = builder.ids.of(&name, "Application");
                let comment = "What CodeDeploy deploys.";
                builder.add(id, comment, What::Application { name: marked, platform }).name()
            }
            Fate::Exists => {
                builder.input(&name, "ApplicationName", &marked, "CodeDeploy application".to_owned())
            }
        };
        builder.rename(&actions, "ApplicationName", &name, application.clone());
        groups(builder, &name, &application, &actions);
    }
}

fn groups(builder: &mut Builder<'_>, application: &str, application_text: &str, actions: &[&Action]) {
    let mut names: Vec<&str> = Vec::new();
    for action in actions {
        match action.configuration().get("DeploymentGroupName") {
            Some(name) if super::is_fixed(name) && !names.contains(&name) => names.push(name),
            _ => {}
        }
    }
    for name in names {
        let users: Vec<&Action> = actions
            .iter()
            .copied()
            .filter(|action| action.configuration().get("DeploymentGroupName") == Some(name))
            .collect();
        let marked = builder.marked(name);
        let is_ecs = users.iter().any(|action| action.action_type().provider == "CodeDeployToECS");
        let resource = builder.original.resource("codedeploy-group", &format!("{application}/{name}"));
        if is_ecs && resource.is_some_and(|resource| resource.exists() == Some(false)) {
            let place = resource.map_or_else(|| Builder::pipeline_place("stages"), Resource::place);
            let why = "A group for ECS needs a service, listeners and target groups, which the design does not know. \
                       Create it first; its name is asked for.";
            builder.fidelity.lose(Severity::Changed, place, format!("the creation of the group {name}"), why);
        }
        let to = match builder.fate("codedeploy-group", &format!("{application}/{name}"), false) {
            Fate::Created(resource) if !is_ecs => {
                let role = role(builder, name);
                let id = builder.ids.of(name, "DeploymentGroup");
                let group = DeploymentGroup {
                    name: marked,
                    application: application_text.to_owned(),
                    role,
                    configuration: resource
                        .and_then(|resource| resource.text("configuration"))
                        .map(|text| builder.marked(&text)),
                    tags: pairs(builder, resource, "tags", ["key", "value"]),
                    auto_scaling_groups: resource
                        .map_or_else(Vec::new, |resource| resource.texts("autoScalingGroups"))
                        .iter()
                        .map(|text| builder.marked(text))
                        .collect(),
                };
                builder.add(id, "The instances that are deployed to.", What::DeploymentGroup(group)).name()
            }
            Fate::Created(_) | Fate::Exists => {
                builder.input(name, "DeploymentGroupName", &marked, "CodeDeploy deployment group".to_owned())
            }
        };
        builder.rename(&users, "DeploymentGroupName", name, to);
    }
}

/// A text that stands for the ARN of a role for a deployment group.
fn role(builder: &mut Builder<'_>, group: &str) -> String {
    let id = builder.ids.of(group, "DeploymentRole");
    let partition = Mark::Partition.text();
    let role = Role {
        name: None,
        path: None,
        trust: service_trust("codedeploy.amazonaws.com"),
        policies: Vec::new(),
        managed: vec![format!("arn:{partition}:iam::aws:policy/service-role/AWSCodeDeployRole")],
    };
    builder.add(id, format!("What CodeDeploy may do for {group}."), What::Role(role)).arn()
}
