// SPDX-License-Identifier: Apache-2.0
// The frame, the style and the script of a page.
#include "Figures.h"

namespace qsim {

// Fills differ in lightness as well as in hue, and two of three carry lines.
static const char *pageStyle() {
  return R"css(
:root {
  color-scheme: light dark;
  --back: #ffffff; --text: #1b1b1b; --soft: #5a5a5a; --line: #d4d4d4;
  --quiet: #a6cee3; --middle: #e69f00; --middle-line: #5f4100;
  --loud: #5b1a75; --loud-line: #e9d3f2; --mark: #b3007a; --link: #00549e;
}
@media (prefers-color-scheme: dark) {
  :root {
    --back: #16181b; --text: #ececec; --soft: #a8a8a8; --line: #3c4045;
    --quiet: #35617d; --middle: #d08f00; --middle-line: #2b1d00;
    --loud: #d9a7ee; --loud-line: #45125a; --mark: #ff7ac8; --link: #7cc0ff;
  }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 1280px; padding: 16px 24px; background: var(--back); color: var(--text);
  font: 15px/1.45 system-ui, "Segoe UI", "Liberation Sans", Arial, sans-serif; font-variant-numeric: tabular-nums; }
h1 { font-size: 24px; margin: 8px 0; overflow-wrap: anywhere; }
h2 { font-size: 18px; margin: 32px 0 8px; }
h3 { font-size: 15px; margin: 0; overflow-wrap: anywhere; }
p { margin: 8px 0; max-width: 80ch; }
a { color: var(--link); }
a:focus-visible, button:focus-visible, .scroll:focus-visible { outline: 3px solid var(--mark); outline-offset: 1px; }
.scroll { overflow-x: auto; }
.legend { color: var(--soft); display: flex; flex-wrap: wrap; gap: 4px 24px; padding: 0; list-style: none; }
.legend svg { width: 22px; height: 14px; vertical-align: -2px; margin-right: 6px; }
table { border-collapse: collapse; margin: 8px 0; }
.plot { width: 100%; height: auto; max-height: 320px; }
.plot path { fill: none; stroke-width: 2; } .plot .axis { stroke: var(--line); stroke-width: 1; }
.plot text { font-size: 12px; fill: var(--soft); } .plot .limit { stroke: var(--soft); stroke-width: 1; stroke-dasharray: 2 4; }
.plot .prefix, svg .prefix { stroke: var(--link); } .plot .single, svg .single { stroke: var(--mark); stroke-dasharray: 6 4; fill: none; }
.measures { font-size: 13px; }
th, td { padding: 3px 7px; text-align: left; border-bottom: 1px solid var(--line); }
th { vertical-align: bottom; font-weight: 600; }
.number { text-align: right; white-space: nowrap; }
th.group { text-align: center; border-left: 1px solid var(--line); }
td.first { border-left: 1px solid var(--line); }
td.name { overflow-wrap: break-word; min-width: 13ch; max-width: 30ch; }
th button { all: unset; cursor: pointer; font: inherit; }
th button::after { content: "\2003"; }
th[aria-sort=ascending] button::after { content: " \25B4"; }
th[aria-sort=descending] button::after { content: " \25BE"; }
tbody tr:hover { background: color-mix(in srgb, var(--line) 40%, transparent); }
.axis { fill: var(--soft); font-size: 11px; }
.grid { stroke: var(--line); fill: none; }
.hit { fill: transparent; }
.bar { stroke: var(--text); stroke-width: .6; }
.none { fill: var(--back); } .quiet { fill: var(--quiet); } .middle { fill: url(#middle); } .loud { fill: url(#loud); }
.float { stroke-dasharray: 2 2; stroke-width: 1.2; }
.fill-middle { fill: var(--middle); } .line-middle { stroke: var(--middle-line); }
.fill-loud { fill: var(--loud); } .line-loud { stroke: var(--loud-line); }
.own { fill: var(--back); stroke: var(--text); stroke-width: 1.6; }
.guilty { fill: var(--mark); }
.strip a:hover .hit, .strip a:focus .hit { fill: color-mix(in srgb, var(--line) 60%, transparent); }
.strip a:focus-visible { outline: none; } .strip a:focus-visible .hit { stroke: var(--mark); stroke-width: 2.5; }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(270px, 1fr)); gap: 24px; }
.card { border-top: 1px solid var(--line); padding-top: 8px; break-inside: avoid; scroll-margin-top: 16px; }
.card:target { border-top: 4px solid var(--mark); }
.card p { margin: 2px 0; color: var(--soft); font-size: 13px; }
.histogram { width: 100%; display: block; margin: 6px 0; }
.inside { fill: var(--quiet); stroke: var(--text); stroke-width: .3; } .outside { fill: url(#loud); }
.clip { stroke: var(--mark); stroke-width: 2; stroke-dasharray: 5 3; fill: none; }
figure { margin: 8px 0; break-inside: avoid; }
.boxes svg { max-width: 100%; height: auto; image-rendering: auto; }
.blank { fill: #808080; }
rect.halo { fill: none; stroke: #ffffff; stroke-width: 4.5; opacity: .7; }
.boxes g rect.reference { fill: none; stroke: #0b4f8a; stroke-width: 2.5; }
.boxes g rect.measured { fill: none; stroke: #c04a00; stroke-width: 2.5; stroke-dasharray: 8 5; }
.boxes rect.reference { fill: #0b4f8a; } .boxes rect.measured { fill: #ffffff; stroke: #c04a00; stroke-dasharray: 4 2; }
.boxes text { font-family: "Liberation Mono", Menlo, Consolas, monospace; }
text.reference { fill: #ffffff; } text.measured { fill: #7a2f00; }
@media print {
  :root { --back: #ffffff; --text: #000000; --soft: #333333; --line: #bbbbbb; --quiet: #c6dbe8; --middle: #e0b050;
    --middle-line: #000000; --loud: #4b1560; --loud-line: #ffffff; --mark: #8a005e; --link: #000000; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  h2, h2 + p { break-after: avoid; }
  .boxes svg { max-height: 11cm; width: auto; }
  .scroll { overflow: visible; }
  .strip { width: 100%; height: auto; }
  .measures { font-size: 7pt; } .measures th, .measures td { padding: 1px 3px; }
  thead { display: table-header-group; } tr { break-inside: avoid; }
  .cards { grid-template-columns: repeat(3, 1fr); gap: 12px; }
}
)css";
}

static const char *pageScript() {
  return R"js(
'use strict';
for (const table of document.querySelectorAll('table.measures')) {
  const body = table.tBodies[0];
  const heads = [...table.querySelectorAll('th[data-column]')];
  for (const head of heads) {
    const button = document.createElement('button');
    button.type = 'button';
    button.title = 'Sort by this column';
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener('click', () => {
      const column = Number(head.dataset.column);
      const order = head.getAttribute('aria-sort') === 'ascending' ? 'descending' : 'ascending';
      const key = row => row.cells[column].dataset.value ?? row.cells[column].textContent;
      const compare = (a, b) => {
        const x = key(a), y = key(b);
        return x !== '' && y !== '' && !isNaN(x) && !isNaN(y) ? x - y : x.localeCompare(y);
      };
      const rows = [...body.rows].sort(compare);
      body.append(...(order === 'ascending' ? rows : rows.reverse()));
      heads.forEach(other => other.removeAttribute('aria-sort'));
      head.setAttribute('aria-sort', order);
    });
  }
}
)js";
}

std::string standalonePage(const std::string &title, const std::string &body) {
  return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta "
         "charset=\"utf-8\">\n<meta name=\"viewport\" "
         "content=\"width=device-width, initial-scale=1\">\n<meta "
         "http-equiv=\"Content-Security-Policy\" content=\"default-src "
         "'none'; img-src data:; style-src 'unsafe-inline'; script-src "
         "'unsafe-inline'\">\n<title>" +
         title + "</title>\n<style>" + pageStyle() +
         "</style>\n</head>\n<body>\n<main>\n<h1>" + title + "</h1>\n" + body +
         "</main>\n<script>" + pageScript() + "</script>\n</body>\n</html>\n";
}

} // namespace qsim
