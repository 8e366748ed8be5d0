 
import { readScenario } from './src/language/index.ts';
const H='stave: 1\nid: x\ntitle: x\nclock: { start: 2024-01, step: 1 month, steps: 100000 }\n'.replace('100000','1000');
const N=20000; const R=(n:number,f:(i:number)=>string)=>Array.from({length:n},(_, i)=>f(i)).join('\n');
const cases:Record<string,string>={
 unknowns:H+'measures:\n'+R(N,i=>`  measure${i}: unknown${i} + t`),
 cycles:H+'measures:\n'+R(N,i=>`  m${i}: m${(i+1)%N} + m0`),
 drivers:H+'drivers:\n'+R(6000,i=>`  d${i}: { initial: a, states: { a: { chance: [{ probability: 0.1, basis: data, actions: [{ raise: e${i} }] }], on: { e${(i+1)%6000}: {} } } } }`),
 keys:H+'measures:\n'+R(N,i=>`  m${i}: { vlaue: t, foo: 1 }`),
 states:H+'drivers:\n  d:\n    initial: s0\n    states:\n'+R(N,i=>`      s${i}: { always: { to: s${i+1}, when: t < t } }`)+`\n      s${N}: {}`,
 always:H+'drivers:\n  d:\n    initial: s'+N+'\n    states:\n      s0: {}\n'+R(N,i=>`      s${i+1}: { always: { to: s${i}, when: t < t } }`),
 long:H+'clock2: '+'[1,'.repeat(50)+'1'+']'.repeat(50),
 list:H+'summary: ['+'1,'.repeat(400000)+'1]',
 steps:H.replace('1000','100000')+'calendar:\n'+R(N,i=>`  - { event: e, at: 2024-02-01 }`),
 quotes:H+'measures:\n  a: "'+'\\u0061'.repeat(300000)+'"',
 errs:H+R(200000,i=>`@`),
 vars:H+'drivers:\n'+R(5000,i=>`  d${i}: { initial: a, variables: { v${i}: { type: boolean, start: false } }, states: { a: { on: { e: { actions: [{ set: v${i}, to: v${(i+1)%5000} }] } } } } }`)+'\ncalendar: [{event: e, at: 2024-02-01}]',
};
for(const [k,text] of Object.entries(cases)){ if(process.argv[2]&&k!==process.argv[2]) continue; const a=performance.now(); const r=await readScenario({name:k,text}); console.log(k,text.length,Math.round(performance.now()-a)+'ms',r.diagnostics.length,r.diagnostics[0]?.message.slice(0,150)); }
