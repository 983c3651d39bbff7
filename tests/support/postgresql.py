"""A PostgreSQL server of the tests' own, from Debian's packages: on a free loopback port, stopped by its pid."""

import os
import pwd
import shutil
import signal
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.ports import free_port

SAFE_ENOUGH = ("fsync=off", "full_page_writes=off")
"""A test database is thrown away, so nothing needs to reach the disk; a killed server keeps what it committed."""


def find_program(name):
    """The path of one of PostgreSQL's programs, newest version first; None where Debian's package is missing."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[4]))
    return str(found[-1]) if found else shutil.which(name)


class PostgresServer:
    """A running server. Its faults are real: it can be killed, stopped like a hung machine, and started again.

    PostgreSQL refuses to run as root, so under root it runs as Debian's user ``postgres``."""

    def __init__(self, folder, options=SAFE_ENOUGH):
        self.folder, self.port, self.options = Path(folder), free_port(), options
        self.user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
        self.process = None

    def create(self):
        """Make the files of an empty server."""
        self.folder.mkdir(parents=True)
        if os.geteuid() == 0:
            for parent in (self.folder, *self.folder.parents):  # pytest makes its folders for root alone
                if parent.stat().st_uid == 0 and not parent.stat().st_mode & 0o001:
                    parent.chmod(parent.stat().st_mode | 0o011)
            shutil.chown(self.folder, self.user)
        encoding = ["-E", "UTF8", "--no-locale"]
        self._run(find_program("initdb"), "-D", self.folder, "-U", "hotline", "-A", "trust", *encoding)

    def start(self):
        """Start and return once it answers."""
        options = [part for option in self.options for part in ("-c", option)]
        sockets = ["-c", "listen_addresses=127.0.0.1", "-c", f"unix_socket_directories={self.folder}"]
        command = [find_program("postgres"), "-D", str(self.folder), "-p", str(self.port), *sockets, *options]
        with (self.folder.parent / f"{self.folder.name}.log").open("ab") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True, **self._as_user())
        for _ in range(200):
            assert self.process.poll() is None, "PostgreSQL ended"
            ready = [find_program("pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port), "-U", "hotline"]
            if subprocess.run(ready, check=False).returncode == 0:
                return
            time.sleep(0.05)
        raise AssertionError("PostgreSQL did not start")

    def url(self, database="postgres"):
        return f"postgresql+psycopg://hotline@127.0.0.1:{self.port}/{database}"

    def sql(self, statement, database="postgres"):
        """Run one statement, as an administrator does in psql; what it prints."""
        connect = [find_program("psql"), "-h", "127.0.0.1", "-p", str(self.port), "-U", "hotline", "-d", database]
        done = subprocess.run(
            [*connect, "-v", "ON_ERROR_STOP=1", "-qAtc", statement], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def stop(self):
        """Stop it at once, as `pg_ctl stop -m immediate` does; files that were committed stay."""
        if self.process is not None:
            self._signal(signal.SIGCONT)
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(20)
            self.process = None

    def kill(self):
        """Kill all its processes, as a power cut does."""
        self._signal(signal.SIGKILL)
        self.process.wait(20)
        self.process = None
        (self.folder / "postmaster.pid").unlink(missing_ok=True)

    @contextmanager
    def hung(self):
        """All its processes stand still: it takes connections and answers nothing."""
        self._signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._signal(signal.SIGCONT)

    def _signal(self, number):
        # Each backend has a process group of its own, so the postmaster's children are looked up.
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        for pid in (self.process.pid, *map(int, children)):
            try:
                os.kill(pid, number)
            except ProcessLookupError:
                continue

    def _run(self, *command):
        subprocess.run([str(part) for part in command], check=True, stdout=subprocess.DEVNULL, **self._as_user())

    def _as_user(self):
        return {"user": self.user, "group": self.user, "extra_groups": []} if os.geteuid() == 0 else {}


@contextmanager
def running_postgresql(folder, options=SAFE_ENOUGH):
    """A new server over ``folder``, which must not exist yet. The test fails where PostgreSQL is not installed."""
    if find_program("initdb") is None:
        pytest.fail("PostgreSQL is not installed: apt-get install postgresql")
    server = PostgresServer(folder, options)
    server.create()
    server.start()
    try:
        yield server
    finally:
        server.stop()
