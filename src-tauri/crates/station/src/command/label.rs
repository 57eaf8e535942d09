//! Labels: a record with its bytes before anything is sent.

use domain::event::Event;
use domain::fold::Folded;
use domain::id::{LabelId, MaterialLotId, PersonId, RequestId};
use domain::job_order::JobOrder;
use domain::label::{self, Label};
use domain::material_lot::MaterialLot;
use domain::refused::Refused;
use labels::{Fields, Layout, Template, field, pdf, uid};
use sha2::{Digest, Sha256};
use store::{Draft, LedgerRow, Writer};
use uuid::Uuid;

use crate::Station;
use crate::command::label_ref;
use crate::failure::Failure;
use crate::print::PRINTER;
use crate::request::{CommandLabel, LabelCommand};
use crate::show::label_view;
use crate::view::job::LabelView;

/// Template of the label of a lot.
const LOT_LABEL: &str = "lot";

impl Station {
    /// Carries out a command about labels.
    ///
    /// # Errors
    /// [`Failure`], when nobody is signed in, a rule refuses it, the label cannot be rendered or
    /// nothing can be recorded.
    pub async fn command_label(&self, request: CommandLabel) -> Result<LabelView, Failure> {
        let person = self.signed_in(request.session)?.person;
        let mut writer = self.store.writer().await?;
        let (label, copy) = match &request.command {
            LabelCommand::Print { lot } => {
                self.print(&mut writer, request.request, person, *lot)
                    .await?
            }
            LabelCommand::Reprint { label, reason } => {
                self.reprint(&mut writer, request.request, person, *label, reason)
                    .await?
            }
            LabelCommand::Settle { label, copy, .. }
            | LabelCommand::Scan { label, copy, .. }
            | LabelCommand::Cancel { label, copy }
            | LabelCommand::Void { label, copy, .. } => {
                let copy = (*label, *copy);
                self.decide_fate(&mut writer, request.request, person, copy, &request.command)
                    .await?;
                copy
            }
        };
        drop(writer);
        let jobs = self.store.print_jobs_of(label.0).await?;
        let job = jobs.into_iter().find(|job| job.copy == copy);
        job.map(label_view)
            .ok_or_else(|| Failure::not_found("label"))
    }

    /// A label's id is its first command's: asked for twice by one tap, it is one label.
    async fn print(
        &self,
        writer: &mut Writer<'_>,
        request: RequestId,
        person: PersonId,
        lot: MaterialLotId,
    ) -> Result<(LabelId, u32), Failure> {
        let label = LabelId(request.0);
        let template = self.templates().newest(LOT_LABEL)?.clone();
        let (bytes, svg) = self.render(&template, label, 0, lot).await?;
        let exists = writer.has_label(lot.0).await?;
        let name = template.label();
        let sha256 = hex(&Sha256::digest(&bytes));
        let event = match Label::request(exists, lot, name, sha256) {
            Ok(event) => event,
            Err(refused) => {
                self.unless_recorded(writer, request, refused.into())
                    .await?;
                return Ok((label, 0));
            }
        };
        self.queue(writer, request, person, (label, 0), event, (bytes, svg))
            .await
    }

    async fn reprint(
        &self,
        writer: &mut Writer<'_>,
        request: RequestId,
        person: PersonId,
        label: LabelId,
        reason: &str,
    ) -> Result<(LabelId, u32), Failure> {
        let folded: Folded<Label> = writer.load(label.0).await?;
        let lot = folded
            .state
            .lot
            .ok_or_else(|| Failure::not_found("label"))?;
        let copy = folded.state.next_copy();
        let template = self.template_of(&folded.state)?;
        let (bytes, svg) = self.render(&template, label, copy, lot).await?;
        match folded.state.reprint(reason, hex(&Sha256::digest(&bytes))) {
            Ok(event) => {
                self.queue(writer, request, person, (label, copy), event, (bytes, svg))
                    .await
            }
            Err(refused) => {
                self.unless_recorded(writer, request, refused.into())
                    .await?;
                Ok((label, copy.saturating_sub(1)))
            }
        }
    }

    async fn queue(
        &self,
        writer: &mut Writer<'_>,
        request: RequestId,
        person: PersonId,
        (label, copy): (LabelId, u32),
        event: label::Event,
        (bytes, svg): (Vec<u8>, String),
    ) -> Result<(LabelId, u32), Failure> {
        let now = self.now();
        let ledger = LedgerRow::PrintJob {
            label: label.0,
            copy,
            printer: PRINTER.to_owned(),
            bytes,
            svg,
            created_ms: now.timestamp_millis(),
        };
        let draft = Draft {
            request,
            first: None,
            actor: Some(person),
            effective_at: now,
            now,
            events: vec![(Event::Label(event), vec![label_ref(label)])],
            ledger: Some(ledger),
        };
        self.record(writer, draft).await?;
        Ok((label, copy))
    }

    async fn decide_fate(
        &self,
        writer: &mut Writer<'_>,
        request: RequestId,
        person: PersonId,
        copy: (LabelId, u32),
        command: &LabelCommand,
    ) -> Result<(), Failure> {
        let folded: Folded<Label> = writer.load(copy.0.0).await?;
        match decided(&folded.state, copy, command) {
            Ok(Some(event)) => {
                self.record_fate(writer, request, Some(person), copy, event, None)
                    .await
            }
            Ok(None) => Ok(()),
            Err(refused) => self.unless_recorded(writer, request, refused.into()).await,
        }
    }

    /// Records the fate of a copy, in the log and in the queue at once.
    pub(crate) async fn record_fate(
        &self,
        writer: &mut Writer<'_>,
        request: RequestId,
        actor: Option<PersonId>,
        (label, copy): (LabelId, u32),
        event: label::Event,
        accepted: Option<i64>,
    ) -> Result<(), Failure> {
        let label::Event::Settled {
            state, evidence, ..
        } = &event
        else {
            return Err(Failure::bad_request("only a fate can be recorded here"));
        };
        let ledger = LedgerRow::PrintState {
            label: label.0,
            copy,
            state: state.word(),
            accepted,
            evidence: evidence.clone(),
        };
        let now = self.now();
        let draft = Draft {
            request,
            first: None,
            actor,
            effective_at: now,
            now,
            events: vec![(Event::Label(event), vec![label_ref(label)])],
            ledger: Some(ledger),
        };
        self.record(writer, draft).await.map(|_| ())
    }

    /// Bytes for the printer and a preview for the screen, from one layout.
    async fn render(
        &self,
        template: &Template,
        label: LabelId,
        copy: u32,
        lot: MaterialLotId,
    ) -> Result<(Vec<u8>, String), Failure> {
        let head = self.head();
        let layout = self
            .layout(&template.at(head.dpi), label, copy, lot)
            .await?;
        Ok((head.language.emit(&layout), labels::svg::emit(&layout)))
    }

    /// The template a label was made from; the newest of its name, where another station's is not
    /// here.
    fn template_of(&self, label: &Label) -> Result<Template, Failure> {
        let templates = self.templates();
        let name = label.template.split(' ').next().unwrap_or_default();
        let template = templates.labelled(&label.template);
        Ok(template.or_else(|_| templates.newest(name))?.clone())
    }

    /// Draws a copy of a label as a PDF page, for a printer that takes no ZPL; its lot's number comes
    /// with it.
    ///
    /// # Errors
    /// [`Failure`], when the label is unknown or cannot be drawn.
    pub async fn label_pdf(&self, label: LabelId, copy: u32) -> Result<(String, Vec<u8>), Failure> {
        let folded: Option<Folded<Label>> = self.store.aggregate(label.0).await?;
        let state = folded.map(|folded| folded.state).unwrap_or_default();
        let lot = state.lot.ok_or_else(|| Failure::not_found("label"))?;
        let number = self.lot(lot).await?.number;
        let template = self.template_of(&state)?;
        let layout = self.layout(&template, label, copy, lot).await?;
        Ok((number, pdf::emit(&layout)?))
    }

    async fn layout(
        &self,
        template: &Template,
        label: LabelId,
        copy: u32,
        lot: MaterialLotId,
    ) -> Result<Layout, Failure> {
        let lot = self.lot(lot).await?;
        let fields = self.label_fields(label.0, copy, &lot).await?;
        Ok(labels::render(template, &fields)?)
    }

    async fn lot(&self, lot: MaterialLotId) -> Result<MaterialLot, Failure> {
        let folded = self.store.aggregate::<MaterialLot>(lot.0).await?;
        folded
            .map(|folded| folded.state)
            .ok_or_else(|| Failure::not_found("lot"))
    }

    async fn label_fields(
        &self,
        label: Uuid,
        copy: u32,
        lot: &MaterialLot,
    ) -> Result<Fields, Failure> {
        let item = self.material(&lot.material).await?;
        let job = match lot.made_by {
            Some(job) => self.store.aggregate::<JobOrder>(job.0).await?,
            None => None,
        };
        let directive = job.and_then(|job| job.state.directive);
        let quantity = domain::Quantity::new(lot.entered, lot.left().unit().clone());
        let mut fields = Fields::new()
            .with(field::ITEM, &lot.material)
            .with(field::LOT, &lot.number)
            .with(field::QUANTITY, quantity.value().to_string())
            .with(field::UNIT, quantity.unit().as_str())
            .with(field::UID, uid::marked(label.as_u128(), copy))
            .with(
                field::PRODUCED_AT,
                lot.made_at
                    .unwrap_or_else(|| self.now())
                    .with_timezone(&self.zone())
                    .format("%Y-%m-%d %H:%M")
                    .to_string(),
            );
        if let Some(item) = item {
            fields.set(field::DESCRIPTION, item.description);
            fields.set(field::GTIN, item.gtin.unwrap_or_default());
        }
        if let Some(directive) = directive {
            fields.set(field::ORDER, directive.order_key);
            fields.set(
                field::OPERATION,
                format!("{} {}", directive.segment, directive.name),
            );
        }
        fields.set(field::COPY, uid::copy_mark(copy).unwrap_or_default());
        Ok(fields)
    }
}

/// The fate a person's command gives a copy; none where it changes nothing.
fn decided(
    label: &Label,
    (id, copy): (LabelId, u32),
    command: &LabelCommand,
) -> Result<Option<label::Event>, Refused> {
    let name = uid::marked(id.0.as_u128(), copy);
    match command {
        LabelCommand::Settle { printed, .. } => label.settle(copy, *printed).map(Some),
        LabelCommand::Cancel { .. } => label.cancel(copy).map(Some),
        LabelCommand::Scan { code, .. } if *code != name => Err(Refused::AnotherLabel),
        LabelCommand::Scan { .. } => label.seen(copy),
        LabelCommand::Void {
            code: Some(code), ..
        } if *code != name => Err(Refused::AnotherLabel),
        LabelCommand::Void { reason, code, .. } => {
            label.void(copy, code.is_some(), reason).map(Some)
        }
        LabelCommand::Print { .. } | LabelCommand::Reprint { .. } => Ok(None),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
