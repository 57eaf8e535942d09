//! Two-dimensional codes as modules: Data Matrix (ISO/IEC 16022) and QR (ISO/IEC 18004).

use datamatrix::{DataMatrix, DataMatrixBuilder, SymbolList};
use qrcode::{Color, EcLevel, QrCode};

use crate::bitmap::Bitmap;

/// Quiet zone around a Data Matrix, in modules (ISO/IEC 16022, 7.2).
pub const DATA_MATRIX_QUIET: usize = 1;

/// Quiet zone around a QR code, in modules (ISO/IEC 18004, 9.1).
pub const QR_QUIET: usize = 4;

/// Modules a printer's own encoder may need more on a side than ours: it may compact less well,
/// and the next square sizes are two or four modules larger.
pub const GROWTH: usize = 4;

/// The modules of a square Data Matrix; `None` when the data are too long.
#[must_use]
pub fn data_matrix(data: &[u8]) -> Option<Bitmap> {
    let builder = DataMatrixBuilder::new()
        .with_symbol_list(SymbolList::default().enforce_square())
        .with_macros(false);
    builder.encode(data).ok().map(|code| modules(&code))
}

/// The modules of a square GS1 Data Matrix; separators in `data` are [`crate::gs1::SEPARATOR`].
#[must_use]
pub fn gs1_data_matrix(data: &[u8]) -> Option<Bitmap> {
    DataMatrix::encode_gs1(data, SymbolList::default().enforce_square())
        .ok()
        .map(|code| modules(&code))
}

fn modules(code: &DataMatrix) -> Bitmap {
    let drawn = code.bitmap();
    let mut bitmap = Bitmap::new(drawn.width(), drawn.height());
    for (x, y) in drawn.pixels() {
        bitmap.set(x, y);
    }
    bitmap
}

/// The modules of a QR code at error correction level M; `None` when the data are too long.
#[must_use]
pub fn qr(data: &[u8]) -> Option<Bitmap> {
    let code = QrCode::with_error_correction_level(data, EcLevel::M).ok()?;
    let width = code.width();
    let mut bitmap = Bitmap::new(width, width);
    for (place, color) in code.to_colors().into_iter().enumerate() {
        if color == Color::Dark {
            bitmap.set(place % width, place / width);
        }
    }
    Some(bitmap)
}
