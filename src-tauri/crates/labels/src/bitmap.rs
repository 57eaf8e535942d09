//! Black and white dots.

/// A rectangle of dots; black is set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bitmap {
    width: usize,
    height: usize,
    dots: Vec<bool>,
}

impl Bitmap {
    /// A white rectangle, in dots.
    #[must_use]
    pub fn new(width: usize, height: usize) -> Self {
        Self {
            width,
            height,
            dots: vec![false; width * height],
        }
    }

    /// Width in dots.
    #[must_use]
    pub fn width(&self) -> usize {
        self.width
    }

    /// Height in dots.
    #[must_use]
    pub fn height(&self) -> usize {
        self.height
    }

    /// Whether a dot is black; white outside.
    #[must_use]
    pub fn is_set(&self, x: usize, y: usize) -> bool {
        x < self.width && self.dots.get(y * self.width + x).copied().unwrap_or(false)
    }

    /// Blackens a dot; outside it is ignored.
    pub fn set(&mut self, x: usize, y: usize) {
        if x < self.width
            && let Some(dot) = self.dots.get_mut(y * self.width + x)
        {
            *dot = true;
        }
    }

    /// Blackens a rectangle.
    pub fn fill(&mut self, x: usize, y: usize, width: usize, height: usize) {
        for row in y..y + height {
            for column in x..x + width {
                self.set(column, row);
            }
        }
    }

    /// Draws another bitmap's black dots with its top left corner at (`x`, `y`).
    pub fn draw(&mut self, other: &Self, x: usize, y: usize) {
        for (column, row) in other.black() {
            self.set(x + column, y + row);
        }
    }

    /// Every black dot as (x, y), row by row.
    pub fn black(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        self.dots
            .iter()
            .enumerate()
            .filter(|(_, dot)| **dot)
            .map(|(index, _)| (index % self.width, index / self.width))
    }

    /// Rows of dots, top first.
    pub fn rows(&self) -> impl Iterator<Item = &[bool]> + '_ {
        self.dots.chunks(self.width.max(1))
    }

    /// Horizontal runs of black as (x, y, length), row by row.
    pub fn runs(&self) -> impl Iterator<Item = (usize, usize, usize)> + '_ {
        self.rows().enumerate().flat_map(|(y, row)| {
            let mut x = 0;
            row.chunk_by(|a, b| a == b).filter_map(move |run| {
                let start = x;
                x += run.len();
                (run.first() == Some(&true)).then_some((start, y, run.len()))
            })
        })
    }

    /// The same picture with every dot `factor` dots wide and high.
    #[must_use]
    pub fn scaled(&self, factor: usize) -> Self {
        let mut scaled = Self::new(self.width * factor, self.height * factor);
        for (x, y) in self.black() {
            scaled.fill(x * factor, y * factor, factor, factor);
        }
        scaled
    }

    /// The same picture as large as fits, black where most of what a dot covers is.
    #[must_use]
    pub fn fitted(&self, width: usize, height: usize) -> Self {
        if self.width == 0 || self.height == 0 {
            return Self::default();
        }
        let (wide, high) = match width * self.height <= height * self.width {
            true => (width, (self.height * width / self.width).max(1)),
            false => ((self.width * height / self.height).max(1), height),
        };
        let mut fitted = Self::new(wide.min(width), high.min(height));
        for y in 0..fitted.height {
            for x in 0..fitted.width {
                if self.is_mostly_black(x, wide, y, high) {
                    fitted.set(x, y);
                }
            }
        }
        fitted
    }

    /// Whether at least half of the pixels that a dot of a smaller or larger picture covers are black.
    fn is_mostly_black(&self, x: usize, wide: usize, y: usize, high: usize) -> bool {
        let span = |at: usize, of: usize, side: usize| {
            let start = at * side / of;
            start..((at + 1) * side / of).max(start + 1)
        };
        let (columns, rows) = (span(x, wide, self.width), span(y, high, self.height));
        let covered = columns.len() * rows.len();
        let black = rows
            .flat_map(|row| columns.clone().map(move |column| (column, row)))
            .filter(|(column, row)| self.is_set(*column, *row))
            .count();
        2 * black >= covered
    }

    /// Rows packed eight dots a byte, the leftmost in the highest bit, black as one.
    #[must_use]
    pub fn packed_rows(&self) -> Vec<Vec<u8>> {
        self.rows()
            .map(|row| {
                row.chunks(8)
                    .map(|eight| {
                        eight
                            .iter()
                            .enumerate()
                            .fold(0, |byte, (bit, dot)| byte | (u8::from(*dot) << (7 - bit)))
                    })
                    .collect()
            })
            .collect()
    }

    /// The dots as a binary PBM file (Netpbm P4), which common picture tools open.
    #[must_use]
    pub fn to_pbm(&self) -> Vec<u8> {
        let mut file = format!("P4\n{} {}\n", self.width, self.height).into_bytes();
        file.extend(self.packed_rows().into_iter().flatten());
        file
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_the_black_stretches_of_each_row() {
        let mut bitmap = Bitmap::new(10, 2);
        bitmap.fill(1, 0, 3, 1);
        bitmap.fill(8, 0, 2, 2);

        let runs: Vec<_> = bitmap.runs().collect();

        assert_eq!(runs, [(1, 0, 3), (8, 0, 2), (8, 1, 2)]);
    }

    #[test]
    fn a_row_is_padded_to_whole_bytes() {
        let mut bitmap = Bitmap::new(10, 1);
        bitmap.set(0, 0);
        bitmap.set(9, 0);

        assert_eq!(bitmap.packed_rows(), [[0b1000_0000, 0b0100_0000]]);
    }
}
