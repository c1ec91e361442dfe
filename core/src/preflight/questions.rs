//! What a design names.

use super::{BucketUse, Duty, EventSource, Question, SourceChange, StackMode, Subject};
use crate::document::{Document, Owner};
use crate::pipeline::{Action, Arn, Pipeline};
use crate::policy::{Policies, Whereabouts};

/// One question for each distinct thing the design names: roles first, then stores, then actions in their order.
///
/// What is known only when the pipeline runs (`#{…}`) is not asked for.
pub fn questions(document: &Document, place: &Whereabouts) -> Vec<Question> {
    let place = place.clone().or(Whereabouts::of(document));
    let pipeline = document.pipeline();
    let mut found = Found { place: &place, made_by: None, questions: Vec::new() };
    if let Some(arn) = known(pipeline.role_arn()) {
        let subject = Subject::Role { arn: arn.to_owned(), duty: Duty::Service };
        found.role(arn, subject, Owner::Pipeline);
    }
    for policy in Policies::of(document, &place).roles {
        let Some(arn) = known(policy.role.arn()).map(str::to_owned) else { continue };
        let subject = Subject::Permissions { arn: arn.clone(), needed: Box::new(policy) };
        found.role(&arn, subject, Owner::Pipeline);
    }
    stores(pipeline, &mut found);
    let mut made_by: Option<String> = None;
    for stage in &pipeline.stages {
        let makers = stage.actions.iter().filter(|action| makes_things(action));
        let first_here = makers.min_by_key(|action| action.run_order());
        for action in &stage.actions {
            let earlier = first_here.filter(|maker| maker.run_order() < action.run_order());
            found.made_by = made_by.clone().or(earlier.map(|maker| maker.name().to_owned()));
            of_action(pipeline, action, &mut found);
        }
        made_by = made_by.or(first_here.map(|maker| maker.name().to_owned()));
    }
    found.questions
}

/// Whether an action may make what later ones use.
fn makes_things(action: &Action) -> bool {
    let kind = action.action_type();
    kind.category == "Deploy" && kind.provider.starts_with("CloudFormation")
}

/// A text that says something now.
fn known(text: Option<&str>) -> Option<&str> {
    text.filter(|text| !text.trim().is_empty() && !text.contains("#{"))
}

struct Found<'a> {
    place: &'a Whereabouts,
    /// Who may make what the action at hand uses.
    made_by: Option<String>,
    questions: Vec<Question>,
}

impl Found<'_> {
    /// Adds a question, or one more who asks it.
    fn add(&mut self, subject: Subject, region: Option<&str>, account: Option<&str>, by: Owner) {
        let alike = |old: &&mut Question| old.subject == subject && old.region.as_deref() == region;
        match self.questions.iter_mut().find(alike) {
            Some(old) if old.asked_by.contains(&by) => {}
            Some(old) => {
                old.asked_by.push(by);
                // It has to be there for the first of them.
                old.made_by = old.made_by.take().and(self.made_by.clone());
            }
            None => self.questions.push(Question {
                subject,
                region: region.map(str::to_owned),
                account: account.map(str::to_owned),
                asked_by: vec![by],
                made_by: self.made_by.clone(),
            }),
        }
    }

    fn role(&mut self, arn: &str, subject: Subject, by: Owner) {
        self.add(subject, None, Arn::parse(arn).map(|arn| arn.account), by);
    }
}

fn stores(pipeline: &Pipeline, found: &mut Found<'_>) {
    let own = found.place.region.clone();
    let single = pipeline.artifact_store().map(|store| (own, store));
    let several = pipeline.artifact_stores().map(|(region, store)| (Some(region.to_owned()), store));
    for (region, store) in single.into_iter().chain(several) {
        if let Some(name) = known(store.location()) {
            let subject = Subject::Bucket { name: name.to_owned(), used_for: BucketUse::Artifacts };
            found.add(subject, region.as_deref(), None, Owner::Pipeline);
        }
        if let Some(id) = store.encryption_key().and_then(|key| known(key.id())) {
            let arn = Arn::parse(id);
            let account = arn.map(|arn| arn.account);
            found.add(Subject::Key(id.to_owned()), region.as_deref(), account, Owner::Pipeline);
        }
    }
}

fn of_action(pipeline: &Pipeline, action: &Action, found: &mut Found<'_>) {
    let by = Owner::Action(action.id);
    if let Some(arn) = known(action.role_arn()) {
        let service_role = known(pipeline.role_arn()).map(str::to_owned);
        let subject = Subject::Role { arn: arn.to_owned(), duty: Duty::Action { service_role } };
        found.role(arn, subject, by);
    }
    let kind = action.action_type();
    if kind.owner != "AWS" {
        return;
    }
    let region = known(action.region()).map(str::to_owned).or_else(|| found.place.region.clone());
    // An action works in the account of its role.
    let account = known(action.role_arn()).and_then(Arn::parse).map(|arn| arn.account);
    let value = |key: &str| known(action.configuration().get(key)).map(str::to_owned);
    let subject = match (kind.category, kind.provider) {
        ("Source", "S3") => {
            value("S3Bucket").map(|name| Subject::Bucket { name, used_for: BucketUse::Source })
        }
        ("Source", "CodeCommit") => value("RepositoryName")
            .map(|repository| Subject::Branch { repository, branch: value("BranchName") }),
        ("Source", "CodeStarSourceConnection") => value("ConnectionArn").map(Subject::Connection),
        ("Source", "ECR") => value("RepositoryName").map(Subject::Images),
        ("Build" | "Test", "CodeBuild") => value("ProjectName").map(Subject::Project),
        ("Build", "ECRBuildAndPublish") if value("RegistryType").as_deref() != Some("public") => {
            value("ECRRepositoryName").map(Subject::Images)
        }
        ("Invoke", "InspectorScan") => value("ECRRepositoryName").map(Subject::Images),
        ("Approval", "Manual") => value("NotificationArn").map(Subject::Topic),
        ("Deploy", "CodeDeploy" | "CodeDeployToECS") => value("ApplicationName")
            .zip(value("DeploymentGroupName"))
            .map(|(application, group)| Subject::DeploymentGroup { application, group }),
        ("Deploy", "ECS") => value("ClusterName")
            .zip(value("ServiceName"))
            .map(|(cluster, service)| Subject::EcsService { cluster, service }),
        ("Deploy", "ElasticBeanstalk") => value("ApplicationName")
            .zip(value("EnvironmentName"))
            .map(|(application, environment)| Subject::Environment { application, environment }),
        ("Deploy", "CloudFormation") => {
            let mode = match value("ActionMode").as_deref() {
                Some("CREATE_UPDATE" | "CHANGE_SET_REPLACE") => StackMode::Makes,
                Some("REPLACE_ON_FAILURE") => StackMode::Replaces,
                _ => StackMode::Other,
            };
            value("StackName").map(|name| Subject::Stack { name, mode })
        }
        ("Deploy" | "Invoke", "Lambda") => {
            value("FunctionName").map(|name| Subject::Function { name, reports: kind.category == "Invoke" })
        }
        ("Deploy", "EKS") => value("ClusterName").map(Subject::Cluster),
        ("Deploy", "S3") => {
            value("BucketName").map(|name| Subject::Bucket { name, used_for: BucketUse::Deploy })
        }
        ("Invoke", "StepFunctions") => value("StateMachineArn")
            .map(|arn| Subject::StateMachine { arn, has_output: action.output_artifacts().next().is_some() }),
        ("Invoke", "CodePipeline") => value("PipelineName").map(Subject::Pipeline),
        _ => None,
    };
    if let Some(subject) = subject {
        // An ARN says itself where the thing is.
        let own = subject.arn().and_then(Arn::parse);
        let said = |part: &str| Some(part.to_owned()).filter(|part| !part.is_empty());
        let region = own.and_then(|arn| said(arn.region)).or(region);
        let account = own.and_then(|arn| said(arn.account)).or(account.map(str::to_owned));
        found.add(subject, region.as_deref(), account.as_deref(), by);
    }
    if let ("Deploy", "CloudFormation", Some(arn)) = (kind.category, kind.provider, value("RoleArn")) {
        let subject = Subject::Role { arn: arn.clone(), duty: Duty::CloudFormation };
        found.role(&arn, subject, by);
    }
    starts(pipeline, action, found);
}

/// The sources that hear of changes by a rule of EventBridge, or should not.
fn starts(pipeline: &Pipeline, action: &Action, found: &mut Found<'_>) {
    let kind = action.action_type();
    let polls = action.configuration().get("PollForSourceChanges") != Some("false");
    let source = match (kind.category, kind.provider) {
        ("Source", "ECR") => EventSource::Images,
        ("Source", "S3" | "CodeCommit") if polls => EventSource::Polls,
        ("Source", "S3" | "CodeCommit") => EventSource::Waits,
        _ => return,
    };
    let Whereabouts { partition, region: Some(region), account: Some(account) } = found.place else { return };
    let partition = partition.as_deref().unwrap_or("aws");
    let arn = format!("arn:{partition}:codepipeline:{region}:{account}:{}", pipeline.name());
    let (region, account) = (region.clone(), account.clone());
    let change = SourceChange::of(action, [partition, &region, &account]);
    let subject = Subject::Starts { arn, source, action: action.name().to_owned(), change };
    found.add(subject, Some(&region), Some(&account), Owner::Action(action.id));
}

impl Subject {
    /// The ARN the design names it by, if it does.
    fn arn(&self) -> Option<&str> {
        match self {
            Self::Connection(arn)
            | Self::Topic(arn)
            | Self::StateMachine { arn, .. }
            | Self::Function { name: arn, .. } => Some(arn),
            _ => None,
        }
    }
}
