//! `structure.xml`: codelists, concepts, the data structure and its two dataflows in SDMX-ML 2.1.

use super::super::figures::ObsStatus;
use super::super::{Material, PublishError};
use super::xml::{NAMESPACES, Xml};
use super::{ATTRIBUTES, prepared};
use crate::structure::{Codelist, Dimension, Structure};

const LANGUAGE: (&str, &str) = ("xml:lang", "en");

type Written = Result<(), PublishError>;

/// The file.
pub(crate) fn structure_xml(material: &Material<'_>) -> Result<Vec<u8>, PublishError> {
    let structure = material.structure;
    let mut xml = Xml::new("structure.xml")?;
    xml.element("mes:Structure", &NAMESPACES, |xml| {
        let id = format!("{}_STRUCTURE", structure.id);
        xml.header(&id, &prepared(material)?, &structure.agency, |_| Ok(()))?;
        xml.element("mes:Structures", &[], |xml| {
            xml.element("str:Dataflows", &[], |xml| {
                dataflow(xml, structure, &structure.national_flow, "national returns")?;
                dataflow(xml, structure, &structure.total_flow, "published totals")
            })?;
            xml.element("str:Codelists", &[], |xml| codelists(xml, structure))?;
            xml.element("str:Concepts", &[], |xml| concepts(xml, structure))?;
            xml.element("str:DataStructures", &[], |xml| data_structure(xml, structure))
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
    let attributes = [("id", id), ("agencyID", &structure.agency), ("version", &structure.version)];
    xml.element(element, &attributes, |xml| {
        xml.text("com:Name", &[LANGUAGE], name)?;
        inside(xml)
    })
}

fn dataflow(xml: &mut Xml, structure: &Structure, id: &str, what: &str) -> Written {
    let name = format!("{}: {what}", structure.name);
    maintainable(xml, "str:Dataflow", structure, id, &name, |xml| {
        xml.element("str:Structure", &[], |xml| {
            let version = structure.version.as_str();
            let (id, agency) = (structure.id.as_str(), structure.agency.as_str());
            let class = [("package", "datastructure"), ("class", "DataStructure")];
            xml.empty("Ref", &[("id", id), ("version", version), ("agencyID", agency), class[0], class[1]])
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
        let all = dimensions.chain([("OBS_VALUE", "Total of the reporting members")]).chain(ATTRIBUTES);
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
        "UNIT_MEASURE" => Values::Text("String"),
        _ => Values::Text("Integer"),
    };
    xml.element("str:Attribute", &[("id", id), ("assignmentStatus", "Mandatory")], |xml| {
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
                ATTRIBUTES.iter().try_for_each(|(id, _)| attribute(xml, structure, id))
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
