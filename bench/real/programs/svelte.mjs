// The svelte compiler compiles a component.
import { compile } from 'svelte/compiler';
const source = `<script>
  let { items = [] } = $props();
  let count = $state(0);
  let double = $derived(count * 2);
  function add() { count += 1; }
</script>
<button onclick={add} class:big={count > 3}>{count} {double}</button>
{#each items as item, i (item.id)}
  <p>{i}: {item.name}</p>
{:else}
  <p>none</p>
{/each}
{#if count}<b>{@html '<i>x</i>'}</b>{/if}
<style>p { color: red } :global(b) { margin: 0 }</style>`;
for (const generate of ['client', 'server']) {
  const { js, css } = compile(source, { filename: 'App.svelte', generate });
  console.log(js.code);
  console.log(css && css.code);
}
try {
  compile('{#if x}', { filename: 'Bad.svelte' });
} catch (error) {
  console.log(error.code, error.message.split('\n')[0]);
}
