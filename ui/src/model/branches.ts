// The way into a branch of time: the changes by hand that led there, each with
// the moment at which it was made. A run is always the same, so they lead there
// again.
import { request } from '../connection.ts';
import type { Change } from '../protocol.ts';

export interface Made {
  from: string;
  change: Change;
}

/** Out of the branch that the run is in, and into the one of these changes. */
export async function enterBranch(list: readonly Made[]): Promise<void> {
  for (;;) {
    const { branch } = await request('Time.describe', {});
    if (!branch) break;
    await request('Time.return', {});
  }
  for (const { from, change } of list) {
    await request('Time.seek', { moment: from });
    await request('Time.change', change);
  }
}
