//! The demo plant: imported, partly released, some work done, by the same commands as any plant.

use std::sync::Arc;

use devices::binding::Target;
use domain::id::{EquipmentId, JobOrderId, MaterialLotId, OperationsRequestId, RequestId};
use domain::job_order::{Command, Finish, Scrap};
use domain::quantity::Quantity;
use station::failure::{Code, Failure};
use station::found::{Founding, found};
use station::request::{
    CommandJobOrder, CommandOperationsRequest, LogIn, OrderCommand, TrayFilter, ViewOrderTray,
};
use station::view::job_list::JobCard;
use station::view::order::OrderView;
use station::view::station::Session;
use station::{Clock, Station};
use store::Folder;
use store::ledger::device::BindingRow;
use uuid::Uuid;

use crate::import;

/// Zone of the demo plant.
pub const ZONE: chrono_tz::Tz = chrono_tz::Europe::Rome;
/// Where the simulated scanner, scale and printer of the demo plant listen.
pub const SIMULATED: [(&str, u16); 3] =
    [("scanner", 47_010), ("scale", 47_011), ("printer", 47_012)];

/// Badge and PIN of the demo plant's supervisor and operator.
const SUPERVISOR: (&str, &str) = ("B-2001", "2001");
const OPERATOR: (&str, &str) = ("B-1001", "1001");

/// Makes a demo plant in an empty folder.
///
/// # Errors
/// [`Failure`], when the folder is not empty or cannot be written.
pub async fn make(folder: &Folder, clock: Arc<dyn Clock>) -> Result<(), Failure> {
    let founding = Founding {
        name: "Demo station".to_owned(),
        zone: ZONE,
        erp: erp::ERP.to_owned(),
        demo: true,
    };
    found(folder, &founding).await?;
    let station = Station::open(folder, clock).await?;
    let report =
        import::import_files(&station, erp::demo::folder(station.today()), false, None).await?;
    if let Some(error) = report.errors.first() {
        return Err(Failure::new(
            Code::Defect,
            "demo",
            format!("the demo plant is refused: {}", error.text),
        ));
    }
    bind_simulators(&station).await?;
    Act::new(&station).await?.work().await
}

async fn bind_simulators(station: &Station) -> Result<(), Failure> {
    let mut writer = station.store().writer().await?;
    for (role, port) in SIMULATED {
        let target = Target::Tcp {
            host: "127.0.0.1".to_owned(),
            port,
        };
        let target = serde_json::to_string(&target).map_err(store::StoreError::from)?;
        writer
            .bind_device(&BindingRow {
                role: role.to_owned(),
                target,
                simulated: true,
            })
            .await?;
    }
    Ok(())
}

/// The people of the demo plant at work.
struct Act<'a> {
    station: &'a Station,
    supervisor: Session,
    operator: Session,
    units: Vec<(String, EquipmentId)>,
}

impl<'a> Act<'a> {
    async fn new(station: &'a Station) -> Result<Self, Failure> {
        let frame = station.view_station(station::request::Nothing {}).await?;
        Ok(Self {
            supervisor: log_in(station, SUPERVISOR).await?,
            operator: log_in(station, OPERATOR).await?,
            units: frame
                .work_units
                .into_iter()
                .map(|place| (place.key, place.id))
                .collect(),
            station,
        })
    }

    /// Three orders released and dispatched, the first one's plates cut, its drilling begun.
    async fn work(&self) -> Result<(), Failure> {
        let first = self.release("MO-1001").await?;
        let second = self.release("MO-1002").await?;
        let third = self.release("MO-1003").await?;
        for (order, units) in [
            (&first, ["SAW-1", "CNC-1", "BENCH-1", "BENCH-1"].as_slice()),
            (&second, ["MIX-1", "MIX-1"].as_slice()),
            (&third, ["SAW-1", "CNC-1", "BENCH-1"].as_slice()),
        ] {
            for (card, unit) in order.jobs.iter().zip(units) {
                self.dispatch(card, unit).await?;
            }
        }
        if let [saw, mill, ..] = first.jobs.as_slice() {
            self.cut(saw).await?;
            self.start(mill, "CNC-1").await?;
        }
        Ok(())
    }

    async fn cut(&self, card: &JobCard) -> Result<(), Failure> {
        self.start(card, "SAW-1").await?;
        let job = self
            .station
            .view_job(station::request::ViewJob {
                job: card.job,
                session: None,
            })
            .await?;
        if let Some(lot) = job
            .components
            .first()
            .and_then(|component| component.expected.first())
        {
            self.consume(card.job, lot.lot).await?;
        }
        let scrap = vec![Scrap {
            quantity: Quantity::each(1),
            reason: "Set-up piece".to_owned(),
        }];
        let report = Command::Report {
            good: Quantity::each(19),
            scrap,
            rework: None,
            finish: Finish::Complete,
            reason: None,
        };
        self.command(&self.operator, card.job, report).await
    }

    async fn consume(&self, job: JobOrderId, lot: MaterialLotId) -> Result<(), Failure> {
        self.command(
            &self.operator,
            job,
            Command::Consume {
                lot,
                quantity: None,
            },
        )
        .await
    }

    async fn start(&self, card: &JobCard, unit: &str) -> Result<(), Failure> {
        self.command(
            &self.operator,
            card.job,
            Command::Start {
                work_unit: self.unit(unit)?,
            },
        )
        .await
    }

    async fn dispatch(&self, card: &JobCard, unit: &str) -> Result<(), Failure> {
        let command = Command::Dispatch {
            work_unit: self.unit(unit)?,
            before: None,
            seen: card.head,
        };
        self.command(&self.supervisor, card.job, command).await
    }

    async fn release(&self, key: &str) -> Result<OrderView, Failure> {
        let tray = ViewOrderTray {
            filter: TrayFilter::Open,
            search: Some(key.to_owned()),
            after: None,
        };
        let tray = self.station.view_order_tray(tray).await?;
        let row = tray
            .orders
            .first()
            .ok_or_else(|| Failure::not_found("order"))?;
        let (order_id, seen): (OperationsRequestId, _) = (row.order_id, row.head);
        let request = CommandOperationsRequest {
            request: RequestId(Uuid::now_v7()),
            session: self.supervisor.session,
            order_id,
            seen,
            command: OrderCommand::Release,
        };
        self.station.command_operations_request(request).await
    }

    /// What a tour of the plant does is meant: questions are answered with yes.
    async fn command(
        &self,
        who: &Session,
        job: JobOrderId,
        command: Command,
    ) -> Result<(), Failure> {
        let request = CommandJobOrder {
            request: RequestId(Uuid::now_v7()),
            session: who.session,
            job,
            confirmed: true,
            command,
        };
        self.station.command_job_order(request).await.map(|_| ())
    }

    fn unit(&self, key: &str) -> Result<EquipmentId, Failure> {
        let found = self
            .units
            .iter()
            .find(|(known, _)| known == key)
            .map(|(_, id)| *id);
        found.ok_or_else(|| Failure::not_found("work unit"))
    }
}

async fn log_in(station: &Station, (badge, pin): (&str, &str)) -> Result<Session, Failure> {
    station
        .log_in(LogIn {
            badge: Some(badge.to_owned()),
            person: None,
            pin: Some(pin.to_owned()),
        })
        .await
}
