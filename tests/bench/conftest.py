"""Which benches can be read: those beside other rankers need the packages of the extra ``bench``, which CI installs."""

from importlib.util import find_spec

_HAS_RANKERS = all(map(find_spec, ("bm25s", "rank_bm25", "whoosh", "matplotlib")))
collect_ignore = [] if _HAS_RANKERS else ["growth.py", "load.py", "soak.py", "test_load.py", "test_matching.py"]
collect_ignore_glob = [] if _HAS_RANKERS else ["engine_*.py"]
