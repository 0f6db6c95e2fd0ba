// SPDX-License-Identifier: Apache-2.0
// Networks that come without parameters, compiled on the real server with ones that are drawn from a seed.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { Experiment, Graph, Project } from '../src/shared/api/types.ts';
import { ask, until, upload } from './workbenchServer.ts';

/** Where Debian's package darknet has its networks. */
export const CFGS = process.env['QSIM_CFGS'] ?? '/usr/share/darknet/cfg';

export interface Compiled {
  project: Project;
  experiment: Experiment;
  graph: Graph;
}

export interface Source {
  name: string;
  /** of the network's file in the project */
  path: string;
  network: Buffer;
  /** a folder of makePictures() */
  pictures: string;
  /** of calib/ that are sent; there is one of test/ too */
  calibration: number;
  /** where the file has no parameters of its own */
  seed?: number;
}

/** A project with this network and pictures, and its one experiment. */
export async function compile(page: Page, source: Source, milliseconds = 60_000): Promise<Compiled> {
  const project = await ask<Project>(page, 'POST', '/projects', { name: source.name });
  const network = await upload(page, project.id, source.path, source.network);
  if (!network.id) throw new Error(`${source.path}: ${JSON.stringify(network)}`);
  const paths = Array.from({ length: source.calibration }, (_, index) => `calib/calib-000${index + 1}.png`);
  for (const path of [...paths, 'test/test-0001.png']) await upload(page, project.id, path, await readFile(join(source.pictures, path)));
  const { id } = await ask<Experiment>(page, 'POST', `/projects/${project.id}/experiments`, {
    name: 'seeded',
    network: network.id,
    ...(source.seed === undefined ? {} : { seed: source.seed }),
    calibration: 'calib',
    options: {},
  });
  const experiment = await until(async () => {
    const now = await ask<Experiment>(page, 'GET', `/experiments/${id}`);
    if (now.state === 'failed') throw new Error(JSON.stringify(await ask(page, 'GET', `/jobs/${now.job}`)));
    return now.state === 'ready' ? now : undefined;
  }, milliseconds);
  return { project, experiment, graph: await ask<Graph>(page, 'GET', `/experiments/${id}/graph`) };
}
