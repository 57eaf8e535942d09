//! A PostgreSQL server of a test's own: TLS, a private port on loopback, gone when the test ends.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// Where Debian and its kin put each version's programs.
const INSTALLED: &str = "/usr/lib/postgresql";
/// Folder of another version than the newest that is installed, its programs below `bin`.
const CHOSEN: &str = "LINESIDE_POSTGRES";
/// What a client says first, version 3 of the protocol, without TLS.
const HELLO: &[u8] = b"\0\0\0\x2a\0\x03\0\0user\0installer\0database\0postgres\0\0";
/// Code of a server that is not ready yet, as it says it.
const STARTING: &[u8] = b"C57P03\0";
/// How long the server may take to start, stop or recover; two busy cores need a tenth of it.
const TIME_MAX: Duration = Duration::from_secs(60);
/// Pause between two looks.
const LOOK_TIME: Duration = Duration::from_millis(25);
/// Whom the server runs as where we are root, which it refuses to be.
const UNPRIVILEGED: [&str; 2] = ["postgres", "nobody"];
/// The administrator.
const ADMIN: &str = "installer";
/// The administrator's password; the server lives as long as the test.
const PASSWORD: &str = "plant-tests";
/// What the server's certificate names.
pub const HOST: &str = "127.0.0.1";

/// Only TLS, only with a password kept as SCRAM.
const ACCESS: &str = "hostssl all all 127.0.0.1/32 scram-sha-256\n";

/// A running server. Dropped, it is stopped and its files are removed.
pub struct Cluster {
    folder: TempDir,
    programs: PathBuf,
    owner: Option<Owner>,
    port: u16,
    child: Option<Child>,
}

/// An account of the system.
#[derive(Clone, Copy)]
struct Owner {
    user: u32,
    group: u32,
}

impl Cluster {
    /// Makes a server, and waits until it answers.
    ///
    /// # Panics
    /// When PostgreSQL or openssl is not installed, or does not do what it is told.
    pub fn start() -> Self {
        let owner = is_root().then(unprivileged);
        let folder = folder(owner);
        let port = free_port();
        let mut cluster = Self {
            folder,
            programs: programs(),
            owner,
            port,
            child: None,
        };
        cluster.make();
        cluster.start_again();
        cluster
    }

    /// Starts it again after [`Cluster::crash`], and waits until it has recovered.
    ///
    /// # Panics
    /// When it does not.
    pub fn start_again(&mut self) {
        self.child = Some(self.spawn());
        let started = Instant::now();
        while !self.answers() {
            assert!(started.elapsed() < TIME_MAX, "PostgreSQL: {}", self.log());
            // Children of a server that was killed hold its memory for a moment longer.
            let ended = self.child.as_mut().unwrap().try_wait().unwrap();
            if ended.is_some() {
                self.child = Some(self.spawn());
            }
            std::thread::sleep(LOOK_TIME);
        }
    }

    fn spawn(&self) -> Child {
        let mut appended = fs::File::options();
        let log = appended.create(true).append(true);
        let log = log.open(self.path("log")).unwrap();
        let mut server = self.command("postgres");
        server.arg("-D").arg(self.path("data")).stderr(log);
        server.stdout(Stdio::null()).spawn().unwrap()
    }

    /// Ends it as a power cut would, except that the disk keeps what it was given.
    ///
    /// # Panics
    /// When it cannot be ended.
    pub fn crash(&mut self) {
        let mut child = self.child.take().unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
        // Its children notice that it is gone; until then they hold the port and the memory.
        let started = Instant::now();
        while TcpListener::bind((HOST, self.port)).is_err() {
            assert!(started.elapsed() < TIME_MAX, "PostgreSQL lives on");
            std::thread::sleep(LOOK_TIME);
        }
    }

    /// Number of the server's process.
    ///
    /// # Panics
    /// When it does not run.
    pub fn id(&self) -> u32 {
        self.child.as_ref().unwrap().id()
    }

    /// The administrator's address of a database, there or not.
    pub fn admin_url(&self, database: &str) -> String {
        let ca = self.path("ca.crt");
        format!(
            "postgres://{ADMIN}:{PASSWORD}@{HOST}:{}/{database}?sslmode=verify-full&sslrootcert={}",
            self.port,
            ca.display()
        )
    }

    /// Certificate of who signed the server's, as a file.
    pub fn ca(&self) -> PathBuf {
        self.path("ca.crt")
    }

    /// Certificate of somebody else, as text.
    ///
    /// # Panics
    /// When openssl does not make it.
    pub fn other_ca(&self) -> String {
        self.authority("other");
        fs::read_to_string(self.path("other.crt")).unwrap()
    }

    /// Where it listens, on [`HOST`].
    pub fn port(&self) -> u16 {
        self.port
    }

    /// What it wrote.
    pub fn log(&self) -> String {
        fs::read_to_string(self.path("log")).unwrap_or_default()
    }

    fn make(&self) {
        let password = self.path("password");
        fs::write(&password, PASSWORD).unwrap();
        self.authority("ca");
        self.certificate();
        self.own();
        let mut initdb = self.command("initdb");
        initdb.arg("--pgdata").arg(self.path("data"));
        initdb.arg("--pwfile").arg(password);
        initdb.args(["--username", ADMIN, "--auth", "scram-sha-256", "--no-sync"]);
        done(initdb.args(["--encoding", "UTF8", "--locale", "C"]));
        fs::write(self.path("data/pg_hba.conf"), ACCESS).unwrap();
        let settings = self.path("data/postgresql.conf");
        let all = fs::read_to_string(&settings).unwrap() + &self.settings();
        fs::write(settings, all).unwrap();
    }

    fn settings(&self) -> String {
        format!(
            "listen_addresses = '{HOST}'\nport = {}\nunix_socket_directories = ''\nssl = on\n\
             ssl_cert_file = '{}'\nssl_key_file = '{}'\nmax_connections = 600\n",
            self.port,
            self.path("server.crt").display(),
            self.path("server.key").display()
        )
    }

    /// Somebody who signs.
    fn authority(&self, name: &str) {
        let mut openssl = self.openssl(&["req", "-x509", "-nodes", "-days", "30"]);
        openssl.args(["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]);
        openssl.args(["-subj", &format!("/CN=Plant tests {name}")]);
        openssl.args([
            "-keyout",
            &format!("{name}.key"),
            "-out",
            &format!("{name}.crt"),
        ]);
        done(&mut openssl);
    }

    /// The server's, signed by `ca`, for [`HOST`] alone.
    fn certificate(&self) {
        let mut ask = self.openssl(&["req", "-new", "-nodes", "-subj", "/CN=plant"]);
        ask.args(["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]);
        done(ask.args(["-keyout", "server.key", "-out", "server.csr"]));
        let names = format!("subjectAltName=IP:{HOST}\nbasicConstraints=CA:FALSE\n");
        fs::write(self.path("names"), names).unwrap();
        let mut sign = self.openssl(&["x509", "-req", "-days", "30", "-CAcreateserial"]);
        sign.args(["-CA", "ca.crt", "-CAkey", "ca.key", "-extfile", "names"]);
        done(sign.args(["-in", "server.csr", "-out", "server.crt"]));
    }

    fn openssl(&self, arguments: &[&str]) -> Command {
        let mut openssl = Command::new("openssl");
        openssl.args(arguments).current_dir(self.folder.path());
        openssl
    }

    /// Gives what was made so far to whom the server runs as.
    fn own(&self) {
        let Some(owner) = self.owner else { return };
        chown(self.folder.path(), owner);
        for entry in fs::read_dir(self.folder.path()).unwrap() {
            chown(&entry.unwrap().path(), owner);
        }
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(self.programs.join(program));
        // What is set for another server must not lead to it.
        let names = std::env::vars_os().map(|(name, _)| name);
        for name in names.filter(|name| name.to_string_lossy().starts_with("PG")) {
            command.env_remove(name);
        }
        as_owner(&mut command, self.owner);
        command.current_dir(self.folder.path());
        command
    }

    /// Whether it is ready: it refuses whoever comes without TLS, and says first if it is starting still.
    fn answers(&self) -> bool {
        let Ok(mut server) = TcpStream::connect((HOST, self.port)) else {
            return false;
        };
        server.set_read_timeout(Some(TIME_MAX)).unwrap();
        let mut answer = Vec::new();
        let said = server
            .write_all(HELLO)
            .and_then(|()| server.read_to_end(&mut answer));
        let starting = answer.windows(STARTING.len()).any(|word| word == STARTING);
        said.is_ok() && answer.first() == Some(&b'E') && !starting
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let Some(mut child) = self.child.take() else {
            return;
        };
        // SIGINT: end all sessions and stop.
        let id = child.id().to_string();
        let _told = Command::new("kill").args(["-INT", &id]).status();
        let told = Instant::now();
        while told.elapsed() < TIME_MAX {
            if let Ok(Some(_)) = child.try_wait() {
                return;
            }
            std::thread::sleep(LOOK_TIME);
        }
        let _ = child.kill();
        let _ = child.wait();
    }
}

/// The version that was chosen, or the newest that is installed.
fn programs() -> PathBuf {
    if let Some(chosen) = std::env::var_os(CHOSEN) {
        return Path::new(&chosen).join("bin");
    }
    let versions = fs::read_dir(INSTALLED).into_iter().flatten();
    let folders = versions.filter_map(|version| Some(version.ok()?.path()));
    let installed = folders.filter(|folder| folder.join("bin/initdb").is_file());
    let newest = installed.max_by_key(|folder| version(folder));
    let Some(newest) = newest else {
        panic!(
            "no PostgreSQL below {INSTALLED}: run `cargo xtask test`, which installs it, or \
             `apt-get install postgresql`"
        );
    };
    newest.join("bin")
}

fn version(folder: &Path) -> u32 {
    let name = folder.file_name().unwrap().to_string_lossy();
    name.parse().unwrap_or(0)
}

/// A new folder under the target folder that the server's account can reach.
fn folder(owner: Option<Owner>) -> TempDir {
    let program = std::env::current_exe().unwrap();
    let target = program
        .ancestors()
        .find(|path| path.join("CACHEDIR.TAG").is_file());
    let target = target.unwrap_or_else(|| program.parent().unwrap());
    let plants = target.join("plants");
    fs::create_dir_all(&plants).unwrap();
    let mut look = Command::new("ls");
    as_owner(look.arg(&plants), owner);
    let reachable = look.output().unwrap().status.success();
    if reachable {
        return TempDir::new_in(plants).unwrap();
    }
    // A home folder that is closed to others.
    TempDir::new().unwrap()
}

fn free_port() -> u16 {
    let listener = TcpListener::bind((HOST, 0)).unwrap();
    listener.local_addr().unwrap().port()
}

fn is_root() -> bool {
    number("-u", None) == Some(0)
}

fn unprivileged() -> Owner {
    let account = |name: &&str| {
        Some(Owner {
            user: number("-u", Some(name))?,
            group: number("-g", Some(name))?,
        })
    };
    let found = UNPRIVILEGED.iter().find_map(account);
    found.unwrap_or_else(|| panic!("none of {UNPRIVILEGED:?} is an account of this system"))
}

fn number(what: &str, name: Option<&str>) -> Option<u32> {
    let answer = Command::new("id").arg(what).args(name).output().unwrap();
    String::from_utf8(answer.stdout)
        .unwrap()
        .trim()
        .parse()
        .ok()
}

#[cfg(unix)]
fn as_owner(command: &mut Command, owner: Option<Owner>) {
    use std::os::unix::process::CommandExt as _;
    if let Some(Owner { user, group }) = owner {
        command.gid(group).uid(user);
    }
}

#[cfg(not(unix))]
fn as_owner(_: &mut Command, _: Option<Owner>) {}

#[cfg(unix)]
fn chown(path: &Path, owner: Owner) {
    std::os::unix::fs::chown(path, Some(owner.user), Some(owner.group)).unwrap();
}

#[cfg(not(unix))]
fn chown(_: &Path, _: Owner) {}

fn done(command: &mut Command) {
    let output = command.output();
    let output = output.unwrap_or_else(|failed| panic!("{command:?} cannot be run: {failed}"));
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {text}");
}
