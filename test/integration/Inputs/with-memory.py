#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Runs a command that may take so much memory, mapped files included: with-memory.py MEGABYTES COMMAND...
import resource
import subprocess
import sys

limit = int(sys.argv[1])
code = subprocess.call(sys.argv[2:])
most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
print(f"{most} MB")
if most > limit:
    sys.exit(f"with-memory: it took {most} MB, more than {limit}")
sys.exit(code)
