//! The order of what both sides have, and of what one of them added.

/// Merges three orders of the same things. A side that only added or removed follows the one that reordered; if both
/// reordered differently, `Err` has mine.
pub(super) fn merge(base: &[usize], mine: &[usize], theirs: &[usize]) -> Result<Vec<usize>, Vec<usize>> {
    let is_moved = |side: &[usize]| common(side, base) != common(base, side);
    if !is_moved(mine) {
        return Ok(insert(theirs, mine));
    }
    let order = insert(mine, theirs);
    let is_same = common(mine, theirs) == common(theirs, mine);
    if is_same || !is_moved(theirs) { Ok(order) } else { Err(order) }
}

/// What of `list` is also in `other`, in the order of `list`.
fn common(list: &[usize], other: &[usize]) -> Vec<usize> {
    list.iter().copied().filter(|item| other.contains(item)).collect()
}

/// `order`, and what only `more` has behind what comes before it there.
fn insert(order: &[usize], more: &[usize]) -> Vec<usize> {
    let mut merged = order.to_vec();
    for (position, item) in more.iter().enumerate().filter(|(_, item)| !order.contains(item)) {
        let before = position.checked_sub(1).map(|before| more[before]);
        let at = before.and_then(|before| merged.iter().position(|other| *other == before));
        merged.insert(at.map_or(0, |at| at + 1), *item);
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::merge;

    #[test]
    fn orders_merge_unless_both_moved_the_same_things() {
        for (base, mine, theirs, expect) in [
            (&[1, 2, 3][..], &[1, 2, 3][..], &[1, 2, 3][..], Ok(vec![1, 2, 3])),
            (&[1, 2, 3], &[3, 1, 2], &[1, 2, 3], Ok(vec![3, 1, 2])),
            (&[1, 2, 3], &[1, 2, 3], &[3, 1, 2], Ok(vec![3, 1, 2])),
            (&[1, 2], &[1, 7, 2], &[2, 1], Ok(vec![2, 1, 7])),
            (&[1, 2], &[1, 7, 2], &[1, 8, 2], Ok(vec![1, 7, 8, 2])),
            (&[1, 2], &[7, 1, 2], &[1, 2, 8], Ok(vec![7, 1, 2, 8])),
            (&[1, 2, 3], &[1, 3], &[1, 2, 3], Ok(vec![1, 2, 3])),
            (&[1, 2, 3], &[2, 1, 3], &[1, 3, 2], Err(vec![2, 1, 3])),
            (&[1, 2, 3], &[2, 1, 3], &[2, 1, 3], Ok(vec![2, 1, 3])),
        ] {
            assert_eq!(merge(base, mine, theirs), expect, "{base:?} {mine:?} {theirs:?}");
        }
    }
}
