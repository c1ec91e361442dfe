//! Which calls answer a question.

use serde_json::{Value, json};

use super::ask::encoded;
use super::events::Starts;
use super::{Answer, Ask, BucketUse, Input, Question, Service, Subject, permissions, safety};

/// What was asked and what came back, in order.
pub type Asked = (Ask, Answer);

impl Question {
    /// The calls to make next, given what came back so far. Empty when there is nothing more to ask.
    ///
    /// `own` is the account of whoever asks: what lies in another one cannot be seen from there.
    pub fn asks(&self, own: Option<&str>, so_far: &[Asked]) -> Vec<Ask> {
        if self.is_elsewhere(own) {
            return Vec::new();
        }
        if let Subject::Permissions { arn, .. } = &self.subject {
            return permissions::asks(role_name(arn), so_far);
        }
        let mut asks = if so_far.is_empty() { self.first() } else { self.more(so_far) };
        for ask in &mut asks {
            ask.region.clone_from(&self.region);
        }
        asks.retain(|ask| so_far.iter().all(|(asked, _)| asked != ask));
        asks
    }

    /// What is asked once the first answers are there.
    fn more(&self, so_far: &[Asked]) -> Vec<Ask> {
        match (&self.subject, so_far) {
            (Subject::Starts { arn, source, action, change }, _) => {
                Starts { arn, source: *source, action, change }.asks(so_far)
            }
            (Subject::Bucket { name, used_for: BucketUse::Artifacts }, [(_, Answer::Found(head))]) => {
                let is_here = head["x-amz-bucket-region"].as_str() == self.region.as_deref();
                if is_here { safety::asks(name) } else { Vec::new() }
            }
            (Subject::Function { reports: true, .. }, [(_, Answer::Found(body)), of_role @ ..]) => {
                let role = body["Role"].as_str().map(role_name);
                role.map(|role| permissions::asks(role, of_role)).unwrap_or_default()
            }
            _ => Vec::new(),
        }
    }

    /// Whether it lies in an account that whoever asks does not see.
    pub(super) fn is_elsewhere(&self, own: Option<&str>) -> bool {
        let readable_across = matches!(self.subject, Subject::Key(_) | Subject::Bucket { .. });
        let (Some(own), Some(account)) = (own, self.account.as_deref()) else { return false };
        !readable_across && !account.is_empty() && account != own
    }

    fn first(&self) -> Vec<Ask> {
        match &self.subject {
            Subject::Role { arn, .. } => {
                let input = query(&[("RoleName", role_name(arn))]);
                vec![ask(Service::Iam, "GetRole", input, "iam:GetRole", &["NoSuchEntity"])]
            }
            Subject::Permissions { .. } => Vec::new(),
            Subject::Bucket { name, used_for } => bucket(name, *used_for),
            Subject::Key(id) => {
                let absent = &["NotFoundException"];
                let input = json(json!({"KeyId": id}));
                vec![ask(Service::Kms, "DescribeKey", input, "kms:DescribeKey", absent)]
            }
            Subject::Project(name) => {
                let input = json(json!({"names": [name]}));
                vec![ask(Service::CodeBuild, "BatchGetProjects", input, "codebuild:BatchGetProjects", &[])]
            }
            Subject::Branch { repository, branch } => branch_of(repository, branch.as_deref()),
            Subject::Connection(arn) => vec![connection(arn)],
            Subject::DeploymentGroup { application, group } => {
                let input = json(json!({"applicationName": application, "deploymentGroupName": group}));
                let absent = &["ApplicationDoesNotExistException", "DeploymentGroupDoesNotExistException"];
                let permission = "codedeploy:GetDeploymentGroup";
                vec![ask(Service::CodeDeploy, "GetDeploymentGroup", input, permission, absent)]
            }
            Subject::EcsService { cluster, service } => {
                let input = json(json!({"cluster": cluster, "services": [service]}));
                let absent = &["ClusterNotFoundException", "ServiceNotFoundException"];
                vec![ask(Service::Ecs, "DescribeServices", input, "ecs:DescribeServices", absent)]
            }
            Subject::Images(name) => {
                let input = json(json!({"repositoryNames": [name]}));
                let absent = &["RepositoryNotFoundException"];
                vec![ask(Service::Ecr, "DescribeRepositories", input, "ecr:DescribeRepositories", absent)]
            }
            Subject::Function { name, .. } => {
                let input = Input::Get(format!("/2015-03-31/functions/{}/configuration", encoded(name)));
                let permission = "lambda:GetFunctionConfiguration";
                let absent = &["ResourceNotFoundException"];
                vec![ask(Service::Lambda, "GetFunctionConfiguration", input, permission, absent)]
            }
            Subject::Environment { application, environment } => {
                let input = query(&[
                    ("ApplicationName", application),
                    ("EnvironmentNames.member.1", environment),
                    ("IncludeDeleted", "false"),
                ]);
                let permission = "elasticbeanstalk:DescribeEnvironments";
                vec![ask(Service::ElasticBeanstalk, "DescribeEnvironments", input, permission, &[])]
            }
            Subject::Stack { name, .. } => {
                let input = query(&[("StackName", name)]);
                let permission = "cloudformation:DescribeStacks";
                // The service has no code of its own for it; a name it does not take is found without asking.
                vec![ask(Service::CloudFormation, "DescribeStacks", input, permission, &["ValidationError"])]
            }
            Subject::Topic(arn) => {
                let input = query(&[("TopicArn", arn)]);
                let absent = &["NotFound", "NotFoundException"];
                vec![ask(Service::Sns, "GetTopicAttributes", input, "sns:GetTopicAttributes", absent)]
            }
            Subject::StateMachine { arn, .. } => {
                let input = json(json!({"stateMachineArn": arn}));
                let permission = "states:DescribeStateMachine";
                let absent = &["StateMachineDoesNotExist"];
                vec![ask(Service::StepFunctions, "DescribeStateMachine", input, permission, absent)]
            }
            Subject::Cluster(name) => {
                let input = Input::Get(format!("/clusters/{}", encoded(name)));
                let absent = &["ResourceNotFoundException"];
                vec![ask(Service::Eks, "DescribeCluster", input, "eks:DescribeCluster", absent)]
            }
            Subject::Pipeline(name) => {
                let input = json(json!({"name": name}));
                let absent = &["PipelineNotFoundException"];
                vec![ask(Service::CodePipeline, "GetPipeline", input, "codepipeline:GetPipeline", absent)]
            }
            Subject::Starts { arn, .. } => {
                let input = json(json!({"TargetArn": arn}));
                let permission = "events:ListRuleNamesByTarget";
                let absent = &["ResourceNotFoundException"];
                vec![ask(Service::EventBridge, "ListRuleNamesByTarget", input, permission, absent)]
            }
        }
    }
}

pub(super) fn ask(
    service: Service,
    operation: &'static str,
    input: Input,
    permission: &'static str,
    absent: &'static [&'static str],
) -> Ask {
    Ask { service, operation, input, region: None, permission, absent }
}

fn json(value: Value) -> Input {
    Input::Json(value)
}

pub(super) fn query(parameters: &[(&str, &str)]) -> Input {
    Input::Query(parameters.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect())
}

/// A role is asked for by the last part of its path.
fn role_name(arn: &str) -> &str {
    arn.rsplit('/').next().unwrap_or(arn)
}

fn bucket(name: &str, used_for: BucketUse) -> Vec<Ask> {
    let path = format!("/{}", encoded(name));
    // HeadBucket answers without a body, so its status stands for the code.
    let absent = &["NoSuchBucket", "NotFound"];
    let head = ask(Service::S3, "HeadBucket", Input::Head(path.clone()), "s3:ListBucket", absent);
    if used_for != BucketUse::Source {
        return vec![head];
    }
    let input = Input::Get(format!("{path}?versioning="));
    let permission = "s3:GetBucketVersioning";
    vec![head, ask(Service::S3, "GetBucketVersioning", input, permission, &["NoSuchBucket"])]
}

fn branch_of(repository: &str, branch: Option<&str>) -> Vec<Ask> {
    let absent = &["RepositoryDoesNotExistException"];
    let input = json(json!({"repositoryName": repository}));
    let mut asks = vec![ask(Service::CodeCommit, "GetRepository", input, "codecommit:GetRepository", absent)];
    if let Some(branch) = branch {
        let input = json(json!({"repositoryName": repository, "branchName": branch}));
        let absent = &["BranchDoesNotExistException", "RepositoryDoesNotExistException"];
        asks.push(ask(Service::CodeCommit, "GetBranch", input, "codecommit:GetBranch", absent));
    }
    asks
}

/// A connection answers under the service its ARN names.
fn connection(arn: &str) -> Ask {
    let input = json(json!({"ConnectionArn": arn}));
    let absent = &["ResourceNotFoundException"];
    if arn.contains(":codestar-connections:") {
        let permission = "codestar-connections:GetConnection";
        ask(Service::CodeStarConnections, "GetConnection", input, permission, absent)
    } else {
        ask(Service::CodeConnections, "GetConnection", input, "codeconnections:GetConnection", absent)
    }
}
