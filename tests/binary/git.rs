//! `pipewright diff` as git calls it: as an external diff, for texts, as a difftool, and in the workflow of `assets/workflows`.
//!
//! Where there is no git, each test says so and passes, except on CI.

#![expect(clippy::unwrap_used, reason = "a helper fails where the test would")]

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

const FILE: &str = "ci/my release.pipeline.json";

/// A repository with a definition, of which the first commit is there.
struct Repository(TempDir);

impl Repository {
    fn new() -> Option<Self> {
        let is_there = Command::new("git").arg("--version").output().is_ok_and(|git| git.status.success());
        if !is_there {
            assert!(std::env::var_os("CI").is_none_or(|ci| ci != "true"), "no git");
            eprintln!("skipped: no git");
            return None;
        }
        let repository = Self(tempfile::tempdir().unwrap());
        repository.git(&["init", "--quiet", "--initial-branch=main"]);
        repository.write(".gitattributes", "*.pipeline.json diff=pipewright\n");
        repository.write(FILE, &definition("one"));
        repository.commit();
        Some(repository)
    }

    fn write(&self, file: &str, text: &str) {
        let path = self.0.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn remove(&self, file: &str) {
        fs::remove_file(self.0.path().join(file)).unwrap();
    }

    fn commit(&self) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", "A commit"]);
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.current_dir(self.0.path()).stdin(std::process::Stdio::null());
        // Nobody's own configuration, and the program that is tested first on the path.
        let nowhere = self.0.path().join("no such file");
        command.env("GIT_CONFIG_GLOBAL", &nowhere).env("GIT_CONFIG_SYSTEM", &nowhere);
        for variable in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_EXTERNAL_DIFF"] {
            command.env_remove(variable);
        }
        for role in ["AUTHOR", "COMMITTER"] {
            command
                .env(format!("GIT_{role}_NAME"), "Pat")
                .env(format!("GIT_{role}_EMAIL"), "pat@example.com");
        }
        let program = Path::new(env!("CARGO_BIN_EXE_pipewright")).parent().unwrap().to_owned();
        let path = std::env::var_os("PATH").unwrap_or_default();
        let path = std::iter::once(program).chain(std::env::split_paths(&path));
        command.env("PATH", std::env::join_paths(path).unwrap());
        command
    }

    /// What git prints.
    #[track_caller]
    fn git(&self, arguments: &[&str]) -> String {
        Self::ran(self.command("git").args(arguments))
    }

    #[track_caller]
    fn ran(command: &mut Command) -> String {
        let output = command.output().unwrap();
        let [results, messages] =
            [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes).into_owned());
        assert!(output.status.success(), "{results}\n{messages}");
        results
    }
}

/// A definition with the members of its action in another order than the program writes.
fn definition(project: &str) -> String {
    format!(
        r#"{{"pipeline": {{"stages": [{{"actions": [{{"runOrder": 1, "name": "Compile",
            "configuration": {{"ProjectName": "{project}"}},
            "actionTypeId": {{"version": "1", "provider": "CodeBuild", "owner": "AWS", "category": "Build"}}}}],
            "name": "Build"}}], "name": "storefront"}}}}"#
    )
}

#[test]
fn git_diff_shows_the_meaning() {
    let Some(repository) = Repository::new() else { return };
    repository.git(&["config", "diff.pipewright.command", "pipewright diff --git --"]);
    repository.write(FILE, &definition("two"));
    let shown = repository.git(&["diff"]);
    assert!(shown.contains(&format!("File       {FILE}\n")), "{shown}");
    assert!(shown.contains("-   Compile  ProjectName  one\n+   Compile  ProjectName  two\n"), "{shown}");
    assert!(shown.contains("\n1 action changed. Nothing is removed.\n"), "{shown}");
}

#[test]
fn added_deleted_and_renamed_files_are_shown() {
    let Some(repository) = Repository::new() else { return };
    repository.git(&["config", "diff.pipewright.command", "pipewright diff --git --"]);
    repository.write("new.pipeline.json", &definition("one").replace("storefront", "other"));
    repository.git(&["add", "--all"]);
    let added = repository.git(&["diff", "--cached", "--no-renames"]);
    assert!(added.contains("File       new.pipeline.json\n"), "{added}");
    assert!(added.contains("A new pipeline with 1 stage and 1 action.\n"), "{added}");
    repository.commit();

    repository.remove(FILE);
    let deleted = repository.git(&["diff"]);
    assert!(deleted.contains("- pipeline storefront\n"), "{deleted}");
    assert!(deleted.contains("The pipeline is removed, with 1 stage and 1 action.\n"), "{deleted}");
    repository.git(&["checkout", "--quiet", "--", FILE]);

    repository.git(&["mv", FILE, "moved.pipeline.json"]);
    repository.write("moved.pipeline.json", &definition("one").replace("\"Build\"}]", "\"Make\"}]"));
    repository.git(&["add", "--all"]);
    let renamed = repository.git(&["diff", "--cached", "--find-renames=20%"]);
    assert!(renamed.contains("File       moved.pipeline.json\n"), "{renamed}");
    assert!(renamed.contains("+ stage Make  renamed\n"), "{renamed}");
}

#[test]
fn a_file_that_cannot_be_read_does_not_end_git() {
    let Some(repository) = Repository::new() else { return };
    repository.git(&["config", "diff.pipewright.command", "pipewright diff --git --"]);
    repository.write("z.pipeline.json", &definition("one"));
    repository.commit();
    repository.write(FILE, "{ \"name\": ");
    repository.write("z.pipeline.json", &definition("two"));
    let shown = repository.git(&["diff"]);
    assert!(shown.contains("1 action changed."), "the file behind it: {shown}");
}

#[test]
fn git_log_compares_outlines() {
    let Some(repository) = Repository::new() else { return };
    repository.git(&["config", "diff.pipewright.textconv", "pipewright diff --textconv"]);
    repository.write(FILE, &definition("two"));
    repository.commit();
    let shown = repository.git(&["log", "-p", "-1", "--format="]);
    assert!(shown.contains("\n-    ProjectName  one\n+    ProjectName  two\n"), "{shown}");
    // What is only written otherwise has no lines.
    let pretty: serde_json::Value = serde_json::from_str(&definition("two")).unwrap();
    repository.write(FILE, &format!("{pretty:#}\n"));
    repository.commit();
    let shown = repository.git(&["log", "-p", "-1", "--format="]);
    assert!(!shown.contains("\n@@"), "{shown}");
}

#[test]
fn the_difftool_shows_the_meaning() {
    let Some(repository) = Repository::new() else { return };
    repository.git(&["config", "difftool.pipewright.cmd", "pipewright diff \"$LOCAL\" \"$REMOTE\""]);
    repository.write(FILE, &definition("two"));
    let shown = repository.git(&["difftool", "--no-prompt", "--tool=pipewright"]);
    assert!(shown.contains("+   Compile  ProjectName  two\n"), "{shown}");
}

/// The step of the workflow that compares, as its shell runs it.
#[cfg(unix)]
#[test]
fn the_workflow_writes_a_comment() {
    let Some(repository) = Repository::new() else { return };
    let workflow = include_str!("../../assets/workflows/pipeline-diff.yml");
    let step = workflow.split("- name: Compare\n        run: |\n").nth(1).unwrap();
    let script: Vec<&str> = step.lines().take_while(|line| line.starts_with("          ")).collect();
    let base = repository.git(&["rev-parse", "HEAD"]);
    let compare = || {
        let mut bash = repository.command("bash");
        bash.args(["-e", "-o", "pipefail", "-c", &script.join("\n")]);
        Repository::ran(bash.env("BASE", base.trim()).env("FILES", "*.pipeline.json"));
        fs::read_to_string(repository.0.path().join("comment.md")).unwrap()
    };
    assert_eq!(compare(), "");
    repository.write(FILE, &definition("two"));
    repository.commit();
    let comment = compare();
    let first = format!("<!-- pipewright diff -->\n### Pipeline `storefront` – `{FILE}`\n");
    assert!(comment.starts_with(&first), "{comment}");
    assert!(comment.contains("| `Build` | `Compile` | `ProjectName` | `one` | `two` |\n"), "{comment}");
}
