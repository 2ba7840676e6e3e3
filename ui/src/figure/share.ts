// Addresses of what is on the page, for people and for other pages.

/** Whether this is a page of the lab, where a cookie knows the reader. */
const isSite = (): boolean => document.querySelector('.site') !== null;

/** The page of the lab around this one, which tells what is shown here. */
function homeOf(): URL | null {
  const home = new URLSearchParams(location.search).get('home');
  if (home === null || !URL.canParse(home)) return null;
  const url = new URL(home);
  return /^(127\.0\.0\.1|localhost)$/.test(url.hostname) ? url : null;
}

function addressWith(change: (search: URLSearchParams) => void): string {
  const { origin, pathname, search: own } = homeOf() ?? location;
  const search = new URLSearchParams(own);
  if (isSite()) search.delete('token');
  search.delete('embed');
  search.delete('only');
  change(search);
  const query = search.toString().replace(/=(?=&|$)/g, '');
  return `${origin}${pathname}${query && `?${query}`}${location.hash}`;
}

/** This state, to be opened again. */
export const link = (): string => addressWith(() => {});

const quoted = (text: string): string => text.replaceAll('&', '&amp;')
  .replaceAll('"', '&quot;').replaceAll('<', '&lt;');

/** This state as a frame in another page of this machine. `only`: one of the
 * pictures. */
export function frameCode(title: string, only?: string): string {
  const address = addressWith((search) => {
    search.set('embed', '');
    if (only) search.set('only', only);
  });
  return `<iframe src="${quoted(address)}" title="${quoted(title)}" ` +
    'width="100%" height="620" loading="lazy" ' +
    'style="border: 1px solid #8888; border-radius: 10px"></iframe>';
}
