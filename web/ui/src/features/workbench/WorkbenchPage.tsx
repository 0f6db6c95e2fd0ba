// SPDX-License-Identifier: Apache-2.0
// The workbench of one experiment.
import { useParams } from '@tanstack/react-router';
import { useExperiment } from '@shared/api/queries';
import { Loaded } from '@shared/ui/states';

export function WorkbenchPage() {
  const { experiment } = useParams({ from: '/experiments/$experiment/workbench' });
  return <Loaded query={useExperiment(experiment)}>{({ name }) => <h1>{name}</h1>}</Loaded>;
}
