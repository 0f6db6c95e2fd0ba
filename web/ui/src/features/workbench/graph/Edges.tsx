// SPDX-License-Identifier: Apache-2.0
// The lines between the nodes, and the ports where long ones leave and arrive. Drawn once a layout.
import { memo, useMemo } from 'react';
import { useTexts } from '../texts';
import classes from './graph.module.css';
import { boxOf, nodeHeight, nodeWidth, portsOf } from './drawing';
import type { FoldedGraph } from './fold';
import { pathOf, type Layout } from './layout';
import { overlaps, type Rectangle } from './viewport';

const shown = 2;

interface Props {
  layout: Layout;
  folded: FoldedGraph;
  /** what is outside of it is left out; all is drawn without */
  area: Rectangle | undefined;
}

export const Edges = memo(function Edges({ layout, folded, area }: Props) {
  const t = useTexts();
  const ports = useMemo(() => portsOf(folded, layout.stubs), [folded, layout]);
  const lines = useMemo(() => layout.edges.map((edge) => ({ ...edge, path: pathOf(edge.points), box: boundsOf(edge.points) })), [layout]);
  const near = (node: number) => !area || overlaps(boxOf(layout.places[node]!), area);
  const words = (layers: readonly number[], key: 'graph.toLayer' | 'graph.fromLayer') => {
    const listed = layers.slice(0, shown).join(', ');
    return t(key, { layer: layers.length > shown ? `${listed} +${layers.length - shown}` : listed });
  };
  return (
    <>
      {lines.map(({ from, to, path, box }) =>
        area && !overlaps(box, area) ? null : <path key={`${from}-${to}`} className={classes['edge']} d={path} markerEnd="url(#wb-arrow)" />,
      )}
      {[...ports.out].map(([node, layers]) => {
        if (!near(node)) return null;
        const { x, y } = layout.places[node]!;
        return (
          <g key={`out-${node}`} className={classes['port']} data-go={layers[0]} transform={`translate(${x + nodeWidth / 2 - 24} ${y + nodeHeight / 2})`}>
            <path d="M0 0v8" />
            <text x={4} y={12}>
              {words(layers, 'graph.toLayer')}
            </text>
          </g>
        );
      })}
      {[...ports.in].map(([node, layers]) => {
        if (!near(node)) return null;
        const { x, y } = layout.places[node]!;
        return (
          <g key={`in-${node}`} className={classes['port']} data-go={layers[0]} transform={`translate(${x - nodeWidth / 2 + 16} ${y - nodeHeight / 2})`}>
            <path d="M0 0v-8" />
            <text x={4} y={-4}>
              {words(layers, 'graph.fromLayer')}
            </text>
          </g>
        );
      })}
    </>
  );
});

function boundsOf(points: readonly number[]): Rectangle {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let index = 0; index < points.length; index += 2) {
    left = Math.min(left, points[index]!);
    right = Math.max(right, points[index]!);
    top = Math.min(top, points[index + 1]!);
    bottom = Math.max(bottom, points[index + 1]!);
  }
  // A straight line has no width, and what has none overlaps nothing.
  return { x: left - 1, y: top - 1, width: right - left + 2, height: bottom - top + 2 };
}
