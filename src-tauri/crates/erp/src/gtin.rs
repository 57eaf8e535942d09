//! GTIN: the number on a trade item (GS1 General Specifications, section 7.9 for the check digit).

/// Reads a GTIN-8, -12, -13 or -14 and writes it as GTIN-14.
///
/// # Errors
/// A sentence that says what is wrong with the number.
pub fn gtin14(text: &str) -> Result<String, String> {
    let length_known = matches!(text.len(), 8 | 12 | 13 | 14);
    if !length_known || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(format!(
            "“{}” is not a GTIN: it has 8, 12, 13 or 14 digits",
            text.chars().take(40).collect::<String>()
        ));
    }
    let padded = format!("{text:0>14}");
    let (body, check) = padded.split_at(13);
    let expected = check_digit(body);
    if check != expected.to_string() {
        return Err(format!(
            "GTIN {text} ends in {check}, but its check digit is {expected}: check the number"
        ));
    }
    Ok(padded)
}

/// The check digit of the digits before it: weights 3 and 1 from the right, filled up to ten.
fn check_digit(body: &str) -> u32 {
    let sum: u32 = body
        .chars()
        .rev()
        .filter_map(|digit| digit.to_digit(10))
        .zip([3, 1].into_iter().cycle())
        .map(|(digit, weight)| digit * weight)
        .sum();
    (10 - sum % 10) % 10
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shorter_numbers_are_filled_with_zeros() {
        assert_eq!(gtin14("4012345678901").unwrap(), "04012345678901");
        assert_eq!(gtin14("036000291452").unwrap(), "00036000291452");
    }

    #[test]
    fn a_wrong_check_digit_is_named() {
        let refused = gtin14("4012345678902").unwrap_err();

        assert!(refused.contains("check digit is 1"), "{refused}");
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in ["", "123", "40123456789O1", "４０１２３４５６"] {
            assert!(gtin14(text).is_err(), "{text}");
        }
    }
}
