//! SDMX-ML 2.1 and 3.0, structure-specific data: series with observations, or observations alone. What stands on the data
//! set, on groups and on series holds for the observations in them.

use super::csv::too_large;
use super::fault::{Findings, Place};
use super::grid::{Field, Grid, Row};
use super::message::Message;
use super::rules::{FILE_EMPTY, FILE_FORMAT, ROW_PARTIAL};
use intertally_structure::text::seen;
use intertally_structure::xml::{Attributes, Step, Walk};
use intertally_structure::{Structure, registry_error};
use std::collections::{BTreeMap, HashMap};

/// The grid of an SDMX-ML file: a row per observation, whose number is its line. None if there is none; the fault is
/// then added.
pub(super) fn grid(structure: &Structure, text: &str, findings: &mut Findings) -> Option<Grid> {
    let mut walk = Walk::new(text);
    let mut reader = Reader::new(structure);
    let mut root = true;
    loop {
        let step = walk.step();
        let line = walk.line();
        let place = Place { row: Some(line), ..Place::default() };
        match step {
            Ok(Step::Start(name, attributes, ends)) => {
                if std::mem::take(&mut root)
                    && !matches!(name.as_str(), "StructureSpecificData" | "StructureSpecificTimeSeriesData")
                {
                    let (what, hint) = other(&name, text);
                    findings.add(FILE_FORMAT, &place, None, what, hint.to_owned());
                    return None;
                }
                reader.start(&name, attributes);
                if ends {
                    reader.end(&name, line, findings);
                }
            }
            Ok(Step::End(name)) => reader.end(&name, line, findings),
            Ok(Step::Text(text)) => reader.text.push_str(&text),
            Ok(Step::Eof) => break,
            Err(error) => {
                let hint = "export the file again as SDMX-ML 2.1, structure-specific".to_owned();
                findings.add(FILE_FORMAT, &place, None, format!("the XML is not well formed: {error}"), hint);
                return None;
            }
        }
        if reader.grid.is_too_large() {
            too_large(findings);
            return None;
        }
    }
    if reader.grid.rows.is_empty() {
        findings.file(FILE_EMPTY, "the file has no observations", "send the file that holds the figures");
        return None;
    }
    Some(reader.grid)
}

/// What XML is that is no return, by its outermost element, and what to do.
fn other(root: &str, text: &str) -> (String, &'static str) {
    const EXPORT: &str = "export structure-specific data of SDMX-ML 2.1, or send CSV";
    match root {
        "Error" => {
            let said = registry_error(text).unwrap_or_default();
            (
                format!("an error message of the sender's system in place of figures: {said}"),
                "export the file again",
            )
        }
        "CompactData" | "UtilityData" | "CrossSectionalData" => {
            (format!("{root} of SDMX-ML 2.0, which is not read"), EXPORT)
        }
        "GenericData" | "GenericTimeSeriesData" => {
            (format!("{root}: generic data, which are not read"), EXPORT)
        }
        "Structure" => (
            "a structure, which holds no figures".to_owned(),
            "send the return; the coordinator has the structure",
        ),
        _ => (format!("XML that is {root}, not a return"), EXPORT),
    }
}

/// Attributes by name.
type Named = BTreeMap<String, String>;

struct Reader<'a> {
    structure: &'a Structure,
    message: Message<'a>,
    grid: Grid,
    names: HashMap<String, usize>,
    set: Named,
    series: Named,
    observation: Named,
    /// Key and attributes of each group of the data set; SDMX 3.0 writes them as `Atts`.
    groups: Vec<(Named, Named)>,
    /// Observations of the data set with their lines; groups may stand behind them.
    observations: Vec<(u32, Named)>,
    /// Name of the group's element that is open.
    group_name: String,
    /// Elements of the data set that are open and hold attributes.
    open: Vec<&'static str>,
    /// Attribute that is open as an element of its own, and its values.
    component: Option<(String, Vec<String>)>,
    text: String,
}

impl<'a> Reader<'a> {
    fn new(structure: &'a Structure) -> Self {
        Self {
            structure,
            message: Message::new(structure),
            grid: Grid { header_row: 1, ..Grid::default() },
            names: HashMap::new(),
            set: Named::new(),
            series: Named::new(),
            observation: Named::new(),
            groups: Vec::new(),
            group_name: String::new(),
            observations: Vec::new(),
            open: Vec::new(),
            component: None,
            text: String::new(),
        }
    }

    fn start(&mut self, name: &str, attributes: Attributes) {
        self.text.clear();
        match name {
            "DataSet" => {
                self.set = own(attributes);
                self.open = vec!["DataSet"];
            }
            _ if self.open.is_empty() => self.message.start(name, &attributes),
            "Series" => {
                self.series = own(attributes);
                self.open.push("Series");
            }
            "Obs" => {
                self.observation = own(attributes);
                self.open.push("Obs");
            }
            "Group" | "Atts" => self.group(name, attributes),
            "Comp" => {
                let id = attributes.iter().find(|(_, name, _)| name == "id");
                self.component = Some((id.map_or(String::new(), |(.., id)| id.clone()), Vec::new()));
            }
            // Whatever names dimensions between the series is a group, under the name that 2.0 gave it, too: SiblingGroup.
            _ if self.open.last() == Some(&"DataSet") && self.has_dimension(&attributes) => {
                self.group(name, attributes);
            }
            _ => {}
        }
    }

    fn has_dimension(&self, attributes: &Attributes) -> bool {
        attributes.iter().any(|(_, name, _)| self.structure.dimension(name).is_some())
    }

    fn group(&mut self, name: &str, attributes: Attributes) {
        let of = own(attributes);
        let is_key = |name: &String| self.structure.dimension(name).is_some();
        let key = of.iter().filter(|(name, _)| is_key(name));
        let key = key.map(|(name, value)| (name.clone(), value.clone())).collect();
        let rest = of.into_iter().filter(|(name, _)| !is_key(name)).collect();
        self.groups.push((key, rest));
        self.group_name = name.to_owned();
        self.open.push("Group");
    }

    fn end(&mut self, name: &str, line: u32, findings: &mut Findings) {
        let text = seen(std::mem::take(&mut self.text).trim());
        match name {
            "DataSet" => {
                self.flush(line, findings);
                self.open.clear();
            }
            _ if self.open.is_empty() => self.message.end(name, &text, line, findings),
            "Series" => {
                self.series.clear();
                self.close("Series");
            }
            "Obs" => {
                let mut all = self.series.clone();
                all.extend(std::mem::take(&mut self.observation));
                self.observations.push((line, all));
                self.close("Obs");
            }
            // An element of its own for an attribute: SDMX 3.0 writes texts and several values so.
            "Comp" => self.component_ends(&text),
            _ if self.open.last() == Some(&"Group") && name == self.group_name => self.close("Group"),
            _ if !text.is_empty() => {
                self.component.iter_mut().for_each(|(_, values)| values.push(text.clone()));
            }
            _ => {}
        }
    }

    fn close(&mut self, element: &str) {
        if self.open.last() == Some(&element) {
            self.open.pop();
        }
    }

    /// `text`: what stands in it without an element of its own.
    fn component_ends(&mut self, text: &str) {
        let Some((id, mut values)) = self.component.take() else { return };
        values.extend((values.is_empty() && !text.is_empty()).then(|| text.to_owned()));
        if id.is_empty() || values.is_empty() {
            return;
        }
        let value = values.join("; ");
        let holder = match self.open.last() {
            Some(&"Obs") => Some(&mut self.observation),
            Some(&"Series") => Some(&mut self.series),
            Some(&"Group") => self.groups.last_mut().map(|(_, rest)| rest),
            _ => Some(&mut self.set),
        };
        holder.into_iter().for_each(|holder| {
            holder.insert(id.clone(), value.clone());
        });
    }

    /// The observations of a data set become rows. What is nearest to an observation holds: its own, then that of its series, of
    /// its groups, of the data set. Where two groups differ, both are kept: a fault, or a note of two parts.
    fn flush(&mut self, line: u32, findings: &mut Findings) {
        let mut met = vec![false; self.groups.len()];
        for (line, own) in std::mem::take(&mut self.observations) {
            let says = |name: &String| own.get(name).or_else(|| self.set.get(name));
            let mut of_groups = Named::new();
            for ((key, rest), met) in self.groups.iter().zip(&mut met) {
                if !key.iter().all(|(name, value)| says(name) == Some(value)) {
                    continue;
                }
                *met = true;
                for (name, value) in rest {
                    let text = of_groups.entry(name.clone()).or_insert_with(|| value.clone());
                    if text != value {
                        *text = format!("{text}; {value}");
                    }
                }
            }
            let mut all = self.set.clone();
            all.extend(of_groups);
            all.extend(own);
            let fields = row(&mut self.grid.header, &mut self.names, &all);
            self.grid.rows.push(Row { number: line.into(), fields, part: None });
        }
        let unmet =
            self.groups.iter().zip(&met).filter(|((_, rest), met)| !**met && !rest.is_empty()).count();
        if unmet > 0 {
            let place = Place { row: Some(line), ..Place::default() };
            let what = format!(
                "{unmet} groups of series that the message does not have; what they say was left out"
            );
            let hint = "correct their codes, if they are about figures of the message".to_owned();
            findings.add(ROW_PARTIAL, &place, None, what, hint);
        }
        self.groups.clear();
        self.set.clear();
    }
}

/// Attributes of an element that concern its observations: those without prefix, and the action.
fn own(attributes: Attributes) -> Named {
    let action = |name: &str| name == "action";
    let kept = attributes.into_iter().filter(|(prefix, name, _)| prefix.is_empty() || action(name));
    kept.map(|(_, name, value)| (if action(&name) { "ACTION".to_owned() } else { name }, seen(&value)))
        .collect()
}

/// The fields of an observation; columns come up as they are met.
fn row(header: &mut Vec<String>, names: &mut HashMap<String, usize>, attributes: &Named) -> Vec<Field> {
    let mut fields = vec![Field::default(); header.len()];
    for (name, value) in attributes {
        let at = *names.entry(name.clone()).or_insert_with(|| {
            header.push(name.clone());
            header.len() - 1
        });
        if fields.len() <= at {
            fields.resize(at + 1, Field::default());
        }
        fields.get_mut(at).into_iter().for_each(|field| *field = Field::plain(value));
    }
    fields
}
