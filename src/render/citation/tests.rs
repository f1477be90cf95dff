use serde_json::{Value, json};

use super::*;

/// What ends, begins or hides something in one of the formats.
const HOSTILE: &str = "A {b} \\c $d & #e % _f ^g ~h \"i\" <j>\r\nER  - \r\nTY  - JOUR\n}, @misc{x,";

fn date(text: &str) -> Option<Date> {
    Some(Date::parse(text).unwrap_or_else(|error| panic!("{text}: {error}")))
}

fn by(name: &str, kind: HolderKind) -> Author {
    Author {
        name: name.to_owned(),
        kind: Some(kind),
    }
}

/// A document of which everything is known.
fn statement() -> Citation {
    Citation {
        key: "statement".to_owned(),
        kind: Kind::Document(DocumentKind::JointStatement),
        title: Title {
            before: "",
            words: "Statement on AI".to_owned(),
            after: "",
            language: "en".to_owned(),
        },
        authors: vec![by(
            "Office for Rules, Trade and Form",
            HolderKind::Organisation,
        )],
        container: None,
        date: date("2024-02-29"),
        event: Some(Event {
            name: Some("Spring session".to_owned()),
            place: Some("Town".to_owned()),
            date: date("2024-02"),
        }),
        language: "en".to_owned(),
        url: Some("https://example.org/a_b?c=d&e=%20#f".to_owned()),
        retrieved: date("2024-03-01"),
    }
}

/// One of which nothing is known but its title, which is the digest's.
fn note() -> Citation {
    Citation {
        key: "note".to_owned(),
        kind: Kind::Document(DocumentKind::Other),
        title: Title {
            words: "[A note]".to_owned(),
            ..statement().title
        },
        authors: Vec::new(),
        date: None,
        event: None,
        url: None,
        retrieved: None,
        ..statement()
    }
}

fn page() -> Citation {
    Citation {
        key: "statement--page".to_owned(),
        kind: Kind::Page,
        title: Title {
            before: "Positions in “",
            after: "”",
            ..statement().title
        },
        authors: vec![
            Author {
                name: "A. Editor".to_owned(),
                kind: None,
            },
            Author {
                name: "The Institute".to_owned(),
                kind: None,
            },
        ],
        container: Some("A digest".to_owned()),
        url: Some("https://example.org/documents/statement.html".to_owned()),
        ..note()
    }
}

fn hostile() -> Citation {
    Citation {
        title: Title {
            words: HOSTILE.to_owned(),
            ..statement().title
        },
        authors: vec![by(HOSTILE, HolderKind::Organisation)],
        container: Some(HOSTILE.to_owned()),
        event: Some(Event {
            name: Some(HOSTILE.to_owned()),
            place: None,
            date: None,
        }),
        url: Some("https://example.org/}\\{".to_owned()),
        ..statement()
    }
}

fn dated(text: &str) -> Citation {
    Citation {
        date: date(text),
        ..note()
    }
}

#[test]
fn an_address_can_hold_citations() {
    for format in Format::ALL {
        let citations = [hostile(), page()];
        let written = format.write(&citations);
        let url = format.data_url(&written);
        let (media_type, text) = url.split_once(',').expect("it holds something");
        assert_eq!(
            media_type,
            format!("data:{};charset=utf-8", format.media_type())
        );
        assert!(
            !text.contains(['#', '?', '&', '"', '\'', '<', ' ', '\n']),
            "{text}"
        );
        let text = percent_encoding::percent_decode_str(text).decode_utf8();
        assert_eq!(text.expect("sound"), written);
    }
}

#[test]
fn citations_are_written_in_words() {
    let check = |citation: &Citation, expected: &str| {
        assert_eq!(words(citation).as_str(), expected);
    };
    check(
        &statement(),
        "Office for Rules, Trade and Form. <cite lang=\"en\" dir=\"ltr\">Statement on AI</cite>. \
         Joint statement. Event: Spring session, Town, February 2024. 29 February 2024. \
         https://example.org/a_b?c=d&amp;e=%20#f",
    );
    check(&note(), "<cite lang=\"en\" dir=\"ltr\">[A note]</cite>.");
    check(
        &page(),
        "A. Editor, The Institute. Positions in “<cite lang=\"en\" dir=\"ltr\">Statement on AI</cite>”. \
         A digest. https://example.org/documents/statement.html",
    );
    let asks = Citation {
        title: Title {
            words: "Who <b>rules</b>?".to_owned(),
            language: "ar".to_owned(),
            ..statement().title
        },
        ..dated("2019~")
    };
    check(
        &asks,
        "<cite lang=\"ar\" dir=\"rtl\">Who &lt;b&gt;rules&lt;/b&gt;?</cite> about 2019.",
    );
}

#[test]
fn bibtex_has_what_is_known() {
    assert_eq!(
        Format::BibTex.write(&[statement(), note(), page()]),
        "\
@techreport{statement,
  author = {{Office for Rules, Trade and Form}},
  title = {{Statement on AI}},
  type = {Joint statement},
  date = {2024-02-29},
  year = {2024},
  month = feb,
  note = {Event: Spring session, Town, February 2024},
  url = {https://example.org/a_b?c=d&e=%20#f},
  urldate = {2024-03-01},
}

@misc{note,
  title = {{[A note]}},
}

@misc{statement--page,
  author = {{A. Editor} and {The Institute}},
  title = {{Positions in “Statement on AI”}},
  howpublished = {{A digest}},
  url = {https://example.org/documents/statement.html},
}
"
    );
}

#[test]
fn bibtex_is_escaped() {
    let text = Format::BibTex.write(&[hostile()]);
    let escaped = "A {\\textbraceleft}b{\\textbraceright} {\\textbackslash}c \\$d \\& \\#e \\% \\_f \
                   {\\textasciicircum}g {\\textasciitilde}h \"i\" <j> ER - TY - JOUR \
                   {\\textbraceright}, @misc{\\textbraceleft}x,";
    assert!(
        text.contains(&format!("  author = {{{{{escaped}}}}},\n")),
        "{text}"
    );
    assert!(
        text.contains("  url = {https://example.org/%7D%5C%7B},\n"),
        "{text}"
    );
    assert_eq!(text.lines().filter(|line| line.starts_with('@')).count(), 1);
    assert!(is_balanced(&text), "{text}");
    // Braces in pairs are easier to read, and read alike.
    let paired = Citation {
        title: Title {
            words: "a {b} c".to_owned(),
            ..statement().title
        },
        ..note()
    };
    let text = Format::BibTex.write(&[paired]);
    assert!(text.contains("title = {{a \\{b\\} c}},\n"), "{text}");
}

/// Counts braces as BibTeX does, which knows no escaped ones.
fn is_balanced(text: &str) -> bool {
    let mut open = 0_i32;
    for c in text.chars() {
        open += i32::from(c == '{') - i32::from(c == '}');
        if open < 0 {
            return false;
        }
    }
    open == 0
}

#[test]
fn bibtex_has_dates_for_both_programs() {
    let check = |text: &str, expected: &str| {
        let written = Format::BibTex.write(&[dated(text)]);
        assert_eq!(
            written,
            format!("@misc{{note,\n  title = {{{{[A note]}}}},\n{expected}}}\n")
        );
    };
    check("2025", "  year = {2025},\n");
    check("2025-04", "  year = {2025},\n  month = apr,\n");
    check(
        "2025-04-19",
        "  date = {2025-04-19},\n  year = {2025},\n  month = apr,\n",
    );
    check("2019~", "  date = {2019~},\n  year = {about 2019},\n");
    check(
        "2019-04?",
        "  date = {2019-04?},\n  year = {April 2019 (uncertain)},\n",
    );
    check(
        "2019/2021",
        "  date = {2019/2021},\n  year = {2019–2021},\n",
    );
    check("2025/..", "  year = {since 2025},\n");
    check("201X", "  year = {the 2010s},\n");
}

#[test]
fn ris_has_what_is_known() {
    let text = Format::Ris.write(&[statement(), note(), page()]);
    assert_eq!(
        text.replace("\r\n", "\n"),
        "\
TY  - RPRT
PB  - Office for Rules, Trade and Form
TI  - Statement on AI
M3  - Joint statement
PY  - 2024
DA  - 2024/02/29/
N1  - Event: Spring session, Town, February 2024
LA  - en
UR  - https://example.org/a_b?c=d&e=%20#f
Y2  - 2024/03/01/
ER  - \n\
TY  - RPRT
TI  - [A note]
LA  - en
ER  - \n\
TY  - ELEC
AU  - A. Editor,
AU  - The Institute,
TI  - Positions in “Statement on AI”
T2  - A digest
LA  - en
UR  - https://example.org/documents/statement.html
ER  - \n"
    );
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
}

#[test]
fn ris_lines_cannot_be_made_up() {
    let text = Format::Ris.write(&[hostile()]);
    let tags: Vec<&str> = text.lines().map(|line| &line[..2]).collect();
    assert_eq!(
        tags,
        [
            "TY", "PB", "TI", "T2", "M3", "PY", "DA", "N1", "LA", "UR", "Y2", "ER"
        ]
    );
    assert!(text.lines().all(|line| &line[2..6] == "  - "), "{text}");
}

#[test]
fn ris_has_a_year_and_words_for_the_rest() {
    let check = |text: &str, expected: &[&str]| {
        let written = Format::Ris.write(&[dated(text)]);
        let lines: Vec<&str> = written
            .lines()
            .filter(|line| ["PY", "DA", "N1"].contains(&&line[..2]))
            .collect();
        assert_eq!(lines, expected, "{text}");
    };
    check("2025", &["PY  - 2025", "DA  - 2025///"]);
    check("2025-04", &["PY  - 2025", "DA  - 2025/04//"]);
    check("2019~", &["PY  - 2019", "DA  - 2019///about 2019"]);
    check("2025-21", &["PY  - 2025", "DA  - 2025///spring 2025"]);
    check(
        "2025-04-19/2025-04-20",
        &["PY  - 2025", "DA  - 2025/04/19/19–20 April 2025"],
    );
    check("2025/..", &["N1  - Date: since 2025"]);
    check("20XX", &["N1  - Date: 2000–2099"]);
}

#[test]
fn csl_json_has_what_is_known() {
    let text = Format::CslJson.write(&[statement(), note(), page(), hostile()]);
    let read: Value = serde_json::from_str(&text).expect("it is JSON");
    assert_eq!(
        read[0],
        json!({
            "id": "statement",
            "type": "report",
            "title": "Statement on AI",
            "author": [{ "literal": "Office for Rules, Trade and Form" }],
            "genre": "Joint statement",
            "issued": { "date-parts": [[2024, 2, 29]] },
            "event-title": "Spring session",
            "event-place": "Town",
            "event-date": { "date-parts": [[2024, 2]] },
            "language": "en",
            "URL": "https://example.org/a_b?c=d&e=%20#f",
            "accessed": { "date-parts": [[2024, 3, 1]] },
        })
    );
    assert_eq!(
        read[1],
        json!({ "id": "note", "type": "document", "title": "[A note]", "language": "en" })
    );
    assert_eq!(read[2]["type"], "webpage");
    assert_eq!(read[2]["container-title"], "A digest");
    let title = "A {b} \\c $d & #e % _f ^g ~h \"i\" <j> ER - TY - JOUR }, @misc{x,";
    assert_eq!(read[3]["title"], title);
}

#[test]
fn csl_json_has_parts_or_words_of_dates() {
    let check = |text: &str, expected: Value| {
        let written = Format::CslJson.write(&[dated(text)]);
        let read: Value = serde_json::from_str(&written).expect("it is JSON");
        assert_eq!(read[0]["issued"], expected, "{text}");
    };
    check("2025", json!({ "date-parts": [[2025]] }));
    check("2019~", json!({ "date-parts": [[2019]], "circa": true }));
    check(
        "2019-04?",
        json!({ "date-parts": [[2019, 4]], "circa": true }),
    );
    check(
        "2025-04-19/2025-04-20",
        json!({ "date-parts": [[2025, 4, 19], [2025, 4, 20]] }),
    );
    check("1985-04-XX", json!({ "date-parts": [[1985, 4]] }));
    check("2025-21", json!({ "literal": "spring 2025" }));
    check("2025/..", json!({ "literal": "since 2025" }));
    check("201X", json!({ "literal": "the 2010s" }));
    check("0000", json!({ "literal": "0" }));
    check("unknown", Value::Null);
}

#[test]
fn institutions_stay_whole_in_metas() {
    let check = |kind: DocumentKind, item: &str, institution: &str| {
        let citation = Citation {
            kind: Kind::Document(kind),
            ..statement()
        };
        let metas = metas(&citation);
        assert_eq!(metas[0], ("z:itemType", item.to_owned()), "{kind:?}");
        let name = "Office for Rules, Trade and Form";
        let carriers: Vec<&str> = metas
            .iter()
            .filter(|(_, content)| content == name)
            .map(|(name, _)| *name)
            .collect();
        assert_eq!(carriers, [institution], "{kind:?}");
    };
    let (report, publisher) = ("citation_technical_report_institution", "dc.publisher");
    check(DocumentKind::JointStatement, "report", report);
    check(DocumentKind::Declaration, "report", report);
    check(DocumentKind::Resolution, "report", report);
    check(DocumentKind::Treaty, "document", publisher);
    check(DocumentKind::Law, "statute", publisher);
    check(DocumentKind::ConceptNote, "report", report);
    check(DocumentKind::Proposal, "report", report);
    check(
        DocumentKind::NewsReport,
        "newspaperArticle",
        "prism.publicationName",
    );
    check(DocumentKind::Speech, "presentation", publisher);
    check(DocumentKind::Report, "report", report);
    check(DocumentKind::Other, "document", publisher);
}

#[test]
fn metas_have_what_is_known() {
    let owned = |metas: &[(&'static str, &str)]| -> Vec<(&'static str, String)> {
        let metas = metas.iter();
        metas.map(|(name, it)| (*name, (*it).to_owned())).collect()
    };
    let speech = Citation {
        kind: Kind::Document(DocumentKind::Speech),
        authors: vec![by("Eva Lund", HolderKind::Person)],
        date: date("2019~"),
        ..statement()
    };
    assert_eq!(
        metas(&speech),
        owned(&[
            ("z:itemType", "presentation"),
            ("citation_title", "Statement on AI"),
            ("citation_author", "Eva Lund"),
            ("dc.type", "Speech"),
            ("citation_publication_date", "about 2019"),
            ("citation_language", "en"),
            ("citation_public_url", "https://example.org/a_b?c=d&e=%20#f"),
        ])
    );
    assert_eq!(
        metas(&note()),
        owned(&[
            ("z:itemType", "document"),
            ("citation_title", "[A note]"),
            ("citation_language", "en"),
        ])
    );
}
