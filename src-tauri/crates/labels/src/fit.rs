//! Breaks and shrinks a text until it fits its place.

use crate::error::LabelError;
use crate::font::Face;
use crate::template::Fit;

/// How much smaller each attempt to shrink a line is.
const SHRINK_STEP: f32 = 0.97;

const ELLIPSIS: char = '…';

/// A text that fits: its lines and the size of their letters.
pub(crate) struct Fitted {
    pub(crate) lines: Vec<String>,
    /// Dots to the em.
    pub(crate) em: f32,
}

/// Fits a text into `width` dots, from `em` dots to the em downwards; `em_min` is where shrinking
/// ends.
pub(crate) fn fit(
    face: &Face,
    text: &str,
    em: f32,
    em_min: f32,
    width: f32,
    rule: Fit,
) -> Result<Fitted, LabelError> {
    let too_long = || LabelError::TextTooLong {
        text: text.to_owned(),
    };
    match rule {
        Fit::Shrink { .. } => {
            let em = shrink(face.width_em(text), em, em_min, width).ok_or_else(too_long)?;
            Ok(Fitted {
                lines: vec![text.to_owned()],
                em,
            })
        }
        Fit::Wrap { lines_max } => {
            let lines = wrap(face, text, width / em);
            let fits = lines.len() <= lines_max;
            fits.then_some(Fitted { lines, em }).ok_or_else(too_long)
        }
        Fit::Cut { lines_max } => {
            let mut lines = wrap(face, text, width / em);
            if lines.len() > lines_max {
                lines.truncate(lines_max);
                end_in_ellipsis(face, lines.last_mut(), width / em);
            }
            Ok(Fitted { lines, em })
        }
    }
}

fn shrink(width_em: f32, em: f32, em_min: f32, width: f32) -> Option<f32> {
    std::iter::successors(Some(em), |em| Some(em * SHRINK_STEP))
        .take_while(|em| *em >= em_min)
        .find(|em| width_em * em <= width)
}

/// Greedy: a word goes on the line while it fits; a word wider than a line is broken anywhere.
fn wrap(face: &Face, text: &str, width_em: f32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let joined = lines.last().map(|line| format!("{line} {word}"));
        match (lines.last_mut(), joined) {
            (Some(line), Some(joined)) if face.width_em(&joined) <= width_em => *line = joined,
            _ => lines.extend(break_word(face, word, width_em)),
        }
    }
    lines
}

fn break_word(face: &Face, word: &str, width_em: f32) -> Vec<String> {
    let mut parts = vec![String::new()];
    for character in word.chars() {
        let full = parts.last().is_some_and(|part| {
            !part.is_empty() && face.width_em(&format!("{part}{character}")) > width_em
        });
        if full {
            parts.push(String::new());
        }
        if let Some(part) = parts.last_mut() {
            part.push(character);
        }
    }
    parts
}

fn end_in_ellipsis(face: &Face, line: Option<&mut String>, width_em: f32) {
    let Some(line) = line else { return };
    while !line.is_empty() && face.width_em(&format!("{line}{ELLIPSIS}")) > width_em {
        line.pop();
    }
    line.truncate(line.trim_end().len());
    line.push(ELLIPSIS);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::Weight;

    fn lines(text: &str, rule: Fit) -> Result<Vec<String>, LabelError> {
        let face = Face::open(Weight::Regular).unwrap();
        fit(&face, text, 10.0, 5.0, 60.0, rule).map(|fitted| fitted.lines)
    }

    #[test]
    fn words_wrap_and_prose_is_cut_with_an_ellipsis() {
        let prose = "Hex bolt M8 stainless steel";

        assert_eq!(
            lines(prose, Fit::Wrap { lines_max: 4 }).unwrap(),
            ["Hex bolt M8", "stainless", "steel"]
        );
        assert_eq!(
            lines(prose, Fit::Cut { lines_max: 2 }).unwrap(),
            ["Hex bolt M8", "stainless…"]
        );
    }

    #[test]
    fn a_number_that_does_not_fit_is_an_error_never_cut() {
        let long = "LOT-2024-000000000000000917";

        for rule in [
            Fit::Shrink { height_mm_min: 1.0 },
            Fit::Wrap { lines_max: 1 },
        ] {
            let refused = lines(long, rule).unwrap_err();
            assert!(matches!(refused, LabelError::TextTooLong { .. }));
        }
    }
}
