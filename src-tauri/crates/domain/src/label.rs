//! A printed label: a record before it is sent, and its fate.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::event::{self, Kind, REASON_CHARS_MAX, Recorded};
use crate::fold::Aggregate;
use crate::id::MaterialLotId;
use crate::refused::Refused;

/// Where a copy stands (DOMAIN.md 3.1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Waits for the printer.
    #[default]
    Queued,
    /// On its way; committed before the first byte.
    Sending,
    /// All bytes were accepted; the printer cannot or did not yet confirm.
    Delivered,
    /// Printed, as far as the printer or a person can tell.
    Confirmed,
    /// May or may not exist on paper: a person settles it.
    Uncertain,
    /// Does not count any more.
    Void,
    /// Taken back before it was sent.
    Cancelled,
}

impl State {
    /// The word on screens and in the database.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sending => "sending",
            Self::Delivered => "delivered",
            Self::Confirmed => "confirmed",
            Self::Uncertain => "uncertain",
            Self::Void => "void",
            Self::Cancelled => "cancelled",
        }
    }
}

/// What happened to a label.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// A label was asked for and rendered.
    Requested {
        /// Lot it names.
        lot: MaterialLotId,
        /// Template and version.
        template: String,
        /// SHA-256 of the bytes for the printer, in hexadecimal.
        sha256: String,
    },
    /// Another copy was asked for.
    Reprinted {
        /// Number of the copy, from 1: it prints as R1, R2, …
        copy: u32,
        /// Why.
        reason: String,
        /// SHA-256 of the bytes for the printer, in hexadecimal.
        sha256: String,
    },
    /// The fate of a copy became known, or known to be uncertain.
    Settled {
        /// Copy.
        copy: u32,
        /// Fate.
        state: State,
        /// How that is known: the printer's word, a person's, a fault.
        evidence: String,
    },
}

impl Event {
    /// The name in the log.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Requested { .. } => "label.requested",
            Self::Reprinted { .. } => "label.reprinted",
            Self::Settled { .. } => "label.settled",
        }
    }
}

/// The folded state.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// Lot it names.
    pub lot: Option<MaterialLotId>,
    /// Template and version.
    pub template: String,
    /// Copies: the original is 0.
    pub copies: BTreeMap<u32, State>,
}

impl Aggregate for Label {
    const KIND: Kind = Kind::Label;

    fn apply(&mut self, recorded: &Recorded) {
        match &recorded.event {
            event::Event::Label(Event::Requested { lot, template, .. }) => {
                self.lot = Some(*lot);
                self.template.clone_from(template);
                self.copies.entry(0).or_default();
            }
            event::Event::Label(Event::Reprinted { copy, .. }) => {
                self.copies.entry(*copy).or_default();
            }
            event::Event::Label(Event::Settled { copy, state, .. }) => {
                self.copies.insert(*copy, *state);
            }
            event::Event::Definition(_)
            | event::Event::Import(_)
            | event::Event::OperationsRequest(_)
            | event::Event::JobOrder(_)
            | event::Event::Material(_)
            | event::Event::Exception(_)
            | event::Event::Nonconformance(_)
            | event::Event::Unread { .. }
            | event::Event::Voided { .. } => {}
        }
    }
}

impl Label {
    /// State of a copy.
    #[must_use]
    pub fn state(&self, copy: u32) -> Option<State> {
        self.copies.get(&copy).copied()
    }

    /// Number of the next copy.
    #[must_use]
    pub fn next_copy(&self) -> u32 {
        self.copies.keys().next_back().map_or(0, |last| last + 1)
    }

    /// Decides the original of a lot that has none: a second tap must not make a second one.
    ///
    /// # Errors
    /// [`Refused::LabelExists`].
    pub fn request(
        exists: bool,
        lot: MaterialLotId,
        template: String,
        sha256: String,
    ) -> Result<Event, Refused> {
        if exists {
            return Err(Refused::LabelExists);
        }
        Ok(Event::Requested {
            lot,
            template,
            sha256,
        })
    }

    /// Decides a further copy. Never by itself: a person asks for it and says why.
    ///
    /// # Errors
    /// [`Refused::ReasonMissing`], or [`Refused::WrongLabelState`] while the last copy's fate is open.
    pub fn reprint(&self, reason: &str, sha256: String) -> Result<Event, Refused> {
        if reason.trim().is_empty() {
            return Err(Refused::ReasonMissing("reprint"));
        }
        let last = self
            .copies
            .values()
            .next_back()
            .copied()
            .unwrap_or_default();
        if matches!(last, State::Queued | State::Sending | State::Uncertain) {
            return Err(Refused::WrongLabelState {
                state: last.word(),
                command: "reprint",
            });
        }
        Ok(Event::Reprinted {
            copy: self.next_copy(),
            reason: reason.trim().chars().take(REASON_CHARS_MAX).collect(),
            sha256,
        })
    }

    /// Decides what a person says of an uncertain copy.
    ///
    /// # Errors
    /// [`Refused::WrongLabelState`], when the copy is not uncertain.
    pub fn settle(&self, copy: u32, printed: bool) -> Result<Event, Refused> {
        match self.state(copy) {
            Some(State::Uncertain) if printed => {
                Ok(settled(copy, State::Confirmed, "a person has it in hand"))
            }
            Some(State::Uncertain) => {
                Ok(settled(copy, State::Void, "a person says it is not there"))
            }
            other => Err(wrong(other, "settle")),
        }
    }

    /// Decides that a copy is withdrawn before it was sent.
    ///
    /// # Errors
    /// [`Refused::WrongLabelState`], when it is on its way or further.
    pub fn cancel(&self, copy: u32) -> Result<Event, Refused> {
        match self.state(copy) {
            Some(State::Queued) => Ok(settled(copy, State::Cancelled, "withdrawn by a person")),
            other => Err(wrong(other, "cancel")),
        }
    }

    /// Decides that a copy does not count any more. One that is known to exist must be `scanned`.
    ///
    /// # Errors
    /// [`Refused::ReasonMissing`], [`Refused::ScanToVoid`], or [`Refused::WrongLabelState`] when
    /// nothing of it was sent yet or it is void already.
    pub fn void(&self, copy: u32, scanned: bool, reason: &str) -> Result<Event, Refused> {
        let reason: String = reason.trim().chars().take(REASON_CHARS_MAX).collect();
        if reason.is_empty() {
            return Err(Refused::ReasonMissing("void"));
        }
        match self.state(copy) {
            Some(State::Confirmed) if !scanned => Err(Refused::ScanToVoid),
            Some(State::Confirmed | State::Delivered | State::Uncertain) => {
                Ok(settled(copy, State::Void, &reason))
            }
            other => Err(wrong(other, "void")),
        }
    }

    /// Decides what the scan of a copy proves; nothing new where it was known to exist.
    ///
    /// # Errors
    /// [`Refused::LabelOutOfUse`], when it should not exist or not be used.
    pub fn seen(&self, copy: u32) -> Result<Option<Event>, Refused> {
        match self.state(copy) {
            Some(State::Delivered | State::Uncertain) => Ok(Some(settled(
                copy,
                State::Confirmed,
                "its code was scanned",
            ))),
            Some(State::Confirmed) => Ok(None),
            Some(state @ (State::Queued | State::Sending | State::Void | State::Cancelled)) => {
                Err(Refused::LabelOutOfUse(state.word()))
            }
            None => Err(Refused::AnotherLabel),
        }
    }
}

fn settled(copy: u32, state: State, evidence: &str) -> Event {
    Event::Settled {
        copy,
        state,
        evidence: evidence.to_owned(),
    }
}

fn wrong(state: Option<State>, command: &'static str) -> Refused {
    Refused::WrongLabelState {
        state: state.map_or("unknown", State::word),
        command,
    }
}
