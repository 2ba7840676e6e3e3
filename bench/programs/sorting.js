// Three ways of sorting, written out: index loops and swaps.
function randomNumbers(count) {
  const numbers = [];
  let state = 7;
  for (let i = 0; i < count; i++) {
    state = (state * 16807) % 2147483647;
    numbers.push(state % 1000000);
  }
  return numbers;
}

function quicksort(list, low, high) {
  while (low < high) {
    const pivot = list[(low + high) >> 1];
    let i = low;
    let j = high;
    while (i <= j) {
      while (list[i] < pivot) i++;
      while (list[j] > pivot) j--;
      if (i <= j) {
        const kept = list[i];
        list[i++] = list[j];
        list[j--] = kept;
      }
    }
    quicksort(list, low, j);
    low = i;
  }
}

function siftDown(heap, at, size) {
  const value = heap[at];
  for (let child = 2 * at + 1; child < size; child = 2 * at + 1) {
    if (child + 1 < size && heap[child + 1] > heap[child]) child++;
    if (heap[child] <= value) break;
    heap[at] = heap[child];
    at = child;
  }
  heap[at] = value;
}

function heapsort(list) {
  const size = list.length;
  for (let i = (size >> 1) - 1; i >= 0; i--) siftDown(list, i, size);
  for (let end = size - 1; end > 0; end--) {
    [list[0], list[end]] = [list[end], list[0]];
    siftDown(list, 0, end);
  }
}

function mergesort(list) {
  if (list.length < 2) return list;
  const middle = list.length >> 1;
  const left = mergesort(list.slice(0, middle));
  const right = mergesort(list.slice(middle));
  const merged = [];
  let i = 0;
  let j = 0;
  while (i < left.length && j < right.length) {
    merged.push(left[i] <= right[j] ? left[i++] : right[j++]);
  }
  while (i < left.length) merged.push(left[i++]);
  while (j < right.length) merged.push(right[j++]);
  return merged;
}

const numbers = randomNumbers(100000);
const first = numbers.slice();
quicksort(first, 0, first.length - 1);
const second = numbers.slice();
heapsort(second);
const third = mergesort(numbers);
let same = true;
let checksum = 0;
for (let i = 0; i < first.length; i++) {
  same = same && first[i] === second[i] && second[i] === third[i];
  checksum = (checksum * 31 + first[i]) % 1000003;
}
console.log(same, checksum);
