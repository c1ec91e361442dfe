//! The highest value in a range, and raising a range: what layering of intervals needs, in logarithmic time.

/// Heights over the positions `0..len`, all 0 at first. Ranges include both ends.
#[derive(Clone, Debug)]
pub(super) struct Skyline {
    /// Highest in the subtree; node 1 is the root, the leaves follow the inner nodes.
    highest: Vec<usize>,
    /// Raised for the whole subtree.
    whole: Vec<usize>,
    leaves: usize,
}

impl Skyline {
    pub fn new(len: usize) -> Self {
        let leaves = len.next_power_of_two();
        Self { highest: vec![0; 2 * leaves], whole: vec![0; 2 * leaves], leaves }
    }

    /// Puts a block of height 1 on top of all that stands in a range; yields the height it stands on.
    pub fn stack(&mut self, from: usize, to: usize) -> usize {
        let base = self.highest_in(1, 0, self.leaves - 1, from, to);
        self.raise(1, 0, self.leaves - 1, from, to, base + 1);
        base
    }

    fn highest_in(&self, node: usize, low: usize, high: usize, from: usize, to: usize) -> usize {
        if to < low || high < from {
            return 0;
        }
        if from <= low && high <= to {
            return self.highest[node];
        }
        let middle = usize::midpoint(low, high);
        let left = self.highest_in(2 * node, low, middle, from, to);
        let right = self.highest_in(2 * node + 1, middle + 1, high, from, to);
        left.max(right).max(self.whole[node])
    }

    fn raise(&mut self, node: usize, low: usize, high: usize, from: usize, to: usize, height: usize) {
        if to < low || high < from {
            return;
        }
        self.highest[node] = self.highest[node].max(height);
        if from <= low && high <= to {
            self.whole[node] = self.whole[node].max(height);
            return;
        }
        let middle = usize::midpoint(low, high);
        self.raise(2 * node, low, middle, from, to, height);
        self.raise(2 * node + 1, middle + 1, high, from, to, height);
    }
}

#[cfg(test)]
mod tests {
    use super::Skyline;

    #[test]
    fn blocks_stand_on_the_highest_below_them() {
        let mut skyline = Skyline::new(5);
        assert_eq!(skyline.stack(0, 1), 0);
        assert_eq!(skyline.stack(2, 4), 0);
        assert_eq!(skyline.stack(1, 2), 1);
        assert_eq!(skyline.stack(3, 4), 1);
        assert_eq!(skyline.stack(0, 0), 1);
        assert_eq!(skyline.stack(0, 4), 2);
        assert_eq!(skyline.stack(4, 4), 3);
    }

    #[test]
    fn one_position_is_enough() {
        let mut skyline = Skyline::new(1);
        assert_eq!([skyline.stack(0, 0), skyline.stack(0, 0)], [0, 1]);
    }
}
