//! Breaking stage conditions and their rules.

use serde_json::{Value, json};

use super::mutant::{Bench, places, push, set};

pub fn break_all(bench: &mut Bench) {
    results(bench);
    failures(bench);
    counts(bench);
    types(bench);
    commands(bench);
    values(bench);
}

/// A condition of one rule that needs nothing else.
pub fn alarm(result: &str) -> Value {
    json!({"conditions": [{"result": result, "rules": [alarm_rule("Alarm")]}]})
}

fn alarm_rule(name: &str) -> Value {
    let kind = json!({"category": "Rule", "owner": "AWS", "provider": "CloudWatchAlarm", "version": "1"});
    json!({"name": name, "ruleTypeId": kind, "configuration": {"AlarmName": "shop-5xx"}})
}

fn results(bench: &mut Bench) {
    for (when, wrong) in [
        ("beforeEntry", ["ROLLBACK", "RETRY"]),
        ("onSuccess", ["SKIP", "RETRY"]),
        ("onFailure", ["SKIP", "FAIL"]),
    ] {
        for place in places(bench.pipeline(), &format!("/stages/*/{when}/conditions/*/result")) {
            for result in wrong {
                bench.sets("CP1004", "end a condition as it cannot end", place.clone(), json!(result));
            }
        }
    }
    if bench.is_v1() {
        return;
    }
    let stages = bench.pipeline()["stages"].as_array().expect("stages");
    let is_parallel = bench.pipeline()["executionMode"] == "PARALLEL";
    assert!(!is_parallel, "no base is parallel");
    for (index, stage) in stages.iter().enumerate() {
        let text = stage.to_string();
        if text.contains("\"ROLLBACK\"") {
            bench.breaks("CP0114", "roll back in mode PARALLEL", format!("/stages/{index}"), |pipeline| {
                pipeline["executionMode"] = json!("PARALLEL");
            });
        }
    }
    bench.sets("CP1008", "roll back the first stage", "/stages/0/onFailure", json!({"result": "ROLLBACK"}));
    bench.sets("CP1008", "roll back the first stage", "/stages/0/onSuccess", alarm("ROLLBACK"));
    for index in 1..stages.len() {
        for result in ["FAIL", "SKIP"] {
            bench.sets(
                "CP1020",
                "end a failure as it cannot end",
                format!("/stages/{index}/onFailure"),
                json!({"result": result}),
            );
        }
    }
}

fn failures(bench: &mut Bench) {
    if bench.is_v1() {
        return;
    }
    let retry = json!({"result": "RETRY", "retryConfiguration": {"retryMode": "ALL_ACTIONS"}});
    for index in 1..bench.pipeline()["stages"].as_array().expect("stages").len() {
        let place = format!("/stages/{index}/onFailure");
        bench.breaks("CP1006", "retry and judge conditions", format!("{place}/conditions"), |pipeline| {
            set(pipeline, &place, retry.clone());
            set(pipeline, &format!("{place}/conditions"), alarm("ROLLBACK")["conditions"].clone());
        });
    }
}

fn counts(bench: &mut Bench) {
    for when in ["beforeEntry", "onSuccess", "onFailure"] {
        for place in places(bench.pipeline(), &format!("/stages/*/{when}/conditions")) {
            let first = bench.pipeline().pointer(&format!("{place}/0")).expect("a condition").clone();
            bench.breaks("CP1002", "write two conditions", place.clone(), |pipeline| {
                push(pipeline, &place, first);
            });
        }
        for place in places(bench.pipeline(), &format!("/stages/*/{when}/conditions/*/rules")) {
            let rules = bench.pipeline().pointer(&place).and_then(Value::as_array).expect("rules");
            let is_skip = place.contains("beforeEntry")
                && bench
                    .pipeline()
                    .pointer(&place.replace("/rules", "/result"))
                    .is_some_and(|it| it == "SKIP");
            let mutant = bench.breaks("CP1003", "overflow the rules", place.clone(), |pipeline| {
                (rules.len()..6)
                    .for_each(|index| push(pipeline, &place, alarm_rule(&format!("More{index}"))));
            });
            mutant.also_all(is_skip.then_some("CP1005"));
            let last = format!("{place}/{}/name", rules.len());
            bench.breaks("CP1011", "name a rule like another", last, |pipeline| {
                push(pipeline, &place, rules[0].clone());
            });
        }
    }
    for stage in places(bench.pipeline(), "/stages/*/onSuccess") {
        bench.sets("CP1002", "leave the conditions out", stage.clone(), json!({}));
    }
}

fn types(bench: &mut Bench) {
    for (place, rule) in bench.rules() {
        let part = |part: &str| format!("{place}/ruleTypeId/{part}");
        let provider = rule["ruleTypeId"]["provider"].as_str().expect("a provider");
        bench.sets(
            "CP1009",
            "name a rule type that does not exist",
            part("provider"),
            json!(format!("{provider}Plus")),
        );
        bench.sets("CP1009", "name another version", part("version"), json!("2"));
        let result = format!("{}/result", place.rsplit_once("/rules/").expect("a rule").0);
        let is_entry = place.contains("/beforeEntry/");
        let can_skip = matches!(provider, "VariableCheck" | "LambdaInvoke");
        let is_alone =
            places(bench.pipeline(), &format!("{}/*", place.rsplit_once('/').expect("a list").0)).len() == 1;
        if is_entry && !can_skip && is_alone {
            bench.breaks("CP1005", "skip by a rule that cannot", part("provider"), |pipeline| {
                set(pipeline, &result, json!("SKIP"));
            });
        }
        if is_entry && bench.pipeline().pointer(&result).is_some_and(|it| it == "SKIP") {
            let rules = place.rsplit_once('/').expect("a list").0;
            let last = places(bench.pipeline(), &format!("{rules}/*")).len();
            bench.breaks("CP1005", "skip by a rule that cannot", format!("{rules}/{last}"), |pipeline| {
                push(pipeline, rules, alarm_rule("Alarm"));
            });
        }
    }
}

fn commands(bench: &mut Bench) {
    for (place, rule) in bench.rules() {
        let commands = format!("{place}/commands");
        if rule.get("commands").is_some() {
            bench.removes("CP1012", "remove the commands of a rule", commands.clone());
            bench.sets("CP1012", "empty the commands of a rule", commands, json!([]));
        } else {
            bench.sets("CP1012", "give commands to a rule that has none", commands, json!(["make"]));
        }
        for minutes in [0, 4, 86_401] {
            bench.sets(
                "CP1018",
                "leave the range of a timeout",
                format!("{place}/timeoutInMinutes"),
                json!(minutes),
            );
        }
    }
}

/// (rule type, key, rule, what is done, values).
const VALUES: &[(&str, &str, &str, &str, &[&str])] = &[
    (
        "DeploymentWindow",
        "Cron",
        "CP1016",
        "break a schedule",
        &[
            "* 9-17 * * MON-FRI",
            "0 60 9 ? * MON",
            "0 0 24 ? * MON",
            "0 0 9 ? * 8",
            "0 0 9 ? FOO MON",
            "0 0 9 ? * ?",
            "0 */x 9 ? * MON",
            "0 0 9 32 * ?",
            "0 0 9 ? 13 MON",
            "61 0 9 ? * MON",
            "soon",
        ],
    ),
    ("VariableCheck", "Operator", "CP1010", "name no operator", &["=", "eq", "LIKE"]),
    ("CloudWatchAlarm", "WaitTime", "CP1010", "break a number", &["soon", "-1"]),
];

fn values(bench: &mut Bench) {
    for (place, rule) in bench.rules() {
        for (provider, key, code, operator, values) in VALUES {
            if rule["ruleTypeId"]["provider"] == *provider {
                for value in *values {
                    bench.sets(code, operator, format!("{place}/configuration/{key}"), json!(value));
                }
            }
        }
        if rule["configuration"]["Operator"] == "MATCHES" {
            let place = format!("{place}/configuration/Value");
            for expression in ["v[0-9", "(a|b", "a)", "((x)"] {
                bench.sets("CP1015", "break an expression", place.clone(), json!(expression));
            }
        }
    }
}
