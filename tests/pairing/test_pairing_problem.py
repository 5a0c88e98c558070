"""``manage.py pairing_problem``: a problem in, an answer or everything that is wrong with it out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from embedded.homes import CHECKOUT
from pairing.rules.problem.summary import in_words

TWO = {"people": [{"id": "Zoë", "function": "Care"}, {"id": 7, "function": "Finance"}]}
NO_DATABASE = "postgresql://cp_app:x@127.0.0.1:1/nothing"


def answer(file: object, *options: str) -> str:
    output = StringIO()
    call_command("pairing_problem", str(file), *options, stdout=output)
    return output.getvalue()


def refusal(file: object) -> str:
    """What is said of a file that cannot be used; that it ends with 2 and nothing as a result is asserted."""
    output, errors = StringIO(), StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("pairing_problem", str(file), "--json", stdout=output, stderr=errors)
    assert ended.value.code == 2
    assert output.getvalue() == ""
    return errors.getvalue()


def alone(*arguments: str, **options: Any) -> subprocess.CompletedProcess[bytes]:
    """The command in a process of its own, where no database answers."""
    environment = os.environ | {"DATABASE_URL": NO_DATABASE, "LC_ALL": "C", "PYTHONIOENCODING": "ascii"}
    command = [sys.executable, "-W", "error", "manage.py", "pairing_problem", *arguments]
    return subprocess.run(
        command, cwd=CHECKOUT, env=environment, stderr=subprocess.PIPE, check=False, **options
    )


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "problem.json"


# Files that cannot be used


def test_everything_wrong_a_line_each_and_no_result(file: Path) -> None:
    file.write_text(json.dumps(TWO | {"past": [["Zoë", "tom", 1], ["Zoë", 7, 0]], "shortlist": {}}))
    assert refusal(file) == (
        "“shortlist” is not known here. Did you mean “shortlists”?\n"
        "past[0]: “tom” is not among the people.\n"
        "past[1]: the cycle must be a positive whole number, and is 0.\n"
    )


def test_a_file_that_is_not_there(file: Path) -> None:
    assert refusal(file) == f"There is no file {file}.\n"


def test_a_folder(tmp_path: Path) -> None:
    assert refusal(tmp_path) == f"{tmp_path} cannot be read: Is a directory.\n"


@pytest.mark.parametrize(
    ("data", "byte"),
    [('{"people": [{"id": "Zoë"}]}'.encode("latin-1"), 23), ('{"people": []}'.encode("utf-16"), 1)],
)
def test_not_utf_8(file: Path, data: bytes, byte: int) -> None:
    file.write_bytes(data)
    assert refusal(file) == f"Byte {byte}: not UTF-8. Save the file as UTF-8.\n"


def test_bad_words_on_the_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(b'{"people":\n [}')))
    assert refusal("-") == "Line 2, column 3: not JSON. Expecting value.\n"


def test_the_exit_code_in_a_process_of_its_own(file: Path) -> None:
    file.write_text('{"people": 3}')
    ended = alone(str(file), "--json", stdout=subprocess.PIPE)
    assert (ended.returncode, ended.stdout, ended.stderr) == (2, b"", b"people: must be a list, and is 3.\n")


# Answers


def test_two_people(file: Path) -> None:
    file.write_text(json.dumps(TWO))
    found = json.loads(answer(file, "--json"))
    assert list(found) == ["most_pairs", "complete", "offered", "suggestion", "at_risk", "horizon"]
    assert (found["most_pairs"], found["complete"], found["offered"]) == (1, True, [["Zoë", 7]])
    assert found["suggestion"]["pairs"] == [["Zoë", 7]]
    assert (found["suggestion"]["trio"], found["suggestion"]["out"]) == (None, [])
    assert (found["horizon"]["at_least"], found["horizon"]["at_most"]) == (1, 1)
    assert found["horizon"]["schedule"] == [[["Zoë", 7]]]


def test_nobody(file: Path) -> None:
    file.write_text('{"people": []}')
    found = json.loads(answer(file, "--json"))
    assert (found["most_pairs"], found["complete"], found["offered"]) == (0, True, [])
    assert found["suggestion"] == {"pairs": [], "trio": None, "out": [], "reasons": []}


def test_a_byte_order_mark_on_the_standard_input(monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
    file.write_text(json.dumps(TWO))
    data = json.dumps(TWO, ensure_ascii=False).encode("utf-8-sig")
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(data)))
    assert answer("-", "--json") == answer(file, "--json")


def test_in_words_without_json(file: Path) -> None:
    file.write_text(json.dumps(TWO))
    assert answer(file) == in_words(json.loads(answer(file, "--json"))) + "\n"


def test_no_database_is_needed_and_the_answer_is_utf_8_whatever_the_locale() -> None:
    ended = alone("-", "--json", stdout=subprocess.PIPE, input=json.dumps(TWO).encode())
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert "Zoë" in ended.stdout.decode()
    assert json.loads(ended.stdout)["offered"] == [["Zoë", 7]]


def test_a_reader_who_has_gone_is_no_error(file: Path) -> None:
    file.write_text(json.dumps(TWO))
    reading, writing = os.pipe()
    os.close(reading)
    try:
        ended = alone(str(file), "--json", stdout=writing)
    finally:
        os.close(writing)
    assert (ended.returncode, ended.stderr) == (0, b"")


def test_in_a_checkout_it_needs_no_environment(file: Path) -> None:
    file.write_text(json.dumps(TWO))
    bare = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME")}
    command = [sys.executable, "manage.py", "pairing_problem", str(file), "--json"]
    done = subprocess.run(command, cwd=CHECKOUT, env=bare, capture_output=True, check=True)
    assert json.loads(done.stdout)["offered"] == [["Zoë", 7]]
