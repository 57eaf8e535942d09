//! What keeps events from being lost, each with a switch.
//!
//! A switch is there for the simulator alone: it proves that its oracle notices when a guard is
//! missing. Every guard is on elsewhere.

/// What switches one guard off.
pub type Switch = fn(&mut Guards);

/// Guards of the protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Guards {
    /// What the plant acknowledges is compared by hash, not by place alone.
    pub ack_hash: bool,
    /// The plant's word on our own chain counts, not what it said before.
    pub own_head_reread: bool,
    /// Heads of other chains are compared by hash, not by place alone.
    pub cursor_hash: bool,
    /// A pulled event must link to the one before it.
    pub verify_on_apply: bool,
    /// Events behind a fork move to a new epoch, and are not taken for stored.
    pub rehome: bool,
    /// They keep their ids when they move.
    pub keep_ids: bool,
    /// Events that the plant lost and their writer cannot send again are published by who has them.
    pub orphans: bool,
    /// The plant takes a batch only where it links to what it holds.
    pub plant_link: bool,
    /// A gateway writes only in the term that is its own.
    pub fence: bool,
    /// Events of one command travel together.
    pub whole_commands: bool,
    /// An answer that does not come ends the connection.
    pub deadline: bool,
    /// The plant is asked now and then, whether or not it woke us.
    pub poll: bool,
    /// A clock far ahead does not drag ours along.
    pub clamp: bool,
}

impl Guards {
    /// Every guard on.
    pub const ALL: Self = Self {
        ack_hash: true,
        own_head_reread: true,
        cursor_hash: true,
        verify_on_apply: true,
        rehome: true,
        keep_ids: true,
        orphans: true,
        plant_link: true,
        fence: true,
        whole_commands: true,
        deadline: true,
        poll: true,
        clamp: true,
    };

    /// Every guard by name, with what switches it off.
    pub const EACH: [(&'static str, Switch); 13] = [
        ("ack-hash", |guards| guards.ack_hash = false),
        ("own-head-reread", |guards| guards.own_head_reread = false),
        ("cursor-hash", |guards| guards.cursor_hash = false),
        ("verify-on-apply", |guards| guards.verify_on_apply = false),
        ("rehome", |guards| guards.rehome = false),
        ("keep-ids", |guards| guards.keep_ids = false),
        ("orphans", |guards| guards.orphans = false),
        ("plant-link", |guards| guards.plant_link = false),
        ("fence", |guards| guards.fence = false),
        ("whole-commands", |guards| guards.whole_commands = false),
        ("deadline", |guards| guards.deadline = false),
        ("poll", |guards| guards.poll = false),
        ("clamp", |guards| guards.clamp = false),
    ];

    /// All but the named one; nothing where there is none of that name.
    #[must_use]
    pub fn without(name: &str) -> Option<Self> {
        let (_, switch_off) = Self::EACH.iter().find(|(known, _)| *known == name)?;
        let mut guards = Self::ALL;
        switch_off(&mut guards);
        Some(guards)
    }
}
