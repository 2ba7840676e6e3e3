// The old HTML methods escape quotes in their attribute.
console.log('t'.anchor('a"b'), 't'.link('u'), 't'.fontcolor('red'), 't'.fontsize(7))
// expect: <a name="a&quot;b">t</a> <a href="u">t</a> <font color="red">t</font> <font size="7">t</font>
console.log('t'.big(), 't'.blink(), 't'.bold(), 't'.fixed(), 't'.italics(), 't'.small(), 't'.strike(), 't'.sub(), 't'.sup())
// expect: <big>t</big> <blink>t</blink> <b>t</b> <tt>t</tt> <i>t</i> <small>t</small> <strike>t</strike> <sub>t</sub> <sup>t</sup>
