//! How long the stages of a build take, and a whole one, on our own digest and on multiples of it.
//!
//! `cargo bench` measures; under `cargo test` each bench runs once, at the smallest size, so that it
//! cannot rot unseen: what a stage makes is looked at, and one that makes nothing fails. Multiples are made in memory: each document, and its source, under further names.
//! What the figures are, and how they were taken, stands in `benches/README.md`.
#![expect(
    clippy::unwrap_used,
    reason = "a bench that cannot read its own digest has nothing to measure"
)]

mod generated;

use std::io;
use std::path::Path;

use criterion::{BatchSize, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use policy_digest::changes::History;
use policy_digest::config::{self, Config};
use policy_digest::diag::{Code, Diagnostics, render as draw};
use policy_digest::load;
use policy_digest::render::{self, Address, Site};
use policy_digest::source::{Content, File, Files};
use policy_digest::write::{self, Destination, Output};
use policy_digest::{Analysis, Reading, analyse};

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

/// Holds a digest to all rules: it must have no mistakes.
fn analysed(config: &Config, files: &Files) -> Analysis {
    let (analysis, diagnostics) = analyse(config, files);
    analysis.unwrap_or_else(|| panic!("{}", draw::short(files, &diagnostics)))
}

/// Renders every page, and gives the bytes of all.
fn rendered(site: &Site<'_>) -> usize {
    let pages = site
        .addresses()
        .map(|address| render::render(site, address));
    pages.map(|page| page.unwrap().len()).sum()
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
                bench.iter(|| analysed(&config, files));
            },
        );
    }
    group.finish();
}

fn rendering(criterion: &mut Criterion) {
    let (config, files) = own_digest();
    let codes = policy_digest::codes();
    let Analysis { digest, comparison } = analysed(&config, &files);
    let history = History::default();
    let site = || {
        let (site, _) = render::site(&config, &files, &digest, &comparison, &history, &codes);
        site.unwrap()
    };
    criterion.bench_function("templates", |bench| bench.iter(&site));
    let site = site();
    let mut group = criterion.benchmark_group("render");
    group.throughput(Throughput::Elements(site.addresses().count() as u64));
    group.bench_function("all pages, one thread", |bench| {
        bench.iter(|| rendered(&site));
    });
    group.finish();
}

/// All stages as `build` calls them, from the files on the disk to those of a new site.
fn building(criterion: &mut Criterion) {
    let (_, files) = own_digest();
    let codes = policy_digest::codes();
    let mut group = criterion.benchmark_group("build");
    group.sample_size(10);
    for &times in multiples() {
        let files = multiplied(&files, times);
        let documents = files.under("content/documents/").count();
        let files: Vec<File> = files.under("").map(|(_, file)| file.clone()).collect();
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("digest");
        write::create(&root, &files).unwrap();
        group.throughput(Throughput::Elements(documents as u64));
        group.bench_function(BenchmarkId::from_parameter(documents), |bench| {
            bench.iter_batched(
                || tempfile::tempdir().unwrap(),
                |out| {
                    let written = built(&root, &out.path().join("site"), &codes);
                    assert!(written > documents, "{written} files");
                    out
                },
                BatchSize::PerIteration,
            );
        });
    }
    group.finish();
}

/// Builds a site, and gives the number of its files.
fn built(root: &Path, out: &Path, codes: &[&'static Code]) -> usize {
    let reading: Reading = policy_digest::read(load::digest(root).unwrap(), None);
    let (site, found) = reading.site(codes);
    let Some(site) = site else {
        panic!(
            "{}{}",
            draw::short(&reading.files, &reading.diagnostics),
            draw::short(&reading.files, &found)
        );
    };
    let listed: Vec<&Address> = site.addresses().collect();
    let addresses: Vec<String> = listed.iter().map(|it| it.path()).collect();
    let output = Output::claim(root, &["content"], Destination::Chosen(out)).unwrap();
    let render =
        |index: usize, out: &mut dyn io::Write| render::render_into(&site, listed[index], out);
    let written = output.write(&addresses, render).unwrap().unwrap();
    assert_eq!(written.changed, addresses.len());
    written.files
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
        let Analysis { digest, comparison } = analysed(&config, &files);
        let search = config.search;
        group.throughput(Throughput::Elements(documents as u64));
        for (name, search) in [("with", search), ("without", None)] {
            config.search = search;
            group.bench_function(BenchmarkId::new(name, documents), |bench| {
                bench.iter(|| {
                    let (site, _) =
                        render::site(&config, &files, &digest, &comparison, &history, &codes);
                    let site = site.unwrap();
                    let paths = site.addresses().map(Address::path);
                    let count = paths.filter(|path| path.starts_with("search/")).count();
                    assert_eq!(count > 0, search.is_some());
                });
            });
        }
    }
    group.finish();
}

criterion_group! {
    name = stages;
    config = Criterion::default().sample_size(20);
    targets = analysing, indexing, rendering, building
}
criterion_main!(stages);
