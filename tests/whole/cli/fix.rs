//! `check --fix`: what can be made right unseen.

use std::fs;

use super::{Call, Files, design, run, text};

/// Run orders with a gap, and a switch spelled in capitals.
fn untidy() -> String {
    let mut file = design();
    let action = &mut file["pipeline"]["stages"][0]["actions"][0];
    action["runOrder"] = 4.into();
    action["configuration"]["PollForSourceChanges"] = "FALSE".into();
    let text = serde_json::to_string_pretty(&file).unwrap();
    assert!(text.contains("\"runOrder\": 4"));
    text.replace('\n', "\r\n")
}

fn tidy() -> String {
    untidy().replace("\"runOrder\": 4", "\"runOrder\": 1").replace("\"FALSE\"", "\"false\"")
}

#[test]
fn files_are_repaired_in_place() {
    let files = Files::new();
    let path = files.write("infra/a.json", untidy());
    files.write("infra/b.json", tidy());
    let before = fs::metadata(files.path("infra/b.json")).unwrap().modified().unwrap();
    let ran = run(&["check", "--fix", text(&files.path("infra"))]).expect(0);
    assert_eq!(files.read("infra/a.json"), tidy());
    assert_eq!(ran.messages, "");
    let told = files.strip(&ran.results).replace('\\', "/");
    assert!(
        told.starts_with(
            "fixed[CP0410]: Number 1 to 1  infra/a.json  Source › actions\n\
             fixed[CP0607]: Write false  infra/a.json  Source › "
        ),
        "{told}"
    );
    assert!(told.contains("\nFixed 2 problems in 1 file\n\n"), "{told}");
    assert!(!told.contains("CP0410]: Run"), "what was repaired is not found any more: {told}");
    // What needs nothing is not touched.
    assert_eq!(fs::metadata(files.path("infra/b.json")).unwrap().modified().unwrap(), before);

    let again = run(&["check", "--fix", text(&path)]).expect(0);
    assert!(again.results.starts_with("No problem has a safe fix\n\n"), "{}", again.results);
    assert_eq!(files.read("infra/a.json"), tidy());
}

#[test]
fn a_dry_run_changes_nothing() {
    let files = Files::new();
    let path = files.write("a.json", untidy());
    let ran = run(&["check", "--fix", "--dry-run", text(&path)]).expect(0);
    assert_eq!(files.read("a.json"), untidy());
    assert!(ran.results.starts_with("would fix[CP0410]: Number 1 to 1  "), "{}", ran.results);
    assert!(ran.results.contains("\nWould fix 2 problems in 1 file\n\n"), "{}", ran.results);
    assert!(ran.results.contains("[CP0410]: Run"), "{}", ran.results);
}

#[test]
fn programs_get_nothing_but_findings() {
    let files = Files::new();
    let path = files.write("a.json", untidy());
    let ran = run(&["check", "--fix", "--format", "json", text(&path)]).expect(0);
    assert!(ran.json().is_array());
    assert!(ran.messages.contains("Fixed 2 problems in 1 file\n"), "{}", ran.messages);
}

#[test]
fn a_file_that_cannot_be_written_stays_and_is_told() {
    let files = Files::new();
    let path = files.write("a.json", untidy());
    let mut permissions = fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).unwrap();
    let ran = Call::new(["check", "--fix", text(&path)]).run().expect(1);
    assert!(ran.messages.starts_with("error: Not saved, because this can only be read."), "{ran:?}");
    assert!(ran.results.contains("[CP0410]: Run"), "{}", ran.results);
    assert_eq!(files.read("a.json"), untidy());
}
