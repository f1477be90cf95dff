//! Numbers as printable characters, so that scripts can hold many of them in little space.
//!
//! A number is written to the base 46, the highest digit first. There are 92 printable ASCII characters
//! beside the space, `"` and `\`, which a script's text would have to escape: the first 46 stand for a
//! number's last digit, the others for the digits before it.

const BASE: usize = 46;

/// Appends a number.
pub(super) fn push(code: &mut String, number: usize) {
    push_leading(code, number / BASE);
    code.push(character(number % BASE));
}

fn push_leading(code: &mut String, number: usize) {
    if number > 0 {
        push_leading(code, number / BASE);
        code.push(character(number % BASE + BASE));
    }
}

fn character(value: usize) -> char {
    let code = b'!' + u8::try_from(value).expect("there are 92 digits");
    let code = if code >= b'"' { code + 1 } else { code };
    char::from(if code >= b'\\' { code + 1 } else { code })
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
        let mut code = String::new();
        for number in &numbers {
            push(&mut code, *number);
        }
        assert_eq!(read(&code).collect::<Vec<usize>>(), numbers);
        let is_plain = |c: char| c.is_ascii_graphic() && c != '"' && c != '\\';
        assert!(code.chars().all(is_plain), "{code}");
        let mut short = String::new();
        push(&mut short, 45);
        assert_eq!(short.len(), 1);
    }
}
