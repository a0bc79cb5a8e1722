# SPDX-License-Identifier: Apache-2.0
"""tidy.py PLUGIN [FOLDER...]: what packaging/tidy does once the dev preset is built."""

import collections
import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys

TIDY = "clang-tidy-19"
FOLDERS = ["app", "ui", "src", "tests"]
NOT_BUILT = ("tests/bench/", "tests/fuzz/")
CLEAN = pathlib.Path("build/tidy/clean")  # one empty file for each key whose unit had no finding
COMMON = ["packaging/packages", "packaging/tidy.py", "packaging/tidyscope.cpp"]

tree = os.getcwd() + "/"


def own(path):
    """The path in the tree; None if it is a system's or generated."""
    path = os.path.normpath(os.path.join("build/dev", path)).removeprefix(tree)
    return None if path.startswith(("/", "build/")) else path


def includes():
    """Object file -> headers of ours, as the compiler told Ninja."""
    result = collections.defaultdict(set)
    target = None
    lines = subprocess.run(["ninja", "-C", "build/dev", "-t", "deps"], capture_output=True, text=True, check=True).stdout
    for line in lines.splitlines():
        if not line.startswith(" "):
            target = line.partition(": #deps")[0]
        elif path := own(line.strip()):
            result[target].add(path)
    return result


def configs(unit):
    """The .clang-tidy of its folder and of those above."""
    found = (folder / ".clang-tidy" for folder in pathlib.Path(unit).parents)
    return {str(path) for path in found if path.exists()}


def keys():
    """Unit -> digest of all that its result depends on."""
    digests = {}

    def digest(path):
        if path not in digests:
            digests[path] = hashlib.sha256(pathlib.Path(path).read_bytes()).digest()
        return digests[path]

    version = subprocess.run([TIDY, "--version"], capture_output=True, check=True).stdout
    common = version + b"".join(digest(path) for path in COMMON)
    headers = includes()
    result = {}
    for entry in json.loads(pathlib.Path("build/dev/compile_commands.json").read_text()):
        if unit := own(entry["file"]):
            key = hashlib.sha256(common + entry["command"].replace(tree, "").encode())
            for path in sorted({unit} | configs(unit) | headers[entry["output"]]):
                key.update(path.encode() + digest(path))
            result[unit] = key.hexdigest()
    return result


def check(unit):
    """What is to be printed; empty if all is well."""
    command = [TIDY, "-p", "build/dev", "--quiet", f"--load={plugin}", "--checks=rollhive-own-code"]
    command += ["--extra-arg=-Wno-unknown-warning-option", unit]
    run = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    # How many there are in system headers, and how many of ours are errors: no findings.
    output = re.sub(r"^\d+ warnings? (generated|treated as errors?)\.?\n", "", run.stdout, flags=re.M)
    if run.returncode not in (0, 1) or (run.returncode == 1 and not output):
        output += f"{unit}: {TIDY} ended with status {run.returncode}\n"
    return output


def findings(output):
    """Its findings, each with its notes."""
    return re.split(r"^(?=/\S+: (?:error|warning): )", output, flags=re.M)


plugin = sys.argv[1]
folders = [folder.rstrip("/") + "/" for folder in sys.argv[2:] or FOLDERS]
sources = {str(path) for folder in folders for path in pathlib.Path(folder).rglob("*.cpp")}
sources = {path for path in sources if not path.startswith(NOT_BUILT)}
key_of = keys()
bad = False
for unit in sorted(sources - key_of.keys()):
    print(f"{unit}: not compiled by the dev preset")
    bad = True

CLEAN.mkdir(parents=True, exist_ok=True)
units = [unit for unit in sorted(sources & key_of.keys()) if not (CLEAN / key_of[unit]).exists()]
seen = set()  # a finding in a header comes from each unit that includes it
with concurrent.futures.ThreadPoolExecutor(int(os.environ.get("TIDY_JOBS") or os.cpu_count())) as pool:
    for unit, output in zip(units, pool.map(check, units)):
        if not output:
            (CLEAN / key_of[unit]).touch()
            continue
        bad = True
        for finding in findings(output):
            if finding not in seen:
                seen.add(finding)
                print(finding, end="", flush=True)
sys.exit(bad)
