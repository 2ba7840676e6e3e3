export default function test({ open, scrollPast }, assert) {
  assert.match(scrollPast(3), /^card 3\d+ pixels$/);
  const card = open(4);
  card.width.textContent = '';
  dispatchEvent(new Event('resize'));
  assert.match(card.width.textContent, /pixels/);
  card.unmount();
}
