//! How long a design takes to become something to look at or to send.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion};
use pipewright::picture::{Form, Wish};
use pipewright_core::format;
use pipewright_core::format::svg::Options;

use super::large::{self, SIZES};

/// Every form, each of a whole design; texts that AWS takes also with everything around the pipeline; PNG at scale 1.
pub fn exports(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("export");
    group.sample_size(10);
    for (stages, actions) in SIZES {
        let document = large::document(stages, actions);
        let size = format!("{stages}x{actions}");
        for form in Form::ALL {
            for is_whole in [false, true] {
                if is_whole && !form.as_code().is_some_and(|form| form.has_whole) {
                    continue;
                }
                let name = format!("{}{}", form.ending(), if is_whole { " whole" } else { "" });
                let text = format::Options { is_whole, ..format::Options::default() };
                let wish = Wish { form, text, picture: Options::default(), scale: 1.0 };
                group.bench_function(BenchmarkId::new(name, &size), |bencher| {
                    bencher.iter(|| wish.make(black_box(&document), &|| false).map(|(bytes, _)| bytes.len()));
                });
            }
        }
    }
    group.finish();
}
