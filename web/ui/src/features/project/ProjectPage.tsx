// SPDX-License-Identifier: Apache-2.0
// A project: files at the left, experiments and results in the middle, jobs below.
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useExperiments, useFiles, useProject } from '@shared/api/queries';
import { useHidden } from '@shared/ui/undoable';
import { SplitPane } from '@shared/ui/SplitPane';
import { Loaded } from '@shared/ui/states';
import { useShortcuts } from '@shared/ui/shortcuts';
import { useTitle } from '@shared/ui/useTitle';
import { ExperimentsPane } from './experiments/ExperimentsPane';
import { NewExperiment } from './experiments/NewExperiment';
import { FilesPane } from './files/FilesPane';
import { GuideLink } from './GuideLink';
import { JobsDrawer } from './jobs/JobsDrawer';
import classes from './ProjectPage.module.css';
import { ProjectHead } from './ProjectHead';
import { ResultPane } from './results/ResultPane';
import { useTexts } from './texts';

function Middle({ table, result }: { table: ReactNode; result: ReactNode }) {
  const t = useTexts();
  if (!result) return <div className={classes['grow']}>{table}</div>;
  return (
    <div className={classes['grow']}>
      <SplitPane name="project-result" direction="column" fixed="second" size={300} min={120} max={800} label={t('results.title')}>
        {[<div key="table" className={classes['fill']}>{table}</div>, result]}
      </SplitPane>
    </div>
  );
}

export function ProjectPage() {
  const t = useTexts();
  const { project: id } = useParams({ from: '/projects/$project' });
  const { job, upload } = useSearch({ from: '/projects/$project' });
  const navigate = useNavigate({ from: '/projects/$project' });
  const project = useProject(id);
  const files = useFiles(id);
  const experiments = useExperiments(id);
  const hidden = useHidden();
  const [making, setMaking] = useState(false);
  const list = (files.data ?? []).filter((file) => !hidden.has(file.id));
  const hasNetwork = list.some(({ kind }) => kind === 'darknet-cfg' || kind === 'onnx');
  useTitle(project.data?.name);
  useShortcuts(t('page'), [{ keys: 'n', text: t('experiment.new'), run: () => hasNetwork && setMaking(true) }]);
  const show = (next: string | undefined) => void navigate({ search: next ? { job: next } : {} });

  return (
    <div className={classes['page']}>
      <Loaded query={project} lines={1}>
        {(document) => <ProjectHead project={document} />}
      </Loaded>
      {project.data?.example && <GuideLink project={id} />}
      {!project.isError && (
        <div className={classes['panes']}>
          <SplitPane name="project-files" size={340} min={220} max={720} label={t('files.title')}>
            {[
              <FilesPane key="files" project={id} experiments={experiments.data ?? []} fresh={upload ?? false} />,
              <div key="right" className={classes['right']}>
                <Middle
                  table={<ExperimentsPane project={id} hasNetwork={hasNetwork} onNew={() => setMaking(true)} />}
                  result={job ? <ResultPane project={id} job={job} onClose={() => show(undefined)} /> : null}
                />
                <div className={classes['jobs']}>
                  <JobsDrawer project={id} onResult={show} />
                </div>
              </div>,
            ]}
          </SplitPane>
        </div>
      )}
      <NewExperiment opened={making} project={id} files={list} experiments={experiments.data ?? []} onClose={() => setMaking(false)} />
    </div>
  );
}
