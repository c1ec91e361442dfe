//! Names that are still free.

use std::collections::HashSet;

/// `wanted`, or `wanted-2`, `wanted-3` … if it is taken; at most `max` characters.
///
/// A number at the end of a taken name is counted on: `Build-2` becomes `Build-3`.
pub fn fresh_name<'a>(
    wanted: &str,
    taken: impl IntoIterator<Item = &'a str>,
    separator: char,
    max: usize,
) -> String {
    let taken: HashSet<&str> = taken.into_iter().collect();
    free_name(wanted, |name| taken.contains(name), separator, max)
}

/// As [`fresh_name`], asking whether a name is taken.
pub(super) fn free_name(
    wanted: &str,
    is_taken: impl Fn(&str) -> bool,
    separator: char,
    max: usize,
) -> String {
    if !wanted.is_empty() && !is_taken(wanted) && wanted.chars().count() <= max {
        return wanted.to_owned();
    }
    let (stem, first) = match wanted.rsplit_once(separator) {
        Some((stem, number)) if !stem.is_empty() => match number.parse::<u32>() {
            Ok(number) if number < 1_000_000 => (stem, number + 1),
            _ => (wanted, 2),
        },
        _ => (wanted, 2),
    };
    (first..=u32::MAX)
        .map(|number| {
            let tail = format!("{separator}{number}");
            let head: String = stem.chars().take(max.saturating_sub(tail.len())).collect();
            format!("{head}{tail}")
        })
        .find(|name| !is_taken(name))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::fresh_name;

    #[test]
    fn free_names_stay_and_taken_ones_are_counted_on() {
        for (wanted, taken, expect) in [
            ("Build", &[][..], "Build"),
            ("Build", &["Build"], "Build-2"),
            ("Build", &["Build", "Build-2"], "Build-3"),
            ("Build-2", &["Build-2"], "Build-3"),
            ("Build-v1x", &["Build-v1x"], "Build-v1x-2"),
        ] {
            assert_eq!(fresh_name(wanted, taken.iter().copied(), '-', 100), expect);
        }
        assert_eq!(fresh_name("abcdef", ["abcdef"], '-', 6), "abcd-2");
        assert_eq!(fresh_name("abcdefgh", [], '-', 6), "abcd-2");
    }
}
