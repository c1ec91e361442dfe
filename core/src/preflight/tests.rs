use serde_json::{Value, json};

use super::*;
use crate::document::Document;
use crate::policy::Whereabouts;
use crate::samples;

const OWN: &str = "111122223333";

fn document(value: &Value) -> Document {
    Document::read(value.to_string().as_bytes()).expect("a pipeline")
}

fn action(name: &str, category: &str, provider: &str, configuration: &Value) -> Value {
    json!({
        "name": name,
        "actionTypeId": {"category": category, "owner": "AWS", "provider": provider, "version": "1"},
        "configuration": configuration,
    })
}

fn pipeline(actions: &Value) -> Document {
    document(&json!({
        "name": "shop",
        "roleArn": "arn:aws:iam::111122223333:role/team/pipeline",
        "artifactStore": {"type": "S3", "location": "shop-artifacts"},
        "stages": [{"name": "All", "actions": actions}],
    }))
}

fn ireland() -> Whereabouts {
    Whereabouts {
        partition: Some("aws".to_owned()),
        region: Some("eu-west-1".to_owned()),
        account: Some(OWN.to_owned()),
    }
}

fn asked_of(document: &Document) -> Vec<Question> {
    questions(document, &ireland())
}

fn titles(document: &Document) -> Vec<String> {
    asked_of(document).iter().map(Question::title).collect()
}

/// The line for the last question of a design with this action, answered in turn with these.
#[track_caller]
fn check(action: &Value, answers: &[Answer], state: State, code: Option<&str>, words: &str) {
    let document = pipeline(&json!([action]));
    let name = action["name"].as_str().expect("a name");
    let all = asked_of(&document);
    let question = all.iter().rfind(|question| {
        question.asked_by.iter().any(|owner| document.owner_label(*owner).contains(name))
            && !matches!(question.subject, Subject::Starts { .. })
    });
    check_question(question.expect("a question"), answers, state, code, words);
}

#[track_caller]
fn check_question(question: &Question, answers: &[Answer], state: State, code: Option<&str>, words: &str) {
    let asks = question.asks(Some(OWN), &[]);
    let asked: Vec<Asked> = asks.into_iter().zip(answers.iter().cloned()).collect();
    let line = judge(question, Some(OWN), &asked);
    assert_eq!((line.state, line.code), (state, code), "{line:?}");
    assert_eq!(line.words, words);
}

fn found(value: Value) -> Answer {
    Answer::Found(value)
}

fn denied() -> Answer {
    Answer::Denied { permission: "x:Y".to_owned() }
}

#[test]
fn each_thing_is_asked_for_once_and_knows_who_uses_it() {
    let document = pipeline(&json!([
        action("Compile", "Build", "CodeBuild", &json!({"ProjectName": "shop"})),
        action("Lint", "Test", "CodeBuild", &json!({"ProjectName": "shop"})),
        action("Later", "Build", "CodeBuild", &json!({"ProjectName": "#{variables.Project}"})),
        action("Unset", "Build", "CodeBuild", &json!({})),
    ]));
    let all = asked_of(&document);
    let titles: Vec<String> = all.iter().map(Question::title).collect();
    assert_eq!(
        titles,
        [
            "Service role pipeline",
            "Permissions of role pipeline",
            "Artifact bucket shop-artifacts",
            "CodeBuild project shop"
        ]
    );
    let users: Vec<String> = all[3].asked_by.iter().map(|owner| document.owner_label(*owner)).collect();
    assert_eq!(users.len(), 2, "{users:?}");
}

#[test]
fn the_region_is_that_of_the_action_or_of_the_arn() {
    let mut elsewhere = action("A", "Build", "CodeBuild", &json!({"ProjectName": "p"}));
    elsewhere["region"] = "us-east-1".into();
    let function = json!({"FunctionName": "arn:aws:lambda:eu-central-1:111122223333:function:f"});
    let document = pipeline(&json!([elsewhere, action("B", "Invoke", "Lambda", &function)]));
    let regions: Vec<Option<String>> =
        asked_of(&document).iter().rev().take(2).map(|question| question.region.clone()).collect();
    assert_eq!(regions, [Some("eu-central-1".to_owned()), Some("us-east-1".to_owned())]);
}

#[test]
fn nothing_is_asked_of_another_account() {
    let mut action = action("A", "Build", "CodeBuild", &json!({"ProjectName": "p"}));
    action["roleArn"] = "arn:aws:iam::999999999999:role/there".into();
    let words = "CodeBuild project p: could not be checked, because it is in account 999999999999";
    check(&action, &[], State::CouldNotCheck, None, words);

    let mut foreign = pipeline(&json!([])).declaration();
    foreign["roleArn"] = "arn:aws:iam::999999999999:role/pipeline".into();
    let question = asked_of(&document(&foreign)).remove(0);
    assert!(question.asks(Some(OWN), &[]).is_empty());
    let words = "Service role pipeline: is in account 999999999999, and the pipeline is not";
    check_question(&question, &[], State::Problem, Some("CP0108"), words);
}

#[test]
fn answers_are_judged() {
    let build = action("A", "Build", "CodeBuild", &json!({"ProjectName": "p"}));
    let project = |source: &str| {
        found(json!({"projects": [{"source": {"type": source}, "artifacts": {"type": source}}]}))
    };
    let there = "CodeBuild project p: there, and takes its source from the pipeline";
    check(&build, &[project("CODEPIPELINE")], State::Fine, None, there);
    let words = "CodeBuild project p: takes its source from S3 and writes to S3";
    check(&build, &[project("S3")], State::Problem, Some("CP0708"), words);
    check(
        &build,
        &[found(json!({"projects": []}))],
        State::Problem,
        None,
        "CodeBuild project p: does not exist in eu-west-1",
    );
    let words = "CodeBuild project p: could not be checked without x:Y";
    check(&build, &[denied()], State::CouldNotCheck, None, words);
    let failed = Answer::Failed { happened: "the host is away".to_owned() };
    let words = "CodeBuild project p: could not be checked, the host is away";
    check(&build, &[failed], State::CouldNotCheck, None, words);
    check(&build, &[], State::CouldNotCheck, None, "CodeBuild project p: nobody was asked");

    let source = action("A", "Source", "S3", &json!({"S3Bucket": "b", "S3ObjectKey": "k.zip"}));
    let head = |region: &str| found(json!({"x-amz-bucket-region": region}));
    let enabled = found(json!({"Status": "Enabled"}));
    check(
        &source,
        &[head("eu-west-1"), enabled],
        State::Fine,
        None,
        "Bucket b: there in eu-west-1, versioned",
    );
    let words = "Bucket b: there in eu-west-1, and not versioned";
    check(&source, &[head("eu-west-1"), found(json!(""))], State::Problem, Some("CP0710"), words);
    let words = "Bucket b: there in eu-west-1, but its versioning: could not be checked without x:Y";
    check(&source, &[head("eu-west-1"), denied()], State::CouldNotCheck, None, words);

    let deploy = action("A", "Deploy", "S3", &json!({"BucketName": "b", "Extract": "true"}));
    let words = "Bucket b: is in us-east-1, not in eu-west-1";
    check(&deploy, &[head("us-east-1")], State::Problem, Some("CP0714"), words);

    let stack =
        |mode: &str| action("A", "Deploy", "CloudFormation", &json!({"ActionMode": mode, "StackName": "s"}));
    let words = "Stack s: does not exist yet; the action makes it";
    check(&stack("CREATE_UPDATE"), &[Answer::Absent], State::Fine, None, words);
    let failed = || {
        found(json!({"DescribeStacksResult": {"Stacks": {"member": {"StackStatus": "ROLLBACK_COMPLETE"}}}}))
    };
    let words = "Stack s: is in state ROLLBACK_COMPLETE, in which it can only be deleted";
    check(&stack("CREATE_UPDATE"), &[failed()], State::Problem, None, words);
    let words = "Stack s: there (ROLLBACK_COMPLETE)";
    check(&stack("REPLACE_ON_FAILURE"), &[failed()], State::Fine, None, words);

    let connection = json!({"ConnectionArn": "arn:aws:codeconnections:eu-west-1:111122223333:connection/c"});
    let connection = action("A", "Source", "CodeStarSourceConnection", &connection);
    let status = |status: &str| found(json!({"Connection": {"ConnectionStatus": status}}));
    check(&connection, &[status("AVAILABLE")], State::Fine, None, "Connection c: available");
    check(&connection, &[status("PENDING")], State::Problem, Some("CP0756"), "Connection c: is pending");

    let service = action("A", "Deploy", "ECS", &json!({"ClusterName": "c", "ServiceName": "s"}));
    let words = "ECS service s of c: does not exist in eu-west-1";
    check(&service, &[found(json!({"services": [], "failures": [{}]}))], State::Problem, None, words);
}

#[test]
fn the_trust_of_roles_is_read() {
    let question = asked_of(&pipeline(&json!([]))).remove(0);
    let role = |statement: Value| {
        let document = json!({"Version": "2012-10-17", "Statement": statement}).to_string();
        let document = encoded(&document);
        found(json!({"GetRoleResult": {"Role": {"AssumeRolePolicyDocument": document}}}))
    };
    let lets = |service: Value, condition: Value| json!({"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole", "Condition": condition});
    let own = json!({"StringEquals": {"aws:SourceAccount": OWN}});
    let fine = "Service role pipeline: there, and trusts CodePipeline";
    let check = |statement: Value, state, code, words: &str| {
        check_question(&question, &[role(statement)], state, code, words);
    };
    check(json!([lets(json!("codepipeline.amazonaws.com"), own.clone())]), State::Fine, None, fine);
    let both = json!(["ec2.amazonaws.com", "codepipeline.amazonaws.com"]);
    check(lets(both, own.clone()), State::Fine, None, fine);
    let words = "Service role pipeline: there, and trusts CodePipeline of any account";
    check(lets(json!("codepipeline.amazonaws.com"), json!({})), State::Advice, Some("CP1204"), words);
    let words = "Service role pipeline: does not trust codepipeline.amazonaws.com";
    check(lets(json!("ec2.amazonaws.com"), own), State::Problem, Some("CP0107"), words);
    check_question(
        &question,
        &[Answer::Absent],
        State::Problem,
        Some("CP0107"),
        "Service role pipeline: does not exist",
    );
    let strange = found(json!({"GetRoleResult": {"Role": {"AssumeRolePolicyDocument": "%7B"}}}));
    let words = "Service role pipeline: there, and its trust policy cannot be read";
    check_question(&question, &[strange], State::CouldNotCheck, None, words);
}

/// Answers the questions about a role from its policies, as long as there are any.
fn role_line(question: &Question, inline: &Value, attached: &[&str]) -> Line {
    let mut asked: Vec<Asked> = Vec::new();
    for _ in 0..5 {
        let next = question.asks(Some(OWN), &asked);
        if next.is_empty() {
            break;
        }
        for ask in next {
            let answer = match ask.operation {
                "ListRolePolicies" => json!({"ListRolePoliciesResult": {"PolicyNames": {"member": "own"}}}),
                "ListAttachedRolePolicies" => {
                    let all: Vec<Value> = attached.iter().map(|arn| json!({"PolicyArn": arn})).collect();
                    json!({"ListAttachedRolePoliciesResult": {"AttachedPolicies": {"member": all}}})
                }
                "GetRolePolicy" => {
                    json!({"GetRolePolicyResult": {"PolicyDocument": encoded(&inline.to_string())}})
                }
                "GetPolicy" => {
                    json!({"GetPolicyResult": {"Policy": {"Arn": attached[0], "DefaultVersionId": "v2"}}})
                }
                other => {
                    assert_eq!(other, "GetPolicyVersion");
                    let all =
                        json!({"Statement": {"Effect": "Allow", "Action": "ec2:Describe*", "Resource": "*"}});
                    json!({"GetPolicyVersionResult": {"PolicyVersion": {"Document": encoded(&all.to_string())}}})
                }
            };
            asked.push((ask, Answer::Found(answer)));
        }
    }
    judge(question, Some(OWN), &asked)
}

#[test]
fn the_policies_of_a_role_are_held_against_what_is_needed() {
    let design = pipeline(&json!([action("A", "Build", "CodeBuild", &json!({"ProjectName": "p"}))]));
    let question = asked_of(&design).remove(1);
    let Subject::Permissions { needed, .. } = &question.subject else { panic!("{question:?}") };

    let line = role_line(&question, &needed.document(), &[]);
    assert_eq!((line.state, line.words.as_str()), (State::Fine, "Permissions of role pipeline: all there"));

    let line = role_line(&question, &json!({"Statement": []}), &[]);
    assert_eq!((line.state, line.code), (State::Problem, Some("CP1202")), "{line:?}");
    let build = "codebuild:StartBuild on arn:aws:codebuild:eu-west-1:111122223333:project/p (All / A)";
    assert!(line.details.iter().any(|detail| detail == build), "{line:?}");

    let line = role_line(&question, &needed.document(), &["arn:aws:iam::111122223333:policy/more"]);
    assert_eq!((line.state, line.code), (State::Advice, Some("CP1203")), "{line:?}");
    assert_eq!(line.details, ["ec2:Describe*"]);

    let all = json!({"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}});
    let line = role_line(&question, &all, &[]);
    assert_eq!((line.state, line.code), (State::Advice, Some("CP1201")), "{line:?}");
    assert_eq!(line.details, ["* on *"]);
}

#[test]
fn a_policy_nobody_may_read_proves_nothing() {
    let question = asked_of(&pipeline(&json!([]))).remove(1);
    let asks = question.asks(Some(OWN), &[]);
    let asked: Vec<Asked> = asks.into_iter().map(|ask| (ask, denied())).collect();
    assert!(question.asks(Some(OWN), &asked).is_empty());
    assert_eq!(judge(&question, Some(OWN), &asked).state, State::CouldNotCheck);
}

/// The line for a question whose calls are answered by their operation, in as many rounds as it takes.
fn answered(question: &Question, answer: &dyn Fn(&Ask) -> Answer) -> Line {
    let mut asked: Vec<Asked> = Vec::new();
    for _ in 0..5 {
        let next = question.asks(Some(OWN), &asked);
        if next.is_empty() {
            return judge(question, Some(OWN), &asked);
        }
        asked.extend(next.into_iter().map(|ask| (ask.clone(), answer(&ask))));
    }
    panic!("it never ends: {asked:?}");
}

const PIPELINE: &str = "arn:aws:codepipeline:eu-west-1:111122223333:shop";

/// What the account says of the rules that have the pipeline as their target.
struct Rules<'a> {
    /// Names with their patterns.
    patterns: &'a [(&'a str, Value)],
    state: &'a str,
    role: Option<&'a str>,
    /// What the role of the rule allows.
    allows: &'a str,
    bucket_sends: Answer,
}

impl Default for Rules<'_> {
    fn default() -> Self {
        Self {
            patterns: &[],
            state: "ENABLED",
            role: Some("arn:aws:iam::111122223333:role/events"),
            allows: "codepipeline:StartPipelineExecution",
            bucket_sends: found(json!({"EventBridgeConfiguration": ""})),
        }
    }
}

impl Rules<'_> {
    fn answer(&self, ask: &Ask) -> Answer {
        let Input::Json(input) = &ask.input else { return self.answer_of_others(ask) };
        let name = input["Name"].as_str().or(input["Rule"].as_str()).unwrap_or_default();
        match ask.operation {
            "ListRuleNamesByTarget" => {
                let names: Vec<&str> = self.patterns.iter().map(|(name, _)| *name).collect();
                found(json!({ "RuleNames": names }))
            }
            "DescribeRule" => {
                let (_, pattern) = self.patterns.iter().find(|(known, _)| *known == name).expect("a rule");
                found(json!({"Name": name, "State": self.state, "EventPattern": pattern.to_string()}))
            }
            other => {
                assert_eq!(other, "ListTargetsByRule");
                let mut targets = json!([{"Id": "1", "Arn": "arn:aws:sns:x"}, {"Id": "2", "Arn": PIPELINE}]);
                if let Some(role) = self.role {
                    targets[1]["RoleArn"] = role.into();
                }
                found(json!({ "Targets": targets }))
            }
        }
    }

    fn answer_of_others(&self, ask: &Ask) -> Answer {
        match ask.operation {
            "GetBucketNotification" => self.bucket_sends.clone(),
            "ListRolePolicies" => {
                found(json!({"ListRolePoliciesResult": {"PolicyNames": {"member": "own"}}}))
            }
            "ListAttachedRolePolicies" => {
                found(json!({"ListAttachedRolePoliciesResult": {"AttachedPolicies": ""}}))
            }
            other => {
                assert_eq!(other, "GetRolePolicy");
                let policy =
                    json!({"Statement": {"Effect": "Allow", "Action": self.allows, "Resource": "*"}});
                found(json!({"GetRolePolicyResult": {"PolicyDocument": policy.to_string()}}))
            }
        }
    }
}

fn source(provider: &str, configuration: &Value) -> Document {
    pipeline(&json!([action("A", "Source", provider, configuration)]))
}

fn object(polls: &str) -> Document {
    source("S3", &json!({"S3Bucket": "b", "S3ObjectKey": "k.zip", "PollForSourceChanges": polls}))
}

fn created(bucket: &str) -> Value {
    json!({"source": ["aws.s3"], "detail-type": ["Object Created"],
           "detail": {"bucket": {"name": [bucket]}, "object": {"key": [{"prefix": "k"}]}}})
}

#[track_caller]
fn check_rules(document: &Document, rules: &Rules<'_>, state: State, code: Option<&str>, words: &str) {
    let question = asked_of(document).pop().expect("a question");
    let line = answered(&question, &|ask| rules.answer(ask));
    assert_eq!((line.state, line.code, line.words.as_str()), (state, code, words), "{line:?}");
}

#[test]
fn rules_that_start_the_pipeline_go_with_how_sources_hear() {
    let with = |document: &Document, patterns: &[(&str, Value)], state, code, words: &str| {
        check_rules(document, &Rules { patterns, ..Rules::default() }, state, code, words);
    };
    let ours = ("ours", created("b"));
    let others = ("others", created("c"));
    with(&object("true"), &[], State::Fine, None, "A polls, and no event rule starts the pipeline too");
    let twice = "A polls, and an event rule starts the pipeline too: ours";
    with(&object("true"), &[others.clone(), ours.clone()], State::Advice, Some("CP1302"), twice);
    let once = "A polls, and no event rule starts the pipeline too";
    with(&object("true"), std::slice::from_ref(&others), State::Fine, None, once);

    let none = "A does not poll, and no event rule starts the pipeline";
    with(&object("false"), &[], State::Advice, Some("CP1303"), none);
    let fits = "An event rule starts the pipeline for A: ours, and bucket b sends its events";
    with(&object("false"), &[others.clone(), ours], State::Fine, None, fits);
    let misses = "No event rule fits A; what starts the pipeline watches something else: others";
    with(&object("false"), &[others], State::Advice, Some("CP1303"), misses);
    let unknown = json!({"source": ["aws.s3"], "detail": {"object": {"size": [{"numeric": [">", 0]}]}}});
    let words = "Event rule for A: odd has the pipeline as its target, but whether it fits cannot be told";
    with(&object("false"), &[("odd", unknown)], State::CouldNotCheck, None, words);

    let images = source("ECR", &json!({"RepositoryName": "i"}));
    let none = "No event rule starts the pipeline for A";
    with(&images, &[], State::Advice, Some("CP1304"), none);
    let pushed =
        |tag: &str| json!({"source": ["aws.ecr"], "detail": {"repository-name": ["i"], "image-tag": [tag]}});
    let fits = "An event rule starts the pipeline for A: r";
    with(&images, &[("r", pushed("latest"))], State::Fine, None, fits);
    let misses = "No event rule fits A; what starts the pipeline watches something else: r";
    with(&images, &[("r", pushed("v1"))], State::Advice, Some("CP1304"), misses);
}

#[test]
fn a_rule_has_to_watch_the_branch_of_the_source() {
    let configuration =
        json!({"RepositoryName": "web", "BranchName": "main", "PollForSourceChanges": "false"});
    let document = source("CodeCommit", &configuration);
    let rule = |repository: &str, branch: &str| {
        json!({"source": ["aws.codecommit"], "detail-type": ["CodeCommit Repository State Change"],
               "resources": [format!("arn:aws:codecommit:eu-west-1:111122223333:{repository}")],
               "detail": {"event": ["referenceUpdated"], "referenceType": ["branch"], "referenceName": [branch]}})
    };
    let fits = "An event rule starts the pipeline for A: r";
    let misses = "No event rule fits A; what starts the pipeline watches something else: r";
    for (pattern, state, code, words) in [
        (rule("web", "main"), State::Fine, None, fits),
        (rule("web", "trunk"), State::Advice, Some("CP1303"), misses),
        (rule("api", "main"), State::Advice, Some("CP1303"), misses),
    ] {
        check_rules(
            &document,
            &Rules { patterns: &[("r", pattern)], ..Rules::default() },
            state,
            code,
            words,
        );
    }
}

#[test]
fn a_rule_that_fits_has_to_be_on_and_allowed_and_to_hear_of_the_bucket() {
    let patterns = [("r", created("b"))];
    let check = |rules: Rules<'_>, state, code, words: &str| {
        check_rules(&object("false"), &Rules { patterns: &patterns, ..rules }, state, code, words);
    };
    let words = "The event rule for A is disabled: r";
    check(Rules { state: "DISABLED", ..Rules::default() }, State::Advice, Some("CP1303"), words);
    let words = "The event rule r has no role to start the pipeline with";
    check(Rules { role: None, ..Rules::default() }, State::Problem, Some("CP1305"), words);
    let words = "The role of the event rule r may not start the pipeline";
    check(Rules { allows: "s3:GetObject", ..Rules::default() }, State::Problem, Some("CP1305"), words);
    let words = "Bucket b sends no events, so the event rule r never hears of a new object";
    let silent = found(json!(""));
    check(Rules { bucket_sends: silent, ..Rules::default() }, State::Advice, Some("CP1303"), words);
    let words =
        "Event rule for A: r fits, but whether bucket b sends events: could not be checked without x:Y";
    check(Rules { bucket_sends: denied(), ..Rules::default() }, State::CouldNotCheck, None, words);

    // By way of a trail the bucket itself need not say a word.
    let recorded = json!({"source": ["aws.s3"], "detail-type": ["AWS API Call via CloudTrail"],
        "detail": {"eventName": ["PutObject"], "requestParameters": {"bucketName": ["b"], "key": ["k.zip"]}}});
    let words =
        "An event rule starts the pipeline for A: t, if a trail of CloudTrail records writes to bucket b";
    let rules = Rules { patterns: &[("t", recorded)], bucket_sends: found(json!("")), ..Rules::default() };
    check_rules(&object("false"), &rules, State::Fine, None, words);
}

#[test]
fn what_an_earlier_action_may_make_is_no_problem_yet() {
    let stack = action(
        "Infra",
        "Deploy",
        "CloudFormation",
        &json!({"ActionMode": "CREATE_UPDATE", "StackName": "s"}),
    );
    let service = action("Web", "Deploy", "ECS", &json!({"ClusterName": "c", "ServiceName": "s"}));
    let line = |actions: Value| {
        let document = pipeline(&actions);
        let all = asked_of(&document);
        let question = all.iter().find(|question| matches!(question.subject, Subject::EcsService { .. }));
        answered(question.expect("a question"), &|_| found(json!({"services": []})))
    };
    assert_eq!(line(json!([stack, service])).state, State::Problem, "they run side by side");
    let mut later = service.clone();
    later["runOrder"] = 2.into();
    let line = line(json!([stack, later]));
    assert_eq!(line.state, State::Advice);
    assert!(line.help.expect("help").starts_with("Infra runs before and may make it"));
}

#[test]
fn an_artifact_bucket_that_could_be_safer_is_told_and_stops_nothing() {
    let all = asked_of(&pipeline(&json!([])));
    let question =
        all.iter().find(|question| matches!(question.subject, Subject::Bucket { .. })).expect("a question");
    let answer = |safe: Answer| {
        move |ask: &Ask| match ask.operation {
            "HeadBucket" => found(json!({"x-amz-bucket-region": "eu-west-1"})),
            "GetBucketPolicy" if matches!(safe, Answer::Found(_)) => {
                found(json!({"Statement": [{"Condition": {"Bool": {"aws:SecureTransport": "false"}}}]}))
            }
            _ => safe.clone(),
        }
    };
    let line = answered(question, &answer(Answer::Absent));
    assert_eq!((line.state, line.code, line.details.len()), (State::Advice, Some("CP0219"), 3), "{line:?}");
    let closed = json!({"BlockPublicAcls": "true", "IgnorePublicAcls": "true", "BlockPublicPolicy": "TRUE", "RestrictPublicBuckets": "true"});
    for safe in [found(closed), denied()] {
        let line = answered(question, &answer(safe));
        assert_eq!(
            (line.state, line.words.as_str()),
            (State::Fine, "Artifact bucket shop-artifacts: there in eu-west-1")
        );
    }
}

#[test]
fn a_function_has_to_report_when_it_is_invoked() {
    let line = |category: &str, allows: &str| {
        let document = pipeline(&json!([action("A", category, "Lambda", &json!({"FunctionName": "f"}))]));
        let question = asked_of(&document).pop().expect("a question");
        let rules = Rules { allows, ..Rules::default() };
        answered(&question, &|ask| match ask.operation {
            "GetFunctionConfiguration" => found(json!({"Role": "arn:aws:iam::111122223333:role/f"})),
            _ => rules.answer(ask),
        })
    };
    assert_eq!(line("Invoke", "codepipeline:*").state, State::Fine);
    let lacking = line("Invoke", "logs:*");
    assert_eq!((lacking.state, lacking.code), (State::Advice, Some("CP0760")), "{lacking:?}");
    assert_eq!(line("Deploy", "logs:*").state, State::Fine);
}

/// Whatever stands in a design, its questions can be asked and any answer can be judged.
#[test]
fn every_sample_can_be_asked_and_judged() {
    let answers = [
        found(json!({})),
        found(json!([])),
        found(json!("text")),
        Answer::Absent,
        denied(),
        Answer::Failed { happened: "nothing came".to_owned() },
    ];
    for sample in samples::SAMPLES {
        let document = Document::read(sample.text.as_bytes()).expect("a pipeline");
        for question in asked_of(&document) {
            for answer in &answers {
                let asks = question.asks(Some(OWN), &[]);
                let asked: Vec<Asked> = asks.into_iter().map(|ask| (ask, answer.clone())).collect();
                let line = judge(&question, Some(OWN), &asked);
                assert!(!line.words.is_empty(), "{question:?}");
                let is_unclear = matches!(answer, Answer::Denied { .. } | Answer::Failed { .. });
                assert!(!is_unclear || line.state == State::CouldNotCheck || asked.is_empty(), "{line:?}");
            }
        }
        assert!(!titles(&document).is_empty());
    }
}
