//! An order with amounts nobody chose, as an ERP drops it: CSV files.

use std::path::{Path, PathBuf};

use rust_decimal::Decimal;
use uuid::Uuid;

/// An order for bonded brackets, made in two operations at one bench of the demo plant.
#[derive(Debug)]
pub(crate) struct Order {
    pub(crate) key: String,
    pub(crate) pieces: u32,
    /// Pieces pressed out of size in the first operation, at least one.
    pub(crate) scrapped: u32,
    /// Adhesive on the scale, in kg: within 5 % of what is asked for.
    pub(crate) weighed: Decimal,
    adhesive: Decimal,
}

impl Order {
    /// Rolls an order; `WINDOW_SEED` repeats one. A failure shows the seed.
    pub(crate) fn rolled() -> Self {
        let given = std::env::var("WINDOW_SEED").ok();
        let seed = given.map_or_else(Uuid::new_v4, |text| text.parse().unwrap());
        let dice = seed.as_u128();
        let roll = |sides: u128, at: u32| u32::try_from(dice.rotate_right(at) % sides).unwrap();
        let pieces = 5 + roll(35, 0);
        let adhesive = Decimal::new(i64::from(pieces) * 12 + i64::from(roll(9, 20)), 3);
        let off = adhesive * Decimal::new(i64::from(roll(9, 40)) - 4, 2);
        let order = Self {
            key: format!("MO-{}", 5_000 + roll(4_000, 60)),
            pieces,
            scrapped: 1 + roll(3, 80),
            weighed: (adhesive + off).round_dp(3),
            adhesive,
        };
        eprintln!("WINDOW_SEED={seed}: {order:?}");
        order
    }

    /// Pieces that go on after the first operation.
    pub(crate) fn good(&self) -> u32 {
        self.pieces - self.scrapped
    }

    /// Bushings, two a piece.
    pub(crate) fn bushings(&self) -> u32 {
        self.pieces * 2
    }

    /// Far more adhesive than is asked for, in kg.
    pub(crate) fn too_much(&self) -> Decimal {
        self.adhesive * Decimal::TWO
    }

    /// Writes the files: routing, bill and order.
    pub(crate) fn write(&self, folder: &Path) -> Vec<PathBuf> {
        let tables = [
            ("routings.csv", self.routing()),
            ("bills.csv", self.bill()),
            ("orders.csv", self.order()),
        ];
        let file = |(name, text): (&str, String)| {
            let path = folder.join(name);
            std::fs::write(&path, text).unwrap();
            path
        };
        tables.map(file).to_vec()
    }

    fn routing(&self) -> String {
        let Self { key, pieces, .. } = self;
        let head = "key,revision,item,quantity,unit,segment,name,equipment,setup_s,run_s,after,instruction";
        let one = format!("RT-{key},A,BRK-200,{pieces},EA");
        format!(
            "{head}\n{one},10,Press bushings,ASSY,0,60,,Press two bushings flush.\n\
             {one},20,Bond and pack,ASSY,0,60,10,Spread it thin.\n"
        )
    }

    fn bill(&self) -> String {
        let Self { key, adhesive, .. } = self;
        let (bushings, screws) = (self.bushings(), self.pieces * 4);
        format!(
            "routing,item,quantity,unit,segment,issue,tolerance_percent\n\
             RT-{key},BSH-08,{bushings},EA,10,scan,\n\
             RT-{key},SCR-M6,{screws},EA,20,backflush,\n\
             RT-{key},ADH-20,{adhesive},kg,20,weigh,5\n"
        )
    }

    fn order(&self) -> String {
        let Self { key, pieces, .. } = self;
        let now = chrono::Utc::now();
        let due = (now + chrono::Duration::days(2)).format("%Y-%m-%dT%H:%M:%SZ");
        let start = now.format("%Y-%m-%dT%H:%M:%SZ");
        format!(
            "key,revision,item,quantity,unit,start,due,priority,state,routing\n\
             {key},1,BRK-200,{pieces},EA,{start},{due},1,released,RT-{key}\n"
        )
    }
}
