//! `totals.xml`: the same observations in SDMX-ML 2.1, structure-specific, by series. A withheld observation has no
//! OBS_VALUE.

use super::super::figures::{Figure, Figures};
use super::super::{Material, PublishError};
use super::xml::{NAMESPACES, Xml};
use super::{ATTRIBUTES, COMMENT, NOT_A_NUMBER, attributes};
use std::collections::BTreeMap;

/// The file.
pub(crate) fn totals_xml(material: &Material<'_>, figures: &Figures) -> Result<Vec<u8>, PublishError> {
    let structure = material.structure;
    let (agency, version) = (structure.agency.as_str(), structure.version.as_str());
    let flow = structure.total_flow.as_str();
    let urn = "urn:sdmx:org.sdmx.infomodel.datastructure.Dataflow";
    let namespace = format!("{urn}={agency}:{flow}({version}):ObsLevelDim:{}", structure.time);
    let common = NAMESPACES.iter().filter(|(name, _)| *name != "xmlns:str").copied();
    let specific = [
        ("xmlns:ss", "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/data/structurespecific"),
        ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
        ("xmlns:ns1", namespace.as_str()),
    ];
    let namespaces: Vec<(&str, &str)> = common.chain(specific).collect();
    let mut xml = Xml::new("totals.xml")?;
    xml.element("mes:StructureSpecificData", &namespaces, |xml| {
        xml.header(&structure.total_flow, material, agency, |xml| {
            let attributes = [
                ("structureID", flow),
                ("namespace", namespace.as_str()),
                ("dimensionAtObservation", structure.time.as_str()),
            ];
            xml.element("mes:Structure", &attributes, |xml| {
                xml.element("com:StructureUsage", &[], |xml| {
                    xml.empty("Ref", &[("agencyID", agency), ("id", flow), ("version", version)])
                })
            })
        })?;
        let attributes = [
            ("ss:structureRef", flow),
            ("xsi:type", "ns1:DataSetType"),
            ("ss:dataScope", "DataStructure"),
            ("action", "Replace"),
        ];
        xml.element("mes:DataSet", &attributes, |xml| {
            series(figures).into_iter().try_for_each(|one| write(xml, material, figures, &one))
        })
    })?;
    Ok(xml.finish())
}

/// Figures by series, series in the order of their first cell, observations by period.
fn series(figures: &Figures) -> Vec<Vec<&Figure>> {
    let mut order: BTreeMap<Vec<&str>, usize> = BTreeMap::new();
    let mut all: Vec<Vec<&Figure>> = Vec::new();
    for figure in &figures.all {
        let others = figure.codes.iter().enumerate().filter(|(place, _)| *place != figures.places.time);
        let at = *order.entry(others.map(|(_, code)| code.as_str()).collect()).or_insert(all.len());
        match all.get_mut(at) {
            Some(one) => one.push(figure),
            None => all.push(vec![figure]),
        }
    }
    for one in &mut all {
        one.sort_by_key(|figure| figures.period(figure));
    }
    all
}

fn write(
    xml: &mut Xml,
    material: &Material<'_>,
    figures: &Figures,
    series: &[&Figure],
) -> Result<(), PublishError> {
    let Some(first) = series.first() else { return Ok(()) };
    let dimensions = material.structure.dimensions.iter().zip(&first.codes).enumerate();
    let key: Vec<(&str, &str)> = dimensions
        .filter(|(place, _)| *place != figures.places.time)
        .map(|(_, (dimension, code))| (dimension.id.as_str(), code.as_str()))
        .collect();
    xml.element("Series", &key, |xml| {
        for figure in series {
            let value = figure.value.map(|value| value.to_string());
            let flags = attributes(material.structure, figure);
            let mut pairs = vec![(material.structure.time.as_str(), figures.period(figure))];
            pairs.extend(value.as_deref().map(|value| ("OBS_VALUE", value)));
            let flags = ATTRIBUTES.iter().map(|(id, _)| *id).zip(flags.iter().map(String::as_str));
            pairs.extend(flags.filter(|(_, value)| ![NOT_A_NUMBER, ""].contains(value)));
            pairs.extend(Some((COMMENT.0, figure.comment.as_str())).filter(|(_, text)| !text.is_empty()));
            xml.empty("Obs", &pairs)?;
        }
        Ok(())
    })
}
