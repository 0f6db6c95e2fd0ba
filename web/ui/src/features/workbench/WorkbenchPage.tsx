// SPDX-License-Identifier: Apache-2.0
// The workbench of one experiment: what it needs is loaded here, then the bench takes over.
import { Button, Loader } from '@mantine/core';
import { Link, useParams } from '@tanstack/react-router';
import { useGuide } from '@shared/api/guide';
import { useExperiment, useFiles, useGraph, useProject } from '@shared/api/queries';
import { useCompileAgain } from '@shared/experiment/useCompileAgain';
import { EmptyState, Loaded } from '@shared/ui/states';
import { useTitle } from '@shared/ui/useTitle';
import { Bench } from './page/Bench';
import classes from './page/workbench.module.css';
import { useTexts } from './texts';
import type { Experiment } from './types';

export function WorkbenchPage() {
  const { experiment } = useParams({ from: '/experiments/$experiment/workbench' });
  return <Loaded query={useExperiment(experiment)}>{(data) => (data.state === 'ready' ? <Ready key={data.id} experiment={data} /> : <NotReady experiment={data} />)}</Loaded>;
}

function NotReady({ experiment }: { experiment: Experiment }) {
  const t = useTexts();
  useTitle(experiment.name);
  const again = useCompileAgain(experiment);
  const { state } = experiment;
  return (
    <div className={classes['center']}>
      <h1>{experiment.name}</h1>
      {state === 'compiling' && <Loader mx="auto" />}
      <p role="status">{t(state === 'failed' || state === 'cancelled' ? `compile.${state}` : 'compile.running')}</p>
      {again.possible && (
        <p>
          <Button loading={again.isPending} onClick={() => again.mutate()}>
            {t('compile.again')}
          </Button>
        </p>
      )}
      <Link to="/projects/$project" params={{ project: experiment.project }}>
        {t('compile.toProject')}
      </Link>
    </div>
  );
}

function Ready({ experiment }: { experiment: Experiment }) {
  const t = useTexts();
  useTitle(experiment.name);
  const project = useProject(experiment.project);
  const graph = useGraph(experiment.id);
  const files = useFiles(experiment.project);
  const { guide, ready } = useGuide(project.data?.example ?? false);
  return (
    <Loaded query={project}>
      {(owner) => (
        <Loaded query={graph}>
          {(network) => (
            <Loaded query={files}>
              {(list) => {
                const pictures = list.filter(({ kind }) => kind === 'picture' || kind === 'tensor');
                if (pictures.length === 0)
                  return (
                    <EmptyState
                      title={t('noPictures.title')}
                      action={
                        <Link to="/projects/$project" params={{ project: owner.id }}>
                          {t('noPictures.go')}
                        </Link>
                      }
                    >
                      {t('noPictures.text')}
                    </EmptyState>
                  );
                return ready ? <Bench project={owner} experiment={experiment} graph={network} pictures={pictures} guide={guide} /> : <Loader m="auto" />;
              }}
            </Loaded>
          )}
        </Loaded>
      )}
    </Loaded>
  );
}
