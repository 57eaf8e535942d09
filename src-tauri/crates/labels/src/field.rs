//! What is printed on one label: names and texts.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::error::LabelError;

/// Item number, as the plant writes it.
pub const ITEM: &str = "item";
/// Description of the item.
pub const DESCRIPTION: &str = "description";
/// Lot number.
pub const LOT: &str = "lot";
/// Amount, a plain decimal number such as `12.5`; GS1 codes read it too.
pub const QUANTITY: &str = "quantity";
/// Unit of the amount, for example `EA` or `kg`.
pub const UNIT: &str = "unit";
/// Number of the order.
pub const ORDER: &str = "order";
/// Operation of the order.
pub const OPERATION: &str = "operation";
/// When it was produced, already in the plant's zone and the reader's order of day and month.
pub const PRODUCED_AT: &str = "produced_at";
/// GTIN-8, -12, -13 or -14 of the item, with its check digit.
pub const GTIN: &str = "gtin";
/// The label's own short name with its copy mark: [`crate::uid::marked`].
pub const UID: &str = "uid";
/// The copy mark alone, `R1` on the first reprint; absent on an original.
pub const COPY: &str = "copy";

/// The fields of one label by name. An empty text is the same as an absent field.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fields(BTreeMap<String, String>);

impl Fields {
    /// No fields yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The same fields with one more, or with another text in it.
    #[must_use]
    pub fn with(mut self, name: &str, text: impl Into<String>) -> Self {
        self.set(name, text);
        self
    }

    /// Puts a text in a field.
    pub fn set(&mut self, name: &str, text: impl Into<String>) {
        self.0.insert(name.to_owned(), text.into());
    }

    /// Reads the fields from a JSON object of texts and numbers; a number's digits stay as written.
    ///
    /// # Errors
    /// [`LabelError::BadFields`], naming what is neither.
    pub fn from_json(json: &str) -> Result<Self, LabelError> {
        let bad = |error: String| LabelError::BadFields(error);
        let object: BTreeMap<String, Box<RawValue>> =
            serde_json::from_str(json).map_err(|error| bad(error.to_string()))?;
        let mut fields = Self::new();
        for (name, value) in object {
            let raw = value.get();
            let text = match raw.chars().next() {
                Some('"') => serde_json::from_str(raw).map_err(|e| bad(e.to_string()))?,
                Some('-' | '0'..='9') => raw.to_owned(),
                _ => return Err(bad(format!("“{name}” is neither a text nor a number"))),
            };
            fields.set(&name, text);
        }
        Ok(fields)
    }

    /// The text of a field, trimmed; `None` when absent or empty.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0
            .get(name)
            .map(|text| text.trim())
            .filter(|text| !text.is_empty())
    }
}
