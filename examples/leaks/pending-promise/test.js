export default async function test({ answer, answers, ask }, assert) {
  ask(1);
  ask(2);
  answer('yes');
  await null;
  await null;
  assert.deepEqual(answers, ['question 2? yes 100']);
}
