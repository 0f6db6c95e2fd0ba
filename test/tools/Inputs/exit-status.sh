#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# exit-status.sh WANTED COMMAND...: succeeds when the command exits with WANTED.
wanted=$1
shift
"$@"
status=$?
[[ $status == "$wanted" ]] || { echo "exit status $status, wanted $wanted"; exit 1; }
