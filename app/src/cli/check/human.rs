//! Findings for people: where, what, why, what to do.

use pipewright_core::check::{Finding, Related, Suppressed};
use pipewright_core::edit::clip::secret_texts;

use super::{Checked, Tally};
use crate::cli::excerpt::{Excerpt, gutter};
use crate::cli::output::Stream;
use crate::cli::text::{Style, Text};
use crate::words::counted;

/// Everything, with a summary.
pub(super) fn write(all: &[Checked], shows_suppressed: bool, stream: &mut Stream<'_>) {
    for checked in all {
        // A log is read by many.
        let secrets = secret_texts(&checked.draft.document);
        for (index, finding) in checked.findings.iter().enumerate() {
            let mut text = Text::new();
            add(&mut text, checked, (finding, &checked.message_of(index)), &secrets, stream.columns());
            stream.write(&text);
        }
        for suppressed in checked.suppressed.iter().filter(|_| shows_suppressed) {
            let mut text = Text::new();
            add_suppressed(&mut text, checked, suppressed);
            stream.write(&text);
        }
    }
    write_summary(all, stream);
}

/// "2 errors, 1 warning in 1 of 3 files, 1 suppressed"; nothing if nothing was checked.
pub(super) fn write_summary(all: &[Checked], stream: &mut Stream<'_>) {
    if let Some(text) = summary(all) {
        stream.write(&text);
    }
}

fn add_suppressed(text: &mut Text, checked: &Checked, suppressed: &Suppressed) {
    let Suppressed { finding, reason, .. } = suppressed;
    text.add(Style::Faint, format!("suppressed {}[{}]", finding.severity.as_str(), finding.code));
    text.plain(": ").plain(&finding.message).end_line();
    let margin = " ".repeat(gutter(checked.draft.document.source().text()));
    text.add(Style::Faint, format!("{margin}--> ")).plain(checked.position_of(finding));
    text.plain("  ").plain(checked.draft.document.place_label(&finding.place)).end_line();
    let by = checked.position(&Checked::place_of_suppression(suppressed));
    text.add(Style::Faint, format!("{margin}::: ")).plain(by).plain("  ");
    text.plain(reason.as_deref().unwrap_or("no reason given")).end_line().end_line();
}

fn add(
    text: &mut Text,
    checked: &Checked,
    (finding, message): (&Finding, &str),
    secrets: &[String],
    columns: usize,
) {
    let style = Style::of(finding.severity);
    let document = &checked.draft.document;
    text.add(style, format!("{}[{}]", finding.severity.as_str(), finding.code));
    text.plain(": ").add(Style::Strong, message).end_line();

    let gutter = gutter(document.source().text());
    let margin = " ".repeat(gutter);
    text.add(Style::Faint, format!("{margin}--> ")).plain(checked.position_of(finding));
    text.plain("  ").add(Style::Strong, document.place_label(&finding.place)).end_line();
    if let Some(located) = checked.locate_finding(finding) {
        let (source, span) = (document.source(), located.span);
        Excerpt { source, span, gutter, style, note: "", secrets }.add_to(text, columns);
    }
    for Related { place, message } in &finding.related {
        text.add(Style::Faint, format!("{margin}::: ")).plain(checked.position(place));
        text.plain("  ").plain(document.place_label(place)).end_line();
        if let Some(located) = checked.locate(place) {
            let (source, span) = (document.source(), located.span);
            Excerpt { source, span, gutter, style: Style::Faint, note: message, secrets }
                .add_to(text, columns);
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

fn summary(all: &[Checked]) -> Option<Text> {
    if all.is_empty() {
        return None;
    }
    let mut text = Text::new();
    let files = counted(all.len(), "file", "files");
    let tally = Tally::of(all);
    let suppressed = tally.suppressed_words().map(|words| format!(", {words}")).unwrap_or_default();
    let Some(words) = tally.words() else {
        text.plain(format!("Nothing found in {files}{suppressed}")).end_line();
        return Some(text);
    };
    let with_findings = all.iter().filter(|checked| !checked.findings.is_empty()).count();
    let place = if all.len() == with_findings { files } else { format!("{with_findings} of {files}") };
    let style = match tally {
        Tally { errors: 1.., .. } => Style::Error,
        Tally { warnings: 1.., .. } => Style::Warning,
        Tally { .. } => Style::Hint,
    };
    text.add(style, words).plain(format!(" in {place}{suppressed}")).end_line();
    let worst = all.iter().flat_map(|checked| &checked.findings).min_by_key(|finding| finding.severity);
    if let Some(Finding { code, .. }) = worst {
        text.add(Style::Faint, format!("`pipewright explain {code}` tells more about a finding")).end_line();
    }
    Some(text)
}
