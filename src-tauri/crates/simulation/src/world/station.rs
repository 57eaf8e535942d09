//! A station's process: the real sync machine over a simulated disk and network.

use domain::id::EventId;
use replication::{Done, Input, Now, Order, Output, SyncMachine};

use super::{Fault, Happening, NOON_MS, World};
use crate::disk::Disk;

/// Longest way of a message when nothing is wrong, in milliseconds.
const WAY_MS: u64 = 40;
/// Longest way of a message that is overtaken, in milliseconds.
const LATE_MS: u64 = 3_000;
/// Longest time the store takes for an order, in milliseconds.
const STORE_MS: u64 = 12;
/// Commits a lying disk keeps in its cache, at most.
const CACHED_COMMITS: u64 = 6;

/// A station's PC.
pub(crate) struct Process {
    pub(crate) disk: Disk,
    pub(crate) machine: Option<SyncMachine>,
    /// What a lying disk has really written.
    pub(crate) written: Option<Disk>,
    pub(crate) commits: u64,
    /// Cut off until then.
    pub(crate) cut_until: u64,
    pub(crate) skew_ms: i64,
    life: u64,
    connection: Option<u64>,
    tick_at: u64,
}

impl Process {
    pub(crate) fn new(disk: Disk, skew_ms: i64, lying: bool) -> Self {
        Self {
            written: lying.then(|| disk.clone()),
            disk,
            machine: None,
            commits: 0,
            cut_until: 0,
            skew_ms,
            life: 0,
            connection: None,
            tick_at: u64::MAX,
        }
    }

    pub(crate) fn wall_ms(&self, now: u64) -> i64 {
        NOON_MS + i64::try_from(now).unwrap_or(0) + self.skew_ms
    }
}

impl World {
    pub(super) fn happen(&mut self, happening: Happening) {
        match happening {
            Happening::Capture => self.capture(),
            Happening::Chaos => self.trouble(),
            Happening::PowerOn { process } => self.power_on(process),
            Happening::Gateway { which } => self.gateway(which),
            Happening::Tick { process, life } => self.ticked(process, life),
            Happening::Notified { process, life } => self.to(process, life, Input::Notified),
            Happening::NotConnected { process, life } => {
                let reason = "cut off".to_owned();
                self.to(process, life, Input::Disconnected { reason });
            }
            Happening::Connected {
                process,
                life,
                connection,
            } => self.connected(process, life, connection),
            Happening::Store {
                process,
                life,
                order,
            } => self.store(process, life, &order),
            Happening::AtPlant { message, ask } => {
                let Some(process) = self.processes.get(message.process) else {
                    return;
                };
                let station = process.disk.own.station;
                let clock_ms = NOON_MS + i64::try_from(self.now).unwrap_or(0);
                let answer = self.plant.answer(station, &ask, clock_ms);
                self.send(message.process, Happening::AtStation { message, answer });
            }
            Happening::AtStation { message, answer } => {
                let connection = self.processes.get(message.process).map(|p| p.connection);
                if connection == Some(Some(message.connection)) {
                    let ticket = message.ticket;
                    self.to(
                        message.process,
                        message.life,
                        Input::Answered { ticket, answer },
                    );
                }
            }
        }
    }

    pub(super) fn power_on(&mut self, index: usize) {
        let settings = self.settings();
        self.lives += 1;
        let life = self.lives;
        let Some(process) = self.processes.get_mut(index) else {
            return;
        };
        if process.machine.is_some() {
            return;
        }
        process.life = life;
        process.connection = None;
        process.tick_at = u64::MAX;
        process.disk.restart();
        let heads = process.disk.chains.heads();
        let (own, acked) = (process.disk.own, process.disk.acked);
        process.machine = Some(SyncMachine::new(settings, own, heads, acked));
        self.handle(index, Input::Tick);
    }

    pub(super) fn power_off(&mut self, index: usize) {
        if let Some(process) = self.processes.get_mut(index) {
            process.machine = None;
            process.connection = None;
        }
    }

    /// Power fails: what a lying disk had not written is gone.
    pub(super) fn lose_power(&mut self, index: usize) {
        self.power_off(index);
        let Some(process) = self.processes.get_mut(index) else {
            return;
        };
        if let Some(written) = process.written.clone() {
            let was: Vec<EventId> = process.disk.chains.events().collect();
            process.disk = written;
            self.forget_lost(&was);
        }
    }

    /// A lying disk writes when it likes.
    pub(super) fn sync_now_and_then(&mut self, index: usize) {
        let write = self.dice.percent(25);
        let Some(process) = self.processes.get_mut(index) else {
            return;
        };
        if process.written.is_some() && (write || process.commits > CACHED_COMMITS) {
            process.commits = 0;
            process.written = Some(process.disk.clone());
        }
    }

    fn to(&mut self, index: usize, life: u64, input: Input) {
        if self.processes.get(index).is_some_and(|p| p.life == life) {
            self.handle(index, input);
        }
    }

    pub(super) fn handle(&mut self, index: usize, input: Input) {
        let now = self.now;
        let Some(process) = self.processes.get_mut(index) else {
            return;
        };
        let moment = Now {
            monotonic_ms: now,
            wall_ms: process.wall_ms(now),
        };
        if matches!(input, Input::Disconnected { .. }) {
            process.connection = None;
        }
        let Some(machine) = process.machine.as_mut() else {
            return;
        };
        let outputs = machine.handle(moment, input);
        let due = machine.tick_at().max(now + 1);
        let life = process.life;
        let sooner = due < process.tick_at || process.tick_at <= now;
        if sooner {
            process.tick_at = due;
        }
        for output in outputs {
            self.carry(index, life, output);
        }
        if sooner && due != u64::MAX {
            let tick = Happening::Tick {
                process: index,
                life,
            };
            self.at(due, tick);
        }
    }

    fn ticked(&mut self, index: usize, life: u64) {
        let due = self
            .processes
            .get(index)
            .is_some_and(|p| p.tick_at <= self.now);
        if due {
            self.to(index, life, Input::Tick);
        }
    }

    fn carry(&mut self, index: usize, life: u64, output: Output) {
        match output {
            Output::Connect => self.connect(index, life),
            Output::Disconnect => {
                if let Some(process) = self.processes.get_mut(index) {
                    process.connection = None;
                }
            }
            Output::Ask { ticket, ask } => {
                let connection = self.processes.get(index).and_then(|p| p.connection);
                let Some(connection) = connection else { return };
                let message = super::Message {
                    process: index,
                    life,
                    connection,
                    ticket,
                };
                if self.troubled(Fault::Duplication, 10) {
                    let ask = ask.clone();
                    self.send(index, Happening::AtPlant { message, ask });
                }
                self.send(index, Happening::AtPlant { message, ask });
            }
            Output::Store(order) => {
                let at = self.now + self.dice.below(STORE_MS);
                let process = index;
                self.at(
                    at,
                    Happening::Store {
                        process,
                        life,
                        order,
                    },
                );
            }
            Output::Wake => self.wake_others(index),
            Output::Skew { .. } => {}
            Output::Alarm(alarm) => self.note(&alarm),
        }
    }

    /// A message goes off: it may be lost, late, or meet a cut.
    fn send(&mut self, index: usize, message: Happening) {
        if self.cut(index) || self.troubled(Fault::Loss, 8) {
            return;
        }
        let longest = if self.troubled(Fault::Reorder, 15) {
            LATE_MS
        } else {
            WAY_MS
        };
        let at = self.now + 1 + self.dice.below(longest);
        self.at(at, message);
    }

    fn cut(&self, index: usize) -> bool {
        let until = self.processes.get(index).map(|process| process.cut_until);
        until.is_none_or(|until| until > self.now)
    }

    fn connect(&mut self, process: usize, life: u64) {
        let at = self.now + 1 + self.dice.below(WAY_MS);
        if self.cut(process) || self.troubled(Fault::Loss, 5) {
            // Half of the time nobody even says that there is no way.
            if self.dice.percent(50) {
                self.at(at, Happening::NotConnected { process, life });
            }
            return;
        }
        self.connections += 1;
        let connection = self.connections;
        self.at(
            at,
            Happening::Connected {
                process,
                life,
                connection,
            },
        );
    }

    fn connected(&mut self, index: usize, life: u64, connection: u64) {
        if let Some(process) = self.processes.get_mut(index)
            && process.life == life
            && process.machine.is_some()
        {
            process.connection = Some(connection);
            self.handle(index, Input::Connected);
        }
    }

    fn wake_others(&mut self, from: usize) {
        let others: Vec<(usize, u64)> = self
            .processes
            .iter()
            .enumerate()
            .filter(|(index, process)| *index != from && process.connection.is_some())
            .map(|(index, process)| (index, process.life))
            .collect();
        for (process, life) in others {
            self.send(process, Happening::Notified { process, life });
        }
    }

    fn store(&mut self, index: usize, life: u64, order: &Order) {
        let now = self.now;
        let Some(process) = self.processes.get_mut(index) else {
            return;
        };
        if process.life != life || process.machine.is_none() {
            return;
        }
        let wall = process.wall_ms(now);
        let done: Done = process
            .disk
            .carry_out(order, wall, self.guards, &mut self.dice);
        process.commits += 1;
        self.handle(index, Input::Stored(done));
        self.sync_now_and_then(index);
    }
}
