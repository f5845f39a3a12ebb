#!/usr/bin/env python3
"""Runs verifier.py over the bad records of vectors/record: it must fail exactly the checks that each names.

    python check_bad.py FOLDER [--all]
"""
import hashlib, json, sys, tempfile
from pathlib import Path

from record import list_bytes, load
from verifier import Record

def changed(good, vector):
    """The files of a bad record."""
    files = {**good, **{name: bytes.fromhex(data) for name, data in vector["changed"].items() if data is not None}}
    for name, data in vector["changed"].items():
        if data is None:
            files.pop(name, None)
    if vector["listed"]:
        listed = json.loads(files["record.json"])
        listed["files"] = [{"path": p, "bytes": len(d), "sha256": hashlib.sha256(d).hexdigest()}
                           for p, d in sorted(files.items()) if p != "record.json"]
        files["record.json"] = list_bytes(listed)
    return files

def failing(files, every):
    with tempfile.TemporaryDirectory() as copy:
        for name, data in files.items():
            target = Path(copy) / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        record = Record(copy, every)
        record.run()
    return {n: record.found[n] for n in record.found if record.found[n]}

def main(folder, every):
    folder, wrong = Path(folder), 0
    good = load(folder / "small.tar")
    for path in sorted(folder.glob("bad_*.json")):
        vector = json.loads(path.read_text())
        # publication.py makes check 13.
        expected = {int(n) for n in vector["expect"]["rule"].removeprefix("checks").split(",")} - {13}
        found = failing(changed(good, vector["input"]), every)
        same = set(found) == expected
        wrong += not same
        print(f"{path.stem}: {'as it should be' if same else 'NOT ' + str(sorted(expected))}, fails {sorted(found)}")
        if not same:
            for n, whys in found.items():
                print(f"    {n}: {'; '.join(whys)[:300]}")
    return 1 if wrong else 0

if __name__ == "__main__":
    sys.exit(main(sys.argv[1], "--all" in sys.argv) if len(sys.argv) > 1 else print(__doc__) or 2)
