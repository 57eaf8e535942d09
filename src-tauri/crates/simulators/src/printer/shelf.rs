//! Where printed labels lie: in memory, and as files where a folder is given.

use std::fs;
use std::io;
use std::path::PathBuf;

/// The printed labels.
pub(super) struct Shelf {
    pub(super) labels: Vec<Vec<u8>>,
    /// Why the last label that could not be filed was not.
    pub(super) failure: Option<io::Error>,
    folder: Option<PathBuf>,
    next: usize,
}

impl Shelf {
    /// A shelf that goes on counting where the folder's files end.
    pub(super) fn new(folder: Option<PathBuf>) -> io::Result<Self> {
        let mut next = 1;
        if let Some(folder) = &folder {
            fs::create_dir_all(folder)?;
            for entry in fs::read_dir(folder)? {
                let path = entry?.path();
                let number = path
                    .file_stem()
                    .and_then(|stem| stem.to_str()?.parse().ok());
                next = next.max(number.map_or(1, |number: usize| number + 1));
            }
        }
        Ok(Self {
            labels: Vec::new(),
            failure: None,
            folder,
            next,
        })
    }

    pub(super) fn add(&mut self, label: Vec<u8>) {
        if let Some(folder) = &self.folder {
            let path = folder.join(format!("{:04}.zpl", self.next));
            let half = path.with_extension("tmp");
            let filed = fs::write(&half, &label).and_then(|()| fs::rename(&half, &path));
            self.failure = filed.err().or(self.failure.take());
            self.next += 1;
        }
        self.labels.push(label);
    }
}
