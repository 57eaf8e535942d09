//! A failure at the edge: a code for software and a sentence for people.

use domain::Refused;
use domain::gate::Gate;
use serde::{Deserialize, Serialize};
use store::StoreError;
use utoipa::ToSchema;

/// What kind of failure it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// A rule refuses it; the person can act.
    Refused,
    /// Somebody decided meanwhile: look again.
    Changed,
    /// What it names does not exist.
    NotFound,
    /// Nobody, or somebody else, is signed in; or badge and PIN do not match.
    Session,
    /// It needs the plant, which is away, or the plant's past, which is on its way.
    Offline,
    /// Nothing can be recorded.
    Storage,
    /// A device does not answer.
    Device,
    /// The request itself is malformed.
    BadRequest,
    /// Ours: it is logged.
    Defect,
}

/// A failure as every host answers it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, thiserror::Error)]
#[error("{sentence}")]
pub struct Failure {
    /// Kind.
    pub code: Code,
    /// Stable name of the reason, for software.
    pub reason: String,
    /// What is wrong and what to do.
    pub sentence: String,
    /// Gates that fail, for a start.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gates: Vec<Gate>,
    /// Present when the command is carried out after a yes: ask this, then send it `confirmed`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirm: Option<String>,
}

impl Failure {
    /// A failure of one kind.
    #[must_use]
    pub fn new(code: Code, reason: &str, sentence: impl Into<String>) -> Self {
        Self {
            code,
            reason: reason.to_owned(),
            sentence: sentence.into(),
            gates: Vec::new(),
            confirm: None,
        }
    }

    /// What a request names does not exist.
    #[must_use]
    pub fn not_found(what: &str) -> Self {
        Self::new(
            Code::NotFound,
            "not_found",
            format!("this {what} does not exist here: it may not have arrived yet"),
        )
    }

    /// The request is malformed.
    #[must_use]
    pub fn bad_request(sentence: impl Into<String>) -> Self {
        Self::new(Code::BadRequest, "bad_request", sentence)
    }

    /// Nobody is signed in.
    #[must_use]
    pub fn no_session() -> Self {
        Self::new(Code::Session, "no_session", "scan your badge first")
    }
}

impl From<Refused> for Failure {
    fn from(refused: Refused) -> Self {
        let code = if refused == Refused::ChangedMeanwhile {
            Code::Changed
        } else if matches!(refused, Refused::NoWeight(_)) {
            Code::Device
        } else {
            Code::Refused
        };
        let confirm = if let Refused::Confirm(question) = &refused {
            Some(question.clone())
        } else {
            None
        };
        let failure = Self {
            confirm,
            ..Self::new(code, refused.code(), refused.to_string())
        };
        if let Refused::Gates(gates) = refused {
            Self { gates, ..failure }
        } else {
            failure
        }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        let storage = matches!(
            error,
            StoreError::NotWritable { .. } | StoreError::ReadOnly | StoreError::Folder { .. }
        );
        let coming = matches!(error, StoreError::PastComing { .. });
        let code = if coming {
            Code::Offline
        } else if storage {
            Code::Storage
        } else if matches!(error, StoreError::TooLarge { .. }) {
            Code::BadRequest
        } else {
            Code::Defect
        };
        if code == Code::Defect {
            tracing::error!(error = ?error, "the store failed");
        }
        let reason = if coming { "past_coming" } else { "store" };
        Self::new(code, reason, error.to_string())
    }
}

impl From<labels::LabelError> for Failure {
    fn from(error: labels::LabelError) -> Self {
        Self::new(Code::Refused, "label", error.to_string())
    }
}
