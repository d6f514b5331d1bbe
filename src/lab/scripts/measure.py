"""Measures `check SCRIPT --fix` on scripts of people who did not know Plumbline.

    python3 src/lab/scripts/measure.py [--plumbline COMMAND] [NAME...]

The scripts in `right` follow right gradients; each mistake in `mistakes.json` replaces lines of one of them. A right script must
never be accused. Of a wrong one, this prints whether it differs, whether a shown line is that of the mistake, and whether a
proven repair makes it print what the right script prints. Without names, all are measured, in about three hours.
"""

import argparse
import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
NUMBER = re.compile(r"-?\d+\.?\d*(?:[eE][-+]?\d+)?")


def wrong(mistake):
    """The text of a right script with a mistake."""
    with open(os.path.join(HERE, "right", mistake["right"]), encoding="utf-8") as file:
        lines = file.read().splitlines()
    for first, last, others in reversed(mistake["edits"]):
        lines[first - 1 : last] = others
    return "\n".join(lines) + "\n"


def checked(command, directory, name, *options):
    begun = time.time()
    run = subprocess.run([*command, "check", name, *options], cwd=directory, stdin=subprocess.DEVNULL,
                         stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", timeout=900)
    verdict = re.search(r"^(AGREES|DIFFERS|INCOMPLETE|error\[\w+\])", run.stdout, re.M)
    return run.stdout, verdict.group(0) if verdict else "none", time.time() - begun


def printed(directory, name):
    return subprocess.run([sys.executable, name], cwd=directory, stdin=subprocess.DEVNULL, capture_output=True, text=True).stdout


def are_alike(first, second):
    """Whether two outputs have the same words and almost the same numbers."""
    if NUMBER.split(first) != NUMBER.split(second):
        return False
    pairs = [(float(a), float(b)) for a, b in zip(NUMBER.findall(first), NUMBER.findall(second))]
    return all(abs(a - b) <= 1e-4 * max(abs(a), abs(b), 1e-3) for a, b in pairs)


def shown(out):
    """The numbers of the lines of the script that a report shows, or that a note or an error names."""
    notes = re.findall(r"; (?:see )?lines? ([\d, ]+)", re.sub(r"\n +", " ", out))
    lines = {int(number) for note in notes for number in note.split(",")}
    for place in re.finditer(r"^(?:  lines? +| +)\S*\.py:(\d+):\d+\n((?: {14}.*\n)+)", out, re.M):
        for i, text in enumerate(place[2].splitlines()):
            if re.fullmatch(r" +(\^+|\S+\.py:\d+:\d+)", text):
                break
            lines.add(int(place[1]) + i)
    return lines


def measured(command, mistake, totals):
    name, right = mistake["name"] + ".py", mistake["right"]
    with tempfile.TemporaryDirectory() as directory:
        with open(os.path.join(directory, name), "w", encoding="utf-8") as file:
            file.write(wrong(mistake))
        out, verdict, seconds = checked(command, directory, name, "--fix")
        lines = shown(out)
        is_shown = bool(lines & set(mistake["lines"]))
        repair = ""
        diff = re.search(r"^--- \S+\.py$", out, re.M)
        if diff:
            before = printed(os.path.join(HERE, "right"), right)
            subprocess.run(["patch", "-p0", "-s"], cwd=directory, input=out[diff.start() :], text=True, check=True)
            repair = "repaired" if are_alike(printed(directory, name), before) else "OTHER REPAIR"
    totals["mistakes"] += 1
    found = {"differ": verdict == "DIFFERS", "line shown": is_shown, "repaired": repair == "repaired", "otherwise repaired": repair == "OTHER REPAIR"}
    for key, value in found.items():
        totals[key] = totals.get(key, 0) + value
    print(f"{name[:-3]:8}{seconds:6.1f} s  {verdict:11} {'line' if is_shown else '':5} {repair:13} {mistake['kind']}", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--plumbline", default=os.path.join(HERE, "../../../plumbline"))
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    command = [os.path.abspath(each) if os.path.exists(each) else each for each in shlex.split(options.plumbline)]
    with open(os.path.join(HERE, "mistakes.json"), encoding="utf-8") as file:
        mistakes = json.load(file)
    right = sorted(os.listdir(os.path.join(HERE, "right")))
    totals = {"right": 0, "accused": 0, "mistakes": 0}
    for name in right:
        if not options.names or name[:-3] in options.names:
            _, verdict, seconds = checked(command, os.path.join(HERE, "right"), name)
            totals["right"] += 1
            totals[verdict.lower()] = totals.get(verdict.lower(), 0) + 1
            totals["accused"] += verdict in ("DIFFERS", "INCOMPLETE")
            print(f"{name[:-3]:8}{seconds:6.1f} s  {verdict}", flush=True)
    for mistake in mistakes:
        if not options.names or mistake["name"] in options.names:
            measured(command, mistake, totals)
    print(", ".join(f"{key} {value}" for key, value in totals.items()))


if __name__ == "__main__":
    main()
