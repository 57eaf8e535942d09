//! The world: stations, network and plant in virtual time, one happening after another.

mod chaos;
mod gateway;
mod station;

use std::collections::{BTreeMap, BTreeSet};

use domain::id::EventId;
use domain::log_row::LogRow;
use domain::origin::{Origin, StationId};
use replication::{Alarm, Answer, Ask, Guards, Order, Settings};

use crate::chains::Chains;
use crate::dice::Dice;
use crate::disk::Disk;
use crate::fault::Fault;
use crate::plant::Plant;
use gateway::Gateways;
use station::Process;

/// Where virtual time begins, in milliseconds since 1970 UTC.
const NOON_MS: i64 = 1_800_000_000_000;
/// Batches and pages this small make many of them out of few events.
const EVENTS_MAX: usize = 6;
/// Virtual time that faults and captures are spread over, for each capture, in milliseconds.
const PER_CAPTURE_MS: u64 = 400;
/// Most virtual time the plant may take to agree once everything works again: six hours.
const HEALING_MS: u64 = 6 * 3_600_000;
/// How often it is looked at whether all agree, in virtual milliseconds.
const LOOK_MS: u64 = 15_000;

/// What is simulated.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// Stations.
    pub stations: u64,
    /// Captures.
    pub captures: u64,
    /// Faults; drawn where absent.
    pub faults: Option<BTreeSet<Fault>>,
    /// Guards.
    pub guards: Guards,
}

impl Default for Scenario {
    /// Small, so that many seeds fit in a minute; every fault comes up in some seed.
    fn default() -> Self {
        Self {
            stations: 4,
            captures: 60,
            faults: None,
            guards: Guards::ALL,
        }
    }
}

/// Something that happens at a moment.
#[derive(Clone, Debug)]
enum Happening {
    Capture,
    Chaos,
    Tick {
        process: usize,
        life: u64,
    },
    Connected {
        process: usize,
        life: u64,
        connection: u64,
    },
    NotConnected {
        process: usize,
        life: u64,
    },
    AtPlant {
        message: Message,
        ask: Ask,
    },
    AtStation {
        message: Message,
        answer: Answer,
    },
    Notified {
        process: usize,
        life: u64,
    },
    Store {
        process: usize,
        life: u64,
        order: Order,
    },
    PowerOn {
        process: usize,
    },
    Gateway {
        which: usize,
    },
}

/// Whose question or answer it is.
#[derive(Clone, Copy, Debug)]
struct Message {
    process: usize,
    /// Life of the process: a new one begins with each start.
    life: u64,
    connection: u64,
    ticket: u64,
}

/// The world.
pub(crate) struct World {
    pub(crate) dice: Dice,
    pub(crate) now: u64,
    pub(crate) faults: BTreeSet<Fault>,
    pub(crate) guards: Guards,
    pub(crate) plant: Plant,
    pub(crate) processes: Vec<Process>,
    pub(crate) gateways: Gateways,
    /// Events captured and not lost by a disk that nobody can blame the protocol for.
    pub(crate) required: BTreeSet<EventId>,
    pub(crate) alarms: BTreeMap<&'static str, u64>,
    queue: BTreeMap<(u64, u64), Happening>,
    queued: u64,
    connections: u64,
    lives: u64,
    images: Vec<(usize, Disk)>,
    backup: Option<Plant>,
    /// What the plant held when its last baseline was made.
    baseline: Option<Chains>,
    healing: bool,
    captures: u64,
    stations: usize,
}

impl World {
    pub(crate) fn new(seed: u64, scenario: &Scenario) -> Self {
        let mut dice = Dice::new(seed);
        let faults = scenario
            .faults
            .clone()
            .unwrap_or_else(|| Fault::draw(&mut dice));
        let mut world = Self {
            now: 0,
            plant: Plant::new(scenario.guards),
            processes: Vec::new(),
            gateways: Gateways::new(scenario.guards.fence),
            required: BTreeSet::new(),
            alarms: BTreeMap::new(),
            queue: BTreeMap::new(),
            queued: 0,
            connections: 0,
            lives: 0,
            images: Vec::new(),
            backup: None,
            baseline: None,
            healing: false,
            captures: scenario.captures,
            stations: usize::try_from(scenario.stations).unwrap_or(1),
            guards: scenario.guards,
            dice,
            faults,
        };
        for number in 0..scenario.stations {
            world.found(number);
        }
        world.schedule();
        world
    }

    /// Runs the troubled time, then heals, and runs until all agree. Answers whether they did in time.
    pub(crate) fn run(&mut self) -> bool {
        let troubled = self.captures * PER_CAPTURE_MS;
        self.run_until(troubled);
        self.heal();
        let last = self.now + HEALING_MS;
        while self.now < last {
            if self.settled() {
                return true;
            }
            let next = self.now + LOOK_MS;
            self.run_until(next);
        }
        self.settled()
    }

    fn run_until(&mut self, until: u64) {
        while let Some(entry) = self.queue.first_entry() {
            if entry.key().0 > until {
                break;
            }
            let ((at, _), happening) = entry.remove_entry();
            self.now = self.now.max(at);
            self.happen(happening);
        }
        self.now = until;
    }

    fn found(&mut self, number: u64) {
        let station = StationId((u128::from(number) + 1).to_be_bytes());
        let own = Origin { station, epoch: 1 };
        let old = self.faults.contains(&Fault::OldVersion) && number == 0;
        let skew_ms = self.skew(number);
        let lying = self.faults.contains(&Fault::PowerLoss) && self.dice.percent(50);
        let process = Process::new(Disk::new(own, old), skew_ms, lying);
        self.processes.push(process);
        let index = self.processes.len() - 1;
        self.power_on(index);
    }

    /// Up to a year either way; half of the stations keep good time.
    fn skew(&mut self, number: u64) -> i64 {
        const YEAR_MS: u64 = 365 * 86_400_000;
        if !self.faults.contains(&Fault::Skew) || number.is_multiple_of(2) {
            return 0;
        }
        let off = i64::try_from(self.dice.below(2 * YEAR_MS)).unwrap_or(0);
        off - i64::try_from(YEAR_MS).unwrap_or(0)
    }

    fn schedule(&mut self) {
        let span = self.captures * PER_CAPTURE_MS;
        for _ in 0..self.captures {
            let at = self.dice.below(span);
            self.at(at, Happening::Capture);
        }
        for _ in 0..=self.captures / 10 {
            let at = self.dice.below(span);
            self.at(at, Happening::Chaos);
        }
        for which in 0..gateway::MANY {
            self.at(0, Happening::Gateway { which });
        }
    }

    fn at(&mut self, at: u64, happening: Happening) {
        self.queued += 1;
        self.queue.insert((at, self.queued), happening);
    }

    pub(crate) fn settings(&mut self) -> Settings {
        Settings {
            guards: self.guards,
            deadline_ms: 5_000,
            orphans_after_ms: 60_000,
            events_max: EVENTS_MAX,
            ..Settings::new(self.dice.next())
        }
    }

    fn note(&mut self, alarm: &Alarm) {
        let name = match alarm {
            Alarm::Forked { .. } => "forked",
            Alarm::Cloned => "cloned",
            Alarm::Orphans { .. } => "orphans",
            Alarm::Copied { .. } => "copied",
            Alarm::Stuck { .. } => "stuck",
            Alarm::Refused { .. } => "refused",
            Alarm::NotStored { .. } => "not-stored",
            Alarm::PastLost => "past-lost",
        };
        *self.alarms.entry(name).or_default() += 1;
    }

    /// Whether an event is still physically somewhere.
    pub(crate) fn exists(&self, event: EventId) -> bool {
        self.plant.chains.knows(event)
            || self
                .processes
                .iter()
                .any(|process| process.disk.chains.knows(event))
    }

    /// Events that were on something that is gone now: those that are nowhere else are nobody's fault.
    fn forget_lost(&mut self, was: &[EventId]) {
        for event in was {
            if self.required.contains(event) && !self.exists(*event) {
                self.required.remove(event);
            }
        }
    }

    fn capture(&mut self) {
        let index = self.dice.place(self.processes.len());
        let now = self.now;
        let Some(process) = self.processes.get_mut(index) else {
            return;
        };
        if process.machine.is_none() {
            return;
        }
        let wall = process.wall_ms(now);
        let rows: Vec<LogRow> = crate::facts::capture(&mut process.disk, wall, &mut self.dice);
        process.commits += 1;
        self.required.extend(rows.iter().map(|row| row.id));
        self.handle(index, replication::Input::Captured { rows });
        self.sync_now_and_then(index);
    }

    /// Whether nothing is left to be exchanged, as far as anybody knows.
    fn settled(&mut self) -> bool {
        let plant: BTreeSet<EventId> = self.plant.chains.events().collect();
        let quiet = self.processes.iter().all(|process| {
            let status = process
                .machine
                .as_ref()
                .map(replication::SyncMachine::status);
            status
                .is_some_and(|status| status.connected && status.queued == 0 && status.behind == 0)
        });
        quiet
            && self
                .processes
                .iter()
                .all(|process| process.disk.chains.events().eq(plant.iter().copied()))
    }
}
