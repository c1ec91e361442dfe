//! Pipelines with very many mistakes.

use serde_json::json;

use super::{base, check, read};
use crate::check::facts::MOST_REFACTORINGS;

/// All mistakes are told, and the first of them with fixes that look through the pipeline.
#[test]
fn of_many_mistakes_all_are_told_and_the_first_have_fixes() {
    let mut value = base();
    let build = value["stages"][1]["actions"][0].clone();
    let actions = value["stages"][1]["actions"].as_array_mut().expect("actions");
    for index in 0..3 * MOST_REFACTORINGS {
        let mut copy = build.clone();
        copy["name"] = json!(format!("Copy{index}"));
        copy["outputArtifacts"] = json!([{"name": format!("bad name {index}")}]);
        copy["namespace"] = json!(format!("ns.{index}"));
        actions.push(copy);
    }
    let findings = check(&read(&value));
    for code in ["CP0501", "CP0801"] {
        let of_rule: Vec<_> = findings.iter().filter(|finding| finding.code == code).collect();
        let fixed = of_rule.iter().filter(|finding| !finding.fixes.is_empty()).count();
        assert_eq!(of_rule.len(), 3 * MOST_REFACTORINGS, "{code}");
        assert!((1..=MOST_REFACTORINGS).contains(&fixed), "{code}: {fixed}");
    }
}
