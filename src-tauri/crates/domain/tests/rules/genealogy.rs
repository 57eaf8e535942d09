//! What was made of what, in either direction, and where a trace ends.

use domain::Quantity;
use domain::genealogy::{End, Genealogy, Node, Tree, Way};
use domain::id::{EventId, JobOrderId, MaterialLotId, OperationsRequestId};
use domain::job_order::{Consumed, JobOrder, Produced};
use domain::material_lot::{MaterialLot, Origin};
use uuid::Uuid;

use crate::given::{directive, kg, pieces};

fn lot(number: u128) -> MaterialLotId {
    MaterialLotId(Uuid::from_u128(number))
}

fn job(number: u128) -> JobOrderId {
    JobOrderId(Uuid::from_u128(number))
}

/// Rows as text: depth, what, amounts, why it ends.
fn rows(tree: &Tree) -> Vec<String> {
    let name = |node: Node| match node {
        Node::Lot(lot) => format!("lot {}", lot.0.as_u128()),
        Node::Job(job) => format!("job {}", job.0.as_u128()),
        Node::Order(order) => format!("order {}", order.0.as_u128()),
    };
    let row = |branch: &domain::genealogy::Branch| {
        let amounts: Vec<String> = branch
            .step
            .amounts
            .iter()
            .map(Quantity::to_string)
            .collect();
        let end = branch.end.map_or("", |end| match end {
            End::Above => " above",
            End::Circle => " circle",
            End::TooLong => " too long",
        });
        let text = format!(
            "{} {} {}{end}",
            branch.depth,
            name(branch.step.to),
            amounts.join("+")
        );
        text.trim_end().to_owned()
    };
    tree.branches.iter().map(row).collect()
}

/// A plant: jobs by number with what comes before, what was taken and what was made.
#[derive(Default)]
struct Plant(Genealogy);

impl Plant {
    fn job(
        mut self,
        number: u128,
        after: &[u128],
        taken: &[(u128, Quantity)],
        made: &[(u128, i64)],
        good: i64,
    ) -> Self {
        let mut directive = directive();
        directive.order = OperationsRequestId(Uuid::from_u128(number / 100));
        directive.after = after.iter().map(|before| job(*before)).collect();
        let taken = taken.iter().map(|(lot_number, quantity)| Consumed {
            event: EventId(Uuid::nil()),
            material: "STEEL".to_owned(),
            lot: Some((lot(*lot_number), lot_number.to_string())),
            quantity: quantity.clone(),
        });
        let portions = made.iter().map(|(number, amount)| Produced {
            event: EventId(Uuid::nil()),
            lot: lot(*number),
            number: number.to_string(),
            quantity: pieces(*amount),
        });
        let state = JobOrder {
            directive: Some(directive),
            consumed: taken.collect(),
            produced: portions.collect(),
            good: good.into(),
            ..JobOrder::default()
        };
        self.0.add_job(job(number), state);
        self.0.note_read(Node::Job(job(number)));
        for (made, _) in made {
            let made_by = Some(job(number));
            let state = MaterialLot {
                made_by,
                ..MaterialLot::default()
            };
            self.0.add_lot(lot(*made), state);
        }
        self
    }

    /// Everything was read.
    fn whole(mut self, lots: impl IntoIterator<Item = u128>) -> Genealogy {
        lots.into_iter()
            .for_each(|number| self.0.note_read(Node::Lot(lot(number))));
        self.0
    }
}

/// Order 1: cut (110) takes lot 1 twice, drill (120) takes lot 2 and makes lot 10.
/// Order 2: one operation (210) takes lot 10 and makes lot 20.
fn two_orders() -> Genealogy {
    Plant::default()
        .job(110, &[], &[(1, kg("2")), (1, kg("0.5"))], &[], 10)
        .job(120, &[110], &[(2, pieces(20))], &[(10, 4), (10, 5)], 9)
        .job(130, &[120], &[], &[], 0)
        .job(210, &[], &[(10, pieces(6))], &[(20, 6)], 6)
        .whole([1, 2, 10, 20])
}

#[test]
fn a_lot_is_traced_back_through_every_operation_to_what_was_received() {
    let tree = two_orders().tree(Node::Lot(lot(20)), Way::Backward, 100);

    assert_eq!(
        rows(&tree),
        [
            "1 job 210 6 EA",
            "2 lot 10 6 EA",
            "3 job 120 9 EA",
            "4 lot 2 20 EA",
            "4 job 110 10 EA",
            "5 lot 1 2.5 kg",
        ]
    );
    assert!(tree.complete);
}

#[test]
fn a_lot_is_traced_forward_to_what_was_made_of_it_and_no_further() {
    let genealogy = two_orders();

    let steel = genealogy.tree(Node::Lot(lot(1)), Way::Forward, 100);
    let bushing = genealogy.tree(Node::Lot(lot(2)), Way::Forward, 100);

    assert_eq!(
        rows(&steel),
        [
            "1 job 110 2.5 kg",
            "2 job 120 10 EA",
            "3 lot 10 9 EA",
            "4 job 210 6 EA",
            "5 lot 20 6 EA",
        ]
    );
    assert_eq!(rows(&bushing)[0], "1 job 120 20 EA");
    assert!(!rows(&bushing).iter().any(|row| row.contains("job 110")));
}

#[test]
fn an_order_is_traced_from_its_ends() {
    let genealogy = two_orders();
    let order = Node::Order(OperationsRequestId(Uuid::from_u128(1)));

    let back = genealogy.tree(order, Way::Backward, 100);
    let forward = genealogy.tree(order, Way::Forward, 100);

    assert_eq!(rows(&back)[..2], ["1 job 130", "2 job 120 9 EA"]);
    assert_eq!(rows(&forward)[..2], ["1 job 110", "2 job 120 10 EA"]);
}

#[test]
fn amounts_in_units_that_cannot_be_added_are_told_apart() {
    let genealogy = Plant::default()
        .job(
            110,
            &[],
            &[(1, kg("2")), (1, pieces(3)), (1, kg("1"))],
            &[],
            0,
        )
        .whole([1]);

    let tree = genealogy.tree(Node::Lot(lot(1)), Way::Forward, 100);

    assert_eq!(rows(&tree), ["1 job 110 3 kg+3 EA"]);
}

#[test]
fn what_is_reached_twice_is_followed_once() {
    let genealogy = Plant::default()
        .job(110, &[], &[(1, pieces(1))], &[(10, 1)], 1)
        .job(210, &[], &[(10, pieces(1))], &[(20, 1)], 1)
        .job(310, &[], &[(10, pieces(1)), (20, pieces(1))], &[(30, 1)], 1)
        .whole([1, 10, 20, 30]);

    let tree = genealogy.tree(Node::Lot(lot(30)), Way::Backward, 100);

    assert_eq!(
        rows(&tree),
        [
            "1 job 310 1 EA",
            "2 lot 10 1 EA",
            "3 job 110 1 EA",
            "4 lot 1 1 EA",
            "2 lot 20 1 EA",
            "3 job 210 1 EA",
            "4 lot 10 1 EA above",
        ]
    );
}

#[test]
fn a_lot_that_went_into_itself_is_told_and_ends_there() {
    let genealogy = Plant::default()
        .job(110, &[], &[(20, pieces(1))], &[(10, 1)], 1)
        .job(210, &[], &[(10, pieces(1))], &[(20, 1)], 1)
        .whole([10, 20]);

    for way in [Way::Backward, Way::Forward] {
        let tree = genealogy.tree(Node::Lot(lot(10)), way, 100);

        assert_eq!(rows(&tree).len(), 4, "{way:?}");
        assert_eq!(rows(&tree)[3], "4 lot 10 1 EA circle", "{way:?}");
    }
}

#[test]
fn a_trace_that_is_cut_says_so() {
    let genealogy = two_orders();
    let unread = Plant::default()
        .job(210, &[], &[(10, pieces(6))], &[(20, 6)], 6)
        .whole([20]);

    let few = genealogy.tree(Node::Lot(lot(20)), Way::Backward, 3);
    let cut = unread.tree(Node::Lot(lot(20)), Way::Backward, 100);

    assert_eq!((few.branches.len(), few.complete), (3, false));
    assert_eq!(rows(&cut)[1], "2 lot 10 6 EA too long");
    assert!(!cut.complete);
}

#[test]
fn ten_thousand_lots_in_a_row_are_walked_to_the_limit_and_beside_each_other_to_the_end() {
    let mut row = Plant::default();
    let mut fan = Plant::default();
    for number in 1..=10_000_u128 {
        let maker = number * 100;
        row = row.job(maker, &[], &[(number - 1, pieces(1))], &[(number, 1)], 1);
        fan = fan.job(maker, &[], &[(0, pieces(1))], &[(number, 1)], 1);
    }
    let (row, fan) = (row.whole(0..=10_000), fan.whole(0..=10_000));

    let deep = row.tree(Node::Lot(lot(10_000)), Way::Backward, 20_000);
    let wide = fan.tree(Node::Lot(lot(0)), Way::Forward, 20_000);

    assert_eq!((deep.branches.len(), deep.complete), (1_000, false));
    assert_eq!((wide.branches.len(), wide.complete), (20_000, true));
}

#[test]
fn what_came_back_is_traced_to_its_lot_and_what_came_back_as_a_whole_was_never_in_it() {
    let mut plant = Plant::default()
        .job(110, &[], &[(1, kg("2")), (1, kg("-0.5"))], &[(10, 1)], 1)
        .job(210, &[], &[(1, kg("3")), (1, kg("-3"))], &[(20, 1)], 1);
    let parent = MaterialLot {
        sublots: vec![(lot(7), kg("0.5"))],
        ..MaterialLot::default()
    };
    let back = MaterialLot {
        origin: Some(Origin {
            lot: lot(1),
            supplier: None,
            expires: None,
        }),
        entered: kg("0.5").value(),
        unit: Some(kg("0.5").unit().clone()),
        ..MaterialLot::default()
    };
    plant.0.add_lot(lot(1), parent);
    plant.0.add_lot(lot(7), back);
    let genealogy = plant.whole([1, 7, 10, 20]);

    let forward = genealogy.tree(Node::Lot(lot(1)), Way::Forward, 100);
    let container = genealogy.tree(Node::Lot(lot(7)), Way::Backward, 100);
    let other = genealogy.tree(Node::Lot(lot(20)), Way::Backward, 100);

    assert_eq!(
        rows(&forward),
        ["1 lot 7 0.5 kg", "1 job 110 1.5 kg", "2 lot 10 1 EA"]
    );
    assert_eq!(rows(&container), ["1 lot 1 0.5 kg"]);
    assert_eq!(rows(&other), ["1 job 210 1 EA"]);
}
