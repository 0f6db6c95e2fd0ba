# SPDX-License-Identifier: Apache-2.0
# Bars of a run: each engine's share of the measured peak, one thread, a panel for each mode.
import math
from html import escape

from report import TITLES

COLOURS = {"qsim": "#30507a", "ONNX Runtime": "#d98a29", "oneDNN chain": "#9aa5b1", "OpenCV": "#6aa37c", "Darknet": "#b4637a"}
WIDTH, LEFT, BAR, GAP, TOP = 760, 150, 15, 14, 76


def bars_of(result, mode):
    """(network, [(engine, per cent)]), peers of this mode only."""
    groups = {}
    least = min((row["threads"] for row in result["rows"]), default=1)
    for row in result["rows"]:
        if row["mode"] == mode and row["threads"] == least and row["engine"] in COLOURS:
            groups.setdefault(row["network"], []).append((row["engine"], row["peak_percent"]))
    order = list(COLOURS)
    return [(network, sorted(bars, key=lambda bar: order.index(bar[0]))) for network, bars in groups.items()]


def draw(result):
    least = min((row["threads"] for row in result["rows"]), default=1)
    body, y = [], TOP
    # Winograd's transforms need fewer products than are counted: more than 100 per cent.
    most = max([100] + [20 * math.ceil(row["peak_percent"] / 20) for row in result["rows"]])
    scale = (WIDTH - LEFT - 60) / most
    for mode, title in TITLES.items():
        groups = bars_of(result, mode)
        if not groups:
            continue
        body.append(f'<text x="20" y="{y}" font-weight="bold">{title}</text>')
        y += 14
        top = y
        for network, bars in groups:
            middle = y + len(bars) * BAR / 2 + 5
            body.append(f'<text x="{LEFT - 10}" y="{middle:.0f}" text-anchor="end">{escape(network)}</text>')
            for engine, percent in bars:
                width = max(1.0, percent * scale)
                body.append(f'<rect x="{LEFT}" y="{y}" width="{width:.1f}" height="{BAR - 2}" fill="{COLOURS[engine]}">'
                            f"<title>{engine}: {percent:.0f} %</title></rect>")
                body.append(f'<text class="small" x="{LEFT + width + 5:.1f}" y="{y + BAR - 4}">{percent:.0f} %</text>')
                y += BAR
            y += GAP
        for percent in range(0, most + 1, 20):
            x = LEFT + percent * scale
            body.insert(0, f'<path d="M{x:.1f} {top - 4}V{y - GAP + 4}" stroke="#ddd"/>')
            body.append(f'<text class="small" x="{x:.1f}" y="{y + 2}" text-anchor="middle">{percent}</text>')
        y += 34
    shown = {row["engine"] for row in result["rows"]}
    x = 20
    for engine, colour in COLOURS.items():
        if engine in shown:
            body.append(f'<rect x="{x}" y="40" width="12" height="12" fill="{colour}"/><text class="small" x="{x + 17}" y="51">{engine}</text>')
            x += 130
    threads = f"{least} thread" + ("s" if least > 1 else "")
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y}" font-family="sans-serif" font-size="14">\n'
            "  <title>Each engine's share of the measured peak</title>\n"
            "  <style>.small { font-size: 12px; fill: #444 }</style>\n"
            f'  <rect width="{WIDTH}" height="{y}" fill="white"/>\n'
            f'  <text x="20" y="24">Share of the measured peak, per cent, {threads} (longer is faster)</text>\n  '
            + "\n  ".join(body) + "\n</svg>\n")
