"""Reads one pipeline a line and answers each with null, or with what botocore has against it."""

import json
import sys

import botocore.session
from botocore.validate import ParamValidator

service = botocore.session.get_session().get_service_model("codepipeline")
shape = service.operation_model("CreatePipeline").input_shape
validator = ParamValidator()

with open(sys.argv[1], encoding="utf-8") as questions:
    for line in questions:
        report = validator.validate({"pipeline": json.loads(line)}, shape)
        print(json.dumps(report.generate_report() if report.has_errors() else None))
