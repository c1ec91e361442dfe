//! The things around a pipeline as resources.

use serde_json::{Map, Value, json};

use crate::solution::mark::Mark;
use crate::solution::{DeploymentGroup, Project, Role, Thing, What};

/// One resource.
pub(super) fn resource(thing: &Thing) -> Value {
    match &thing.what {
        What::Key { alias } => key(alias.as_deref()),
        What::Bucket { name, key, log_bucket } => {
            bucket(name.as_deref(), key.as_deref(), log_bucket.as_deref())
        }
        What::BucketPolicy { bucket } => bucket_policy(bucket),
        What::Alias { name, key } => typed("AWS::KMS::Alias", json!({"AliasName": name, "TargetKeyId": key})),
        What::Role(role) => role_resource(role),
        What::ManagedPolicy { role, document } => {
            typed("AWS::IAM::ManagedPolicy", json!({"PolicyDocument": document, "Roles": [role]}))
        }
        What::EventRule { description, pattern, role, pipeline } => {
            event_rule(&thing.id, description, pattern, role, pipeline)
        }
        What::Project(project) => project_resource(project),
        What::LogGroup { name, retention_days } => typed(
            "AWS::Logs::LogGroup",
            json!({"LogGroupName": name, "RetentionInDays": number(retention_days)}),
        ),
        What::Repository { name } => {
            kept(typed("AWS::CodeCommit::Repository", json!({ "RepositoryName": name })))
        }
        What::ImageRepository { name } => kept(typed(
            "AWS::ECR::Repository",
            json!({"RepositoryName": name, "ImageScanningConfiguration": {"ScanOnPush": true}}),
        )),
        What::Topic { name } => {
            typed("AWS::SNS::Topic", json!({"TopicName": name, "KmsMasterKeyId": "alias/aws/sns"}))
        }
        What::Connection { name, provider } => typed(
            "AWS::CodeConnections::Connection",
            json!({"ConnectionName": name, "ProviderType": provider}),
        ),
        What::SourceBucket { name } => source_bucket(name),
        What::Application { name, platform } => typed(
            "AWS::CodeDeploy::Application",
            json!({"ApplicationName": name, "ComputePlatform": platform}),
        ),
        What::DeploymentGroup(group) => deployment_group(group),
    }
}

#[expect(clippy::needless_pass_by_value, reason = "each caller has just made it")]
fn typed(kind: &str, properties: Value) -> Value {
    json!({"Type": kind, "Properties": properties})
}

/// What holds data outlives the stack.
fn kept(resource: Value) -> Value {
    let mut kept = Map::new();
    if let Value::Object(members) = resource {
        for (key, value) in members {
            let is_type = key == "Type";
            kept.insert(key, value);
            if is_type {
                kept.insert("DeletionPolicy".to_owned(), json!("Retain"));
                kept.insert("UpdateReplacePolicy".to_owned(), json!("Retain"));
            }
        }
    }
    Value::Object(kept)
}

fn key(alias: Option<&str>) -> Value {
    let description = alias.map_or_else(|| "Artifacts".to_owned(), |alias| format!("Artifacts, {alias}"));
    let [partition, account] = [Mark::Partition, Mark::Account].map(|mark| mark.text());
    kept(typed(
        "AWS::KMS::Key",
        json!({
            "Description": description,
            "EnableKeyRotation": true,
            // Policies of roles decide who uses it.
            "KeyPolicy": {
                "Version": "2012-10-17",
                "Statement": [{
                    "Sid": "Account",
                    "Effect": "Allow",
                    "Principal": {"AWS": format!("arn:{partition}:iam::{account}:root")},
                    "Action": "kms:*",
                    "Resource": "*",
                }],
            },
        }),
    ))
}

fn bucket(name: Option<&str>, key: Option<&str>, log_bucket: Option<&str>) -> Value {
    let mut properties = Map::new();
    if let Some(name) = name {
        properties.insert("BucketName".to_owned(), json!(name));
    }
    let algorithm = match key {
        Some(key) => json!({"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key}),
        None => json!({"SSEAlgorithm": "aws:kms"}),
    };
    properties
        .extend(private(&json!([{"ServerSideEncryptionByDefault": algorithm, "BucketKeyEnabled": true}])));
    properties.insert(
        "LifecycleConfiguration".to_owned(),
        json!({"Rules": [{
            "Id": "IncompleteUploads",
            "Status": "Enabled",
            "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 7},
        }]}),
    );
    let mut resource = kept(typed("AWS::S3::Bucket", Value::Object(Map::new())));
    match log_bucket {
        Some(log_bucket) => {
            properties.insert(
                "LoggingConfiguration".to_owned(),
                json!({"DestinationBucketName": log_bucket, "LogFilePrefix": "artifacts/"}),
            );
        }
        None => resource["Metadata"] = no_log(),
    }
    resource["Properties"] = Value::Object(properties);
    resource
}

/// Why there is no access log, for the scanner that asks.
fn no_log() -> Value {
    json!({"checkov": {"skip": [{
        "id": "CKV_AWS_18",
        "comment": "An access log needs a bucket of its own, which the design does not name (property logBucket)",
    }]}})
}

/// What keeps a bucket private, encrypted and versioned.
fn private(encryption: &Value) -> Map<String, Value> {
    let all = json!({
        "BucketEncryption": {"ServerSideEncryptionConfiguration": encryption},
        "VersioningConfiguration": {"Status": "Enabled"},
        "PublicAccessBlockConfiguration": {
            "BlockPublicAcls": true,
            "BlockPublicPolicy": true,
            "IgnorePublicAcls": true,
            "RestrictPublicBuckets": true,
        },
        "OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]},
    });
    if let Value::Object(all) = all { all } else { Map::new() }
}

fn source_bucket(name: &str) -> Value {
    let mut properties = Map::new();
    properties.insert("BucketName".to_owned(), json!(name));
    properties.extend(private(&json!([{"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}])));
    properties.insert(
        "NotificationConfiguration".to_owned(),
        json!({"EventBridgeConfiguration": {"EventBridgeEnabled": true}}),
    );
    let mut resource = kept(typed("AWS::S3::Bucket", Value::Object(properties)));
    resource["Metadata"] = no_log();
    resource
}

/// Refuses whoever does not come by TLS.
fn bucket_policy(bucket: &str) -> Value {
    let partition = Mark::Partition.text();
    let arn = format!("arn:{partition}:s3:::{bucket}");
    typed(
        "AWS::S3::BucketPolicy",
        json!({
            "Bucket": bucket,
            "PolicyDocument": {
                "Version": "2012-10-17",
                "Statement": [{
                    "Sid": "OnlyTls",
                    "Effect": "Deny",
                    "Principal": "*",
                    "Action": "s3:*",
                    "Resource": [arn, format!("{arn}/*")],
                    "Condition": {"Bool": {"aws:SecureTransport": "false"}},
                }],
            },
        }),
    )
}

fn role_resource(role: &Role) -> Value {
    let Role { name, path, trust, policies, managed } = role;
    let mut properties = Map::new();
    if let Some(name) = name {
        properties.insert("RoleName".to_owned(), json!(name));
    }
    if let Some(path) = path {
        properties.insert("Path".to_owned(), json!(path));
    }
    properties.insert("AssumeRolePolicyDocument".to_owned(), trust.clone());
    if !managed.is_empty() {
        properties.insert("ManagedPolicyArns".to_owned(), json!(managed));
    }
    if !policies.is_empty() {
        let all: Vec<Value> = policies
            .iter()
            .map(|(name, document)| json!({"PolicyName": name, "PolicyDocument": document}))
            .collect();
        properties.insert("Policies".to_owned(), Value::Array(all));
    }
    typed("AWS::IAM::Role", Value::Object(properties))
}

fn event_rule(id: &str, description: &str, pattern: &Value, role: &str, pipeline: &str) -> Value {
    let [partition, region, account] = [Mark::Partition, Mark::Region, Mark::Account].map(|mark| mark.text());
    let target = json!({
        "Id": id,
        "Arn": format!("arn:{partition}:codepipeline:{region}:{account}:{pipeline}"),
        "RoleArn": role,
    });
    typed(
        "AWS::Events::Rule",
        json!({"Description": description, "EventPattern": pattern, "State": "ENABLED", "Targets": [target]}),
    )
}

fn project_resource(project: &Project) -> Value {
    let Project {
        name,
        description,
        role,
        key,
        environment,
        image,
        compute,
        is_privileged,
        buildspec,
        timeout_minutes,
        variables,
        vpc,
        log_group,
    } = project;
    let mut source = json!({"Type": "CODEPIPELINE"});
    if let Some(buildspec) = buildspec {
        source["BuildSpec"] = json!(buildspec);
    }
    let mut machine =
        json!({"Type": environment, "Image": image, "ComputeType": compute, "PrivilegedMode": is_privileged});
    if !variables.is_empty() {
        let variable = |(name, value, kind): &(String, String, String)| json!({"Name": name, "Value": value, "Type": kind});
        machine["EnvironmentVariables"] = variables.iter().map(variable).collect();
    }
    let mut logs = json!({"Status": "ENABLED"});
    if let Some(group) = log_group {
        logs["GroupName"] = json!(group);
    }
    let mut properties = Map::new();
    let mut set = |key: &str, value: Value| properties.insert(key.to_owned(), value);
    set("Name", json!(name));
    if let Some(description) = description {
        set("Description", json!(description));
    }
    set("ServiceRole", json!(role));
    set("Source", source);
    set("Artifacts", json!({"Type": "CODEPIPELINE"}));
    set("Environment", machine);
    set("LogsConfig", json!({ "CloudWatchLogs": logs }));
    if let Some(key) = key {
        set("EncryptionKey", json!(key));
    }
    if let Some(minutes) = timeout_minutes {
        set("TimeoutInMinutes", number(minutes));
    }
    if let Some(vpc) = vpc {
        set(
            "VpcConfig",
            json!({"VpcId": vpc.id, "Subnets": vpc.subnets, "SecurityGroupIds": vpc.security_groups}),
        );
    }
    typed("AWS::CodeBuild::Project", Value::Object(properties))
}

fn deployment_group(group: &DeploymentGroup) -> Value {
    let DeploymentGroup { name, application, role, configuration, tags, auto_scaling_groups } = group;
    let mut properties = json!({
        "ApplicationName": application,
        "DeploymentGroupName": name,
        "ServiceRoleArn": role,
        "AutoRollbackConfiguration": {"Enabled": true, "Events": ["DEPLOYMENT_FAILURE"]},
    });
    if let Some(configuration) = configuration {
        properties["DeploymentConfigName"] = json!(configuration);
    }
    if !tags.is_empty() {
        let tag =
            |(key, value): &(String, String)| json!({"Key": key, "Value": value, "Type": "KEY_AND_VALUE"});
        properties["Ec2TagFilters"] = tags.iter().map(tag).collect();
    }
    if !auto_scaling_groups.is_empty() {
        properties["AutoScalingGroups"] = json!(auto_scaling_groups);
    }
    typed("AWS::CodeDeploy::DeploymentGroup", properties)
}

/// A number that may be a parameter.
fn number(text: &str) -> Value {
    text.parse::<u64>().map_or_else(|_| json!(text), |number| json!(number))
}
