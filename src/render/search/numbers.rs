//! Numbers as printable characters, so that scripts can hold many of them in little space.
//!
//! A number is written to the base 46, the highest digit first. There are 92 printable ASCII characters
//! beside the space, `"` and `\`, which a script's text would have to escape: the first 46 stand for a
//! number's last digit, the others for the digits before it.

const BASE: usize = 46;

/// Appends a number, in ASCII.
pub(super) fn push(code: &mut Vec<u8>, number: usize) {
    if number >= BASE {
        push_leading(code, number / BASE);
    }
    code.push(character(number % BASE));
}

fn push_leading(code: &mut Vec<u8>, number: usize) {
    if number >= BASE {
        push_leading(code, number / BASE);
    }
    code.push(character(number % BASE + BASE));
}

/// Numbers as text.
pub(super) fn text(code: &[u8]) -> &str {
    str::from_utf8(code).expect("they are ASCII")
}

fn character(value: usize) -> u8 {
    let code = b'!' + u8::try_from(value).expect("there are 92 digits");
    let code = code + u8::from(code >= b'"');
    code + u8::from(code >= b'\\')
}

/// Reads numbers as the script does.
pub(super) fn read(code: &str) -> impl Iterator<Item = usize> {
    let mut number = 0;
    code.bytes().filter_map(move |byte| {
        let value = usize::from(byte - b'!' - u8::from(byte > b'"') - u8::from(byte > b'\\'));
        if value < BASE {
            return Some(std::mem::take(&mut number) + value);
        }
        number = (number + value - BASE) * BASE;
        None
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_in_characters_that_need_no_escape() {
        let numbers = (0..5000).chain([46 * 46 * 46 - 1, 46 * 46 * 46, 1 << 40, usize::MAX]);
        let numbers: Vec<usize> = numbers.collect();
        let mut code = Vec::new();
        for number in &numbers {
            push(&mut code, *number);
        }
        let code = text(&code);
        assert_eq!(read(code).collect::<Vec<usize>>(), numbers);
        let is_plain = |c: char| c.is_ascii_graphic() && c != '"' && c != '\\';
        assert!(code.chars().all(is_plain), "{code}");
        let mut short = Vec::new();
        push(&mut short, 45);
        assert_eq!(short.len(), 1);
    }
}
