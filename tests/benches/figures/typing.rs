//! One letter typed into a field: the edit, and everything derived from it.

use criterion::{BenchmarkId, Criterion};
use pipewright::editor::Editor;
use pipewright_core::document::{Owner, Place};
use pipewright_core::edit::{Change, Edit};
use pipewright_core::pipeline::Path;
use serde_json::json;

use super::large::{self, SIZES};

/// In the middle of the pipeline, into the configuration of an action.
pub fn typing(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("typing");
    for (name, path) in [
        ("one letter", Path::configuration("ProjectName")),
        ("one letter that concerns other actions", Path::configuration("PrimarySource")),
        ("one letter of a name", Path::key("name")),
    ] {
        for (stages, actions) in SIZES {
            let mut editor = Editor::new(large::document(stages, actions));
            let action = editor.document().pipeline().stages[stages / 2].actions[actions / 2].id;
            let place = Place::at(Owner::Action(action), path.clone());
            let mut length = 0;
            group.bench_function(BenchmarkId::new(name, format!("{stages}x{actions}")), |bencher| {
                bencher.iter(|| {
                    length = length % 40 + 1;
                    let edit = Edit::set(place.clone(), Some(json!("x".repeat(length))));
                    let change = Change::new("Set", vec![edit]).merging_at(place.clone());
                    editor.run(&change).expect("the action is there");
                });
            });
        }
    }
    for (stages, actions) in SIZES {
        let mut editor = Editor::new(large::document(stages, actions));
        let text = editor.text().into_owned();
        let name = format!("project-{}", stages * actions / 2);
        let mut length = 0;
        group.bench_function(
            BenchmarkId::new("one letter of the text", format!("{stages}x{actions}")),
            |bencher| {
                bencher.iter(|| {
                    length = length % 40 + 1;
                    let text = text.replacen(&name, &"x".repeat(length), 1);
                    editor.type_text(&text).expect("it applies");
                });
            },
        );
    }
    group.finish();
}
