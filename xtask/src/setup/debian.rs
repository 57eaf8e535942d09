//! System packages of Debian and its kin. This is the only list of them.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use crate::program::{Failed, found, here, output, run};

/// What the app is compiled and linked with.
pub(crate) const BUILD: &[&str] = &[
    "build-essential",
    "libgtk-3-dev",
    "libudev-dev",
    "libusb-1.0-0-dev",
    "libwebkit2gtk-4.1-dev",
    "pkg-config",
];

/// What shows the real window where nobody looks: a screen, its key, a driver, a font.
pub(crate) const WINDOW: &[&str] = &["fonts-dejavu-core", "webkit2gtk-driver", "xauth", "xvfb"];

/// What only the tests use: a browser, readers of XML and PDF that are not ours, what a plant runs on,
/// what judges the gateway's unit, and what stands in for the kernel's USB.
pub(crate) const TEST: &[&str] = &[
    "chromium",
    "libxml2-utils",
    "openssl",
    "poppler-utils",
    "postgresql",
    "python3-pip",
    "python3-venv",
    "systemd",
    "umockdev",
];

/// What makes a clean root to try packages in.
pub(crate) const PACKAGES: &[&str] = &["mmdebstrap"];

/// Where Debian's PostgreSQL looks whether to make and start a server of the system.
const CLUSTER: &str = "/etc/postgresql-common/createcluster.conf";

/// Installs the packages of `lists` that are missing; says first which.
pub(crate) fn install(lists: &[&[&'static str]]) -> Result<(), Failed> {
    let wanted: Vec<&str> = lists.concat();
    if !cfg!(target_os = "linux") {
        return Ok(());
    }
    if found("dpkg-query").is_none() || found("apt-get").is_none() {
        println!("This is not Debian. What these Debian packages hold must be installed by hand:");
        println!("  {}", wanted.join(" "));
        return Ok(());
    }
    let missing = missing(&wanted)?;
    if missing.is_empty() {
        println!("System packages: all {} are there.", wanted.len());
        return Ok(());
    }
    println!("Will install with apt-get: {}", missing.join(" "));
    if missing.contains(&"postgresql") && !Path::new(CLUSTER).exists() {
        make_no_cluster()?;
    }
    apt(&["update", "--quiet"])?;
    apt(&[
        &["install", "--yes", "--quiet", "--no-install-recommends"],
        &*missing,
    ]
    .concat())
}

fn missing<'a>(wanted: &[&'a str]) -> Result<Vec<&'a str>, Failed> {
    let mut query = here("dpkg-query");
    query.args([
        "--show",
        "--showformat",
        "${Package} ${db:Status-Status}\\n",
    ]);
    let listed = output(&mut query)?;
    let listed = String::from_utf8_lossy(&listed);
    let installed: BTreeSet<&str> = listed
        .lines()
        .filter_map(|line| line.strip_suffix(" installed"))
        .collect();
    Ok(wanted
        .iter()
        .copied()
        .filter(|package| !installed.contains(package))
        .collect())
}

/// Tests make servers of their own; one of the system would only listen.
fn make_no_cluster() -> Result<(), Failed> {
    let write = "mkdir -p \"$(dirname \"$0\")\" && echo 'create_main_cluster = false' > \"$0\"";
    run(as_root("sh")?.args(["-c", write, CLUSTER]))
}

fn apt(words: &[&str]) -> Result<(), Failed> {
    let mut apt = as_root("apt-get")?;
    run(apt.env("DEBIAN_FRONTEND", "noninteractive").args(words))
}

fn as_root(program: &str) -> Result<Command, Failed> {
    if is_root()? {
        return Ok(here(program));
    }
    let mut sudo = here("sudo");
    sudo.args(["--preserve-env=DEBIAN_FRONTEND", program]);
    Ok(sudo)
}

fn is_root() -> Result<bool, Failed> {
    Ok(output(here("id").arg("-u"))?.trim_ascii() == b"0")
}
