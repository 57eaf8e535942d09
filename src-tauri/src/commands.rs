//! What the window may ask: parse, call, answer. Each name is granted in
//! `src-tauri/permissions/station.toml`.

use std::sync::Arc;

use station::request::{
    ChooseWorkUnit, CommandJobOrder, CommandLabel, CommandOperationsRequest, LogIn, LogOut,
    Nothing, ViewJob, ViewJobList, ViewOrder, ViewOrderTray,
};
use station::view::board::BoardView;
use station::view::device::{DevicesView, WeightView};
use station::view::imports::OutboxView;
use station::view::job::{JobView, LabelView};
use station::view::job_list::JobListView;
use station::view::order::{OrderTrayView, OrderView};
use station::view::station::{Session, StationView};
use station::{Failure, Station};
use tauri::ipc::Invoke;
use tauri::{State, generate_handler};

/// The station this window is of.
type Ours<'a> = State<'a, Arc<Station>>;

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
        command_log_in,
        command_log_out,
        command_choose_work_unit,
        command_operations_request,
        command_job_order,
        command_label,
    ]
}

#[tauri::command]
async fn view_station(station: Ours<'_>, request: Nothing) -> Result<StationView, Failure> {
    station.view_station(request).await
}

#[tauri::command]
async fn view_order_tray(
    station: Ours<'_>,
    request: ViewOrderTray,
) -> Result<OrderTrayView, Failure> {
    station.view_order_tray(request).await
}

#[tauri::command]
async fn view_order(station: Ours<'_>, request: ViewOrder) -> Result<OrderView, Failure> {
    station.view_order(request).await
}

#[tauri::command]
async fn view_job_list(station: Ours<'_>, request: ViewJobList) -> Result<JobListView, Failure> {
    station.view_job_list(request).await
}

#[tauri::command]
async fn view_job(station: Ours<'_>, request: ViewJob) -> Result<JobView, Failure> {
    station.view_job(request).await
}

#[tauri::command]
async fn view_board(station: Ours<'_>, request: Nothing) -> Result<BoardView, Failure> {
    station.view_board(request).await
}

#[tauri::command]
async fn view_outbox(station: Ours<'_>, request: Nothing) -> Result<OutboxView, Failure> {
    station.view_outbox(request).await
}

#[tauri::command]
fn view_devices(station: Ours<'_>) -> DevicesView {
    station.view_devices()
}

#[tauri::command]
fn view_weight(station: Ours<'_>) -> WeightView {
    station.view_weight()
}

#[tauri::command]
async fn command_log_in(station: Ours<'_>, request: LogIn) -> Result<Session, Failure> {
    station.log_in(request).await
}

#[tauri::command]
fn command_log_out(station: Ours<'_>, request: LogOut) -> Nothing {
    station.log_out(request)
}

#[tauri::command]
async fn command_choose_work_unit(
    station: Ours<'_>,
    request: ChooseWorkUnit,
) -> Result<Nothing, Failure> {
    station.choose_work_unit(request).await
}

#[tauri::command]
async fn command_operations_request(
    station: Ours<'_>,
    request: CommandOperationsRequest,
) -> Result<OrderView, Failure> {
    station.command_operations_request(request).await
}

#[tauri::command]
async fn command_job_order(
    station: Ours<'_>,
    request: CommandJobOrder,
) -> Result<JobView, Failure> {
    station.command_job_order(request).await
}

#[tauri::command]
async fn command_label(station: Ours<'_>, request: CommandLabel) -> Result<LabelView, Failure> {
    station.command_label(request).await
}
