from __future__ import annotations

import subprocess
import sys


def test_importing_the_package_loads_nothing_heavy() -> None:
    heavy = ["spacy", "py3langid", "numpy", "trafilatura", "lxml", "charset_normalizer", "dateparser", "razdel"]
    code = f"import sys, diplonlp.read; print([name for name in {heavy} if name in sys.modules])"
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "[]"
