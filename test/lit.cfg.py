# SPDX-License-Identifier: Apache-2.0
# Configuration of the lit tests: programs, features and parameters.
#
# Features   models   $QSIM_MODELS (default: ../shared/models) is a folder
#            darknet  Debian's libdarknet is installed
#            iverilog Debian's Icarus Verilog is installed
#            onnx-testdata  Debian's libonnx-testdata is installed
#            onnxruntime    npm's onnxruntime-node is installed in bench/peers
#            asan     the programs are built with sanitizers
#            huge     with the parameter huge=1
# Parameters huge=1 runs what takes gigabytes of disk and memory;
#            full=1 runs the folders named "large" under sanitizers too;
#            verify-roundtrip=1 adds --verify-roundtrip to every qsim-opt run.
# Substitutions: %qsim, %qsim-opt, ... for each program of the build; the same
# programs, FileCheck, not and split-file are also found by their plain names.
import os
import shutil

import lit.formats


def is_set(name):
    return lit_config.params.get(name, "0").lower() not in ("", "0", "off", "false")


config.name = "qsim"
config.test_format = lit.formats.ShTest(execute_external=False)
config.suffixes = [".mlir", ".test", ".cfg-test", ".td"]
config.excludes = ["Inputs", "unit", "lib", "oracle"]
if config.qsim_sanitize and not is_set("full"):
    # Minutes with sanitizers, which learn nothing there that small networks do not show.
    config.excludes.append("large")
config.test_source_root = os.path.dirname(__file__)
config.test_exec_root = os.path.join(config.qsim_build_dir, "test")

bin_dir = os.path.join(config.qsim_build_dir, "bin")
models = os.path.abspath(
    os.environ.get("QSIM_MODELS")
    or os.path.join(config.qsim_source_dir, "..", "shared", "models")
)

config.environment["PATH"] = os.pathsep.join(
    [bin_dir, config.llvm_tools_dir, os.environ.get("PATH", "")]
)
config.environment["QSIM_MODELS"] = models
# Messages, sorting and number formats must not depend on who runs the tests.
config.environment["LC_ALL"] = "C.UTF-8"
for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS"):
    if name in os.environ:
        config.environment[name] = os.environ[name]

if os.path.isdir(models):
    config.available_features.add("models")
if os.path.exists("/usr/lib/darknet/libdarknet.so"):
    config.available_features.add("darknet")
if os.path.isdir("/usr/share/libonnx-testdata/data/node"):
    config.available_features.add("onnx-testdata")
# scripts/bench --peers installs it, in the version of the lock file.
node_modules = os.path.join(config.qsim_source_dir, "bench", "peers", "node_modules")
if shutil.which("node") and os.path.isdir(os.path.join(node_modules, "onnxruntime-node")):
    config.available_features.add("onnxruntime")
else:
    lit_config.note(
        "ONNX Runtime is not installed (npm ci --ignore-scripts --prefix bench/peers): its tests are skipped"
    )
if shutil.which("iverilog"):
    config.available_features.add("iverilog")
if is_set("huge"):
    config.available_features.add("huge")
if config.qsim_sanitize:
    config.available_features.add("asan")

qsim_opt = os.path.join(bin_dir, "qsim-opt")
if is_set("verify-roundtrip"):
    qsim_opt += " --verify-roundtrip"

programs = {"qsim-opt": qsim_opt}
if os.path.isdir(bin_dir):
    for name in os.listdir(bin_dir):
        programs.setdefault(name, os.path.join(bin_dir, name))
for name, command in programs.items():
    # The name ends where neither a letter nor a dash follows: %qsim is not the
    # beginning of %qsim-opt.
    config.substitutions.append((f"%{name}(?![-\\w])", command))
config.substitutions += [
    ("%source_dir", config.qsim_source_dir),
    ("%models", models),
    ("%bin_dir", bin_dir),
    ("%python", "python3"),
]
# A plain qsim-opt at the head of a command is the same program.
config.substitutions.append((r"(?<![-\w/%.])qsim-opt(?![-\w/.])", qsim_opt))
