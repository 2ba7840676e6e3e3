// Pages within other pages: `?embed` leaves out all but the figure, `?only=`
// names the one picture that is wanted.
const search = new URLSearchParams(location.search);

export const isEmbedded = search.has('embed');
export const onlyPanel = isEmbedded ? search.get('only') : null;
