//! A union as a Mermaid flowchart, for Markdown that is read on GitHub or GitLab.
//!
//! Added is green, removed red and dashed, changed amber with the names of what changed, moved blue.

use std::fmt::Write as _;

use super::union::{Difference, Mark, Moved, Union};
use crate::format::mermaid::{label, runner};
use crate::pipeline::{Action, Stage};

/// More names of fields make a box too large.
const MOST_FIELDS: usize = 4;

/// Letters on a pale ground, so that they can be read on a dark page too.
const CLASSES: [(Mark, &str, &str); 4] = [
    (Mark::Added, "added", "fill:#dcfce7,stroke:#15803d,stroke-width:2px,color:#14532d"),
    (
        Mark::Removed,
        "removed",
        "fill:#fee2e2,stroke:#b91c1c,stroke-width:2px,stroke-dasharray:5 4,color:#7f1d1d",
    ),
    (Mark::Moved, "moved", "fill:#dbeafe,stroke:#1d4ed8,stroke-width:2px,color:#1e3a8a"),
    (Mark::Changed, "changed", "fill:#fef3c7,stroke:#b45309,stroke-width:2px,color:#78350f"),
];

impl Union {
    /// The flowchart, without a Markdown fence.
    pub fn to_mermaid(&self) -> String {
        let mut chart = Chart { out: String::from("flowchart LR\n"), links: 0 };
        for (index, stage) in self.pipeline.stages.iter().enumerate() {
            chart.stage(self, index, stage);
        }
        for index in 1..self.pipeline.stages.len() {
            chart.link(&format!("S{index} --> S{}", index + 1));
        }
        let colored = chart.wires(self);
        for (mark, class, style) in CLASSES {
            let nodes = self.nodes_of(mark);
            if !nodes.is_empty() {
                chart.line(1, &format!("classDef {class} {style}"));
                chart.line(1, &format!("class {} {class}", nodes.join(",")));
            }
        }
        for (links, style) in colored {
            let links: Vec<String> = links.iter().map(usize::to_string).collect();
            chart.line(1, &format!("linkStyle {} {style}", links.join(",")));
        }
        chart.out
    }

    fn nodes_of(&self, mark: Mark) -> Vec<String> {
        let mut nodes = Vec::new();
        for (index, stage) in self.pipeline.stages.iter().enumerate() {
            if self.stage(stage.id).is_some_and(|difference| difference.mark == mark) {
                nodes.push(format!("S{}", index + 1));
            }
            for (at, action) in stage.actions.iter().enumerate() {
                if self.action(action.id).is_some_and(|difference| difference.mark == mark) {
                    nodes.push(node(index, at));
                }
            }
        }
        nodes
    }
}

struct Chart {
    out: String,
    links: usize,
}

impl Chart {
    /// Writing to a string cannot fail.
    fn line(&mut self, indent: usize, text: &str) {
        let _ = writeln!(self.out, "{}{text}", "    ".repeat(indent));
    }

    /// Links are counted, because styles name them by their number.
    fn link(&mut self, text: &str) {
        self.line(1, text);
        self.links += 1;
    }

    fn stage(&mut self, union: &Union, index: usize, stage: &Stage) {
        let words = union.stage(stage.id).map(words).unwrap_or_default();
        let title = format!("{}{}", label(stage.name()), suffix(&words));
        self.line(1, &format!("subgraph S{} [\"{title}\"]", index + 1));
        self.line(2, "direction LR");
        if stage.actions.is_empty() {
            self.line(2, &format!("S{}empty[\"no actions\"]", index + 1));
        }
        for (at, action) in stage.actions.iter().enumerate() {
            self.line(2, &format!("{}[\"{}\"]", node(index, at), card(union, action)));
        }
        // One link from each run order to the next is enough for the drawing to put them in this order.
        let orders = stage.run_orders();
        for pair in orders.windows(2) {
            let first = |order: i64| stage.actions.iter().position(|action| action.run_order() == order);
            if let (Some(from), Some(to)) = (first(pair[0]), first(pair[1])) {
                self.line(2, &format!("{} --> {}", node(index, from), node(index, to)));
                self.links += 1;
            }
        }
        self.line(1, "end");
    }

    /// Artifacts on their way; yields the numbers of those that came and went, with their styles.
    fn wires(&mut self, union: &Union) -> Vec<(Vec<usize>, &'static str)> {
        let (mut added, mut removed) = (Vec::new(), Vec::new());
        for (wire, mark) in union.flow.wires.iter().zip(&union.wires) {
            let at = |action| union.pipeline.action_index(action);
            let (Some(from), Some(to)) = (at(wire.from.action), at(wire.to.action)) else { continue };
            match mark {
                Mark::Added => added.push(self.links),
                Mark::Removed => removed.push(self.links),
                Mark::Same | Mark::Moved | Mark::Changed => {}
            }
            let name = label(&union.flow.artifacts[wire.artifact].name);
            self.link(&format!("{} -. \"{name}\" .-> {}", node(from.0, from.1), node(to.0, to.1)));
        }
        let styles = [(added, "stroke:#15803d,color:#15803d"), (removed, "stroke:#b91c1c,color:#b91c1c")];
        styles.into_iter().filter(|(links, _)| !links.is_empty()).collect()
    }
}

fn card(union: &Union, action: &Action) -> String {
    let words = union.action(action.id).map(words).unwrap_or_default();
    format!("{}<br><small>{}</small>{}", label(action.name()), label(&runner(action)), suffix(&words))
}

fn suffix(words: &str) -> String {
    if words.is_empty() { String::new() } else { format!("<br><small><b>{}</b></small>", label(words)) }
}

/// What became of something, in a few words: "moved from Build", "changed `ProjectName`".
pub(crate) fn words<Id>(difference: &Difference<Id>) -> String {
    let moved = difference.moved.as_ref().map(|moved| match moved {
        Moved::FromPosition(position) => format!("moved from position {position}"),
        Moved::FromStage(stage) if stage.is_empty() => "moved from a stage without a name".to_owned(),
        Moved::FromStage(stage) => format!("moved from {stage}"),
        Moved::FromRunOrder(order) => format!("moved from run order {order}"),
    });
    let renamed = difference.renamed_from.as_ref().map(|from| format!("was {from}"));
    let mut fields: Vec<&str> = difference.fields.iter().map(String::as_str).collect();
    fields.retain(|field| difference.renamed_from.is_none() || *field != "name");
    let rest = fields.len().saturating_sub(MOST_FIELDS);
    fields.truncate(MOST_FIELDS);
    let changed = (!fields.is_empty() && difference.mark == Mark::Changed).then(|| {
        let more = if rest == 0 { String::new() } else { format!(" and {rest} more") };
        format!("changed {}{more}", fields.join(", "))
    });
    let whole = match difference.mark {
        Mark::Added => Some("added".to_owned()),
        Mark::Removed => Some("removed".to_owned()),
        Mark::Same | Mark::Moved | Mark::Changed => None,
    };
    let parts: Vec<String> = [whole, moved, renamed, changed].into_iter().flatten().collect();
    parts.join("; ")
}

fn node(stage: usize, action: usize) -> String {
    format!("S{}A{}", stage + 1, action + 1)
}
