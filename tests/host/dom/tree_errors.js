// What would make no tree is refused, and nothing has happened then.
// flags: --host browser
function attempt(action) {
  try {
    console.log('done', action());
  } catch (error) {
    console.log(error.name, error.code, error.message);
// expect: HierarchyRequestError 3 Failed to execute 'appendChild' on 'Node': The new child element contains the parent.
// expect: HierarchyRequestError 3 Failed to execute 'appendChild' on 'Node': The new child element contains the parent.
// expect: NotFoundError 8 Failed to execute 'removeChild' on 'Node': The node to be removed is not a child of this node.
// expect: NotFoundError 8 Failed to execute 'insertBefore' on 'Node': The node before which the new node is to be inserted is not a child of this node.
// expect: HierarchyRequestError 3 Failed to execute 'appendChild' on 'Node': Nodes of type '#text' may not be inserted inside nodes of type '#document'.
// expect: HierarchyRequestError 3 Failed to execute 'appendChild' on 'Node': Only one element on document allowed.
// expect: HierarchyRequestError 3 Failed to execute 'appendChild' on 'Node': Nodes of type '#document' may not be inserted inside nodes of type 'P'.
// expect: HierarchyRequestError 3 Failed to execute 'appendChild' on 'Node': This node type does not support this method.
// expect: TypeError undefined Failed to execute 'appendChild' on 'Node': parameter 1 is not of type 'Node'.
// expect: TypeError undefined Failed to execute 'appendChild' on 'Node': 1 argument required, but only 0 present.
// expect: InvalidCharacterError 5 Failed to execute 'createElement' on 'Document': The tag name provided ('1x') is not a valid name.
// expect: InvalidCharacterError 5 Failed to execute 'setAttribute' on 'Element': 'a b' is not a valid attribute name.
// expect: SyntaxError 12 Failed to execute 'querySelector' on 'Element': 'p[' is not a valid selector.
// expect: InvalidCharacterError 5 Failed to execute 'add' on 'DOMTokenList': The token provided ('a b') contains HTML space characters, which are not valid in tokens.
// expect: SyntaxError 12 Failed to execute 'add' on 'DOMTokenList': The token provided must not be empty.
// expect: TypeError undefined Failed to construct 'HTMLDivElement': Illegal constructor
// expect: TypeError undefined Illegal invocation
  }
}
const outer = document.createElement('div');
const inner = outer.appendChild(document.createElement('p'));
attempt(() => inner.appendChild(outer));
attempt(() => outer.appendChild(outer));
attempt(() => outer.removeChild(document.body));
attempt(() => outer.insertBefore(document.createElement('b'), document.body));
attempt(() => document.appendChild(document.createTextNode('x')));
attempt(() => document.appendChild(document.createElement('html')));
attempt(() => inner.appendChild(document));
attempt(() => document.createTextNode('x').appendChild(inner));
attempt(() => outer.appendChild('text'));
attempt(() => outer.appendChild());
attempt(() => document.createElement('1x'));
attempt(() => outer.setAttribute('a b', ''));
attempt(() => outer.querySelector('p['));
attempt(() => outer.classList.add('a b'));
attempt(() => outer.classList.add(''));
attempt(() => new HTMLDivElement());
attempt(() => Node.prototype.appendChild.call({}, inner));
console.log(outer.outerHTML); // expect: <div><p></p></div>
