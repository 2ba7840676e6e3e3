// What support can look up: a function for each upload, newest last.
export const handles = [];

function receive(n) {
  return { name: `scan-${n}.png`, bytes: new Array(500).fill(n) };
}

// The tools for one upload: a tiny handle, and a dump for the console.
function makeTools(name, bytes) {
  const content = bytes.join(' ');
  const size = bytes.length;
  return {
    handle: () => ({ name, size }),
    dump: () => content.slice(0, 80),
  };
}

export function upload(n) {
  const { name, bytes } = receive(n);
  const { handle, dump } = makeTools(name, bytes);
  if (!dump()) throw new Error(`${name} is empty`);
  handles.push(handle);
  return bytes.length;
}
