//! A bad network: a TCP proxy that delays, cuts, hangs, and loses the answer to what was carried out.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use socket2::SockRef;

/// Shortest question whose answer [`Mood::LosesAnswers`] loses, in bytes: batches of events are
/// longer, log-ins and looks at heads are shorter.
const QUESTION_BYTES_MIN: u64 = 1_200;
/// Longest delay of one piece, in milliseconds.
const DELAY_MS_MAX: u64 = 400;
/// How long [`Mood::Far`] takes one way: a second and a half there and back.
const FAR_TIME: Duration = Duration::from_millis(750);
/// Pieces that are lost on the way, of a hundred; TCP sends them again.
const FAR_LOST: u64 = 20;
/// When it does: after it waited for a word that they arrived.
const RESENT_AFTER: Duration = Duration::from_millis(2_000);
/// Bytes passed on at once.
const PIECE_BYTES: usize = 16 * 1024;

/// How the network is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    /// Passes everything on.
    Clear,
    /// Passes everything on, late.
    Slow,
    /// Passes everything on as over a satellite in bad weather: a second and a half there and back, and a fifth
    /// of all pieces is sent twice.
    Far,
    /// Breaks every connection, and refuses new ones.
    Cut,
    /// Takes everything and passes nothing on. A connection that met this stays dead.
    HalfOpen,
    /// Passes questions on, and breaks the connection when the answer to a long one comes: the plant
    /// has carried it out and committed.
    LosesAnswers,
}

/// A proxy on a port of its own, on loopback. Dropped, it breaks what goes through it.
pub struct Proxy {
    port: u16,
    way: Arc<Way>,
}

/// What all connections share.
struct Way {
    server: SocketAddr,
    mood: Mutex<Mood>,
    /// Both ends of what is open, by connection.
    open: Mutex<Vec<Arc<Pipe>>>,
    lost: AtomicU32,
    seed: AtomicU64,
    ended: AtomicBool,
}

/// One connection.
struct Pipe {
    client: TcpStream,
    server: Option<TcpStream>,
    dead: AtomicBool,
    /// Bytes of the question that is not answered yet.
    asked: AtomicU64,
}

impl Proxy {
    /// Listens, and leads to `server`.
    ///
    /// # Panics
    /// When no port is free.
    pub fn start(server: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let way = Arc::new(Way {
            server,
            mood: Mutex::new(Mood::Clear),
            open: Mutex::default(),
            lost: AtomicU32::new(0),
            seed: AtomicU64::new(u64::from(port)),
            ended: AtomicBool::new(false),
        });
        let accepting = way.clone();
        std::thread::spawn(move || accept(&listener, &accepting));
        Self { port, way }
    }

    /// Where it listens.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Changes the network.
    pub fn set(&self, mood: Mood) {
        *self.way.mood.lock().unwrap() = mood;
        if mood == Mood::Cut {
            self.way.break_all();
        }
    }

    /// How often the answer to something carried out was lost.
    pub fn lost_answers(&self) -> u32 {
        self.way.lost.load(Ordering::SeqCst)
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.way.ended.store(true, Ordering::SeqCst);
        self.way.break_all();
        // Wakes whoever accepts; where nobody does any more, that is what was wanted.
        let _ = TcpStream::connect(("127.0.0.1", self.port));
    }
}

impl Way {
    fn mood(&self) -> Mood {
        *self.mood.lock().unwrap()
    }

    fn break_all(&self) {
        for pipe in self.open.lock().unwrap().drain(..) {
            pipe.reset();
        }
    }

    /// Some milliseconds, other ones each time.
    fn delay(&self) -> Duration {
        Duration::from_millis(self.draw() % DELAY_MS_MAX)
    }

    /// How long a piece is on its way, sent again where it was lost.
    fn far(&self) -> Duration {
        match self.draw() % 100 < FAR_LOST {
            true => FAR_TIME + RESENT_AFTER,
            false => FAR_TIME,
        }
    }

    fn draw(&self) -> u64 {
        let drawn = self.seed.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::SeqCst);
        let mixed = (drawn ^ (drawn >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed >> 33
    }
}

impl Pipe {
    /// Breaks it so that both ends see a reset, not a good-bye.
    fn reset(&self) {
        for stream in [Some(&self.client), self.server.as_ref()]
            .into_iter()
            .flatten()
        {
            // A stream that is closed already is as good.
            let _ = SockRef::from(stream).set_linger(Some(Duration::ZERO));
            let _ = stream.shutdown(Shutdown::Both);
        }
    }
}

fn accept(listener: &TcpListener, way: &Arc<Way>) {
    for client in listener.incoming().map_while(Result::ok) {
        if way.ended.load(Ordering::SeqCst) {
            return;
        }
        let mood = way.mood();
        let server = match mood {
            Mood::Cut | Mood::HalfOpen => None,
            Mood::Clear | Mood::Slow | Mood::Far | Mood::LosesAnswers => {
                TcpStream::connect(way.server).ok()
            }
        };
        let pipe = Arc::new(Pipe {
            dead: AtomicBool::new(mood == Mood::HalfOpen),
            asked: AtomicU64::new(0),
            client,
            server,
        });
        if pipe.server.is_none() && mood != Mood::HalfOpen {
            pipe.reset();
            continue;
        }
        let mut open = way.open.lock().unwrap();
        open.retain(|known| Arc::strong_count(known) > 1);
        open.push(pipe.clone());
        for up in [true, false] {
            let (way, pipe) = (way.clone(), pipe.clone());
            std::thread::spawn(move || carry(&way, &pipe, up));
        }
    }
}

/// Carries one direction to its end; then the other is of no use either.
fn carry(way: &Way, pipe: &Pipe, up: bool) {
    let (from, to) = if up {
        (Some(&pipe.client), pipe.server.as_ref())
    } else {
        (pipe.server.as_ref(), Some(&pipe.client))
    };
    let Some(mut from) = from else { return };
    let mut piece = vec![0; PIECE_BYTES];
    while let Ok(read @ 1..) = from.read(&mut piece) {
        let some = piece.get(..read).unwrap_or_default();
        if pass(way, pipe, up, some.len()) {
            let sent = to.map(|mut to| to.write_all(some));
            if !matches!(sent, Some(Ok(()))) {
                break;
            }
        }
    }
    pipe.reset();
}

/// Whether a piece is passed on, after what the network does to it.
fn pass(way: &Way, pipe: &Pipe, up: bool, bytes: usize) -> bool {
    let mood = way.mood();
    let asked = if up {
        pipe.asked.fetch_add(bytes as u64, Ordering::SeqCst)
    } else {
        pipe.asked.swap(0, Ordering::SeqCst)
    };
    match mood {
        Mood::Slow => std::thread::sleep(way.delay()),
        Mood::Far => std::thread::sleep(way.far()),
        Mood::HalfOpen => pipe.dead.store(true, Ordering::SeqCst),
        Mood::LosesAnswers if !up && asked >= QUESTION_BYTES_MIN => {
            way.lost.fetch_add(1, Ordering::SeqCst);
            pipe.reset();
            return false;
        }
        Mood::Clear | Mood::Cut | Mood::LosesAnswers => {}
    }
    !pipe.dead.load(Ordering::SeqCst)
}
