// SPDX-License-Identifier: Apache-2.0
// A tensor's values as a table; where it can be edited each cell is written in place.
import { Button } from '@mantine/core';
import { useRef, useState } from 'react';
import { formatSignificant } from '@shared/format';
import { CopyButton, tabSeparated } from '@shared/ui/CopyButton';
import { Loaded } from '@shared/ui/states';
import { useValues } from '../api/hooks';
import { numberAt, type Tensor } from '@shared/tensor/tensor';
import { useSimulation, useWorkbench } from '../context';
import { useTexts } from '../texts';
import type { TensorDetails } from '../types';
import { bytesOf, indicesOf, sheetOf, sizeOf, valueOf } from './cells';
import figures from '@shared/tensor/tensor.module.css';
import classes from './inspector.module.css';

interface Props {
  layer: number;
  tensor: TensorDetails;
  /** a part of it, such as one filter; all of it without */
  from?: number;
  count?: number;
}

export function ValuesTable({ layer, tensor, from = 0, count = sizeOf(tensor.shape) }: Props) {
  const t = useTexts();
  const { session } = useWorkbench();
  const { busy } = useSimulation();
  const { columns, perPage } = sheetOf(tensor.shape);
  const [page, setPage] = useState(0);
  const start = Math.min(page, Math.max(0, Math.ceil(count / perPage) - 1)) * perPage;
  const shown = Math.min(perPage, count - start);
  const query = useValues({
    layer,
    tensor: tensor.name,
    source: 'run',
    form: 'raw',
    offset: from + start,
    count: shown,
    bytesEach: bytesOf[tensor.dtype] ?? 4,
  });
  const text = (value: number) => (tensor.dtype === 'f32' ? formatSignificant(value, 6) : String(value));
  const rowsOf = ({ values }: Tensor) =>
    Array.from({ length: Math.ceil(values.length / columns) }, (_, row) =>
      Array.from({ length: Math.min(columns, values.length - row * columns) }, (__, column) => numberAt(values, row * columns + column)),
    );
  const label = (flat: number) => indicesOf(tensor.shape, flat).join(', ');
  return (
    <>
      <div className={figures['caption']}>
        <span>{t('values.title', { tensor: tensor.name, dtype: tensor.dtype })}</span>
        {count > perPage && (
          <>
            <Button size="compact-xs" variant="default" aria-label={t('values.previous')} disabled={start === 0} onClick={() => setPage(start / perPage - 1)}>
              ‹
            </Button>
            {t('values.page', { first: start, last: start + shown - 1, count })}
            <Button size="compact-xs" variant="default" aria-label={t('values.next')} disabled={start + shown >= count} onClick={() => setPage(start / perPage + 1)}>
              ›
            </Button>
          </>
        )}
        {query.data && <CopyButton what={tensor.name} text={() => tabSeparated(rowsOf(query.data))} />}
      </div>
      <Loaded query={query}>
        {(data) => (
          <div className={figures['tableBox']}>
            <table className={figures['table']} aria-label={tensor.name}>
              <tbody>
                {rowsOf(data).map((row, index) => {
                  const flat = from + start + index * columns;
                  return (
                    <tr key={flat}>
                      <th scope="row">{label(flat)}</th>
                      {row.map((value, column) => (
                        <td key={column} className={classes['cellTd']}>
                          {tensor.editable ? (
                            <Cell
                              key={value}
                              name={`${tensor.name}[${label(flat + column)}]`}
                              text={text(value)}
                              disabled={busy}
                              onValue={(typed) => {
                                const next = valueOf(typed, tensor.dtype);
                                if (next === undefined) return undefined;
                                if (next === value) return Promise.resolve(false);
                                return session.edit({ kind: 'values', layer, tensor: tensor.name, index: flat + column, values: [next] });
                              }}
                            />
                          ) : (
                            text(value)
                          )}
                        </td>
                      ))}
                    </tr>
                  );
                })}
              </tbody>
            </table>
          </div>
        )}
      </Loaded>
      {tensor.editable && <p className={figures['note']}>{t('values.edit')}</p>}
    </>
  );
}

interface CellProps {
  name: string;
  text: string;
  disabled: boolean;
  /** Whether the value was taken; undefined where it is none. */
  onValue: (text: string) => Promise<boolean> | undefined;
}

function Cell({ name, text, disabled, onValue }: CellProps) {
  const [wrong, setWrong] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const put = async (typed: string) => {
    const taken = onValue(typed);
    setWrong(taken === undefined);
    // What was refused is told elsewhere: here stands what is in force.
    if (taken && !(await taken) && input.current?.value === typed) input.current.value = text;
  };
  return (
    <input
      ref={input}
      className={classes['cell']}
      aria-label={name}
      aria-invalid={wrong}
      defaultValue={text}
      disabled={disabled}
      inputMode="decimal"
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur();
        if (event.key === 'Escape') {
          event.currentTarget.value = text;
          setWrong(false);
          event.currentTarget.blur();
        }
      }}
      onBlur={(event) => {
        if (event.currentTarget.value !== text) void put(event.currentTarget.value);
        else setWrong(false);
      }}
    />
  );
}
