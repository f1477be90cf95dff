//! How long the stages of a build take, on our own digest and on multiples of it.
//!
//! `cargo bench` measures; under `cargo test` each bench runs once, at the smallest size, so that it
//! cannot rot unseen. Multiples are made in memory: each document, and its source, under further names.
//! What the figures are, and how they were taken, stands in `benches/README.md`.
#![expect(
    clippy::unwrap_used,
    reason = "a bench that cannot read its own digest has nothing to measure"
)]

mod generated;

use std::path::Path;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use policy_digest::changes::History;
use policy_digest::config::{self, Config};
use policy_digest::diag::Diagnostics;
use policy_digest::load;
use policy_digest::source::{Content, File, Files};
use policy_digest::{Analysis, analyse, render};

/// How many times the documents of our own digest; under `cargo test` the first alone.
const MULTIPLES: [usize; 3] = [1, 10, 100];

fn multiples() -> &'static [usize] {
    let measuring = std::env::args().any(|argument| argument == "--bench");
    if measuring {
        &MULTIPLES
    } else {
        &MULTIPLES[..1]
    }
}

fn own_digest() -> (Config, Files) {
    let files = load::digest(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
    let config = config::read(&files, &mut Diagnostics::new()).unwrap();
    (config, files)
}

/// The same digest with each of its documents `times` times.
fn multiplied(files: &Files, times: usize) -> Files {
    let copies = (1..times).flat_map(|number| {
        files.under("content/documents/").map(move |(_, file)| {
            let path = file.path.replace(".yaml", &format!("-copy{number}.yaml"));
            let content = Content::Bytes(file.bytes().to_vec());
            File { path, content }
        })
    });
    let own = files.under("").map(|(_, file)| file.clone());
    Files::new(own.chain(copies))
}

fn analysing(criterion: &mut Criterion) {
    let (config, files) = own_digest();
    let mut group = criterion.benchmark_group("analyse");
    for &times in multiples() {
        let files = multiplied(&files, times);
        let documents = files.under("content/documents/").count();
        group.throughput(Throughput::Elements(documents as u64));
        group.bench_with_input(
            BenchmarkId::from_parameter(documents),
            &files,
            |bench, files| {
                bench.iter(|| analyse(&config, files));
            },
        );
    }
    group.finish();
}

fn rendering(criterion: &mut Criterion) {
    let (config, files) = own_digest();
    let codes = policy_digest::codes();
    let (analysis, _) = analyse(&config, &files);
    let analysis = analysis.unwrap();
    let history = History::default();
    criterion.bench_function("templates", |bench| {
        bench.iter(|| {
            render::site(
                &config,
                &files,
                &analysis.digest,
                &analysis.comparison,
                &history,
                &codes,
            )
        });
    });
    let (site, _) = render::site(
        &config,
        &files,
        &analysis.digest,
        &analysis.comparison,
        &history,
        &codes,
    );
    let site = site.unwrap();
    let mut group = criterion.benchmark_group("render");
    group.throughput(Throughput::Elements(site.addresses().len() as u64));
    group.bench_function("all pages, one thread", |bench| {
        bench.iter(|| {
            let pages = site
                .addresses()
                .iter()
                .map(|address| render::render(&site, address));
            pages.map(|page| page.unwrap().len()).sum::<usize>()
        });
    });
    group.finish();
}

/// Preparing a site, of which the index of the search is by far the most.
fn indexing(criterion: &mut Criterion) {
    let measuring = std::env::args().any(|argument| argument == "--bench");
    let sizes: &[usize] = if measuring { &[100, 1000] } else { &[10] };
    let codes = policy_digest::codes();
    let history = History::default();
    let mut group = criterion.benchmark_group("search");
    for &documents in sizes {
        let files = Files::new(generated::files(documents));
        let mut config = config::read(&files, &mut Diagnostics::new()).unwrap();
        let (analysis, diagnostics) = analyse(&config, &files);
        let Some(analysis) = analysis else {
            panic!(
                "{}",
                policy_digest::diag::render::short(&files, &diagnostics)
            );
        };
        let search = config.search;
        group.throughput(Throughput::Elements(documents as u64));
        for (name, search) in [("with", search), ("without", None)] {
            config.search = search;
            group.bench_function(BenchmarkId::new(name, documents), |bench| {
                bench.iter(|| {
                    let Analysis { digest, comparison } = &analysis;
                    render::site(&config, &files, digest, comparison, &history, &codes)
                });
            });
        }
    }
    group.finish();
}

criterion_group! {
    name = stages;
    config = Criterion::default().sample_size(20);
    targets = analysing, indexing, rendering
}
criterion_main!(stages);
