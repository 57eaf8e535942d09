//! The test bed: umockdev answers for the kernel, files below its folder stand for devices.

use std::ffi::OsString;
use std::fs::{create_dir_all, remove_file, write};
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serialport::{SerialPort, TTYPort};

/// Names the folder of the bed to whoever runs within it.
const FOLDER: &str = "UMOCKDEV_DIR";

/// Runs the test of this name within a bed in which these nodes answer these questions of whoever opens
/// them, `QUESTION RESULT HEX` a line.
pub(crate) fn with_nodes(nodes: &[&str], answers: &str, test: &str) {
    let folder = tempfile::tempdir().unwrap();
    let setup = nodes.iter().enumerate().flat_map(|(number, node)| {
        let file = folder.path().join(number.to_string());
        write(&file, format!("@DEV /dev/{node}\n{answers}")).unwrap();
        let mut given = OsString::from(format!("/dev/{node}="));
        given.push(file);
        [OsString::from("--ioctl"), given]
    });
    within(test, &setup.collect::<Vec<_>>());
}

/// Runs the test of this name, which is ignored elsewhere, within a bed that is set up like this.
pub(crate) fn within(test: &str, setup: &[OsString]) {
    let mut bed = Command::new("umockdev-run");
    bed.args(setup).arg("--");
    bed.arg(std::env::current_exe().unwrap());
    bed.args(["--exact", test, "--ignored", "--nocapture"]);
    let ran = bed.stdin(Stdio::null()).output();
    let ran = ran.expect("umockdev-run is missing: `cargo xtask test` installs it");
    let said = String::from_utf8_lossy(&ran.stdout).into_owned();
    let complained = String::from_utf8_lossy(&ran.stderr);
    assert!(
        ran.status.success() && said.contains("1 passed"),
        "{said}\n{complained}"
    );
}

/// A file of the bed.
pub(crate) fn inside(path: &str) -> PathBuf {
    let folder = std::env::var_os(FOLDER).expect("this test runs within its bed only");
    PathBuf::from(folder).join(path)
}

/// A HID device, as sysfs tells of it.
#[derive(Clone, Copy)]
pub(crate) struct Device {
    /// `VVVV:PPPP`, upper case.
    pub(crate) id: &'static str,
    pub(crate) serial: &'static str,
    /// Report descriptor.
    pub(crate) descriptor: &'static [u8],
}

/// A device that is plugged in. Dropping it pulls it out.
pub(crate) struct Plugged {
    ours: TTYPort,
    _theirs: TTYPort,
    links: [PathBuf; 2],
}

/// A scanner that types, as sysfs tells of it.
#[derive(Clone, Copy)]
pub(crate) struct Typing {
    pub(crate) vendor: &'static str,
    pub(crate) product: &'static str,
    /// The keys it has, lowest word last.
    pub(crate) keys: &'static str,
}

impl Device {
    /// Plugs it in at a chain of ports, under a name that the kernel gave it.
    pub(crate) fn plug(self, chain: &str, name: &str) -> Plugged {
        let (vendor, product) = self.id.split_once(':').unwrap();
        let hid = format!(
            "devices/pci0000:00/usb1/{chain}/{chain}:1.0/0003:{}.0001",
            self.id
        );
        let folder = inside("sys").join(&hid);
        create_dir_all(folder.join("hidraw").join(name)).unwrap();
        let uevent = format!(
            "HID_ID=0003:0000{vendor}:0000{product}\nHID_NAME=A Maker {}\nHID_UNIQ={}\n",
            self.id, self.serial
        );
        write(folder.join("uevent"), uevent).unwrap();
        write(folder.join("report_descriptor"), self.descriptor).unwrap();
        let (node, class) = (format!("{hid}/hidraw/{name}"), "sys/class/hidraw");
        Plugged::at(&node, "../..", class, &inside("dev").join(name))
    }
}

impl Typing {
    /// Plugs it in.
    pub(crate) fn plug(self, chain: &str, name: &str) -> Plugged {
        let input = format!("devices/pci0000:00/usb1/{chain}/{chain}:1.0/0003.0001/input/{name}s");
        let folder = inside("sys").join(&input);
        for (file, text) in [
            ("name", "A Maker Scanner"),
            ("uniq", ""),
            ("id/bustype", "0003"),
            ("id/vendor", self.vendor),
            ("id/product", self.product),
            ("capabilities/key", self.keys),
        ] {
            let file = folder.join(file);
            create_dir_all(file.parent().unwrap()).unwrap();
            write(file, format!("{text}\n")).unwrap();
        }
        let node = format!("{input}/{name}");
        create_dir_all(inside("sys").join(&node)).unwrap();
        Plugged::at(
            &node,
            "..",
            "sys/class/input",
            &inside("dev/input").join(name),
        )
    }
}

impl Plugged {
    /// A device whose node is there below `sys`; `up` leads from it to the device it belongs to.
    fn at(node: &str, up: &str, class: &str, dev: &Path) -> Self {
        let (mut ours, theirs) = TTYPort::pair().unwrap();
        ours.set_exclusive(false).unwrap();
        let device = inside("sys").join(node).join("device");
        if !device.exists() {
            symlink(up, device).unwrap();
        }
        let class = inside(class);
        for folder in [&class, dev.parent().unwrap()] {
            create_dir_all(folder).unwrap();
        }
        let links = [dev.to_owned(), class.join(dev.file_name().unwrap())];
        symlink(theirs.name().unwrap(), &links[0]).unwrap();
        symlink(format!("../../{node}"), &links[1]).unwrap();
        Self {
            ours,
            _theirs: theirs,
            links,
        }
    }

    /// Sends bytes.
    pub(crate) fn send(&mut self, bytes: &[u8]) {
        std::io::Write::write_all(&mut self.ours, bytes).unwrap();
    }

    /// Sends one report.
    pub(crate) fn report(&mut self, report: &[u8]) {
        self.send(report);
        // The bed is a stream; a pause keeps reports apart.
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
}

impl Drop for Plugged {
    fn drop(&mut self) {
        for link in &self.links {
            let _gone = remove_file(link);
        }
    }
}
