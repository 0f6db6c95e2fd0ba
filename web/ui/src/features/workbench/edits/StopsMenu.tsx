// SPDX-License-Identifier: Apache-2.0
// Breakpoints and watchpoints: the list, and the form that adds one.
import { ActionIcon, Button, NativeSelect, NumberInput } from '@mantine/core';
import { useState } from 'react';
import { formatSignificant } from '@shared/format';
import { useSimulation, useWorkbench } from '../context';
import { addStop, isBreakpoint, limits, removeStop } from '../state/stops';
import { useTexts } from '../texts';
import type { Stop } from '../types';
import classes from './edits.module.css';
import { MenuPopover } from './MenuPopover';

const kinds = Object.keys(limits) as Stop['when'][];
const units: Partial<Record<Stop['when'], string>> = { saturation: ' %', sqnr: ' dB' };

export function StopsMenu() {
  const t = useTexts();
  const { graph, session, selected } = useWorkbench();
  const { stops } = useSimulation();
  const [when, setWhen] = useState<Stop['when']>('sqnr');
  const [everywhere, setEverywhere] = useState(false);
  const [limit, setLimit] = useState<number | string>(20);
  const [high, setHigh] = useState<number | string>(1);
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
  const valid = (wanted === 'none' || typeof limit === 'number') && (wanted !== 'range' || typeof high === 'number') && (layer >= 0 || everywhere);
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
          const stop: Stop = {
            layer,
            when,
            ...(wanted !== 'none' && { limit: Number(limit) }),
            ...(wanted === 'range' && { high: Number(high) }),
          };
          session.setStops(addStop(stops, stop));
        }}
      >
        <NativeSelect size="xs" label={t('stops.when')} value={when} onChange={(event) => setWhen(event.currentTarget.value as Stop['when'])} data={kinds.map((value) => ({ value, label: t(`stops.${value}`) }))} />
        {wanted !== 'none' && <NumberInput size="xs" w={90} label={t(wanted === 'range' ? 'stops.low' : 'stops.limit')} suffix={units[when] ?? ''} value={limit} onChange={setLimit} hideControls />}
        {wanted === 'range' && <NumberInput size="xs" w={90} label={t('stops.high')} value={high} onChange={setHigh} hideControls />}
        <NativeSelect
          size="xs"
          label={t('stops.layer')}
          value={layer < 0 ? 'all' : 'this'}
          onChange={(event) => setEverywhere(event.currentTarget.value === 'all')}
          data={[{ value: 'this', label: name(Math.max(0, selected)) }, ...(isBreakpoint({ layer: 0, when }) ? [] : [{ value: 'all', label: t('stops.all') }])]}
        />
        <Button size="xs" type="submit" disabled={!valid}>
          {t('stops.add')}
        </Button>
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
