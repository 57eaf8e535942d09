//! The devices: in a running host as it sees them, else whether each can be opened.

use std::path::Path;

use devices::port::Fault;
use serde_json::json;
use station::view::device::{DeviceRole, DevicesView};
use store::{Folder, Store};

use super::Finding;
use crate::device::{Wiring, word};
use crate::{client, local};

/// Where the packages and a person put the rule that opens serial devices on USB.
const RULES: [&str; 2] = [
    "/usr/lib/udev/rules.d/60-lineside.rules",
    "/etc/udev/rules.d/60-lineside.rules",
];

pub(super) async fn look(folder: &Folder, store: &Store) -> Vec<Finding> {
    if let Some(view) = running(folder).await {
        return view.devices.into_iter().map(as_it_is).collect();
    }
    let rows = match store.device_bindings().await {
        Ok(rows) => rows,
        Err(error) => {
            let says = "the devices cannot be read";
            return vec![Finding::problem("devices", says, error.to_string())];
        }
    };
    let mut findings = Vec::with_capacity(rows.len());
    for row in rows {
        findings.push(match Wiring::of_row(&row) {
            Ok((role, wiring)) => opened(role, wiring, row.simulated).await,
            Err(failure) => Finding::problem(
                "devices",
                format!("the {} is not set up as this release reads it", row.role),
                failure.sentence,
            ),
        });
    }
    findings
}

/// How the running host sees its devices; nothing where none answers.
async fn running(folder: &Folder) -> Option<DevicesView> {
    let door = local::find(folder)?;
    let answer = client::call(&door, "view_devices", &json!({})).await.ok()?;
    serde_json::from_value(answer).ok()
}

fn as_it_is(device: station::view::device::DeviceView) -> Finding {
    let check = check(device.role);
    let named = format!("{} at {}", word(device.role), device.target);
    if device.ready {
        return Finding::good(check, format!("{named} is ready"));
    }
    let todo = device
        .sentence
        .unwrap_or_else(|| "look at the device".to_owned());
    not_ready(
        check,
        format!("{named} is not ready"),
        todo,
        device.simulated,
    )
}

async fn opened(role: DeviceRole, wiring: Wiring, simulated: bool) -> Finding {
    let (check, named) = (
        check(role),
        format!("{} at {}", word(role), wiring.written_as()),
    );
    let target = wiring.target.clone();
    let tried = tokio::task::spawn_blocking(move || target.open().map(|opened| opened.mismatches));
    match tried.await {
        Ok(Ok(differ)) => match differ.first() {
            None => Finding::good(check, format!("{named} can be opened")),
            Some(differ) => Finding::warning(
                check,
                format!("{named} can be opened, but not with its settings"),
                differ.to_string(),
            ),
        },
        Ok(Err(fault)) => not_ready(
            check,
            format!("{named} cannot be opened"),
            todo(
                fault,
                RULES.into_iter().any(|rule| Path::new(rule).exists()),
            ),
            simulated,
        ),
        Err(stopped) => {
            Finding::problem(check, format!("{named} was not tried"), stopped.to_string())
        }
    }
}

/// A simulated device that is not there hinders nobody's work.
fn not_ready(check: &'static str, says: String, todo: String, simulated: bool) -> Finding {
    if simulated {
        Finding::warning(check, says, todo)
    } else {
        Finding::problem(check, says, todo)
    }
}

/// What to do about a device that cannot be opened; whether the rule for udev is there decides for one
/// that this user may not open.
fn todo(fault: Fault, rule: bool) -> String {
    if fault != Fault::Denied {
        return fault.to_string();
    }
    let todo = if rule {
        "the rule for udev is installed: unplug the device and plug it in again, sign in at the machine \
         itself, or join the group that owns the port"
    } else {
        "install the rule 60-lineside.rules for udev, which the packages bring: it lets whoever sits at \
         the station open serial devices on USB"
    };
    todo.to_owned()
}

fn check(role: DeviceRole) -> &'static str {
    match role {
        DeviceRole::Scanner => "scanner",
        DeviceRole::Scale => "scale",
        DeviceRole::Printer => "printer",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_that_may_not_be_opened_names_the_missing_rule() {
        assert!(todo(Fault::Denied, false).starts_with("install the rule 60-lineside.rules"));
        assert!(todo(Fault::Denied, true).contains("plug it in"));
        assert_eq!(todo(Fault::Gone, false), Fault::Gone.to_string());
    }
}
