//! The templates a station has: those that come with the program, and its own.

use std::collections::BTreeMap;

use crate::error::LabelError;
use crate::template::Template;

/// Most templates a station keeps, all versions counted.
pub const TEMPLATES_MAX: usize = 1_000;

/// Templates by name and version. A version never changes: labels are known by it.
#[derive(Clone, Debug)]
pub struct Templates(BTreeMap<(String, u32), Template>);

impl Default for Templates {
    /// Those that come with the program.
    fn default() -> Self {
        let known = Template::built_in().into_iter().cloned();
        Self(known.map(|t| ((t.name.clone(), t.version), t)).collect())
    }
}

impl Templates {
    /// Adds one; the same one again changes nothing.
    ///
    /// # Errors
    /// [`LabelError::VersionTaken`], when another template has its name and version;
    /// [`LabelError::BadTemplate`], when there are too many.
    pub fn add(&mut self, template: Template) -> Result<(), LabelError> {
        let key = (template.name.clone(), template.version);
        match self.0.get(&key) {
            Some(known) if *known == template => return Ok(()),
            Some(_) => {
                let (name, version) = key;
                return Err(LabelError::VersionTaken { name, version });
            }
            None if self.0.len() >= TEMPLATES_MAX => {
                let full = format!("a station keeps {TEMPLATES_MAX}, and these are so many");
                return Err(LabelError::BadTemplate(full));
            }
            None => {}
        }
        self.0.insert(key, template);
        Ok(())
    }

    /// The newest version of a name.
    ///
    /// # Errors
    /// [`LabelError::NoTemplate`].
    pub fn newest(&self, name: &str) -> Result<&Template, LabelError> {
        self.all()
            .rfind(|template| template.name == name)
            .ok_or_else(|| LabelError::NoTemplate(name.to_owned()))
    }

    /// A version of a name, as [`Template::label`] writes it.
    ///
    /// # Errors
    /// [`LabelError::NoTemplate`].
    pub fn labelled(&self, label: &str) -> Result<&Template, LabelError> {
        self.all()
            .find(|template| template.label() == label)
            .ok_or_else(|| LabelError::NoTemplate(label.to_owned()))
    }

    /// All of them by name, the newest version of each last.
    pub fn all(&self) -> impl DoubleEndedIterator<Item = &Template> {
        self.0.values()
    }
}

impl Template {
    /// Name and version, as a label's record keeps them.
    #[must_use]
    pub fn label(&self) -> String {
        format!("{} {}", self.name, self.version)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lot(version: u32, width_mm: f64) -> Template {
        Template {
            version,
            width_mm,
            ..Template::lot().clone()
        }
    }

    #[test]
    fn the_newest_version_is_used_and_older_ones_are_kept() {
        let mut templates = Templates::default();

        templates.add(lot(10, 100.0)).unwrap();
        templates.add(lot(9, 90.0)).unwrap();

        assert_eq!(templates.newest("lot").unwrap().version, 10);
        assert_eq!(templates.labelled("lot 1").unwrap(), Template::lot());
        assert_eq!(
            templates.newest("pallet"),
            Err(LabelError::NoTemplate("pallet".to_owned()))
        );
    }

    #[test]
    fn a_version_is_never_another_template() {
        let mut templates = Templates::default();
        templates.add(lot(2, 100.0)).unwrap();

        let again = templates.add(lot(2, 100.0));
        let other = templates.add(lot(2, 90.0));

        assert_eq!(again, Ok(()));
        assert!(matches!(other, Err(LabelError::VersionTaken { .. })));
    }
}
