//! What `plan` finds of the things a design needs.

use pipewright::cloud::aws::Aws;
use pipewright_tests::aws_home::AwsHome;
use pipewright_tests::fake_aws::FakeAws;
use pipewright_tests::moto::{Moto, ROLE_ARN};
use pipewright_tests::proxy::{Often, Proxy, Trouble};
use pipewright_tests::python::or_skip;
use serde_json::{Value, json};

use super::{Call, Files, Ran, text};

fn action(
    name: &str,
    category: &str,
    provider: &str,
    configuration: &Value,
    gives: &[&str],
    takes: &[&str],
) -> Value {
    let artifacts = |names: &[&str]| names.iter().map(|name| json!({ "name": name })).collect::<Value>();
    json!({
        "name": name,
        "actionTypeId": {"category": category, "owner": "AWS", "provider": provider, "version": "1"},
        "configuration": configuration,
        "outputArtifacts": artifacts(gives),
        "inputArtifacts": artifacts(takes),
    })
}

/// A design that uses a service in every action.
fn wide() -> Value {
    let deploys = [
        action("Build", "Build", "CodeBuild", &json!({"ProjectName": "build"}), &[], &["Code"]),
        action(
            "Group",
            "Deploy",
            "CodeDeploy",
            &json!({"ApplicationName": "app", "DeploymentGroupName": "group"}),
            &[],
            &["Code"],
        ),
        action(
            "Service",
            "Deploy",
            "ECS",
            &json!({"ClusterName": "cluster", "ServiceName": "service"}),
            &[],
            &["Code"],
        ),
        action(
            "Stack",
            "Deploy",
            "CloudFormation",
            &json!({"ActionMode": "CREATE_UPDATE", "StackName": "stack", "TemplatePath": "Code::t.json", "RoleArn": ROLE_ARN}),
            &[],
            &["Code"],
        ),
        action(
            "Beanstalk",
            "Deploy",
            "ElasticBeanstalk",
            &json!({"ApplicationName": "app", "EnvironmentName": "env"}),
            &[],
            &["Code"],
        ),
        action("Function", "Invoke", "Lambda", &json!({"FunctionName": "function"}), &[], &[]),
        action("Site", "Deploy", "S3", &json!({"BucketName": "site", "Extract": "true"}), &[], &["Code"]),
        action(
            "Ask",
            "Approval",
            "Manual",
            &json!({"NotificationArn": "arn:aws:sns:eu-central-1:123456789012:topic"}),
            &[],
            &[],
        ),
    ];
    json!({"pipeline": {
        "name": "web",
        "roleArn": ROLE_ARN,
        "pipelineType": "V2",
        "artifactStore": {"type": "S3", "location": "artifacts", "encryptionKey": {"type": "KMS", "id": "arn:aws:kms:eu-central-1:123456789012:key/k"}},
        "stages": [
            {"name": "Source", "actions": [
                action("Object", "Source", "S3", &json!({"S3Bucket": "sources", "S3ObjectKey": "app.zip", "PollForSourceChanges": "false"}), &["Code"], &[]),
                action("Git", "Source", "CodeCommit", &json!({"RepositoryName": "repository", "BranchName": "main", "PollForSourceChanges": "false"}), &["Git"], &[]),
                action("Image", "Source", "ECR", &json!({"RepositoryName": "images"}), &["Image"], &[]),
                action("Hub", "Source", "CodeStarSourceConnection", &json!({"ConnectionArn": "arn:aws:codeconnections:eu-central-1:123456789012:connection/c", "FullRepositoryId": "a/b", "BranchName": "main"}), &["Hub"], &[]),
            ]},
            {"name": "Work", "actions": deploys},
        ],
    }})
}

fn plan(endpoint: &str, aws: Aws, design: &Value, more: &[&str]) -> Ran {
    let files = Files::new();
    let file = files.write("web.json", design.to_string());
    let arguments = ["plan", text(&file), "--profile", "test", "--endpoint-url", endpoint];
    Call::new(arguments).and(more.iter().copied()).aws(aws).run()
}

/// State, code and message of each line.
fn lines(ran: &Ran) -> Vec<(String, String, String)> {
    let json = ran.json();
    let lines = json["preflight"].as_array().expect("a list");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    lines.iter().map(|line| (text(&line["state"]), text(&line["code"]), text(&line["message"]))).collect()
}

#[track_caller]
fn has(lines: &[(String, String, String)], state: &str, code: &str, part: &str) {
    let found = lines.iter().any(|(is, rule, words)| is == state && rule == code && words.contains(part));
    assert!(found, "{state} {code} {part}\n{lines:#?}");
}

#[test]
fn an_independent_server_has_some_things_and_lacks_others() {
    let Some(moto) = or_skip(Moto::start()) else { return };
    let mut design: Value =
        serde_json::from_str(&wide().to_string().replace("eu-central-1", "us-east-1")).expect("a design");
    design["pipeline"]["stages"][1]["actions"][6]["region"] = "eu-west-1".into();
    let bare = lines(
        &plan(&moto.endpoint(), moto.aws(), &design, &["--format", "json", "--region", "us-east-1"])
            .expect(0),
    );
    for (state, code, part) in [
        ("advice", "CP1204", "Service role pipeline: there, and trusts CodePipeline of any account"),
        ("problem", "CP1202", "Permissions of role pipeline: "),
        ("problem", "CP0210", "Artifact bucket artifacts: does not exist"),
        ("problem", "", "Key k: does not exist"),
        ("problem", "", "Bucket sources: does not exist"),
        ("problem", "", "CodeCommit repository repository: does not exist"),
        ("problem", "", "ECR repository images: does not exist"),
        ("couldNotCheck", "", "Connection c: could not be checked"),
        ("problem", "", "CodeBuild project build: does not exist"),
        ("problem", "", "CodeDeploy group group of app: does not exist"),
        ("problem", "", "ECS service service of cluster: does not exist"),
        ("fine", "", "Stack stack: does not exist yet; the action makes it"),
        ("problem", "", "Elastic Beanstalk environment env of app: does not exist"),
        ("problem", "", "Lambda function function: does not exist"),
        ("problem", "", "SNS topic topic: does not exist"),
        ("advice", "CP1303", "Object does not poll, and no event rule starts the pipeline"),
        ("advice", "CP1304", "No event rule starts the pipeline for Image"),
    ] {
        has(&bare, state, code, part);
    }

    moto.put_bucket("artifacts");
    moto.put_bucket("sources");
    moto.put_bucket("site");
    moto.json(
        "ecr",
        "AmazonEC2ContainerRegistry_V20150921.CreateRepository",
        &json!({"repositoryName": "images"}),
    );
    moto.json("codecommit", "CodeCommit_20150413.CreateRepository", &json!({"repositoryName": "repository"}));
    moto.query("sns", "Action=CreateTopic&Version=2010-03-31&Name=topic");
    moto.json(
        "events",
        "AWSEvents.PutRule",
        &json!({"Name": "changes", "EventPattern": "{\"source\":[\"aws.ecr\"]}"}),
    );
    let target =
        json!({"Id": "1", "Arn": "arn:aws:codepipeline:us-east-1:123456789012:web", "RoleArn": ROLE_ARN});
    moto.json("events", "AWSEvents.PutTargets", &json!({"Rule": "changes", "Targets": [target]}));
    let everything = "%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%5B%7B%22Effect%22%3A%22Allow%22%2C%22Action%22%3A%22%2A%22%2C%22Resource%22%3A%22%2A%22%7D%5D%7D";
    moto.query("iam", &format!("Action=PutRolePolicy&Version=2010-05-08&RoleName=pipeline&PolicyName=all&PolicyDocument={everything}"));

    let full = lines(
        &plan(&moto.endpoint(), moto.aws(), &design, &["--format", "json", "--region", "us-east-1"])
            .expect(0),
    );
    for (state, code, part) in [
        ("advice", "CP1201", "Permissions of role pipeline: has all that is needed, and far more"),
        ("advice", "CP0219", "Artifact bucket artifacts: there in us-east-1, and could be safer"),
        ("problem", "CP0710", "Bucket sources: there in us-east-1, and not versioned"),
        ("problem", "CP0714", "Bucket site: is in us-east-1, not in eu-west-1"),
        ("fine", "", "ECR repository images: there"),
        ("fine", "", "SNS topic topic: there"),
        ("fine", "", "An event rule starts the pipeline for Image: changes"),
        (
            "advice",
            "CP1303",
            "No event rule fits Object; what starts the pipeline watches something else: changes",
        ),
    ] {
        has(&full, state, code, part);
    }
}

#[test]
fn answers_moto_cannot_give_are_understood() {
    let fake = FakeAws::start();
    fake.answer("GetConnection", 200, r#"{"Connection":{"ConnectionStatus":"PENDING"}}"#)
        .answer("GetRole", 403, "<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>")
        .answer("GetBranch", 400, r#"{"__type":"BranchDoesNotExistException"}"#)
        .answer("GetRepository", 200, r#"{"repositoryMetadata":{}}"#)
        .answer("BatchGetProjects", 200, r#"{"projects":[{"source":{"type":"GITHUB"},"artifacts":{"type":"NO_ARTIFACTS"}}]}"#)
        .answer("DescribeKey", 200, r#"{"KeyMetadata":{"KeyState":"Disabled","Arn":"arn:aws:kms:eu-central-1:123456789012:key/k"}}"#)
        .answer("DescribeServices", 200, r#"{"services":[{"status":"ACTIVE"}]}"#)
        .answer("GetFunctionConfiguration", 200, r#"{"FunctionName":"function"}"#)
        .answer("HeadBucket", 403, "<Error/>")
        .answer("DescribeStacks", 200, "<R><DescribeStacksResult><Stacks><member><StackStatus>ROLLBACK_COMPLETE</StackStatus></member></Stacks></DescribeStacksResult></R>");
    let ran = plan(&fake.endpoint(), fake.aws(), &wide(), &["--format", "json"]).expect(0);
    let lines = lines(&ran);
    for (state, code, part) in [
        ("problem", "CP0756", "Connection c: is pending"),
        ("couldNotCheck", "", "Service role pipeline: could not be checked without iam:GetRole"),
        ("problem", "", "Branch main of CodeCommit repository repository: the repository has no such branch"),
        ("problem", "CP0708", "takes its source from GITHUB and writes to NO_ARTIFACTS"),
        ("problem", "", "Key k: is disabled"),
        ("fine", "", "ECS service service of cluster: active"),
        ("fine", "", "Lambda function function: there"),
        ("couldNotCheck", "", "Artifact bucket artifacts: could not be checked without s3:ListBucket"),
        ("problem", "", "Stack stack: is in state ROLLBACK_COMPLETE, in which it can only be deleted"),
    ] {
        has(&lines, state, code, part);
    }
    let authorization = fake.last("GetConnection").header("authorization").unwrap_or_default().to_owned();
    assert!(authorization.contains("/eu-central-1/codeconnections/aws4_request"), "{authorization}");
    let authorization = fake.last("GetRole").header("authorization").unwrap_or_default().to_owned();
    assert!(authorization.contains("/us-east-1/iam/aws4_request"), "{authorization}");
}

#[test]
fn what_cannot_be_asked_is_no_failure_and_takes_no_longer() {
    let fake = FakeAws::start();
    for trouble in
        [Trouble::CutBefore, Trouble::Answer(500, "<html>oops</html>"), Trouble::Instead("<html>x</html>")]
    {
        let proxy = Proxy::before(&fake.endpoint());
        proxy.hit("BatchGetProjects", trouble, Often::Always);
        let ran = plan(&proxy.endpoint(), fake.aws(), &wide(), &["--format", "json"]).expect(0);
        has(&lines(&ran), "couldNotCheck", "", "CodeBuild project build: could not be checked, ");
        assert_eq!(ran.messages, "");
    }
}

/// Publishes the wide design, with nobody there who could be asked.
fn publish(fake: &FakeAws, files: &Files, more: &[&str]) -> Ran {
    let design = wide().to_string().replace("\"env\"", "\"env-1\"");
    let file = files.write("wide.json", design);
    let endpoint = fake.endpoint();
    Call::new(["publish", "--yes", text(&file), "--profile", "test", "--endpoint-url", &endpoint])
        .and(more.iter().copied())
        .aws(fake.aws())
        .run()
}

#[test]
fn what_is_known_to_fail_is_not_published_unless_that_is_said() {
    let fake = FakeAws::start();
    let files = Files::new();
    fake.answer("GetRole", 404, "<ErrorResponse><Error><Code>NoSuchEntity</Code></Error></ErrorResponse>");
    let refused = publish(&fake, &files, &[]).expect(1);
    let role = "  problem  Service role pipeline: does not exist  CP0107\n";
    assert!(refused.results.contains(role), "{refused:?}");
    assert!(refused.messages.contains("not right: see the problems under Preflight."), "{refused:?}");
    assert!(refused.messages.contains("--ignore-preflight"), "{refused:?}");
    assert_eq!(fake.count("CreatePipeline"), 0);

    let told = publish(&fake, &files, &["--ignore-preflight"]).expect(0);
    assert!(told.results.contains(role), "it is told all the same: {told:?}");
    assert_eq!(fake.count("CreatePipeline"), 1);
}

#[test]
fn what_could_not_be_checked_is_published() {
    let fake = FakeAws::start();
    let files = Files::new();
    // This account answers nothing else: neither yes nor no.
    let published = publish(&fake, &files, &[]).expect(0);
    assert!(published.results.contains("  unknown  "), "{published:?}");
    assert!(!published.results.contains("  problem  "), "{published:?}");
    assert_eq!(fake.count("CreatePipeline"), 1);
}

#[test]
fn a_plan_for_a_pull_request_has_what_is_not_right_on_top() {
    let fake = FakeAws::start();
    fake.answer("BatchGetProjects", 200, r#"{"projects": []}"#)
        .answer("DescribeServices", 200, r#"{"services":[{"status":"ACTIVE"}]}"#)
        .answer("ListAccountAliases", 200, "<R><ListAccountAliasesResult><AccountAliases><member>acme_dev</member></AccountAliases></ListAccountAliasesResult></R>");
    let markdown = plan(&fake.endpoint(), fake.aws(), &wide(), &["--format", "markdown"]).expect(0).results;
    assert!(
        markdown.contains(" in account acme\\_dev (1234 5678 9012) · eu-central-1 (new)\n"),
        "{markdown}"
    );
    let (_, preflight) = markdown.split_once("\n#### Preflight\n\n").expect("a section");
    assert!(
        preflight.starts_with("- ❌ CodeBuild project build: does not exist in eu-central-1, for "),
        "{preflight}"
    );
    assert!(preflight.contains("\n- Not checked: "), "{preflight}");
    let (_, fold) = preflight.split_once("<details>\n").expect("a fold");
    assert!(fold.contains("- ECS service service of cluster: active\n"), "{fold}");
    let json = plan(&fake.endpoint(), fake.aws(), &wide(), &["--format", "json"]).expect(0).json();
    assert_eq!(
        (json["accountAlias"].as_str(), json["account"].as_str()),
        (Some("acme_dev"), Some("123456789012"))
    );
}

#[test]
fn an_answer_that_is_far_too_deep_is_not_understood() {
    let fake = FakeAws::start();
    let deep = format!("{}{}", "<a>".repeat(50_000), "</a>".repeat(50_000));
    fake.answer("GetRole", 200, deep.clone()).answer("ListAttachedRolePolicies", 400, deep);
    let ran = plan(&fake.endpoint(), fake.aws(), &wide(), &["--format", "json"]).expect(0);
    has(&lines(&ran), "couldNotCheck", "", "Service role pipeline: could not be checked");
}

#[test]
fn nobody_looks_if_nobody_wants_to_know() {
    let fake = FakeAws::start();
    let ran = plan(&fake.endpoint(), fake.aws(), &wide(), &["--format", "json", "--no-preflight"]).expect(0);
    assert_eq!(ran.json()["preflight"], json!([]));
    assert_eq!(fake.count("GetRole"), 0);
    let human = plan(&fake.endpoint(), fake.aws(), &wide(), &[]).expect(0);
    assert!(human.results.contains("\nPreflight\n"), "{}", human.results);
}

#[test]
fn policies_of_roles_are_compared_with_what_is_needed() {
    let Some(moto) = or_skip(Moto::start()) else { return };
    let files = Files::new();
    let file = files.write("web.json", wide().to_string());
    let compare = || {
        let arguments = ["policy", text(&file), "--compare", "--profile", "test", "--region", "eu-central-1"];
        Call::new(arguments).and(["--endpoint-url", &moto.endpoint()]).aws(moto.aws()).run()
    };
    let ran = compare().expect(1);
    assert!(ran.results.contains("codebuild:StartBuild on "), "{}", ran.results);
    assert!(ran.results.contains("(Work / Build)"), "{}", ran.results);

    let needed =
        Call::new(["policy", text(&file), "--format", "iam", "--region", "eu-central-1"]).run().expect(0);
    let mut document: Value = serde_json::from_str(&needed.results).expect("a policy");
    let statement = json!({"Effect": "Allow", "Action": "ec2:RunInstances", "Resource": "*"});
    document["Statement"].as_array_mut().expect("a list").push(statement);
    moto.put_role_policy("pipeline", &document);
    let ran = compare();
    assert!(!ran.results.contains("codebuild:StartBuild"), "{}", ran.results);
    // Elastic Beanstalk has a policy of AWS to be attached, which it is not.
    assert!(
        ran.results.contains("is not attached") || ran.results.contains("ec2:RunInstances"),
        "{}",
        ran.results
    );
}

/// Every protocol is signed as AWS has it: the server checks signatures and permissions.
#[test]
fn signatures_hold_and_missing_permissions_are_no_failure() {
    let allow = |actions: Value| json!({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": actions, "Resource": "*"}]});
    let policies = [allow(json!("*")), allow(json!(["codepipeline:*", "sts:*"]))];
    let Some((moto, keys)) = or_skip(Moto::start_guarded(&policies)) else { return };
    let ask = |id: &str, secret: &str, arguments: &[&str]| {
        let home = AwsHome::with_key(id, secret);
        let aws = Aws { files: home.files(), ..moto.aws() };
        let connection = ["--profile", "test", "--endpoint-url", &moto.endpoint()].map(str::to_owned);
        Call::new(arguments.iter().copied()).and(connection).aws(aws).run()
    };
    let files = Files::new();
    let file = files.write("web.json", wide().to_string());
    let plan = ["plan", text(&file), "--format", "json"];

    // What this server cannot do it answers with 500, and it takes no signature under a REST path of JSON, not even
    // that of botocore.
    let is_unable =
        |words: &str| words.contains("failed on its side") || words.starts_with("Lambda function");
    let found = lines(&ask(&keys[0].id, &keys[0].secret, &plan).expect(0));
    for (state, _, words) in &found {
        assert!(state != "couldNotCheck" || is_unable(words), "{words}");
    }
    has(&found, "advice", "CP1204", "Service role pipeline: there");
    has(&found, "problem", "", "Key k: does not exist");

    let found = lines(&ask(&keys[1].id, &keys[1].secret, &plan).expect(0));
    has(&found, "couldNotCheck", "", "Service role pipeline: could not be checked without iam:GetRole");
    assert!(found.iter().all(|(state, ..)| state == "couldNotCheck"), "{found:#?}");

    let wrong = ask(&keys[0].id, "not-the-secret", &["list"]).expect(1);
    assert!(
        wrong.messages.contains("does not accept the credentials of profile `test`"),
        "{}",
        wrong.messages
    );
    let unknown = ask("AKIANOBODYKNOWSTHIS1", &keys[0].secret, &["list"]).expect(1);
    assert!(unknown.messages.contains("does not accept the credentials"), "{}", unknown.messages);
}
