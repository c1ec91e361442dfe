//! Which way an `Fn::If` goes: as chosen, or else as the defaults of the template's parameters have it, or else as if
//! the condition were true.

use super::Reader;
use crate::format::import::{Decision, Node};

/// How deep conditions may stand in one another.
const MAX_DEPTH: usize = 20;
/// The work that a condition is: each may ask for others twice.
const CONDITION: usize = 50;

impl Reader<'_> {
    /// What a condition is taken for.
    pub(super) fn decide(&mut self, name: &str) -> Decision {
        let chosen = self.choices.conditions.get(name).copied();
        Decision::of(chosen, || self.condition(name, 0))
    }

    fn condition(&mut self, name: &str, depth: usize) -> Option<bool> {
        if let Some(value) = self.choices.conditions.get(name) {
            return Some(*value);
        }
        let node = *self.conditions.get(name)?;
        self.truth(node, depth + 1)
    }

    fn truth(&mut self, node: &Node, depth: usize) -> Option<bool> {
        if depth > MAX_DEPTH || !self.spend(CONDITION) {
            return None;
        }
        let call = node.only()?;
        let parts = call.value.elements();
        match call.key.as_str() {
            "Condition" => self.condition(call.value.text()?, depth),
            "Fn::Equals" => {
                let [left, right] = parts else { return None };
                Some(self.by_defaults(left)? == self.by_defaults(right)?)
            }
            "Fn::Not" => Some(!self.truth(parts.first()?, depth + 1)?),
            // One that settles it is enough, whatever the others are.
            "Fn::And" => self.settled_by(parts, false, depth),
            "Fn::Or" => self.settled_by(parts, true, depth),
            _ => None,
        }
    }

    fn settled_by(&mut self, parts: &[Node], settling: bool, depth: usize) -> Option<bool> {
        let mut is_known = true;
        for part in parts {
            match self.truth(part, depth + 1) {
                Some(value) if value == settling => return Some(settling),
                Some(_) => {}
                None => is_known = false,
            }
        }
        is_known.then_some(!settling)
    }
}
