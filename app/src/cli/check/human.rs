//! Findings for people: where, what, why, what to do.

use pipewright_core::check::{Finding, Related};

use super::{Checked, Tally};
use crate::cli::excerpt::{Excerpt, gutter};
use crate::cli::output::Stream;
use crate::cli::text::{Style, Text};
use crate::words::counted;

pub(super) fn write(all: &[Checked], stream: &mut Stream<'_>) {
    for checked in all {
        for finding in &checked.findings {
            let mut text = Text::new();
            add(&mut text, checked, finding, stream.columns());
            stream.write(&text);
        }
    }
    if let Some(text) = summary(all) {
        stream.write(&text);
    }
}

fn add(text: &mut Text, checked: &Checked, finding: &Finding, columns: usize) {
    let style = Style::of(finding.severity);
    let document = &checked.draft.document;
    text.add(style, format!("{}[{}]", finding.severity.as_str(), finding.code));
    text.plain(": ").add(Style::Strong, &finding.message).end_line();

    let gutter = gutter(document.source().text());
    let margin = " ".repeat(gutter);
    text.add(Style::Faint, format!("{margin}--> ")).plain(checked.position(&finding.place));
    text.plain("  ").add(Style::Strong, document.place_label(&finding.place)).end_line();
    if let Some(located) = checked.locate(&finding.place) {
        let (source, span) = (document.source(), located.span);
        Excerpt { source, span, gutter, style, note: "" }.add_to(text, columns);
    }
    for Related { place, message } in &finding.related {
        text.add(Style::Faint, format!("{margin}::: ")).plain(checked.position(place));
        text.plain("  ").plain(document.place_label(place)).end_line();
        if let Some(located) = checked.locate(place) {
            let (source, span) = (document.source(), located.span);
            Excerpt { source, span, gutter, style: Style::Faint, note: message }.add_to(text, columns);
        }
    }
    if let Some(help) = &finding.help {
        text.add(Style::Faint, format!("{margin} = "))
            .add(Style::Strong, "help")
            .plain(format!(": {help}"))
            .end_line();
    }
    for fix in &finding.fixes {
        text.add(Style::Faint, format!("{margin} = "))
            .add(Style::Strong, "fix")
            .plain(format!(": {}", fix.label))
            .end_line();
    }
    text.end_line();
}

/// "2 errors, 1 warning in 1 of 3 files"; `None` if nothing was checked.
fn summary(all: &[Checked]) -> Option<Text> {
    if all.is_empty() {
        return None;
    }
    let mut text = Text::new();
    let files = counted(all.len(), "file", "files");
    let tally = Tally::of(all.iter().flat_map(|checked| &checked.findings));
    let Some(words) = tally.words() else {
        text.plain(format!("Nothing found in {files}")).end_line();
        return Some(text);
    };
    let with_findings = all.iter().filter(|checked| !checked.findings.is_empty()).count();
    let place = if all.len() == with_findings { files } else { format!("{with_findings} of {files}") };
    let style = match tally {
        Tally { errors: 1.., .. } => Style::Error,
        Tally { warnings: 1.., .. } => Style::Warning,
        Tally { .. } => Style::Hint,
    };
    text.add(style, words).plain(format!(" in {place}")).end_line();
    let worst = all.iter().flat_map(|checked| &checked.findings).min_by_key(|finding| finding.severity);
    if let Some(Finding { code, .. }) = worst {
        text.add(Style::Faint, format!("`pipewright explain {code}` tells more about a finding")).end_line();
    }
    Some(text)
}
