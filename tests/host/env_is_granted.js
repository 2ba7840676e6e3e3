// flags: --allow-env=GLASSHEAP_A,GLASSHEAP_B
// env: GLASSHEAP_A=one GLASSHEAP_B=two GLASSHEAP_C=three
// process.env has what --allow-env names.
console.log(JSON.stringify(process.env)); // expect: {"GLASSHEAP_A":"one","GLASSHEAP_B":"two"}
console.log(process.env.GLASSHEAP_C, 'GLASSHEAP_A' in process.env); // expect: undefined true
