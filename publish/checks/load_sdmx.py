#!/usr/bin/env python3
"""Load a publication with sdmx1, pysdmx and sdmxthon and compare what each of them read.

    python3 load_sdmx.py FOLDER      FOLDER holds totals.csv, structure.xml and totals.xml

Every library must read the same keys, values, statuses and notes, with withheld cells as missing values.
"""

import csv
import math
import sys
from pathlib import Path


def expected(folder):
    """Keys, values, statuses and notes with Python's own csv module. The others are compared with this."""
    with open(folder / "totals.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    fixed = ("STRUCTURE", "STRUCTURE_ID", "ACTION")
    names = list(rows[0])
    dimensions = [name for name in names[: names.index("OBS_VALUE")] if name not in fixed]
    return dimensions, {
        tuple(row[name] for name in dimensions): (float(row["OBS_VALUE"]), row["OBS_STATUS"], row["COMMENT_OBS"])
        for row in rows
    }


def compare(what, found, wanted):
    def same(a, b):
        return a[1:] == b[1:] and (a[0] == b[0] or (math.isnan(a[0]) and math.isnan(b[0])))

    if set(found) != set(wanted):
        lost, extra = set(wanted) - set(found), set(found) - set(wanted)
        raise SystemExit(f"{what}: {len(lost)} observations lost, {len(extra)} extra, e.g. {list(lost | extra)[:2]}")
    wrong = [key for key in wanted if not same(found[key], wanted[key])]
    if wrong:
        raise SystemExit(f"{what}: {len(wrong)} observations differ, e.g. {wrong[0]}: {found[wrong[0]]}")
    withheld = sum(math.isnan(value) for value, *_ in wanted.values())
    noted = sum(note != "" for *_, note in wanted.values())
    print(f"{what}: {len(wanted)} observations, {withheld} withheld, {noted} with notes")


def number(value):
    """A value as a float, whatever stands for a missing one."""
    return math.nan if value in (None, "") else float(value)


def note(value):
    """A note as text, whatever stands for none."""
    return "" if value is None or value != value else str(value)


def of_frame(frame, dimensions):
    return {
        tuple(str(row[name]) for name in dimensions): (
            number(row["OBS_VALUE"]),
            str(row["OBS_STATUS"]),
            note(row.get("COMMENT_OBS")),
        )
        for row in frame.to_dict("records")
    }


def of_message(message, dimensions):
    found = {}
    for observation in message.data[0].obs:
        key = {name: str(value.value) for name, value in observation.key.values.items()}
        attributes = observation.attached_attribute
        said = attributes["COMMENT_OBS"].value if "COMMENT_OBS" in attributes else None
        told = (number(observation.value), str(attributes["OBS_STATUS"].value), note(said))
        found[tuple(key[name] for name in dimensions)] = told
    return found


def with_sdmx1(folder, dimensions, wanted):
    import sdmx

    structure = sdmx.read_sdmx(folder / "structure.xml")
    (definition,) = structure.structure.values()
    for name in ("totals.xml", "totals.csv"):
        message = sdmx.read_sdmx(folder / name, structure=definition)
        compare(f"sdmx1, {name}", of_message(message, dimensions), wanted)


def with_pysdmx(folder, dimensions, wanted):
    from pysdmx.io import get_datasets, read_sdmx

    message = read_sdmx(folder / "structure.xml", validate=True)
    if not message.structures:
        raise SystemExit("pysdmx: no structures")
    for name in ("totals.xml", "totals.csv"):
        datasets = get_datasets(folder / name, folder / "structure.xml", validate=name.endswith("xml"))
        compare(f"pysdmx, {name}", of_frame(datasets[0].data, dimensions), wanted)


def withheld_only(fault, dimensions, wanted):
    """sdmxthon takes a missing value for a fault unless its status is M. It must name the withheld and no other."""
    withheld = {key for key, (value, *_) in wanted.items() if math.isnan(value)}
    rows = {tuple(str(row[name]) for name in dimensions) for row in fault["Rows"] or []}
    return fault["Code"] == "SS02" and fault["Component"] == "OBS_VALUE" and rows == withheld


def with_sdmxthon(folder, dimensions, wanted):
    from sdmxthon.api.api import read_sdmx

    structure = read_sdmx(str(folder / "structure.xml"), validate=True)
    (definition,) = [one for one in structure.content["DataStructures"].values()]
    for name in ("totals.xml", "totals.csv"):
        message = read_sdmx(str(folder / name), validate=name.endswith("xml"))
        (dataset,) = message.content.values() if isinstance(message.content, dict) else [message.content]
        dataset.structure = definition
        # It stumbles over a missing number that is no OBS_VALUE: ends of withheld totals are written out for it.
        ends = {name: dataset.data[name].fillna("NaN") for name in ("LOWEST", "HIGHEST")}
        dataset.data = dataset.data.assign(**ends)
        faults = [fault for fault in dataset.structural_validation() if not withheld_only(fault, dimensions, wanted)]
        if faults:
            raise SystemExit(f"sdmxthon, {name}: {len(faults)} faults, e.g. {faults[0]}")
        compare(f"sdmxthon, {name}", of_frame(dataset.data, dimensions), wanted)


def main():
    folder = Path(sys.argv[1])
    dimensions, wanted = expected(folder)
    with_sdmx1(folder, dimensions, wanted)
    with_pysdmx(folder, dimensions, wanted)
    with_sdmxthon(folder, dimensions, wanted)


if __name__ == "__main__":
    main()
