// SPDX-License-Identifier: Apache-2.0
// The lines between the nodes, and the ports where long ones leave and arrive. Drawn once a layout.
import { memo } from 'react';
import { useTexts } from '../texts';
import classes from './graph.module.css';
import { nodeHeight, nodeWidth, portsOf } from './drawing';
import type { FoldedGraph } from './fold';
import { pathOf, type Layout } from './layout';

const shown = 2;

export const Edges = memo(function Edges({ layout, folded }: { layout: Layout; folded: FoldedGraph }) {
  const t = useTexts();
  const ports = portsOf(folded, layout.stubs);
  const words = (layers: readonly number[], key: 'graph.toLayer' | 'graph.fromLayer') => {
    const listed = layers.slice(0, shown).join(', ');
    return t(key, { layer: layers.length > shown ? `${listed} +${layers.length - shown}` : listed });
  };
  return (
    <>
      {layout.edges.map(({ from, to, points }) => (
        <path key={`${from}-${to}`} className={classes['edge']} d={pathOf(points)} markerEnd="url(#wb-arrow)" />
      ))}
      {[...ports.out].map(([node, layers]) => {
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
