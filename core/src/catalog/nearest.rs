//! "Did you mean …?"

use super::{Catalog, Provider};

/// Below this likeness a suggestion is noise.
const THRESHOLD: f64 = 0.82;

/// The candidate spelled most like the text, if one is like it at all. Letter case, blanks, dashes and
/// underscores count for little: most slips are about those. The first of equals wins.
pub fn nearest_of<'c>(text: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let wanted = plain(text);
    if wanted.is_empty() {
        return None;
    }
    best(
        candidates.into_iter().map(|candidate| (candidate, strsim::jaro_winkler(&wanted, &plain(candidate)))),
    )
}

pub(super) fn provider<'c>(
    catalog: &'c Catalog,
    category: &str,
    owner: &str,
    provider: &str,
    version: &str,
) -> Option<&'c Provider> {
    let wanted = plain(provider);
    if wanted.is_empty() {
        return None;
    }
    best(catalog.providers().iter().map(|candidate| {
        let names = [&candidate.provider, &candidate.name, &candidate.display_name];
        let likeness = names.map(|name| strsim::jaro_winkler(&wanted, &plain(name)));
        let likeness = likeness.into_iter().fold(0.0, f64::max);
        // The name decides; among namesakes the other members do, category before owner before version.
        // A name far off stays below the threshold with all of them.
        let bonus = if likeness < THRESHOLD {
            0.0
        } else {
            0.04 * f64::from(u8::from(candidate.category.as_str() == category))
                + 0.02 * f64::from(u8::from(candidate.owner.as_str() == owner))
                + 0.01 * f64::from(u8::from(candidate.version == version))
        };
        (candidate, likeness + bonus)
    }))
}

fn best<T>(scored: impl Iterator<Item = (T, f64)>) -> Option<T> {
    let mut best = None;
    let mut best_score = THRESHOLD;
    for (candidate, score) in scored {
        if score > best_score {
            best = Some(candidate);
            best_score = score;
        }
    }
    best
}

fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::super::Catalog;
    use super::nearest_of;

    #[track_caller]
    fn check(category: &str, owner: &str, provider: &str, version: &str, expected: Option<&str>) {
        let found = Catalog::get().nearest(category, owner, provider, version);
        assert_eq!(found.map(|provider| provider.id.as_str()), expected);
    }

    #[test]
    fn action_types() {
        // Spelling, then owner, version and category of a right spelling.
        check("Build", "AWS", "Codebuild", "1", Some("Build/AWS/CodeBuild/1"));
        check("Test", "AWS", "Code-Build", "1", Some("Test/AWS/CodeBuild/1"));
        check("Deploy", "AWS", "Elastic Beanstalk", "1", Some("Deploy/AWS/ElasticBeanstalk/1"));
        check("Deploy", "AWS", "CloudFormatoin", "1", Some("Deploy/AWS/CloudFormation/1"));
        check("Source", "AWS", "CodeStarConnection", "1", Some("Source/AWS/CodeStarSourceConnection/1"));
        check("Source", "AWS", "GitHub", "1", Some("Source/ThirdParty/GitHub/1"));
        check(
            "Source",
            "ThirdParty",
            "CodeStarSourceConnection",
            "1",
            Some("Source/AWS/CodeStarSourceConnection/1"),
        );
        check("Source", "AWS", "S3", "2", Some("Source/AWS/S3/1"));
        check("Deploy", "AWS", "S3", "2", Some("Deploy/AWS/S3/1"));
        check("Test", "AWS", "InspectorScan", "1", Some("Invoke/AWS/InspectorScan/1"));
        check("Invoke", "AWS", "lambda", "1", Some("Invoke/AWS/Lambda/1"));
        check("Build", "Custom", "OurOwnWorker", "1", None);
        check("", "", "", "", None);
    }

    #[test]
    fn keys() {
        let catalog = Catalog::get();
        let provider = catalog.provider_by_id("Source/AWS/CodeCommit/1").unwrap();
        let nearest = |key: &str| provider.nearest_field(key).map(|field| field.key.as_str());
        assert_eq!(nearest("branchName"), Some("BranchName"));
        assert_eq!(nearest("PollForSourceChange"), Some("PollForSourceChanges"));
        assert_eq!(nearest("Repository"), Some("RepositoryName"));
        assert_eq!(nearest("Zone"), None);
        assert_eq!(
            catalog.nearest_rule_type("CloudwatchAlarms").map(|rule| rule.provider.as_str()),
            Some("CloudWatchAlarm")
        );
    }

    #[test]
    fn nothing_is_near_to_nothing() {
        assert_eq!(nearest_of("", ["a"]), None);
        assert_eq!(nearest_of("a", []), None);
        assert_eq!(nearest_of("---", ["..."]), None);
    }
}
