//! Suppressions: counted, hidden, shown when asked for.

use pipewright_tests::fake_aws::FakeAws;
use serde_json::{Value, json};

use super::check::{BROKEN, check_text, of_code};
use super::{Call, Files, design, text};

/// The broken design, with all its errors accepted.
pub fn accepted() -> String {
    let mut file: Value = serde_json::from_str(BROKEN).unwrap();
    file["pipewright"] = json!({"suppressions": [
        {"rule": "CP0604", "stage": "Build", "action": "Compile", "path": "configuration", "reason": "An old key"},
        {"rule": "CP0605", "stage": "Build", "action": "Compile", "reason": "Filled in by a template"},
        {"rule": "CP0503", "stage": "Build", "action": "Compile", "reason": "Made by a part that is not here"},
    ]});
    serde_json::to_string_pretty(&file).unwrap()
}

#[test]
fn what_is_accepted_is_counted_and_not_printed() {
    let ran = check_text(accepted(), &[]).expect(0);
    assert!(!ran.results.contains("error"), "{}", ran.results);
    assert!(ran.results.contains("\n1 warning in 1 file, 3 suppressed\n"), "{}", ran.results);
    // What is not accepted still counts.
    check_text(accepted(), &["--deny", "warnings"]).expect(1);
    let ran = check_text(accepted(), &["--format", "json"]).expect(0);
    assert_eq!(ran.json().as_array().unwrap().len(), 1);
}

#[test]
fn what_is_accepted_is_shown_with_its_reason() {
    let ran = check_text(accepted(), &["--show-suppressed"]).expect(0);
    let expected = "suppressed error[CP0503]: Artifact \"Cod\" is never made, did you mean \"Code\"?\n";
    let (_, told) = ran.results.split_once(expected).unwrap();
    let lines: Vec<&str> = told.lines().take(2).collect();
    assert!(
        lines[0].contains("--> <stdin>:") && lines[0].ends_with("  Build › Compile › inputArtifacts[0].name")
    );
    assert!(lines[1].contains("::: <stdin>:") && lines[1].ends_with("  Made by a part that is not here"));

    let shown = check_text(accepted(), &["--show-suppressed", "--format", "json"]).expect(0).json();
    assert_eq!(shown.as_array().unwrap().len(), 4);
    assert!(of_code(&shown, "CP0218")["suppression"].is_null());
    let suppression = &of_code(&shown, "CP0604")["suppression"];
    assert_eq!(suppression["reason"], "An old key");
    let line = suppression["line"].as_u64().unwrap() as usize;
    let lines: Vec<String> = accepted().lines().map(str::to_owned).collect();
    assert!(lines[line].contains("CP0604"), "{}", lines[line]);
}

#[test]
fn a_suppression_of_no_use_is_told() {
    let fine = accepted().replace("\"Cod\"", "\"Code\"").replace("An old key", "");
    let found = check_text(fine, &["--format", "json"]).expect(0).json();
    let unused = of_code(&found, "CP1601");
    assert_eq!(unused["place"]["path"], "pipewright.suppressions[2]");
    assert_eq!(unused["fixes"], json!(["Remove suppression"]));
    assert_eq!(of_code(&found, "CP1602")["place"]["path"], "pipewright.suppressions[0].reason");
}

#[test]
fn publishing_an_accepted_error_is_possible_and_tells_the_count() {
    let mut file = design();
    file["pipeline"]["executionMode"] = "FAST".into();
    let files = Files::new();
    let refused = files.write("refused.json", file.to_string());
    file["pipewright"] = json!({"suppressions": [{"rule": "CP0112", "reason": "A mode of tomorrow"}]});
    let path = files.write("accepted.json", file.to_string());

    let fake = FakeAws::start();
    let ran = Call::new(["publish", "--yes", text(&refused)]).aws(fake.aws()).run().expect(1);
    assert!(ran.messages.contains("the definition has 1 error"), "{ran:?}");
    // Past the check; this account answers nothing.
    let ran = Call::new(["publish", "--yes", text(&path)]).aws(fake.aws()).run().expect(1);
    assert!(!ran.messages.contains("the definition has"), "{ran:?}");
}
