// SPDX-License-Identifier: Apache-2.0
// The address bar as state: set at once here, written to the router, and taken over where a person goes back.
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { changeAddress, parseAddress, sameAddress, type Address } from './selection';

export type Change = { [Key in keyof Address]: Address[Key] | undefined };
export type Go = (change: Change, how?: 'push' | 'replace') => void;

/** Choosing layer after layer is one entry of the history, not hundreds. */
const oneEntryWithin = 700; // ms

export function useAddress(): [Address, Go] {
  // The router passes on what it does not know, unread: a tab of another version, a layer that is no number.
  const written: Record<string, unknown> = useSearch({ from: '/experiments/$experiment/workbench' });
  const search = useMemo(() => parseAddress(written), [written]);
  const navigate = useNavigate();
  const [address, setAddress] = useState<Address>(search);
  const now = useRef<Address>(search);
  const sent = useRef<Address[]>([]);
  const pushed = useRef(-Infinity);

  useEffect(() => {
    const own = sent.current.findIndex((entry) => sameAddress(entry, search));
    if (own >= 0) {
      sent.current.splice(0, own + 1);
      return;
    }
    if (sameAddress(now.current, search)) return;
    now.current = search;
    setAddress(search);
  }, [search]);

  const wrong = Object.entries(written).some(([key, value]) => value !== undefined && search[key as keyof Address] !== value);
  useEffect(() => {
    if (wrong) void navigate({ to: '.', search: now.current, replace: true });
  }, [wrong, navigate]);

  const go = useCallback<Go>(
    (change, how = 'push') => {
      const next = changeAddress(now.current, change);
      if (sameAddress(next, now.current)) return;
      const time = performance.now();
      const replace = how === 'replace' || time - pushed.current < oneEntryWithin;
      if (!replace) pushed.current = time;
      now.current = next;
      sent.current.push(next);
      setAddress(next);
      void navigate({ to: '.', search: next, replace });
    },
    [navigate],
  );
  return [address, go];
}
