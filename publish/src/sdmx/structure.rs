//! `structure.xml`: codelists, concepts, the data structure, its two dataflows and the cells of the round in SDMX-ML 2.1.

use super::super::figures::ObsStatus;
use super::super::national_notes::by_member;
use super::super::{Material, PublishError};
use super::xml::{NAMESPACES, Xml};
use super::{ATTRIBUTES, COMMENT};
use intertally_core::submission::Note;
use intertally_structure::{Codelist, Dimension, Structure};
use std::collections::BTreeSet;

const LANGUAGE: (&str, &str) = ("xml:lang", "en");

type Written = Result<(), PublishError>;

/// The file.
pub(crate) fn structure_xml(material: &Material<'_>) -> Result<Vec<u8>, PublishError> {
    let structure = material.structure;
    let mut xml = Xml::new("structure.xml")?;
    xml.element("mes:Structure", &NAMESPACES, |xml| {
        let id = format!("{}_STRUCTURE", structure.id);
        xml.header(&id, material, &structure.agency, |_| Ok(()))?;
        xml.element("mes:Structures", &[], |xml| {
            xml.element("str:Dataflows", &[], |xml| {
                dataflow(xml, structure, (&structure.national_flow, "national returns"), &[])?;
                let notes = on_returns(material);
                dataflow(xml, structure, (&structure.total_flow, "published totals"), &notes)
            })?;
            xml.element("str:Codelists", &[], |xml| codelists(xml, structure))?;
            xml.element("str:Concepts", &[], |xml| concepts(xml, structure))?;
            xml.element("str:DataStructures", &[], |xml| data_structure(xml, structure))?;
            xml.element("str:Constraints", &[], |xml| cells(xml, material))
        })
    })?;
    Ok(xml.finish())
}

fn maintainable(
    xml: &mut Xml,
    element: &str,
    structure: &Structure,
    id: &str,
    name: &str,
    inside: impl FnOnce(&mut Xml) -> Written,
) -> Written {
    xml.element(element, &identity(structure, id), |xml| {
        xml.text("com:Name", &[LANGUAGE], name)?;
        inside(xml)
    })
}

fn identity<'a>(structure: &'a Structure, id: &'a str) -> [(&'static str, &'a str); 3] {
    [("id", id), ("agencyID", &structure.agency), ("version", &structure.version)]
}

/// Area, attribute and text of what members say of their whole returns; notes on cells are an attribute of the observations.
fn on_returns<'a>(material: &Material<'a>) -> Vec<[&'a str; 3]> {
    let of = |(area, notes): (&'a str, &'a [Note])| {
        let whole = notes.iter().filter(|note| note.cell.is_none());
        whole.map(move |note| [area, note.attribute.as_str(), note.text.as_str()])
    };
    by_member(material).into_iter().flat_map(of).collect()
}

fn dataflow(xml: &mut Xml, structure: &Structure, (id, what): (&str, &str), notes: &[[&str; 3]]) -> Written {
    let name = format!("{}: {what}", structure.name);
    xml.element("str:Dataflow", &identity(structure, id), |xml| {
        if !notes.is_empty() {
            xml.element("com:Annotations", &[], |xml| {
                notes.iter().enumerate().try_for_each(|(at, [area, attribute, text])| {
                    xml.element("com:Annotation", &[("id", &format!("NOTE_{}", at + 1))], |xml| {
                        xml.text("com:AnnotationTitle", &[], area)?;
                        xml.text("com:AnnotationType", &[], attribute)?;
                        xml.text("com:AnnotationText", &[LANGUAGE], text)
                    })
                })
            })?;
        }
        xml.text("com:Name", &[LANGUAGE], &name)?;
        xml.element("str:Structure", &[], |xml| {
            let version = structure.version.as_str();
            let (id, agency) = (structure.id.as_str(), structure.agency.as_str());
            let class = [("package", "datastructure"), ("class", "DataStructure")];
            xml.empty("Ref", &[("id", id), ("version", version), ("agencyID", agency), class[0], class[1]])
        })
    })
}

/// Which series a return may hold: the cells of the round, without area and period.
fn cells(xml: &mut Xml, material: &Material<'_>) -> Written {
    let structure = material.structure;
    let id = format!("CR_{}", structure.id);
    let attributes: Vec<_> = identity(structure, &id).into_iter().chain([("type", "Allowed")]).collect();
    xml.element("str:ContentConstraint", &attributes, |xml| {
        xml.text("com:Name", &[LANGUAGE], "Cells that a return may hold")?;
        xml.element("str:ConstraintAttachment", &[], |xml| {
            xml.element("str:Dataflow", &[], |xml| {
                let (flow, agency) = (structure.national_flow.as_str(), structure.agency.as_str());
                let class = [("package", "datastructure"), ("class", "Dataflow")];
                let version = structure.version.as_str();
                xml.empty(
                    "Ref",
                    &[("id", flow), ("version", version), ("agencyID", agency), class[0], class[1]],
                )
            })
        })?;
        xml.element("str:DataKeySet", &[("isIncluded", "true")], |xml| {
            let mut seen = BTreeSet::new();
            for cell in material.manifest.cells.iter().filter(|cell| cell.is_typed()) {
                let values = structure.split_key(&cell.key).unwrap_or_default();
                let key: Vec<_> = values.into_iter().filter(|(id, _)| *id != structure.time).collect();
                if seen.insert(key.clone()) {
                    series(xml, &key)?;
                }
            }
            Ok(())
        })
    })
}

fn series(xml: &mut Xml, key: &[(&str, &str)]) -> Written {
    xml.element("str:Key", &[], |xml| {
        key.iter().try_for_each(|(id, value)| {
            xml.element("com:KeyValue", &[("id", id)], |xml| xml.text("com:Value", &[], value))
        })
    })
}

/// The structure's codelists that a dimension uses, each once, and those of the flags.
fn codelists(xml: &mut Xml, structure: &Structure) -> Written {
    for list in &structure.codelists {
        maintainable(xml, "str:Codelist", structure, &list.id, &list.name, |xml| codes(xml, list))?;
    }
    maintainable(xml, "str:Codelist", structure, "CL_OBS_STATUS", "Observation status", |xml| {
        ObsStatus::ALL.iter().try_for_each(|status| code(xml, status.code(), status.label(), None))
    })?;
    maintainable(xml, "str:Codelist", structure, "CL_CONF_STATUS", "Confidentiality status", |xml| {
        code(xml, "C", "Confidential", None)?;
        code(xml, "F", "Free for publication", None)
    })
}

fn codes(xml: &mut Xml, list: &Codelist) -> Written {
    list.codes.iter().try_for_each(|one| code(xml, &one.id, &one.name, one.parent.as_deref()))
}

fn code(xml: &mut Xml, id: &str, name: &str, parent: Option<&str>) -> Written {
    xml.element("str:Code", &[("id", id)], |xml| {
        xml.text("com:Name", &[LANGUAGE], name)?;
        match parent {
            Some(parent) => xml.element("str:Parent", &[], |xml| xml.empty("Ref", &[("id", parent)])),
            None => Ok(()),
        }
    })
}

fn scheme(structure: &Structure) -> String {
    format!("CS_{}", structure.id)
}

fn concepts(xml: &mut Xml, structure: &Structure) -> Written {
    let id = scheme(structure);
    maintainable(xml, "str:ConceptScheme", structure, &id, &structure.name, |xml| {
        let dimensions = structure.dimensions.iter().map(|one| (one.id.as_str(), one.name.as_str()));
        let value = ("OBS_VALUE", "Total of the reporting members");
        let all = dimensions.chain([value]).chain(ATTRIBUTES).chain([COMMENT]);
        for (id, name) in all {
            xml.element("str:Concept", &[("id", id)], |xml| xml.text("com:Name", &[LANGUAGE], name))?;
        }
        Ok(())
    })
}

fn concept(xml: &mut Xml, structure: &Structure, id: &str) -> Written {
    let scheme = scheme(structure);
    xml.element("str:ConceptIdentity", &[], |xml| {
        let attributes = [
            ("id", id),
            ("maintainableParentID", &scheme),
            ("maintainableParentVersion", &structure.version),
            ("agencyID", &structure.agency),
            ("package", "conceptscheme"),
            ("class", "Concept"),
        ];
        xml.empty("Ref", &attributes)
    })
}

/// What values a component takes: codes of a list, or text of a type.
enum Values<'a> {
    Codelist(&'a str),
    Text(&'a str),
}

fn representation(xml: &mut Xml, structure: &Structure, values: &Values<'_>) -> Written {
    xml.element("str:LocalRepresentation", &[], |xml| match values {
        Values::Text(kind) => xml.empty("str:TextFormat", &[("textType", kind)]),
        Values::Codelist(id) => xml.element("str:Enumeration", &[], |xml| {
            let (version, agency) = (structure.version.as_str(), structure.agency.as_str());
            let class = [("package", "codelist"), ("class", "Codelist")];
            xml.empty("Ref", &[("id", id), ("version", version), ("agencyID", agency), class[0], class[1]])
        }),
    })
}

fn dimension(xml: &mut Xml, structure: &Structure, at: usize, one: &Dimension) -> Written {
    let position = (at + 1).to_string();
    let (element, values) = if one.id == structure.time {
        ("str:TimeDimension", Values::Text("ObservationalTimePeriod"))
    } else {
        let list = one.codelist.as_ref().ok_or_else(|| PublishError::Codelist(one.id.clone()))?;
        ("str:Dimension", Values::Codelist(list))
    };
    xml.element(element, &[("id", &one.id), ("position", &position)], |xml| {
        concept(xml, structure, &one.id)?;
        representation(xml, structure, &values)
    })
}

fn attribute(xml: &mut Xml, structure: &Structure, id: &str) -> Written {
    let values = match id {
        "OBS_STATUS" => Values::Codelist("CL_OBS_STATUS"),
        "CONF_STATUS" => Values::Codelist("CL_CONF_STATUS"),
        "UNIT_MEASURE" | "REPORTERS" | "COMMENT_OBS" => Values::Text("String"),
        "LOWEST" | "HIGHEST" => Values::Text("Double"),
        _ => Values::Text("Integer"),
    };
    let conditional = matches!(id, "LOWEST" | "HIGHEST" | "REPORTERS") || id == COMMENT.0;
    let assigned = if conditional { "Conditional" } else { "Mandatory" };
    xml.element("str:Attribute", &[("id", id), ("assignmentStatus", assigned)], |xml| {
        concept(xml, structure, id)?;
        representation(xml, structure, &values)?;
        xml.element("str:AttributeRelationship", &[], |xml| {
            xml.element("str:PrimaryMeasure", &[], |xml| xml.empty("Ref", &[("id", "OBS_VALUE")]))
        })
    })
}

fn data_structure(xml: &mut Xml, structure: &Structure) -> Written {
    maintainable(xml, "str:DataStructure", structure, &structure.id, &structure.name, |xml| {
        xml.element("str:DataStructureComponents", &[], |xml| {
            xml.element("str:DimensionList", &[("id", "DimensionDescriptor")], |xml| {
                // The period comes last in SDMX-ML 2.1, wherever the key has it.
                let is_time = |one: &&Dimension| one.id == structure.time;
                let (time, others): (Vec<_>, Vec<_>) = structure.dimensions.iter().partition(is_time);
                let mut ordered = others.into_iter().chain(time).enumerate();
                ordered.try_for_each(|(at, one)| dimension(xml, structure, at, one))
            })?;
            xml.element("str:AttributeList", &[("id", "AttributeDescriptor")], |xml| {
                ATTRIBUTES.iter().chain([&COMMENT]).try_for_each(|(id, _)| attribute(xml, structure, id))
            })?;
            xml.element("str:MeasureList", &[("id", "MeasureDescriptor")], |xml| {
                xml.element("str:PrimaryMeasure", &[("id", "OBS_VALUE")], |xml| {
                    concept(xml, structure, "OBS_VALUE")?;
                    representation(xml, structure, &Values::Text("Double"))
                })
            })
        })
    })
}
