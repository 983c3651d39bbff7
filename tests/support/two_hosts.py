"""Two hosts of one line: a data folder each, and one records database."""

from dataclasses import replace

from hotline.storage.knowledge.versions import VersionStore


def host_beside(line, name, folder):
    """Another host that shares the records of ``line`` and has a data folder of its own."""
    folder.mkdir()
    return replace(line, host=name, folder=folder, shelf=VersionStore(folder / "knowledge"))
