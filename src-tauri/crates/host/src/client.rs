//! Asking a running host: the same operations, over its door.

use http_body_util::{BodyExt, Full};
use hyper::Request;
use hyper::body::Bytes;
use hyper_util::rt::TokioIo;
use serde_json::Value;
use station::failure::{Code, Failure};
use tokio::net::TcpStream;

use crate::local::Door;

/// Carries an operation to the running host.
///
/// # Errors
/// [`Failure`]: the host's own, or of code `device` when it cannot be reached.
pub async fn call(door: &Door, name: &str, body: &Value) -> Result<Value, Failure> {
    let (succeeded, answer) = exchange(door, name, body)
        .await
        .map_err(|error| unreachable(error.as_ref()))?;
    if succeeded {
        return Ok(answer);
    }
    Err(serde_json::from_value(answer).unwrap_or_else(|error| unreachable(&error)))
}

type Error = Box<dyn std::error::Error + Send + Sync>;

async fn exchange(door: &Door, name: &str, body: &Value) -> Result<(bool, Value), Error> {
    let stream = TcpStream::connect(door.address).await?;
    let (mut sender, connection) =
        hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
    let driving = tokio::spawn(connection);
    let request = Request::post(format!("/api/{name}"))
        .header("host", door.address.to_string())
        .header("authorization", format!("Bearer {}", door.token))
        .header("content-type", "application/json")
        .body(Full::new(Bytes::from(serde_json::to_vec(body)?)))?;
    let response = sender.send_request(request).await?;
    let succeeded = response.status().is_success();
    let bytes = response.into_body().collect().await?.to_bytes();
    driving.abort();
    Ok((succeeded, serde_json::from_slice(&bytes)?))
}

fn unreachable(error: &(dyn std::error::Error + 'static)) -> Failure {
    let sentence = format!("the running Lineside does not answer ({error}): restart it");
    Failure::new(Code::Device, "host", sentence)
}
