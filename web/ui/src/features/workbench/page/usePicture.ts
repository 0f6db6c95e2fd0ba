// SPDX-License-Identifier: Apache-2.0
// The picture of the address and the one that is simulated: one that is asked for in the address is simulated, and where it is
// refused, or another page has chosen, the address follows. Where changes would go with the old one, a person is asked first,
// however the new one was asked for: by the list, a link, or the way back.
import { useEffect, useRef, useState } from 'react';
import type { Go } from '../state/address';
import type { Session } from '../state/session';
import type { Snapshot } from '../state/session';

interface Asked {
  picture: string;
  /** texts of the changes that would go */
  losing: readonly string[];
}

interface Asking {
  /** what the list shows: the picture that was asked for, until it is known what becomes of it */
  chosen: string | undefined;
  asked: Asked | undefined;
  /** changes the picture */
  agree: () => void;
  /** stays with the old one */
  refuse: () => void;
}

/** `wanted`: of the address, where the project has it. */
export function usePicture(session: Session, { phase, simulation, asked: changing }: Snapshot, wanted: string | undefined, go: Go): Asking {
  const shown = simulation?.picture;
  const last = useRef<string>(undefined);
  const [asked, setAsked] = useState<Asked>();

  useEffect(() => {
    if (phase !== 'open' || !shown) return;
    const follow = () => {
      last.current = shown;
      go({ picture: shown }, 'replace');
    };
    const losing = (session.get().simulation?.edits ?? []).filter(({ ofPicture }) => ofPicture).map(({ text }) => text);
    const first = last.current === undefined;
    if (wanted === undefined || (first && wanted !== shown && losing.length === 0)) {
      // No picture is asked for; or one that could not be had when the simulation was found, such as while it runs.
      follow();
    } else if (wanted !== last.current) {
      last.current = wanted;
      if (wanted === (session.get().asked ?? shown)) setAsked(undefined);
      else if (losing.length > 0) setAsked({ picture: wanted, losing });
      else session.changePicture(wanted);
    } else if (wanted !== shown && !asked && session.get().asked === undefined) {
      // It was refused, or another page has chosen.
      follow();
    }
  }, [phase, shown, wanted, asked, changing, session, go]);

  const agree = () => {
    if (asked) session.changePicture(asked.picture);
    setAsked(undefined);
  };
  const refuse = () => {
    setAsked(undefined);
    if (!shown) return;
    last.current = shown;
    go({ picture: shown }, 'replace');
  };
  return { chosen: asked?.picture ?? changing ?? shown, asked, agree, refuse };
}
