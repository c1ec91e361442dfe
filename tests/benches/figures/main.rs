//! How long large pipelines take, and how much memory. `cargo bench` prints the figures; those of frames are of the
//! time the thread has the processor for.

mod clock;
mod exports;
mod frames;
mod large;
mod memory;
mod typing;

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use pipewright_core::check::check;
use pipewright_core::document::Document;
use pipewright_core::flow::Flow;
use pipewright_core::layout::{Layout, Options, Orientation};
use pipewright_core::plan::Plan;

use large::SIZES;

/// The designer's own: frames are mostly large buffers that come and go.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn files(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("file");
    for (stages, actions) in SIZES {
        let text = large::text(stages, actions);
        let size = format!("{stages}x{actions}");
        group.bench_function(BenchmarkId::new("open", &size), |bencher| {
            bencher.iter(|| Document::read(black_box(text.as_bytes())).expect("a pipeline"));
        });
    }
    group.finish();
}

fn checks(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("check");
    for (stages, actions) in SIZES {
        let document = large::document(stages, actions);
        group.bench_function(BenchmarkId::new("all rules", format!("{stages}x{actions}")), |bencher| {
            bencher.iter(|| check(black_box(&document)));
        });
        let broken = large::broken(stages, actions);
        group.bench_function(BenchmarkId::new("all broken", format!("{stages}x{actions}")), |bencher| {
            bencher.iter(|| check(black_box(&broken)));
        });
    }
    group.finish();
}

fn flow_and_layout(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("layout");
    for (stages, actions) in SIZES {
        let pipeline = large::pipeline(stages, actions);
        let size = format!("{stages}x{actions}");
        group.bench_function(BenchmarkId::new("flow", &size), |bencher| {
            bencher.iter(|| Flow::of(black_box(&pipeline)));
        });
        let flow = Flow::of(&pipeline);
        for orientation in [Orientation::LeftToRight, Orientation::TopToBottom] {
            let id = BenchmarkId::new(format!("{orientation:?}"), &size);
            group.bench_function(id, |bencher| {
                bencher.iter(|| Layout::of(black_box(&pipeline), &flow, Options { orientation }));
            });
        }
    }
    group.finish();
}

fn plan(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("plan");
    for (stages, actions) in SIZES {
        let old = large::pipeline(stages, actions);
        let mut new = old.clone();
        new.stages.rotate_left(1);
        let size = format!("{stages}x{actions}");
        group.bench_function(BenchmarkId::new("one stage moved", &size), |bencher| {
            bencher.iter(|| Plan::between(Some(black_box(&old)), &new));
        });
    }
    group.finish();
}

fn on_the_thread() -> Criterion<clock::ThreadClock> {
    Criterion::default().with_measurement(clock::ThreadClock)
}

criterion_group!(figures, files, checks, flow_and_layout, plan, typing::typing, exports::exports);
criterion_group!(name = frames; config = on_the_thread(); targets = frames::frames);
criterion_main!(figures, frames, memory::memory);
