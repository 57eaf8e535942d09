//! What lets a station join a plant: one text, to be typed, pasted or scanned.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::SigningKey;
use serde::{Deserialize, Serialize};
use sqlx::postgres::{PgConnectOptions, PgSslMode};

/// What a code begins with; the number is its version.
const PREFIX: &str = "lineside1:";
/// Longest code, in bytes: four certificates fit, a photograph does not.
const BYTES_MAX: usize = 16 * 1024;
/// What the server shows of us.
const APPLICATION: &str = "lineside";

/// Where a plant is, whom to trust there, and as whom to log in. It holds a password: whoever reads
/// it can join once as this station.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JoinCode {
    /// Host name or address, as the plant's certificate names it.
    pub host: String,
    /// Port.
    pub port: u16,
    /// Database.
    pub database: String,
    /// Login of this station.
    pub role: String,
    /// Its password.
    pub password: String,
    /// Certificate of who signs for the plant, in PEM; absent where a public authority does.
    pub ca: Option<String>,
    /// Name of the plant.
    pub plant: String,
    /// Public keys of the gateways whose baselines a station may begin with, in base64.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keys: Vec<String>,
    /// Private key with which a gateway signs them, in base64; absent from the code of a station.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signs_with: Option<String>,
}

/// The text is no join code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is no join code: it begins with {PREFIX} and is copied whole")]
pub struct BadJoinCode;

impl JoinCode {
    /// How to connect: over TLS that proves the plant's certificate and host name.
    #[must_use]
    pub fn options(&self) -> PgConnectOptions {
        let options = PgConnectOptions::new_without_pgpass()
            .host(&self.host)
            .port(self.port)
            .database(&self.database)
            .username(&self.role)
            .password(&self.password)
            .application_name(APPLICATION)
            .ssl_mode(PgSslMode::VerifyFull);
        match &self.ca {
            Some(ca) => options.ssl_root_cert_from_pem(ca.clone().into_bytes()),
            None => options,
        }
    }
}

impl JoinCode {
    /// Keys of the gateways whose baselines a station may begin with.
    #[must_use]
    pub fn trusted(&self) -> Vec<[u8; 32]> {
        self.keys.iter().filter_map(|key| key_of(key)).collect()
    }

    /// What a gateway signs baselines with.
    #[must_use]
    pub fn signing_key(&self) -> Option<SigningKey> {
        let seed = key_of(self.signs_with.as_deref()?)?;
        Some(SigningKey::from_bytes(&seed))
    }
}

fn key_of(text: &str) -> Option<[u8; 32]> {
    URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok()
}

/// A key as a code holds it.
pub(super) fn text_of(key: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(key)
}

impl fmt::Display for JoinCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let json = serde_json::to_vec(self).map_err(|_| fmt::Error)?;
        write!(f, "{PREFIX}{}", URL_SAFE_NO_PAD.encode(json))
    }
}

impl fmt::Debug for JoinCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JoinCode")
            .field("host", &self.host)
            .field("port", &self.port)
            .field("database", &self.database)
            .field("role", &self.role)
            .field("plant", &self.plant)
            .finish_non_exhaustive()
    }
}

impl FromStr for JoinCode {
    type Err = BadJoinCode;
    fn from_str(text: &str) -> Result<Self, BadJoinCode> {
        // A long code is broken over lines when it is mailed or printed.
        let text: String = text.split_whitespace().collect();
        if text.len() > BYTES_MAX {
            return Err(BadJoinCode);
        }
        let body = text.strip_prefix(PREFIX).ok_or(BadJoinCode)?;
        let json = URL_SAFE_NO_PAD.decode(body).map_err(|_| BadJoinCode)?;
        serde_json::from_slice(&json).map_err(|_| BadJoinCode)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code() -> JoinCode {
        JoinCode {
            host: "plant.example".to_owned(),
            port: 5432,
            database: "lineside".to_owned(),
            role: "lineside_0011aabb".to_owned(),
            password: "secret".to_owned(),
            ca: Some("-----BEGIN CERTIFICATE-----\n".to_owned()),
            plant: "Werk Süd".to_owned(),
            keys: vec![text_of(&[7; 32])],
            signs_with: None,
        }
    }

    #[test]
    fn a_code_comes_back_as_it_went_even_broken_over_lines() {
        let text = code().to_string();
        let (one, other) = text.split_at(40);

        let read: JoinCode = format!(" {one}\r\n{other}\n").parse().unwrap();

        assert_eq!(read, code());
    }

    #[test]
    fn what_is_cut_short_or_of_another_kind_is_no_code() {
        let text = code().to_string();

        assert_eq!(text[..text.len() - 9].parse::<JoinCode>(), Err(BadJoinCode));
        assert_eq!("hello".parse::<JoinCode>(), Err(BadJoinCode));
        assert_eq!(
            "x".repeat(BYTES_MAX + 1).parse::<JoinCode>(),
            Err(BadJoinCode)
        );
    }

    #[test]
    fn a_printed_code_does_not_show_its_password() {
        assert!(!format!("{:?}", code()).contains("secret"));
    }
}
