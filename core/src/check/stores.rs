//! CP02: artifact stores and their encryption.

use serde_json::Value;

use super::facts::{Arn, Facts};
use super::finding::Severity::{Error, Hint, Warning};
use super::registry::{Check, Family, Rule, RuleDoc, Step};
use super::report::Report;
use super::words::{did_you_mean, quoted};
use crate::catalog::Category;
use crate::document::{Owner, Place};
use crate::edit::Edit;
use crate::pipeline::{ArtifactStore, Object, Path};

pub(super) static FAMILY: Family = Family {
    step: Step::Structure,
    rules: RULES,
    #[cfg(test)]
    examples: EXAMPLES,
};

static RULES: &[Rule] = &[
    Rule {
        doc: RuleDoc {
            code: "CP0201",
            title: "No artifact store",
            severity: Error,
            what: "The pipeline has an artifactStore or artifactStores.",
            why: "Artifacts travel from action to action through a bucket; AWS refuses a pipeline without one.",
            example: "{\"name\": \"…\", \"roleArn\": \"…\", \"stages\": [ … ]}",
            fix: "Add an artifactStore with the name of a bucket in the pipeline's Region.",
            aws_answer: Some("InvalidStructureException"),
            source: "User guide, CloudFormation schema",
        },
        check: Check::Pipeline(none),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0202",
            title: "Both artifactStore and artifactStores",
            severity: Error,
            what: "The pipeline has one of artifactStore and artifactStores.",
            why: "The two exclude each other: the first is for one Region, the second for several.",
            example: "\"artifactStore\": { … }, \"artifactStores\": { … }",
            fix: "Keep artifactStores if an action runs in another Region, otherwise artifactStore.",
            aws_answer: Some("InvalidStructureException"),
            source: "User guide, CloudFormation schema",
        },
        check: Check::Pipeline(both),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0203",
            title: "Action in another Region needs artifactStores",
            severity: Error,
            what: "A pipeline with actions in other Regions has artifactStores.",
            why: "CodePipeline copies the inputs of an action into a bucket of the action's Region.",
            example: "\"artifactStore\": { … } and an action with \"region\": \"us-west-2\"",
            fix: "Replace artifactStore by artifactStores with one store for each Region.",
            aws_answer: Some("InvalidStructureException"),
            source: "User guide, CDK",
        },
        check: Check::Pipeline(single_store_for_regions),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0204",
            title: "No artifact store in the pipeline's Region",
            severity: Error,
            what: "The artifactStores have one of the pipeline's own Region, where the file's metadata tells it.",
            why: "Actions without a Region run in that of the pipeline and need its store.",
            example: "artifactStores for us-west-2 alone in a pipeline of eu-west-1",
            fix: "Add a store for the pipeline's Region.",
            aws_answer: Some("InvalidStructureException"),
            source: "User guide",
        },
        check: Check::Pipeline(home_region_missing),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0205",
            title: "No artifact store in the action's Region",
            severity: Error,
            what: "The artifactStores have a store for each Region an action or rule names.",
            why: "CodePipeline copies the inputs of an action into a bucket of the action's Region.",
            example: "\"region\": \"us-west-2\" and artifactStores for eu-west-1 alone",
            fix: "Add a store for that Region.",
            aws_answer: Some("InvalidStructureException"),
            source: "User guide",
        },
        check: Check::Pipeline(region_missing),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0206",
            title: "Artifact store nobody uses",
            severity: Hint,
            what: "Each of several artifactStores belongs to a Region an action runs in.",
            why: "A store without use is a bucket to pay and to guard for nothing.",
            example: "artifactStores for three Regions, actions in two",
            fix: "Remove the store.",
            aws_answer: None,
            source: "Inference from cross-Region actions",
        },
        check: Check::Pipeline(region_unused),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0207",
            title: "Artifact store of an unknown Region",
            severity: Error,
            what: "The keys of artifactStores are Regions where CodePipeline runs.",
            why: "AWS refuses other keys.",
            example: "\"artifactStores\": {\"EU_WEST_1\": { … }}",
            fix: "Write the Region as eu-west-1.",
            aws_answer: Some(
                "ValidationException: The region R specified in 'pipeline.artifactStores' is not a valid AWS Region.",
            ),
            source: "Issue reports, user guide",
        },
        check: Check::Pipeline(region_unknown),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0208",
            title: "Bucket name does not fit",
            severity: Error,
            what: "The location is a bucket name: 3 to 63 letters, digits and - .",
            why: "AWS checks the pattern before it looks for the bucket.",
            example: "\"location\": \"My_Bucket\"",
            fix: "Write the name of the bucket.",
            aws_answer: Some(
                "ValidationException: 1 validation error detected: Value at 'pipeline.artifactStore.location' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9\\-\\.]+",
            ),
            source: "API model",
        },
        check: Check::Shape,
    },
    Rule {
        doc: RuleDoc {
            code: "CP0209",
            title: "Location is more than a bucket name",
            severity: Error,
            what: "The location is the name of a bucket, not a path, URL or ARN.",
            why: "CodePipeline chooses the folders in the bucket itself.",
            example: "\"location\": \"s3://shop-artifacts/pipeline\"",
            fix: "Reduce it to the name of the bucket.",
            aws_answer: Some("ValidationException"),
            source: "API model",
        },
        check: Check::Shape,
    },
    Rule {
        doc: RuleDoc {
            code: "CP0211",
            title: "Artifact store is not of type S3",
            severity: Error,
            what: "The type of an artifact store is S3.",
            why: "There is no other type.",
            example: "\"type\": \"s3\"",
            fix: "Write S3.",
            aws_answer: Some("ValidationException"),
            source: "API model, CloudFormation schema",
        },
        check: Check::Shape,
    },
    Rule {
        doc: RuleDoc {
            code: "CP0212",
            title: "Encryption key is not of type KMS",
            severity: Error,
            what: "The type of an encryption key is KMS.",
            why: "There is no other type.",
            example: "\"encryptionKey\": {\"id\": \"…\", \"type\": \"AES256\"}",
            fix: "Write KMS.",
            aws_answer: Some("ValidationException"),
            source: "API model",
        },
        check: Check::Shape,
    },
    Rule {
        doc: RuleDoc {
            code: "CP0213",
            title: "Encryption key does not fit",
            severity: Error,
            what: "An encryption key has an id of 1 to 400 characters.",
            why: "AWS refuses a key without id.",
            example: "\"encryptionKey\": {\"id\": \"\", \"type\": \"KMS\"}",
            fix: "Write the ARN of the key, or leave encryptionKey out.",
            aws_answer: Some("ValidationException"),
            source: "API model",
        },
        check: Check::Shape,
    },
    Rule {
        doc: RuleDoc {
            code: "CP0214",
            title: "Alias of a key across accounts",
            severity: Error,
            what: "A pipeline with actions in other accounts names its key by ARN or id, not by alias.",
            why: "An alias is known only inside the account that owns it; the action of the other account cannot read its artifacts.",
            example: "\"id\": \"alias/pipeline\" and an action role of account 444455556666",
            fix: "Use the ARN of the key.",
            aws_answer: Some("Access denied on the key when the action runs"),
            source: "User guide",
        },
        check: Check::Pipeline(alias_across_accounts),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0215",
            title: "Action in another account without a key of one's own",
            severity: Error,
            what: "A pipeline with actions in other accounts has an encryption key.",
            why: "Without one, artifacts are encrypted with S3's default key, which cannot be shared with other accounts.",
            example: "No encryptionKey, and an action role of account 444455556666",
            fix: "Add an encryptionKey whose policy lets the other account in.",
            aws_answer: Some("Access denied when the action runs"),
            source: "User guide, CDK",
        },
        check: Check::Pipeline(no_key_across_accounts),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0216",
            title: "Encryption key of another Region",
            severity: Error,
            what: "The key of a store is in the store's Region.",
            why: "S3 encrypts with keys of the bucket's own Region only.",
            example: "\"artifactStores\": {\"eu-west-1\": {… key/… of us-west-2}}",
            fix: "Use a key of that Region.",
            aws_answer: Some("Failure when the first artifact is written"),
            source: "User guide",
        },
        check: Check::Pipeline(key_of_another_region),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0217",
            title: "No encryption key",
            severity: Hint,
            what: "Artifact stores name an encryption key.",
            why: "S3's default key works inside the account; a key of one's own says who may read artifacts and can be shared.",
            example: "\"artifactStore\": {\"type\": \"S3\", \"location\": \"…\"}",
            fix: "Add an encryptionKey if that control is wanted.",
            aws_answer: None,
            source: "User guide",
        },
        check: Check::Pipeline(no_key),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0218",
            title: "Artifact bucket used as source or target",
            severity: Warning,
            what: "No S3 source or deploy action uses the artifact bucket.",
            why: "Artifacts in a source bucket can start the pipeline again, and clean-up rules for artifacts hit what was deployed.",
            example: "\"location\": \"shop\" and an S3 deploy action with \"BucketName\": \"shop\"",
            fix: "Use a bucket of its own for artifacts.",
            aws_answer: None,
            source: "Inference from how buckets are used",
        },
        check: Check::Pipeline(bucket_shared),
    },
];

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
        !action.is_category(Category::Source) && !matches!(action.kind.owner, "ThirdParty" | "Custom")
    });
    let actions = movable.filter_map(|action| {
        Some((action.action.region()?, action.at("region"), format!("action {}", action.action.name())))
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
    facts.actions.iter().find(|action| facts.is_cross_account(action.action))
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

#[cfg(test)]
use super::tests::{Example, fires, silent};

#[cfg(test)]
const TWO_STORES: &str = "/artifactStores = {'eu-west-1': {'type': 'S3', 'location': 'a-eu', 'encryptionKey': {'id': 'k', 'type': 'KMS'}}, 'us-west-2': {'type': 'S3', 'location': 'a-us', 'encryptionKey': {'id': 'k', 'type': 'KMS'}}}";

#[cfg(test)]
static EXAMPLES: &[Example] = &[
    fires("/artifactStore -", "CP0201 /artifactStore"),
    silent("CP0201", "/artifactStore = {'type': 'S3', 'location': 'abc'}"),
    fires(TWO_STORES, "CP0202 /artifactStore, CP0206 /artifactStores/us-west-2")
        .fix(&["Keep artifactStores"]),
    silent("CP0202", "/artifactStores = {'eu-west-1': {'type': 'S3', 'location': 'abc'}}\n/artifactStore -"),
    fires("Site/region = 'us-west-2'", "CP0203 Site/region"),
    silent("CP0203", "Site/region = 'eu-west-1'"),
    fires(
        "^metadata = {'pipelineArn': 'arn:aws:codepipeline:eu-west-1:111122223333:shop-release'}\n/artifactStores = {'us-west-2': {'type': 'S3', 'location': 'a-us', 'encryptionKey': {'id': 'k', 'type': 'KMS'}}}\n/artifactStore -\nSite/region = 'us-west-2'",
        "CP0204 /artifactStores/eu-west-1",
    ),
    silent("CP0204", "/artifactStores = {'eu-west-1': {'type': 'S3', 'location': 'abc'}}\n/artifactStore -"),
    fires(
        "/artifactStores = {'eu-west-1': {'type': 'S3', 'location': 'abc', 'encryptionKey': {'id': 'k', 'type': 'KMS'}}}\n/artifactStore -\nSite/region = 'us-west-2'",
        "CP0205 Site/region",
    ),
    silent("CP0205", "Site/region = 'us-west-2'"),
    fires(
        "^metadata = {'pipelineArn': 'arn:aws:codepipeline:eu-west-1:111122223333:shop-release'}\n/artifactStores = {'eu-west-1': {'type': 'S3', 'location': 'a-eu', 'encryptionKey': {'id': 'k', 'type': 'KMS'}}, 'us-west-2': {'type': 'S3', 'location': 'a-us', 'encryptionKey': {'id': 'k', 'type': 'KMS'}}}\n/artifactStore -",
        "CP0206 /artifactStores/us-west-2",
    )
    .fix(&["Remove the store of us-west-2"]),
    silent("CP0206", "/artifactStores = {'eu-west-1': {'type': 'S3', 'location': 'abc'}}\n/artifactStore -"),
    fires(
        "/artifactStores = {'EU_WEST_1': {'type': 'S3', 'location': 'abc', 'encryptionKey': {'id': 'k', 'type': 'KMS'}}}\n/artifactStore -",
        "CP0207 /artifactStores/EU_WEST_1",
    ),
    silent("CP0207", "/artifactStores = {'cn-north-1': {'type': 'S3', 'location': 'abc'}}\n/artifactStore -"),
    fires("/artifactStore/location = 'My_Bucket'", "CP0208 /artifactStore/location"),
    fires("/artifactStore/location -", "CP0208 /artifactStore/location"),
    silent("CP0208", "/artifactStore/location = 'my.bucket-1'"),
    fires("/artifactStore/location = 's3://shop-artifacts/pipeline'", "CP0209 /artifactStore/location"),
    silent("CP0209", ""),
    fires("/artifactStore/type = 's3'", "CP0211 /artifactStore/type").fix(&["Use S3"]),
    fires("/artifactStore/type -", "CP0211 /artifactStore/type").fix(&["Set type to S3"]),
    silent("CP0211", ""),
    fires("/artifactStore/encryptionKey/type = 'AES256'", "CP0212 /artifactStore/encryptionKey/type")
        .fix(&["Use KMS"]),
    silent("CP0212", ""),
    fires("/artifactStore/encryptionKey/id = ''", "CP0213 /artifactStore/encryptionKey/id"),
    silent("CP0213", "/artifactStore/encryptionKey/id = 'alias/x'"),
    fires(
        "/artifactStore/encryptionKey/id = 'arn:aws:kms:eu-west-1:111122223333:alias/shop'\nSite/roleArn = 'arn:aws:iam::444455556666:role/x'",
        "CP0214 /artifactStore/encryptionKey/id",
    ),
    silent("CP0214", "/artifactStore/encryptionKey/id = 'alias/x'"),
    fires(
        "/artifactStore/encryptionKey -\nSite/roleArn = 'arn:aws:iam::444455556666:role/x'",
        "CP0215 /artifactStore/encryptionKey",
    ),
    silent("CP0215", "/artifactStore/encryptionKey -"),
    fires(
        "/artifactStores = {'eu-west-1': {'type': 'S3', 'location': 'a-eu', 'encryptionKey': {'id': 'arn:aws:kms:us-west-2:111122223333:key/1', 'type': 'KMS'}}}\n/artifactStore -",
        "CP0216 /artifactStores/eu-west-1/encryptionKey/id",
    ),
    silent("CP0216", ""),
    fires("/artifactStore/encryptionKey -", "CP0217 /artifactStore/encryptionKey"),
    silent("CP0217", ""),
    fires(
        "Site/configuration/BucketName = 'shop-artifacts-eu-west-1'",
        "CP0218 Site/configuration/BucketName",
    ),
    silent("CP0218", "Site/configuration/BucketName = 'shop-site-2'"),
];
