# SPDX-License-Identifier: Apache-2.0
# Reads one JSON object from standard input; exits 1 unless it has the keys
# that are given.
import json
import sys

text = sys.stdin.read()
value = json.loads(text)
if not isinstance(value, dict):
    sys.exit("not an object: " + text)
missing = [key for key in sys.argv[1:] if key not in value]
if missing:
    sys.exit(f"without {', '.join(missing)}: {text}")
