//! Terraform's form as JSON (`.tf.json`) as [`super::syntax`].
//!
//! There blocks and arguments look alike, so a table tells which is which.

use super::hcl::parse_template;
use super::syntax::{Argument, Block, Body, Expression, Kind};
use crate::format::import::{ImportError, Kind as NodeKind, Member, Node};

/// For a kind of block, the kinds of those inside it.
#[rustfmt::skip]
const BLOCKS: &[(&str, &[&str])] = &[
    ("aws_codepipeline", &["artifact_store", "stage", "trigger", "variable", "lifecycle", "timeouts"]),
    ("artifact_store", &["encryption_key"]),
    ("stage", &["action", "before_entry", "on_success", "on_failure"]),
    ("action", &["output_artifacts_for_compute_actions"]),
    ("before_entry", &["condition"]),
    ("on_success", &["condition"]),
    ("on_failure", &["condition", "retry_configuration"]),
    ("condition", &["rule"]),
    ("rule", &["rule_type_id"]),
    ("trigger", &["git_configuration"]),
    ("git_configuration", &["push", "pull_request"]),
    ("push", &["tags", "branches", "file_paths"]),
    ("pull_request", &["branches", "file_paths"]),
    ("aws_codebuild_project", &["artifacts", "environment", "source", "vpc_config", "logs_config", "cache"]),
    ("environment", &["environment_variable"]),
];

/// How many labels blocks at the top have.
const LABELS: &[(&str, usize)] = &[
    ("resource", 2),
    ("data", 2),
    ("variable", 1),
    ("module", 1),
    ("provider", 1),
    ("output", 1),
    ("locals", 0),
    ("terraform", 0),
];

/// The blocks of a file.
pub(super) fn body(root: &Node) -> Result<Body, ImportError> {
    let mut body = Body::default();
    for member in root.members() {
        let count = LABELS.iter().find(|(kind, _)| *kind == member.key).map(|(_, count)| *count);
        if let Some(count) = count {
            labeled(member, count, &mut Vec::new(), &member.value, member.line, &mut body)?;
        }
    }
    Ok(body)
}

fn labeled(
    root: &Member,
    count: usize,
    labels: &mut Vec<String>,
    node: &Node,
    line: usize,
    body: &mut Body,
) -> Result<(), ImportError> {
    if let NodeKind::List(elements) = &node.kind {
        return elements.iter().try_for_each(|node| labeled(root, count, labels, node, line, body));
    }
    if labels.len() < count {
        for member in node.members() {
            labels.push(member.key.clone());
            labeled(root, count, labels, &member.value, member.line, body)?;
            labels.pop();
        }
        return Ok(());
    }
    let kind = if root.key == "resource" { labels[0].as_str() } else { root.key.as_str() };
    let inner = inner_body(kind, node)?;
    body.blocks.push(Block { kind: root.key.clone(), line, labels: labels.clone(), body: inner });
    Ok(())
}

fn inner_body(kind: &str, node: &Node) -> Result<Body, ImportError> {
    let blocks = BLOCKS.iter().find(|(name, _)| *name == kind).map_or(&[][..], |(_, blocks)| blocks);
    let mut body = Body::default();
    for member in node.members() {
        let key = member.key.as_str();
        if key == "dynamic" {
            each(&member.value, &mut |node| {
                node.members().iter().try_for_each(|member| dynamic(member, &mut body))
            })?;
        } else if blocks.contains(&key) {
            each(&member.value, &mut |node| {
                let inner = inner_body(key, node)?;
                body.blocks.push(Block {
                    kind: key.to_owned(),
                    line: if node.line == member.value.line { member.line } else { node.line },
                    labels: Vec::new(),
                    body: inner,
                });
                Ok(())
            })?;
        } else if key != "//" {
            let value = expression(&member.value)?;
            body.arguments.push(Argument { name: key.to_owned(), line: member.line, value });
        }
    }
    Ok(body)
}

fn dynamic(member: &Member, body: &mut Body) -> Result<(), ImportError> {
    each(&member.value, &mut |node| {
        let mut inner = Body::default();
        for part in node.members() {
            if part.key == "content" {
                each(&part.value, &mut |node| {
                    let content = inner_body(&member.key, node)?;
                    inner.blocks.push(Block {
                        kind: part.key.clone(),
                        line: part.line,
                        labels: Vec::new(),
                        body: content,
                    });
                    Ok(())
                })?;
            } else {
                let mut value = expression(&part.value)?;
                if part.key == "iterator"
                    && let Kind::Text(name) = &value.kind
                {
                    value.kind = Kind::Name(name.clone());
                }
                inner.arguments.push(Argument { name: part.key.clone(), line: part.line, value });
            }
        }
        body.blocks.push(Block {
            kind: "dynamic".to_owned(),
            line: member.line,
            labels: vec![member.key.clone()],
            body: inner,
        });
        Ok(())
    })
}

/// A block is an object, or a list of them.
fn each(node: &Node, visit: &mut dyn FnMut(&Node) -> Result<(), ImportError>) -> Result<(), ImportError> {
    match &node.kind {
        NodeKind::List(elements) => elements.iter().try_for_each(visit),
        NodeKind::Null => Ok(()),
        NodeKind::Scalar { .. } | NodeKind::Map(_) => visit(node),
    }
}

fn expression(node: &Node) -> Result<Expression, ImportError> {
    let line = node.line;
    let kind = match &node.kind {
        NodeKind::Null => Kind::Null,
        NodeKind::Scalar { text, is_plain: true } => Kind::Plain(text.clone()),
        NodeKind::Scalar { text, .. } => return parse_template(text, line),
        NodeKind::List(elements) => Kind::List(elements.iter().map(expression).collect::<Result<_, _>>()?),
        NodeKind::Map(members) => {
            let member = |member: &Member| {
                Ok((Expression::of_text(member.line, member.key.as_str()), expression(&member.value)?))
            };
            Kind::Object(members.iter().map(member).collect::<Result<_, ImportError>>()?)
        }
    };
    Ok(Expression::new(line, kind))
}
