//! Repositories, connections and topics.

use serde_json::Value;

use super::{Builder, Fate, What};
use crate::document::resources::Resource;
use crate::document::{Owner, Place};
use crate::format::Severity;
use crate::pipeline::{Arn, Path};

/// Adds what sources and approvals name.
pub(super) fn add(builder: &mut Builder<'_>) {
    named_repositories(builder, "CodeCommit", "codecommit-repository");
    named_repositories(builder, "ECR", "ecr-repository");
    source_buckets(builder);
    connections(builder);
    topics(builder);
}

fn named_repositories(builder: &mut Builder<'_>, provider: &'static str, kind: &str) {
    for (name, actions) in builder.named(&[provider], "RepositoryName") {
        let marked = builder.marked(&name);
        let fate = builder.fate(kind, &name, false);
        let to = match fate {
            Fate::Created(_) => {
                let id = builder.ids.of(&name, "Repository");
                if provider == "ECR" {
                    let comment = "Images pushed to this repository start the pipeline.";
                    builder.add(id, comment, What::ImageRepository { name: marked }).name()
                } else {
                    let comment = "Pushes to this repository start the pipeline.";
                    builder.add(id, comment, What::Repository { name: marked }).name()
                }
            }
            Fate::Exists => builder.input(
                &name,
                "RepositoryName",
                &marked,
                format!("{provider} repository of the source"),
            ),
        };
        builder.rename(&actions, "RepositoryName", &name, to);
    }
}

fn source_buckets(builder: &mut Builder<'_>) {
    for (name, actions) in builder.named(&["S3"], "S3Bucket") {
        let marked = builder.marked(&name);
        let to = match builder.fate("s3-bucket", &name, false) {
            Fate::Created(_) => {
                let id = builder.ids.of(&name, "Bucket");
                let comment = "Objects put into this bucket start the pipeline.";
                let bucket = builder.add(id, comment, What::SourceBucket { name: marked }).name();
                super::stores::policy(builder, &bucket, &name);
                bucket
            }
            Fate::Exists => {
                let place = Place::at(Owner::Action(actions[0].id), Path::configuration("S3Bucket"));
                let why = "It exists, so check that it keeps versions and sends its events to EventBridge.";
                builder.fidelity.lose(
                    Severity::Note,
                    place,
                    format!("the settings of the bucket {name}"),
                    why,
                );
                builder.input(&name, "BucketName", &marked, "Bucket of the source".to_owned())
            }
        };
        builder.rename(&actions, "S3Bucket", &name, to);
    }
}

fn connections(builder: &mut Builder<'_>) {
    for (arn, actions) in builder.named(&["CodeStarSourceConnection"], "ConnectionArn") {
        let marked = builder.marked(&arn);
        let place = Place::at(Owner::Action(actions[0].id), Path::configuration("ConnectionArn"));
        let repository = actions[0].configuration().get("FullRepositoryId").unwrap_or_default().to_owned();
        let to = match builder.fate("connection", &arn, false) {
            Fate::Created(resource) => {
                let name = resource.and_then(|resource| resource.text("name"));
                let name = name.unwrap_or_else(|| repository.replace('/', "-").chars().take(32).collect());
                let provider = resource.and_then(|resource| resource.text("provider"));
                let provider = provider.unwrap_or_else(|| "GitHub".to_owned());
                let why = "A new connection waits until somebody completes it in the console of AWS.";
                builder.fidelity.lose(Severity::Note, place, "the handshake of the connection", why);
                let id = builder.ids.of(&name, "Connection");
                let (name, provider) = (builder.marked(&name), builder.marked(&provider));
                let comment = "Complete this connection in the console before the first execution.";
                builder.add(id, comment, What::Connection { name, provider }).arn()
            }
            Fate::Exists => {
                let of = repository.rsplit('/').next().unwrap_or_default().to_owned();
                builder.input(&of, "ConnectionArn", &marked, format!("ARN of the connection to {repository}"))
            }
        };
        builder.rename(&actions, "ConnectionArn", &arn, to);
    }
}

fn topics(builder: &mut Builder<'_>) {
    for (arn, actions) in builder.named(&["Manual"], "NotificationArn") {
        let marked = builder.marked(&arn);
        let topic = Arn::parse(&arn).filter(|arn| arn.service == "sns");
        let is_here = super::named::is_topic_here(&builder.home, &arn);
        let name = topic.map_or("Approvals", |topic| topic.resource).to_owned();
        let to = match builder.fate("sns-topic", &arn, is_here) {
            Fate::Created(_) => {
                let id = builder.ids.of(&name, "Topic");
                let name = builder.marked(&name);
                let comment = "Tells people that an approval waits for them; subscribe them to it.";
                builder.add(id, comment, What::Topic { name }).arn()
            }
            Fate::Exists => builder.input(
                &name,
                "TopicArn",
                &marked,
                "ARN of the topic that tells of approvals".to_owned(),
            ),
        };
        builder.rename(&actions, "NotificationArn", &arn, to);
    }
}

/// The objects in a list property, as pairs of two of their texts.
pub(super) fn pairs(
    builder: &Builder<'_>,
    resource: Option<Resource<'_>>,
    list: &str,
    keys: [&str; 2],
) -> Vec<(String, String)> {
    let text = |object: &crate::pipeline::Object, key: &str| {
        object.get(key).and_then(Value::as_str).map(|text| builder.marked(text))
    };
    let objects = resource.into_iter().flat_map(|resource| resource.objects(list));
    objects.filter_map(|object| Some((text(object, keys[0])?, text(object, keys[1])?))).collect()
}
