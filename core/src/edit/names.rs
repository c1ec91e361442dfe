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
    if !wanted.is_empty() && !taken.contains(wanted) && wanted.chars().count() <= max {
        return wanted.to_owned();
    }
    let (stem, first) = match wanted.rsplit_once(separator) {
        Some((stem, number)) if !stem.is_empty() => match number.parse::<u32>() {
            Ok(number) if number < 1_000_000 => (stem, number + 1),
            _ => (wanted, 2),
        },
        _ => (wanted, 2),
    };
    (first..)
        .map(|number| {
            let tail = format!("{separator}{number}");
            let head: String = stem.chars().take(max.saturating_sub(tail.len())).collect();
            format!("{head}{tail}")
        })
        .find(|name| !taken.contains(name.as_str()))
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
