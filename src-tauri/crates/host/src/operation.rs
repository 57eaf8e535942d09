//! Every operation, once: its name, what goes in, what comes out. Window, command line and HTTP all
//! go through here.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use station::failure::{Code, Failure};
use station::request::{
    ChooseWorkUnit, CommandBindDevice, CommandException, CommandImport, CommandJobOrder,
    CommandJoinPlant, CommandLabel, CommandLabelPdf, CommandLot, CommandNonconformance,
    CommandOperationsRequest, CommandTemplate, DrawTemplate, FindScan, Found, LogIn, LogOut,
    Nothing, TestDevice, ViewJob, ViewJobList, ViewLot, ViewNonconformances, ViewOrder,
    ViewOrderTray, ViewTrace,
};
use station::view::board::BoardView;
use station::view::device::{DeviceTest, DevicesView, FoundView, WeightView};
use station::view::exceptions::ExceptionsView;
use station::view::imports::{ImportReport, OutboxView};
use station::view::job::{JobView, LabelView, SavedFile};
use station::view::job_list::JobListView;
use station::view::lot::LotView;
use station::view::nonconformances::NonconformancesView;
use station::view::order::{OrderTrayView, OrderView};
use station::view::plant::{JoinView, PlantView};
use station::view::station::{Session, StationView};
use station::view::template::{TemplateDrawn, TemplatesView};
use station::view::trace::Traced;

use crate::Host;
use crate::openapi::Operation;
use crate::{import, label, scan};

macro_rules! operations {
    ($($(#[doc = $doc:literal])* $name:ident($host:ident, $request:ident: $in:ty) -> $out:ty $body:block)*) => {
        $(
            $(#[doc = $doc])*
            ///
            /// # Errors
            /// [`Failure`], with a sentence that says what to do.
            pub async fn $name($host: &Host, $request: $in) -> Result<$out, Failure> $body
        )*

        /// Carries out the operation of that name.
        ///
        /// # Errors
        /// [`Failure`]: of code `not_found` for an unknown name, `bad_request` for a malformed body.
        pub async fn call(host: &Host, name: &str, body: Value) -> Result<Value, Failure> {
            match name {
                $(stringify!($name) => answer($name(host, read(body)?).await?),)*
                _ => Err(Failure::new(Code::NotFound, "not_found", format!("there is no operation {name}"))),
            }
        }

        /// Every operation with its shapes.
        #[must_use]
        pub fn all() -> Vec<Operation> {
            vec![$(Operation::of::<$in, $out>(stringify!($name), concat!($($doc),*))),*]
        }
    };
}

operations! {
    /// Reads the frame of every screen.
    view_station(host, request: Nothing) -> StationView { host.station.view_station(request).await }
    /// Reads a page of the order tray.
    view_order_tray(host, request: ViewOrderTray) -> OrderTrayView { host.station.view_order_tray(request).await }
    /// Reads one order with its operations.
    view_order(host, request: ViewOrder) -> OrderView { host.station.view_order(request).await }
    /// Reads the job list of a work unit.
    view_job_list(host, request: ViewJobList) -> JobListView { host.station.view_job_list(request).await }
    /// Reads one job in full.
    view_job(host, request: ViewJob) -> JobView { host.station.view_job(request).await }
    /// Reads the live board.
    view_board(host, request: Nothing) -> BoardView { host.station.view_board(request).await }
    /// Reads one lot and what stops it.
    view_lot(host, request: ViewLot) -> LotView { host.station.view_lot(request).await }
    /// Traces a lot, a serial number, a job or an order.
    view_trace(host, request: ViewTrace) -> Traced { host.station.view_trace(request).await }
    /// Reads the inbox of nonconformances.
    view_nonconformances(host, request: ViewNonconformances) -> NonconformancesView {
        host.station.view_nonconformances(request).await
    }
    /// Reads what does not add up and is not settled.
    view_exceptions(host, request: Nothing) -> ExceptionsView { host.station.view_exceptions(request).await }
    /// Reads the messages to the ERP.
    view_outbox(host, request: Nothing) -> OutboxView { host.station.view_outbox(request).await }
    /// Reads how the devices are.
    view_devices(host, _request: Nothing) -> DevicesView { Ok(host.view_devices()) }
    /// Reads what the scale shows.
    view_weight(host, _request: Nothing) -> WeightView { Ok(host.station.view_weight()) }
    /// Reads how sharing with the plant stands.
    view_plant(host, request: Nothing) -> PlantView { host.station.view_plant(request).await }
    /// Looks a scanned code up.
    find_scan(host, request: FindScan) -> Found { scan::find_scan(&host.station, request).await }
    /// Signs a person in.
    command_log_in(host, request: LogIn) -> Session { host.station.log_in(request).await }
    /// Signs a person out.
    command_log_out(host, request: LogOut) -> Nothing { Ok(host.station.log_out(request)) }
    /// Binds the station to a work unit.
    command_choose_work_unit(host, request: ChooseWorkUnit) -> Nothing { host.station.choose_work_unit(request).await }
    /// Carries out a command to a production order.
    command_operations_request(host, request: CommandOperationsRequest) -> OrderView {
        host.station.command_operations_request(request).await
    }
    /// Carries out a command to a job order.
    command_job_order(host, request: CommandJobOrder) -> JobView { host.station.command_job_order(request).await }
    /// Stops the use of a lot, or lets it go on.
    command_lot(host, request: CommandLot) -> LotView { host.station.command_lot(request).await }
    /// Opens a nonconformance, or decides about one.
    command_nonconformance(host, request: CommandNonconformance) -> NonconformancesView {
        host.station.command_nonconformance(request).await
    }
    /// Settles what does not add up.
    command_exception(host, request: CommandException) -> ExceptionsView { host.station.command_exception(request).await }
    /// Carries out a command about labels.
    command_label(host, request: CommandLabel) -> LabelView { label::command(host, request).await }
    /// Saves a copy of a label as a PDF page on this station.
    command_label_pdf(host, request: CommandLabelPdf) -> SavedFile { label::save(host, request).await }
    /// Gives a device's role to another device.
    command_bind_device(host, request: CommandBindDevice) -> DevicesView { host.bind_device(request).await }
    /// Reads the label templates.
    view_templates(host, _request: Nothing) -> TemplatesView { label::template::view(&host.station) }
    /// Draws a label template that need not be kept yet.
    draw_template(_host, request: DrawTemplate) -> TemplateDrawn { Ok(label::template::draw(&request)) }
    /// Keeps a new version of a label template.
    command_template(host, request: CommandTemplate) -> TemplatesView {
        label::template::command(&host.station, host.folder(), &request)
    }
    /// Finds what is plugged in and may be set up.
    find_devices(host, _request: Nothing) -> FoundView { host.find_devices().await }
    /// Tries a device out: reads the scale, prints a test label, or awaits a scan.
    test_device(host, request: TestDevice) -> DeviceTest { host.test_device(request).await }
    /// Joins a plant.
    command_join_plant(host, request: CommandJoinPlant) -> JoinView { host.join_plant(request).await }
    /// Imports documents.
    command_import(host, request: CommandImport) -> ImportReport { import::command_import(&host.station, request).await }
}

fn read<T: DeserializeOwned>(body: Value) -> Result<T, Failure> {
    serde_json::from_value(body)
        .map_err(|error| Failure::bad_request(format!("the request is malformed: {error}")))
}

fn answer<T: Serialize>(answer: T) -> Result<Value, Failure> {
    serde_json::to_value(answer)
        .map_err(|error| Failure::new(Code::Defect, "answer", error.to_string()))
}
