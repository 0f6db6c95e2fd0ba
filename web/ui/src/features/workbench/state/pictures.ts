// SPDX-License-Identifier: Apache-2.0
// Pictures that the engine may refuse (cut off, of another shape, not a number): which one was, why, and a simulation on one that opens.
import { ApiError } from '@shared/api/client';
import { simulations } from '../api/simulations';
import type { Picture, Simulation } from '../types';

export type Candidate = Pick<Picture, 'id' | 'path'>;

/** Each try starts an engine: where so many are refused, a person chooses. */
const triedAtMost = 6;

/** Of the server's reasons those that another picture does away with. */
const ofTheFile = new Set(['no_such_picture', 'key_file', 'picture_kind']);

/** Whether another picture would help: the engine's message then begins with the file. */
export function isOfPicture(error: unknown, { id, path }: Candidate): error is ApiError {
  if (!(error instanceof ApiError)) return false;
  if (ofTheFile.has(error.reason?.key ?? '')) return true;
  return error.code === 'unprocessable' && (error.message.includes(id) || error.message.startsWith(path));
}

/** The message without the name that the file has on the server's disk: the project's own name stands before it. */
export function whyOf(message: string, { id, path }: Candidate): string {
  if (message.startsWith(`${path}: `)) return message.slice(path.length + 2);
  const place = message.indexOf(id);
  const end = place < 0 ? -1 : message.indexOf(': ', place);
  return end < 0 ? message : message.slice(end + 2);
}

export interface Opened {
  simulation: Simulation;
  /** the first that was refused */
  refused?: { picture: string; error: ApiError };
}

/** Opens a simulation on the first of the candidates that the engine takes; where it takes none, throws what it said of the first. */
export async function openFirst(experiment: string, candidates: readonly Candidate[]): Promise<Opened> {
  let refused: Opened['refused'];
  for (const candidate of candidates.slice(0, triedAtMost)) {
    try {
      return { simulation: await simulations.open(experiment, candidate.id), ...(refused && { refused }) };
    } catch (error) {
      if (!isOfPicture(error, candidate)) throw error;
      refused ??= { picture: candidate.id, error };
    }
  }
  throw refused ? new PictureRefused(refused.picture, refused.error) : new Error('there is no picture');
}

/** No picture could be opened; this one was asked for. */
export class PictureRefused extends ApiError {
  constructor(
    readonly picture: string,
    { code, message, status, request, reason }: ApiError,
  ) {
    super(code, message, status, request, reason);
  }
}
