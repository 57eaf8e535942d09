//! The templates that come with the program.

use std::sync::LazyLock;

use crate::template::Template;

macro_rules! templates {
    ($($(#[doc = $doc:literal])* $name:ident;)*) => {
        impl Template {
            $(
                $(#[doc = $doc])*
                #[must_use]
                pub fn $name() -> &'static Self {
                    static READ: LazyLock<Template> = LazyLock::new(|| {
                        // A test reads every file: it cannot fail on a machine alone.
                        Template::from_json(include_str!(concat!(
                            "../templates/",
                            stringify!($name),
                            ".json"
                        )))
                        .expect("the built-in template")
                    });
                    &READ
                }
            )*

            /// Every template that comes with the program.
            #[must_use]
            pub fn built_in() -> Vec<&'static Self> {
                vec![$(Self::$name()),*]
            }
        }
    };
}

templates! {
    /// The label of a produced lot, 101.6 by 76.2 mm (4 by 3 inches) at 203 dpi, like all of these.
    ///
    /// It takes the fields named in [`crate::field`]: item, lot, quantity, unit, order and uid are
    /// required. With a GTIN it carries GS1-128 and GS1 Data Matrix; without, Code 128 of the lot
    /// number and a Data Matrix with [`crate::layout::OWN_PREFIX`].
    lot;
    /// The label of a container or pallet by its SSCC: sscc, item, lot, quantity, unit, uid.
    container;
    /// The label of one serialised piece: item, serial, uid; lot and GTIN where there are some.
    serial;
    /// The paper that goes with work in progress: order, item, description, quantity, unit, due,
    /// uid; and up to five operations as operation_1 to operation_5.
    traveller;
    /// The tag of held material: item, lot, quantity, unit, reason, held_by, held_at, uid.
    hold;
    /// The tag of scrap: item, lot, quantity, unit, reason, operation, uid.
    scrap;
    /// A label that says of itself that it is a test: code.
    test;
    /// A sheet of codes to try a scanner out, shown on a screen: gtin, lot, serial.
    codes;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_built_in_template_can_be_read_and_has_its_file_s_name() {
        let names: Vec<&str> = Template::built_in()
            .iter()
            .map(|t| t.name.as_str())
            .collect();

        assert_eq!(
            names,
            [
                "lot",
                "container",
                "serial",
                "traveller",
                "hold",
                "scrap",
                "test",
                "codes"
            ]
        );
    }
}
