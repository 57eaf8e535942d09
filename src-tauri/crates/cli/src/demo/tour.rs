//! The main job, step by step, as people at the screens would do it.

use std::path::{Path, PathBuf};

use domain::id::{EquipmentId, JobOrderId, RequestId};
use domain::import::IssueMethod;
use domain::job_order::{Command, Finish, Status};
use domain::label::State;
use host::{Host, operation};
use station::Failure;
use station::request::{
    CommandJobOrder, CommandLabel, CommandOperationsRequest, FindScan, Found, LabelCommand, LogIn,
    Nothing, OrderCommand, TrayFilter, ViewJob, ViewOrderTray,
};
use station::view::device::{Change, WeightView};
use station::view::job::{ComponentView, JobView, ProducedLot};
use station::view::job_list::JobCard;
use station::view::order::OrderView;
use station::view::station::Session;
use uuid::Uuid;

use crate::problem::Problem;

use super::bench::Bench;
use super::transcript::Transcript;
use super::{LOOK_EVERY, WAIT_MAX};

/// Badge and PIN of the demo plant's supervisor, who may operate too.
const BADGE: &str = "B-2001";
const PIN: &str = "2001";
/// Where each operation of the order is done.
const UNITS: [&str; 3] = ["SAW-1", "CNC-2", "BENCH-2"];

/// The job under way.
pub(super) struct Tour<'a> {
    host: &'a Host,
    bench: &'a Bench,
    transcript: &'a mut Transcript,
}

impl<'a> Tour<'a> {
    pub(super) fn new(host: &'a Host, bench: &'a Bench, transcript: &'a mut Transcript) -> Self {
        Self {
            host,
            bench,
            transcript,
        }
    }

    /// Takes the order file in.
    pub(super) async fn import(&mut self, order: &Path) -> Result<(), Problem> {
        let paths: [PathBuf; 1] = [order.to_owned()];
        let report = host::import::import_paths(&self.host.station, &paths, false).await?;
        for finding in report.findings.iter().chain(&report.errors) {
            self.transcript.line(format_args!(
                "noticed in {}: {}",
                finding.file, finding.text
            ))?;
        }
        if report.refused {
            return Err(Problem::ImportRefused);
        }
        self.transcript
            .line(format_args!("imported {}", order.display()))
    }

    /// Releases the order, works it off and prints its label.
    pub(super) async fn work(&mut self, order: &str, labels: &Path) -> Result<(), Problem> {
        self.devices().await?;
        let session = self.log_in().await?;
        let order = self.release(&session, order).await?;
        let frame = operation::view_station(self.host, Nothing {}).await?;
        let mut made = Vec::new();
        for (card, key) in order.jobs.iter().zip(UNITS) {
            let unit = frame.work_units.iter().find(|unit| unit.key == key);
            let unit = unit.ok_or_else(|| Problem::Missing(format!("work unit {key}")))?;
            self.dispatch(&session, card, unit.id).await?;
            made = self.carry_out(&session, card, unit.id).await?;
        }
        let lot = made
            .pop()
            .ok_or_else(|| Problem::Missing("produced lot".to_owned()))?;
        let job = order.jobs.last().map(|card| card.job);
        let job = job.ok_or_else(|| Problem::Missing("operation".to_owned()))?;
        self.print(&session, job, &lot, labels).await
    }

    /// Waits until every message to the ERP is written.
    pub(super) async fn delivered(&mut self) -> Result<(), Problem> {
        let host = self.host;
        until("the message to the ERP", async || {
            let outbox = operation::view_outbox(host, Nothing {}).await?;
            Ok((outbox.pending == 0).then_some(outbox.messages.len()))
        })
        .await?;
        Ok(())
    }

    async fn devices(&mut self) -> Result<(), Problem> {
        let host = self.host;
        let devices = until("every device", async || {
            let view = operation::view_devices(host, Nothing {}).await?;
            let ready = view.devices.len() == 3 && view.devices.iter().all(|device| device.ready);
            Ok(ready.then_some(view.devices))
        })
        .await?;
        for device in devices {
            self.transcript.line(format_args!(
                "{:?} is ready at {}",
                device.role, device.target
            ))?;
        }
        Ok(())
    }

    /// The badge is scanned, the PIN entered.
    async fn log_in(&mut self) -> Result<Session, Problem> {
        let found = self.scan(BADGE).await?;
        let Found::Badge { badge } = found else {
            return Err(Problem::Missing(format!("badge {BADGE}")));
        };
        let log_in = LogIn {
            badge: Some(badge),
            person: None,
            pin: Some(PIN.to_owned()),
        };
        let session = operation::command_log_in(self.host, log_in).await?;
        self.transcript.line(format_args!(
            "{} logged in with badge and PIN",
            session.name
        ))?;
        Ok(session)
    }

    async fn release(&mut self, session: &Session, order: &str) -> Result<OrderView, Problem> {
        let search = Some(order.to_owned());
        let tray = ViewOrderTray {
            filter: TrayFilter::Open,
            search,
            after: None,
        };
        let tray = operation::view_order_tray(self.host, tray).await?;
        let row = tray.orders.into_iter().next();
        let row = row.ok_or_else(|| Problem::Missing(format!("order {order}")))?;
        let release = CommandOperationsRequest {
            request: request(),
            session: session.session,
            order_id: row.order_id,
            seen: row.head,
            command: OrderCommand::Release,
        };
        let view = operation::command_operations_request(self.host, release).await?;
        let (what, count) = (&view.row, view.jobs.len());
        self.transcript.line(format_args!(
            "released {}: {} {} of {}, {count} operations",
            what.order,
            what.quantity.value(),
            what.quantity.unit().as_str(),
            what.material
        ))?;
        Ok(view)
    }

    async fn dispatch(
        &mut self,
        session: &Session,
        card: &JobCard,
        unit: EquipmentId,
    ) -> Result<(), Problem> {
        let command = Command::Dispatch {
            work_unit: unit,
            before: None,
            seen: card.head,
        };
        let view = self.command(session, card.job, command).await?;
        let place = view
            .card
            .work_unit
            .map(|place| place.name)
            .unwrap_or_default();
        self.transcript.line(format_args!(
            "dispatched {} {} to {place}",
            card.segment, card.name
        ))
    }

    /// Starts a job, consumes what it needs, reports what came of it.
    async fn carry_out(
        &mut self,
        session: &Session,
        card: &JobCard,
        unit: EquipmentId,
    ) -> Result<Vec<ProducedLot>, Problem> {
        let view = self
            .command(session, card.job, Command::Start { work_unit: unit })
            .await?;
        self.transcript
            .line(format_args!("started {} {}", card.segment, card.name))?;
        for component in &view.components {
            self.consume(session, card.job, component).await?;
        }
        let good = view.suggested.clone();
        let report = Command::Report {
            good: good.clone(),
            scrap: Vec::new(),
            rework: None,
            finish: Finish::Complete,
            reason: None,
        };
        let view = self.command(session, card.job, report).await?;
        if view.card.status != Status::Completed {
            return Err(Problem::Missing(format!("completion of {}", card.name)));
        }
        let (amount, unit) = (good.value(), good.unit().as_str());
        self.transcript.line(format_args!(
            "completed {} {}: {amount} {unit} good",
            card.segment, card.name
        ))?;
        Ok(view.produced)
    }

    async fn consume(
        &mut self,
        session: &Session,
        job: JobOrderId,
        component: &ComponentView,
    ) -> Result<(), Problem> {
        let weigh = match component.issue {
            IssueMethod::Backflush => return Ok(()),
            IssueMethod::Scan => false,
            IssueMethod::Weigh => true,
        };
        let missing = || Problem::Missing(format!("lot of {}", component.material));
        let expected = component.expected.first().ok_or_else(missing)?;
        let Found::Lots { lots } = self.scan(&expected.number).await? else {
            return Err(missing());
        };
        let lot = lots
            .iter()
            .find(|lot| lot.lot == expected.lot)
            .ok_or_else(missing)?
            .lot;
        self.transcript
            .line(format_args!("scanned lot {}", expected.number))?;
        let command = if weigh {
            self.weigh(component).await?;
            Command::Weigh { lot }
        } else {
            Command::Consume {
                lot,
                quantity: None,
            }
        };
        self.command(session, job, command).await?;
        let verb = if weigh { "weighed in" } else { "consumed" };
        self.transcript
            .line(format_args!("{verb} {}", component.material))
    }

    /// Puts on the scale what is needed, and waits until it stands still.
    async fn weigh(&mut self, component: &ComponentView) -> Result<(), Problem> {
        let (value, unit) = (
            component.needed.value().to_string(),
            component.needed.unit(),
        );
        self.bench
            .scale
            .put(&value, unit.as_str())
            .map_err(|bad| Problem::Missing(format!("scale that shows {value} ({bad})")))?;
        let (host, needed) = (self.host, component.needed.value());
        until("a stable weight", async || {
            Ok(match operation::view_weight(host, Nothing {}).await? {
                WeightView::Weight {
                    weight,
                    stable: true,
                    ..
                } => (weight.value() == needed).then_some(()),
                WeightView::Weight { .. } | WeightView::NoWeight { .. } => None,
            })
        })
        .await?;
        self.transcript.line(format_args!(
            "the scale shows {value} {}, stable",
            unit.as_str()
        ))
    }

    async fn print(
        &mut self,
        session: &Session,
        job: JobOrderId,
        lot: &ProducedLot,
        labels: &Path,
    ) -> Result<(), Problem> {
        let command = LabelCommand::Print { lot: lot.lot };
        let command = CommandLabel {
            request: request(),
            session: session.session,
            command,
        };
        let label = operation::command_label(self.host, command).await?;
        let host = self.host;
        let state = until("the label", async || {
            let view = operation::view_job(host, ViewJob { job, session: None }).await?;
            let printed = view.produced.iter().flat_map(|lot| &lot.labels);
            let printed = printed.filter(|copy| copy.label == label.label);
            let over = |state| {
                matches!(
                    state,
                    State::Delivered | State::Confirmed | State::Uncertain
                )
            };
            Ok(printed.map(|copy| copy.state).find(|state| over(*state)))
        })
        .await?;
        let keep = |ending: &str, bytes: &[u8]| {
            let path = labels.join(format!("{}.{ending}", lot.number));
            std::fs::write(&path, bytes).map_err(Problem::file(path))
        };
        keep("svg", label.svg.unwrap_or_default().as_bytes())?;
        let (_, page) = host.station.label_pdf(label.label, label.copy).await?;
        keep("pdf", &page)?;
        self.transcript.line(format_args!(
            "printed the label of lot {}: {}",
            lot.number,
            state.word()
        ))
    }

    /// Pulls the scanner's trigger and looks up what the station heard.
    async fn scan(&mut self, code: &str) -> Result<Found, Problem> {
        let mut changes = self.host.station.changes();
        self.bench.scanner.scan(format!("]C0{code}").as_bytes());
        let heard = async {
            loop {
                // A change that was missed for slowness is not the scan just made.
                if let Ok(Change::Scanned { text, symbology }) = changes.recv().await {
                    return FindScan { text, symbology };
                }
            }
        };
        let late = |_| Problem::Late("the scan", WAIT_MAX.as_secs());
        let scan = tokio::time::timeout(WAIT_MAX, heard).await.map_err(late)?;
        Ok(operation::find_scan(self.host, scan).await?)
    }

    /// Asked whether it is meant, the person says yes, and the transcript says so.
    async fn command(
        &mut self,
        session: &Session,
        job: JobOrderId,
        command: Command,
    ) -> Result<JobView, Problem> {
        let session = session.session;
        let mut asked = CommandJobOrder {
            request: request(),
            session,
            job,
            confirmed: false,
            command,
        };
        match operation::command_job_order(self.host, asked.clone()).await {
            Err(Failure {
                confirm: Some(question),
                ..
            }) => {
                self.transcript
                    .line(format_args!("asked: {question} Answered yes."))?;
                asked.confirmed = true;
                Ok(operation::command_job_order(self.host, asked).await?)
            }
            answer => Ok(answer?),
        }
    }
}

/// Looks again and again until there is something.
async fn until<T>(
    what: &'static str,
    mut look: impl AsyncFnMut() -> Result<Option<T>, Failure>,
) -> Result<T, Problem> {
    let looking = async {
        loop {
            if let Some(found) = look().await? {
                return Ok(found);
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
    };
    let late = |_| Problem::Late(what, WAIT_MAX.as_secs());
    tokio::time::timeout(WAIT_MAX, looking)
        .await
        .map_err(late)?
}

fn request() -> RequestId {
    RequestId(Uuid::now_v7())
}
