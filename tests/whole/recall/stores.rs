//! Breaking artifact stores, Regions and accounts.

use serde_json::{Value, json};

use super::mutant::{Bench, places, remove, set};
use super::spine::in_another_account;

/// The pipeline's own Region in all bases.
const HOME: &str = "eu-west-1";
const ELSEWHERE: &str = "eu-north-1";

pub fn break_all(bench: &mut Bench) {
    own_region(bench);
    stores(bench);
    by_region(bench);
    regions(bench);
    keys_across_accounts(bench);
    role(bench);
}

fn store(region: &str) -> Value {
    let key = json!({"id": format!("arn:aws:kms:{region}:111122223333:key/1234"), "type": "KMS"});
    json!({"type": "S3", "location": format!("more-artifacts-{region}"), "encryptionKey": key})
}

fn stores(bench: &mut Bench) {
    for place in places(bench.pipeline(), "/*").into_iter().filter(|it| it.starts_with("/artifactStore")) {
        bench.breaks("CP0201", "remove the artifact store", "/artifactStore", |pipeline| {
            remove(pipeline, &place);
        });
    }
    let all = places(bench.pipeline(), "/artifactStore/location");
    let by_region = places(bench.pipeline(), "/artifactStores/*/location");
    for place in all.into_iter().chain(by_region) {
        for location in
            ["s3://more-artifacts/pipeline", "arn:aws:s3:::more-artifacts", "more-artifacts/pipeline"]
        {
            bench.sets("CP0209", "write more than the bucket", place.clone(), json!(location));
        }
    }
    if bench.pipeline().get("artifactStore").is_some() {
        bench.breaks("CP0202", "have both kinds of stores", "/artifactStore", |pipeline| {
            pipeline["artifactStores"] = json!({HOME: store(HOME)});
        });
    } else {
        bench.sets("CP0202", "have both kinds of stores", "/artifactStore", store(HOME));
        bench.breaks("CP0201", "empty the stores", "/artifactStore", |pipeline| {
            pipeline["artifactStores"] = json!({});
        });
    }
}

fn by_region(bench: &mut Bench) {
    let Some(stores) = bench.pipeline()["artifactStores"].as_object() else {
        if !bench.tells_region() {
            return;
        }
        for action in
            bench.actions().into_iter().filter(|it| it.owner() == "AWS" && it.category() != "Source")
        {
            let place = action.member("region");
            // Device Farm lives in one Region only.
            bench.sets("CP0203", "send an action where no store is", place, json!(ELSEWHERE));
        }
        for (place, _) in bench.rules() {
            bench.sets(
                "CP0203",
                "send a rule where no store is",
                format!("{place}/region"),
                json!(ELSEWHERE),
            );
        }
        return;
    };
    for region in stores.keys() {
        let place = format!("/artifactStores/{region}");
        if region == HOME {
            bench.removes("CP0204", "remove the store of the pipeline's Region", place.clone());
        } else {
            let user =
                bench.actions().into_iter().find(|action| action.text("/region") == region).expect("a user");
            bench.breaks(
                "CP0205",
                "remove the store of an action's Region",
                user.member("region"),
                |pipeline| {
                    remove(pipeline, &place);
                },
            );
        }
        let key = format!("{place}/encryptionKey/id");
        let id = bench.pipeline().pointer(&key).and_then(Value::as_str).expect("a key");
        let other = id.replace(region.as_str(), ELSEWHERE);
        bench.sets("CP0216", "name a key of another Region", key, json!(other));
    }
    for action in bench.actions().into_iter().filter(|it| it.owner() == "AWS" && it.category() != "Source") {
        if !["DeviceFarm", "CodeDeploy"].contains(&action.provider()) && action.value.get("region").is_none()
        {
            bench.sets(
                "CP0205",
                "send an action where no store is",
                action.member("region"),
                json!(ELSEWHERE),
            );
        }
    }
    for region in ["EU_WEST_1", "Ireland", "xx", "a-region-name-of-more-than-thirty-characters"] {
        bench.sets("CP0207", "add a store of no Region", format!("/artifactStores/{region}"), store(HOME));
    }
}

fn regions(bench: &mut Bench) {
    let movable = |owner: &str, category: &str| owner == "AWS" && category != "Source";
    for action in bench.actions().into_iter().filter(|it| movable(it.owner(), it.category())) {
        for region in ["xx", "Ireland", "EU-WEST-1"] {
            bench.sets("CP1101", "name no Region", action.member("region"), json!(region));
        }
    }
    for (place, _) in bench.rules() {
        bench.sets("CP1101", "name no Region", format!("{place}/region"), json!("Ireland"));
    }
    // Some Regions lack some action types; the whole pipeline moves there.
    let text = bench.pipeline().to_string();
    let is_single = bench.pipeline().get("artifactStore").is_some() && bench.rules().is_empty();
    for action in bench.of("CodeStarSourceConnection") {
        if text.contains(HOME) && is_single {
            bench.breaks("CP1102", "move where connections are missing", action.at.clone(), |pipeline| {
                move_all(pipeline, "af-south-1");
            });
        }
    }
}

/// Writes another Region in all ARNs.
fn move_all(value: &mut Value, region: &str) {
    match value {
        Value::String(text) => *text = text.replace(HOME, region),
        Value::Array(list) => list.iter_mut().for_each(|value| move_all(value, region)),
        Value::Object(object) => object.values_mut().for_each(|value| move_all(value, region)),
        _ => {}
    }
}

fn keys_across_accounts(bench: &mut Bench) {
    let keys: Vec<String> = ["/artifactStore/encryptionKey", "/artifactStores/*/encryptionKey"]
        .iter()
        .flat_map(|pattern| places(bench.pipeline(), pattern))
        .collect();
    let has_guests = bench.has_guests();
    let guest = bench.actions().into_iter().find(|action| {
        let is_plain = matches!(action.provider(), "S3" | "CodeDeploy" | "ECS" | "EC2" | "Commands");
        is_plain && action.category() != "Source" && action.outputs().is_empty()
    });
    let Some(guest) = guest else { return };
    let invite = |pipeline: &mut Value| {
        if !has_guests {
            in_another_account(pipeline, &guest.at);
        }
    };
    for key in keys {
        bench.breaks("CP0214", "name a key by its alias across accounts", format!("{key}/id"), |pipeline| {
            set(pipeline, &format!("{key}/id"), json!("alias/artifacts"));
            invite(pipeline);
        });
        bench.breaks("CP0215", "take the key away across accounts", key.clone(), |pipeline| {
            remove(pipeline, &key);
            invite(pipeline);
        });
    }
}

fn role(bench: &mut Bench) {
    if bench.base.root.pointer("/metadata/pipelineArn").is_some() {
        let role = json!("arn:aws:iam::999900001111:role/pipeline");
        bench.sets("CP0108", "take a service role of another account", "/roleArn", role);
    }
    for action in bench.actions() {
        let Some(configuration) = action.value["configuration"].as_object() else { continue };
        for (key, value) in configuration {
            let text = value.as_str().unwrap_or_default();
            if text.starts_with("arn:aws:") {
                let other = text.replacen("arn:aws:", "arn:aws-us-gov:", 1);
                bench.sets(
                    "CP0612",
                    "take an ARN of another partition",
                    action.configuration(key),
                    json!(other),
                );
            }
        }
    }
}

/// The key of the only store tells where the pipeline is.
fn own_region(bench: &mut Bench) {
    let place = "/artifactStore/encryptionKey/id";
    let key = bench.pipeline().pointer(place).and_then(Value::as_str).unwrap_or_default();
    let names_regions = bench.pipeline().to_string().contains("\"region\"");
    if key.starts_with("arn:") && !names_regions && bench.base.root.get("metadata").is_none() {
        for region in ["Ireland", "EU_WEST_1"] {
            let id = format!("arn:aws:kms:{region}:111122223333:key/1234");
            bench.sets("CP0123", "put the pipeline where there is no Region", place, json!(id));
        }
    }
}
