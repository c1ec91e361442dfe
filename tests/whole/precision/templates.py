"""Reads CloudFormation templates, short tags and all, and prints each as a line of JSON, or why it is none."""

import json
import sys

import yaml


class Loader(yaml.SafeLoader):
    """YAML as CloudFormation takes it: dates are text, and !Sub is Fn::Sub."""


def tagged(loader, suffix, node):
    name = suffix if suffix in ("Ref", "Condition") else "Fn::" + suffix
    if isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
        if suffix == "GetAtt":
            value = value.split(".", 1)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        value = loader.construct_mapping(node, deep=True)
    return {name: value}


Loader.add_multi_constructor("!", tagged)
Loader.add_constructor("tag:yaml.org,2002:timestamp", lambda loader, node: loader.construct_scalar(node))

for path in sys.argv[1:]:
    with open(path, encoding="utf-8") as file:
        try:
            print(json.dumps({"template": yaml.load(file, Loader)}))
        except yaml.YAMLError as error:
            print(json.dumps({"error": str(error)}))
