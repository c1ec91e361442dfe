"""Reads one Terraform file a line, as a JSON string, and answers each with its pipelines by label, or its error.

What `dynamic` makes counts once, with `for_each` beside it, in the order of the file. Values that are no plain texts
are null: what they give is not judged here.
"""

import json
import re
import sys

import hcl2

MEMBERS = ("category", "owner", "provider", "version", "run_order", "namespace", "input_artifacts", "output_artifacts")


def plain(value):
    if isinstance(value, (bool, int, float)):
        return json.dumps(value)
    if isinstance(value, list):
        elements = [plain(element) for element in value]
        return None if None in elements else elements
    if not isinstance(value, str):
        return None
    quoted = re.fullmatch(r'"((?:[^"\\$%]|[$%](?!\{))*)"', value)
    return quoted[1] if quoted else None


def of(body, name):
    return [child for child in body.children if type(child).__name__ == name]


def arguments(body):
    found = {}
    for attribute in of(body, "AttributeRule"):
        found.update(attribute.serialize())
    return found


def names(block):
    return [label.serialize().strip('"') for label in block.labels]


def blocks(body, kind):
    """The bodies of blocks of a kind in order, each with the for_each that repeats it."""
    found = []
    for block in of(body, "BlockRule"):
        labels = names(block)
        if labels == [kind]:
            found.append((block.body, None))
        elif labels == ["dynamic", kind]:
            each = json.dumps(arguments(block.body).get("for_each"))
            found += [(inner.body, each) for inner in of(block.body, "BlockRule") if names(inner) == ["content"]]
    return found


def configuration(body):
    given = arguments(body).get("configuration")
    if given is None:
        inner = blocks(body, "configuration")
        given = arguments(inner[0][0]) if inner else {}
    if not isinstance(given, dict):
        return None
    return {key.strip('"'): plain(text) for key, text in given.items()}


def action(body, each):
    given = arguments(body)
    members = {name: plain(given[name]) for name in MEMBERS if name in given}
    return {"name": plain(given.get("name")), "each": each, "members": members, "configuration": configuration(body)}


def stage(body, each):
    return {"name": plain(arguments(body).get("name")), "each": each,
            "actions": [action(*found) for found in blocks(body, "action")]}


def pipelines(text):
    found = {}
    [root] = of(hcl2.parses(text), "BodyRule")
    for block in of(root, "BlockRule"):
        if names(block)[:2] == ["resource", "aws_codepipeline"]:
            found[names(block)[2]] = [stage(*inner) for inner in blocks(block.body, "stage")]
    return found


with open(sys.argv[1], encoding="utf-8") as questions:
    for line in questions:
        try:
            print(json.dumps({"pipelines": pipelines(json.loads(line))}))
        except Exception as error:  # pylint: disable=broad-except
            print(json.dumps({"error": f"{type(error).__name__}: {error}".splitlines()[0][:200]}))
