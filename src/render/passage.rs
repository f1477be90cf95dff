//! A passage's words with everything that is said about them: markup, quotes, names, corrections.
//!
//! Quotes overlap as they like, and HTML elements only nest. So
//!
//! 1. the text is cut wherever a layer begins or ends;
//! 2. each piece knows which layers cover it, from the outermost to the innermost: links, so that
//!    none is ever cut in two, then inline elements, then one `<mark>` for all quotes together;
//! 3. the pieces are written one after the other, and an element stays open from one piece to the
//!    next as long as both are inside it.
//!
//! The words come out as they went in; only the reading of a correction is added, in an `<ins>`.

use std::collections::BTreeSet;
use std::ops::Range;

use super::html::{Html, push_attribute, push_text};

/// Something that covers a range of a block's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Layer {
    /// The bytes of the block's text that it covers.
    pub(super) range: Range<usize>,
    /// What it is.
    pub(super) kind: LayerKind,
}

/// What covers a range of a block's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum LayerKind {
    /// A link. Of two that overlap, the one that comes first in the list of layers stays.
    Link(Anchor),
    /// An inline element: `em`, `strong`, `code`, `s`, `b`.
    Element(&'static str),
    /// Words of a quote.
    Quote {
        /// The id of its position's stance.
        stance: &'static str,
        /// The id under which its first word is found, if any.
        id: Option<String>,
    },
    /// An error of transmission.
    Correction {
        /// What should stand there; none where the correction goes on in the next block.
        read: Option<String>,
    },
}

/// A link's attributes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Anchor {
    /// Where it leads.
    pub(super) href: String,
    /// Class, if any.
    pub(super) class: Option<&'static str>,
    /// Id, if any.
    pub(super) id: Option<String>,
    /// Accessible name where the words alone say too little.
    pub(super) label: Option<String>,
}

/// Writes `clip`, a range of a block's text, with the layers that cover it.
///
/// Layers may nest, overlap, be empty and reach beyond `clip`; ranges must lie on the borders of
/// characters of `text`.
pub(super) fn passage(text: &str, clip: Range<usize>, layers: &[Layer]) -> Html {
    if layers.is_empty() {
        return Html::text(&text[clip]);
    }
    let mut layers = visible(layers, &clip);
    layers.sort_by_key(|layer| layer.range.start);
    let expected = clip.len() + 80 * layers.len();
    if layers.is_sorted_by(|a, b| a.range.end <= b.range.start) {
        let mut markup = String::with_capacity(expected);
        push_apart(&mut markup, text, clip, &layers);
        return Html::trusted(markup);
    }
    let mut writer = Writer {
        markup: String::with_capacity(expected),
        open: Vec::new(),
    };
    for piece in pieces(&clip, &layers) {
        let covering: Vec<usize> = covering(&layers, &piece);
        writer.enter(&layers, wrappers(&layers, &covering), piece.start);
        push_text(&mut writer.markup, &text[piece.clone()]);
        for &index in &covering {
            if let LayerKind::Correction { read: Some(read) } = layers[index].kind
                && layers[index].range.end == piece.end
            {
                push_reading(&mut writer.markup, read);
            }
        }
    }
    writer.enter(&layers, Vec::new(), clip.end);
    Html::trusted(writer.markup)
}

/// Writes a text with layers of which none lies over another, as most do: each is one element.
fn push_apart(markup: &mut String, text: &str, clip: Range<usize>, layers: &[Visible<'_>]) {
    let mut at = clip.start;
    for (index, layer) in layers.iter().enumerate() {
        push_text(markup, &text[at..layer.range.start]);
        let wrapper = match layer.kind {
            LayerKind::Quote { .. } => Wrapper::Quotes(vec![index]),
            _ => Wrapper::Layer(index),
        };
        push_start(markup, layers, &wrapper, layer.range.start);
        push_text(markup, &text[layer.range.clone()]);
        if let LayerKind::Correction { read: Some(read) } = layer.kind {
            push_reading(markup, read);
        }
        push_end(markup, layers, &wrapper);
        at = layer.range.end;
    }
    push_text(markup, &text[at..clip.end]);
}

/// What is shown of a layer.
struct Visible<'l> {
    range: Range<usize>,
    kind: &'l LayerKind,
    /// The id of a quote whose first word is shown.
    id: Option<&'l str>,
}

/// Layers clipped to what is shown, without empty ones and without links over other links.
fn visible<'l>(layers: &'l [Layer], clip: &Range<usize>) -> Vec<Visible<'l>> {
    let mut kept: Vec<Visible<'_>> = Vec::with_capacity(layers.len());
    for layer in layers {
        let range = layer.range.start.max(clip.start)..layer.range.end.min(clip.end);
        let crosses_link = || {
            kept.iter().any(|other| {
                matches!(other.kind, LayerKind::Link(_)) && overlap(&other.range, &range)
            })
        };
        if range.is_empty() || (matches!(layer.kind, LayerKind::Link(_)) && crosses_link()) {
            continue;
        }
        let id = match &layer.kind {
            LayerKind::Quote { id, .. } if range.start == layer.range.start => id.as_deref(),
            _ => None,
        };
        let kind = &layer.kind;
        kept.push(Visible { range, kind, id });
    }
    kept
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

fn pieces(clip: &Range<usize>, layers: &[Visible<'_>]) -> Vec<Range<usize>> {
    let ends = layers.iter().map(|layer| &layer.range).chain([clip]);
    let mut cuts: Vec<usize> = ends.flat_map(|range| [range.start, range.end]).collect();
    cuts.sort_unstable();
    cuts.dedup();
    cuts.windows(2).map(|cut| cut[0]..cut[1]).collect()
}

fn covering(layers: &[Visible<'_>], piece: &Range<usize>) -> Vec<usize> {
    (0..layers.len())
        .filter(|&index| overlap(&layers[index].range, piece))
        .collect()
}

/// One element around a piece. Equal values of neighbouring pieces are one element.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Wrapper {
    /// A layer of its own, by its index.
    Layer(usize),
    /// The quotes that cover the piece, by their indices.
    Quotes(Vec<usize>),
}

/// The elements around a piece, the outermost first.
fn wrappers(layers: &[Visible<'_>], covering: &[usize]) -> Vec<Wrapper> {
    let of = |wanted: fn(&LayerKind) -> bool| {
        let mut indices: Vec<usize> = covering
            .iter()
            .copied()
            .filter(|&index| wanted(layers[index].kind))
            .collect();
        // What begins first and ends last is outermost, so that nested elements stay whole.
        indices.sort_by_key(|&index| {
            let range = &layers[index].range;
            (range.start, usize::MAX - range.end, index)
        });
        indices
    };
    let mut list: Vec<Wrapper> = of(|kind| matches!(kind, LayerKind::Link(_)))
        .into_iter()
        .chain(of(|kind| matches!(kind, LayerKind::Element(_))))
        .map(Wrapper::Layer)
        .collect();
    let quotes = of(|kind| matches!(kind, LayerKind::Quote { .. }));
    if !quotes.is_empty() {
        list.push(Wrapper::Quotes(quotes));
    }
    let corrections = of(|kind| matches!(kind, LayerKind::Correction { .. }));
    list.extend(corrections.into_iter().map(Wrapper::Layer));
    list
}

struct Writer {
    markup: String,
    open: Vec<Wrapper>,
}

impl Writer {
    /// Closes what ends at a byte of the text and opens what begins there.
    fn enter(&mut self, layers: &[Visible<'_>], wanted: Vec<Wrapper>, at: usize) {
        let common = self
            .open
            .iter()
            .zip(&wanted)
            .take_while(|(open, wanted)| open == wanted)
            .count();
        while self.open.len() > common {
            let wrapper = self.open.pop().expect("more than `common` are open");
            push_end(&mut self.markup, layers, &wrapper);
        }
        for wrapper in wanted.into_iter().skip(common) {
            push_start(&mut self.markup, layers, &wrapper, at);
            self.open.push(wrapper);
        }
    }
}

fn tag_name(layers: &[Visible<'_>], wrapper: &Wrapper) -> &'static str {
    match wrapper {
        Wrapper::Quotes(_) => "mark",
        Wrapper::Layer(index) => match layers[*index].kind {
            LayerKind::Link(_) => "a",
            LayerKind::Element(name) => name,
            LayerKind::Quote { .. } => "mark",
            LayerKind::Correction { .. } => "span",
        },
    }
}

fn push_end(markup: &mut String, layers: &[Visible<'_>], wrapper: &Wrapper) {
    markup.extend(["</", tag_name(layers, wrapper), ">"]);
}

fn push_start(markup: &mut String, layers: &[Visible<'_>], wrapper: &Wrapper, at: usize) {
    markup.push('<');
    markup.push_str(tag_name(layers, wrapper));
    match wrapper {
        Wrapper::Quotes(quotes) => {
            push_quote_class(markup, layers, quotes);
            push_quote_ids(markup, layers, quotes, at);
            return;
        }
        Wrapper::Layer(index) => match layers[*index].kind {
            LayerKind::Link(anchor) => push_anchor(markup, anchor),
            LayerKind::Correction { .. } => push_attribute(markup, "class", "sic"),
            LayerKind::Element(_) | LayerKind::Quote { .. } => {}
        },
    }
    markup.push('>');
}

/// Ends the start of a `<mark>` with the ids of the quotes that begin there: the first is its own,
/// others, which an element cannot have, are those of empty elements in it.
fn push_quote_ids(markup: &mut String, layers: &[Visible<'_>], quotes: &[usize], at: usize) {
    let begin = quotes.iter().map(|index| &layers[*index]);
    let begin = begin.filter(|quote| quote.range.start == at);
    let mut ids = begin.filter_map(|quote| quote.id);
    if let Some(id) = ids.next() {
        push_attribute(markup, "id", id);
    }
    markup.push('>');
    for id in ids {
        markup.push_str("<span");
        push_attribute(markup, "id", id);
        markup.push_str("></span>");
    }
}

/// Appends the class of a quote: `s-supports`, or `s-supports s-opposes many` where quotes of several stances lie over
/// each other.
fn push_quote_class(markup: &mut String, layers: &[Visible<'_>], quotes: &[usize]) {
    let stances = quotes.iter().filter_map(|&index| match layers[index].kind {
        LayerKind::Quote { stance, .. } => Some(*stance),
        _ => None,
    });
    markup.push_str(" class=\"s-");
    if quotes.len() == 1 {
        markup.extend(stances);
    } else {
        let stances: BTreeSet<&str> = stances.collect();
        let stances: Vec<&str> = stances.into_iter().collect();
        markup.extend([stances.join(" s-").as_str(), " many"]);
    }
    markup.push('"');
}

fn push_anchor(markup: &mut String, anchor: &Anchor) {
    push_attribute(markup, "href", &anchor.href);
    if let Some(class) = anchor.class {
        push_attribute(markup, "class", class);
    }
    if let Some(id) = &anchor.id {
        push_attribute(markup, "id", id);
    }
    if let Some(label) = &anchor.label {
        push_attribute(markup, "aria-label", label);
    }
}

/// The reading of a correction, in the square brackets of editors.
fn push_reading(markup: &mut String, read: &str) {
    markup.push_str("<ins class=\"reading\"> [");
    push_text(markup, read);
    markup.push_str("]</ins>");
}

#[cfg(test)]
mod tests;
