//! The label as a PNG, dot for dot, with its size in it; and pictures read from such files.

use png::{BitDepth, ColorType, Decoder, Encoder, PixelDimensions, Transformations, Unit};

use crate::bitmap::Bitmap;
use crate::drawing::dots;
use crate::error::LabelError;
use crate::layout::Layout;

/// Millimetres in a metre, which PNG measures in.
const METRE_MM: f64 = 1_000.0;

/// Largest picture a template may hold, in pixels a side: a label of 300 mm at 600 dpi has 7,087.
pub const PICTURE_SIDE_MAX: usize = 8_000;

/// A pixel darker than this is black; thermal heads know no grey.
const DARK_BELOW: u32 = 128;

/// Writes the layout as a black and white PNG.
///
/// # Errors
/// [`LabelError::BadPng`], with what its writer complained of.
pub fn emit(layout: &Layout) -> Result<Vec<u8>, LabelError> {
    let bitmap = layout.bitmap();
    let side = |dots: usize| u32::try_from(dots).unwrap_or(u32::MAX);
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, side(layout.width), side(layout.height));
    encoder.set_color(ColorType::Grayscale);
    encoder.set_depth(BitDepth::One);
    let per_metre = side(dots(layout.dpi.dots_per_mm() * METRE_MM).unwrap_or_default());
    encoder.set_pixel_dims(Some(PixelDimensions {
        xppu: per_metre,
        yppu: per_metre,
        unit: Unit::Meter,
    }));
    let white: Vec<u8> = bitmap
        .packed_rows()
        .into_iter()
        .flatten()
        .map(|byte| !byte)
        .collect();
    let bad = |error: png::EncodingError| LabelError::BadPng(error.to_string());
    let mut writer = encoder.write_header().map_err(bad)?;
    writer.write_image_data(&white).map_err(bad)?;
    writer.finish().map_err(bad)?;
    Ok(file)
}

/// Reads a picture as black and white dots; what is see-through is white.
///
/// # Errors
/// [`LabelError::BadPng`], when it is no PNG or larger than [`PICTURE_SIDE_MAX`].
pub fn read(file: &[u8]) -> Result<Bitmap, LabelError> {
    let bad = |error: png::DecodingError| LabelError::BadPng(error.to_string());
    let mut decoder = Decoder::new(std::io::Cursor::new(file));
    decoder.set_transformations(Transformations::EXPAND | Transformations::STRIP_16);
    let mut reader = decoder.read_info().map_err(bad)?;
    let size = (reader.info().width, reader.info().height);
    let side = |length: u32| usize::try_from(length).unwrap_or(usize::MAX);
    let (width, height) = (side(size.0), side(size.1));
    if width.max(height) > PICTURE_SIDE_MAX {
        return Err(LabelError::BadPng(format!(
            "it is larger than {PICTURE_SIDE_MAX} pixels a side"
        )));
    }
    let mut pixels = vec![0; reader.output_buffer_size().unwrap_or_default()];
    let frame = reader.next_frame(&mut pixels).map_err(bad)?;
    let samples = frame.color_type.samples();
    let mut bitmap = Bitmap::new(width, height);
    for (place, pixel) in pixels.chunks(samples).take(width * height).enumerate() {
        if is_dark(pixel) {
            bitmap.set(place % width, place / width);
        }
    }
    Ok(bitmap)
}

/// Luminance by ITU-R BT.601 in thousandths, on white paper.
fn is_dark(pixel: &[u8]) -> bool {
    let (red, green, blue, alpha) = match *pixel {
        [grey] => (grey, grey, grey, u8::MAX),
        [grey, alpha] => (grey, grey, grey, alpha),
        [red, green, blue] => (red, green, blue, u8::MAX),
        [red, green, blue, alpha] => (red, green, blue, alpha),
        _ => return false,
    };
    let shade = (299 * u32::from(red) + 587 * u32::from(green) + 114 * u32::from(blue)) / 1_000;
    let (full, alpha) = (u32::from(u8::MAX), u32::from(alpha));
    (shade * alpha + full * (full - alpha)) / full < DARK_BELOW
}
