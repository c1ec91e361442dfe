//! What answers mean.

use serde_json::Value;

use super::events::Starts;
use super::permissions::{self, members};
use super::services::Asked;
use super::trust::Trust;
use super::{Answer, Ask, BucketUse, Duty, Line, Question, StackMode, State, Subject, safety};
use crate::pipeline::Arn;
use crate::policy::Statement;

/// The line for a question, from everything that was asked for it. `own` is the account of whoever asked.
pub fn judge(question: &Question, own: Option<&str>, asked: &[Asked]) -> Line {
    let Found { state, words, help, code, details } = found(question, own, asked);
    Line { state, words, help, code, details, asked_by: question.asked_by.clone() }
}

/// A line without those who use it.
pub(super) struct Found {
    state: State,
    words: String,
    help: Option<String>,
    code: Option<&'static str>,
    details: Vec<String>,
}

impl Found {
    pub fn new(state: State, words: String, help: Option<&str>, code: Option<&'static str>) -> Self {
        Self { state, words, help: help.map(str::to_owned), code, details: Vec::new() }
    }

    pub fn fine(words: String) -> Self {
        Self::new(State::Fine, words, None, None)
    }

    pub fn problem(words: String, help: &str, code: Option<&'static str>) -> Self {
        Self::new(State::Problem, words, Some(help), code)
    }

    pub fn could_not_check(words: String) -> Self {
        Self::new(State::CouldNotCheck, words, None, None)
    }

    pub fn with_details(mut self, details: Vec<String>) -> Self {
        self.details = details;
        self
    }

    /// If the answer says nothing about the thing itself.
    pub fn unclear(title: &str, ask: &Ask, answer: &Answer) -> Option<Self> {
        match answer {
            Answer::Found(_) | Answer::Absent => None,
            Answer::Denied { permission } => {
                let words = format!("{title}: could not be checked without {permission}");
                let help = format!("To have it checked, allow {}", ask.permission);
                Some(Self::new(State::CouldNotCheck, words, Some(&help), None))
            }
            Answer::Failed { happened } => {
                Some(Self::could_not_check(format!("{title}: could not be checked, {happened}")))
            }
        }
    }
}

fn found(question: &Question, own: Option<&str>, asked: &[Asked]) -> Found {
    let title = question.title();
    if let Some(account) = question.account.as_deref().filter(|_| question.is_elsewhere(own)) {
        return elsewhere(&title, account, &question.subject);
    }
    if let Subject::Permissions { needed, .. } = &question.subject {
        return permissions::judge(&title, needed, asked);
    }
    let Some((ask, answer)) = asked.first() else {
        return Found::could_not_check(format!("{title}: nobody was asked"));
    };
    // The one that says most of the thing comes first; where it is clear, a later one may still be unclear.
    let body = match answer {
        Answer::Absent => return absent(&title, question),
        Answer::Found(body) => body,
        Answer::Denied { .. } | Answer::Failed { .. } => {
            return Found::unclear(&title, ask, answer)
                .unwrap_or_else(|| Found::could_not_check(format!("{title}: could not be checked")));
        }
    };
    match &question.subject {
        Subject::Role { duty, .. } => role(&title, duty, body),
        Subject::Permissions { .. } => Found::could_not_check(title),
        Subject::Bucket { used_for, .. } => bucket(&title, *used_for, question, body, asked),
        Subject::Key(id) => key(&title, id, question, body),
        Subject::Project(_) => project(&title, question, body),
        Subject::Branch { .. } => branch(&title, asked),
        Subject::Connection(_) => connection(&title, body),
        Subject::DeploymentGroup { .. } | Subject::Images(_) | Subject::Pipeline(_) | Subject::Topic(_) => {
            Found::fine(format!("{title}: there"))
        }
        Subject::Function { reports, .. } => function(&title, *reports, asked),
        Subject::EcsService { .. } => standing(&title, &body["services"][0]["status"], &["ACTIVE"], question),
        Subject::Cluster(_) => {
            standing(&title, &body["cluster"]["status"], &["ACTIVE", "UPDATING"], question)
        }
        Subject::Environment { .. } => {
            let environment =
                members(&body["DescribeEnvironmentsResult"]["Environments"]).next().unwrap_or(&Value::Null);
            standing(&title, &environment["Status"], &["Ready", "Updating", "Launching"], question)
        }
        Subject::Stack { mode, .. } => stack(&title, *mode, body),
        Subject::StateMachine { has_output, .. } => state_machine(&title, *has_output, body),
        Subject::Starts { arn, source, action, change } => {
            Starts { arn, source: *source, action, change }.judge(&title, asked)
        }
    }
}

fn elsewhere(title: &str, account: &str, subject: &Subject) -> Found {
    if let Subject::Role { duty: Duty::Service, .. } = subject {
        return Found::problem(
            format!("{title}: is in account {account}, and the pipeline is not"),
            "Choose a role of the account the pipeline is in",
            Some("CP0108"),
        );
    }
    Found::could_not_check(format!("{title}: could not be checked, because it is in account {account}"))
}

fn absent(title: &str, question: &Question) -> Found {
    let region = question.region.as_deref().map(|region| format!(" in {region}")).unwrap_or_default();
    let words = format!("{title}: does not exist{region}");
    let (help, code) = match &question.subject {
        Subject::Role { duty: Duty::Service, .. } => {
            ("Create the role; `pipewright policy` has its trust and its permissions", Some("CP0107"))
        }
        Subject::Role { duty: Duty::Action { .. }, .. } => {
            ("Create the role, or take it out of the action", Some("CP0413"))
        }
        Subject::Role { duty: Duty::CloudFormation, .. } => ("Create the role, or name another", None),
        Subject::Bucket { used_for: BucketUse::Artifacts, .. } => {
            ("Choose a bucket of the Region, or create it", Some("CP0210"))
        }
        Subject::Bucket { .. } => ("Correct the name, or create the bucket", None),
        Subject::Key(_) => ("Name a key of the Region, best by its ARN", None),
        Subject::Connection(_) => ("Choose a connection of the account, or create one", Some("CP0756")),
        Subject::Stack { mode: StackMode::Makes | StackMode::Replaces, .. } => {
            return Found::fine(format!("{title}: does not exist yet; the action makes it"));
        }
        Subject::Stack { mode: StackMode::Other, .. } => {
            return Found::fine(format!("{title}: does not exist yet"));
        }
        Subject::Starts { arn, source, action, change } => {
            return Starts { arn, source: *source, action, change }.judge(title, &[]);
        }
        Subject::Permissions { .. }
        | Subject::Project(_)
        | Subject::Branch { .. }
        | Subject::DeploymentGroup { .. }
        | Subject::EcsService { .. }
        | Subject::Images(_)
        | Subject::Function { .. }
        | Subject::Environment { .. }
        | Subject::Topic(_)
        | Subject::StateMachine { .. }
        | Subject::Cluster(_)
        | Subject::Pipeline(_) => ("Correct the name and the Region, or create it", None),
    };
    let needs_it_now = matches!(
        question.subject,
        Subject::Role { .. } | Subject::Key(_) | Subject::Connection(_) | Subject::Branch { .. }
    );
    if let Some(maker) = question.made_by.as_deref().filter(|_| !needs_it_now) {
        let help =
            format!("{maker} runs before and may make it; if it does not, correct the name or create it");
        return Found::new(State::Advice, words, Some(&help), code);
    }
    Found::problem(words, help, code)
}

const CODEPIPELINE: &str = "codepipeline.amazonaws.com";

fn role(title: &str, duty: &Duty, body: &Value) -> Found {
    let document = body["GetRoleResult"]["Role"]["AssumeRolePolicyDocument"].as_str().and_then(Trust::read);
    let Some(trust) = document else {
        return Found::could_not_check(format!("{title}: there, and its trust policy cannot be read"));
    };
    let help = "Change the trust policy of the role; `pipewright policy --format json` has it";
    match duty {
        Duty::Service if !trust.lets_service_in(CODEPIPELINE) => {
            Found::problem(format!("{title}: does not trust {CODEPIPELINE}"), help, Some("CP0107"))
        }
        Duty::Service if !trust.guards_against_others(CODEPIPELINE) => Found::new(
            State::Advice,
            format!("{title}: there, and trusts CodePipeline of any account"),
            Some("Add a condition on aws:SourceAccount or aws:SourceArn to its trust policy"),
            Some("CP1204"),
        ),
        Duty::Service => Found::fine(format!("{title}: there, and trusts CodePipeline")),
        Duty::Action { service_role: Some(service) } if !trust.lets_role_in(service) => Found::problem(
            format!("{title}: does not trust the service role {service}"),
            help,
            Some("CP0413"),
        ),
        Duty::Action { service_role: Some(_) } => {
            Found::fine(format!("{title}: there, and trusts the service role"))
        }
        Duty::Action { service_role: None } => Found::fine(format!("{title}: there")),
        Duty::CloudFormation if !trust.lets_service_in("cloudformation.amazonaws.com") => {
            Found::problem(format!("{title}: does not trust cloudformation.amazonaws.com"), help, None)
        }
        Duty::CloudFormation => Found::fine(format!("{title}: there, and trusts CloudFormation")),
    }
}

fn bucket(title: &str, used_for: BucketUse, question: &Question, head: &Value, asked: &[Asked]) -> Found {
    let found_in = head["x-amz-bucket-region"].as_str();
    if let Some((found_in, wanted)) =
        found_in.zip(question.region.as_deref()).filter(|(is, wants)| is != wants)
    {
        let words = format!("{title}: is in {found_in}, not in {wanted}");
        return match used_for {
            BucketUse::Artifacts => Found::problem(words, "Choose a bucket of the Region", Some("CP0210")),
            BucketUse::Source => {
                Found::problem(words, "A source reads from the Region of the pipeline alone", None)
            }
            BucketUse::Deploy => Found::problem(
                words,
                "Set the Region of the action, and an artifact store there",
                Some("CP0714"),
            ),
        };
    }
    let place = found_in.map(|region| format!(" in {region}")).unwrap_or_default();
    if used_for == BucketUse::Artifacts {
        return safety::judge(&format!("{title}: there{place}"), asked);
    }
    match asked.get(1) {
        None => Found::fine(format!("{title}: there{place}")),
        Some((_, Answer::Found(body))) if body["Status"] == "Enabled" => {
            Found::fine(format!("{title}: there{place}, versioned"))
        }
        Some((_, Answer::Found(_))) => Found::problem(
            format!("{title}: there{place}, and not versioned"),
            "Turn on versioning: a source reads versions of an object",
            Some("CP0710"),
        ),
        Some((_, Answer::Absent)) => absent(title, question),
        Some((ask, answer)) => {
            Found::unclear(&format!("{title}: there{place}, but its versioning"), ask, answer).unwrap_or_else(
                || Found::could_not_check(format!("{title}: its versioning could not be checked")),
            )
        }
    }
}

fn key(title: &str, id: &str, question: &Question, body: &Value) -> Found {
    let metadata = &body["KeyMetadata"];
    let text = |name: &str| metadata[name].as_str().unwrap_or_default();
    let arn = text("Arn");
    let region = Arn::parse(id).map(|arn| arn.region).or_else(|| Arn::parse(arn).map(|arn| arn.region));
    if let Some((is, wants)) = region.zip(question.region.as_deref()).filter(|(is, wants)| is != wants) {
        return Found::problem(
            format!("{title}: is in {is}, and its bucket in {wants}"),
            "Choose a key of the Region of the bucket",
            None,
        );
    }
    match text("KeyState") {
        "Enabled" => {}
        "" => return Found::could_not_check(format!("{title}: there, and its state is not told")),
        "Disabled" => {
            return Found::problem(format!("{title}: is disabled"), "Enable it, or choose another", None);
        }
        other => {
            return Found::problem(format!("{title}: is in state {other}"), "Choose another key", None);
        }
    }
    let spec = metadata["KeySpec"].as_str().or(metadata["CustomerMasterKeySpec"].as_str());
    if spec.is_some_and(|spec| spec != "SYMMETRIC_DEFAULT") || text("KeyUsage") == "SIGN_VERIFY" {
        return Found::problem(
            format!("{title}: cannot encrypt artifacts"),
            "Choose a symmetric key for encryption",
            None,
        );
    }
    Found::fine(format!("{title}: enabled"))
}

fn project(title: &str, question: &Question, body: &Value) -> Found {
    let Some(project) = body["projects"].get(0) else { return absent(title, question) };
    let (source, artifacts) = (&project["source"]["type"], &project["artifacts"]["type"]);
    if [source, artifacts].iter().all(|kind| *kind == "CODEPIPELINE") {
        return Found::fine(format!("{title}: there, and takes its source from the pipeline"));
    }
    let source = source.as_str().unwrap_or("nothing");
    let artifacts = artifacts.as_str().unwrap_or("nothing");
    Found::problem(
        format!("{title}: takes its source from {source} and writes to {artifacts}"),
        "Set the source and the artifacts of the project to CODEPIPELINE",
        Some("CP0708"),
    )
}

fn branch(title: &str, asked: &[Asked]) -> Found {
    match asked.get(1) {
        None | Some((_, Answer::Found(_))) => Found::fine(format!("{title}: there")),
        Some((_, Answer::Absent)) => {
            Found::problem(format!("{title}: the repository has no such branch"), "Correct the branch", None)
        }
        Some((ask, answer)) => Found::unclear(title, ask, answer)
            .unwrap_or_else(|| Found::could_not_check(format!("{title}: could not be checked"))),
    }
}

fn connection(title: &str, body: &Value) -> Found {
    match body["Connection"]["ConnectionStatus"].as_str() {
        Some("AVAILABLE") => Found::fine(format!("{title}: available")),
        Some("PENDING") => Found::problem(
            format!("{title}: is pending"),
            "Finish the handshake with the provider in the console, under Settings › Connections",
            Some("CP0756"),
        ),
        Some(other) => Found::problem(
            format!("{title}: is in state {other}"),
            "Update the connection in the console, or choose another",
            Some("CP0756"),
        ),
        None => Found::could_not_check(format!("{title}: there, and its state is not told")),
    }
}

fn function(title: &str, reports: bool, asked: &[Asked]) -> Found {
    let report = Statement {
        sid: "Report".to_owned(),
        actions: vec!["codepipeline:PutJobSuccessResult".to_owned()],
        resources: vec!["*".to_owned()],
        condition: None,
        reasons: Vec::new(),
    };
    if reports && permissions::lacks(report, asked) == Some(true) {
        return Found::new(
            State::Advice,
            format!("{title}: there, and its role may not report to the pipeline"),
            Some(
                "Allow the role of the function codepipeline:PutJobSuccessResult and PutJobFailureResult, or the action runs until its time is up",
            ),
            Some("CP0760"),
        );
    }
    Found::fine(format!("{title}: there"))
}

/// A thing that tells its status; nothing told means that it is not there.
fn standing(title: &str, status: &Value, good: &[&str], question: &Question) -> Found {
    match status.as_str() {
        None => absent(title, question),
        Some(status) if good.contains(&status) => Found::fine(format!("{title}: {}", status.to_lowercase())),
        Some(status) => Found::problem(
            format!("{title}: is in state {status}"),
            "Wait until it is ready, or name another",
            None,
        ),
    }
}

fn stack(title: &str, mode: StackMode, body: &Value) -> Found {
    let status = members(&body["DescribeStacksResult"]["Stacks"]).next();
    let Some(status) = status.and_then(|stack| stack["StackStatus"].as_str()) else {
        return Found::could_not_check(format!("{title}: its status is not told"));
    };
    match status {
        "ROLLBACK_COMPLETE" | "ROLLBACK_FAILED" | "CREATE_FAILED" | "DELETE_FAILED"
            if mode == StackMode::Makes =>
        {
            Found::problem(
                format!("{title}: is in state {status}, in which it can only be deleted"),
                "Delete the stack, or set ActionMode to REPLACE_ON_FAILURE",
                None,
            )
        }
        _ if status.ends_with("_IN_PROGRESS") => Found::new(
            State::Advice,
            format!("{title}: is being changed at the moment ({status})"),
            Some("Wait until it is done before the pipeline gets there"),
            None,
        ),
        _ => Found::fine(format!("{title}: there ({status})")),
    }
}

fn state_machine(title: &str, has_output: bool, body: &Value) -> Found {
    if has_output && body["type"] == "EXPRESS" {
        return Found::new(
            State::Advice,
            format!("{title}: is an express one, which gives no output artifact"),
            Some("Remove the output artifact of the action"),
            Some("CP0517"),
        );
    }
    Found::fine(format!("{title}: there"))
}
