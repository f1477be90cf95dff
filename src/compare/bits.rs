//! Bits of numbers, from the lowest on.

/// The places of the bits that are set, counted from 0, in order.
pub(super) fn ones(bits: u64) -> impl Iterator<Item = usize> {
    // Each time without the lowest one.
    let rest = std::iter::successors(Some(bits), |bits| Some(bits & bits.wrapping_sub(1)));
    let rest = rest.take_while(|bits| *bits != 0);
    rest.map(|bits| bits.trailing_zeros() as usize)
}
