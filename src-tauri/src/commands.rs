//! What the window may ask: parse, call, answer. Each name is granted in
//! `src-tauri/permissions/station.toml`.

use host::operation;
use station::Failure;
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
use tauri::ipc::Invoke;
use tauri::{State, generate_handler};

use crate::opening::Opening;

/// The station this window is of; what is asked before it is open waits.
type Ours<'a> = State<'a, Opening>;

/// Every command, by the name the screens call it.
pub(crate) fn all() -> impl Fn(Invoke) -> bool + Send + Sync + 'static {
    generate_handler![
        view_station,
        view_order_tray,
        view_order,
        view_job_list,
        view_job,
        view_board,
        view_lot,
        view_trace,
        view_nonconformances,
        view_exceptions,
        view_outbox,
        view_devices,
        view_weight,
        view_plant,
        find_scan,
        command_log_in,
        command_log_out,
        command_choose_work_unit,
        command_operations_request,
        command_job_order,
        command_lot,
        command_nonconformance,
        command_exception,
        command_label,
        command_label_pdf,
        view_templates,
        draw_template,
        command_template,
        command_bind_device,
        find_devices,
        test_device,
        command_join_plant,
        command_import
    ]
}

#[tauri::command]
async fn view_station(ours: Ours<'_>, request: Nothing) -> Result<StationView, Failure> {
    operation::view_station(&*ours.host().await?, request).await
}

#[tauri::command]
async fn view_order_tray(ours: Ours<'_>, request: ViewOrderTray) -> Result<OrderTrayView, Failure> {
    operation::view_order_tray(&*ours.host().await?, request).await
}

#[tauri::command]
async fn view_order(ours: Ours<'_>, request: ViewOrder) -> Result<OrderView, Failure> {
    operation::view_order(&*ours.host().await?, request).await
}

#[tauri::command]
async fn view_job_list(ours: Ours<'_>, request: ViewJobList) -> Result<JobListView, Failure> {
    operation::view_job_list(&*ours.host().await?, request).await
}

#[tauri::command]
async fn view_job(ours: Ours<'_>, request: ViewJob) -> Result<JobView, Failure> {
    operation::view_job(&*ours.host().await?, request).await
}

#[tauri::command]
async fn view_board(ours: Ours<'_>, request: Nothing) -> Result<BoardView, Failure> {
    operation::view_board(&*ours.host().await?, request).await
}

#[tauri::command]
async fn view_lot(ours: Ours<'_>, request: ViewLot) -> Result<LotView, Failure> {
    operation::view_lot(&*ours.host().await?, request).await
}

#[tauri::command]
async fn view_nonconformances(
    ours: Ours<'_>,
    request: ViewNonconformances,
) -> Result<NonconformancesView, Failure> {
    operation::view_nonconformances(&*ours.host().await?, request).await
}

#[tauri::command]
async fn command_nonconformance(
    ours: Ours<'_>,
    request: CommandNonconformance,
) -> Result<NonconformancesView, Failure> {
    operation::command_nonconformance(&*ours.host().await?, request).await
}

#[tauri::command]
async fn view_trace(ours: Ours<'_>, request: ViewTrace) -> Result<Traced, Failure> {
    operation::view_trace(&*ours.host().await?, request).await
}

#[tauri::command]
async fn command_lot(ours: Ours<'_>, request: CommandLot) -> Result<LotView, Failure> {
    operation::command_lot(&*ours.host().await?, request).await
}

#[tauri::command]
async fn view_exceptions(ours: Ours<'_>, request: Nothing) -> Result<ExceptionsView, Failure> {
    operation::view_exceptions(&*ours.host().await?, request).await
}

#[tauri::command]
async fn command_exception(
    ours: Ours<'_>,
    request: CommandException,
) -> Result<ExceptionsView, Failure> {
    operation::command_exception(&*ours.host().await?, request).await
}

#[tauri::command]
async fn view_outbox(ours: Ours<'_>, request: Nothing) -> Result<OutboxView, Failure> {
    operation::view_outbox(&*ours.host().await?, request).await
}

#[tauri::command]
async fn view_devices(ours: Ours<'_>, request: Nothing) -> Result<DevicesView, Failure> {
    operation::view_devices(&*ours.host().await?, request).await
}

#[tauri::command]
async fn view_weight(ours: Ours<'_>, request: Nothing) -> Result<WeightView, Failure> {
    operation::view_weight(&*ours.host().await?, request).await
}

#[tauri::command]
async fn view_plant(ours: Ours<'_>, request: Nothing) -> Result<PlantView, Failure> {
    operation::view_plant(&*ours.host().await?, request).await
}

#[tauri::command]
async fn find_scan(ours: Ours<'_>, request: FindScan) -> Result<Found, Failure> {
    operation::find_scan(&*ours.host().await?, request).await
}

#[tauri::command]
async fn command_log_in(ours: Ours<'_>, request: LogIn) -> Result<Session, Failure> {
    operation::command_log_in(&*ours.host().await?, request).await
}

#[tauri::command]
async fn command_log_out(ours: Ours<'_>, request: LogOut) -> Result<Nothing, Failure> {
    operation::command_log_out(&*ours.host().await?, request).await
}

#[tauri::command]
async fn command_choose_work_unit(
    ours: Ours<'_>,
    request: ChooseWorkUnit,
) -> Result<Nothing, Failure> {
    operation::command_choose_work_unit(&*ours.host().await?, request).await
}

#[tauri::command]
async fn command_operations_request(
    ours: Ours<'_>,
    request: CommandOperationsRequest,
) -> Result<OrderView, Failure> {
    operation::command_operations_request(&*ours.host().await?, request).await
}

#[tauri::command]
async fn command_job_order(ours: Ours<'_>, request: CommandJobOrder) -> Result<JobView, Failure> {
    operation::command_job_order(&*ours.host().await?, request).await
}

#[tauri::command]
async fn command_label(ours: Ours<'_>, request: CommandLabel) -> Result<LabelView, Failure> {
    operation::command_label(&*ours.host().await?, request).await
}

#[tauri::command]
async fn command_join_plant(
    ours: Ours<'_>,
    request: CommandJoinPlant,
) -> Result<JoinView, Failure> {
    operation::command_join_plant(&*ours.host().await?, request).await
}

#[tauri::command]
async fn command_import(ours: Ours<'_>, request: CommandImport) -> Result<ImportReport, Failure> {
    operation::command_import(&*ours.host().await?, request).await
}

#[tauri::command]
async fn command_label_pdf(ours: Ours<'_>, request: CommandLabelPdf) -> Result<SavedFile, Failure> {
    operation::command_label_pdf(&*ours.host().await?, request).await
}

#[tauri::command]
async fn command_bind_device(
    ours: Ours<'_>,
    request: CommandBindDevice,
) -> Result<DevicesView, Failure> {
    operation::command_bind_device(&*ours.host().await?, request).await
}

#[tauri::command]
async fn view_templates(ours: Ours<'_>, request: Nothing) -> Result<TemplatesView, Failure> {
    operation::view_templates(&*ours.host().await?, request).await
}

#[tauri::command]
async fn draw_template(ours: Ours<'_>, request: DrawTemplate) -> Result<TemplateDrawn, Failure> {
    operation::draw_template(&*ours.host().await?, request).await
}

#[tauri::command]
async fn command_template(
    ours: Ours<'_>,
    request: CommandTemplate,
) -> Result<TemplatesView, Failure> {
    operation::command_template(&*ours.host().await?, request).await
}

#[tauri::command]
async fn find_devices(ours: Ours<'_>, request: Nothing) -> Result<FoundView, Failure> {
    operation::find_devices(&*ours.host().await?, request).await
}

#[tauri::command]
async fn test_device(ours: Ours<'_>, request: TestDevice) -> Result<DeviceTest, Failure> {
    operation::test_device(&*ours.host().await?, request).await
}
