// SPDX-License-Identifier: Apache-2.0
// ONNX Runtime as a peer, in the conversation of peer.h. The network ends before the heads.
//
// usage: node onnxruntime-peer.js THREADS MODEL.onnx
//        node onnxruntime-peer.js THREADS MODEL.onnx OUT    runs once; OUT gets the outputs as float32, one after the other
'use strict';
const fs = require('node:fs');
const ort = require('onnxruntime-node');
const readline = require('node:readline');

const [threads, model, out] = process.argv.slice(2);

// The same values as noise() of peer.h.
function noise(count) {
  const values = new Float32Array(count);
  let state = 1;
  for (let i = 0; i < count; ++i) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    values[i] = (state >>> 8) / 16777216;
  }
  return values;
}

async function load() {
  const session = await ort.InferenceSession.create(model, {
    executionProviders: ['cpu'],
    graphOptimizationLevel: 'all',
    intraOpNumThreads: Number(threads),
    interOpNumThreads: 1,
    // Its threads must not spin on while others are measured.
    extra: { session: { force_spinning_stop: '1' } },
  });
  const shape = session.inputMetadata[0].shape;
  const picture = new ort.Tensor('float32', noise(shape.reduce((a, b) => a * b)), shape);
  return () => session.run({ [session.inputNames[0]]: picture }).then((results) => session.outputNames.map((name) => results[name]));
}

async function serve() {
  let run;
  console.log('ready');
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const start = performance.now();
    if (line === 'load') {
      run = await load();
      console.log(`loaded ${(performance.now() - start).toFixed(4)}`);
      continue;
    }
    const times = [];
    for (let left = Number(line); left > 0; --left) {
      const begin = performance.now();
      await run();
      times.push((performance.now() - begin).toFixed(4));
    }
    console.log(times.join(' '));
  }
}

async function write() {
  const outputs = await (await load())();
  fs.writeFileSync(out, Buffer.concat(outputs.map(({ data }) => Buffer.from(data.buffer, data.byteOffset, data.byteLength))));
}

(out ? write() : serve()).catch((error) => {
  console.error(`onnxruntime-peer: error: ${error.message}`);
  process.exit(1);
});
