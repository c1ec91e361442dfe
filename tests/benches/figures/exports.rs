//! How long a design takes to become something to look at or to send.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion};
use pipewright::picture::Form;
use pipewright_core::format::svg::Options;

use super::large::{self, SIZES};

/// Every form, each of a whole design; PNG at scale 1.
pub fn exports(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("export");
    group.sample_size(10);
    let forms = [Form::Svg, Form::Mermaid, Form::Markdown, Form::Html, Form::Png, Form::Pdf];
    for (stages, actions) in SIZES {
        let document = large::document(stages, actions);
        for form in forms {
            let id = BenchmarkId::new(form.ending(), format!("{stages}x{actions}"));
            let options = Options::default();
            group.bench_function(id, |bencher| {
                bencher.iter(|| form.write(black_box(&document), &options, 1.0).map(|bytes| bytes.len()));
            });
        }
    }
    group.finish();
}
