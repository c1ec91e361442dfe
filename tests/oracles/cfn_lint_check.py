"""Reads one template a line and answers each with the errors of cfn-lint by resource.

Templates are shared out among the processors. Many pipelines of a template have one name, which is no mistake
of theirs.
"""

import json
import os
import sys
from concurrent.futures import ProcessPoolExecutor

from cfnlint.api import lint
from cfnlint.config import ManualArgs


def judge(template):
    found = {}
    for match in lint(template, config=ManualArgs(regions=["eu-west-1"], ignore_checks=["E3019"])):
        if match.rule.severity == "error":
            path = list(match.path or [])
            resource = path[1] if len(path) > 1 else ""
            found.setdefault(resource, []).append(f"{match.rule.id} {match.message}")
    # As text: keys of a parsed template are no plain strings, and do not travel between processes.
    return json.dumps(found)


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as questions:
        templates = list(questions)
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for found in pool.map(judge, templates):
            print(found)
