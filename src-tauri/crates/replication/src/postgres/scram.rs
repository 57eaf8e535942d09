//! A password as PostgreSQL keeps it (RFC 5802, RFC 7677), so that no clear one reaches a server's log.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};

use super::error::PlantError;

/// Bytes of a password: 192 bits cannot be guessed.
const PASSWORD_BYTES: usize = 24;
/// Bytes of a salt, as PostgreSQL chooses.
const SALT_BYTES: usize = 16;
/// Rounds, as PostgreSQL chooses; a random password needs no more.
const ROUNDS: u32 = 4096;

/// A password nobody has to remember.
///
/// # Errors
/// [`PlantError::Random`].
pub(crate) fn password() -> Result<String, PlantError> {
    Ok(URL_SAFE_NO_PAD.encode(random::<PASSWORD_BYTES>()?))
}

/// What the server keeps of `password`.
///
/// # Errors
/// [`PlantError::Random`].
pub(crate) fn verifier(password: &str) -> Result<String, PlantError> {
    Ok(verifier_with(password, &random::<SALT_BYTES>()?))
}

/// Random bytes.
///
/// # Errors
/// [`PlantError::Random`].
pub(crate) fn random<const N: usize>() -> Result<[u8; N], PlantError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| PlantError::Random(error.to_string()))?;
    Ok(bytes)
}

fn verifier_with(password: &str, salt: &[u8]) -> String {
    let salted = salted(password.as_bytes(), salt);
    let stored = Sha256::digest(mac(&salted, &[b"Client Key"]));
    let server = mac(&salted, &[b"Server Key"]);
    format!(
        "SCRAM-SHA-256${ROUNDS}:{}${}:{}",
        STANDARD.encode(salt),
        STANDARD.encode(stored),
        STANDARD.encode(server)
    )
}

/// `Hi` of RFC 5802: PBKDF2 with one block.
fn salted(password: &[u8], salt: &[u8]) -> [u8; 32] {
    let mut round = mac(password, &[salt, &1_u32.to_be_bytes()]);
    let mut sum = round;
    for _ in 1..ROUNDS {
        round = mac(password, &[&round]);
        for (sum, byte) in sum.iter_mut().zip(round) {
            *sum ^= byte;
        }
    }
    sum
}

fn mac(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    // A key longer than a block is hashed first; none of ours is.
    let mut block = [0; 64];
    for (to, from) in block.iter_mut().zip(key) {
        *to = *from;
    }
    let mut mac = Hmac::<Sha256>::new(&block.into());
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_rfc_7677_has_its_keys() {
        let salt = STANDARD.decode("W22ZaJ0SNY7soEsUEjb6gQ==").unwrap();

        let verifier = verifier_with("pencil", &salt);

        assert_eq!(
            verifier,
            "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$\
             WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:\
             wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU="
        );
    }

    #[test]
    fn no_two_passwords_are_alike() {
        let (one, other) = (password().unwrap(), password().unwrap());

        assert_ne!(one, other);
        assert_eq!(one.len(), 32);
    }
}
