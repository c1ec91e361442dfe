//! The things around a pipeline as resources.

use serde_json::{Value, json};

use super::hcl::{Block, Body, Expression, Item};
use super::reference::{expression, kind, snake};
use crate::solution::mark::{Attribute, Mark};
use crate::solution::{DeploymentGroup, Project, Role, Solution, Thing, What};

/// The resources that stand for a thing, the one it is referred to by first.
pub(super) fn blocks(thing: &Thing, solution: &Solution) -> Vec<Block> {
    let writer = Writer { thing, solution };
    let mut body = Body::default();
    let mut more = Vec::new();
    match &thing.what {
        What::Key { alias } => writer.key(&mut body, alias.as_deref()),
        What::Alias { name, key } => {
            body.set("name", writer.text(name));
            body.set("target_key_id", writer.text(key));
        }
        What::Bucket { name, key, log_bucket } => {
            writer.bucket(&mut body, name.as_deref());
            more = writer.bucket_settings(key.as_deref(), log_bucket.as_deref());
        }
        What::SourceBucket { name } => {
            writer.bucket(&mut body, Some(name));
            more = writer.bucket_settings(None, None);
            let mut events = Body::default();
            events.set("eventbridge", Expression::Raw("true".to_owned()));
            more.push(writer.of_bucket("aws_s3_bucket_notification", events));
        }
        What::BucketPolicy { bucket } => writer.bucket_policy(&mut body, bucket),
        What::Role(role) => more = writer.role(&mut body, role),
        What::ManagedPolicy { role, document } => more = writer.managed_policy(&mut body, role, document),
        What::EventRule { description, pattern, role, pipeline } => {
            body.set("description", writer.text(description));
            body.set("event_pattern", writer.json(pattern));
            more.push(writer.target(role, pipeline));
        }
        What::Project(project) => writer.project(&mut body, project),
        What::LogGroup { name, retention_days } => {
            body.set("name", writer.text(name));
            body.set("retention_in_days", writer.number(retention_days));
        }
        What::Repository { name } => body.set("repository_name", writer.text(name)),
        What::ImageRepository { name } => {
            body.set("name", writer.text(name));
            let mut scan = Body::default();
            scan.set("scan_on_push", Expression::Raw("true".to_owned()));
            body.block("image_scanning_configuration", scan);
        }
        What::Topic { name } => {
            body.set("name", writer.text(name));
            body.set("kms_master_key_id", Expression::text("alias/aws/sns"));
        }
        What::Connection { name, provider } => {
            body.set("name", writer.text(name));
            body.set("provider_type", writer.text(provider));
        }
        What::Application { name, platform } => {
            body.set("name", writer.text(name));
            body.set("compute_platform", writer.text(platform));
        }
        What::DeploymentGroup(group) => writer.deployment_group(&mut body, group),
    }
    let mut first = Writer::resource(kind(&thing.what), &snake(&thing.id), body);
    first.comment = Some(thing.comment.clone());
    let mut all = vec![first];
    all.append(&mut more);
    all
}

/// What the pipeline waits for: policies of roles, to which it does not refer.
pub(super) fn policies(solution: &Solution) -> Vec<String> {
    let of = |thing: &Thing| {
        let id = snake(&thing.id);
        match &thing.what {
            What::Role(role) if thing.id == "ServiceRole" && !role.policies.is_empty() => {
                Some(format!("aws_iam_role_policy.{id}"))
            }
            What::ManagedPolicy { .. } => Some(format!("aws_iam_role_policy_attachment.{id}")),
            _ => None,
        }
    };
    solution.things.iter().filter_map(of).collect()
}

struct Writer<'a> {
    thing: &'a Thing,
    solution: &'a Solution,
}

impl Writer<'_> {
    fn text(&self, text: &str) -> Expression {
        expression(text, self.solution)
    }

    fn json(&self, value: &Value) -> Expression {
        Expression::Json(Box::new(Expression::of(value, &|text| self.text(text))))
    }

    /// A number that may be a variable.
    fn number(&self, text: &str) -> Expression {
        text.parse::<u64>().map_or_else(|_| self.text(text), |number| Expression::Raw(number.to_string()))
    }

    fn resource(kind: &str, name: &str, body: Body) -> Block {
        Block { kind: "resource", labels: vec![kind.to_owned(), name.to_owned()], body, comment: None }
    }

    /// What the thing itself is referred to by.
    fn own(&self, attribute: Attribute) -> Expression {
        self.text(&Mark::Of(self.thing.id.clone(), attribute).text())
    }

    fn key(&self, body: &mut Body, alias: Option<&str>) {
        let [partition, account] = [Mark::Partition, Mark::Account].map(|mark| mark.text());
        let description = alias.map_or_else(|| "Artifacts".to_owned(), |alias| format!("Artifacts, {alias}"));
        body.set("description", self.text(&description));
        body.set("enable_key_rotation", Expression::Raw("true".to_owned()));
        // Policies of roles decide who uses it.
        let policy = json!({
            "Version": "2012-10-17",
            "Statement": [{
                "Sid": "Account",
                "Effect": "Allow",
                "Principal": {"AWS": format!("arn:{partition}:iam::{account}:root")},
                "Action": "kms:*",
                "Resource": "*",
            }],
        });
        body.set("policy", self.json(&policy));
    }

    fn bucket(&self, body: &mut Body, name: Option<&str>) {
        let has_log = matches!(&self.thing.what, What::Bucket { log_bucket: Some(_), .. });
        if !has_log {
            let skip = "checkov:skip=CKV_AWS_18:An access log needs a bucket of its own, which the design does not name (property logBucket)";
            body.0.push(Item::Comment(skip.to_owned()));
        }
        if let Some(name) = name {
            body.set("bucket", self.text(name));
        }
    }

    fn of_bucket(&self, kind: &str, settings: Body) -> Block {
        let mut body = Body::default();
        body.set("bucket", self.own(Attribute::Name));
        body.0.extend(settings.0);
        Self::resource(kind, &snake(&self.thing.id), body)
    }

    /// Private, encrypted and versioned.
    fn bucket_settings(&self, key: Option<&str>, log_bucket: Option<&str>) -> Vec<Block> {
        let one = |kind: &'static str, entries: &[(&str, Expression)]| {
            let mut inner = Body::default();
            for (key, value) in entries {
                inner.set(key, value.clone());
            }
            let mut body = Body::default();
            body.block(kind, inner);
            body
        };
        let text = |text: &str| Expression::text(text);
        let is = || Expression::Raw("true".to_owned());
        let versioning = one("versioning_configuration", &[("status", text("Enabled"))]);
        let mut default = match key {
            Some(key) => one(
                "apply_server_side_encryption_by_default",
                &[("sse_algorithm", text("aws:kms")), ("kms_master_key_id", self.text(key))],
            ),
            None => one("apply_server_side_encryption_by_default", &[("sse_algorithm", text("AES256"))]),
        };
        if key.is_some() {
            default.0.insert(0, Item::Attribute("bucket_key_enabled".to_owned(), is()));
        }
        let mut encryption = Body::default();
        encryption.block("rule", default);
        let mut access = Body::default();
        for key in
            ["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"]
        {
            access.set(key, is());
        }
        let owner = one("rule", &[("object_ownership", text("BucketOwnerEnforced"))]);
        let mut all = vec![
            self.of_bucket("aws_s3_bucket_versioning", versioning),
            self.of_bucket("aws_s3_bucket_server_side_encryption_configuration", encryption),
            self.of_bucket("aws_s3_bucket_public_access_block", access),
            self.of_bucket("aws_s3_bucket_ownership_controls", owner),
        ];
        if key.is_some() {
            let mut rule = Body::default();
            rule.set("id", text("IncompleteUploads"));
            rule.set("status", text("Enabled"));
            rule.block("filter", Body::default());
            let days = Expression::Raw("7".to_owned());
            rule.0.extend(one("abort_incomplete_multipart_upload", &[("days_after_initiation", days)]).0);
            let mut lifecycle = Body::default();
            lifecycle.block("rule", rule);
            all.push(self.of_bucket("aws_s3_bucket_lifecycle_configuration", lifecycle));
        }
        if let Some(log_bucket) = log_bucket {
            let mut log = Body::default();
            log.set("target_bucket", self.text(log_bucket));
            log.set("target_prefix", text("artifacts/"));
            all.push(self.of_bucket("aws_s3_bucket_logging", log));
        }
        all
    }

    /// Refuses whoever does not come by TLS.
    fn bucket_policy(&self, body: &mut Body, bucket: &str) {
        let partition = Mark::Partition.text();
        let arn = format!("arn:{partition}:s3:::{bucket}");
        body.set("bucket", self.text(bucket));
        let policy = json!({
            "Version": "2012-10-17",
            "Statement": [{
                "Sid": "OnlyTls",
                "Effect": "Deny",
                "Principal": "*",
                "Action": "s3:*",
                "Resource": [arn, format!("{arn}/*")],
                "Condition": {"Bool": {"aws:SecureTransport": "false"}},
            }],
        });
        body.set("policy", self.json(&policy));
    }

    fn role(&self, body: &mut Body, role: &Role) -> Vec<Block> {
        let Role { name, path, trust, policies, managed } = role;
        if let Some(name) = name {
            body.set("name", self.text(name));
        }
        if let Some(path) = path {
            body.set("path", self.text(path));
        }
        body.set("assume_role_policy", self.json(trust));
        let id = snake(&self.thing.id);
        let mut more = Vec::new();
        for (index, (name, document)) in policies.iter().enumerate() {
            let mut policy = Body::default();
            policy.set("name", self.text(name));
            policy.set("role", self.own(Attribute::Name));
            policy.set("policy", self.json(document));
            let label = if index == 0 { id.clone() } else { format!("{id}_{}", index + 1) };
            more.push(Self::resource("aws_iam_role_policy", &label, policy));
        }
        for (index, arn) in managed.iter().enumerate() {
            let mut attachment = Body::default();
            attachment.set("role", self.own(Attribute::Name));
            attachment.set("policy_arn", self.text(arn));
            let label = format!("{id}_{}", index + 1);
            more.push(Self::resource("aws_iam_role_policy_attachment", &label, attachment));
        }
        more
    }

    fn managed_policy(&self, body: &mut Body, role: &str, document: &Value) -> Vec<Block> {
        body.set("policy", self.json(document));
        let mut attachment = Body::default();
        attachment.set("role", self.text(role));
        attachment.set("policy_arn", self.own(Attribute::Arn));
        vec![Self::resource("aws_iam_role_policy_attachment", &snake(&self.thing.id), attachment)]
    }

    fn target(&self, role: &str, pipeline: &str) -> Block {
        let [partition, region, account] =
            [Mark::Partition, Mark::Region, Mark::Account].map(|mark| mark.text());
        let mut body = Body::default();
        body.set("rule", self.own(Attribute::Name));
        let arn = format!("arn:{partition}:codepipeline:{region}:{account}:{pipeline}");
        body.set("arn", self.text(&arn));
        body.set("role_arn", self.text(role));
        Self::resource("aws_cloudwatch_event_target", &snake(&self.thing.id), body)
    }

    fn project(&self, body: &mut Body, project: &Project) {
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
        body.set("name", self.text(name));
        if let Some(description) = description {
            body.set("description", self.text(description));
        }
        body.set("service_role", self.text(role));
        if let Some(key) = key {
            body.set("encryption_key", self.text(key));
        }
        if let Some(minutes) = timeout_minutes {
            body.set("build_timeout", self.number(minutes));
        }
        let mut source = Body::default();
        source.set("type", Expression::text("CODEPIPELINE"));
        if let Some(buildspec) = buildspec {
            source.set("buildspec", self.text(buildspec));
        }
        body.block("source", source);
        let mut artifacts = Body::default();
        artifacts.set("type", Expression::text("CODEPIPELINE"));
        body.block("artifacts", artifacts);
        let mut machine = Body::default();
        machine.set("type", self.text(environment));
        machine.set("image", self.text(image));
        machine.set("compute_type", self.text(compute));
        machine.set("privileged_mode", Expression::Raw(is_privileged.to_string()));
        for (name, value, kind) in variables {
            let mut variable = Body::default();
            variable.set("name", self.text(name));
            variable.set("value", self.text(value));
            variable.set("type", self.text(kind));
            machine.block("environment_variable", variable);
        }
        body.block("environment", machine);
        let mut logs = Body::default();
        logs.set("status", Expression::text("ENABLED"));
        if let Some(group) = log_group {
            logs.set("group_name", self.text(group));
        }
        let mut config = Body::default();
        config.block("cloudwatch_logs", logs);
        body.block("logs_config", config);
        if let Some(vpc) = vpc {
            let list = |all: &[String]| Expression::List(all.iter().map(|text| self.text(text)).collect());
            let mut inner = Body::default();
            inner.set("vpc_id", self.text(&vpc.id));
            inner.set("subnets", list(&vpc.subnets));
            inner.set("security_group_ids", list(&vpc.security_groups));
            body.block("vpc_config", inner);
        }
    }

    fn deployment_group(&self, body: &mut Body, group: &DeploymentGroup) {
        let DeploymentGroup { name, application, role, configuration, tags, auto_scaling_groups } = group;
        body.set("app_name", self.text(application));
        body.set("deployment_group_name", self.text(name));
        body.set("service_role_arn", self.text(role));
        if let Some(configuration) = configuration {
            body.set("deployment_config_name", self.text(configuration));
        }
        if !auto_scaling_groups.is_empty() {
            let all = auto_scaling_groups.iter().map(|name| self.text(name)).collect();
            body.set("autoscaling_groups", Expression::List(all));
        }
        for (key, value) in tags {
            let mut tag = Body::default();
            tag.set("key", self.text(key));
            tag.set("type", Expression::text("KEY_AND_VALUE"));
            tag.set("value", self.text(value));
            body.block("ec2_tag_filter", tag);
        }
        let mut rollback = Body::default();
        rollback.set("enabled", Expression::Raw("true".to_owned()));
        rollback.set("events", Expression::List(vec![Expression::text("DEPLOYMENT_FAILURE")]));
        body.block("auto_rollback_configuration", rollback);
    }
}
