//! Leading: one gateway of the plant at a time, in a term of its own.

use std::convert::Infallible;
use std::future::Future;
use std::time::Duration;

use replication::postgres::{GatewayLink, JoinCode, PlantError, Term};

use crate::model::MODEL;
use crate::page::{page, refolded};

/// Pause between two looks at the log, at the lead while another has it, and at a plant that is away.
const LOOK_TIME: Duration = Duration::from_secs(1);
/// How often the leader says that it lives within the longest silence: one word may be late.
const WORDS_PER_SILENCE: u32 = 4;
/// Aggregates folded anew in one write.
const REFOLD_MAX: usize = 200;

/// How long a leader may be silent before another one may lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Silence(pub Duration);

/// What a gateway says of itself.
#[derive(Debug)]
pub enum Told {
    /// It waits, while another one leads.
    Waiting,
    /// It leads.
    Leading(Term),
    /// It led, and another one does now.
    Fenced(Term),
    /// It can do nothing, and tries again.
    Away(PlantError),
}

/// Leads whenever no other gateway does, and follows the log, until `stop`.
///
/// # Errors
/// [`PlantError`], when trying again would not help.
pub async fn run(
    code: &JoinCode,
    silence: Silence,
    stop: impl Future<Output = ()>,
    mut tell: impl FnMut(Told),
) -> Result<(), PlantError> {
    let leading = async {
        loop {
            let Err(ended) = lead(code, silence, &mut tell).await;
            if ended.is_final() {
                return Err(ended);
            }
            tell(Told::Away(ended));
            tokio::time::sleep(LOOK_TIME).await;
        }
    };
    tokio::select! {
        ended = leading => ended,
        () = stop => Ok(()),
    }
}

/// Builds everything anew, up to the present end of the log; answers how many events were read, or
/// nothing where another gateway leads.
///
/// # Errors
/// [`PlantError`].
pub async fn rebuild(code: &JoinCode, silence: Silence) -> Result<Option<u64>, PlantError> {
    let mut leader = GatewayLink::connect(code, Some(silence.0)).await?;
    check_model(&mut leader).await?;
    let Some(term) = leader.lead().await? else {
        return Ok(None);
    };
    let mut link = GatewayLink::connect(code, None).await?;
    let work = async {
        link.reset(term, MODEL).await?;
        catch_up(&mut link, term).await
    };
    let read = tokio::select! {
        read = work => read?,
        silenced = keep(&mut leader, term, silence) => {
            let Err(ended) = silenced;
            return Err(ended);
        }
    };
    leader.close().await?;
    Ok(Some(read))
}

/// Waits for the lead, and leads until something ends it. A term that is over is waited out.
async fn lead(
    code: &JoinCode,
    silence: Silence,
    tell: &mut impl FnMut(Told),
) -> Result<Infallible, PlantError> {
    loop {
        let mut leader = GatewayLink::connect(code, Some(silence.0)).await?;
        check_model(&mut leader).await?;
        let term = wait(&mut leader, tell).await?;
        tell(Told::Leading(term));
        let ended = tokio::select! {
            ended = follow(code, term) => ended,
            ended = keep(&mut leader, term, silence) => ended,
        };
        match ended {
            Err(PlantError::Fenced) => tell(Told::Fenced(term)),
            other => return other,
        }
    }
}

/// Two releases that led by turns would each build anew what the other built.
async fn check_model(link: &mut GatewayLink) -> Result<(), PlantError> {
    match link.model().await? {
        ..=MODEL => Ok(()),
        newer => Err(PlantError::Newer(format!("gateway model {newer}"))),
    }
}

/// Waits until no other gateway leads.
async fn wait(leader: &mut GatewayLink, tell: &mut impl FnMut(Told)) -> Result<Term, PlantError> {
    let mut told = false;
    loop {
        if let Some(term) = leader.lead().await? {
            return Ok(term);
        }
        if !std::mem::replace(&mut told, true) {
            tell(Told::Waiting);
        }
        tokio::time::sleep(LOOK_TIME).await;
    }
}

/// Says again and again that the leader lives.
async fn keep(
    leader: &mut GatewayLink,
    term: Term,
    Silence(silence): Silence,
) -> Result<Infallible, PlantError> {
    loop {
        tokio::time::sleep(silence / WORDS_PER_SILENCE).await;
        leader.keep(term).await?;
    }
}

/// Follows the log. On a connection of its own: what it does may take longer than the silence.
async fn follow(code: &JoinCode, term: Term) -> Result<Infallible, PlantError> {
    let mut link = GatewayLink::connect(code, None).await?;
    if link.model().await? == MODEL {
        read_again(&mut link, term).await?;
    } else {
        link.reset(term, MODEL).await?;
    }
    loop {
        catch_up(&mut link, term).await?;
        tokio::time::sleep(LOOK_TIME).await;
    }
}

/// Folds anew what a release before this one could not read all of.
async fn read_again(link: &mut GatewayLink, term: Term) -> Result<(), PlantError> {
    let unread = link.unread().await?;
    for some in unread.chunks(REFOLD_MAX) {
        let changed = refolded(link, some).await?;
        link.apply(term, &changed).await?;
    }
    Ok(())
}

/// Reads up to the end of every chain; answers how many events there were.
async fn catch_up(link: &mut GatewayLink, term: Term) -> Result<u64, PlantError> {
    let mut read = 0;
    loop {
        let behind = link.behind().await?;
        if behind.is_empty() {
            return Ok(read);
        }
        let rows = link.page(&behind).await?;
        let changed = page(link, &behind, rows).await?;
        link.apply(term, &changed).await?;
        let before = |at| behind.iter().find(|(origin, _)| origin == at);
        let new = changed
            .reached
            .iter()
            .map(|(at, head)| head.seq - before(at).map_or(0, |(_, head)| head.seq));
        read += new.sum::<u64>();
    }
}
