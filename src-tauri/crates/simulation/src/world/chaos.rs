//! When what goes wrong.

use domain::id::EventId;
use domain::origin::{Origin, StationId};

use super::{Fault, Happening, World};
use crate::disk::Disk;
use crate::world::station::Process;

/// Longest time a station is cut off, in milliseconds.
const CUT_MS: u64 = 40_000;
/// Longest time a PC stays off, in milliseconds.
const OFF_MS: u64 = 8_000;
/// Most second PCs with a copy of a disk.
const CLONES_MAX: usize = 2;
/// Most stations that come later.
const NEWCOMERS_MAX: usize = 2;
/// Most images kept.
const IMAGES_MAX: usize = 6;

impl World {
    /// Whether a fault of the network strikes now.
    pub(super) fn troubled(&mut self, fault: Fault, percent: u64) -> bool {
        !self.healing && self.faults.contains(&fault) && self.dice.percent(percent)
    }

    /// One blow, of a kind that this run has.
    pub(super) fn trouble(&mut self) {
        if self.healing {
            return;
        }
        self.take_images();
        let kinds: Vec<Fault> = self.faults.iter().copied().collect();
        let Some(kind) = kinds.get(self.dice.place(kinds.len())).copied() else {
            return;
        };
        let index = self.dice.place(self.processes.len());
        match kind {
            Fault::Partition => {
                let until = self.now + self.dice.below(CUT_MS);
                if let Some(process) = self.processes.get_mut(index) {
                    process.cut_until = until;
                }
            }
            Fault::PowerLoss => {
                self.lose_power(index);
                self.power_on_later(index);
            }
            Fault::DiskRestore => self.restore_disk(),
            Fault::Clone => self.clone_disk(index),
            Fault::PlantRollback => self.roll_plant_back(),
            Fault::GatewayPause => self.pause_gateway(),
            Fault::Newcomer => self.let_in(),
            // These strike at every message, or were dealt at the start.
            Fault::Loss | Fault::Duplication | Fault::Reorder | Fault::Skew | Fault::OldVersion => {
            }
        }
    }

    /// Everything works again: power, network, versions.
    pub(super) fn heal(&mut self) {
        self.healing = true;
        for index in 0..self.processes.len() {
            if let Some(process) = self.processes.get_mut(index) {
                process.cut_until = 0;
                if process.disk.old_version {
                    process.disk.update();
                }
            }
            self.power_on(index);
        }
    }

    fn power_on_later(&mut self, process: usize) {
        let at = self.now + self.dice.below(OFF_MS);
        self.at(at, Happening::PowerOn { process });
    }

    fn take_images(&mut self) {
        if self.faults.contains(&Fault::DiskRestore) && self.images.len() < IMAGES_MAX {
            let index = self.dice.place(self.processes.len());
            if let Some(process) = self.processes.get(index) {
                self.images.push((index, process.disk.clone()));
            }
        }
        let due = self.backup.is_none() || self.dice.percent(30);
        if self.faults.contains(&Fault::PlantRollback) && due {
            self.backup = Some(self.plant.clone());
        }
        let due = self.baseline.is_none() || self.dice.percent(30);
        if self.faults.contains(&Fault::Newcomer) && due {
            self.baseline = Some(self.plant.chains.clone());
        }
    }

    fn restore_disk(&mut self) {
        if self.images.is_empty() {
            return;
        }
        let place = self.dice.place(self.images.len());
        let (index, image) = self.images.swap_remove(place);
        self.power_off(index);
        let Some(process) = self.processes.get_mut(index) else {
            return;
        };
        let was: Vec<EventId> = process.disk.chains.events().collect();
        process.disk = image;
        if process.written.is_some() {
            process.written = Some(process.disk.clone());
        }
        self.forget_lost(&was);
        self.power_on_later(index);
    }

    fn clone_disk(&mut self, index: usize) {
        if self.processes.len() >= self.stations + CLONES_MAX {
            return;
        }
        let Some(process) = self.processes.get(index) else {
            return;
        };
        let copy = Process::new(process.disk.clone(), process.skew_ms, false);
        self.processes.push(copy);
        self.power_on(self.processes.len() - 1);
    }

    /// A new station begins with what the plant held when the last baseline was made.
    fn let_in(&mut self) {
        let number = self.processes.len();
        if number >= self.stations + CLONES_MAX + NEWCOMERS_MAX {
            return;
        }
        let Some(baseline) = self.baseline.clone() else {
            return;
        };
        let station = StationId((number as u128 + 1).to_be_bytes());
        let mut disk = Disk::new(Origin { station, epoch: 1 }, false);
        disk.begin_with(&baseline);
        self.processes.push(Process::new(disk, 0, false));
        self.power_on(number);
    }

    fn roll_plant_back(&mut self) {
        let Some(backup) = self.backup.take() else {
            return;
        };
        let was: Vec<EventId> = self.plant.chains.events().collect();
        self.plant = backup;
        self.forget_lost(&was);
    }
}
