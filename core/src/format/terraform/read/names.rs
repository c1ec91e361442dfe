//! What a reference gives: a literal name where the file has it, else a parameter.

use super::syntax::{Expression, Kind, Step};
use super::{Reader, pascal};
use crate::format::import::{Kind as NodeKind, Node, of_type};

/// For a type, attributes that give the value of one argument. The first argument of a type names it.
#[rustfmt::skip]
const ATTRIBUTES: &[(&str, &[&str], &str)] = &[
    ("aws_cloudformation_stack", &["name"], "name"),
    ("aws_codebuild_project", &["name"], "name"),
    ("aws_codecommit_repository", &["repository_name", "id"], "repository_name"),
    ("aws_codeconnections_connection", &["arn", "id"], ""),
    ("aws_codestarconnections_connection", &["arn", "id"], ""),
    ("aws_codedeploy_app", &["name"], "name"),
    ("aws_codedeploy_deployment_config", &["deployment_config_name", "id"], "deployment_config_name"),
    ("aws_codedeploy_deployment_group", &["deployment_group_name"], "deployment_group_name"),
    ("aws_codepipeline", &["name", "id"], "name"),
    ("aws_ecr_repository", &["name", "id"], "name"),
    ("aws_ecs_cluster", &["name"], "name"),
    ("aws_ecs_service", &["name"], "name"),
    ("aws_elastic_beanstalk_application", &["name", "id"], "name"),
    ("aws_elastic_beanstalk_environment", &["name"], "name"),
    ("aws_iam_role", &["name", "id"], "name"),
    ("aws_kms_alias", &["name", "id"], "name"),
    ("aws_kms_key", &["key_id", "id"], ""),
    ("aws_lambda_function", &["function_name", "id"], "function_name"),
    ("aws_s3_bucket", &["bucket", "id"], "bucket"),
    ("aws_s3_object", &["key", "id"], "key"),
    ("aws_sns_topic", &["arn", "id"], ""),
    ("aws_sns_topic", &["name"], "name"),
    ("aws_ssm_parameter", &["name", "id"], "name"),
    ("aws_ssm_parameter", &["value"], "value"),
];

/// Data sources about where a deployment goes: attributes, the parameter, and its default.
const WHEREABOUTS: &[(&str, &[&str], &str, Option<&str>)] = &[
    ("aws_region", &["region", "name", "id"], "AWSRegion", None),
    ("aws_caller_identity", &["account_id", "id"], "AWSAccountId", None),
    ("aws_partition", &["partition", "id"], "AWSPartition", Some("aws")),
    ("aws_partition", &["dns_suffix"], "AWSURLSuffix", Some("amazonaws.com")),
];

impl Reader<'_> {
    /// What a reference gives; `None` where that is not known and it has no parameter of its own.
    pub(super) fn reference(&mut self, expression: &Expression) -> Option<Node> {
        let (root, steps) = match &expression.kind {
            Kind::Traversal(root, steps) => (root.as_ref(), steps.as_slice()),
            _ => (expression, &[][..]),
        };
        let Kind::Name(name) = &root.kind else {
            let base = self.known(root)?;
            return self.follow(&base, steps);
        };
        if let Some(at) = self.bindings.iter().rposition(|binding| binding.name == *name) {
            return self.bound(at, expression, steps);
        }
        match (name.as_str(), steps) {
            ("var", [Step::Name(name), rest @ ..]) => self.variable(expression, name, rest),
            ("local", [Step::Name(name), rest @ ..]) => self.local(name, rest),
            ("data", [Step::Name(kind), Step::Name(_), rest @ ..]) => Some(self.data(expression, kind, rest)),
            ("data" | "var" | "local", _) | (_, []) => None,
            ("terraform", [Step::Name(workspace)]) if workspace == "workspace" => {
                Some(self.open_as("terraform.workspace", expression, "Workspace", Some("default")))
            }
            ("module" | "each" | "count" | "path" | "self" | "terraform", _) => {
                Some(self.open_as(&expression.source(), expression, &wish(expression), None))
            }
            (kind, _) if kind.contains('_') => self.resource(expression, kind, steps),
            _ => None,
        }
    }

    /// The attribute of a resource, as the pipeline would have it.
    pub(super) fn attribute_of(
        &mut self,
        kind: &str,
        label: &str,
        attribute: &str,
        line: usize,
    ) -> Option<Node> {
        let step = |name: &str| Step::Name(name.to_owned());
        let root = Box::new(Expression::new(line, Kind::Name(kind.to_owned())));
        let expression = Expression::new(line, Kind::Traversal(root, vec![step(label), step(attribute)]));
        self.reference(&expression)
    }

    /// A silent parameter: its origin says all there is to say.
    fn open_as(&mut self, key: &str, expression: &Expression, wish: &str, default: Option<&str>) -> Node {
        let line = expression.line;
        if self.is_by_defaults {
            self.is_unknown |= default.is_none();
            return match default {
                Some(default) => Node::of_text(line, default),
                None => Node { line, kind: NodeKind::Null },
            };
        }
        let text = self.open.refer_as(key, &expression.source(), wish, || {
            let mut members = of_type("String");
            if let Some(default) = default {
                members.insert("default".to_owned(), default.into());
            }
            members
        });
        Node::of_text(line, text)
    }

    /// The value at the end of a way.
    pub(super) fn follow(&mut self, base: &Node, steps: &[Step]) -> Option<Node> {
        let Some((step, rest)) = steps.split_first() else { return Some(base.clone()) };
        match step {
            Step::Name(name) => {
                let next = base.get(name)?;
                self.follow(next, rest)
            }
            Step::Index(index) => {
                let index = self.known(index)?.text()?.to_owned();
                let next = match &base.kind {
                    NodeKind::List(elements) => elements.get(index.parse::<usize>().ok()?)?,
                    _ => base.get(&index)?,
                };
                self.follow(next, rest)
            }
            Step::Splat => {
                let all: Option<Vec<Node>> =
                    base.elements().iter().map(|element| self.follow(element, rest)).collect();
                let is_list = matches!(base.kind, NodeKind::List(_));
                is_list.then_some(Node { line: base.line, kind: NodeKind::List(all?) })
            }
        }
    }

    /// A name of a `dynamic` block.
    fn bound(&mut self, at: usize, expression: &Expression, steps: &[Step]) -> Option<Node> {
        let Some(element) = self.bindings[at].element.clone() else {
            return Some(self.open_as(&expression.source(), expression, &wish(expression), None));
        };
        match steps {
            [Step::Name(value), rest @ ..] if value == "value" => self.follow(&element.value, rest),
            [Step::Name(key)] if key == "key" => Some(element.key),
            _ => None,
        }
    }

    fn local(&mut self, name: &str, steps: &[Step]) -> Option<Node> {
        let mut value = *self.locals.get(name)?;
        let mut rest = steps;
        // Of an object only what is asked for is looked at.
        while let ([Step::Name(name), behind @ ..], Kind::Object(members)) = (rest, &value.kind) {
            self.spend(members.len()).then_some(())?;
            let member = members.iter().find(|(key, _)| key.literal() == Some(name))?;
            (value, rest) = (&member.1, behind);
        }
        // A local stands outside of all blocks.
        let bindings = std::mem::take(&mut self.bindings);
        let known = self.known(value);
        self.bindings = bindings;
        self.follow(&known?, rest)
    }

    fn data(&mut self, expression: &Expression, kind: &str, rest: &[Step]) -> Node {
        if let [Step::Name(attribute)] = rest
            && let Some((_, _, name, default)) = WHEREABOUTS
                .iter()
                .find(|(of, attributes, ..)| *of == kind && attributes.contains(&attribute.as_str()))
        {
            return self.open_as(name, expression, name, *default);
        }
        let node = self.open_as(&expression.source(), expression, &wish(expression), None);
        let is_secret = kind.starts_with("aws_secretsmanager_secret_version");
        if let Some(text) = node.text().filter(|_| is_secret) {
            self.open.set_secret(text);
        }
        node
    }

    fn resource(&mut self, expression: &Expression, kind: &str, steps: &[Step]) -> Option<Node> {
        // Of instances the first stands for the one that the design has; others are told apart.
        let (label, instance, is_list, rest) = match steps {
            [Step::Name(label), Step::Splat, rest @ ..] => (label, String::new(), true, rest),
            [Step::Name(label), Step::Index(index), rest @ ..] => {
                let index = index.source();
                let is_first = index == "0" || index == "count.index";
                (label, if is_first { String::new() } else { index }, false, rest)
            }
            [Step::Name(label), rest @ ..] => (label, String::new(), false, rest),
            _ => return None,
        };
        let [Step::Name(attribute), behind @ ..] = rest else { return None };
        let same = ATTRIBUTES
            .iter()
            .find(|(of, attributes, _)| *of == kind && attributes.contains(&attribute.as_str()));
        let argument = same.map_or("", |(_, _, argument)| argument);
        let literal = if behind.is_empty() { self.argument_of(kind, label, argument) } else { None };
        let node = literal.unwrap_or_else(|| {
            let first = same.map_or(attribute.as_str(), |(_, attributes, _)| attributes[0]);
            let behind: String = behind.iter().map(ToString::to_string).collect();
            let key = format!("{kind}.{label}[{instance}].{first}{behind}");
            self.open_as(&key, expression, &wish(expression), None)
        });
        if !is_list {
            return Some(node);
        }
        Some(Node { line: expression.line, kind: NodeKind::List(vec![node]) })
    }

    /// The text of an argument of a resource, if the file has it and it is the same for each instance.
    fn argument_of(&mut self, kind: &str, label: &str, argument: &str) -> Option<Node> {
        let value = self.resources.get(&(kind, label))?.body.value(argument)?;
        let source = value.source();
        if ["each.", "count.index"].iter().any(|own| source.contains(own)) {
            return None;
        }
        let bindings = std::mem::take(&mut self.bindings);
        let known = self.known(value);
        self.bindings = bindings;
        known.filter(|node| node.text().is_some_and(|text| !text.is_empty()))
    }
}

/// What to call a parameter that stands for a reference: its last names.
pub(super) fn wish(expression: &Expression) -> String {
    let Kind::Traversal(root, steps) = &expression.kind else { return pascal(&expression.source()) };
    let root = match &root.kind {
        Kind::Name(root) => root.as_str(),
        _ => "",
    };
    let mut names: Vec<&str> = steps
        .iter()
        .filter_map(|step| match step {
            Step::Name(name) => Some(name.as_str()),
            Step::Index(index) => index.literal().filter(|text| !text.chars().all(|c| c.is_ascii_digit())),
            Step::Splat => None,
        })
        .collect();
    match root {
        // The type says less than the label.
        "data" if names.len() > 2 => drop(names.remove(0)),
        "each" | "count" | "path" => names.insert(0, root),
        "data" | "var" | "local" | "module" | "terraform" => {}
        _ if root.contains('_') => {}
        // The name of a `dynamic` block, whose `value` says nothing.
        _ => {
            names.retain(|name| *name != "value");
            names.insert(0, root);
        }
    }
    names.into_iter().map(pascal).collect()
}
