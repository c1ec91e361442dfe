//! `CodeBuild` projects, each with a role that may do what a build needs and nothing else.

use serde_json::{Value, json};

use super::mark::Mark;
use super::thing::{Project, Role, Vpc};
use super::{Builder, Fate, What, arn_here, service_trust};
use crate::document::parameters::scalar;
use crate::document::resources::Resource;
use crate::document::{Owner, Place};
use crate::format::Severity;
use crate::pipeline::{Action, Path, list_of, object_of, text_of};

pub(super) const IMAGE: &str = "aws/codebuild/amazonlinux-x86_64-standard:5.0";
pub(super) const COMPUTE: &str = "BUILD_GENERAL1_SMALL";
pub(super) const ENVIRONMENT: &str = "LINUX_CONTAINER";

/// Adds the projects that actions and rules name.
pub(super) fn add(builder: &mut Builder<'_>) {
    for (name, actions) in builder.named(&["CodeBuild"], "ProjectName") {
        let marked = builder.marked(&name);
        let to = match builder.fate("codebuild-project", &name, true) {
            Fate::Created(resource) => project(builder, &name, resource, &actions),
            Fate::Exists => builder.input(&name, "ProjectName", &marked, "CodeBuild project".to_owned()),
        };
        builder.rename(&actions, "ProjectName", &name, to);
    }
}

fn project(
    builder: &mut Builder<'_>,
    name: &str,
    resource: Option<Resource<'_>>,
    actions: &[&Action],
) -> String {
    if resource.is_none() {
        let place = Place::at(Owner::Action(actions[0].id), Path::configuration("ProjectName"));
        let why = format!(
            "The design does not tell them, so builds run in {IMAGE} on {COMPUTE} with the buildspec.yml of the source."
        );
        builder.fidelity.lose(Severity::Note, place, format!("the settings of the project {name}"), why);
    }
    let text = |key: &str| resource.and_then(|resource| resource.text(key)).map(|text| builder.marked(&text));
    let (description, buildspec, timeout_minutes) =
        (text("description"), text("buildspec"), text("timeoutInMinutes"));
    let image = text("image").unwrap_or_else(|| IMAGE.to_owned());
    let compute = text("compute").unwrap_or_else(|| COMPUTE.to_owned());
    let environment = text("environment").unwrap_or_else(|| ENVIRONMENT.to_owned());
    let variables = variables(builder, resource);
    let vpc = vpc(builder, resource);
    let retention = text("logRetentionInDays");
    let marked = builder.marked(name);
    let log_group = retention.map(|retention_days| {
        let id = builder.ids.of(name, "LogGroup");
        let what = What::LogGroup { name: format!("/aws/codebuild/{marked}"), retention_days };
        builder.add(id, format!("What {name} logs."), what).name()
    });
    let role = role(builder, name, &marked, resource, actions, &variables, vpc.as_ref());
    let id = builder.ids.of(name, "Project");
    let users: Vec<String> = actions.iter().map(|action| action.name().to_owned()).collect();
    let project = Project {
        name: marked,
        description,
        role,
        key: builder.key.clone(),
        environment,
        image,
        compute,
        is_privileged: resource.and_then(|resource| resource.flag("privileged")).unwrap_or(false),
        buildspec,
        timeout_minutes,
        variables,
        vpc,
        log_group,
    };
    builder.add(id, format!("Runs {}.", users.join(", ")), What::Project(project)).name()
}

fn variables(builder: &Builder<'_>, resource: Option<Resource<'_>>) -> Vec<(String, String, String)> {
    let objects = resource.into_iter().flat_map(|resource| resource.objects("variables"));
    let of_object = |object: &crate::pipeline::Object| {
        let name = text_of(object, "name")?.to_owned();
        let value = builder.marked(&scalar(object.get("value")?)?);
        Some((name, value, text_of(object, "type").unwrap_or("PLAINTEXT").to_owned()))
    };
    objects.filter_map(of_object).collect()
}

fn vpc(builder: &Builder<'_>, resource: Option<Resource<'_>>) -> Option<Vpc> {
    let vpc = object_of(resource?.properties()?, "vpc")?;
    let texts =
        |key| list_of(vpc, key).iter().filter_map(Value::as_str).map(|text| builder.marked(text)).collect();
    Some(Vpc {
        id: builder.marked(text_of(vpc, "id")?),
        subnets: texts("subnets"),
        security_groups: texts("securityGroups"),
    })
}

fn role(
    builder: &mut Builder<'_>,
    name: &str,
    marked: &str,
    resource: Option<Resource<'_>>,
    actions: &[&Action],
    variables: &[(String, String, String)],
    vpc: Option<&Vpc>,
) -> String {
    let mut statements = base(builder, marked);
    let of_actions = actions.iter().flat_map(|action| action_variables(builder, action));
    let all: Vec<(String, String)> =
        variables.iter().map(|(_, value, kind)| (value.clone(), kind.clone())).chain(of_actions).collect();
    statements.extend(fetches(&all));
    if let Some(vpc) = vpc {
        statements.extend(network(vpc));
    }
    let own = resource.into_iter().flat_map(|resource| resource.objects("statements"));
    statements.extend(own.map(|statement| marked_value(builder, &Value::Object(statement.clone()))));
    let id = builder.ids.of(name, "Role");
    let role = Role {
        name: None,
        path: None,
        trust: service_trust("codebuild.amazonaws.com"),
        policies: vec![("Build".to_owned(), json!({"Version": "2012-10-17", "Statement": statements}))],
        managed: Vec::new(),
    };
    builder.add(id, format!("What builds of {name} may do."), What::Role(role)).arn()
}

fn base(builder: &Builder<'_>, name: &str) -> Vec<Value> {
    let logs = arn_here("logs", &format!("log-group:/aws/codebuild/{name}"));
    let reports = arn_here("codebuild", &format!("report-group/{name}-*"));
    let mut statements = vec![
        json!({
            "Sid": "Logs",
            "Effect": "Allow",
            "Action": ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
            "Resource": [logs, format!("{logs}:*")],
        }),
        json!({
            "Sid": "Reports",
            "Effect": "Allow",
            "Action": [
                "codebuild:CreateReportGroup", "codebuild:CreateReport", "codebuild:UpdateReport",
                "codebuild:BatchPutTestCases", "codebuild:BatchPutCodeCoverages",
            ],
            "Resource": reports,
        }),
    ];
    if let Some(bucket) = &builder.bucket {
        let partition = Mark::Partition.text();
        statements.push(json!({
            "Sid": "Artifacts",
            "Effect": "Allow",
            "Action": ["s3:GetObject", "s3:GetObjectVersion", "s3:PutObject"],
            "Resource": format!("arn:{partition}:s3:::{bucket}/*"),
        }));
    }
    if let Some(key) = builder.key.as_ref().filter(|key| super::mark::single(key).is_some()) {
        statements.push(json!({
            "Sid": "ArtifactKey",
            "Effect": "Allow",
            "Action": ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*", "kms:DescribeKey"],
            "Resource": key,
        }));
    }
    statements
}

/// Value and type of the variables an action gives to its builds.
fn action_variables(builder: &Builder<'_>, action: &Action) -> Vec<(String, String)> {
    let text = action.configuration().get("EnvironmentVariables").unwrap_or_default();
    let Ok(Value::Array(all)) = serde_json::from_str(text) else { return Vec::new() };
    let of_object = |value: &Value| {
        let object = value.as_object()?;
        Some((
            builder.marked(text_of(object, "value")?),
            text_of(object, "type").unwrap_or("PLAINTEXT").to_owned(),
        ))
    };
    all.iter().filter_map(of_object).collect()
}

/// What a build may read because a variable says so.
fn fetches(variables: &[(String, String)]) -> Vec<Value> {
    let of = |kind: &str, arn: fn(&str) -> String| {
        let mut found: Vec<String> = Vec::new();
        for (value, of) in variables {
            let arn = arn(value);
            if of == kind && super::is_fixed(value) && !found.contains(&arn) {
                found.push(arn);
            }
        }
        found
    };
    let secrets = of("SECRETS_MANAGER", secret);
    let parameters = of("PARAMETER_STORE", stored);
    let mut statements = Vec::new();
    if !secrets.is_empty() {
        statements.push(json!({
            "Sid": "Secrets", "Effect": "Allow", "Action": "secretsmanager:GetSecretValue", "Resource": secrets,
        }));
    }
    if !parameters.is_empty() {
        statements.push(json!({
            "Sid": "Parameters", "Effect": "Allow", "Action": "ssm:GetParameters", "Resource": parameters,
        }));
    }
    statements
}

/// The ARN of a secret that a variable names as `name:key:stage:version` or by its ARN.
fn secret(value: &str) -> String {
    if value.starts_with("arn:") {
        return value.split(':').take(7).collect::<Vec<_>>().join(":");
    }
    let name = value.split(':').next().unwrap_or_default();
    // Secrets Manager adds six characters to the name.
    arn_here("secretsmanager", &format!("secret:{name}-??????"))
}

fn stored(value: &str) -> String {
    if value.starts_with("arn:") {
        return value.to_owned();
    }
    arn_here("ssm", &format!("parameter/{}", value.trim_start_matches('/')))
}

/// What a build in a network needs.
/// <https://docs.aws.amazon.com/codebuild/latest/userguide/auth-and-access-control-iam-identity-based-access-control.html>
fn network(vpc: &Vpc) -> Vec<Value> {
    let subnets: Vec<String> =
        vpc.subnets.iter().map(|subnet| arn_here("ec2", &format!("subnet/{subnet}"))).collect();
    let interfaces = arn_here("ec2", "network-interface/*");
    vec![
        json!({
            "Sid": "Network",
            "Effect": "Allow",
            "Action": [
                "ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface", "ec2:DescribeDhcpOptions",
                "ec2:DescribeNetworkInterfaces", "ec2:DescribeSecurityGroups", "ec2:DescribeSubnets", "ec2:DescribeVpcs",
            ],
            "Resource": "*",
        }),
        json!({
            "Sid": "NetworkInterfaces",
            "Effect": "Allow",
            "Action": "ec2:CreateNetworkInterfacePermission",
            "Resource": interfaces,
            "Condition": {
                "StringEquals": {"ec2:AuthorizedService": "codebuild.amazonaws.com"},
                "ArnEquals": {"ec2:Subnet": subnets},
            },
        }),
    ]
}

fn marked_value(builder: &Builder<'_>, value: &Value) -> Value {
    match value {
        Value::String(text) => json!(builder.marked(text)),
        Value::Array(all) => all.iter().map(|value| marked_value(builder, value)).collect(),
        Value::Object(object) => Value::Object(
            object.iter().map(|(key, value)| (key.clone(), marked_value(builder, value))).collect(),
        ),
        Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
    }
}
