// SPDX-License-Identifier: Apache-2.0
// The name of a layer in a result; it opens the workbench there, where the experiment is still there.
import { Link } from '@tanstack/react-router';

export function LayerLink({ experiment, layer, name }: { experiment: string | undefined; layer: number; name: string }) {
  if (!experiment) return name;
  return (
    <Link to="/experiments/$experiment/workbench" params={{ experiment }} search={{ layer }}>
      {name}
    </Link>
  );
}
