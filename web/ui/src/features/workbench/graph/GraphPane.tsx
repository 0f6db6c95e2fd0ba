// SPDX-License-Identifier: Apache-2.0
// The network as a drawing: pan, zoom, fold, choose, lasso. The layer list says the same to those who do not see it.
import { Button, Loader, NativeSelect, SegmentedControl } from '@mantine/core';
import { memo, useCallback, useEffect, useImperativeHandle, useMemo, useRef, useState, type PointerEvent, type Ref } from 'react';
import { measures, type Measure } from '../colour/measure';
import { useTexts } from '../texts';
import type { Graph } from '../types';
import { Edges } from './Edges';
import { fold, stretchesOf, type Folding } from './fold';
import classes from './graph.module.css';
import { Legend } from './Legend';
import { boxOf, nodeHeight, nodeWidth, viewOf, type RunView } from './drawing';
import { Node } from './Node';
import { useLayout } from './useLayout';
import { usePanZoom } from './usePanZoom';
import { around, contains, fit, overlaps, reveal, start, type Rectangle } from './viewport';

/** Above this only what is near the window is in the document: a frame costs what it shows, not what the network has. */
const drawAll = 120;

export interface GraphHandle {
  fit: () => void;
}

interface Props {
  graph: Graph;
  run: RunView;
  onMeasure: (measure: Measure) => void;
  onSelect: (layer: number, extend: boolean) => void;
  onMark: (layers: ReadonlySet<number>) => void;
  /** isolated errors are asked for */
  onIsolated: () => void;
  isolated: 'unknown' | 'measuring' | 'measured';
  ref?: Ref<GraphHandle>;
}

export const GraphPane = memo(function GraphPane({ graph, run, onMeasure, onSelect, onMark, onIsolated, isolated, ref }: Props) {
  const t = useTexts();
  const [folding, setFolding] = useState<Folding>('none');
  const [opened, setOpened] = useState<ReadonlySet<number>>(new Set());
  const [area, setArea] = useState<Rectangle>();
  const folded = useMemo(() => fold(graph.layers, stretchesOf(graph.layers, folding), opened), [graph, folding, opened]);
  const request = useMemo(
    () => ({ sizes: folded.nodes.map(() => ({ width: nodeWidth, height: nodeHeight })), edges: folded.edges }),
    [folded],
  );
  const { layout, busy, cancel } = useLayout(request);

  const toggle = useCallback((first: number) => {
    setOpened((before) => {
      const next = new Set(before);
      if (!next.delete(first)) next.add(first);
      return next;
    });
  }, []);
  const onClick = useCallback(
    (target: Element, event: PointerEvent) => {
      const port = target.closest('[data-go]');
      const node = target.closest('[data-node]');
      if (port) onSelect(Number(port.getAttribute('data-go')), false);
      else if (node) {
        const { first, last } = folded.nodes[Number(node.getAttribute('data-node'))]!;
        if (last > first && event.altKey) toggle(first);
        else onSelect(last, event.shiftKey);
      }
    },
    [folded, onSelect, toggle],
  );
  const onLasso = useCallback(
    (area: Rectangle) => {
      const layers = new Set<number>();
      folded.nodes.forEach(({ first, last }, node) => {
        const place = layout?.places[node];
        if (!place || !overlaps(area, boxOf(place))) return;
        for (let layer = first; layer <= last; ++layer) layers.add(layer);
      });
      onMark(layers);
    },
    [folded, layout, onMark],
  );
  const large = folded.nodes.length > drawAll;
  const onView = useCallback(
    (seen: Rectangle) => {
      if (large) setArea((before) => (before && contains(before, seen) && before.width < 8 * seen.width ? before : around(seen)));
    },
    [large],
  );
  const { root, box, lasso, get, set, size, zoom, key, handlers } = usePanZoom({ onClick, onLasso, onView });

  // A new drawing begins at its top, as the old place means nothing in it; what is chosen is brought into sight in any.
  const { selected } = run;
  const placed = useRef<{ layout: typeof layout; folded: typeof folded; selected: number }>(undefined);
  useEffect(() => {
    if (!layout) return;
    const before = placed.current;
    if (before?.layout === layout && before.folded === folded && before.selected === selected) return;
    placed.current = { layout, folded, selected };
    const fresh = before?.layout !== layout;
    if (fresh) performance.mark('qsim:graph-drawn');
    const view = fresh ? start(layout, size()) : get();
    const place = layout.places[folded.nodeOf[selected] ?? -1];
    const next = place ? reveal(view, boxOf(place), size()) : view;
    if (next !== get()) set(next);
  }, [selected, layout, folded, get, set, size]);

  const all = useCallback(() => layout && set(fit(layout, size())), [layout, set, size]);
  useImperativeHandle(ref, () => ({ fit: () => void all() }), [all]);

  return (
    <section className={classes['pane']} aria-label={t('graph.title')}>
      <div className={classes['tools']}>
        <NativeSelect
          size="xs"
          aria-label={t('measure.choose')}
          value={run.measure}
          onChange={(event) => onMeasure(event.currentTarget.value as Measure)}
          data={measures.map((value) => ({ value, label: t(`measure.${value}`) }))}
        />
        {run.measure === 'isolated' && isolated !== 'measured' && (
          <Button size="compact-xs" variant="default" loading={isolated === 'measuring'} onClick={onIsolated}>
            {t('measure.isolate')}
          </Button>
        )}
        <SegmentedControl
          size="xs"
          aria-label={t('graph.folding')}
          value={folding}
          onChange={(value) => {
            setOpened(new Set());
            setFolding(value);
          }}
          data={(['none', 'blocks', 'stages'] as const).map((value) => ({ value, label: t(`graph.fold.${value}`) }))}
        />
        <Button.Group>
          <Button size="compact-xs" variant="default" aria-label={t('graph.zoomOut')} onClick={() => zoom(1 / 1.4)}>
            −
          </Button>
          <Button size="compact-xs" variant="default" onClick={all}>
            {t('graph.fit')}
          </Button>
          <Button size="compact-xs" variant="default" aria-label={t('graph.zoomIn')} onClick={() => zoom(1.4)}>
            +
          </Button>
        </Button.Group>
      </div>
      {/* The drawing is moved with keys; what it shows, the list beside it says. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <div
        ref={box}
        className={classes['box']}
        role="application"
        aria-label={t('graph.keys')}
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        onKeyDown={(event) => {
          if (!event.ctrlKey && !event.metaKey && !event.altKey && key(event.key)) event.preventDefault();
        }}
        onDoubleClick={({ target }) => {
          const node = target instanceof Element ? target.closest('[data-node]') : undefined;
          const stretch = node && folded.nodes[Number(node.getAttribute('data-node'))];
          if (stretch && stretch.last > stretch.first) toggle(stretch.first);
        }}
        {...handlers}
      >
        <svg className={classes['svg']} aria-hidden>
          <defs>
            <marker id="wb-arrow" viewBox="0 0 8 8" refX={7} refY={4} markerWidth={6} markerHeight={6} orient="auto">
              <path className={classes['arrow']} d="M0 0L8 4L0 8z" />
            </marker>
            <pattern id="wb-stale" width={8} height={8} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
              <path className={classes['staleLine']} d="M0 0v8" />
            </pattern>
          </defs>
          <g ref={root} className={classes['root']}>
            {layout && (
              <>
                <Edges layout={layout} folded={folded} area={large ? (area ?? beginning) : undefined} />
                {folded.nodes.map(({ first }, node) => {
                  const place = layout.places[node]!;
                  if (large && !overlaps(boxOf(place), area ?? beginning)) return null;
                  const view = viewOf(graph, folded, node, run);
                  return (
                    <Node
                      key={first}
                      {...view}
                      x={place.x}
                      y={place.y}
                      hint={`${view.title}\n${view.subtitle}${view.value && `\n${t(`measure.${run.measure}`)} ${view.value}`}`}
                    />
                  );
                })}
              </>
            )}
            <rect ref={lasso} className={classes['lasso']} visibility="hidden" />
          </g>
        </svg>
        {busy && (
          <div className={classes['wait']} role="status">
            <Loader size="sm" />
            {t('graph.layingOut', { count: folded.nodes.length })}
            <Button size="compact-xs" variant="default" onClick={cancel}>
              {t('graph.cancelLayout')}
            </Button>
          </div>
        )}
      </div>
      <Legend measure={run.measure} />
    </section>
  );
});

/** What a window at the start of a drawing shows. */
const beginning: Rectangle = { x: -4000, y: -1000, width: 12000, height: 4000 };
