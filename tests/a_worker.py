"""A worker process for tests: `python -m tests.a_worker GIVEN SCRIPT`; the script may injure it."""

import ast
import sys
from pathlib import Path

from secondments import jobs
from secondments.database import Urls
from tests import queue_room

if __name__ == "__main__":
    given = ast.literal_eval(sys.argv[1])
    jobs.POLL_SECONDS, jobs.HEARTBEAT_SECONDS, jobs.STALLED_SECONDS = 0.2, 0.5, 2.0
    jobs.PATIENCE_SECONDS = 2.0
    jobs.CRON["jobs.sweep"] = "* * * * * *"
    app = queue_room.a_worker_app(Urls(*given["urls"]), Path(given["data"]), **given["settings"])
    exec(sys.argv[2], {"app": app})  # noqa: S102 - written by the test that started us
    sys.exit(jobs.run_worker(app))
