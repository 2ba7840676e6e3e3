// querySelectorAll finds by ordinary selectors.
// flags: --host browser
document.body.innerHTML = `
  <main id="top" class="a b"><h1 lang="en-GB">Title</h1>
    <ul><li class="one">1</li><li class="two x">2</li><li>3</li><li>4</li></ul>
    <p></p><p>text<span data-k="v w">s</span></p><a href="http://x.org/a.png">l</a>
  </main>`;
const find = (selector, root = document) => {
  try {
    return [...root.querySelectorAll(selector)].map((element) =>
      element.id || element.className || element.textContent.trim() || element.tagName).join('|');
  } catch (error) {
    return error.name;
  }
};
for (const selector of [
  '*', 'main', '#top', '.a.b', 'MAIN > ul', 'ul li.two', 'li + li', 'li.one ~ li', 'li:first-child',
  'li:last-child', 'li:nth-child(2)', 'li:nth-child(odd)', 'li:nth-child(2n+2)', 'li:nth-last-child(-n+2)',
  'li:not(.one):not(.two)', 'li:not(.one, .two)', ':is(h1, p):empty', 'p:empty', 'li:nth-of-type(3)',
  'span:only-child', 'p:first-of-type', 'p:last-of-type', '[lang]', '[lang|=en]', '[data-k~=w]', '[href^="http"]', '[href$=".png"]',
  '[href*="x.o"]', '[class="two x"]', '[class="TWO X" i]', 'h1, a', 'main:has(> ul)', 'p:has(span)', 'li:has(+ .two)',
  ':root', 'ul > :nth-child(2 of :not(.one))', 'main  >  p>span', 'a:any-link', 'li:where(.x)', 'li::before', '.\\74wo',
  'p[', 'li:unknown', '', '>', 'a,', ':not()', ':is()', 'li:nth-child(x)', '#', 'div:hover',
]) console.log(selector, '=', find(selector));
// expect: * = Title
// expect:     1234
// expect:     textsl|HEAD|Title
// expect:     1234
// expect:     textsl|top|Title|1234|one|two x|3|4|P|texts|s|l
// expect: main = top
// expect: #top = top
// expect: .a.b = top
// expect: MAIN > ul = 1234
// expect: ul li.two = two x
// expect: li + li = two x|3|4
// expect: li.one ~ li = two x|3|4
// expect: li:first-child = one
// expect: li:last-child = 4
// expect: li:nth-child(2) = two x
// expect: li:nth-child(odd) = one|3
// expect: li:nth-child(2n+2) = two x|4
// expect: li:nth-last-child(-n+2) = 3|4
// expect: li:not(.one):not(.two) = 3|4
// expect: li:not(.one, .two) = 3|4
// expect: :is(h1, p):empty = P
// expect: p:empty = P
// expect: li:nth-of-type(3) = 3
// expect: span:only-child = s
// expect: p:first-of-type = P
// expect: p:last-of-type = texts
// expect: [lang] = Title
// expect: [lang|=en] = Title
// expect: [data-k~=w] = s
// expect: [href^="http"] = l
// expect: [href$=".png"] = l
// expect: [href*="x.o"] = l
// expect: [class="two x"] = two x
// expect: [class="TWO X" i] = two x
// expect: h1, a = Title|l
// expect: main:has(> ul) = top
// expect: p:has(span) = texts
// expect: li:has(+ .two) = one
// expect: :root = Title
// expect:     1234
// expect:     textsl
// expect: ul > :nth-child(2 of :not(.one)) = 3
// expect: main  >  p>span = s
// expect: a:any-link = l
// expect: li:where(.x) = two x
// expect: li::before = 
// expect: .\74wo = two x
// expect: p[ = SyntaxError
// expect: li:unknown = SyntaxError
// expect:  = SyntaxError
// expect: > = SyntaxError
// expect: a, = SyntaxError
// expect: :not() = SyntaxError
// expect: :is() = 
// expect: li:nth-child(x) = SyntaxError
// expect: # = SyntaxError
// expect: div:hover = 
const list = document.querySelector('ul');
console.log(find(':scope > .one', list), find('main li', list), list.matches('main *'), list.closest('.a').id, list.closest('p'));
// expect: one one|two x|3|4 true top null
