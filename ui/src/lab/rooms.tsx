// Environments as rooms: what lies in each, what it would take with it, and who
// holds the key. Sizes are the engine's: what the roots reach no more when the
// cell is not there.
import { effect, signal } from '@preact/signals';
import { request } from '../connection.ts';
import { at, bytes, shorten } from '../model/format.ts';
import { SourceText } from '../model/source-text.ts';
import { now } from '../model/store.ts';
import { scopeAround } from './edits.ts';
import { aside } from '../model/time.ts';
import { isShownPanel } from './panels.ts';
import { running } from './run.ts';
import type { Address, Field, Graph } from '../protocol.ts';
import { Panel } from '../draw/panel.tsx';
import { Chip, ValueView } from '../draw/value.tsx';

interface Holder {
  address: Address;
  text: string;
  /** Bytes that go with it. */
  kept: number;
}

export interface Room {
  address: Address;
  /** The function whose variables these are. */
  scope: string;
  /** Bytes that go with the room. */
  kept: number;
  variables: (Field & { kept: number })[];
  holders: Holder[];
  /** The room around it. */
  parent: Address | null;
}

export const roomsNow = signal<Room[]>([]);

const ROOMS_MOST = 12;

const retained = async (address: Address | undefined): Promise<number> =>
  address === undefined ? 0
    : (await request('Heap.retained', { address })).bytes;

/** By where the code of a function stands that holds the room. */
async function scopeOf(functions: Address[]): Promise<string> {
  const text = running.peek()?.text;
  for (const address of functions) {
    const cell = await request('Heap.object', { address });
    const code = cell.function?.code &&
      await request('Code.describe', { address: cell.function.code })
        .catch(() => null);
    if (code && code.source === 1 && code.start !== undefined && text) {
      const units = new SourceText(text);
      return scopeAround(text, units.offset(code.start));
    }
  }
  return '';
}

async function roomAt(address: Address, graph: Graph): Promise<Room> {
  const cell = await request('Heap.object', { address });
  const variables = await Promise.all((cell.environment?.variables ?? [])
    .map(async (field) => ({ ...field,
      kept: await retained(field.value.address) })));
  const functions = graph.edges.filter(({ to, name }) => to === address &&
    name === 'environment').map(({ from }) => from);
  const holders = await Promise.all(graph.nodes
    .filter((node) => functions.includes(node.address))
    .map(async ({ address: holder, text }) => ({ address: holder, text,
      kept: await retained(holder) })));
  return {
    address, variables, holders, kept: await retained(address),
    scope: await scopeOf(functions), parent: cell.environment?.parent ?? null,
  };
}

/** The rooms of this moment that the stack leads to. */
export async function readRooms(graph: Graph): Promise<Room[]> {
  const found = graph.nodes.filter(({ kind }) => /^environment$/i.test(kind));
  return Promise.all(found.slice(0, ROOMS_MOST).map(({ address }) =>
    roomAt(address, graph)));
}

effect(() => {
  const snapshot = now.value;
  if (!snapshot || !isShownPanel('rooms')) {
    roomsNow.value = [];
    return;
  }
  const read = () => aside(async () => {
    const isHere = now.peek()?.state.moment === snapshot.state.moment;
    return isHere ? readRooms(snapshot.graph) : [];
  });
  read().then((rooms) => {
    if (now.peek()?.state.moment === snapshot.state.moment) {
      roomsNow.value = rooms;
    }
  }, () => { /* another program: it tells of itself */ });
});

function RoomView({ room }: { room: Room }) {
  const most = Math.max(1, ...room.variables.map(({ kept }) => kept));
  return (
    <li class="lab-room">
      <header>
        <b>{room.scope ? `room of ${room.scope}` : 'room'}</b>{' '}
        <Chip address={room.address} />
        <span class="lab-room-kept">keeps {bytes(room.kept)}</span>
      </header>
      <table>
        <caption class="hidden">Variables in this room</caption>
        <tbody>
          {room.variables.map(({ name, value, kept }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td><ValueView value={value} most={18} /></td>
              <td class="lab-room-bytes">{kept ? bytes(kept) : 'in the word'}
                <i style={{ width: `${100 * kept / most}%` }} /></td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="lab-keys"><span class="of">the key is held by</span>
        {room.holders.map((holder) => (
          <span key={holder.address} class="line-up">
            <Chip address={holder.address} text={shorten(holder.text, 18)} />
            <span class="of">keeps {bytes(holder.kept)}</span></span>
        ))}
        {!room.holders.length && <span class="none">no function that is
          reached</span>}
        {room.parent !== null && <span class="of">inside of the room {
          at(room.parent)}</span>}
      </p>
    </li>
  );
}

export function Rooms() {
  const rooms = roomsNow.value;
  return (
    <Panel name="rooms" title="Rooms" aside={<span class="of">environments</span>}>
      <ul class="lab-rooms scrolls" tabIndex={0} aria-label="Rooms">
        {rooms.map((room) => <RoomView key={room.address} room={room} />)}
        {!rooms.length && <li class="empty">No variable lives in a room at this
          moment.</li>}
      </ul>
    </Panel>
  );
}
