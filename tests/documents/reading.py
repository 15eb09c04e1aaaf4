"""What a PDF says, read back out of it by the map of characters that each of its fonts carries."""

import re
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader

TOKENS = re.compile(rb"/(f\d+) [\d.]+ Tf|\(((?:\\.|[^()\\])*)\)|(Td|T\*|Tm|ET)\b", re.DOTALL)
ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def text_of(pdf: bytes) -> str:
    """Everything that its pages say, in the order in which it is drawn, blanks and hyphens as they were set."""
    reader = PdfFileReader(BytesIO(pdf))
    return "\n".join(_text_of_page(page.get_object()) for page in reader.root["/Pages"]["/Kids"])


def words_of(pdf: bytes) -> str:
    """The same with every run of blanks as one."""
    return " ".join(text_of(pdf).split())


def metadata_of(pdf: bytes) -> str:
    return PdfFileReader(BytesIO(pdf)).root["/Metadata"].data.decode()


def _text_of_page(page: Any) -> str:
    fonts = {name.lstrip("/"): _letters(font.get_object()) for name, font in page["/Resources"]["/Font"].items()}
    font, said = {}, []
    for name, string, moved in TOKENS.findall(page["/Contents"].data):
        if name:
            font = fonts[name.decode()]
        elif moved:
            said.append(" ")
        else:
            codes = _unescaped(string)
            said += [font.get(codes[place : place + 2], "") for place in range(0, len(codes), 2)]
    return "".join(said)


def _letters(font: Any) -> dict[bytes, str]:
    """The characters behind the codes of a font."""
    table, found = font["/ToUnicode"].data, {}
    for code, letters in re.findall(rb"<([0-9A-F]{4})> <([0-9A-F]+)>\n", table):
        found[bytes.fromhex(code.decode())] = bytes.fromhex(letters.decode()).decode("utf-16-be")
    return found


def _unescaped(string: bytes) -> bytes:
    def plain(match: re.Match[bytes]) -> bytes:
        octal, other = match.groups()
        return bytes([int(octal, 8)]) if octal else ESCAPES.get(other, other)

    return re.sub(rb"\\(?:([0-7]{1,3})|(.))", plain, string, flags=re.DOTALL)
