// prettier formats.
import * as prettier from 'prettier';
const samples = {
  babel: 'const a={b:1,"c-d":[1,2,3],...e};async function*f({a,b=1},...c){for await(const x of y)yield* x??z?.[0]}\nclass A extends B{#p=1;static{foo()}get x(){return `a${b}`}}\nif(a){b()}else if(c)d();else{e}\nexport default ()=>{return veryLongFunctionName(argumentNumberOne,argumentNumberTwo,argumentNumberThree)}',
  typescript: 'interface A<T extends object=  {}>{a?:string;readonly b:number|undefined}\nenum E{A,B=2}\nabstract class C<T> implements A<T>{private x!:T;constructor(public y:string){super()}}\ntype M={[K in keyof A]?:A[K]}',
  css: 'a{color:red;background:url( "x.png" )}@media (max-width:100px){.b>.c,d::after{margin:0 auto!important}}',
  json: '{"a":[1,2,{"b":null}],"c":"x"}',
  markdown: '# Title\n* a\n* b\n   * c\n\n|a|b|\n|-|-|\n|1|22|\n\n```js\nx=1\n```\n',
  html: '<div><p>hello <b>x</b></p><script>var a=1</script><ul><li>1</li><li>2</li></ul></div>',
  yaml: 'a:   1\nb:\n    - x\n    -   y\n',
};
for (const [parser, text] of Object.entries(samples)) {
  console.log(`--- ${parser}`);
  console.log(await prettier.format(text, { parser }));
}
try {
  await prettier.format('let a = ;', { parser: 'babel' });
} catch (error) {
  console.log(error.name, error.message);
}
