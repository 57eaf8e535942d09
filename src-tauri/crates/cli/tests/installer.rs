//! What an installer types to set a station up and to keep it, with the real program.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed expectation is the test's verdict"
)]

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// Everybody of the demo plant, by name and by badge, and words that only they bring.
const PEOPLE: [&str; 12] = [
    "Jana",
    "Novak",
    "Tomas",
    "Reyes",
    "Ingrid",
    "Sund",
    "Musa",
    "Diallo",
    "Kay Lindqvist",
    "B-1001",
    "B-2001",
    "P-01",
];

/// A machine of its own: a data folder, and the places where settings are looked for.
struct Machine {
    home: TempDir,
}

/// What the program said.
struct Said {
    code: Option<i32>,
    output: String,
    errors: String,
}

impl Said {
    fn lines(&self) -> Vec<Value> {
        let lines = self.output.lines();
        lines
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }
}

impl Machine {
    fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        Self { home }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    fn data(&self) -> PathBuf {
        self.path("station")
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_linesidectl"));
        command
            .args(arguments)
            .env("LINESIDE_DATA", self.data())
            .env("LINESIDE_MACHINE_FILE", self.path("machine.toml"))
            .env("XDG_CONFIG_HOME", self.path("config"))
            .env("HOME", self.home.path());
        command
    }

    fn run(&self, arguments: &[&str]) -> Said {
        said(&mut self.command(arguments))
    }

    fn done(&self, arguments: &[&str]) -> String {
        let said = self.run(arguments);
        assert_eq!(
            said.code,
            Some(0),
            "{arguments:?}: {}{}",
            said.output,
            said.errors
        );
        said.output
    }

    /// Its station at work; ended when it is dropped.
    fn serve(&self) -> Serving {
        let token = self.path("token");
        fs::write(&token, "0123456789abcdef0123456789abcdef").unwrap();
        let token = token.to_str().unwrap();
        let mut child = self
            .command(&["serve", "--listen", "127.0.0.1:0", "--token-file", token])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        assert!(line.starts_with("listening"), "{line}");
        Serving(child)
    }
}

struct Serving(Child);

impl Drop for Serving {
    fn drop(&mut self) {
        let _ended = self.0.kill();
        let _ended = self.0.wait();
    }
}

fn said(command: &mut Command) -> Said {
    let output = command.output().unwrap();
    Said {
        code: output.status.code(),
        output: String::from_utf8(output.stdout).unwrap(),
        errors: String::from_utf8(output.stderr).unwrap(),
    }
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// What a packed archive says, unpacked.
fn unpacked(path: &Path) -> Vec<(String, Vec<u8>)> {
    let file = fs::File::open(path).unwrap();
    let mut archive = tar::Archive::new(flate2::read::GzDecoder::new(file));
    let entries = archive.entries().unwrap().map(|entry| {
        let mut entry = entry.unwrap();
        let name = entry.path().unwrap().display().to_string();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        (name, bytes)
    });
    entries.collect()
}

#[test]
fn a_setting_is_explained_with_who_set_it_and_what_that_overrode() {
    let machine = Machine::new();
    fs::write(
        machine.path("machine.toml"),
        "data = \"/srv/m\"\nlog = \"debug\"\n",
    )
    .unwrap();
    let user = machine.path("config/lineside");
    fs::create_dir_all(&user).unwrap();
    fs::write(
        user.join("lineside.toml"),
        "data = \"/srv/u\"\nsafe_graphics = true\n",
    )
    .unwrap();

    let told = machine
        .run(&["config", "explain", "--data", "/srv/f", "--json"])
        .lines();
    let words = machine.done(&["config", "explain"]);

    let over: Vec<&Value> = told[0]["over"].as_array().unwrap().iter().collect();
    assert_eq!(
        (&told[0]["value"], &told[0]["from"]),
        (&"/srv/f".into(), &"the command line".into())
    );
    assert_eq!(over[0]["from"], "the environment");
    assert_eq!(
        (&over[1]["value"], &over[2]["value"]),
        (&"/srv/m".into(), &"/srv/u".into())
    );
    let first = format!("data = {}, from the environment", machine.data().display());
    assert!(words.starts_with(&first), "{words}");
    assert!(
        words.contains("\n    over /srv/m, from the machine's file"),
        "{words}"
    );
    assert!(
        words.contains("log = debug, from the machine's file"),
        "{words}"
    );
    assert!(
        words.contains("safe_graphics = true, from the user's file"),
        "{words}"
    );
    assert!(words.contains("over false, from what is usual"), "{words}");
}

#[test]
fn a_setting_that_there_is_not_is_refused_with_its_file() {
    let machine = Machine::new();
    fs::write(machine.path("machine.toml"), "dta = \"/srv/m\"\n").unwrap();

    let said = machine.run(&["verify"]);

    assert_eq!(said.code, Some(1));
    assert!(
        said.errors
            .contains("machine.toml sets dta, which there is not"),
        "{}",
        said.errors
    );
}

#[test]
fn the_machines_file_says_where_the_station_is() {
    let machine = Machine::new();
    machine.done(&["init"]);
    let line = format!("data = \"{}\"\n", machine.data().display());
    fs::write(machine.path("machine.toml"), line).unwrap();

    let said = said(machine.command(&["verify"]).env_remove("LINESIDE_DATA"));

    assert_eq!(said.code, Some(0), "{}", said.errors);
}

#[test]
fn a_healthy_station_passes_and_a_missing_one_is_told_what_to_do() {
    let machine = Machine::new();
    let none = machine.run(&["doctor"]);
    machine.done(&["init"]);

    let alone = machine.run(&["doctor", "--json"]);
    let serving = machine.serve();
    let beside = machine.run(&["doctor"]);
    drop(serving);

    assert_eq!(
        (none.code, alone.code, beside.code),
        (Some(1), Some(0), Some(0)),
        "{}",
        beside.output
    );
    assert!(none.output.contains("PROBLEM  folder"), "{}", none.output);
    assert!(none.output.contains("linesidectl init"), "{}", none.output);
    let checks: Vec<Value> = alone
        .lines()
        .iter()
        .map(|line| line["check"].clone())
        .collect();
    assert_eq!(
        checks,
        ["folder", "room", "version", "records", "clock", "plant"]
    );
    assert!(
        beside.output.contains("it works alone"),
        "{}",
        beside.output
    );
}

#[test]
fn a_device_that_is_not_there_is_a_problem_and_a_simulated_one_is_not() {
    let machine = Machine::new();
    machine.done(&["init"]);
    machine.done(&["devices", "bind", "scale", "serial:/dev/no-such-port"]);
    let real = machine.run(&["doctor"]);
    machine.done(&[
        "devices",
        "bind",
        "scale",
        "serial:/dev/no-such-port",
        "--simulated",
    ]);
    machine.done(&["devices", "bind", "printer", "tcp:127.0.0.1:9"]);
    let printer = machine.run(&["doctor"]);

    assert_eq!((real.code, printer.code), (Some(1), Some(1)));
    assert!(real.output.contains("PROBLEM  scale"), "{}", real.output);
    assert!(
        printer.output.contains("look     scale"),
        "{}",
        printer.output
    );
    assert!(
        printer.output.contains("PROBLEM  printer"),
        "{}",
        printer.output
    );
    assert!(
        printer.output.contains("check the cable"),
        "{}",
        printer.output
    );
    assert!(
        printer
            .errors
            .contains("1 of what was looked at does not work"),
        "{}",
        printer.errors
    );
}

#[test]
fn damaged_records_are_a_problem() {
    let machine = Machine::new();
    machine.done(&["init", "--demo"]);
    let (backup, elsewhere) = (machine.path("station.backup"), machine.path("new"));
    machine.done(&["backup", text(&backup)]);
    // What was restored stands in the one file, nothing beside it.
    machine.done(&["restore", text(&backup), "--data", text(&elsewhere)]);
    let file = elsewhere.join("station.sqlite");
    let mut bytes = fs::read(&file).unwrap();
    let recorded = b"Set-up piece";
    let places: Vec<usize> = (0..bytes.len() - recorded.len())
        .filter(|at| bytes[*at..].starts_with(recorded))
        .collect();
    assert!(!places.is_empty());
    places.iter().for_each(|at| bytes[*at] = b'T');
    fs::write(&file, bytes).unwrap();

    let said = machine.run(&["doctor", "--data", text(&elsewhere)]);

    assert_eq!(said.code, Some(1), "{}", said.output);
    assert!(said.output.contains("PROBLEM  records"), "{}", said.output);
}

#[test]
fn a_station_is_backed_up_at_work_and_goes_on_elsewhere_in_a_new_epoch() {
    let machine = Machine::new();
    machine.done(&["init", "--demo"]);
    fs::write(machine.path("machine.toml"), "log = \"warn\"\n").unwrap();
    let (file, elsewhere) = (machine.path("station.backup"), machine.path("new"));
    let serving = machine.serve();
    let made = machine.done(&["backup", text(&file)]);
    let again = machine.run(&["backup", text(&file)]);
    let in_use = machine.run(&["restore", text(&file)]);
    drop(serving);

    let restored = machine.done(&["restore", text(&file), "--data", text(&elsewhere)]);
    let occupied = machine.run(&["restore", text(&file), "--data", text(&elsewhere)]);
    let verified = machine.done(&["verify", "--data", text(&elsewhere)]);
    let view = machine.done(&["call", "view_board", "--data", text(&elsewhere)]);

    assert!(made.starts_with("ok: "), "{made}");
    assert!(
        again.errors.contains("is there already"),
        "{}",
        again.errors
    );
    assert!(
        in_use.errors.contains("is in use by another Lineside"),
        "{}",
        in_use.errors
    );
    assert!(restored.contains("it goes on in epoch 2"), "{restored}");
    assert!(
        occupied.errors.contains("holds a station already"),
        "{}",
        occupied.errors
    );
    assert!(verified.starts_with("ok: "), "{verified}");
    assert!(view.contains("SAW-1"), "{view}");
    let key = |folder: &Path| fs::read(folder.join("station.key")).unwrap();
    assert_eq!(key(&machine.data()), key(&elsewhere));
    let settings = elsewhere.join("settings/machine.toml");
    assert_eq!(fs::read_to_string(settings).unwrap(), "log = \"warn\"\n");
    let names: Vec<String> = unpacked(&file).into_iter().map(|(name, _)| name).collect();
    assert!(
        !names
            .iter()
            .any(|name| name == "host.json" || name == "lock"),
        "{names:?}"
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(
            (mode(&file), mode(&elsewhere.join("station.key"))),
            (0o600, 0o600)
        );
    }
}

#[test]
fn work_after_a_restore_is_recorded_in_the_new_epoch() {
    let machine = Machine::new();
    machine.done(&["init", "--demo"]);
    let (file, elsewhere) = (machine.path("station.backup"), machine.path("new"));
    machine.done(&["backup", text(&file)]);
    machine.done(&["restore", text(&file), "--data", text(&elsewhere)]);
    let table = machine.path("reasons.csv");
    fs::write(
        &table,
        "kind,key,text,order,active\npause,Z,Zeppelin,1,yes\n",
    )
    .unwrap();

    machine.done(&["import", text(&table), "--data", text(&elsewhere)]);

    let verified = machine.done(&["verify", "--data", text(&elsewhere)]);
    assert!(
        verified.contains("2 origins"),
        "one chain an epoch: {verified}"
    );
}

#[test]
fn a_backup_that_was_cut_or_changed_restores_nothing() {
    let machine = Machine::new();
    machine.done(&["init"]);
    let (file, elsewhere) = (machine.path("station.backup"), machine.path("new"));
    machine.done(&["backup", text(&file)]);
    let whole = fs::read(&file).unwrap();
    let mut changed = whole.clone();
    let middle = changed.len() / 2;
    changed[middle] ^= 0x20;

    for damaged in [
        &whole[..whole.len() - 40],
        &changed[..],
        b"no backup at all",
    ] {
        fs::write(&file, damaged).unwrap();
        let said = machine.run(&["restore", text(&file), "--data", text(&elsewhere)]);

        assert_eq!(said.code, Some(1), "{}", said.output);
        assert!(
            said.errors.contains("is no whole backup"),
            "{}",
            said.errors
        );
        assert!(!elsewhere.join("station.sqlite").exists());
        assert!(!elsewhere.join(".restoring").exists());
    }
    fs::write(&file, whole).unwrap();
    machine.done(&["restore", text(&file), "--data", text(&elsewhere)]);
}

#[test]
fn diagnostics_hold_what_helps_and_no_name_and_no_secret() {
    let machine = Machine::new();
    machine.done(&["init", "--demo"]);
    let log = machine.data().join("log");
    fs::create_dir_all(&log).unwrap();
    let told = "WARN Jana NOVAK at postgres://saw:geheim@10.0.0.7/lineside\n";
    fs::write(log.join("lineside.log"), told).unwrap();
    let file = machine.path("help.tar.gz");
    let serving = machine.serve();
    let token: Value =
        serde_json::from_slice(&fs::read(machine.data().join("host.json")).unwrap()).unwrap();

    let shown = machine.done(&["diagnostics", "--show"]);
    machine.done(&["diagnostics", text(&file)]);
    let again = machine.run(&["diagnostics", text(&file)]);
    drop(serving);

    let pages = unpacked(&file);
    let names: Vec<&str> = pages.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        [
            "versions.json",
            "settings.txt",
            "health.json",
            "counts.json",
            "log.txt"
        ]
    );
    assert_eq!(again.code, Some(1));
    let mut all: Vec<u8> = pages.into_iter().flat_map(|(_, bytes)| bytes).collect();
    all.extend(shown.as_bytes());
    let all = String::from_utf8(all).unwrap().to_lowercase();
    let secrets = [token["token"].as_str().unwrap(), "geheim"];
    for word in PEOPLE.into_iter().chain(secrets) {
        assert!(
            !all.contains(&word.to_lowercase()),
            "{word} is in the diagnostics"
        );
    }
    assert!(
        all.contains("warn [taken out] at postgres://[taken out]@10.0.0.7/lineside"),
        "{all}"
    );
    assert!(all.contains("\"job_order.reported\""), "{all}");
    assert!(shown.contains("==> health.json"), "{shown}");
}

/// A plant on a stick: one table, and a file that says what the station shall be.
fn stick(machine: &Machine, more: &str) -> PathBuf {
    let stick = machine.path("stick");
    fs::create_dir_all(stick.join("plant")).unwrap();
    let units = "key,name,level,parent\nSAW,Cutting,work_center,\nSAW-1,Band saw 1,work_unit,SAW\n";
    fs::write(stick.join("plant/work_centers.csv"), units).unwrap();
    let file = stick.join("station.toml");
    let plan = "name = \"Saw 1\"\nzone = \"Europe/Rome\"\nimport = [\"plant\"]\n";
    fs::write(&file, format!("{plan}{more}")).unwrap();
    file
}

#[test]
fn a_panel_is_set_up_from_a_stick_without_a_question_and_twice_is_as_once() {
    let machine = Machine::new();
    let device = "[[device]]\nrole = \"scale\"\nplace = \"usb:0eb8:2200:A1\"\nprotocol = \"toledo-8217\"\n\
                  unit = \"kg\"\n";
    let file = stick(&machine, &format!("work_unit = \"SAW-1\"\n{device}"));

    let first = machine.done(&["set-up", text(&file)]);
    let second = machine.done(&["set-up", text(&file)]);

    assert!(
        first.contains("a station was made") && first.ends_with("is set up\n"),
        "{first}"
    );
    assert!(
        second.contains("holds a station already: it stays"),
        "{second}"
    );
    assert!(second.contains("0 new, 0 changed"), "{second}");
    let frame: Value = serde_json::from_str(&machine.done(&["call", "view_station"])).unwrap();
    assert_eq!(
        (&frame["name"], &frame["zone"]),
        (&"Saw 1".into(), &"Europe/Rome".into())
    );
    assert_eq!(frame["work_unit"]["key"], "SAW-1");
    let devices = machine.done(&["devices", "list"]);
    assert!(
        devices.contains("usb:0eb8:2200:A1") && devices.contains("toledo-8217"),
        "{devices}"
    );
}

#[test]
fn a_plan_that_is_wrong_makes_no_station() {
    let machine = Machine::new();

    for (more, why) in [
        ("bench = \"SAW-1\"\n", "unknown field `bench`"),
        (
            "[[device]]\nrole = \"camera\"\nplace = \"tcp:a:1\"\n",
            "write scanner, scale or printer",
        ),
        ("join_file = \"none.code\"\n", "none.code cannot be read"),
    ] {
        let said = machine.run(&["set-up", text(&stick(&machine, more))]);

        assert_eq!(said.code, Some(1), "{more}");
        assert!(said.errors.contains(why), "{}", said.errors);
        assert!(!machine.data().exists());
    }
}
