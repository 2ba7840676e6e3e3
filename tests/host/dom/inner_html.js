// HTML becomes trees, and trees become HTML.
// flags: --host browser
const div = document.createElement('div');
div.innerHTML = '<p>Hello <b>world</b><p>&amp; &lt;more&gt;<br><img src=a alt="x&quot;y">';
console.log(div.innerHTML);
// expect: <p>Hello <b>world</b></p><p>&amp; &lt;more&gt;<br><img src="a" alt="x&quot;y"></p>
console.log(div.childNodes.length, div.querySelector('img').alt); // expect: 2 x"y
div.innerHTML = '<ul><li>1<li>2</ul><!-- note --><table><tr><td>x</table>';
console.log(div.innerHTML);
// expect: <ul><li>1</li><li>2</li></ul><!-- note --><table><tbody><tr><td>x</td></tr></tbody></table>
div.innerHTML = '<b><p>mis</b>nested</p>';
console.log(div.innerHTML); // expect: <b></b><p><b>mis</b>nested</p>
const row = document.createElement('tr');
row.innerHTML = '<td>1<td>2';
console.log(row.cells ? row.children.length : row.children.length, row.innerHTML);
// expect: 2 <td>1</td><td>2</td>
const select = document.createElement('select');
select.innerHTML = '<option>a<option selected>b';
console.log(select.innerHTML, select.value); // expect: <option>a</option><option selected="">b</option> b
div.innerHTML = '<svg viewBox="0 0 1 1"><foreignObject><p>x</p></foreignObject><linearGradient/></svg>';
console.log(div.innerHTML, div.querySelector('foreignObject').tagName, div.firstChild.namespaceURI);
// expect: <svg viewBox="0 0 1 1"><foreignObject><p>x</p></foreignObject><linearGradient></linearGradient></svg> foreignObject http://www.w3.org/2000/svg
div.innerHTML = '<script>a < b && "</div>"</script><style>p > a {}</style><textarea>\n<x></textarea>';
console.log(div.innerHTML);
// expect: <script>a < b && "</div>"</script><style>p > a {}</style><textarea>&lt;x&gt;</textarea>
div.textContent = '<&>\u00a0"';
console.log(div.innerHTML); // expect: &lt;&amp;&gt;&nbsp;"
div.innerHTML = '';
console.log(div.firstChild, div.outerHTML); // expect: null <div></div>
