"""Puts the page, its style, its two scripts and the module into one file: assemble.py GLUE.js MODULE.wasm > verify.html"""

import base64
import pathlib
import sys

here = pathlib.Path(__file__).parent


def main(glue: str, module: str) -> None:
    parts = {
        "/*STYLE*/": (here / "style.css").read_text(),
        "/*PAGE*/": (here / "page.js").read_text(),
        "/*WORKER*/": pathlib.Path(glue).read_text() + (here / "worker.js").read_text(),
        "/*WASM*/": base64.b64encode(pathlib.Path(module).read_bytes()).decode(),
    }
    page = (here / "verify.html").read_text()
    for mark, text in parts.items():
        if page.count(mark) != 1:
            sys.exit(f"verify.html must have {mark} once")
        if "</script" in text.lower():
            sys.exit(f"what stands for {mark} would end its own element")
        page = page.replace(mark, text)
    sys.stdout.write(page)


if __name__ == "__main__":
    main(*sys.argv[1:])
