//! "Did you mean …?"

use super::{Catalog, Provider};

/// Below this likeness a suggestion is noise.
const THRESHOLD: f64 = 0.82;

/// The candidate spelled most like the text, if one is like it at all. Letter case, blanks, dashes and
/// underscores count for little: most slips are about those. The first of equals wins.
pub fn nearest_of<'c>(text: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let wanted = plain(text);
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
