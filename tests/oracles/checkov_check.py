"""Reads one file a line, as a JSON object with its name, framework and text, and answers each with what checkov says:
the checks that failed, and how many passed. One run looks at all files of a framework."""

import collections
import json
import os
import subprocess
import sys
import tempfile

with open(sys.argv[1], encoding="utf-8") as file:
    questions = [json.loads(line) for line in file]


def look(folder, framework):
    """The checks of all files below a folder, by the number of the file's own folder."""
    ran = subprocess.run(
        [sys.executable, "-m", "checkov.main", "-d", folder, "-o", "json", "--compact", "--skip-download",
         "--framework", framework],
        capture_output=True, text=True, check=False, env={**os.environ, "LOG_LEVEL": "ERROR"},
    )
    answer = json.loads(ran.stdout)
    failed, passed = collections.defaultdict(list), collections.Counter()
    for report in answer if isinstance(answer, list) else [answer]:
        results = report.get("results", {})
        number = lambda check: int(check["file_path"].strip("/").split("/")[0])
        for check in results.get("failed_checks", []):
            failed[number(check)].append(f"{check['check_id']} {check['resource']}: {check['check_name']}")
        passed.update(number(check) for check in results.get("passed_checks", []))
    return failed, passed


with tempfile.TemporaryDirectory() as root:
    answers = {}
    for framework in {question["framework"] for question in questions}:
        folder = os.path.join(root, framework)
        for number, question in enumerate(questions):
            if question["framework"] == framework:
                own = os.path.join(folder, str(number))
                os.makedirs(own)
                with open(os.path.join(own, question["name"]), "w", encoding="utf-8") as file:
                    file.write(question["text"])
        answers[framework] = look(folder, framework)
    for number, question in enumerate(questions):
        failed, passed = answers[question["framework"]]
        print(json.dumps({"failed": failed[number], "passed": passed[number]}))
