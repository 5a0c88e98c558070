"""Reads the codes that we draw, as ISO/IEC 18004 has them: versions 4 to 6 at level M, in byte mode.

Nothing is damaged here, so nothing has to be corrected.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

Square = tuple[int, int]
BLOCKS = {4: (2, 32), 5: (2, 43), 6: (4, 27)}
"""Version → how many blocks, and data bytes in each, at level M."""

MASKS: tuple[Callable[[int, int], int], ...] = (
    lambda row, column: (row + column) % 2,
    lambda row, _column: row % 2,
    lambda _row, column: column % 3,
    lambda row, column: (row + column) % 3,
    lambda row, column: (row // 2 + column // 3) % 2,
    lambda row, column: row * column % 2 + row * column % 3,
    lambda row, column: (row * column % 2 + row * column % 3) % 2,
    lambda row, column: ((row + column) % 2 + row * column % 3) % 2,
)


def filled(path: str, size: int) -> list[list[bool]]:
    """Which squares a path fills: those with an odd number of upright lines to the left of their middle."""
    upright = [[False] * (size + 1) for _ in range(size)]
    for left, top, steps in re.findall(r"M(\d+) (\d+)((?:[hv]-?\d+)+)z", path):
        x, y = start = int(left), int(top)
        for way, step in re.findall(r"([hv])(-?\d+)", steps):
            to = (x + int(step), y) if way == "h" else (x, y + int(step))
            _cross(upright, (x, y), to)
            x, y = to
        _cross(upright, (x, y), start)
    rows = []
    for crossed in upright:
        inside, row = False, []
        for line in crossed[:size]:
            inside ^= line
            row.append(inside)
        rows.append(row)
    return rows


def text_of(path: str, size: int, quiet: int = 4) -> str:
    """What the code says."""
    matrix = [row[quiet : size - quiet] for row in filled(path, size)[quiet : size - quiet]]
    version = (len(matrix) - 17) // 4
    bits = _data_bits(matrix, version)
    stream = "".join(f"{byte:08b}" for byte in _in_order(bits, version))
    assert stream[:4] == "0100", "only bytes are read here"
    length = int(stream[4:12], 2)
    return bytes(int(stream[12 + 8 * at : 20 + 8 * at], 2) for at in range(length)).decode()


def _cross(upright: list[list[bool]], here: Square, there: Square) -> None:
    if here[0] == there[0]:
        for y in range(min(here[1], there[1]), max(here[1], there[1])):
            upright[y][here[0]] ^= True


def _mask_of(matrix: list[list[bool]]) -> int:
    """From the fifteen bits beside the upper left corner; their first two say level M."""
    columns = [matrix[8][column] for column in (0, 1, 2, 3, 4)]
    bits = int("".join(str(int(bit)) for bit in columns), 2) ^ 0b10101
    assert bits >> 3 == 0, "level M is 00"
    return bits & 0b111


def _data_bits(matrix: list[list[bool]], version: int) -> list[int]:
    """Two columns at a time, up and down in turn, from the lower right corner."""
    size, masked = len(matrix), MASKS[_mask_of(matrix)]
    return [
        int(matrix[row][column]) ^ (masked(row, column) == 0)
        for row, column in _way(size)
        if not _is_pattern(row, column, size, version)
    ]


def _way(size: int) -> Iterator[Square]:
    rows = range(size - 1, -1, -1)
    for right in (*range(size - 1, 6, -2), 5, 3, 1):
        for row in rows:
            yield from ((row, right), (row, right - 1))
        rows = rows[::-1]


def _is_pattern(row: int, column: int, size: int, version: int) -> bool:
    """Finders with what is around them, timing lines, and the one alignment pattern."""
    corner = (row < 9 and column < 9) or (row < 9 and column >= size - 8) or (row >= size - 8 and column < 9)
    middle = 4 * version + 10
    return corner or 6 in (row, column) or (abs(row - middle) <= 2 and abs(column - middle) <= 2)


def _in_order(bits: list[int], version: int) -> list[int]:
    """The data bytes of one block after the other; in the code they stand in turn."""
    blocks, length = BLOCKS[version]
    taken = [int("".join(map(str, bits[8 * at : 8 * at + 8])), 2) for at in range(blocks * length)]
    return [taken[block + blocks * at] for block in range(blocks) for at in range(length)]
