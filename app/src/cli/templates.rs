//! `pipewright templates`: what `pipewright new` can make.

use pipewright_core::template::{Template, templates};
use serde_json::{Value, json};

use super::arguments::Format;
use super::text::{Style, Text};
use super::{Exit, Session};

/// List the templates that `new` makes pipelines from
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// How to write the list
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(super) fn run(arguments: &Arguments, session: &mut Session<'_>) -> Exit {
    match arguments.format {
        Format::Human => session.output.results.write(&text()),
        Format::Json => {
            let all: Vec<Value> = templates().iter().map(|template| value(template)).collect();
            session.output.results.write_exactly(format!("{:#}\n", Value::from(all)).as_bytes());
        }
    }
    Exit::Fine
}

fn text() -> Text {
    let mut text = Text::new();
    for (index, template) in templates().iter().enumerate() {
        if index > 0 {
            text.end_line();
        }
        text.add(Style::Strong, &template.name).plain("  ").plain(&template.title).end_line();
        text.plain("  ").plain(&template.summary).end_line();
        let width = template.fields.iter().map(|field| field.key.len()).max().unwrap_or(0);
        for field in &template.fields {
            text.plain(format!("    {:width$}  ", field.key)).plain(&field.default).end_line();
        }
    }
    text
}

fn value(template: &Template) -> Value {
    let field = |field: &pipewright_core::template::Field| {
        json!({
            "key": field.key,
            "label": field.label,
            "kind": field.kind.as_str(),
            "default": field.default,
            "help": field.help,
            "choices": field.choices,
            "pattern": field.pattern(),
        })
    };
    json!({
        "name": template.name,
        "title": template.title,
        "summary": template.summary,
        "systems": template.systems,
        "fields": template.fields.iter().map(field).collect::<Vec<_>>(),
    })
}
