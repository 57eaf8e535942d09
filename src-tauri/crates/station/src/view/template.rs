//! Label templates, as the designer shows them.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The label templates of this station.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TemplatesView {
    /// Templates by name, the newest version of each first.
    pub templates: Vec<TemplateView>,
}

/// One version of a template. It never changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TemplateView {
    /// Name.
    pub name: String,
    /// Version.
    pub version: u32,
    /// Whether it comes with the program.
    pub built_in: bool,
    /// The template as its file: JSON.
    pub template: String,
}

/// A template, drawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TemplateDrawn {
    /// The label as SVG; none where it cannot be drawn.
    pub svg: Option<String>,
    /// Why it cannot be drawn, and what to change.
    pub sentence: Option<String>,
    /// The fields it asks for, with what stood in them.
    pub fields: Vec<TemplateField>,
}

/// A field of a template.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TemplateField {
    /// Name.
    pub name: String,
    /// What stands in it; empty where it is absent.
    pub text: String,
}
