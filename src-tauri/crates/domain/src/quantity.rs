//! Exact amounts with a unit. Never a float: a tenth of a gram, three hundred times, is 30 g.

use std::fmt;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

mod unit;

pub use unit::{UNIT_CHARS_MAX, Unit};

/// Most digits a typed or imported quantity may have in all. A `Decimal` holds 28 exactly; a plant
/// needs far fewer, and the reserve lets sums and products of quantities stay exact.
pub const DIGITS_MAX: usize = 18;

/// Decimals that a quotient without an end is rounded to: a nanogram at a gram, far below what any
/// scale can show, and few enough that such amounts still add up exactly.
pub const QUOTIENT_PLACES: u32 = 9;

/// First amount that is too large to be held: a sum of a bounded aggregate's 500 largest amounts
/// stays far below what a `Decimal` can hold.
const TOO_LARGE: Decimal = Decimal::from_parts(2_808_348_672, 232_830_643, 0, false, 0);

/// Why a text is not a quantity or not a unit.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadQuantity {
    /// The text is not a decimal number.
    #[error("“{0}” is not a number: write it like 12.5")]
    NotANumber(String),
    /// More digits than [`DIGITS_MAX`].
    #[error("“{0}” has more than {DIGITS_MAX} digits: check the number")]
    TooManyDigits(String),
    /// No unit, or one longer than [`UNIT_CHARS_MAX`].
    #[error("“{0}” is not a unit: write 1 to {UNIT_CHARS_MAX} characters, for example kg or EA")]
    BadUnit(String),
    /// Two units without a fixed factor between them.
    #[error("{from} cannot be turned into {to}: no factor is known between them")]
    UnitMismatch {
        /// The unit at hand.
        from: Unit,
        /// The unit asked for.
        to: Unit,
    },
    /// A sum or product outside what can be held exactly.
    #[error("the result is too large to be held exactly: check the numbers")]
    Overflow,
}

/// Reads a plain decimal number: digits, one dot, an optional sign. No exponent, no grouping.
///
/// # Errors
/// [`BadQuantity::NotANumber`] or [`BadQuantity::TooManyDigits`].
pub fn decimal(text: &str) -> Result<Decimal, BadQuantity> {
    let value = exact(text)?;
    if digits(text) > DIGITS_MAX {
        return Err(BadQuantity::TooManyDigits(shown(text)));
    }
    Ok(value)
}

/// Reads a plain decimal number with as many digits as can be held exactly.
fn exact(text: &str) -> Result<Decimal, BadQuantity> {
    let text = text.trim();
    let plain = text
        .chars()
        .all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | '+'));
    if digits(text) == 0 || !plain {
        return Err(BadQuantity::NotANumber(shown(text)));
    }
    let value = Decimal::from_str_exact(text).map_err(|_| {
        if digits(text) > DIGITS_MAX {
            BadQuantity::TooManyDigits(shown(text))
        } else {
            BadQuantity::NotANumber(shown(text))
        }
    })?;
    bounded(value.normalize()).map_err(|_| BadQuantity::TooManyDigits(shown(text)))
}

fn digits(text: &str) -> usize {
    text.chars().filter(char::is_ascii_digit).count()
}

fn shown(text: &str) -> String {
    text.trim().chars().take(40).collect()
}

/// An exact amount in a unit. On the wire `{"value": "12.5", "unit": "kg"}`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Quantity {
    /// The amount, exact; a string on the wire.
    #[serde(with = "decimal_text")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "12.5"))]
    value: Decimal,
    /// What it counts.
    unit: Unit,
}

impl Quantity {
    /// An amount in a unit; trailing zeros are dropped, so equal amounts have equal bytes.
    #[must_use]
    pub fn new(value: Decimal, unit: Unit) -> Self {
        Self {
            value: value.normalize(),
            unit,
        }
    }

    /// Nothing of a unit.
    #[must_use]
    pub fn zero(unit: Unit) -> Self {
        Self {
            value: Decimal::ZERO,
            unit,
        }
    }

    /// A number of pieces.
    #[must_use]
    pub fn each(count: i64) -> Self {
        Self::new(count.into(), Unit::each())
    }

    /// Reads `value` and `unit` as a file or a screen writes them.
    ///
    /// # Errors
    /// [`BadQuantity`], when either is malformed.
    pub fn parse(value: &str, unit: &str) -> Result<Self, BadQuantity> {
        Ok(Self::new(decimal(value)?, Unit::new(unit)?))
    }

    /// The amount alone.
    #[must_use]
    pub fn value(&self) -> Decimal {
        self.value
    }

    /// The unit alone.
    #[must_use]
    pub fn unit(&self) -> &Unit {
        &self.unit
    }

    /// Whether there is nothing of it.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.value.is_zero()
    }

    /// The same, or nothing where it is below zero.
    #[must_use]
    pub fn or_nothing(self) -> Self {
        if self.is_positive() {
            self
        } else {
            Self::zero(self.unit)
        }
    }

    /// Whether it counts pieces, and not whole ones.
    #[must_use]
    pub fn is_broken_piece(&self) -> bool {
        self.unit == Unit::each() && !self.value.fract().is_zero()
    }

    /// Whether it is more than nothing.
    #[must_use]
    pub fn is_positive(&self) -> bool {
        self.value > Decimal::ZERO
    }

    /// The sum, in this quantity's unit.
    ///
    /// # Errors
    /// [`BadQuantity::UnitMismatch`] or [`BadQuantity::Overflow`].
    pub fn add(&self, other: &Self) -> Result<Self, BadQuantity> {
        let other = other.convert(&self.unit)?;
        let sum = exact_sum(self.value, other.value).ok_or(BadQuantity::Overflow)?;
        Ok(Self::new(bounded(sum)?, self.unit.clone()))
    }

    /// The same amount the other way.
    #[must_use]
    pub fn negated(&self) -> Self {
        Self::new(-self.value, self.unit.clone())
    }

    /// One sum for each group of units that can be added.
    #[must_use]
    pub fn sums<'a>(amounts: impl Iterator<Item = &'a Self>) -> Vec<Self> {
        let mut sums: Vec<Self> = Vec::new();
        for amount in amounts {
            let added = sums
                .iter_mut()
                .find_map(|sum| Some((sum.add(amount).ok()?, sum)));
            match added {
                Some((total, sum)) => *sum = total,
                None => sums.push(amount.clone()),
            }
        }
        sums
    }

    /// The difference, in this quantity's unit; it may be negative.
    ///
    /// # Errors
    /// [`BadQuantity::UnitMismatch`] or [`BadQuantity::Overflow`].
    pub fn sub(&self, other: &Self) -> Result<Self, BadQuantity> {
        self.add(&Self::new(-other.value, other.unit.clone()))
    }

    /// The amount times a plain number; beyond 28 digits the last ones are rounded.
    ///
    /// # Errors
    /// [`BadQuantity::Overflow`].
    pub fn times(&self, factor: Decimal) -> Result<Self, BadQuantity> {
        self.share(factor, Decimal::ONE)
    }

    /// The amount times `part` over `whole`: exact where it can be written down, else rounded to
    /// [`QUOTIENT_PLACES`]. Shares of growing parts that are subtracted from one another add up.
    ///
    /// # Errors
    /// [`BadQuantity::Overflow`], also where `whole` is zero.
    pub fn share(&self, part: Decimal, whole: Decimal) -> Result<Self, BadQuantity> {
        let product = self.value.checked_mul(part).ok_or(BadQuantity::Overflow)?;
        Ok(Self::new(quotient(product, whole)?, self.unit.clone()))
    }

    /// The same amount in another unit, by an exact factor; a quotient without an end (grams in
    /// pounds) is rounded to [`QUOTIENT_PLACES`].
    ///
    /// # Errors
    /// [`BadQuantity::UnitMismatch`], when no fixed factor exists; [`BadQuantity::Overflow`].
    pub fn convert(&self, to: &Unit) -> Result<Self, BadQuantity> {
        if self.unit == *to {
            return Ok(self.clone());
        }
        let mismatch = || BadQuantity::UnitMismatch {
            from: self.unit.clone(),
            to: to.clone(),
        };
        let (from_base, from_up, from_down) = self.unit.factor().ok_or_else(mismatch)?;
        let (to_base, to_up, to_down) = to.factor().ok_or_else(mismatch)?;
        if from_base != to_base {
            return Err(mismatch());
        }
        let up = exact_product(self.value, from_up).and_then(|up| exact_product(up, to_down));
        let down = from_down.checked_mul(to_up).ok_or(BadQuantity::Overflow)?;
        let value = quotient(up.ok_or(BadQuantity::Overflow)?, down)?;
        Ok(Self::new(value, to.clone()))
    }
}

/// A sum of which no digit was rounded away.
fn exact_sum(one: Decimal, other: Decimal) -> Option<Decimal> {
    let sum = one.checked_add(other)?;
    let nothing = one.is_zero() || other.is_zero() || sum.is_zero();
    (nothing || sum.scale() >= one.scale().max(other.scale())).then_some(sum)
}

/// A product of which no digit was rounded away.
fn exact_product(value: Decimal, factor: Decimal) -> Option<Decimal> {
    let product = value.checked_mul(factor)?;
    let exact = product.scale() >= value.scale() + factor.scale();
    (exact || product.is_zero()).then_some(product)
}

fn quotient(up: Decimal, down: Decimal) -> Result<Decimal, BadQuantity> {
    let value = up.checked_div(down).ok_or(BadQuantity::Overflow)?;
    let exact = exact_product(value, down) == Some(up);
    bounded(if exact {
        value
    } else {
        value.round_dp(QUOTIENT_PLACES)
    })
}

fn bounded(value: Decimal) -> Result<Decimal, BadQuantity> {
    if value.abs() < TOO_LARGE {
        Ok(value)
    } else {
        Err(BadQuantity::Overflow)
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.value, self.unit)
    }
}

/// Reads and writes an exact number as a plain string.
pub mod decimal_text {
    use rust_decimal::Decimal;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    /// Writes the number as text.
    ///
    /// # Errors
    /// Whatever the serializer answers.
    pub fn serialize<S: Serializer>(value: &Decimal, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(value)
    }

    /// Reads the number from text. Computed amounts may have more digits than typed ones.
    ///
    /// # Errors
    /// When the text is not a plain decimal number, or not one that can be held exactly.
    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Decimal, D::Error> {
        super::exact(&String::deserialize(from)?).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(value: &str, unit: &str) -> Quantity {
        Quantity::parse(value, unit).unwrap()
    }

    #[test]
    fn thirty_digits_are_refused_not_rounded() {
        let read = Quantity::parse("123456789012345678901234567890", "kg");

        assert!(matches!(read, Err(BadQuantity::TooManyDigits(_))));
    }

    #[test]
    fn spellings_of_one_unit_are_one_unit() {
        assert_eq!(of("1", "KGM"), of("1.0", "kg"));
        assert_eq!(of("5", "Units"), Quantity::each(5));
    }

    #[test]
    fn pounds_become_grams_exactly() {
        assert_eq!(
            of("2", "lb").convert(&Unit::new("g").unwrap()).unwrap(),
            of("907.18474", "g")
        );
    }

    #[test]
    fn what_was_computed_is_read_back_as_it_was_written() {
        let third = of("1", "kg").share(1.into(), 3.into()).unwrap();
        let sum = of("123456789012", "kg")
            .sub(&of("0.1234567", "kg"))
            .unwrap();

        for quantity in [third, sum] {
            let bytes = serde_json::to_vec(&quantity).unwrap();
            assert_eq!(
                serde_json::from_slice::<Quantity>(&bytes).unwrap(),
                quantity
            );
        }
    }

    #[test]
    fn a_sum_that_would_lose_a_digit_is_refused() {
        let sum = of("999999999999999999", "kg").add(&of("0.00000000000000001", "kg"));

        assert_eq!(sum, Err(BadQuantity::Overflow));
    }

    #[test]
    fn pieces_do_not_become_kilograms() {
        let mixed = of("2", "kg").add(&of("2", "EA"));

        assert!(matches!(mixed, Err(BadQuantity::UnitMismatch { .. })));
    }

    #[test]
    fn what_is_not_a_number_says_so() {
        for text in ["", "1e5", "1,5", "NaN", "--1", "12 kg"] {
            assert!(
                matches!(decimal(text), Err(BadQuantity::NotANumber(_))),
                "{text}"
            );
        }
    }
}
