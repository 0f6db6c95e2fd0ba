// SPDX-License-Identifier: Apache-2.0
// A picture of a project for <img>: fetched, because the server sends files as attachments only.
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { API, ApiError, errorOf } from './client';
import type { ProjectFile } from './types';

const TYPES: Record<string, string> = { png: 'image/png', jpg: 'image/jpeg', jpeg: 'image/jpeg' };

async function load(file: string, signal: AbortSignal): Promise<Blob> {
  let response: Response;
  try {
    response = await fetch(`${API}/files/${file}/content`, { signal });
  } catch (error) {
    throw new ApiError('offline', (error as Error).message, 0);
  }
  if (!response.ok) throw errorOf(response, await response.json().catch(() => undefined));
  return response.blob();
}

/** Its blob: address, once it is there. */
export function usePicture(file: Pick<ProjectFile, 'id' | 'kind' | 'path'> | undefined): string | undefined {
  const type = TYPES[file?.path.split('.').pop()?.toLowerCase() ?? ''];
  const { data } = useQuery({
    queryKey: ['picture', file?.id],
    enabled: file?.kind === 'picture' && type !== undefined,
    staleTime: Infinity,
    gcTime: 60_000,
    queryFn: ({ signal }) => load(file!.id, signal),
  });
  const [address, setAddress] = useState<string>();
  useEffect(() => {
    if (!data) return undefined;
    const made = URL.createObjectURL(new Blob([data], { type: type ?? '' }));
    setAddress(made);
    return () => {
      URL.revokeObjectURL(made);
      setAddress(undefined);
    };
  }, [data, type]);
  return address;
}
