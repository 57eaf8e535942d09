//! The print queue's state machine: pure, so that its promise can be proved byte by byte.
//!
//! Nobody can know over a one-way wire whether a label was printed. What can be kept is this: a
//! label never vanishes, and none is printed twice without a record that says *uncertain*. So
//! `Sending` is committed before the first byte, a retry is automatic only while no byte was
//! accepted, and everything else is asked of a person.
//!
//! `store` keeps the rows, `host` moves the bytes; both do what [`Effect`] says, in its order.

pub use domain::label::State;
use serde::{Deserialize, Serialize};

/// Number of a claim on a printer, counting up with every claim. A holder whose number is no
/// longer the last one has lost the printer, even if it does not know yet.
pub type Fence = u64;

/// One copy of a label in a printer's queue: what the store keeps beside the bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Job {
    /// Where it is.
    pub state: State,
    /// The last claim under which it was sent; 0 before the first.
    pub fence: Fence,
    /// Bytes known to be accepted in this attempt.
    pub accepted: usize,
    /// How often sending was begun.
    pub attempts: u32,
    /// Whether its printer was declared able to confirm, when it was queued.
    pub confirms: bool,
}

/// What happened to a job. Offsets count from the first byte of the label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// A holder of the printer takes it to send.
    Claim {
        /// The holder's claim.
        fence: Fence,
    },
    /// The row is durable as [`State::Sending`].
    SendingCommitted {
        /// The holder's claim.
        fence: Fence,
    },
    /// So many bytes in all were accepted, and sending goes on.
    Accepted {
        /// The holder's claim.
        fence: Fence,
        /// Bytes accepted so far.
        bytes: usize,
    },
    /// Sending ended with a fault after so many bytes in all.
    Failed {
        /// The holder's claim.
        fence: Fence,
        /// Bytes accepted so far.
        bytes: usize,
    },
    /// The last byte was accepted.
    AllAccepted {
        /// The holder's claim.
        fence: Fence,
    },
    /// The printer reports that it printed it.
    PrinterConfirms,
    /// Sending, or the printer's confirmation, took too long.
    DeadlinePassed,
    /// The copy was scanned: it exists.
    Scanned,
    /// A person says it was printed.
    SaidPrinted,
    /// A person says it was not printed.
    SaidNotPrinted,
    /// A person withdraws it from use.
    Void {
        /// Whether the copy itself was scanned for this.
        scanned: bool,
    },
    /// A person withdraws it before it is printed.
    Cancel,
    /// The process starts: whatever ran before it has stopped somewhere.
    Restarted,
}

/// What the caller does next, once the new job is durable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Nothing more.
    Nothing,
    /// Answer with [`Input::SendingCommitted`] as soon as the row is durable, not before.
    Commit,
    /// Send the bytes, all of them, from the first one.
    Send,
    /// Try again later by a new claim: no byte has left.
    Retry,
    /// Wait for [`Input::PrinterConfirms`] until a deadline.
    AwaitConfirmation,
    /// Close the connection, and ask a person whether it was printed.
    Ask,
    /// Tell the printer to drop what it holds (`~JA`), then [`Effect::Ask`].
    AbortAndAsk,
    /// Offer a new copy: [`domain::label::Label::reprint`]. Never print one unasked.
    OfferReprint,
    /// A copy that should not exist was scanned: tell the supervisor.
    Alarm,
}

/// A job after an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transition {
    /// The job to be kept.
    pub job: Job,
    /// What to do then.
    pub effect: Effect,
}

/// Why an input changes nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The state does not allow it.
    #[error("the label is {}, which does not allow this", .0.word())]
    WrongState(State),
    /// Another holder has claimed the printer since.
    #[error("another program has taken this printer: nothing was sent from here")]
    StaleFence,
    /// A label known to exist can only be withdrawn with it in hand.
    #[error("scan the label to void it: it is known to exist")]
    ScanFirst,
}

/// Every state.
pub const STATES: [State; 7] = [
    State::Queued,
    State::Sending,
    State::Delivered,
    State::Confirmed,
    State::Uncertain,
    State::Void,
    State::Cancelled,
];

/// The state of a row's word, as [`State::word`] writes it.
#[must_use]
pub fn state(word: &str) -> Option<State> {
    STATES.into_iter().find(|state| state.word() == word)
}

impl Job {
    /// A label just recorded with its bytes, for a printer that confirms or one that cannot.
    #[must_use]
    pub fn queued(confirms: bool) -> Self {
        Self {
            state: State::Queued,
            fence: 0,
            accepted: 0,
            attempts: 0,
            confirms,
        }
    }

    fn to(self, state: State, effect: Effect) -> Transition {
        Transition {
            job: Self { state, ..self },
            effect,
        }
    }

    fn stays(self, effect: Effect) -> Transition {
        self.to(self.state, effect)
    }
}

/// What a job becomes by an input. What is not listed is refused.
///
/// # Errors
/// [`Refused`], when the job's state does not allow the input or its claim is not the last one.
pub fn next(job: Job, input: Input) -> Result<Transition, Refused> {
    use State::{Cancelled, Confirmed, Delivered, Queued, Sending, Uncertain, Void};
    match (job.state, input) {
        (Queued, Input::Claim { fence }) => claim(job, fence),
        (Sending, Input::SendingCommitted { fence }) => {
            held(job, fence).map(|job| job.stays(Effect::Send))
        }
        (Sending, Input::Accepted { fence, bytes }) => {
            held(job, fence).map(|job| accept(job, bytes).stays(Effect::Nothing))
        }
        (Sending, Input::Failed { fence, bytes }) => held(job, fence).map(|job| fail(job, bytes)),
        (Sending, Input::AllAccepted { fence }) => held(job, fence).map(deliver),
        (Sending, Input::DeadlinePassed | Input::Restarted) => Ok(job.to(Uncertain, Effect::Ask)),

        (Delivered, Input::PrinterConfirms | Input::Scanned | Input::SaidPrinted)
        | (Uncertain, Input::PrinterConfirms | Input::Scanned | Input::SaidPrinted) => {
            Ok(job.to(Confirmed, Effect::Nothing))
        }
        (Delivered, Input::DeadlinePassed) if job.confirms => Ok(job.to(Uncertain, Effect::Ask)),
        (Delivered, Input::Cancel) => Ok(job.to(Uncertain, Effect::AbortAndAsk)),
        (Delivered | Uncertain, Input::SaidNotPrinted) => Ok(job.to(Void, Effect::OfferReprint)),

        (Delivered | Uncertain, Input::Void { .. })
        | (Confirmed, Input::Void { scanned: true }) => Ok(job.to(Void, Effect::Nothing)),
        (Confirmed, Input::Void { scanned: false }) => Err(Refused::ScanFirst),
        (Confirmed, Input::Scanned) => Ok(job.stays(Effect::Nothing)),
        (Queued | Void | Cancelled, Input::Scanned) => Ok(job.stays(Effect::Alarm)),
        (Queued, Input::Cancel) => Ok(job.to(Cancelled, Effect::Nothing)),

        (Delivered, Input::Restarted) if job.confirms => Ok(job.stays(Effect::AwaitConfirmation)),
        (Uncertain, Input::Restarted) => Ok(job.stays(Effect::Ask)),
        (Queued | Delivered | Confirmed | Void | Cancelled, Input::Restarted) => {
            Ok(job.stays(Effect::Nothing))
        }
        (state, _) => Err(Refused::WrongState(state)),
    }
}

fn claim(job: Job, fence: Fence) -> Result<Transition, Refused> {
    if fence <= job.fence {
        return Err(Refused::StaleFence);
    }
    let claimed = Job {
        fence,
        accepted: 0,
        attempts: job.attempts.saturating_add(1),
        ..job
    };
    Ok(claimed.to(State::Sending, Effect::Commit))
}

fn held(job: Job, fence: Fence) -> Result<Job, Refused> {
    (fence == job.fence)
        .then_some(job)
        .ok_or(Refused::StaleFence)
}

/// Bytes once accepted stay accepted, whatever a later report says.
fn accept(job: Job, bytes: usize) -> Job {
    Job {
        accepted: job.accepted.max(bytes),
        ..job
    }
}

/// The one automatic retry: nothing was accepted, so nothing can have been printed.
fn fail(job: Job, bytes: usize) -> Transition {
    let job = accept(job, bytes);
    if job.accepted == 0 {
        job.to(State::Queued, Effect::Retry)
    } else {
        job.to(State::Uncertain, Effect::Ask)
    }
}

fn deliver(job: Job) -> Transition {
    let effect = if job.confirms {
        Effect::AwaitConfirmation
    } else {
        Effect::Nothing
    };
    job.to(State::Delivered, effect)
}

/// What a printer's queue does while a label in it is uncertain.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnUncertain {
    /// Nothing is sent until it is settled, so that labels stay in their order.
    #[default]
    Block,
    /// Later labels go on.
    Continue,
}

/// What a printer's queue can do now. Positions count from its first job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Head {
    /// Nothing waits.
    Idle,
    /// This job may be claimed.
    Ready(usize),
    /// This job is on its way, or awaits its confirmation: one label at a time.
    Busy(usize),
    /// This job must be settled by a person first.
    Blocked(usize),
}

/// Which job of a printer's queue is next, first in, first out.
#[must_use]
pub fn head(jobs: &[Job], on_uncertain: OnUncertain) -> Head {
    for (place, job) in jobs.iter().enumerate() {
        match job.state {
            State::Queued => return Head::Ready(place),
            State::Sending => return Head::Busy(place),
            State::Delivered if job.confirms => return Head::Busy(place),
            State::Uncertain if on_uncertain == OnUncertain::Block => return Head::Blocked(place),
            State::Delivered
            | State::Uncertain
            | State::Confirmed
            | State::Void
            | State::Cancelled => {}
        }
    }
    Head::Idle
}
