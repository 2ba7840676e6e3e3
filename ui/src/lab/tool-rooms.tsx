// Moving a variable between scopes: the edit is made in the program, and the
// rooms are drawn anew by the run that follows.
import { useState } from 'preact/hooks';
import { Choice } from './forms.tsx';
import { toNull, toOwnBlock, toOwnFunction, toScript } from './edits.ts';
import { rewrite } from './pen.ts';
import { roomsNow } from './rooms.tsx';
import { draft } from './run.ts';

const MOVES: Record<string, {
  title: string;
  edit: (text: string, name: string) => string;
}> = {
  block: { title: 'into a block of its own, with who uses it',
    edit: toOwnBlock },
  split: { title: 'into a function of its own: split this one',
    edit: toOwnFunction },
  script: { title: 'out to the script', edit: toScript },
  empty: { title: 'nowhere, but empty it before the function returns',
    edit: toNull },
};

export function RoomsTool() {
  const variables = [...new Set(roomsNow.value.flatMap((room) =>
    room.variables.map(({ name }) => name)))];
  const [of, setOf] = useState('');
  const [move, setMove] = useState('block');
  const name = variables.includes(of) ? of : variables[0];
  let text: string | null = null;
  let failure: string | null = null;
  try {
    if (name) text = MOVES[move]!.edit(draft.value, name);
  } catch (error) {
    failure = (error as Error).message;
  }
  if (!name) {
    return <p class="hand-hint">No variable lives in a room at this moment: go to
      where a closure has been made.</p>;
  }
  return (
    <form class="hand-form" onSubmit={(event) => {
      event.preventDefault();
      if (text !== null) void rewrite(text, `${name} moved`);
    }}>
      <div class="hand-fields">
        <Choice label="Variable" value={name} set={setOf}
          options={variables.map((each) => [each, each])} />
        <Choice label="Goes" value={move} set={setMove}
          options={Object.entries(MOVES).map(([each, { title }]) =>
            [each, title])} />
      </div>
      <div class="hand-buttons">
        <button type="submit" class="main-button" disabled={text === null}>
          Move it</button>
        {failure && <span class="hand-hint" role="status">{failure}</span>}
      </div>
    </form>
  );
}
