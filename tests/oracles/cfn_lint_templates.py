"""Reads the text of one template a line, as a JSON string, and answers each with the errors and warnings of cfn-lint."""

import json
import os
import sys
from concurrent.futures import ProcessPoolExecutor

from cfnlint.api import lint
from cfnlint.config import ManualArgs


def judge(line):
    # Names that hold an account or a Region come from the design, and dependencies that are told twice do no harm.
    matches = lint(json.loads(line), config=ManualArgs(regions=["eu-west-1"]))
    found = [f"{match.rule.id} {'/'.join(map(str, match.path or []))}: {match.message}" for match in matches]
    return json.dumps([text for text in found if text[0] in "EW"])


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as questions:
        templates = list(questions)
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for found in pool.map(judge, templates):
            print(found)
