// SPDX-License-Identifier: Apache-2.0
// The picture with the boxes of one answer over it.
import { useEffect, useRef } from 'react';
import { formatScore } from '@shared/format';
import type { Box } from '../types';
import classes from './result.module.css';

interface Props {
  title: string;
  image: ImageBitmap | undefined;
  boxes: readonly Box[];
  /** drawn dashed: those that are missing here */
  lost?: readonly Box[];
  colour: string;
}

const height = 208; // twice what is shown
/** More than that nobody tells apart. */
const drawn = 200;
const told = 40;

export function BoxedPicture({ title, image, boxes, lost = [], colour }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const ratio = image ? image.width / image.height : 4 / 3;
  const width = Math.round(height * ratio);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (context && image) context.drawImage(image, 0, 0, width, height);
  }, [image, width]);
  const rectangle = (box: Box, index: number, dashed: boolean) => (
    <rect
      key={`${dashed}-${index}`}
      className={classes['box']}
      x={box.x * 100}
      y={box.y * 100}
      width={box.width * 100}
      height={box.height * 100}
      style={{ stroke: dashed ? 'var(--q-bad)' : colour }}
      strokeDasharray={dashed ? '3 3' : undefined}
    >
      <title>{`${box.name} ${formatScore(box.score)}`}</title>
    </rect>
  );
  return (
    <figure className={classes['picture']}>
      <canvas ref={canvas} width={width} height={height} style={{ width: width / 2 }} aria-hidden />
      <svg viewBox="0 0 100 100" preserveAspectRatio="none" role="img" aria-label={`${title}: ${boxes.slice(0, told).map(({ name, score }) => `${name} ${formatScore(score)}`).join(', ')}`}>
        {boxes.slice(0, drawn).map((box, index) => rectangle(box, index, false))}
        {lost.slice(0, drawn).map((box, index) => rectangle(box, index, true))}
      </svg>
      <figcaption>{title}</figcaption>
    </figure>
  );
}
