let answerIt = null;

function nextAnswer(question) {
  return new Promise((resolve) => {
    answerIt = (answer) => resolve({ question, answer });
  });
}

export const answers = [];

async function listen(question) {
  const notes = new Array(100).fill(question);
  const { answer } = await nextAnswer(question); // perhaps there is none
  answers.push(`${question} ${answer} ${notes.length}`);
}

export function ask(n) {
  listen(`question ${n}?`); // the one before is not waited for any more
  return n;
}

export function answer(text) {
  answerIt(text);
}
