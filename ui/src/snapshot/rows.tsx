// A table of any number of rows: those in sight are drawn, and the pages that
// they are on are fetched when they come into sight.
import { useEffect, useId, useMemo, useRef, useState } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import { LineLost } from '../connection.ts';
import { drawOnce, useStill } from '../figure/statics.ts';
import { number } from '../model/format.ts';
import { report } from './answers.ts';

const ROW = 27;
const PAGE = 100;
/** Browsers draw no element of any height: beyond this the bar is a scale. */
const TALLEST = 6_000_000;

export interface Column<Row> {
  title: string;
  /** As a CSS grid knows it: "90px", "minmax(0, 2fr)". */
  width: string;
  numeric?: boolean;
  /** Left out where there is little room. */
  wide?: boolean;
  /** The server's word for the order by this column. */
  sort?: string;
  draw: (row: Row) => ComponentChildren;
}

export interface Fetched<Row> { rows: Row[]; total: number }

interface Props<Row> {
  label: string;
  columns: Column<Row>[];
  /** What the rows depend on: with another, all are fetched anew. */
  about: string;
  fetch: (offset: number, limit: number) => Promise<Fetched<Row>>;
  act: (row: Row) => void;
  sort?: string;
  onSort?: (sort: string) => void;
  /** So many rows high at most; without it, as high as there is room. */
  most?: number;
  empty?: string;
}

class Pages<Row> {
  rows = new Map<number, Row[] | 'asked'>();
  total: number | null = null;
  at(index: number): Row | undefined {
    const page = this.rows.get(Math.floor(index / PAGE));
    return page === 'asked' ? undefined : page?.[index % PAGE];
  }
}

/** Which rows are in sight, and where each stands. */
function layOut(total: number, top: number, height: number) {
  const whole = total * ROW;
  const tall = Math.min(whole, TALLEST);
  const scale = whole > tall ? (whole - height) / (tall - height) : 1;
  const shift = top * scale - top;
  const first = Math.max(0, Math.floor(top * scale / ROW) - 3);
  const last = Math.min(total, Math.ceil((top * scale + height) / ROW) + 3);
  return { tall, scale, first, last, yOf: (i: number) => i * ROW - shift };
}

/** So many rows of a table are in a file. */
const SAVED = 200;

/** The table as one for a file, from its first row on. */
async function savedRows<Row>(
  { label, columns, fetch }: Props<Row>,
): Promise<Element | null> {
  const rows: Row[] = [];
  let total = 0;
  do {
    const page = await fetch(rows.length, PAGE);
    rows.push(...page.rows);
    total = page.total;
    if (!page.rows.length) break;
  } while (rows.length < Math.min(total, SAVED));
  const rest = total - rows.length;
  return drawOnce(
    <table class="saved-rows">
      <caption class="hidden">{label}</caption>
      <thead><tr>{columns.map(({ title, numeric }) => (
        <th key={title} scope="col" class={numeric ? 'is-number' : ''}>{title}
        </th>))}</tr></thead>
      <tbody>
        {rows.map((row, at) => (
          <tr key={at}>{columns.map(({ title, draw, numeric }) => (
            <td key={title} class={numeric ? 'is-number' : ''}>{draw(row)}</td>
          ))}</tr>
        ))}
        {rest > 0 && <tr><td colSpan={columns.length}>These are the first {
          number(rows.length)} of {number(total)}: {number(rest)} more are not
          in this file.</td></tr>}
      </tbody>
    </table>);
}

export function Rows<Row>(props: Props<Row>) {
  const { label, columns, about, fetch, act, sort, onSort, most, empty } =
    props;
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const pages = useMemo(() => new Pages<Row>(), [about]);
  const [, draw] = useState(0);
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(400);
  const [active, setActive] = useState(0);

  function need(page: number): void {
    if (pages.rows.has(page)) return;
    pages.rows.set(page, 'asked');
    fetch(page * PAGE, PAGE).then(({ rows, total }) => {
      pages.rows.set(page, rows);
      pages.total = total;
      draw((n) => n + 1);
    }, (error: unknown) => {
      pages.rows.delete(page);
      if (!(error instanceof LineLost)) pages.total ??= 0;
      report(error);
      draw((n) => n + 1);
    });
  }

  useEffect(() => {
    setActive(0);
    setTop(0);
    if (box.current) box.current.scrollTop = 0;
    need(0);
  }, [about]);
  useEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() =>
      setHeight(Math.max(element.clientHeight - ROW, ROW)));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useStill(box, () => savedRows(props));

  const total = pages.total ?? 0;
  const { tall, scale, first, last, yOf } = layOut(total, top, height);
  useEffect(() => {
    for (let page = Math.floor(first / PAGE); page * PAGE < last; page++) {
      need(page);
    }
  });

  function moveTo(index: number): void {
    const next = Math.max(0, Math.min(total - 1, index));
    setActive(next);
    const element = box.current;
    if (!element) return;
    const y = next * ROW;
    const seen = element.scrollTop * scale;
    if (y < seen) element.scrollTop = y / scale;
    else if (y + ROW > seen + height) {
      element.scrollTop = Math.ceil((y + ROW - height) / scale);
    }
  }

  function keyDown(event: KeyboardEvent): void {
    if (event.target !== box.current || !total) return;
    const leap = Math.max(1, Math.floor(height / ROW) - 1);
    const moves: Record<string, number> = {
      ArrowDown: active + 1, ArrowUp: active - 1, PageDown: active + leap,
      PageUp: active - leap, Home: 0, End: total - 1,
    };
    const move = moves[event.key];
    const row = pages.at(active);
    if (move !== undefined) moveTo(move);
    else if ((event.key === 'Enter' || event.key === ' ') && row) act(row);
    else return;
    event.preventDefault();
  }

  const lines = [];
  for (let i = first; i < last; i++) {
    const row = pages.at(i);
    lines.push(
      <div key={i} role="row" id={`${id}-${i}`} aria-rowindex={i + 2}
        class={`row${i === active ? ' is-active' : ''}`}
        style={{ transform: `translateY(${yOf(i)}px)` }}
        onClick={() => {
          setActive(i);
          if (row) act(row);
        }}>
        {columns.map(({ title, draw: drawCell, numeric, wide }) => (
          <div key={title} role="gridcell" class={`cell${
            numeric ? ' is-number' : ''}${wide ? ' is-wide' : ''}`}>
            {row ? drawCell(row) : ''}
          </div>
        ))}
      </div>);
  }
  const widths = (list: Column<Row>[]) =>
    list.map(({ width }) => width).join(' ');
  return (
    <div class={`rows${most ? ' is-short' : ''}`} role="grid" tabIndex={0}
      ref={box} aria-label={label} aria-rowcount={total + 1}
      aria-busy={pages.total === null}
      aria-activedescendant={total ? `${id}-${active}` : undefined}
      onScroll={(event) => setTop(event.currentTarget.scrollTop)}
      onKeyDown={keyDown}
      style={{
        '--columns': widths(columns),
        '--columns-narrow': widths(columns.filter(({ wide }) => !wide)),
        ...most && { height: `${(Math.min(most, Math.max(total, 1)) + 1) *
          ROW + 2}px` },
      }}>
      <div role="row" class="row row-head" aria-rowindex={1}>
        {columns.map(({ title, numeric, wide, sort: by }) => (
          <div key={title} role="columnheader" class={`cell${
            numeric ? ' is-number' : ''}${wide ? ' is-wide' : ''}`}
            aria-sort={by && by === sort
              ? by === 'name' ? 'ascending' : 'descending' : undefined}>
            {by && onSort ? (
              <button type="button" class="sort" onClick={() => onSort(by)}>
                {title}{by === sort && <span aria-hidden="true">{
                  by === 'name' ? ' ▴' : ' ▾'}</span>}
              </button>
            ) : title}
          </div>
        ))}
      </div>
      <div class="rows-body" role="presentation"
        style={{ height: `${tall}px` }}>{lines}</div>
      {pages.total === 0 && <p class="empty">{empty ?? 'None.'}</p>}
    </div>
  );
}

/** "5 of 1,234", beside the title of a table. */
export const countOf = (total: number, what: string): string =>
  `${number(total)} ${what}`;
