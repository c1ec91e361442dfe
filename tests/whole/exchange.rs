//! What is written in the forms of others, given to others and read back.

mod aws_cli;
mod identity;
mod mermaid;

use pipewright_core::samples::SAMPLES;
use pipewright_core::template::templates;

use crate::corpus;

/// Samples and templates by name, as the text of their files.
fn designs() -> Vec<(String, String)> {
    let samples = SAMPLES.iter().map(|sample| (sample.name.to_owned(), sample.text.to_owned()));
    let templates = templates().iter();
    let templates = templates.map(|template| (template.name.clone(), template.text(&template.defaults())));
    samples.chain(templates).collect()
}

/// Found definitions that are text of pipelines.
fn found() -> Vec<(String, String)> {
    let files = corpus::files("native").unwrap_or_default();
    files
        .into_iter()
        .filter_map(|(name, bytes)| {
            let document = pipewright_core::document::Document::read(&bytes).ok()?;
            Some((name, document.to_text()))
        })
        .collect()
}
