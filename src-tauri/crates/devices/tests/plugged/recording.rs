//! What went over the wire of a printer on USB, as the kernel's monitor writes it down (pcap, link type
//! 220: headers of 64 bytes). The bed plays it back, in order, and compares every byte that is sent.

use std::ffi::OsString;
use std::fs::write;
use std::path::Path;

/// Kinds of transfers, as the monitor counts them.
const CONTROL: u8 = 2;
const BULK: u8 = 3;

/// Where the printer takes and gives bytes.
const OUT: u8 = 0x01;
const IN: u8 = 0x82;

/// Its bus and its number there.
const BUS: u8 = 1;
const NUMBER: u8 = 2;

const PLACE: &str = "/devices/pci0000:00/0000:00:14.0/usb1/1-1";

/// The status of a transfer that is under way, and of one that ended well.
const IN_PROGRESS: i32 = -115;
const WELL: i32 = 0;

/// A recording.
pub(crate) struct Recording {
    bytes: Vec<u8>,
    transfers: u64,
}

/// One transfer.
struct Transfer<'a> {
    kind: u8,
    endpoint: u8,
    setup: Option<[u8; 8]>,
    room: usize,
    sent: &'a [u8],
    answer: &'a [u8],
    status: i32,
}

impl Recording {
    pub(crate) fn new() -> Self {
        let mut bytes = 0xa1b2_c3d4_u32.to_le_bytes().to_vec();
        for half in [2_u16, 4] {
            bytes.extend(half.to_le_bytes());
        }
        for word in [0_u32, 0, 65_535, 220] {
            bytes.extend(word.to_le_bytes());
        }
        Self {
            bytes,
            transfers: 0,
        }
    }

    /// The printer tells its serial number.
    pub(crate) fn serial_number(self, text: &str) -> Self {
        let words: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let length = u8::try_from(words.len() + 2).unwrap();
        self.asked(0x80, 6, 0x0300, 0, 4, &[4, 3, 9, 4]).asked(
            0x80,
            6,
            0x0303,
            0x0409,
            255,
            &[&[length, 3], &words[..]].concat(),
        )
    }

    /// It tells what it is.
    pub(crate) fn device_id(self, text: &str) -> Self {
        let length = u16::try_from(text.len() + 2).unwrap().to_be_bytes();
        self.asked(
            0xa1,
            0,
            0,
            0,
            1_024,
            &[&length[..], text.as_bytes()].concat(),
        )
    }

    /// It tells how its port is.
    pub(crate) fn port_status(self, byte: u8) -> Self {
        self.asked(0xa1, 1, 0, 0, 1, &[byte])
    }

    fn asked(
        self,
        kind: u8,
        request: u8,
        value: u16,
        index: u16,
        room: u16,
        answer: &[u8],
    ) -> Self {
        let [value, index, length] = [value, index, room].map(u16::to_le_bytes);
        let setup = [&[kind, request][..], &value, &index, &length].concat();
        self.add(&Transfer {
            kind: CONTROL,
            endpoint: 0x80,
            setup: Some(setup.try_into().unwrap()),
            room: room.into(),
            sent: &[],
            answer,
            status: WELL,
        })
    }

    /// It takes bytes, or fails with this status.
    pub(crate) fn takes(self, bytes: &[u8], status: i32) -> Self {
        self.add(&Transfer {
            kind: BULK,
            endpoint: OUT,
            setup: None,
            room: bytes.len(),
            sent: bytes,
            answer: &[],
            status,
        })
    }

    /// It gives bytes.
    pub(crate) fn gives(self, bytes: &[u8]) -> Self {
        self.add(&Transfer {
            kind: BULK,
            endpoint: IN,
            setup: None,
            room: 1_024,
            sent: &[],
            answer: bytes,
            status: WELL,
        })
    }

    fn add(mut self, transfer: &Transfer) -> Self {
        self.transfers += 1;
        let done = match (transfer.status, transfer.sent, transfer.answer) {
            (WELL, [], answer) => answer.len(),
            (WELL, sent, _) => sent.len(),
            _ => 0,
        };
        self.packet(b'S', transfer, IN_PROGRESS, transfer.room, transfer.sent);
        self.packet(b'C', transfer, transfer.status, done, transfer.answer);
        self
    }

    fn packet(&mut self, event: u8, of: &Transfer, status: i32, length: usize, held: &[u8]) {
        let word = |number: usize| u32::try_from(number).unwrap().to_le_bytes();
        let setup = of.setup.filter(|_| event == b'S');
        let no_setup = if setup.is_some() { 0 } else { b'-' };
        let no_data = if held.is_empty() { b'<' } else { 0 };
        let mut packet = self.transfers.to_le_bytes().to_vec();
        packet.extend([
            event,
            of.kind,
            of.endpoint,
            NUMBER,
            BUS,
            0,
            no_setup,
            no_data,
        ]);
        // Its time: a second for each transfer, for a bed that is told to keep the pace.
        packet.extend(self.transfers.to_le_bytes());
        packet.extend([0; 4]);
        packet.extend(status.to_le_bytes());
        packet.extend(word(length));
        packet.extend(word(held.len()));
        packet.extend(setup.unwrap_or_default());
        packet.extend([0; 16]);
        assert_eq!(packet.len(), 64);
        packet.extend(held);
        let time = [word(usize::try_from(self.transfers).unwrap()), [0; 4]].concat();
        let lengths = [word(packet.len()); 2].concat();
        self.bytes.extend([time, lengths, packet].concat());
    }

    /// Writes the printer and its recording, and says how a bed is set up with them.
    pub(crate) fn bed(&self, folder: &Path) -> Vec<OsString> {
        let (device, traffic) = (folder.join("printer.umockdev"), folder.join("printer.pcap"));
        write(&device, described()).unwrap();
        write(&traffic, &self.bytes).unwrap();
        let mut replayed = OsString::from(format!("/sys{PLACE}="));
        replayed.push(traffic);
        vec!["--device".into(), device.into(), "--pcap".into(), replayed]
    }
}

/// The printer as the kernel tells of it: one interface of the printer class, one bulk endpoint each
/// way, texts 1 to 3.
fn described() -> String {
    let device: [u8; 18] = [
        18, 1, 0, 2, 0, 0, 0, 64, 0x5f, 0x0a, 0x66, 0x01, 0, 1, 1, 2, 3, 1,
    ];
    let interface = [9, 4, 0, 0, 2, 7, 1, 2, 0];
    let points = [[7, 5, OUT, 2, 64, 0, 0], [7, 5, IN, 2, 64, 0, 0]].concat();
    let all = u8::try_from(9 + interface.len() + points.len()).unwrap();
    let configuration = [9, 2, all, 0, 1, 1, 0, 0xc0, 50];
    let raw = [&device[..], &configuration, &interface, &points].concat();
    let raw: String = raw.iter().map(|byte| format!("{byte:02X}")).collect();
    format!(
        "P: {PLACE}\n\
         N: bus/usb/001/002={raw}\n\
         E: BUSNUM=001\nE: DEVNUM=002\nE: DEVNAME=/dev/bus/usb/001/002\nE: DEVTYPE=usb_device\n\
         E: DRIVER=usb\nE: MAJOR=189\nE: MINOR=1\nE: PRODUCT=a5f/166/100\nE: SUBSYSTEM=usb\n\
         A: bConfigurationValue=1\\n\nA: bNumConfigurations=1\\n\nA: bNumInterfaces=1\\n\n\
         A: busnum={BUS}\\n\nA: devnum={NUMBER}\\n\nA: speed=12\\n\n\
         A: idVendor=0a5f\\n\nA: idProduct=0166\\n\n\
         H: descriptors={raw}\n\n"
    )
}
