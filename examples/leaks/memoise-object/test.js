export default function test({ shippingOf, showOrder }, assert) {
  assert.equal(showOrder(1), 490 + 2 * 120);
  const order = { items: [{ grams: 5 }] };
  assert.equal(shippingOf(order), shippingOf(order));
}
