// encodeURI, decodeURI, their Component forms, escape, unescape.
console.log(encodeURIComponent('a b&c/d?é☃𝄞'), encodeURI('http://x.y/a b?q=é#h')) // expect: a%20b%26c%2Fd%3F%C3%A9%E2%98%83%F0%9D%84%9E http://x.y/a%20b?q=%C3%A9#h
console.log(decodeURIComponent('%61%20%C3%A9%E2%98%83%F0%9D%84%9E'), decodeURI('%2F%61%23'), decodeURIComponent('%2F')) // expect: a é☃𝄞 %2Fa%23 /
try { decodeURIComponent('%') } catch (e) { console.log(String(e)) } // expect: URIError: URI malformed
try { decodeURIComponent('%C3%28') } catch (e) { console.log(String(e)) } // expect: URIError: URI malformed
try { encodeURIComponent('\ud800') } catch (e) { console.log(String(e)) } // expect: URIError: URI malformed
console.log(escape('a b+é☃'), unescape('%u2603%E9%zz%'), encodeURIComponent("-_.!~*'()")) // expect: a%20b+%E9%u2603 ☃é%zz% -_.!~*'()
