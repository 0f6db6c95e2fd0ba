// SPDX-License-Identifier: Apache-2.0
// The name that is offered for what is saved.
import { useExperiments } from '@shared/api/queries';
import { useWorkbench } from '../context';
import { useTexts } from '../texts';
import { suggestName } from './suggestion';

export function useSuggestion(): string {
  const t = useTexts();
  const { experiment } = useWorkbench();
  const others = useExperiments(experiment.project).data;
  return suggestName(experiment.name, t('edits.suffix'), new Set(others?.map(({ name }) => name)));
}
