// SPDX-License-Identifier: Apache-2.0
// One node of the drawing. Gets plain values only and is drawn again where one of them changed.
import { memo } from 'react';
import classes from './graph.module.css';
import { nodeHeight, nodeWidth, type NodeView } from './drawing';

interface Props extends NodeView {
  x: number;
  y: number;
  hint: string;
}

/** About as many letters as fit; SVG has no ellipsis. */
const clip = (text: string, letters: number) => (text.length > letters ? `${text.slice(0, letters - 1)}…` : text);

export const Node = memo(function Node(props: Props) {
  const { x, y, first, last, title, subtitle, mark, fill, dark, mode, progress, breakpoint, selected, marked, hint } = props;
  const left = x - nodeWidth / 2;
  const top = y - nodeHeight / 2;
  const shown = progress === 'waiting' ? undefined : fill;
  return (
    <g
      transform={`translate(${left} ${top})`}
      className={classes['node']}
      data-node={props.node}
      data-layer={first}
      data-mode={mode}
      data-progress={progress}
      data-selected={selected || undefined}
      data-marked={marked || undefined}
      data-text={shown ? (dark ? 'dark' : 'light') : undefined}
    >
      <title>{hint}</title>
      {last > first && <rect className={classes['behind']} x={4} y={4} width={nodeWidth} height={nodeHeight} rx={4} />}
      {progress === 'paused' && <rect className={classes['glow']} x={-5} y={-5} width={nodeWidth + 10} height={nodeHeight + 10} rx={8} />}
      <rect className={classes['body']} width={nodeWidth} height={nodeHeight} rx={4} {...(shown && { style: { fill: shown } })} />
      {progress === 'stale' && <rect className={classes['stale']} width={nodeWidth} height={nodeHeight} rx={4} fill="url(#wb-stale)" />}
      <path className={classes['mark']} transform="translate(8 9)" d={mark} />
      <text className={classes['title']} x={28} y={18}>
        {clip(title, 22)}
      </text>
      <text className={classes['subtitle']} x={8} y={36}>
        {clip(subtitle, 28)}
      </text>
      {breakpoint && <circle className={classes['dot']} cx={0} cy={nodeHeight / 2} r={6} />}
    </g>
  );
});
