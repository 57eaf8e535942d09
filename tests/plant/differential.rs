//! The model of the plant that the simulator trusts, against the real one: the same random calls,
//! the same answers.

use std::collections::BTreeMap;

use domain::event::Part;
use domain::hlc::Hlc;
use domain::id::{EventId, PersonId, RequestId};
use domain::log_row::LogRow;
use domain::origin::{Origin, StationId};
use replication::postgres::PlantLink;
use replication::{Answer, Ask, Guards, Head};

use uuid::Uuid;

use crate::chain::{end, relinked};
use crate::plant::{OVEN, PRESS, Plant};

/// Calls of one run. Each meets what those before it left.
const CALLS: u32 = 2_400;
/// Fewest calls that must have ended in each way for the run to prove anything.
const OF_A_KIND_MIN: u32 = 30;
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
    let mut retried = 0;

    for call in 0..CALLS {
        let (station, link) = &mut links[caller.below(2)];
        let ask = caller.ask(*station);
        let known = caller.knows(&ask);
        let expected = plain(model.answer(*station, &ask, 0));

        let answer = plain(link.ask(&ask).await.unwrap());

        assert_eq!(answer, expected, "seed {SEED}, call {call}: {ask:?}");
        seen[kind(&answer)] += 1;
        caller.heard(*station, &ask, &answer);
        retried += u32::from(known && kind(&answer) == 0);
    }

    assert!(
        seen.iter().all(|count| *count >= OF_A_KIND_MIN) && retried >= OF_A_KIND_MIN,
        "too little was tried: {seen:?}, {retried} retries"
    );
    plant.admin.verify().await.unwrap();
    all_events_are_alike(&mut links[0].1, &mut model).await;
}

async fn all_events_are_alike(link: &mut PlantLink, model: &mut simulation::Plant) {
    let Answer::Heads { heads, .. } = link.ask(&Ask::Heads).await.unwrap() else {
        panic!("no heads");
    };
    let mut after: Vec<_> = heads.keys().map(|origin| (*origin, 0)).collect();
    loop {
        let ask = Ask::Pull {
            after: after.clone(),
            limit: 1_000,
        };
        let answer = link.ask(&ask).await.unwrap();
        assert_eq!(answer, model.answer(PRESS, &ask, 0));
        let Answer::Page { rows } = answer else {
            panic!("no page");
        };
        if rows.is_empty() {
            return;
        }
        for (origin, place) in &mut after {
            let of_it = rows.iter().rfind(|row| row.origin == *origin);
            *place = of_it.map_or(*place, |row| row.seq);
        }
    }
}

/// What a station might send, and what one gone wrong might.
struct Caller {
    state: u64,
    /// Where chains end, by the plant's last word.
    heads: BTreeMap<Origin, Head>,
    /// The newest epoch of each station.
    newest: BTreeMap<StationId, u32>,
    sent: Vec<(Head, Vec<LogRow>)>,
}

impl Caller {
    fn new(seed: u64) -> Self {
        Self {
            state: seed,
            heads: BTreeMap::new(),
            newest: BTreeMap::new(),
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
        let origin = self.chain(station);
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
        let origin = self.chain(station);
        let known = self
            .sent
            .iter()
            .filter(|(_, rows)| rows[0].origin == origin);
        let known: Vec<&(Head, Vec<LogRow>)> = known.collect();
        let pick = usize::try_from(self.state % 1_000).unwrap();
        let some = known.get(pick % known.len().max(1)).copied().cloned();
        let (previous, mut rows) = match (self.below(8), some) {
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
                let last = self.heads.get(&origin).copied().unwrap_or_default();
                (last, self.fresh(origin, last))
            }
        };
        let harm = self.below(20);
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

    /// Two commands, of values that a station writes and of odd ones: what is taken has the hash that
    /// the plant computes itself, from the same bytes.
    fn fresh(&mut self, origin: Origin, behind: Head) -> Vec<LogRow> {
        let mut rows = Vec::new();
        for _ in 0..2 {
            let request = RequestId(self.uuid());
            let count = 1 + u16::from(self.byte() % 4);
            for index in 0..count {
                let seq = behind.seq + 1 + rows.len() as u64;
                rows.push(self.row(origin, seq, (request, Part { index, count })));
            }
        }
        relinked(rows, behind)
    }

    fn row(&mut self, origin: Origin, seq: u64, (request, part): (RequestId, Part)) -> LogRow {
        LogRow {
            origin,
            seq,
            id: EventId(self.uuid()),
            request,
            part,
            hlc: Hlc(self.number()),
            effective_ms: self.number(),
            recorded_ms: self.number(),
            skew_ms: (self.below(2) == 0).then(|| self.number()),
            actor: (self.below(2) == 0).then(|| PersonId(self.uuid())),
            name: self.text(),
            version: u16::from(self.byte()) << 7 | u16::from(self.byte() >> 1),
            touches: self.text(),
            payload: (0..=self.below(60)).map(|_| self.byte()).collect(),
            hash: [0; 32],
        }
    }

    /// Text of one to four bytes a character.
    fn text(&mut self) -> String {
        const LETTERS: [char; 8] = ['a', '"', '\\', '\n', 'é', 'ß', '漢', '🔩'];
        (0..self.below(40))
            .map(|_| LETTERS[self.below(8)])
            .collect()
    }

    /// Often an end of the range, where signs and widths go wrong.
    fn number(&mut self) -> i64 {
        match self.below(6) {
            0 => i64::MIN + 1,
            1 => i64::MAX,
            2 => 0,
            3 => -1,
            _ => i64::from_be_bytes(self.next().to_be_bytes()),
        }
    }

    fn uuid(&mut self) -> Uuid {
        Uuid::from_u64_pair(self.next(), self.next())
    }

    /// Mostly the newest chain; now and then a new one, which closes the others, an older one, or
    /// one of another station.
    fn chain(&mut self, station: StationId) -> Origin {
        let newest = self.newest.get(&station).copied().unwrap_or(1);
        let station = match self.below(30) {
            0 if station == PRESS => OVEN,
            0 => PRESS,
            _ => station,
        };
        let epoch = match self.below(40) {
            0 => newest + 1,
            1 => newest + 2,
            2..8 => 1.max(newest - 1),
            _ => newest,
        };
        Origin { station, epoch }
    }

    fn heard(&mut self, station: StationId, ask: &Ask, answer: &Answer) {
        if let Answer::Pushed { epoch, .. } | Answer::Heads { epoch, .. } = answer {
            self.newest.insert(station, 1.max(*epoch));
        }
        if let (Ask::Push { origin, .. }, Answer::Pushed { head, .. }) = (ask, answer) {
            self.heads.insert(*origin, *head);
        }
    }

    /// Whether it is a batch that was sent before.
    fn knows(&self, ask: &Ask) -> bool {
        let Ask::Push { rows, .. } = ask else {
            return false;
        };
        self.sent.iter().filter(|(_, sent)| sent == rows).count() > 1
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
