// SPDX-License-Identifier: Apache-2.0
// Runs an ONNX model on ONNX Runtime and writes its outputs.
//
// usage: onnxruntime.js MODEL.onnx INPUT.npy DIR
//   INPUT holds the values of the model's one input, in any shape; sizes that
//   the model leaves open are 1. DIR/NAME.npy is float32, one for each output.
"use strict";
const fs = require("fs");
const path = require("path");
const ort = require("onnxruntime-node");

// The values of a float32 .npy in C order.
function readNpy(file) {
  const bytes = fs.readFileSync(file);
  const length = bytes.readUInt16LE(8);
  const header = bytes.toString("latin1", 10, 10 + length);
  if (!header.includes("'<f4'") || header.includes("True"))
    throw new Error(`${file}: wanted float32 in C order, got ${header}`);
  const data = bytes.subarray(10 + length);
  return new Float32Array(data.buffer.slice(data.byteOffset, data.byteOffset + data.length));
}

function writeNpy(file, dims, values) {
  const shape = dims.length === 1 ? `(${dims[0]},)` : `(${dims.join(", ")})`;
  let header = `{'descr': '<f4', 'fortran_order': False, 'shape': ${shape}, }`;
  header += " ".repeat(63 - ((10 + header.length) % 64)) + "\n";
  const start = Buffer.alloc(10);
  start.write("\x93NUMPY\x01\x00", "latin1");
  start.writeUInt16LE(header.length, 8);
  const data = Buffer.from(Float32Array.from(values, Number).buffer);
  fs.writeFileSync(file, Buffer.concat([start, Buffer.from(header), data]));
}

async function main([model, input, folder]) {
  const session = await ort.InferenceSession.create(model, { logSeverityLevel: 3 });
  const values = readNpy(input);
  const [description] = session.inputMetadata;
  const dims = description.shape.map((size) => (typeof size === "number" && size > 0 ? size : 1));
  const feeds = { [description.name]: new ort.Tensor("float32", values, dims) };
  const results = await session.run(feeds);
  fs.mkdirSync(folder, { recursive: true });
  for (const [name, tensor] of Object.entries(results))
    writeNpy(path.join(folder, name.replaceAll("/", "_") + ".npy"), tensor.dims, tensor.data);
}

main(process.argv.slice(2)).catch((error) => {
  console.error(`onnxruntime.js: ${error.message}`);
  process.exit(1);
});
