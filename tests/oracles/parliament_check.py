"""Reads one policy document a line and answers each with what parliament has against it."""

import json
import sys

from parliament import analyze_policy_string

with open(sys.argv[1], encoding="utf-8") as questions:
    for line in questions:
        analyzed = analyze_policy_string(line)
        print(json.dumps([f"{finding.issue} {json.dumps(finding.detail)} {json.dumps(finding.location, default=str)}"
                          for finding in analyzed.findings]))
