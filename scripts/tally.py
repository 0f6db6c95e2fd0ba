# SPDX-License-Identifier: Apache-2.0
# Adds up the test reports of scripts/test: one line per skip and run, then what failed
# and why, then the sum.
# Whoever sees only the end of a log sees the failures: they stand behind the skips.
#
# usage: tally.py FOLDER; the folder holds JUnit files of ctest and lit, named after
# their run, and `failed-steps` with one line per step that failed.
# Exits 1 where something failed or nothing ran.
import collections
import pathlib
import sys
import xml.etree.ElementTree as xml


def reason(case, skipped):
    """Why a test was skipped: lit says so in the attribute, GoogleTest in its output."""
    output = case.findtext("system-out") or ""
    lines = [line.strip() for line in output.splitlines()]
    for at, line in enumerate(lines[:-1]):
        if line.endswith("Skipped"):
            return lines[at + 1]
    return skipped.get("message", "")


# Enough to see what was expected and what came; the log above has the rest.
REASON_LINES = 12


def failure_text(case):
    """What a failed test said, its last lines (lit, ctest) or first ones (vitest)."""
    failure = case.find("failure")
    text = (failure.text if failure is not None else None) or case.findtext("system-out") or ""
    lines = [line.rstrip() for line in text.splitlines() if line.strip()]
    message = failure.get("message", "") if failure is not None else ""
    shown = lines[:REASON_LINES] if message else lines[-REASON_LINES:]
    return "".join(f"\n    {line}" for line in shown)


def main(folder):
    total = collections.Counter()
    failed = []
    for report in sorted(folder.glob("*.xml")):
        count = collections.Counter()
        for case in xml.parse(report).iter("testcase"):
            # lit puts the folder in the class name, ctest repeats the name there.
            name = "/".join(dict.fromkeys((case.get("classname"), case.get("name"))))
            skipped = case.find("skipped")
            if skipped is not None and "not selected" in skipped.get("message", ""):
                continue  # left to another run by --filter-out
            if skipped is not None:
                count["skipped"] += 1
                print(f"skipped: {report.stem}: {name}: {reason(case, skipped)}")
            elif case.find("failure") is not None or case.get("status") == "fail":
                count["failed"] += 1
                failed.append(f"failed: {report.stem}: {name}{failure_text(case)}")
            else:
                count["passed"] += 1
        print(f"{report.stem}: {count['passed']} passed, {count['failed']} failed, "
              f"{count['skipped']} skipped")
        total += count
    for line in failed:
        print(line)
    steps = folder / "failed-steps"
    failed_steps = steps.read_text().splitlines() if steps.exists() else []
    for step in failed_steps:
        print(f"failed step: {step}")
    # A step whose tests failed is not counted again; one that failed for another
    # reason (a build, a check) must not leave a 0 behind.
    if failed_steps and not total["failed"]:
        total["failed"] = len(failed_steps)
    print(f"{total['passed']} passed, {total['failed']} failed, {total['skipped']} skipped")
    return 1 if total["failed"] or not total["passed"] else 0


sys.exit(main(pathlib.Path(sys.argv[1])))
