//! A Debian that never saw Lineside: the package is installed there with what it depends on, and works.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::program::{Failed, here, run};
use crate::project;

/// What is installed beside the package: a screen that nobody sees.
const SCREEN: &str = "xvfb,xauth,desktop-file-utils";
/// The release that packages are made for.
const RELEASE: &str = "bookworm";

/// What the package must have brought.
const BROUGHT: [&str; 7] = [
    "/usr/bin/lineside",
    "/usr/bin/linesidectl",
    "/usr/lib/udev/rules.d/60-lineside.rules",
    "/usr/lib/systemd/system/lineside-gateway.service",
    "/usr/share/applications/Lineside.desktop",
    "/usr/share/icons/hicolor/128x128/apps/lineside.png",
    "/usr/share/icons/hicolor/32x32/apps/lineside.png",
];

/// The main thing of it: a demo plant is made, the window opens it and answers beside itself. The app is
/// ended by its own process id.
const WORKS: &str = r#"
set -eu
desktop-file-validate /usr/share/applications/Lineside.desktop
export LINESIDE_DATA=/tmp/station HOME=/tmp
linesidectl init --demo
xvfb-run --auto-servernum --server-args='-screen 0 1280x800x24' lineside >/tmp/lineside.log 2>&1 &
app=$!
tries=0
until [ -f /tmp/station/host.json ]; do
  tries=$((tries + 1))
  [ "$tries" -lt 60 ] || { cat /tmp/lineside.log; exit 1; }
  kill -0 "$app" || { cat /tmp/lineside.log; exit 1; }
  sleep 1
done
sleep 3
linesidectl call view_station
kill -0 "$app"
window=$(cat /proc/[0-9]*/comm 2>/dev/null | grep -c '^WebKitWeb' || true)
[ "$window" -gt 0 ] || { echo 'no page was drawn'; cat /tmp/lineside.log; exit 1; }
kill "$app"
linesidectl verify
"#;

/// Installs the package in a new root, and sees that it works.
pub(super) fn check(package: &Path) -> Result<String, Failed> {
    let root = project::made().join("bundle-root");
    let checked = in_root(&root, package);
    let gone = run(here("rm").args(["-rf", "--one-file-system"]).arg(&root));
    checked.and(gone)?;
    let name = package.file_name().unwrap_or_default().to_string_lossy();
    Ok(format!(
        "{name} installs in a clean {RELEASE}, and works there"
    ))
}

fn in_root(root: &Path, package: &Path) -> Result<(), Failed> {
    let mut make = here("mmdebstrap");
    make.args(["--mode=root", "--variant=apt", "--include"])
        .arg(SCREEN);
    run(make.arg(RELEASE).arg(root))?;
    let inside = PathBuf::from("/tmp/lineside.deb");
    run(here("cp").arg(package).arg(root.join("tmp/lineside.deb")))?;
    // What is known of packages is not kept in a new root.
    run(&mut within(root, &["apt-get", "update", "--quiet"]))?;
    let install = ["apt-get", "install", "--yes", "--no-install-recommends"];
    run(within(root, &install)
        .arg(&inside)
        .env("DEBIAN_FRONTEND", "noninteractive"))?;
    for file in BROUGHT {
        run(&mut within(root, &["test", "-s", file]))?;
    }
    run(&mut within(root, &["sh", "-c", WORKS]))
}

/// A command within the root, with processes of its own: when it ends, all that it started ends.
fn within(root: &Path, words: &[&str]) -> Command {
    let mut command = here("unshare");
    command.args(["--mount", "--pid", "--fork", "--kill-child", "--mount-proc"]);
    command.arg(format!("--root={}", root.display()));
    command.args(words);
    command
}
