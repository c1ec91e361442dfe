//! Marks as references.

use super::hcl::{Block, Body, Expression, Piece};
use crate::solution::mark::{Attribute, ConnectionService, Mark, Part, parts};
use crate::solution::{Solution, What};

const PARTITION: &str = "data.aws_partition.current.partition";
const REGION: &str = "data.aws_region.current.region";
const ACCOUNT: &str = "data.aws_caller_identity.current.account_id";

/// A text with its marks as references.
pub(super) fn expression(text: &str, solution: &Solution) -> Expression {
    let pieces: Vec<Piece> = parts(text)
        .into_iter()
        .map(|part| match part {
            Part::Text(text) => Piece::Text(text.to_owned()),
            Part::Mark(mark) => Piece::Reference(reference(&mark, solution)),
        })
        .collect();
    Expression::Template(pieces)
}

fn reference(mark: &Mark, solution: &Solution) -> String {
    let variable = |name: &str| {
        let id = solution.input(name).map_or(name, |input| input.id.as_str());
        format!("var.{}", variable_name(id))
    };
    match mark {
        Mark::Partition => PARTITION.to_owned(),
        Mark::Region => REGION.to_owned(),
        Mark::Account => ACCOUNT.to_owned(),
        Mark::Input(name) => variable(name),
        Mark::Connection(name, service) => {
            let names = [":codestar-connections:", ":codeconnections:"];
            let (from, to) = match service {
                ConnectionService::Connections => (names[0], names[1]),
                ConnectionService::StarConnections => (names[1], names[0]),
            };
            format!("replace({}, \"{from}\", \"{to}\")", variable(name))
        }
        Mark::Of(id, attribute) => match solution.thing(id) {
            Some(thing) => of_thing(id, &thing.what, *attribute),
            None => format!("\"{id}\""),
        },
    }
}

fn of_thing(id: &str, what: &What, attribute: Attribute) -> String {
    let name = match what {
        What::Key { .. } => "key_id",
        What::Bucket { .. } | What::SourceBucket { .. } | What::BucketPolicy { .. } => "id",
        What::Repository { .. } => "repository_name",
        What::DeploymentGroup(_) => "deployment_group_name",
        _ => "name",
    };
    let asked = match attribute {
        Attribute::Name => name,
        Attribute::Arn => "arn",
    };
    format!("{}.{}.{asked}", kind(what), snake(id))
}

/// The type of the resource that stands for a thing.
pub(super) fn kind(what: &What) -> &'static str {
    match what {
        What::Key { .. } => "aws_kms_key",
        What::Alias { .. } => "aws_kms_alias",
        What::Bucket { .. } | What::SourceBucket { .. } => "aws_s3_bucket",
        What::BucketPolicy { .. } => "aws_s3_bucket_policy",
        What::Role(_) => "aws_iam_role",
        What::ManagedPolicy { .. } => "aws_iam_policy",
        What::EventRule { .. } => "aws_cloudwatch_event_rule",
        What::Project(_) => "aws_codebuild_project",
        What::LogGroup { .. } => "aws_cloudwatch_log_group",
        What::Repository { .. } => "aws_codecommit_repository",
        What::ImageRepository { .. } => "aws_ecr_repository",
        What::Topic { .. } => "aws_sns_topic",
        What::Connection { .. } => "aws_codeconnections_connection",
        What::Application { .. } => "aws_codedeploy_app",
        What::DeploymentGroup(_) => "aws_codedeploy_deployment_group",
    }
}

/// The data sources a text refers to.
pub(super) fn needs_data(text: &str) -> Vec<Block> {
    let all = [(PARTITION, "aws_partition"), (REGION, "aws_region"), (ACCOUNT, "aws_caller_identity")];
    let used = all.into_iter().filter(|(reference, _)| text.contains(reference));
    used.map(|(_, kind)| Block {
        kind: "data",
        labels: vec![kind.to_owned(), "current".to_owned()],
        body: Body::default(),
        comment: None,
    })
    .collect()
}

/// What the variable of an input is called. Some names mean something in the block of a module.
pub(super) fn variable_name(id: &str) -> String {
    const RESERVED: [&str; 8] =
        ["count", "depends_on", "for_each", "lifecycle", "locals", "providers", "source", "version"];
    let name = snake(id);
    // No id ends in such a sign, so nothing else is called that.
    if RESERVED.contains(&name.as_str()) { format!("{name}_") } else { name }
}

/// `IntranetBuildProject` becomes `intranet_build_project`. Ids that differ stay different.
pub(super) fn snake(id: &str) -> String {
    let characters: Vec<char> = id.chars().collect();
    let mut out = String::new();
    for (index, c) in characters.iter().enumerate() {
        let is_begin = c.is_ascii_uppercase()
            && index > 0
            && (!characters[index - 1].is_ascii_uppercase()
                || characters.get(index + 1).is_some_and(char::is_ascii_lowercase));
        if is_begin {
            out.push('_');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}

/// `intranet_build_project` becomes `IntranetBuildProject`, as parameters are called.
pub(super) fn pascal(name: &str) -> String {
    let mut out = String::new();
    for word in name.split(|c: char| !c.is_ascii_alphanumeric()) {
        let mut characters = word.chars();
        out.extend(characters.next().map(|first| first.to_ascii_uppercase()));
        out.push_str(characters.as_str());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_become_names_as_terraform_has_them() {
        for (id, expect) in [
            ("IntranetBuildProject", "intranet_build_project"),
            ("ArtifactKey2", "artifact_key2"),
            ("APIKey", "api_key"),
            ("x", "x"),
        ] {
            assert_eq!(snake(id), expect);
        }
        for (name, expect) in [("app_name", "AppName"), ("key2", "Key2"), ("a-b.c", "ABC"), ("", "")] {
            assert_eq!(pascal(name), expect);
        }
    }
}
