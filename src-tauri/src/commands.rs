//! What the window may ask: parse, call, answer. Each name is granted in
//! `src-tauri/permissions/station.toml`.

use std::sync::Arc;

use host::{Host, operation};
use station::Failure;
use station::request::{
    ChooseWorkUnit, CommandImport, CommandJobOrder, CommandLabel, CommandOperationsRequest,
    FindScan, Found, LogIn, LogOut, Nothing, ViewJob, ViewJobList, ViewOrder, ViewOrderTray,
};
use station::view::board::BoardView;
use station::view::device::{DevicesView, WeightView};
use station::view::imports::{ImportReport, OutboxView};
use station::view::job::{JobView, LabelView};
use station::view::job_list::JobListView;
use station::view::order::{OrderTrayView, OrderView};
use station::view::station::{Session, StationView};
use tauri::ipc::Invoke;
use tauri::{State, generate_handler};

/// What runs the station this window is of.
type Ours<'a> = State<'a, Arc<Host>>;

/// Every command, by the name the screens call it.
pub(crate) fn all() -> impl Fn(Invoke) -> bool + Send + Sync + 'static {
    generate_handler![
        view_station,
        view_order_tray,
        view_order,
        view_job_list,
        view_job,
        view_board,
        view_outbox,
        view_devices,
        view_weight,
        find_scan,
        command_log_in,
        command_log_out,
        command_choose_work_unit,
        command_operations_request,
        command_job_order,
        command_label,
        command_import
    ]
}

#[tauri::command]
async fn view_station(host: Ours<'_>, request: Nothing) -> Result<StationView, Failure> {
    operation::view_station(&host, request).await
}

#[tauri::command]
async fn view_order_tray(host: Ours<'_>, request: ViewOrderTray) -> Result<OrderTrayView, Failure> {
    operation::view_order_tray(&host, request).await
}

#[tauri::command]
async fn view_order(host: Ours<'_>, request: ViewOrder) -> Result<OrderView, Failure> {
    operation::view_order(&host, request).await
}

#[tauri::command]
async fn view_job_list(host: Ours<'_>, request: ViewJobList) -> Result<JobListView, Failure> {
    operation::view_job_list(&host, request).await
}

#[tauri::command]
async fn view_job(host: Ours<'_>, request: ViewJob) -> Result<JobView, Failure> {
    operation::view_job(&host, request).await
}

#[tauri::command]
async fn view_board(host: Ours<'_>, request: Nothing) -> Result<BoardView, Failure> {
    operation::view_board(&host, request).await
}

#[tauri::command]
async fn view_outbox(host: Ours<'_>, request: Nothing) -> Result<OutboxView, Failure> {
    operation::view_outbox(&host, request).await
}

#[tauri::command]
async fn view_devices(host: Ours<'_>, request: Nothing) -> Result<DevicesView, Failure> {
    operation::view_devices(&host, request).await
}

#[tauri::command]
async fn view_weight(host: Ours<'_>, request: Nothing) -> Result<WeightView, Failure> {
    operation::view_weight(&host, request).await
}

#[tauri::command]
async fn find_scan(host: Ours<'_>, request: FindScan) -> Result<Found, Failure> {
    operation::find_scan(&host, request).await
}

#[tauri::command]
async fn command_log_in(host: Ours<'_>, request: LogIn) -> Result<Session, Failure> {
    operation::command_log_in(&host, request).await
}

#[tauri::command]
async fn command_log_out(host: Ours<'_>, request: LogOut) -> Result<Nothing, Failure> {
    operation::command_log_out(&host, request).await
}

#[tauri::command]
async fn command_choose_work_unit(
    host: Ours<'_>,
    request: ChooseWorkUnit,
) -> Result<Nothing, Failure> {
    operation::command_choose_work_unit(&host, request).await
}

#[tauri::command]
async fn command_operations_request(
    host: Ours<'_>,
    request: CommandOperationsRequest,
) -> Result<OrderView, Failure> {
    operation::command_operations_request(&host, request).await
}

#[tauri::command]
async fn command_job_order(host: Ours<'_>, request: CommandJobOrder) -> Result<JobView, Failure> {
    operation::command_job_order(&host, request).await
}

#[tauri::command]
async fn command_label(host: Ours<'_>, request: CommandLabel) -> Result<LabelView, Failure> {
    operation::command_label(&host, request).await
}

#[tauri::command]
async fn command_import(host: Ours<'_>, request: CommandImport) -> Result<ImportReport, Failure> {
    operation::command_import(&host, request).await
}
