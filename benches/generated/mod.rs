//! Digests of any size, made in memory from a fixed seed.
//!
//! Words are as frequent as in languages (the n-th one n times rarer than the first, Zipf's law), so that
//! an index of them has few long lists and many short ones. All documents are of one language that does not
//! exist. Each has headings, mentions of instruments, positions whose quotes stand in it, and silences that
//! hold; every other one is hard-wrapped, as plain text mostly is.

use std::fmt::Write as _;

use policy_digest::source::{Content, File};

const WORDS: usize = 900;
const VOCABULARY: usize = 50_000;
const THEMES: usize = 40;
const QUESTIONS_PER_THEME: usize = 3;
const QUESTIONS: usize = THEMES * QUESTIONS_PER_THEME;
const HOLDERS: usize = 200;
const INSTRUMENTS: usize = 50;
const POSITIONS: usize = 10;
const SILENCES: usize = 5;
/// Characters of a hard-wrapped line.
const WIDTH: usize = 72;
const STANCES: [&str; 4] = ["supports", "qualified", "raises", "opposes"];
const KINDS: [&str; 4] = ["declaration", "resolution", "report", "speech"];

/// The files of a digest of so many documents, in no order.
pub(crate) fn files(documents: usize) -> Vec<File> {
    let mut files = vec![file(
        "book.toml",
        "[book]\ntitle = \"Generated\"\nsrc = \"content\"\n[output.digest]\npairs-limit = 0\n"
            .to_owned(),
    )];
    files.extend((0..THEMES).map(theme));
    // No holder and no instrument without a document: both would be reported.
    files.extend((0..HOLDERS.min(documents)).map(holder));
    files.extend((0..INSTRUMENTS.min(documents)).map(instrument));
    let frequencies = Frequencies::new();
    for number in 0..documents {
        let mut random = Random(number as u64 ^ 0x5eed);
        let text = Text::new(number, &frequencies, &mut random);
        let source = file(
            &format!("seeds/document-{number}.txt"),
            text.source(number % 2 == 1),
        );
        files.push(file(
            &format!("content/documents/document-{number}.yaml"),
            record(number, documents, &source.sha256(), &text, &mut random),
        ));
        files.push(source);
    }
    files
}

fn file(path: &str, text: String) -> File {
    File {
        path: path.to_owned(),
        content: Content::Bytes(text.into_bytes()),
    }
}

fn theme(number: usize) -> File {
    let mut record = format!(
        "title: Theme {number}\norder: {number}\nsummary: What is asked of {}.\nquestions:\n",
        word(number)
    );
    for question in 0..QUESTIONS_PER_THEME {
        let id = number * QUESTIONS_PER_THEME + question;
        let term = term(id);
        let _ = write!(
            record,
            "  - id: question-{id}\n    short: Question {id}\n    proposition: There should be {term}.\n    kind: demand\n    subject: {term}\n    terms: [{term}]\n"
        );
    }
    file(&format!("content/themes/theme-{number}.yaml"), record)
}

/// The term of a question: a word that stands in about every fifth document.
fn term(question: usize) -> String {
    word(300 + question)
}

fn holder(number: usize) -> File {
    let name = name(&mut Random(number as u64 + 1));
    file(
        &format!("content/holders/holder-{number}.yaml"),
        format!("name: {name} {number}\nkind: organisation\n"),
    )
}

fn instrument(number: usize) -> File {
    file(
        &format!("content/instruments/instrument-{number}.yaml"),
        format!("name: {}\nkind: treaty\n", instrument_name(number)),
    )
}

fn instrument_name(number: usize) -> String {
    let name = name(&mut Random(0xacc0_4d00 + number as u64));
    format!("{name} Accord")
}

/// What stands in a document.
struct Text {
    parts: Vec<Part>,
}

enum Part {
    Heading(String),
    Paragraph(Vec<String>),
}

impl Text {
    fn new(number: usize, frequencies: &Frequencies, random: &mut Random) -> Self {
        let mut parts = Vec::new();
        let mut words = 0;
        while words < WORDS {
            if parts.len() % 8 == 0 {
                parts.push(Part::Heading(name(random)));
            }
            let length = (10 + random.below(30)).min(WORDS - words).max(9);
            words += length;
            let mut paragraph: Vec<String> = (0..length)
                .map(|_| word(frequencies.pick(random)))
                .collect();
            paragraph[0] = capitalised(&paragraph[0]);
            paragraph[length - 1].push('.');
            parts.push(Part::Paragraph(paragraph));
        }
        // The first one makes sure that none goes unmentioned.
        for instrument in [
            number % INSTRUMENTS,
            random.below(INSTRUMENTS.min(number + 1)),
        ] {
            let at = 1 + random.below(parts.len() - 1);
            if let Part::Paragraph(paragraph) = &mut parts[at] {
                let name = instrument_name(instrument);
                paragraph.splice(1..1, name.split(' ').map(str::to_owned));
            } else {
                parts.push(Part::Paragraph(vec![
                    "Ta".to_owned(),
                    instrument_name(instrument),
                    "de.".to_owned(),
                ]));
            }
        }
        Self { parts }
    }

    fn source(&self, is_wrapped: bool) -> String {
        let parts = self.parts.iter().map(|part| match part {
            Part::Heading(heading) => heading.clone(),
            Part::Paragraph(words) if is_wrapped => wrapped(words),
            Part::Paragraph(words) => words.join(" "),
        });
        let mut source = parts.collect::<Vec<String>>().join("\n\n");
        source.push('\n');
        source
    }

    /// Words enough to stand there once.
    fn quote(&self, random: &mut Random) -> String {
        let paragraphs: Vec<&Vec<String>> = self
            .parts
            .iter()
            .filter_map(|part| match part {
                Part::Paragraph(words) if words.len() >= 9 => Some(words),
                _ => None,
            })
            .collect();
        let words = paragraphs[random.below(paragraphs.len())];
        let length = (9 + random.below(10)).min(words.len());
        let start = random.below(words.len() - length + 1);
        let quote = words[start..start + length].join(" ");
        quote.trim_end_matches('.').to_owned()
    }

    fn has(&self, term: &str) -> bool {
        self.parts.iter().any(|part| match part {
            Part::Heading(heading) => heading.split(' ').any(|word| is_same(word, term)),
            Part::Paragraph(words) => words.iter().any(|word| is_same(word, term)),
        })
    }
}

fn is_same(word: &str, term: &str) -> bool {
    word.trim_end_matches('.').eq_ignore_ascii_case(term)
}

fn wrapped(words: &[String]) -> String {
    let mut text = String::new();
    let mut column = 0;
    for word in words {
        if column > 0 && column + 1 + word.len() > WIDTH {
            text.push('\n');
            column = 0;
        } else if column > 0 {
            text.push(' ');
            column += 1;
        }
        text.push_str(word);
        column += word.len();
    }
    text
}

fn record(number: usize, documents: usize, hash: &str, text: &Text, random: &mut Random) -> String {
    let holders = HOLDERS.min(documents);
    let mut record = format!(
        "source: document-{number}.txt\ntitle: {} of {number}\nshort: Document {number}\nkind: {}\n\
         issuer: holder-{}\ndate: \"{}-{:02}\"\nlanguage: en\nprovenance: {{ sha256: {hash} }}\n\
         summary: A text.\npositions:\n",
        name(random),
        KINDS[random.below(KINDS.len())],
        number % holders,
        1990 + random.below(36),
        1 + random.below(12),
    );
    let first = random.below(QUESTIONS);
    // Seven has no divisor in common with the number of questions: none comes twice.
    let question = |index: usize| (first + index * 7) % QUESTIONS;
    for index in 0..POSITIONS {
        let _ = write!(
            record,
            "  - question: question-{}\n    stance: {}\n",
            question(index),
            STANCES[random.below(STANCES.len())],
        );
        if random.below(5) == 0 {
            let _ = writeln!(record, "    holder: holder-{}", random.below(holders));
        }
        let quotes = 1 + random.below(2);
        let quotes: Vec<String> = (0..quotes).map(|_| text.quote(random)).collect();
        let summary: Vec<&str> = quotes[0].split(' ').skip(1).take(6).collect();
        let _ = write!(
            record,
            "    summary: They say {}.\n    quotes:\n",
            summary.join(" ").to_lowercase()
        );
        for quote in quotes {
            let _ = writeln!(record, "      - \"{quote}\"");
        }
    }
    record.push_str("silent:\n");
    for index in POSITIONS..POSITIONS + SILENCES {
        let question = question(index);
        let term = term(question);
        let _ = match text.has(&term) {
            true => writeln!(
                record,
                "  - {{ question: question-{question}, seen: [{term}], note: Said of another matter. }}"
            ),
            false => writeln!(record, "  - question-{question}"),
        };
    }
    record
}

fn name(random: &mut Random) -> String {
    let words = [random.below(VOCABULARY), random.below(VOCABULARY)].map(word);
    words.map(|word| capitalised(&word)).join(" ")
}

fn capitalised(word: &str) -> String {
    word[..1].to_uppercase() + &word[1..]
}

/// A word that no other number has; frequent ones are short.
fn word(number: usize) -> String {
    const ONSETS: [&str; 12] = ["b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t"];
    const RHYMES: [&str; 10] = ["a", "e", "i", "o", "u", "an", "en", "is", "ol", "ur"];
    let mut word = String::new();
    let mut rest = number;
    loop {
        word.push_str(ONSETS[rest % ONSETS.len()]);
        rest /= ONSETS.len();
        word.push_str(RHYMES[rest % RHYMES.len()]);
        rest /= RHYMES.len();
        if rest == 0 {
            return word;
        }
        rest -= 1;
    }
}

/// How often each word of the vocabulary is used.
struct Frequencies {
    /// The sum of the frequencies up to each word.
    sums: Vec<f64>,
}

impl Frequencies {
    fn new() -> Self {
        let mut sum = 0.0;
        let sums = (1..=VOCABULARY).map(|rank| {
            sum += 1.0 / rank as f64;
            sum
        });
        Self {
            sums: sums.collect(),
        }
    }

    fn pick(&self, random: &mut Random) -> usize {
        let last = self.sums[VOCABULARY - 1];
        let at = random.next() as f64 / u64::MAX as f64 * last;
        self.sums
            .partition_point(|sum| *sum < at)
            .min(VOCABULARY - 1)
    }
}

/// Numbers that look random and are the same each time (splitmix64).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Below `end`.
    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).expect("below a usize")
    }
}
