// SPDX-License-Identifier: Apache-2.0
// What a job is called, in the reader's language.
import type { Job } from '@shared/api/types';
import { useTexts } from '../texts';

export function useJobTitle(): (job: Job) => string {
  const t = useTexts();
  return ({ kind, mode, experimentName, title }) =>
    experimentName === undefined ? title : t(`jobTitles.${kind}`, { name: experimentName, mode: t(`table.${mode ?? 'int'}`) });
}
