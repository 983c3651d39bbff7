"""A PostgreSQL server of the tests' own, from Debian's packages: on a free loopback port, stopped by its pid."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
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
    """A running server. Its faults are real: it can be killed, stopped like a hung machine, and started again."""

    def __init__(self, folder, log, options=SAFE_ENOUGH):
        self.folder, self.log, self.port, self.options = Path(folder), log, free_port(), options
        self.user = self.find_user()
        self.process = None

    @staticmethod
    def find_user():
        """Who the server runs as: PostgreSQL refuses to run as root."""
        return "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name

    def create(self):
        """Make the files of an empty server."""
        encoding = ["-E", "UTF8", "--no-locale"]
        self._run(find_program("initdb"), "-D", self.folder, "-U", "hotline", "-A", "trust", *encoding)

    def copy_from(self, primary):
        """Make the files of a standby that follows ``primary``, which must run."""
        source = ["-h", "127.0.0.1", "-p", primary.port, "-U", "hotline"]
        self._run(find_program("pg_basebackup"), "-D", self.folder, "-R", "-X", "stream", "-c", "fast", *source)

    def promote(self):
        """Make a standby the server that is written to."""
        self.sql("SELECT pg_promote()")

    def start(self):
        """Start and return once it answers."""
        options = [part for option in self.options for part in ("-c", option)]
        sockets = ["-c", "listen_addresses=127.0.0.1", "-c", f"unix_socket_directories={self.folder}"]
        command = [find_program("postgres"), "-D", str(self.folder), "-p", str(self.port), *sockets, *options]
        with self.log.open("ab") as log:
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
def running_postgresql(log, options=SAFE_ENOUGH, *, standby_of=None, parent=None):
    """A new server, which logs to the file ``log``; a standby where the server ``standby_of`` is given. Its files are
    in a new folder under ``parent``, or in the usual place of temporary files.

    The test fails where PostgreSQL is not installed. Its files do not lie in a folder of pytest's: only root may enter
    those, and the server runs as somebody else."""
    if find_program("initdb") is None:
        pytest.fail("PostgreSQL is not installed: apt-get install postgresql")
    with tempfile.TemporaryDirectory(prefix="hotline-postgresql-", dir=parent) as folder:
        shutil.chown(folder, PostgresServer.find_user())
        server = PostgresServer(Path(folder) / "files", Path(log).with_suffix(".log"), options)
        if standby_of:
            server.copy_from(standby_of)
        else:
            server.create()
        server.start()
        try:
            yield server
        finally:
            server.stop()
