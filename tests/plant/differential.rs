//! The model of the plant that the simulator trusts, against the real one: the same random calls,
//! the same answers.

use domain::log_row::LogRow;
use domain::origin::{Origin, StationId};
use replication::postgres::PlantLink;
use replication::{Answer, Ask, Guards, Head};

use crate::chain::{command, end, relinked};
use crate::plant::{OVEN, PRESS, Plant};

/// Calls of one run. Each meets what those before it left.
const CALLS: u32 = 1_200;
/// The run; another number is another one.
const SEED: u64 = 0x11_22;

#[tokio::test]
async fn the_model_of_the_plant_answers_as_the_real_one() {
    let mut plant = Plant::make().await;
    let press = plant.joined("Press", PRESS).await;
    let oven = plant.joined("Oven", OVEN).await;
    let mut links = [(PRESS, press), (OVEN, oven)];
    let mut model = simulation::Plant::new(Guards::ALL);
    let mut caller = Caller::new(SEED);
    let mut seen = [0_u32; 6];

    for call in 0..CALLS {
        let (station, link) = &mut links[caller.below(2)];
        let ask = caller.ask(*station);
        let expected = plain(model.answer(*station, &ask, 0));

        let answer = plain(link.ask(&ask).await.unwrap());

        assert_eq!(answer, expected, "seed {SEED}, call {call}: {ask:?}");
        seen[kind(&answer)] += 1;
    }

    assert!(
        seen.iter().all(|count| *count > 10),
        "too little was tried: {seen:?}"
    );
    plant.admin.verify().await.unwrap();
    all_events_are_alike(&mut links[0].1, &mut model).await;
}

async fn all_events_are_alike(link: &mut PlantLink, model: &mut simulation::Plant) {
    let Answer::Heads { heads, .. } = link.ask(&Ask::Heads).await.unwrap() else {
        panic!("no heads");
    };
    let after = heads.keys().map(|origin| (*origin, 0)).collect();
    let ask = Ask::Pull {
        after,
        limit: 1_000,
    };

    assert_eq!(link.ask(&ask).await.unwrap(), model.answer(PRESS, &ask, 0));
}

/// What a station might send, and what one gone wrong might.
struct Caller {
    state: u64,
    latest: u32,
    sent: Vec<(Head, Vec<LogRow>)>,
}

impl Caller {
    fn new(seed: u64) -> Self {
        Self {
            state: seed,
            latest: 1,
            sent: Vec::new(),
        }
    }

    fn ask(&mut self, station: StationId) -> Ask {
        match self.below(8) {
            0 => Ask::Heads,
            1 => self.pull(station),
            _ => self.push(station),
        }
    }

    fn pull(&mut self, station: StationId) -> Ask {
        let origin = Origin {
            station,
            epoch: self.epoch(),
        };
        let seqs = (0..3).map(|_| self.below(20) as u64 + 1).collect();
        match self.below(2) {
            0 => Ask::HashesAt { origin, seqs },
            _ => Ask::Pull {
                after: vec![(origin, self.below(20) as u64)],
                limit: 1 + self.below(30),
            },
        }
    }

    /// Mostly what comes next; now and then something sent before, torn, or of another history.
    fn push(&mut self, station: StationId) -> Ask {
        let origin = Origin {
            station,
            epoch: self.epoch(),
        };
        let own = |(_, rows): &&(Head, Vec<LogRow>)| rows[0].origin == origin;
        let known: Vec<_> = self.sent.iter().filter(own).cloned().collect();
        let some = |at: usize| known.get(at % known.len().max(1)).cloned();
        let (previous, mut rows) = match (self.below(8), some(self.below(1_000))) {
            (0, Some(again)) => again,
            // Two batches in one: an overlap, where the first is known.
            (1, Some((previous, rows))) => {
                let more = self.fresh(origin, end(&rows));
                (previous, [rows, more].concat())
            }
            (2, Some((_, rows))) => (end(&rows), self.fresh(origin, end(&rows))),
            (3, _) => {
                let elsewhere = Head {
                    seq: self.below(30) as u64 + 1,
                    hash: [self.byte(); 32],
                };
                (elsewhere, self.fresh(origin, elsewhere))
            }
            _ => {
                let last = known.iter().map(|(_, rows)| end(rows));
                let last = last.max_by_key(|head| head.seq).unwrap_or_default();
                (last, self.fresh(origin, last))
            }
        };
        let harm = self.below(12);
        self.harm(harm, previous, &mut rows);
        if harm > 4 {
            self.sent.push((previous, rows.clone()));
        }
        Ask::Push {
            origin,
            previous,
            rows,
        }
    }

    fn harm(&mut self, harm: usize, previous: Head, rows: &mut Vec<LogRow>) {
        let at = self.below(rows.len());
        match harm {
            0 => rows[at].payload.push(b' '),
            1 => rows[at].hash = [self.byte(); 32],
            2 => rows[at].touches.push(' '),
            3 if rows.len() > 1 => drop(rows.pop()),
            4 => {
                rows[at].part.count += 1;
                *rows = relinked(std::mem::take(rows), previous);
            }
            _ => {}
        }
    }

    fn fresh(&mut self, origin: Origin, behind: Head) -> Vec<LogRow> {
        let first = command(origin, behind, 1 + u16::from(self.byte() % 4));
        let second = command(origin, end(&first), 1 + u16::from(self.byte() % 4));
        [first, second].concat()
    }

    /// Mostly the latest; now and then the one before it, or one that closes both.
    fn epoch(&mut self) -> u32 {
        match self.below(80) {
            0 => {
                self.latest += 1;
                self.latest
            }
            1..8 => (self.latest - 1).max(1),
            _ => self.latest,
        }
    }

    fn byte(&mut self) -> u8 {
        self.next().to_be_bytes()[0]
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() >> 33).unwrap() % limit
    }

    /// A number as any other (SplitMix64).
    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.state ^ (self.state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

/// The answer without what the two may tell differently: the clock, and the words of a refusal.
fn plain(answer: Answer) -> Answer {
    match answer {
        Answer::Heads { heads, epoch, .. } => Answer::Heads {
            heads,
            epoch,
            clock_ms: 0,
        },
        Answer::Pushed {
            outcome,
            epoch,
            head,
            ..
        } => Answer::Pushed {
            outcome,
            epoch,
            head,
            clock_ms: 0,
        },
        Answer::Refused { .. } => Answer::Refused {
            reason: String::new(),
        },
        other @ (Answer::Page { .. } | Answer::Hashes { .. }) => other,
    }
}

fn kind(answer: &Answer) -> usize {
    match answer {
        Answer::Pushed { outcome, .. } => *outcome as usize,
        Answer::Refused { .. } => 4,
        Answer::Heads { .. } | Answer::Page { .. } | Answer::Hashes { .. } => 5,
    }
}
