//! What a printer on USB calls itself (IEEE 1284-2000, section 7.6): keys and values, for example
//! `MFG:Zebra;CMD:ZPL;MDL:ZD421;`. Two bytes before it say how long it is, themselves included.

use crate::driver::printer::Language;

/// What a printer says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeviceId {
    /// Who made it.
    pub maker: String,
    /// Which model it is.
    pub model: String,
    /// Languages it takes, as it calls them.
    pub commands: Vec<String>,
}

/// Names of languages of label printers, as printers call them.
const LANGUAGES: [(&str, Language); 5] = [
    ("ZPL", Language::Zpl),
    ("EPL", Language::Epl),
    ("TSPL", Language::Tspl),
    ("TSC", Language::Tspl),
    ("ZEBRA", Language::Zpl),
];

impl DeviceId {
    /// Reads the answer to `GET_DEVICE_ID`. Values that it does not hold are empty.
    #[must_use]
    pub fn read(answer: &[u8]) -> Self {
        let text = answer
            .split_first_chunk::<2>()
            .map_or(answer, |(length, text)| {
                let told = usize::from(u16::from_be_bytes(*length)).saturating_sub(length.len());
                text.get(..told).unwrap_or(text)
            });
        let text = String::from_utf8_lossy(text);
        let mut id = Self::default();
        for (key, value) in text.split(';').filter_map(|pair| pair.split_once(':')) {
            let value = value.trim();
            match key.trim().to_ascii_uppercase().as_str() {
                "MFG" | "MANUFACTURER" => value.clone_into(&mut id.maker),
                "MDL" | "MODEL" => value.clone_into(&mut id.model),
                "CMD" | "COMMAND SET" => {
                    id.commands = value
                        .split(',')
                        .map(|name| name.trim().to_owned())
                        .collect();
                }
                _ => {}
            }
        }
        id
    }

    /// The language to speak to it, where it names one of ours.
    #[must_use]
    pub fn language(&self) -> Option<Language> {
        self.commands.iter().find_map(|said| {
            let said = said.to_ascii_uppercase();
            let known = LANGUAGES.iter().find(|(name, _)| said.starts_with(name));
            known.map(|(_, language)| *language)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(text: &str) -> Vec<u8> {
        let length = u16::try_from(text.len() + 2).unwrap().to_be_bytes();
        [&length[..], text.as_bytes()].concat()
    }

    #[test]
    fn a_printer_names_maker_model_and_languages() {
        let long = "MANUFACTURER:Zebra Technologies ;COMMAND SET:ZPL;MODEL:ZTC ZD421-203dpi ZPL;";
        let short = "MFG:TSC;CMD:EPL2,TSPL;MDL:TE200;CLS:PRINTER;";

        let [zebra, tsc] = [long, short].map(|text| DeviceId::read(&answer(text)));

        assert_eq!(zebra.maker, "Zebra Technologies");
        assert_eq!(zebra.model, "ZTC ZD421-203dpi ZPL");
        assert_eq!(zebra.language(), Some(Language::Zpl));
        assert_eq!((tsc.maker.as_str(), tsc.commands.len()), ("TSC", 2));
        assert_eq!(tsc.language(), Some(Language::Epl));
    }

    #[test]
    fn what_is_cut_off_or_no_label_printer_has_no_language() {
        let whole = answer("MFG:HP;CMD:PCL,PJL;MDL:LaserJet;");
        for length in 0..=whole.len() {
            assert_eq!(
                DeviceId::read(&whole[..length]).language(),
                None,
                "{length}"
            );
        }
        assert_eq!(DeviceId::read(b"\0\0"), DeviceId::default());
    }
}
