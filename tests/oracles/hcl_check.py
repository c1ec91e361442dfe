"""Reads one Terraform file a line, as a JSON string, and answers each with what it holds as JSON."""

import io
import json
import sys

import hcl2

with open(sys.argv[1], encoding="utf-8") as questions:
    for line in questions:
        print(json.dumps(hcl2.load(io.StringIO(json.loads(line)))))
