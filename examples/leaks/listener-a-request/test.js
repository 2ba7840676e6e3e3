export default async function test({ config, exportReport }, assert) {
  assert.equal(await exportReport(1), 4);
  const running = exportReport(2);
  config.reload({ pageSize: 100 }); // while the first page is on its way
  assert.equal(await running, 2);
  config.reload({ pageSize: 50 });
}
