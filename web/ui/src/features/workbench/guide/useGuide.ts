// SPDX-License-Identifier: Apache-2.0
// Where the example's six steps happen; nothing where the server does not say.
import { useQuery } from '@tanstack/react-query';
import { API } from '@shared/api/client';
import { parseGuide, type Guide } from './steps';

const unknown: Guide = {};

export function useGuide(enabled: boolean): { guide: Guide; ready: boolean } {
  const query = useQuery({
    queryKey: ['guide'],
    enabled,
    staleTime: Infinity,
    retry: false,
    queryFn: async (): Promise<Guide> => {
      const response = await fetch(`${API}/guide`);
      return response.ok ? parseGuide(await response.json()) : unknown;
    },
  });
  return { guide: query.data ?? unknown, ready: !enabled || !query.isPending };
}
