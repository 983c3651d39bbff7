"""Wait until the demo started by README's first command answers, then look at what a citizen would see.

python3 .ci/probe.py PID [SECONDS]   exits 1 when the process ends or the time runs out.
"""

import json
import os
import sys
import time
import urllib.error
import urllib.request

BASE = "http://127.0.0.1:8096"


def get(path):
    with urllib.request.urlopen(BASE + path, timeout=10) as answer:
        return answer.read().decode()


def wait(pid, seconds):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            return json.loads(get("/healthz"))
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            os.kill(pid, 0)  # raises when the command has ended without serving
            time.sleep(0.5)
    raise SystemExit("the demo did not answer in time")


def main():
    pid = int(sys.argv[1])
    health = wait(pid, int(sys.argv[2]) if len(sys.argv) > 2 else 600)
    assert health["status"] == "ok" and health["knowledge_version"] >= 1, health
    for path, expected in {
        "/": "示例市司法局",
        "/entries/102": "申请行政复议的期限是多久",
        "/search?q=%E5%A4%8D%E8%AE%AE%E8%A6%81%E4%BA%A4%E9%92%B1%E5%90%97": "申请行政复议收费吗",
        "/guide": "公开指南",
        "/console/": "登录",
    }.items():
        assert expected in get(path), f"{path} does not say {expected}"
    print("the demo answers:", health)


main()
