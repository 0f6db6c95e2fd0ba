// SPDX-License-Identifier: Apache-2.0
// What stands where a page should: unknown address, a page that failed, one that is on its way.
import { Button } from '@mantine/core';
import { Link, useRouter, type ErrorComponentProps } from '@tanstack/react-router';
import { EmptyState, ErrorState, LoadingState } from '@shared/ui/states';
import { useTitle } from '@shared/ui/useTitle';
import { useTexts } from './texts';

export function NotFound() {
  const t = useTexts();
  useTitle(t('notFound'));
  return (
    <>
      <h1 className="q-hidden">{t('notFound')}</h1>
      <EmptyState title={t('notFound')} action={<Link to="/projects">{t('toProjects')}</Link>}>
        {t('notFoundHelp')}
      </EmptyState>
    </>
  );
}

export function Crashed({ error }: ErrorComponentProps) {
  const t = useTexts();
  const router = useRouter();
  return (
    <>
      <h1 className="q-hidden">{t('crashed')}</h1>
      <ErrorState error={error} retry={() => void router.invalidate()} />
      <Button variant="subtle" size="xs" mx="md" onClick={() => window.location.reload()}>
        {t('reload')}
      </Button>
    </>
  );
}

export function Pending() {
  return <LoadingState lines={5} />;
}
