//! What stands between the items of an object or list: blanks, comma, blanks.

use super::super::spans::Node;

/// The blanks between the items of an object or list.
pub(super) struct Gaps<'a> {
    /// Before each item.
    before: Vec<&'a str>,
    /// Between each item and the comma behind it; nothing for the last.
    after: Vec<&'a str>,
    /// Before the closing bracket.
    pub closing: &'a str,
    /// Whether the items, or one of them, take several lines.
    pub is_on_lines: bool,
}

impl<'a> Gaps<'a> {
    /// Reads the gaps around items given by their starts and ends; there is at least one.
    pub fn of(text: &'a str, node: &Node, items: impl Iterator<Item = (usize, usize)>) -> Self {
        let mut gaps = Self { before: Vec::new(), after: Vec::new(), closing: "", is_on_lines: false };
        let mut at = node.span.start + 1;
        for (start, end) in items {
            let between = &text[at..start];
            match between.split_once(',') {
                Some((after, before)) => {
                    gaps.after.push(after);
                    gaps.before.push(before);
                }
                None => gaps.before.push(between),
            }
            at = end;
        }
        gaps.closing = &text[at..node.span.end - 1];
        gaps.is_on_lines = text[node.span.clone()].contains('\n');
        gaps
    }

    /// The blanks before an item that stood at `origin`, or is new, now that it stands first or not.
    /// `blank` is what stands behind a comma on one line.
    fn before(&self, origin: Option<usize>, is_first: bool, blank: &'a str) -> &'a str {
        let first = self.before.first().copied().unwrap_or_default();
        let second = self.before.get(1).copied();
        match origin {
            _ if is_first => first,
            Some(index) if index > 0 => self.before[index],
            _ => second.unwrap_or(if first.contains('\n') { first } else { blank }),
        }
    }

    /// The blanks between an item and its comma; the last one gets the habit of the first.
    fn after(&self, index: usize) -> &'a str {
        self.after.get(index).or(self.after.first()).copied().unwrap_or_default()
    }

    /// The indentation of new items, in a container whose line is indented by `outer`.
    pub fn inner_indent<'b>(&self, outer: &'b str) -> &'b str
    where
        'a: 'b,
    {
        self.before.iter().find_map(|gap| indent_of(gap)).unwrap_or(outer)
    }
}

/// Writes what stands between two items.
#[derive(Default)]
pub(super) struct Comma<'a> {
    /// The blanks the last item has before its comma; `None` before the first item.
    pending: Option<&'a str>,
}

impl<'a> Comma<'a> {
    /// Goes on to the next item, which stood at `origin` or is new; returns the blanks before it.
    pub fn next(
        &mut self,
        out: &mut String,
        gaps: &Gaps<'a>,
        origin: Option<usize>,
        blank: &'a str,
    ) -> &'a str {
        let gap = gaps.before(origin, self.pending.is_none(), blank);
        if let Some(blanks) = self.pending {
            out.push_str(blanks);
            out.push(',');
        }
        out.push_str(gap);
        self.pending = Some(gaps.after(origin.unwrap_or(usize::MAX)));
        gap
    }
}

/// The indentation a gap with a line end gives to what follows it.
pub(super) fn indent_of(gap: &str) -> Option<&str> {
    gap.rsplit_once('\n').map(|(_, indent)| indent)
}
