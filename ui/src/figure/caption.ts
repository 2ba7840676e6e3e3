// What is told under a figure that leaves the page: of which program and moment
// it is, which engine drew it, and whether it can be believed. Each page says
// it in its own words; nothing here knows whose page it is.

/** What a truth badge tells besides. */
export interface Differs {
  /** What of it is somebody's choice, and says nothing about memory. */
  model?: string | undefined;
  /** How V8 differs, when it does. */
  v8?: string | undefined;
}

export interface Caption extends Differs {
  /** Whose memory it is: a program's name, or a file's. */
  program: string;
  /** Where in its run; '' for what has no moments. */
  moment: string;
  /** Who drew it: "Glassheap's engine 0.2.0". */
  engine: string;
  /** The truth badge: "read from this engine". */
  truth: string;
  /** The program's text, where there is one. */
  source?: string;
}

const NOTHING: Caption = { program: '', moment: '', engine: '', truth: '' };

let ask: () => Caption = () => NOTHING;

const badges = new WeakMap<Element, Differs>();

/** A badge on the page, and what it says. */
export function setBadge(badge: Element, differs: Differs): void {
  badges.set(badge, differs);
}

/** The badge in a picture, or under it. */
function badgeOf(figure: Element): Differs {
  const badge = (figure.closest('.picture') ?? figure)
    .querySelector('.truth') ?? figure.parentElement?.querySelector(
    ':scope > .truth');
  return badge && badges.get(badge) || {};
}

/** Called once by each page. */
export function setCaption(caption: () => Caption): void {
  ask = caption;
}

export const captionOf = (figure: Element): Caption =>
  ({ ...ask(), ...badgeOf(figure) });

/** What may not be taken for what is so. */
export const sayDiffers = ({ model, v8 }: Differs): string[] => [
  ...model ? [`A model: ${model}`] : [],
  ...v8 ? [`V8 differs: ${v8}`] : [],
];

/** In a line: "shapes.js at moment 12.3; Glassheap's engine 0.2.0". */
export const sayCaption = ({ program, moment, engine }: Caption): string =>
  [`${program}${moment && ` at moment ${moment}`}`, engine].filter(Boolean)
    .join('; ');
