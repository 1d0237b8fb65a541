"""Checks meters with the independent DLMS client gurux-dlms (GPL-2.0, a process of its own).

Reads one JSON document from standard input, a list of jobs (a meter each, see gurux-jobs.ts), and prints a line of JSON per check:
{"meter": "...", "check": "by_range", "ok": true, "remark": "96 of 960 rows in 3 blocks"}.
"""

import contextlib
import json
import sys

from gurux_checks import checks_for


def outcome(check, job):
    # The client library prints what it notices to standard output, where only results belong.
    with contextlib.redirect_stdout(sys.stderr):
        try:
            return {"ok": True, "remark": check(job) or ""}
        except Exception as error:
            return {"ok": False, "remark": f"{type(error).__name__}: {error}"}


def main():
    for job in json.load(sys.stdin):
        for check in checks_for(job):
            line = {"meter": job["meter"], "check": check.__name__, **outcome(check, job)}
            print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
