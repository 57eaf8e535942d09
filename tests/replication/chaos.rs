//! Everything fails at random: networks, stations, the plant's server.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{scope, sleep};
use std::time::{Duration, Instant};

use plant_tests::postgres::Cluster;
use plant_tests::proxy::{Mood, Proxy};
use serde_json::Value;

use crate::agreement::assert_all_agree;
use crate::plant::{Plant, good};
use crate::station::Station;
use crate::work::report_until;

/// Stations.
const STATIONS: usize = 8;
/// How long everything fails; `LINESIDE_SOAK_SECONDS` says otherwise.
const SECONDS: u64 = 60;
/// Reports of one station in the whole run, at most: jobs are bounded, and each report is folded.
const REPORTS_MAX: u32 = 60;
/// Pause between two blows.
const BLOW_TIME: Duration = Duration::from_millis(400);
/// Every so many blows the plant's server is killed: it takes seconds to come back.
const PLANT_EVERY: u32 = 40;
/// Chance of each other kind of blow, in a hundred.
const BLOWS: [(u64, Blow); 6] = [
    (25, Blow::Network(Mood::Clear)),
    (20, Blow::Network(Mood::Slow)),
    (15, Blow::Network(Mood::Cut)),
    (4, Blow::Network(Mood::HalfOpen)),
    (20, Blow::Network(Mood::LosesAnswers)),
    (16, Blow::Station),
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

    let acknowledged = work_while_all_fails(&mut plant, &jobs);
    plant.all_have_everything();

    let networks = plant.stations.iter().map(|station| &station.network);
    let lost: u32 = networks.map(Proxy::lost_answers).sum();
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

/// Lets people work at every station until the time is over; how many reports of each job were
/// acknowledged at each station.
fn work_while_all_fails(plant: &mut Plant, jobs: &[Value]) -> Vec<Vec<u64>> {
    let time = soak_time();
    let pause = time.max(Duration::from_secs(SECONDS)) / REPORTS_MAX;
    let (stations, cluster) = (&plant.stations, &mut plant.cluster);
    let stop = AtomicBool::new(false);
    scope(|scope| {
        let work = |station| report_until(&stop, station, jobs, pause);
        let working: Vec<_> = stations
            .iter()
            .map(|station| scope.spawn(move || work(station)))
            .collect();
        let ending = Ending(&stop);
        fail(time, stations, cluster);
        for station in stations {
            station.network.set(Mood::Clear);
        }
        drop(ending);
        working.into_iter().map(|one| one.join().unwrap()).collect()
    })
}

/// Strikes blow after blow until the time is over.
fn fail(time: Duration, stations: &[Station], cluster: &mut Cluster) {
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
    eprintln!("blows dealt: {:?}", blows.dealt);
}

/// Tells people to stop, also where the test has failed meanwhile.
struct Ending<'a>(&'a AtomicBool);

impl Drop for Ending<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
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
        let blow = self.draw();
        *self.dealt.entry(format!("{blow:?}")).or_default() += 1;
        (station, blow)
    }

    fn draw(&mut self) -> Blow {
        let dealt: u32 = self.dealt.values().sum();
        if dealt % PLANT_EVERY == PLANT_EVERY - 1 {
            return Blow::Plant;
        }
        let mut drawn = self.below(100);
        for (chance, blow) in BLOWS {
            if drawn < chance {
                return blow;
            }
            drawn -= chance;
        }
        unreachable!("the chances make a hundred")
    }

    /// A number below `limit` (SplitMix64).
    fn below(&mut self, limit: u64) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.state ^ (self.state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit
    }
}
