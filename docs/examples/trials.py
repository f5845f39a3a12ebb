#!/usr/bin/env python3
"""Returns over structure/files/sample-evaluation.toml: a table of each member, as evaluation/tests/bcg.in has them.

    python trials.py TABLES FOLDER [AREA ...]      members of these areas say that they publish their four counts themselves
"""
import re, sys
from pathlib import Path

def main(tables, folder, *publishing):
    Path(folder).mkdir(parents=True)
    for member, text in enumerate(re.findall(r"\[(\d+(?:, *\d+){3})\]", Path(tables).read_text())):
        a, b, c, d = map(int, text.split(","))
        area = "X" + chr(ord("A") + member)
        counts = {"FU_12M": a + b, "REOFF_12M": a, "CMP_FU_12M": c + d, "CMP_REOFF_12M": c}
        rows = [f"{area},{measure},TRACK,2024,{count},A,{'Y' if area in publishing else ''}\n" for measure, count in counts.items()]
        head = "REF_AREA,MEASURE,INTERVENTION,TIME_PERIOD,OBS_VALUE,OBS_STATUS,PUBLISHED\n"
        Path(folder, f"{area}.csv").write_text(head + "".join(rows))

if __name__ == "__main__":
    main(*sys.argv[1:])
