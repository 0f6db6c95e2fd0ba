// SPDX-License-Identifier: Apache-2.0
// A quantization in the reader's words.
import type { Quantization } from '@shared/api/types';
import { scaleText } from './integer';
import { useTexts } from './texts';

export function useScaleText(): (quantization: Quantization | undefined) => string {
  const t = useTexts();
  return (quantization) => scaleText(quantization, { bit: t('scale.bit'), zero: (at) => t('scale.zero', { at }), scales: (count, first) => t('scale.scales', { count, first }) });
}
