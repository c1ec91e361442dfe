//! Breaking triggers and their filters.

use serde_json::{Value, json};

use super::mutant::{Bench, places, push, remove, set};

pub fn break_all(bench: &mut Bench) {
    let Some(triggers) = bench.pipeline()["triggers"].as_array() else { return };
    for (index, trigger) in triggers.iter().enumerate() {
        let place = format!("/triggers/{index}/gitConfiguration/sourceActionName");
        let others = bench.actions().into_iter().filter(|it| it.provider() != "CodeStarSourceConnection");
        for name in others.map(|action| action.name().to_owned()).chain(["NoSuchSource".to_owned()]) {
            if !is_connection(bench, &name) {
                bench.sets("CP0902", "follow what is no connection source", place.clone(), json!(name));
            }
        }
        let last = format!("/triggers/{}/gitConfiguration/sourceActionName", triggers.len());
        bench.breaks("CP0903", "follow a source twice", last, |pipeline| {
            push(pipeline, "/triggers", trigger.clone());
        });
    }
    filters(bench);
    patterns(bench);
    size(bench);
}

fn is_connection(bench: &Bench, name: &str) -> bool {
    bench.of("CodeStarSourceConnection").iter().any(|action| action.name() == name)
}

fn filters(bench: &mut Bench) {
    for place in places(bench.pipeline(), "/triggers/*/gitConfiguration/push/*") {
        let filter = bench.pipeline().pointer(&place).expect("found");
        let has = |key: &str| filter.get(key).is_some();
        let patterns = json!({"includes": ["v*"]});
        if has("tags") {
            for key in ["branches", "filePaths"] {
                bench.breaks("CP0908", "mix tags with branches", place.clone(), |pipeline| {
                    set(pipeline, &format!("{place}/{key}"), patterns.clone());
                });
            }
        } else {
            bench.breaks("CP0908", "mix tags with branches", place.clone(), |pipeline| {
                set(pipeline, &format!("{place}/tags"), patterns);
            });
        }
        let files = format!("{place}/filePaths");
        if has("branches") {
            bench.breaks("CP0909", "filter files without branches", files.clone(), |pipeline| {
                set(pipeline, &files, json!({"includes": ["src/**"]}));
                remove(pipeline, &format!("{place}/branches"));
            });
        }
        bench.sets("CP0910", "empty a push filter", place.clone(), json!({}));
        for key in ["tags", "branches"].into_iter().filter(|key| has(key)) {
            if !has("filePaths") {
                bench.breaks("CP0910", "empty the patterns of a push filter", place.clone(), |pipeline| {
                    set(pipeline, &format!("{place}/{key}"), json!({}));
                });
            }
        }
    }
    for place in places(bench.pipeline(), "/triggers/*/gitConfiguration/pullRequest/*") {
        bench.removes("CP0911", "filter pull requests without branches", format!("{place}/branches"));
        bench.sets(
            "CP0911",
            "empty the branches of a pull request filter",
            format!("{place}/branches"),
            json!({}),
        );
        let events =
            bench.pipeline().pointer(&format!("{place}/events")).and_then(Value::as_array).expect("events");
        let last = format!("{place}/events/{}", events.len());
        bench.breaks("CP0912", "list an event twice", last, |pipeline| {
            push(pipeline, &format!("{place}/events"), events[0].clone());
        });
        for event in ["OPENED", "MERGED", "open"] {
            bench.sets("CP0912", "name no event", format!("{place}/events/0"), json!(event));
        }
    }
}

fn patterns(bench: &mut Bench) {
    for list in ["includes", "excludes"] {
        for place in places(bench.pipeline(), &format!("/triggers/*/gitConfiguration/*/*/*/{list}/*")) {
            let text =
                bench.pipeline().pointer(&place).and_then(Value::as_str).expect("a pattern").to_owned();
            for broken in ["{a,b", "{a,{b,c}}", "[a-", "x["] {
                let value = json!(format!("{text}{broken}"));
                bench.sets("CP0915", "break a pattern", place.clone(), value);
            }
        }
    }
}

fn size(bench: &mut Bench) {
    // Each filter is allowed; together they are more than AWS stores.
    let sources = bench.of("CodeStarSourceConnection");
    let Some(source) = sources.first() else { return };
    let patterns: Vec<String> = (0..8).map(|index| format!("{index}{}", "x".repeat(250))).collect();
    let lists = json!({"includes": patterns, "excludes": patterns});
    let filter = json!({"branches": lists, "filePaths": lists});
    bench
        .breaks("CP0905", "fill triggers with text", "/triggers", |pipeline| {
            let trigger = |name: String| {
                let git = json!({"sourceActionName": name, "push": [filter, filter, filter], "pullRequest": [filter, filter, filter]});
                json!({"providerType": "CodeStarSourceConnection", "gitConfiguration": git})
            };
            let actions = (0..9).map(|index| {
                let mut copy = source.value.clone();
                copy["name"] = json!(format!("Copy{index}"));
                copy["outputArtifacts"][0]["name"] = json!(format!("Copy{index}Output"));
                drop(copy.as_object_mut().expect("an action").shift_remove("namespace"));
                copy
            });
            actions.for_each(|action| push(pipeline, "/stages/0/actions", action));
            let names = (0..9).map(|index| format!("Copy{index}"));
            for trigger in names.map(trigger).collect::<Vec<_>>() {
                push(pipeline, "/triggers", trigger);
            }
        });
}
