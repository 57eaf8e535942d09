//! The thread that joins a simulated serial device to its cable.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{JoinHandle, sleep};
use std::time::{Duration, Instant};

use crate::cable::{Attach, Cable};

/// How long the thread waits for bytes before it looks at the clock again.
const TURN: Duration = Duration::from_millis(5);

/// How long plugging and pulling may take; a place that is taken by then stays unplugged.
const PLUG_WITHIN: Duration = Duration::from_secs(2);

/// A device without I/O.
pub(crate) trait Device: Send + 'static {
    /// Takes the bytes that came and answers the bytes to send now.
    fn turn(&mut self, bytes: &[u8], now: Duration) -> Vec<u8>;
}

/// A running device. Dropping it stops the thread and pulls the cable.
pub(crate) struct Bench<D> {
    shared: Arc<Shared<D>>,
    thread: Option<JoinHandle<()>>,
}

struct Shared<D> {
    device: Mutex<D>,
    address: Mutex<Option<String>>,
    plugged: AtomicBool,
    stop: AtomicBool,
}

impl<D: Device> Bench<D> {
    pub(crate) fn start(attach: &Attach, device: D) -> io::Result<Self> {
        let cable = Cable::plug(attach)?;
        let attach = cable.again(attach);
        let shared = Arc::new(Shared {
            device: Mutex::new(device),
            address: Mutex::new(Some(cable.address())),
            plugged: AtomicBool::new(true),
            stop: AtomicBool::new(false),
        });
        let theirs = Arc::clone(&shared);
        let name = "simulator".to_owned();
        let run = move || theirs.run(&attach, Some(cable));
        let thread = std::thread::Builder::new().name(name).spawn(run)?;
        Ok(Self {
            shared,
            thread: Some(thread),
        })
    }

    pub(crate) fn device(&self) -> MutexGuard<'_, D> {
        lock(&self.shared.device)
    }

    pub(crate) fn address(&self) -> Option<String> {
        lock(&self.shared.address).clone()
    }

    pub(crate) fn plug(&self, plugged: bool) {
        self.shared.plugged.store(plugged, Ordering::Relaxed);
        let started = Instant::now();
        while self.address().is_some() != plugged && started.elapsed() < PLUG_WITHIN {
            sleep(TURN);
        }
    }
}

impl<D> Drop for Bench<D> {
    fn drop(&mut self) {
        self.shared.stop.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has said so itself.
            let _ended = thread.join();
        }
    }
}

impl<D: Device> Shared<D> {
    fn run(&self, attach: &Attach, mut cable: Option<Cable>) {
        let started = Instant::now();
        let mut buffer = [0; 1_024];
        while !self.stop.load(Ordering::Relaxed) {
            self.plug_or_pull(attach, &mut cable);
            let Some(cable) = cable.as_mut() else {
                sleep(TURN);
                continue;
            };
            let count = cable.read(&mut buffer, TURN);
            let bytes = buffer.get(..count).unwrap_or_default();
            let answer = lock(&self.device).turn(bytes, started.elapsed());
            if !answer.is_empty() {
                cable.write(&answer);
            }
        }
    }

    fn plug_or_pull(&self, attach: &Attach, cable: &mut Option<Cable>) {
        let plugged = self.plugged.load(Ordering::Relaxed);
        if plugged == cable.is_some() {
            return;
        }
        // A place that is taken meanwhile is tried again with the next turn.
        *cable = if plugged {
            Cable::plug(attach).ok()
        } else {
            None
        };
        *lock(&self.address) = cable.as_ref().map(Cable::address);
    }
}

pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
