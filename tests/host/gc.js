// gc() collects now.
const weak = new WeakRef(function make() { return { big: new Array(1000).fill(1) } }())
setTimeout(() => {
  gc()
  console.log(weak.deref(), gc.name) // expect: undefined gc
})
