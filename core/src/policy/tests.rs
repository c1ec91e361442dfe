use serde_json::{Value, json};

use super::*;
use crate::samples;

fn document(value: &Value) -> Document {
    Document::read(value.to_string().as_bytes()).expect("a pipeline")
}

fn pipeline(actions: &Value) -> Document {
    document(&json!({
        "name": "shop",
        "roleArn": "arn:aws:iam::111122223333:role/pipeline",
        "artifactStore": {"type": "S3", "location": "shop-artifacts"},
        "stages": [{"name": "Build", "actions": actions}],
    }))
}

fn action(name: &str, category: &str, provider: &str, configuration: &Value) -> Value {
    json!({
        "name": name,
        "actionTypeId": {"category": category, "owner": "AWS", "provider": provider, "version": "1"},
        "configuration": configuration,
    })
}

fn ireland() -> Whereabouts {
    Whereabouts { region: Some("eu-west-1".to_owned()), ..Whereabouts::default() }
}

#[track_caller]
fn service(document: &Document) -> RolePolicy {
    Policies::of(document, &ireland()).service().cloned().expect("a service role")
}

#[track_caller]
fn statement<'p>(policy: &'p RolePolicy, sid: &str) -> &'p Statement {
    policy.statements.iter().find(|statement| statement.sid == sid).unwrap_or_else(|| {
        let sids: Vec<_> = policy.statements.iter().map(|statement| &statement.sid).collect();
        panic!("no {sid} in {sids:?}")
    })
}

#[test]
fn actions_of_one_kind_share_a_statement() {
    let policy = service(&pipeline(&json!([
        action("Compile", "Build", "CodeBuild", &json!({"ProjectName": "compile"})),
        action("Lint", "Build", "CodeBuild", &json!({"ProjectName": "lint"})),
    ])));
    let run = statement(&policy, "CodeBuildRun");
    assert_eq!(
        run.resources,
        [
            "arn:aws:codebuild:eu-west-1:111122223333:project/compile",
            "arn:aws:codebuild:eu-west-1:111122223333:project/lint"
        ]
    );
    let reasons: Vec<_> = run.reasons.iter().map(|reason| reason.text.as_str()).collect();
    assert_eq!(reasons, ["Build / Compile", "Build / Lint"]);
    assert!(policy.statements.iter().all(|statement| statement.sid != "CodeBuildBatch"));
    assert_eq!(policy.warnings, Vec::<String>::new());
}

#[test]
fn what_is_known_at_run_time_only_is_a_star_and_a_warning() {
    let policy = service(&pipeline(&json!([
        action("Compile", "Build", "CodeBuild", &json!({"ProjectName": "compile-#{variables.team}"})),
        action("Roll", "Deploy", "ECS", &json!({"ClusterName": "shop"})),
    ])));
    let run = statement(&policy, "CodeBuildRun");
    assert_eq!(run.resources, ["arn:aws:codebuild:eu-west-1:111122223333:project/compile-*"]);
    let service = statement(&policy, "EcsService");
    assert_eq!(service.resources, ["arn:aws:ecs:eu-west-1:111122223333:service/shop/*"]);
    assert_eq!(
        policy.warnings,
        [
            "Build / Compile: ProjectName is only known when the pipeline runs, so `*` stands for its variable.",
            "Build / Roll: ServiceName is not set, so `*` stands for it.",
            "Build / Roll: the roles stand in the task definition, which is not in the design. Name the task role \
             and the execution role instead of `role/*`.",
        ]
    );
    assert!(policy.perhaps.iter().any(|perhaps| perhaps.when.starts_with("older permission set")));
}

#[test]
fn an_action_with_a_role_needs_it_there_and_the_service_role_assumes_it() {
    let mut deploy = action(
        "Stack",
        "Deploy",
        "CloudFormation",
        &json!({
            "ActionMode": "CREATE_UPDATE", "StackName": "web", "RoleArn": "arn:aws:iam::444455556666:role/cfn",
        }),
    );
    deploy["roleArn"] = json!("arn:aws:iam::444455556666:role/deploy");
    deploy["region"] = json!("us-east-1");
    deploy["inputArtifacts"] = json!([{"name": "Built"}]);
    let policies = Policies::of(&pipeline(&json!([deploy])), &ireland());
    let [service, own] = policies.roles.as_slice() else { panic!("two roles: {policies:?}") };
    assert_eq!(statement(service, "AssumeActionRoles").resources, ["arn:aws:iam::444455556666:role/deploy"]);
    assert!(service.statements.iter().all(|statement| !statement.sid.starts_with("Cfn")));
    assert_eq!(own.role.arn(), Some("arn:aws:iam::444455556666:role/deploy"));
    assert_eq!(
        statement(own, "CfnStack").resources,
        ["arn:aws:cloudformation:us-east-1:444455556666:stack/web/*"]
    );
    assert_eq!(statement(own, "Artifacts").resources, ["arn:aws:s3:::shop-artifacts/*"]);
}

#[test]
fn secrets_of_commands_are_named_without_their_parts() {
    let mut commands = action("Run", "Compute", "Commands", &json!({}));
    commands["environmentVariables"] = json!([
        {"name": "TOKEN", "value": "shop/token:key", "type": "SECRETS_MANAGER"},
        {"name": "OTHER", "value": "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf:user::", "type": "SECRETS_MANAGER"},
        {"name": "PLAIN", "value": "x"},
    ]);
    let policy = service(&pipeline(&json!([commands])));
    assert_eq!(
        statement(&policy, "CommandsSecrets").resources,
        [
            "arn:aws:secretsmanager:eu-west-1:111122223333:secret:shop/token-??????",
            "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf"
        ]
    );
    let none = service(&pipeline(&json!([action("Run", "Compute", "Commands", &json!({}))])));
    assert!(none.statements.iter().all(|statement| statement.sid != "CommandsSecrets"));
}

#[test]
fn keys_are_named_and_aliases_are_a_condition() {
    for (id, resource, has_condition) in [
        ("arn:aws:kms:eu-west-1:111122223333:key/1234", "arn:aws:kms:eu-west-1:111122223333:key/1234", false),
        ("1234", "arn:aws:kms:eu-west-1:111122223333:key/1234", false),
        ("arn:aws:kms:eu-west-1:111122223333:alias/shop", "arn:aws:kms:eu-west-1:111122223333:key/*", true),
        ("alias/shop", "arn:aws:kms:eu-west-1:111122223333:key/*", true),
    ] {
        let document = document(&json!({
            "name": "shop", "roleArn": "arn:aws:iam::111122223333:role/pipeline", "stages": [],
            "artifactStore": {"type": "S3", "location": "b", "encryptionKey": {"id": id, "type": "KMS"}},
        }));
        let policy = service(&document);
        let key = statement(&policy, "ArtifactKey");
        assert_eq!(key.resources, [resource], "{id}");
        assert_eq!(key.condition.is_some(), has_condition, "{id}");
    }
}

#[test]
fn a_policy_that_is_too_large_is_split_and_loses_nothing() {
    let actions: Vec<Value> = (0..200)
        .map(|index| {
            let project = format!("project-with-a-long-name-{index}");
            action(&format!("A{index}"), "Build", "CodeBuild", &json!({"ProjectName": project}))
        })
        .collect();
    let policy = service(&pipeline(&json!(actions)));
    assert!(policy.size() > INLINE_LIMIT);
    let Split::Managed(documents) = policy.split() else { panic!("too large for one") };
    assert!(documents.iter().all(|document| text::size(document) <= MANAGED_LIMIT));
    // Everything that is needed is allowed by the parts, and nothing else.
    assert_eq!(compare(&policy.statements, &documents), Comparison::default());
}

#[test]
fn comparing_tells_what_is_missing_denied_and_superfluous() {
    let policy = service(&pipeline(&json!([action(
        "Compile",
        "Build",
        "CodeBuild",
        &json!({"ProjectName": "compile"})
    )])));
    let given = [
        json!({"Statement": [
            {"Effect": "Allow", "Action": ["s3:*"], "Resource": "*"},
            {"Effect": "Allow", "Action": "CODEBUILD:Start*", "Resource": "arn:aws:codebuild:*:*:project/*"},
            {"Effect": "Allow", "Action": "codebuild:BatchGetBuilds", "Resource": "arn:aws:codebuild:eu-west-1:111122223333:project/other"},
            {"Effect": "Allow", "NotAction": "iam:*", "Resource": "arn:aws:sqs:*:*:*"},
        ]}),
        json!({"Statement": {"Effect": "Deny", "Action": "codebuild:StopBuild", "Resource": "*"}}),
        json!({"Statement": {"Effect": "Allow", "Action": ["codebuild:StopBuild", "ec2:RunInstances"], "Resource": "*"}}),
        json!("no policy"),
    ];
    let found = compare(&policy.statements, &given);
    let missing: Vec<_> =
        found.missing.iter().map(|missing| (missing.action.as_str(), missing.is_denied)).collect();
    assert_eq!(missing, [("codebuild:BatchGetBuilds", false), ("codebuild:StopBuild", true)]);
    assert_eq!(found.superfluous, ["ec2:RunInstances"]);
}

#[test]
fn the_publisher_passes_the_roles_and_connections_of_the_design() {
    let source = action(
        "Git",
        "Source",
        "CodeStarSourceConnection",
        &json!({
            "ConnectionArn": "arn:aws:codeconnections:eu-west-1:111122223333:connection/1",
        }),
    );
    let statements = publisher(&pipeline(&json!([source])), &ireland());
    let find = |sid: &str| statements.iter().find(|statement| statement.sid == sid).expect("it is there");
    assert_eq!(find("WritePipeline").resources, ["arn:aws:codepipeline:eu-west-1:111122223333:shop"]);
    assert_eq!(find("PassServiceRole").resources, ["arn:aws:iam::111122223333:role/pipeline"]);
    assert_eq!(
        find("PassConnection").resources,
        [
            "arn:aws:codeconnections:eu-west-1:111122223333:connection/1",
            "arn:aws:codestar-connections:eu-west-1:111122223333:connection/1"
        ]
    );
}

/// IAM refuses a document with an empty list, a Sid twice, or a Sid with other signs than letters and digits.
#[test]
fn the_policies_of_samples_are_well_formed() {
    for sample in samples::SAMPLES {
        let document = Document::read(sample.text.as_bytes()).expect("a sample");
        for policy in Policies::of(&document, &Whereabouts::default()).roles {
            let mut sids = Vec::new();
            for statement in &policy.statements {
                assert!(!statement.actions.is_empty() && !statement.resources.is_empty(), "{statement:?}");
                assert!(statement.sid.chars().all(|c| c.is_ascii_alphanumeric()), "{}", statement.sid);
                assert!(statement.resources.iter().all(|arn| !arn.contains("${")), "{statement:?}");
                sids.push(&statement.sid);
            }
            let count = sids.len();
            sids.sort();
            sids.dedup();
            assert_eq!(sids.len(), count);
        }
    }
}
