export default function test({ handleRequest }, assert) {
  assert.match(handleRequest(0), /data-product="sku-0">19\.99 EUR/);
  assert.match(handleRequest(4), /data-product="sku-4">23\.99 EUR/);
  assert.equal(handleRequest(2), handleRequest(2));
}
