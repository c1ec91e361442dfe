//! The packet says what it should, nothing in it is markup, and no secret is in it.

use serde_json::json;

use super::*;
use crate::samples::SAMPLES;

fn sample(name: &str) -> Document {
    Document::read_text(crate::samples::sample(name).unwrap().text).unwrap()
}

#[test]
fn the_packet_of_a_sample() {
    insta::assert_snapshot!("codecommit-ec2", write(&sample("codecommit-ec2")));
}

#[test]
fn packets_are_the_same_each_time_and_name_everything() {
    for sample in SAMPLES {
        let document = Document::read_text(sample.text).unwrap();
        let text = write(&document);
        assert_eq!(text, write(&document));
        for (stage, action) in document.pipeline().actions() {
            assert!(text.contains(&signs_escaped(stage.name())), "{}", stage.name());
            assert!(text.contains(&format!("**{}**", signs_escaped(action.name()))), "{}", action.name());
        }
    }
}

/// Made-up secrets must not reach a packet, whatever holds them.
pub(in crate::format) fn with_secrets() -> (Document, Vec<String>) {
    let key = format!("AKIA{}", "IOSFODNN7EXAMPLE");
    let password = "correct-horse-battery".to_owned();
    let token = "ghp_0123456789abcdefghijABCDEFGHIJ".to_owned();
    let file = json!({
        "pipeline": {"name": "shop", "pipelineType": "V2", "stages": [
            {"name": "Source", "actions": [{
                "name": "App",
                "actionTypeId": {"category": "Source", "owner": "ThirdParty", "provider": "GitHub", "version": "1"},
                "configuration": {"Owner": "o", "Repo": "r", "Branch": "main", "OAuthToken": token},
                "outputArtifacts": [{"name": "Src"}],
            }]},
            {"name": "Build", "actions": [{
                "name": "Run",
                "actionTypeId": {"category": "Compute", "owner": "AWS", "provider": "Commands", "version": "1"},
                "commands": [format!("DB_PASSWORD={password} ./run"), format!("echo {key}")],
                "environmentVariables": [{"name": "API_PASSWORD", "value": password}],
                "inputArtifacts": [{"name": "Src"}],
            }]},
        ]},
        "pipewright": {"notes": [{"text": format!("The key is {key}"), "stage": "Build"}]},
    });
    (Document::read_text(&file.to_string()).unwrap(), vec![key, password, token])
}

#[test]
fn no_secret_is_in_a_packet() {
    let (document, secrets) = with_secrets();
    let text = write(&document);
    for secret in secrets {
        assert!(!text.contains(&secret), "{secret} in\n{text}");
    }
    assert!(text.contains("****"));
}

/// What is left without what stands in code, where nothing is markup.
fn without_code(text: &str) -> String {
    let (mut out, mut rest) = (String::new(), text);
    while let Some(start) = rest.find('`') {
        let is_escaped = rest[..start].ends_with('\\');
        let run = rest[start..].chars().take_while(|letter| *letter == '`').count();
        let (before, inside) = (&rest[..start], &rest[start + run..]);
        out.push_str(before);
        rest = inside;
        if is_escaped {
            continue;
        }
        let fence = "`".repeat(run);
        let is_end = |at: usize| !inside[at + run..].starts_with('`') && !inside[..at].ends_with('`');
        let end = inside.match_indices(&fence).map(|(at, _)| at).find(|at| is_end(*at));
        rest = &inside[end.expect("code has an end") + run..];
    }
    out + rest
}

#[test]
fn no_name_is_markup() {
    let name = "a|b`c*d_e[f](g)<script>\n# h @team $x$ \u{202E}";
    let file = json!({"name": name, "stages": [{"name": name, "actions": [{"name": name}]}]});
    let text = write(&Document::read_text(&file.to_string()).unwrap());
    let words = without_code(&text);
    assert!(!text.contains('\u{202E}'), "{text}");
    assert!(!words.contains("<script>") && !words.contains("@team"), "{text}");
    assert!(!text.contains("\n# h"), "{text}");
    // Every row of a table has as many bars as its head.
    let bars = |line: &str| line.replace("\\|", "").matches('|').count();
    for block in text.split("\n\n").filter(|block| block.starts_with('|')) {
        let all: Vec<usize> = block.lines().map(bars).collect();
        assert!(all.iter().all(|count| *count == all[0]), "{block}");
    }
}

#[test]
fn values_stand_between_enough_backticks() {
    assert_eq!(code("a"), "`a`");
    assert_eq!(code("a`b"), "``a`b``");
    assert_eq!(code("``"), "``` `` ```");
    assert_eq!(code(" "), "(empty)");
    assert_eq!(code("a\nb"), "`a b`");
}

#[test]
fn lines_begin_no_list() {
    let cases =
        [("- a", "\\- a"), ("1. a", "1\\. a"), ("12) b", "12\\) b"), ("# c", "\\# c"), ("2 d", "2 d")];
    for (text, expected) in cases {
        assert_eq!(escaped(text), expected);
    }
}
