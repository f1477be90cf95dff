//! Digests of any size, made in memory from a fixed seed.
//!
//! Words are as frequent as in languages (the n-th one n times rarer than the first, Zipf's law), so that
//! an index of them has few long lists and many short ones. All documents are of one language that does not
//! exist; each has positions on some of the questions, whose quotes stand in it.

use std::fmt::Write as _;

use policy_digest::source::{Content, File, Files};
use sha2::{Digest as _, Sha256};

const WORDS: usize = 900;
const VOCABULARY: usize = 50_000;
const THEMES: usize = 5;
const QUESTIONS_PER_THEME: usize = 4;
const POSITIONS: usize = 8;
const STANCES: [&str; 4] = ["supports", "qualified", "raises", "opposes"];

/// The files of a digest of so many documents, of 900 words each.
pub(crate) fn files(documents: usize) -> Files {
    let mut files = vec![file(
        "book.toml",
        "[book]\ntitle = \"Generated\"\nsrc = \"content\"\n[output.digest]\npairs-limit = 0\n"
            .to_owned(),
    )];
    files.extend((0..THEMES).map(theme));
    let holders = documents.div_ceil(4).max(1);
    files.extend((0..holders).map(|number| {
        let name = name(&mut Random(number as u64 + 1));
        file(
            &format!("content/holders/holder-{number}.yaml"),
            format!("name: {name} {number}\nkind: organisation\n"),
        )
    }));
    let frequencies = Frequencies::new();
    for number in 0..documents {
        let mut random = Random(number as u64 ^ 0x5eed);
        let paragraphs = paragraphs(&frequencies, &mut random);
        let source = paragraphs.join("\n\n");
        let record = record(number, holders, &source, &paragraphs, &mut random);
        files.push(file(
            &format!("content/documents/document-{number}.yaml"),
            record,
        ));
        files.push(file(&format!("seeds/document-{number}.txt"), source));
    }
    Files::new(files)
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
        let rare = word(300 + id);
        let _ = write!(
            record,
            "  - id: question-{id}\n    short: Question {id}\n    proposition: There should be {rare}.\n    kind: demand\n    subject: {rare}\n    terms: [{rare}]\n"
        );
    }
    file(&format!("content/themes/theme-{number}.yaml"), record)
}

fn paragraphs(frequencies: &Frequencies, random: &mut Random) -> Vec<String> {
    let mut paragraphs = Vec::new();
    let mut words = 0;
    while words < WORDS {
        let length = (10 + random.below(30)).min(WORDS - words).max(9);
        words += length;
        let mut text = String::new();
        for index in 0..length {
            let next = word(frequencies.pick(random));
            if index == 0 {
                text.push_str(&capitalised(&next));
            } else {
                text.push(' ');
                text.push_str(&next);
            }
        }
        text.push('.');
        paragraphs.push(text);
    }
    paragraphs
}

fn record(
    number: usize,
    holders: usize,
    source: &str,
    paragraphs: &[String],
    random: &mut Random,
) -> String {
    let hash: String = Sha256::digest(source)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let mut record = format!(
        "source: document-{number}.txt\ntitle: {} of {number}\nshort: Document {number}\nkind: declaration\n\
         issuer: holder-{}\nlanguage: en\nprovenance: {{ sha256: {hash} }}\nsummary: A text.\npositions:\n",
        name(random),
        number % holders
    );
    let questions = THEMES * QUESTIONS_PER_THEME;
    let first = random.below(questions);
    for index in 0..POSITIONS {
        let paragraph = &paragraphs[random.below(paragraphs.len())];
        // Words enough to stand there once.
        let quote: Vec<&str> = paragraph.trim_end_matches('.').split(' ').take(9).collect();
        let _ = write!(
            record,
            "  - question: question-{}\n    stance: {}\n    summary: They say {}.\n    quotes: [\"{}\"]\n",
            (first + index) % questions,
            STANCES[random.below(STANCES.len())],
            quote[1],
            quote.join(" ")
        );
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
