// SPDX-License-Identifier: Apache-2.0
// A temporary simulation that nobody asked for long is deleted by the server: the picture runs again, unasked.
import { useEffect } from 'react';
import { isApiError } from '@shared/api/client';

/** `errors` are of what was asked of the simulation. True where it has gone. */
export function useRevival(simulation: string | undefined, errors: readonly (Error | null)[], retry: () => void): boolean {
  const gone = simulation !== undefined && errors.some((error) => isApiError(error, 'not_found'));
  // Once for each simulation: where the new run fails, too, that is told.
  useEffect(() => {
    if (gone) retry();
  }, [gone, simulation]); // eslint-disable-line react-hooks/exhaustive-deps
  return gone;
}
