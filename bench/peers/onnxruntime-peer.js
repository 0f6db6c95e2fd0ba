// SPDX-License-Identifier: Apache-2.0
// ONNX Runtime as a peer, in the conversation of peer.h. The network ends before the heads.
//
// usage: node onnxruntime-peer.js THREADS MODEL.onnx
'use strict';
const ort = require('onnxruntime-node');
const readline = require('node:readline');

const [threads, model] = process.argv.slice(2);

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

async function main() {
  let session, feeds;
  console.log('ready');
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const start = performance.now();
    if (line === 'load') {
      session = await ort.InferenceSession.create(model, {
        executionProviders: ['cpu'],
        graphOptimizationLevel: 'all',
        intraOpNumThreads: Number(threads),
        interOpNumThreads: 1,
        // Its threads must not spin on while others are measured.
        extra: { session: { force_spinning_stop: '1' } },
      });
      const shape = session.inputMetadata[0].shape;
      feeds = { [session.inputNames[0]]: new ort.Tensor('float32', noise(shape.reduce((a, b) => a * b)), shape) };
      console.log(`loaded ${(performance.now() - start).toFixed(4)}`);
      continue;
    }
    const times = [];
    for (let left = Number(line); left > 0; --left) {
      const begin = performance.now();
      await session.run(feeds);
      times.push((performance.now() - begin).toFixed(4));
    }
    console.log(times.join(' '));
  }
}

main().catch((error) => {
  console.error(`onnxruntime-peer: error: ${error.message}`);
  process.exit(1);
});
