import ort from 'onnxruntime-node';
import { loadLibrary } from './load.mjs';
import { SEED_MLP } from './specs.mjs';
const lab=await loadLibrary();
const plan=lab.buildStepPlan(SEED_MLP.spec,[784]);
const init=lab.initializeVariables(plan.variables,lab.seed(1));
const program=lab.optimise(plan.phases[0].program, lab.FAST_PASSES);
const m=lab.toOnnx(program);
const loc=Object.fromEntries(m.outputs.map(o=>[o,o.startsWith('gradient/')?'gpu-buffer':'cpu']));
let t=performance.now();
const s=await ort.InferenceSession.create(m.bytes,{executionProviders:['webgpu'],preferredOutputLocation:loc,logSeverityLevel:+(process.env.SEV??3), logVerbosityLevel:0, enableProfiling:!!process.env.PROF, profileFilePrefix:'/tmp/wg/prof'});
console.log('create',performance.now()-t);
const feeds={}; for(const n of m.inputs){const v=program.inputs.find(i=>i.name===n).value; const shape=program.types[v].shape; feeds[n]=new ort.Tensor('float32',init.get(n)??new Float32Array(shape.reduce((a,b)=>a*b,1)).fill(.3),shape);}
for(let i=0;i<3;i++){t=performance.now(); var r=await s.run(feeds); console.log('run',performance.now()-t, r['loss/discriminator'].data);}
const g=Object.values(r).find(x=>x.location==='gpu-buffer'); console.log(g.location,g.dims, typeof g.downloader, typeof g.disposer);
g.dispose(); console.log(g.location)
if(process.env.PROF) s.endProfiling();
if(process.env.REL) await s.release();
console.log('end');
