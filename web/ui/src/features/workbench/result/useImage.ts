// SPDX-License-Identifier: Apache-2.0
// A picture of the project, decoded for a canvas: its address would be an attachment.
import { useQuery } from '@tanstack/react-query';
import { fetchPicture } from '../api/simulations';

export function useImage(file: string | undefined) {
  return useQuery({
    queryKey: ['picture', file],
    queryFn: async ({ signal }) => createImageBitmap(await fetchPicture(file ?? '', signal)),
    enabled: file !== undefined && typeof createImageBitmap === 'function',
    staleTime: Infinity,
    retry: false,
  });
}
