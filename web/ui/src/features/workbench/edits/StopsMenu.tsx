// SPDX-License-Identifier: Apache-2.0
// Breakpoints and watchpoints: the list, and the form that adds one.
import { ActionIcon, Button, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { formatSignificant } from '@shared/format';
import { useSimulation, useWorkbench } from '../context';
import { addStop, isBreakpoint, limits, removeStop } from '../state/stops';
import { useTexts } from '../texts';
import type { Stop } from '../types';
import classes from './edits.module.css';
import { MenuPopover } from './MenuPopover';
import { problemOfStop, stopOf } from './stopForm';

const kinds = Object.keys(limits) as Stop['when'][];
const units: Partial<Record<Stop['when'], string>> = { saturation: ' %', sqnr: ' dB' };

export function StopsMenu() {
  const t = useTexts();
  const { graph, session, selected } = useWorkbench();
  const { stops } = useSimulation();
  const [when, setWhen] = useState<Stop['when']>('sqnr');
  const [everywhere, setEverywhere] = useState(false);
  const [limit, setLimit] = useState('20');
  const [high, setHigh] = useState('1');
  const layer = everywhere && !isBreakpoint({ layer: 0, when }) ? -1 : selected;
  const name = (index: number) => (index < 0 ? t('stops.all') : `${index} ${graph.layers[index]?.name ?? ''}`);
  const words = (stop: Stop) => {
    const bounds =
      limits[stop.when] === 'limit'
        ? ` ${formatSignificant(stop.limit)}${units[stop.when] ?? ''}`
        : limits[stop.when] === 'range'
          ? ` ${formatSignificant(stop.limit)} … ${formatSignificant(stop.high)}`
          : '';
    return `${t(`stops.${stop.when}`)}${bounds}`;
  };
  const wanted = limits[when];
  const form = { when, layer, limit, high };
  const stop = layer >= 0 || everywhere ? stopOf(form) : undefined;
  const problem = problemOfStop(form);
  const number = (label: string, value: string, set: (value: string) => void) => (
    <TextInput
      size="xs"
      w={90}
      label={label}
      inputMode="decimal"
      value={value}
      rightSection={units[when] && <span aria-hidden>{units[when]}</span>}
      error={problem !== undefined && value !== ''}
      onChange={(event) => set(event.currentTarget.value)}
    />
  );
  return (
    <MenuPopover button={t('stops.button')} title={t('stops.title')} count={stops.length} position="top-start">
      {stops.length === 0 && <p className={classes['none']}>{t('stops.none')}</p>}
      <ul className={classes['list']} aria-label={t('stops.title')}>
        {stops.map((stop, index) => (
          <li key={index}>
            <span className={classes[isBreakpoint(stop) ? 'dot' : 'eye']} aria-hidden />
            <span>
              {name(stop.layer)}: {words(stop)}
            </span>
            <ActionIcon size="xs" variant="subtle" aria-label={t('stops.remove', { stop: `${name(stop.layer)} ${words(stop)}` })} onClick={() => session.setStops(removeStop(stops, stop))}>
              ×
            </ActionIcon>
          </li>
        ))}
      </ul>
      <form
        className={classes['form']}
        onSubmit={(event) => {
          event.preventDefault();
          if (stop) void session.setStops(addStop(stops, stop));
        }}
      >
        <NativeSelect size="xs" label={t('stops.when')} value={when} onChange={(event) => setWhen(event.currentTarget.value as Stop['when'])} data={kinds.map((value) => ({ value, label: t(`stops.${value}`) }))} />
        {wanted !== 'none' && number(t(wanted === 'range' ? 'stops.low' : 'stops.limit'), limit, setLimit)}
        {wanted === 'range' && number(t('stops.high'), high, setHigh)}
        <NativeSelect
          size="xs"
          label={t('stops.layer')}
          value={layer < 0 ? 'all' : 'this'}
          onChange={(event) => setEverywhere(event.currentTarget.value === 'all')}
          data={[{ value: 'this', label: name(Math.max(0, selected)) }, ...(isBreakpoint({ layer: 0, when }) ? [] : [{ value: 'all', label: t('stops.all') }])]}
        />
        <Button size="xs" type="submit" disabled={!stop}>
          {t('stops.add')}
        </Button>
        {problem && (
          <p role="alert" className={classes['none']}>
            {t(`stops.problem.${problem}`)}
          </p>
        )}
      </form>
      {stops.length > 0 && (
        <div className={classes['tools']}>
          <Button size="xs" variant="default" onClick={() => session.setStops([])}>
            {t('stops.clear')}
          </Button>
        </div>
      )}
    </MenuPopover>
  );
}
