//! Everything fails at random: networks, stations, the plant's server.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{scope, sleep};
use std::time::{Duration, Instant};

use plant_tests::proxy::Mood;

use crate::agreement::assert_all_agree;
use crate::plant::{Plant, good};
use crate::work::report_until;

/// Stations.
const STATIONS: usize = 8;
/// How long everything fails; `LINESIDE_SOAK_SECONDS` says otherwise.
const SECONDS: u64 = 60;
/// Reports of one station in the whole run, at most: jobs are bounded, and each report is folded.
const REPORTS_MAX: u64 = 60;
/// Pause between two blows.
const BLOW_TIME: Duration = Duration::from_millis(400);
/// Chance of each kind of blow, in a hundred.
const BLOWS: [(u64, Blow); 7] = [
    (25, Blow::Network(Mood::Clear)),
    (20, Blow::Network(Mood::Slow)),
    (15, Blow::Network(Mood::Cut)),
    (4, Blow::Network(Mood::HalfOpen)),
    (20, Blow::Network(Mood::LosesAnswers)),
    (14, Blow::Station),
    (2, Blow::Plant),
];

/// What fails.
#[derive(Clone, Copy, Debug)]
enum Blow {
    Network(Mood),
    Station,
    Plant,
}

#[test]
fn eight_stations_agree_after_everything_failed() {
    let mut plant = Plant::make(STATIONS);
    let jobs = plant.started();
    let time = soak_time();
    let pause = time.max(Duration::from_secs(SECONDS)) / u32::try_from(REPORTS_MAX).unwrap();
    let stop = AtomicBool::new(false);

    let Plant {
        stations, cluster, ..
    } = &mut plant;
    let (stations, stop) = (&*stations, &stop);
    let acknowledged: Vec<Vec<u64>> = scope(|scope| {
        let working: Vec<_> = stations
            .iter()
            .map(|station| scope.spawn(|| report_until(stop, station, &jobs, pause)))
            .collect();
        let mut blows = Blows::new(std::process::id().into());
        let began = Instant::now();
        while began.elapsed() < time {
            let (station, blow) = blows.next(stations.len());
            match blow {
                Blow::Network(mood) => stations[station].network.set(mood),
                Blow::Station => stations[station].cut_power(),
                Blow::Plant => {
                    cluster.crash();
                    cluster.start_again();
                }
            }
            sleep(BLOW_TIME);
        }
        blows.print();
        for station in stations {
            station.network.set(Mood::Clear);
        }
        stop.store(true, Ordering::SeqCst);
        working.into_iter().map(|one| one.join().unwrap()).collect()
    });
    plant.all_have_everything();

    let lost: u32 = plant
        .stations
        .iter()
        .map(|one| one.network.lost_answers())
        .sum();
    assert!(lost > 0, "no answer was lost after its commit");
    for (place, job) in jobs.iter().enumerate() {
        let expected: u64 = acknowledged.iter().map(|counts| counts[place]).sum();
        assert!(expected > 0, "nothing was reported");
        for station in &plant.stations {
            assert_eq!(station.with(|served| good(served, job)), expected, "{job}");
        }
    }
    assert_all_agree(&plant);
}

fn soak_time() -> Duration {
    let told = std::env::var("LINESIDE_SOAK_SECONDS").ok();
    let seconds = told.map_or(SECONDS, |seconds| {
        seconds
            .parse()
            .unwrap_or_else(|_| panic!("LINESIDE_SOAK_SECONDS is no number: {seconds}"))
    });
    Duration::from_secs(seconds)
}

/// Blows at random, and how often each kind came.
struct Blows {
    state: u64,
    dealt: BTreeMap<String, u32>,
}

impl Blows {
    fn new(seed: u64) -> Self {
        eprintln!("blows from seed {seed}");
        Self {
            state: seed,
            dealt: BTreeMap::new(),
        }
    }

    /// The next blow, and the station that it may strike.
    fn next(&mut self, stations: usize) -> (usize, Blow) {
        let station = usize::try_from(self.below(stations as u64)).unwrap();
        let mut drawn = self.below(100);
        for (chance, blow) in BLOWS {
            if drawn < chance {
                *self.dealt.entry(format!("{blow:?}")).or_default() += 1;
                return (station, blow);
            }
            drawn -= chance;
        }
        unreachable!("the chances make a hundred")
    }

    fn print(&self) {
        eprintln!("blows dealt: {:?}", self.dealt);
    }

    /// A number below `limit` (SplitMix64).
    fn below(&mut self, limit: u64) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.state ^ (self.state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit
    }
}
