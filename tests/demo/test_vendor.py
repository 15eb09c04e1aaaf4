import hashlib
import re
from pathlib import Path

import backend.demo

VENDOR = Path(backend.demo.__file__).parent / "static" / "vendor"
LISTED = re.findall(
    r"^\| (\S+) \| [\d.]+ \| (\S+) \| ([0-9a-f]{64}) \|$", (VENDOR / "README.md").read_text(), re.MULTILINE
)


def test_every_vendored_file_is_listed_and_is_the_published_one():
    files = {path for path in VENDOR.rglob("*") if path.suffix in {".js", ".css"}}
    assert files == {VENDOR / package / name for package, name, _ in LISTED}
    for package, name, digest in LISTED:
        assert hashlib.sha256((VENDOR / package / name).read_bytes()).hexdigest() == digest


def test_every_vendored_package_stands_with_its_licence():
    for folder in (path for path in VENDOR.iterdir() if path.is_dir()):
        [licence] = folder.glob("LICENSE*")
        assert "MIT License" in licence.read_text()


def test_a_vendored_style_sheet_loads_nothing_from_anywhere():
    for sheet in VENDOR.rglob("*.css"):
        text = sheet.read_text()
        assert "@import" not in text
        assert all(target.startswith("data:") for target in re.findall(r"url\([\"']?([^)\"']{1,40})", text))
