"""The workers and the beats: started, killed at random without a warning, started again."""

import os
import random
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from limits_portal.queues import worker
from limits_portal.servers import ROOT

# Asks to be stopped with whoever started it (Linux), then becomes the command. Not in a
# `preexec_fn`: we have threads.
TIED = """
import ctypes, os, sys
if sys.platform == "linux":
    ctypes.CDLL(None).prctl(1, 15)
os.execv(sys.argv[1], sys.argv[1:])
"""
WHOLE_GROUPS = 0.1  # share of the blows that take a worker with all its processes


@dataclass
class Herd:
    """Celery workers of the mail queue, two processes each, and as many beats."""

    folder: Path
    environment: dict[str, str]
    dice: random.Random
    pairs: int = 2
    killed: int = 0
    blows: int = 0
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def commands(self) -> dict[str, list[str]]:
        """Every process by name."""
        celery = [sys.executable, "-W", "ignore", "-m", "celery", "-A", "limits_portal"]
        quiet = ["--loglevel=CRITICAL"]
        found = {}
        for n in range(1, self.pairs + 1):
            arguments = worker("mail", {"MAIL_WORKERS": "2"})
            found[f"worker-{n}"] = [*celery, *arguments, f"--hostname=mail{n}@%h", *quiet]
            schedule = f"--schedule={self.folder / f'beat-{n}'}"
            found[f"beat-{n}"] = [*celery, "beat", schedule, "--pidfile=", *quiet]
        return found

    def tend(self) -> None:
        """Start whatever is not running."""
        for name, command in self.commands().items():
            process = self.processes.get(name)
            if process is None or process.poll() is not None:
                with (self.folder / f"{name}.log").open("ab") as log:
                    self.processes[name] = subprocess.Popen(
                        [sys.executable, "-c", TIED, *command],
                        cwd=ROOT,
                        env=self.environment,
                        stdin=subprocess.DEVNULL,
                        stdout=log,
                        stderr=log,
                        start_new_session=True,
                    )

    def strike(self) -> None:
        """SIGKILL a process at work, or a worker with all its processes."""
        name = f"worker-{self.dice.randint(1, self.pairs)}"
        parent = self.processes[name]
        children = children_of(parent.pid)
        if not children:
            return  # still starting
        self.blows += 1
        if self.dice.random() < WHOLE_GROUPS:
            self.killed += len(children) + 1
            os.killpg(parent.pid, signal.SIGKILL)
            parent.wait()
            self._strike_a_beat()
        else:
            with suppress(ProcessLookupError):
                os.kill(self.dice.choice(children), signal.SIGKILL)
                self.killed += 1

    def _strike_a_beat(self) -> None:
        beat = self.processes[f"beat-{self.dice.randint(1, self.pairs)}"]
        beat.kill()
        beat.wait()

    def end(self) -> None:
        """Stop everything."""
        for process in self.processes.values():
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def children_of(pid: int) -> list[int]:
    """Processes that a process started."""
    try:
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except OSError:
        return []
    return [int(child) for child in text.split()]
