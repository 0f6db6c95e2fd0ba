# SPDX-License-Identifier: Apache-2.0
# The numbers of a run as an aligned table, and as a page.
TITLES = {"int": "INT", "hybrid": "HYBRID", "float": "FLOAT"}
COLUMNS = ["threads", "engine", "ms", "best ms", "x ONNX RT", "GOP/s", "% of peak", "peak MiB", "of it program", "load ms"]


def cells_of(row):
    ratio = row["times_onnxruntime"]
    return [str(row["threads"]), row["engine"], f"{row['median_ms']:.2f}", f"{row['best_ms']:.2f}",
            f"{ratio:.2f}" if ratio else "", f"{row['gops']:.0f}", f"{row['peak_percent']:.0f}", f"{row['rss_mib']:.0f}",
            f"{row['program_mib']:.0f}", f"{row['load_ms']:.0f}"]


def blocks_of(result):
    """(network, mode) -> rows by threads, fastest first; in the order in which they were measured."""
    blocks = {}
    for row in result["rows"]:
        blocks.setdefault((row["network"], row["mode"]), []).append(row)
    for rows in blocks.values():
        rows.sort(key=lambda row: (row["threads"], row["median_ms"]))
    return blocks


def peaks_of(result, network, mode):
    return ", ".join(f"{peak['gops']:.0f} GOP/s ({peak['threads']} thread{'s' if peak['threads'] > 1 else ''})"
                     for peak in result["peaks"] if (peak["network"], peak["mode"]) == (network, mode))


def title_of(rows):
    row = rows[0]
    size = "x".join(map(str, row["input"]))
    return f"{row['network']}, {TITLES[row['mode']]}", f"{size}, {row['gop']:.2f} GOP"


def as_text(result):
    blocks = blocks_of(result)
    cells = {key: [cells_of(row) for row in rows] for key, rows in blocks.items()}
    widths = [max([len(column)] + [len(line[i]) for lines in cells.values() for line in lines]) for i, column in enumerate(COLUMNS)]

    def aligned(line):
        return "  ".join(cell.ljust(width) if i == 1 else cell.rjust(width) for i, (cell, width) in enumerate(zip(line, widths))).rstrip()

    parts = []
    for (network, mode), lines in cells.items():
        title, size = title_of(blocks[network, mode])
        parts.append(f"{title} ({size}); peak {peaks_of(result, network, mode)}\n{aligned(COLUMNS)}\n"
                     + "".join(aligned(line) + "\n" for line in lines))
    parts += [f"left out: {line}" for line in result["left_out"]]
    parts += [f"warning: {line}" for line in result["disturbed"]]
    return "\n".join(parts).rstrip()


INTRODUCTION = """# Performance: qsim beside its peers

Written by `{command}` on {date}, on {cores} cores of {cpu} ({system}).

![Shares of the measured peak]({figure})

* Every engine runs the same network: seeded parameters, one picture, batch 1, in a process of its own that stays loaded. Engines take turns of a few pictures within each round;
  *ms* is the median of all pictures, *best ms* the fastest one.
* *x ONNX RT* says how many times as fast as ONNX Runtime an engine is in the same rounds, with as many threads. *% of peak* compares the operations of the convolutions (a multiplication and an addition are
  two; *GOP*) with what {instructions} reach in registers in the same rounds. These two hold elsewhere; milliseconds depend on the clock of the day.
* *peak MiB* is the most memory that the process had resident (VmHWM), *of it program* what it had before it loaded anything, libraries included. *load ms* is from files to ready for the first picture.
* qsim's INT and HYBRID are bit for bit what its reference computes; FLOAT keeps to the bounds of the [numerics](spec/numerics.md), with fewer products than are counted here. Its times include quantizing the picture and the heads.
* **ONNX Runtime** reads what `bench/peers/write-onnx.py` writes of the same package: float32 with batch norm folded, or QDQ with the same integers, 8-bit activations and one weight scale a channel. It ends before the heads.
  Beside HYBRID stands its float32, since float tensors between layers are what HYBRID offers.
* **oneDNN chain** is a bound, not a product: primitives in a row for the layers of the network, with made-up parameters and scales, without heads.
* What a picture of a calibration costs, decoding and counting included, is on a [page of its own](performance-pictures.md).
* **OpenCV** and **Darknet** read the cfg and the weights themselves, and compute the heads. OpenCV quantizes by itself, which is part of its load time.
"""


def as_page(result, figure):
    instructions = " and ".join(f"`{name}`" for name in dict.fromkeys(peak["instruction"] for peak in result["peaks"]))
    parts = [INTRODUCTION.format(figure=figure, instructions=instructions, **{key: result[key] for key in ("command", "date", "cores", "cpu", "system")})]
    if result["disturbed"]:
        parts.append("**Disturbed**, so not to be relied on: " + "; ".join(result["disturbed"]) + ".\n")
    if result["left_out"]:
        parts.append("Left out: " + "; ".join(result["left_out"]) + ".\n")
    for (network, mode), rows in blocks_of(result).items():
        title, size = title_of(rows)
        parts.append(f"## {title}\n\n{size}; peak {peaks_of(result, network, mode)}.\n\n| " + " | ".join(COLUMNS) + " |\n"
                     + "| ---: | --- " + "| ---: " * (len(COLUMNS) - 2) + "|\n")
        for row in rows:
            cells = cells_of(row)
            if row["engine"] == "qsim":
                cells[1:5] = [f"**{cell}**" if cell else "" for cell in cells[1:5]]
            parts[-1] += "| " + " | ".join(cells) + " |\n"
    return "\n".join(parts)
