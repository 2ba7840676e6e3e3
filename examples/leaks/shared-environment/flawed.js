// What support can look up: a function for each upload, newest last.
export const handles = [];

function receive(n) {
  return { name: `scan-${n}.png`, bytes: new Array(500).fill(n) };
}

export function upload(n) {
  const { name, bytes } = receive(n);
  const content = bytes.join(' ');
  const size = bytes.length;

  // for the console, when a customer complains
  function dump() {
    return content.slice(0, 80);
  }

  handles.push(() => ({ name, size }));
  return size;
}
