"""Reads one command of the AWS CLI a line, with the endpoint to ask, and answers each with code, output and errors."""

import contextlib
import io
import json
import os
import sys

os.environ.update(
    AWS_ACCESS_KEY_ID="AKIAPIPEWRIGHTTEST01",
    AWS_SECRET_ACCESS_KEY="not-a-secret-of-anyone",
    AWS_CONFIG_FILE=os.devnull,
    AWS_SHARED_CREDENTIALS_FILE=os.devnull,
    AWS_EC2_METADATA_DISABLED="true",
)
for name in ("AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_SESSION_TOKEN"):
    os.environ.pop(name, None)

from awscli.clidriver import main


class Captured(io.TextIOWrapper):
    """A text stream that has bytes below, as the output of the CLI has."""

    def __init__(self):
        super().__init__(io.BytesIO(), encoding="utf-8", write_through=True)

    def text(self):
        return self.buffer.getvalue().decode("utf-8")


with open(sys.argv[1], encoding="utf-8") as questions:
    for line in questions:
        question = json.loads(line)
        common = ["--endpoint-url", question["endpoint"], "--region", "us-east-1", "--output", "json"]
        out, err = Captured(), Captured()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                sys.argv = ["aws", *question["arguments"], *common]
                code = main()
            except SystemExit as exit:
                code = exit.code
        print(json.dumps({"code": code or 0, "out": out.text(), "err": err.text()}))
