// SPDX-License-Identifier: Apache-2.0
// Pan, zoom and lasso of a drawing. The viewport lives outside React: a drag writes one attribute a frame and draws nothing again.
import { useCallback, useEffect, useRef, type PointerEvent, type RefObject } from 'react';
import { between, detailAt, pan, visible, zoomAt, type Extent, type Rectangle, type Viewport } from './viewport';

const dragFrom = 4; // px that a press may move and still be a click
const zoomStep = 1.2;
const panStep = 64;

interface Options {
  onClick: (target: Element, event: PointerEvent) => void;
  /** of the drawing, where a lasso was let go */
  onLasso: (area: Rectangle) => void;
  /** what of the drawing the window shows, after each frame that moved it */
  onView: (area: Rectangle) => void;
}

export interface PanZoom {
  root: RefObject<SVGGElement | null>;
  box: RefObject<HTMLDivElement | null>;
  lasso: RefObject<SVGRectElement | null>;
  get: () => Viewport;
  set: (view: Viewport) => void;
  size: () => Extent;
  zoom: (factor: number) => void;
  /** true where the key was one of the drawing's */
  key: (key: string) => boolean;
  handlers: {
    onPointerDown: (event: PointerEvent<HTMLDivElement>) => void;
    onPointerMove: (event: PointerEvent<HTMLDivElement>) => void;
    onPointerUp: (event: PointerEvent<HTMLDivElement>) => void;
    onPointerCancel: () => void;
  };
}

export function usePanZoom({ onClick, onLasso, onView }: Options): PanZoom {
  const root = useRef<SVGGElement | null>(null);
  const box = useRef<HTMLDivElement | null>(null);
  const lasso = useRef<SVGRectElement | null>(null);
  const view = useRef<Viewport>({ x: 0, y: 0, scale: 1 });
  const frame = useRef(0);
  const press = useRef<{ x: number; y: number; at: Viewport; moved: boolean; lasso: boolean; target: Element } | undefined>(undefined);

  const size = useCallback((): Extent => {
    const { clientWidth = 0, clientHeight = 0 } = box.current ?? {};
    return { width: clientWidth, height: clientHeight };
  }, []);

  const draw = useCallback(() => {
    frame.current = 0;
    const { x, y, scale } = view.current;
    root.current?.setAttribute('transform', `translate(${x} ${y}) scale(${scale})`);
    root.current?.setAttribute('data-detail', detailAt(scale));
    onView(visible(view.current, size()));
  }, [onView, size]);

  const set = useCallback(
    (next: Viewport) => {
      view.current = next;
      if (frame.current === 0) frame.current = requestAnimationFrame(draw);
    },
    [draw],
  );

  const place = useCallback((event: { clientX: number; clientY: number }) => {
    const area = box.current?.getBoundingClientRect();
    return { x: event.clientX - (area?.left ?? 0), y: event.clientY - (area?.top ?? 0) };
  }, []);

  useEffect(() => {
    const element = box.current;
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      const { x, y } = place(event);
      if (event.shiftKey) set(pan(view.current, -event.deltaY - event.deltaX, 0));
      else set(zoomAt(view.current, Math.exp(-Math.max(-200, Math.min(200, event.deltaY)) * 0.0016), x, y));
    };
    // React listens passively to wheels, where the page cannot be kept from scrolling.
    element?.addEventListener('wheel', onWheel, { passive: false });
    return () => {
      element?.removeEventListener('wheel', onWheel);
      cancelAnimationFrame(frame.current);
      frame.current = 0;
    };
  }, [place, set]);

  const zoom = useCallback(
    (factor: number) => {
      const { width, height } = size();
      set(zoomAt(view.current, factor, width / 2, height / 2));
    },
    [set, size],
  );

  const key = useCallback(
    (pressed: string): boolean => {
      const pans: Record<string, readonly [number, number]> = {
        ArrowLeft: [panStep, 0],
        ArrowRight: [-panStep, 0],
        ArrowUp: [0, panStep],
        ArrowDown: [0, -panStep],
      };
      const by = pans[pressed];
      if (by) set(pan(view.current, ...by));
      else if (pressed === '+' || pressed === '=') zoom(zoomStep);
      else if (pressed === '-') zoom(1 / zoomStep);
      else return false;
      return true;
    },
    [set, zoom],
  );

  const area = (from: { x: number; y: number }, to: { x: number; y: number }): Rectangle => {
    const { x, y, scale } = view.current;
    return between((from.x - x) / scale, (from.y - y) / scale, (to.x - x) / scale, (to.y - y) / scale);
  };

  const end = () => {
    press.current = undefined;
    lasso.current?.setAttribute('visibility', 'hidden');
  };
  return {
    root,
    box,
    lasso,
    get: () => view.current,
    set,
    size,
    zoom,
    key,
    handlers: {
      onPointerDown: (event) => {
        if (event.button !== 0) return;
        press.current = { ...place(event), at: view.current, moved: false, lasso: event.shiftKey, target: event.target as Element };
      },
      onPointerMove: (event) => {
        const begun = press.current;
        if (!begun) return;
        const to = place(event);
        if (!begun.moved && Math.hypot(to.x - begun.x, to.y - begun.y) < dragFrom) return;
        if (!begun.moved) {
          begun.moved = true;
          event.currentTarget.setPointerCapture?.(event.pointerId);
        }
        if (!begun.lasso) {
          set(pan(begun.at, to.x - begun.x, to.y - begun.y));
          return;
        }
        const chosen = area(begun, to);
        for (const name of ['x', 'y', 'width', 'height'] as const) lasso.current?.setAttribute(name, String(chosen[name]));
        lasso.current?.setAttribute('visibility', 'visible');
      },
      onPointerUp: (event) => {
        const begun = press.current;
        if (!begun) return;
        if (!begun.moved) onClick(begun.target, event);
        else if (begun.lasso) onLasso(area(begun, place(event)));
        end();
      },
      onPointerCancel: end,
    },
  };
}
