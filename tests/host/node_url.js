// URL and URLSearchParams.
const url = new URL('../a b?x=1&y=ü#h', 'https://user:pw@Example.com:8080/p/q/r');
console.log(url.href); // expect: https://user:pw@example.com:8080/p/a%20b?x=1&y=%C3%BC#h
console.log(url.origin, url.host, url.searchParams.get('y')); // expect: https://example.com:8080 example.com:8080 ü
url.searchParams.append('z', 'a b');
url.port = '443';
url.hash = '';
console.log(url.href); // expect: https://user:pw@example.com/p/a%20b?x=1&y=%C3%BC&z=a+b
console.log(new URL('http://0x7f.1/./a/../b').href, new URL('HTTP://[::1]:80').host); // expect: http://127.0.0.1/b [::1]
console.log(URL.canParse('nope'), new URL('mailto:a@b').pathname); // expect: false a@b
try {
  new URL('nope');
} catch (error) {
  console.log(error.code, error.input); // expect: ERR_INVALID_URL nope
}
const { fileURLToPath, pathToFileURL, parse } = require('url');
console.log(fileURLToPath('file:///a/b%20c'), pathToFileURL('/x y/ü').href); // expect: /a/b c file:///x%20y/%C3%BC
console.log([...new URLSearchParams('a=1&b=2')], parse('http://h:8/p?q#f').port); // expect: [ [ 'a', '1' ], [ 'b', '2' ] ] 8
