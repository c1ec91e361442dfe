//! CP02: artifact stores and their encryption.

#[cfg(test)]
mod examples;
mod rules;

use serde_json::Value;

use super::facts::Facts;
use super::finding::Severity::{Error, Warning};
use super::registry::{Family, Step};
use super::report::Report;
use super::words::{did_you_mean, quoted};
use crate::catalog::Category;
use crate::document::{Owner, Place};
use crate::edit::Edit;
use crate::pipeline::{Arn, ArtifactStore, Object, Path};

pub(super) static FAMILY: Family = Family {
    step: Step::Structure,
    rules: rules::RULES,
    #[cfg(test)]
    examples: examples::EXAMPLES,
};

fn at(path: Path) -> Place {
    Place::at(Owner::Pipeline, path)
}

/// All stores with their paths and, for those by Region, their Region.
fn stores<'d>(facts: &Facts<'d>) -> Vec<(Path, Option<&'d str>, ArtifactStore<'d>)> {
    let single = facts.pipeline.artifact_store().map(|store| (Path::key("artifactStore"), None, store));
    let by_region = facts
        .pipeline
        .artifact_stores()
        .map(|(region, store)| (Path::key("artifactStores").then(region.to_owned()), Some(region), store));
    single.into_iter().chain(by_region).collect()
}

/// Regions that actions and rules name, with the first place of each.
fn regions_used<'d>(facts: &Facts<'d>) -> Vec<(&'d str, Place, String)> {
    let mut used: Vec<(&str, Place, String)> = Vec::new();
    // Sources and partner actions cannot run elsewhere; a Region on them is another mistake.
    let movable = facts.actions.iter().filter(|action| {
        !action.does(Category::Source) && !matches!(action.kind.owner, "ThirdParty" | "Custom")
    });
    let actions = movable.filter_map(|action| {
        Some((action.region?, action.at("region"), format!("action {}", action.action.name())))
    });
    let rules = facts.rules.iter().filter_map(|rule| {
        Some((rule.rule.region()?, rule.at(["region".into()]), format!("rule {}", rule.rule.name())))
    });
    for (region, place, who) in actions.chain(rules) {
        // What cannot be a Region is told as such.
        if is_region_like(region) && !used.iter().any(|(known, _, _)| *known == region) {
            used.push((region, place, who));
        }
    }
    used
}

fn cross_account_action<'f, 'd>(facts: &'f Facts<'d>) -> Option<&'f super::facts::ActionFacts<'d>> {
    facts.actions.iter().find(|action| action.brief.is_cross_account)
}

fn none(facts: &Facts, report: &mut Report) {
    let members = &facts.pipeline.members;
    let is_empty =
        |key: &str| members.get(key).is_none_or(|value| value.as_object().is_some_and(Object::is_empty));
    if !members.contains_key("artifactStore") && is_empty("artifactStores") {
        report
            .at(at(Path::key("artifactStore")), "Artifact store is missing")
            .advise("Add an artifactStore with a bucket of the pipeline's Region");
    }
}

fn both(facts: &Facts, report: &mut Report) {
    let members = &facts.pipeline.members;
    let Some(Value::Object(stores)) =
        members.get("artifactStores").filter(|_| members.contains_key("artifactStore"))
    else {
        return;
    };
    let remove = |key: &'static str| vec![Edit::set(at(Path::key(key)), None)];
    let has_regions = !regions_used(facts).is_empty();
    let finding =
        report.at(at(Path::key("artifactStore")), "artifactStore and artifactStores exclude each other");
    finding.relate(at(Path::key("artifactStores")), "the other one is here");
    if has_regions || stores.len() > 1 {
        finding.offer("Keep artifactStores", remove("artifactStore"));
    } else {
        finding.offer("Keep artifactStore", remove("artifactStores"));
    }
}

fn single_store_for_regions(facts: &Facts, report: &mut Report) {
    if facts.pipeline.members.contains_key("artifactStores") || facts.pipeline.artifact_store().is_none() {
        return;
    }
    let used = regions_used(facts);
    // Where the pipeline's own Region is unknown, the first one named may be it.
    let home = facts.region.or(used.first().map(|(region, _, _)| *region));
    for (region, place, who) in used {
        if home != Some(region) {
            report
                .at(
                    place,
                    format!("The {who} runs in {region}, but the only artifact store is in another Region"),
                )
                .relate(at(Path::key("artifactStore")), "the only store is here")
                .advise("Replace artifactStore by artifactStores with a bucket for each Region");
        }
    }
}

fn home_region_missing(facts: &Facts, report: &mut Report) {
    let Some(region) = facts.region else { return };
    let mut stores = facts.pipeline.artifact_stores().peekable();
    if stores.peek().is_some() && !stores.any(|(key, _)| key == region) {
        let path = Path::key("artifactStores").then(region.to_owned());
        report.at(at(path), format!("There is no artifact store for {region}, the pipeline's own Region"));
    }
}

fn region_missing(facts: &Facts, report: &mut Report) {
    if facts.pipeline.artifact_stores().next().is_none() {
        return;
    }
    for (region, place, who) in regions_used(facts) {
        if !facts.pipeline.artifact_stores().any(|(key, _)| key == region) {
            report
                .at(place, format!("There is no artifact store for {region}, where the {who} runs"))
                .relate(at(Path::key("artifactStores")), "the stores are here")
                .advise(format!("Add a store with a bucket of {region}"));
        }
    }
}

fn region_unused(facts: &Facts, report: &mut Report) {
    let used = regions_used(facts);
    let stores: Vec<&str> = facts.pipeline.artifact_stores().map(|(region, _)| region).collect();
    // One store may be the pipeline's own; which one is known from outside only.
    let unused: Vec<&str> =
        stores.into_iter().filter(|region| !used.iter().any(|(name, _, _)| name == region)).collect();
    let others = unused.iter().filter(|region| facts.region != Some(**region));
    if facts.region.is_none() && unused.len() < 2 {
        return;
    }
    for region in others {
        let path = Path::key("artifactStores").then((*region).to_owned());
        let finding = report.at(at(path.clone()), format!("No action runs in {region}"));
        if facts.region.is_some() {
            finding.offer(format!("Remove the store of {region}"), vec![Edit::set(at(path), None)]);
        } else {
            finding.advise("Remove the store unless it is the one of the pipeline's own Region");
        }
    }
}

/// Whether a text has the form of a Region, such as `eu-west-1` or `us-gov-west-1`.
pub(super) fn is_region_like(text: &str) -> bool {
    let mut parts = text.split('-');
    let area =
        parts.next().is_some_and(|part| part.len() >= 2 && part.bytes().all(|b| b.is_ascii_lowercase()));
    let rest: Vec<&str> = parts.collect();
    let Some((number, words)) = rest.split_last() else { return false };
    area && !words.is_empty()
        && words.iter().all(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase()))
        && !number.is_empty()
        && number.bytes().all(|b| b.is_ascii_digit())
}

fn region_unknown(facts: &Facts, report: &mut Report) {
    for (region, _) in facts.pipeline.artifact_stores() {
        let place = at(Path::key("artifactStores").then(region.to_owned()));
        unknown_region(facts, region, place, report);
    }
}

/// Reports a Region where CodePipeline is not known to run; one that only the catalog lacks may be new.
pub(super) fn unknown_region(facts: &Facts, region: &str, place: Place, report: &mut Report) {
    if region.contains("#{") {
        let message = format!("A Region takes no variables, but holds {}", quoted(region));
        report.under("CP0816", place, message).advise("Write the Region itself");
        return;
    }
    if region.starts_with("cn-") || facts.catalog.limits().region(region).is_some() {
        return;
    }
    let hint = did_you_mean(region, facts.catalog.limits().regions().iter().map(|known| known.id.as_str()));
    let message = format!("CodePipeline is not known in Region {}{hint}", quoted(region));
    let severity = if is_region_like(region) { Warning } else { Error };
    report.at(place, message).at_most(severity);
}

fn alias_across_accounts(facts: &Facts, report: &mut Report) {
    let Some(action) = cross_account_action(facts) else { return };
    for (path, _, store) in stores(facts) {
        let Some(id) = store.encryption_key().and_then(|key| key.id().filter(|id| id.contains("alias/")))
        else {
            continue;
        };
        let finding = report.at(
            at(path.then("encryptionKey").then("id")),
            format!("Alias {} is unknown in other accounts", quoted(id)),
        );
        finding.relate(action.at("roleArn"), "this action runs in another account");
        finding.advise("Use the ARN of the key");
        if Arn::parse(id).is_some_and(|arn| arn.service == "kms" && !arn.account.is_empty()) {
            // An alias with its account is refused by the user guide and written by the CDK, which deploys so.
            finding.at_most(Warning);
        }
    }
}

fn no_key_across_accounts(facts: &Facts, report: &mut Report) {
    let Some(action) = cross_account_action(facts) else { return };
    for (path, _, store) in stores(facts) {
        if store.encryption_key().is_none() {
            report
                .at(
                    at(path.then("encryptionKey")),
                    format!(
                        "{} runs in another account, which cannot read artifacts without an encryption key",
                        action.action.name()
                    ),
                )
                .relate(action.at("roleArn"), "this action runs in another account")
                .advise("Add an encryptionKey whose policy lets the other account in");
        }
    }
}

fn key_of_another_region(facts: &Facts, report: &mut Report) {
    for (path, region, store) in stores(facts) {
        let Some(region) = region else { continue };
        let Some(key) = store.encryption_key().and_then(|key| Arn::parse(key.id()?)) else { continue };
        if key.service == "kms" && !key.region.is_empty() && key.region != region && is_region_like(region) {
            let message = format!("The key is in {}, its store in {region}", key.region);
            report
                .at(at(path.then("encryptionKey").then("id")), message)
                .advise("Use a key of the store's Region");
        }
    }
}

fn no_key(facts: &Facts, report: &mut Report) {
    if cross_account_action(facts).is_some() {
        return;
    }
    for (path, _, store) in stores(facts) {
        if !store.0.contains_key("encryptionKey") {
            report
                .at(at(path.then("encryptionKey")), "Artifacts are encrypted with the default key of S3")
                .advise(
                    "A key of one's own says who may read artifacts, and can be shared with other accounts",
                );
        }
    }
}

fn bucket_shared(facts: &Facts, report: &mut Report) {
    for (id, key) in [("Source/AWS/S3/1", "S3Bucket"), ("Deploy/AWS/S3/1", "BucketName")] {
        for action in facts.of_providers(&[id]) {
            let Some(bucket) = action.literal(key) else { continue };
            let store = stores(facts).into_iter().find(|(_, _, store)| store.location() == Some(bucket));
            if let Some((path, _, _)) = store {
                report
                    .at(action.at_configuration(key), format!("Bucket {bucket} is the artifact store too"))
                    .relate(at(path.then("location")), "used as artifact store here")
                    .advise("Use a bucket of its own for artifacts");
            }
        }
    }
}
