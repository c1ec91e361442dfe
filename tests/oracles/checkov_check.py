"""Reads one file a line, as a JSON object with its name and text, and answers each with the failed checks of checkov."""

import json
import os
import subprocess
import sys
import tempfile

with open(sys.argv[1], encoding="utf-8") as questions:
    for line in questions:
        question = json.loads(line)
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, question["name"])
            with open(path, "w", encoding="utf-8") as file:
                file.write(question["text"])
            ran = subprocess.run(
                [sys.executable, "-m", "checkov.main", "-f", path, "-o", "json", "--compact", "--quiet",
                 "--skip-download", "--framework", question["framework"]],
                capture_output=True, text=True, check=False,
                env={**os.environ, "LOG_LEVEL": "ERROR"},
            )
            answer = json.loads(ran.stdout)
            reports = answer if isinstance(answer, list) else [answer]
            failed = [
                f"{check['check_id']} {check['resource']}: {check['check_name']}"
                for report in reports
                for check in report.get("results", {}).get("failed_checks", [])
            ]
            passed = sum(len(report.get("results", {}).get("passed_checks", [])) for report in reports)
            print(json.dumps({"failed": failed, "passed": passed}))
