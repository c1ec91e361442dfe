//! A comparison as Markdown, for a comment on a pull request.
//!
//! The summary, a table of the changes, what follows once it is published, and a drawing that can be unfolded.
//! Names and values come from files that somebody proposes, so each stands in a code span, where no markup,
//! mention or link works. The whole stays below what GitHub takes for a comment.

use std::fmt::Write as _;

use super::fields::words_of_key;
use super::union::Union;
use super::{Change, ChangeKind, Plan, Side, Summary};

/// The first line, by which a comment made earlier is found again.
pub const MARKER: &str = "<!-- pipewright diff -->";

/// GitHub takes 65,536 characters for a comment.
const MOST_CHARACTERS: usize = 60_000;
/// GitHub draws no chart with more text than this.
const MOST_CHART: usize = 45_000;
const MOST_ROWS: usize = 200;
/// Longer values say no more in a table.
const MOST_OF_VALUE: usize = 160;

impl Union {
    /// The comparison as Markdown. `title` says what is compared, such as the path of a file; `beside` are
    /// differences beside the pipeline, as sentences.
    pub fn to_markdown(&self, title: &str, beside: &[&str]) -> String {
        let plan = &self.plan;
        let mut out = String::new();
        let mut line = |text: &str| {
            out.push_str(text);
            out.push('\n');
        };
        line(MARKER);
        let of = if title.is_empty() { String::new() } else { format!(" – {}", code(title)) };
        line(&format!("### Pipeline {}{of}", code(named(&plan.pipeline))));
        line("");
        line(&format!("**{}**", plan.summary()));
        for words in beside {
            line("");
            line(words);
        }
        if !plan.is_empty() {
            line("");
            out.push_str(&table(plan));
        }
        consequences(plan, &mut out);
        let chart = self.to_mermaid();
        let is_drawn = !plan.is_empty() && chart.len() <= MOST_CHART;
        if is_drawn && out.chars().count() + chart.chars().count() <= MOST_CHARACTERS {
            let _ = write!(
                out,
                "\n<details>\n<summary>Drawing: green is added, red removed, amber changed, blue moved</summary>\n\n\
                 ```mermaid\n{chart}```\n\n</details>\n"
            );
        }
        out
    }
}

fn table(plan: &Plan) -> String {
    let mut out = String::from("| Stage | Action | Change | Before | After |\n|---|---|---|---|---|\n");
    let mut length = out.chars().count();
    let mut shown = 0;
    for change in plan.changes.iter().take(MOST_ROWS) {
        let row = row(plan, change);
        length += row.chars().count();
        if length > MOST_CHARACTERS - 8_000 {
            break;
        }
        out.push_str(&row);
        shown += 1;
    }
    let left = plan.changes.len() - shown;
    if left > 0 {
        let changes = if left == 1 { "change" } else { "changes" };
        let _ = writeln!(out, "\n… and {left} more {changes}; `pipewright diff` lists all.");
    }
    out
}

fn row(plan: &Plan, change: &Change) -> String {
    let stage =
        change.stage.as_ref().map_or_else(|| "*pipeline*".to_owned(), |stage| code(named(&stage.name)));
    let action = change.action.as_ref().map(|action| code(named(&action.name))).unwrap_or_default();
    let [what, old, new] = cells(plan, change);
    format!("| {stage} | {action} | {what} | {old} | {new} |\n")
}

/// What, before, after.
fn cells(plan: &Plan, change: &Change) -> [String; 3] {
    let none = String::new;
    let text = |what: &str, old: String, new: String| [what.to_owned(), old, new];
    let place = |position: &usize| format!("position {position}");
    match &change.kind {
        ChangeKind::PipelineAdded => text("**added**", none(), code(named(&plan.pipeline))),
        ChangeKind::PipelineRemoved => text("**removed**", code(named(&plan.pipeline)), none()),
        ChangeKind::PipelineRenamed { from } => {
            text("renamed", code(named(from)), code(named(&plan.pipeline)))
        }
        ChangeKind::StageAdded { position } => text("**added**", none(), place(position)),
        ChangeKind::StageRemoved { position } => text("**removed**", place(position), none()),
        ChangeKind::StageMoved { from, to } => text("moved", place(from), place(to)),
        ChangeKind::StageRenamed { from } => {
            let to = change.stage.as_ref().map_or("", |stage| stage.name.as_str());
            text("renamed", code(named(from)), code(named(to)))
        }
        ChangeKind::ActionRenamed { from } => {
            let to = change.action.as_ref().map_or("", |action| action.name.as_str());
            text("renamed", code(named(from)), code(named(to)))
        }
        ChangeKind::ActionAdded(summary) => text("**added**", none(), short(summary)),
        ChangeKind::ActionRemoved(summary) => text("**removed**", short(summary), none()),
        ChangeKind::ActionMoved { from } => {
            let to = change.stage.as_ref().map_or("", |stage| stage.name.as_str());
            text("moved", format!("in {}", code(named(from))), format!("in {}", code(named(to))))
        }
        ChangeKind::RunOrder { from, to } => text("run order", from.to_string(), to.to_string()),
        ChangeKind::Artifacts { side, old, new } => {
            let what = match side {
                Side::Input => words_of_key("inputArtifacts"),
                Side::Output => words_of_key("outputArtifacts"),
            };
            let list =
                |names: &[String]| names.iter().map(|name| code(named(name))).collect::<Vec<_>>().join(", ");
            [what, list(old), list(new)]
        }
        ChangeKind::Field(field) => {
            let name = field.name();
            let what = if name.is_empty() { "everything".to_owned() } else { code(&name) };
            let value = |words: Option<String>| words.map(|words| code(&words)).unwrap_or_default();
            [what, value(field.old_words()), value(field.new_words())]
        }
    }
}

fn short(summary: &Summary) -> String {
    let provider = Some(summary.provider.as_str()).filter(|provider| !provider.is_empty());
    let parts: Vec<String> = provider.into_iter().chain(summary.subject.as_deref()).map(code).collect();
    parts.join(" ")
}

fn consequences(plan: &Plan, out: &mut String) {
    if plan.consequences.is_empty() {
        return;
    }
    out.push_str("\nOnce this is published:\n\n");
    for consequence in &plan.consequences {
        let text = code_free(&consequence.text());
        let mark = if consequence.is_warning() { "⚠️ " } else { "" };
        // Writing to a string cannot fail.
        let _ = writeln!(out, "- {mark}{text}");
    }
}

fn named(name: &str) -> &str {
    if name.is_empty() { "(no name)" } else { name }
}

/// Whether a character could hide or turn around what stands beside it.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}'
        )
}

/// A text in a code span of a table: shown as it is, whatever it holds.
fn code(text: &str) -> String {
    let mut shown = String::new();
    for (count, c) in text.chars().enumerate() {
        if count == MOST_OF_VALUE {
            shown.push('…');
            break;
        }
        match c {
            // The one character that ends a cell even inside code.
            '|' => shown.push_str("\\|"),
            c if is_hidden(c) => shown.extend(c.escape_unicode()),
            c => shown.push(c),
        }
    }
    let longest = shown.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad =
        if shown.starts_with('`') || shown.ends_with('`') || shown.trim().is_empty() { " " } else { "" };
    format!("{fence}{pad}{shown}{pad}{fence}")
}

/// A sentence with names in it: everything that could be markup as a character reference.
fn code_free(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' | '>' | '&' | '`' | '*' | '_' | '[' | ']' | '(' | ')' | '~' | '|' | '\\' | '@' | '#'
            | '!' => {
                let _ = write!(out, "&#{};", u32::from(c));
            }
            // A link is made of any address that is written out.
            ':' if out.ends_with("http") || out.ends_with("https") => out.push_str("&#58;"),
            c if is_hidden(c) => out.extend(c.escape_unicode()),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{code, code_free};

    #[test]
    fn nothing_gets_out_of_a_code_span() {
        assert_eq!(code("a|b"), "`a\\|b`");
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`"), "`` ` ``");
        assert_eq!(code("a\nb\u{202e}"), "`a\\u{a}b\\u{202e}`");
        assert_eq!(code(" "), "`   `");
        assert_eq!(code(&"x".repeat(200)).chars().count(), 163);
    }

    #[test]
    fn no_name_is_markup_in_a_sentence() {
        assert_eq!(code_free("<b>@all [x](y)"), "&#60;b&#62;&#64;all &#91;x&#93;&#40;y&#41;");
        assert_eq!(code_free("https://x"), "https&#58;//x");
        assert_eq!(code_free("Stages go on."), "Stages go on.");
    }
}
