"""`make bench`: take every measurement, print the results and write bench/README.md.

`make bench ARGS=--quick` takes few turns and only prints.
"""

import sys
from pathlib import Path

from bench import approving, autosaving, issuing, memory, pages, paper, recomputing, report

README = Path(__file__).with_name("README.md")


def main(*, quick: bool) -> int:
    conditions = report.Conditions.now()
    results = report.Results(
        issuing=issuing.measure(2 if quick else 10),
        paper=paper.measure(3 if quick else 12),
        approving=approving.measure(5 if quick else 40),
        pages=list(pages.measure(2 if quick else 15)),
        recomputing=recomputing.measure(10 if quick else 200),
        autosaving=autosaving.measure(5 if quick else 100),
        memory=memory.measure() if sys.platform == "linux" else None,
    )
    text = report.written(results, conditions)
    sys.stdout.write(text)
    if not quick:
        README.write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main(quick="--quick" in sys.argv))
