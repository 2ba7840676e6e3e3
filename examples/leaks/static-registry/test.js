export default function test({ Document, editDocument }, assert) {
  const open = new Document('doc-open', 'a;b');
  assert.equal(Document.find('doc-open'), open);
  assert.equal(open.close(), 2);
  assert.equal(editDocument(1), 4);
}
