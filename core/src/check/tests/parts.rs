//! The part of a text that a finding points at.

use super::{changed, check, read};

/// The parts of all findings of a rule, as the source has them.
#[track_caller]
fn points(change: &str, code: &str, expect: &[&str]) {
    let document = read(&changed(change));
    let locator = document.locator().expect("it was read");
    let parts: Vec<&str> = check(&document)
        .iter()
        .filter(|finding| finding.code == code)
        .map(|finding| {
            let part = finding.part.as_ref().unwrap_or_else(|| panic!("{code} points at a part"));
            let span = locator.locate_part(&document, &finding.place, part).expect("it is in the text");
            &document.source().text()[span]
        })
        .collect();
    assert_eq!(parts, expect, "{code} after {change}");
}

#[test]
fn references_are_pointed_at_wherever_they_stand() {
    points(
        "Approve/configuration/CustomData = 'é \\\\ #{Lost.Id} and #{Gone.Id}'",
        "CP0807",
        &["#{Gone.Id}", "#{Lost.Id}"],
    );
    points("Lint/commands/0 = 'echo #{LintVariables.SCORE}'", "CP0808", &["#{LintVariables.SCORE}"]);
    points(
        "Compile/configuration/EnvironmentVariables = '[{\\'name\\':\\'A\\',\\'value\\':\\'#{SourceVariables.Id}\\'}]'",
        "CP0812",
        &["#{SourceVariables.Id}"],
    );
    points("Approve/configuration/CustomData = 'x #{Lost'", "CP0806", &["#{Lost"]);
    points("Git/configuration/BranchName = 'b-#{variables.Target}'", "CP0811", &["#{variables.Target}"]);
    // Of the same words about two parts of a text, the first is enough.
    points("Approve/configuration/CustomData = '#{Lost.Id} #{Lost.Id}'", "CP0807", &["#{Lost.Id}"]);
}

#[test]
fn json_in_a_text_is_pointed_into() {
    let compile = |json: &str| format!("Compile/configuration/EnvironmentVariables = '{json}'");
    points(&compile("[{\\'name\\':\\'A\\',}]"), "CP0608", &["}"]);
    points(&compile("  [{\\'name\\':\\'ä\\',\\n x}]"), "CP0608", &["x"]);
    points(&compile("[{\\'name\\':\\'A\\'"), "CP0608", &[""]);
    points(&compile("[{\\'name\\':\\'A\\',\\'value\\':\\'b\\'}, {\\'name\\':\\'B\\'}]"), "CP0703", &["{"]);
    points(
        &compile("[{\\'name\\':\\'A\\',\\'value\\':\\'b\\',\\'type\\':\\'SECRET\\'}]"),
        "CP0705",
        &["\\\"SECRET\\\""],
    );
    points(
        &compile("[{\\'name\\':\\'API_KEY\\',\\'value\\':\\'abcdefgh\\'}]"),
        "CP0617",
        &["\\\"abcdefgh\\\""],
    );
    points("Stack/configuration/ParameterOverrides = '{\\'A\\' 1}'", "CP0608", &["1"]);
    let invoke = |key: &str, json: &str| {
        format!(
            "Site/actionTypeId = {{'category': 'Invoke', 'owner': 'AWS', 'provider': 'CodePipeline', 'version': '1'}}\n\
             Site/inputArtifacts = []\n\
             Site/configuration = {{'PipelineName': 'other', '{key}': '{json}'}}"
        )
    };
    points(&invoke("Variables", "[{\\'name\\':\\'A\\',\\'value\\':\\'b\\'},7]"), "CP0747", &["7"]);
    points(&invoke("SourceRevisions", "[[]]"), "CP0747", &["["]);
    points(
        "Site/actionTypeId = {'category': 'Invoke', 'owner': 'AWS', 'provider': 'StepFunctions', 'version': '1'}\n\
         Site/configuration = {'StateMachineArn': 'arn:aws:states:eu-west-1:111122223333:stateMachine:x', 'Input': '{\\'a\\':hello}'}",
        "CP0745",
        &["h"],
    );
}

#[test]
fn a_broken_text_says_where_in_it() {
    let change = "Compile/configuration/EnvironmentVariables = '[{\\'name\\':\\n \\'ä\\',}]'";
    let findings = check(&read(&changed(change)));
    let finding = findings.iter().find(|finding| finding.code == "CP0608").expect("it is no JSON");
    assert_eq!(finding.message, "EnvironmentVariables is not JSON at line 2, column 6 of its text");
}
