// SPDX-License-Identifier: Apache-2.0
// Asks ONNX Runtime (npm onnxruntime-node, on the CPU) for what qsim computed.
//
// usage: onnxruntime.js [OPTION...] MODEL.onnx INPUT OUTPUTS
//   INPUT holds the values of the model's one input that is no parameter, as
//   .npy in any shape; sizes that the model leaves open are 1. OUTPUTS is a
//   folder with NAME.npy for each output of the model: prints how far each is
//   from ONNX Runtime's, as a part of that one's largest magnitude.
//   --limit X            exit status 1 where that is more (default 1e-4)
//   --optimizations all|disabled   of ONNX Runtime (default all)
//   --write DIR          also writes ONNX Runtime's outputs to DIR/NAME.npy
// usage: onnxruntime.js [--limit X] --distance A.npy B.npy
//   How far A is from B, in the same way.
// usage: onnxruntime.js --cases FOLDER
//   Judges every case below FOLDER (model.onnx, test_data_set_0/*.pb) as ONNX's
//   own runner does: relative 1e-3, absolute 1e-7.
"use strict";
const fs = require("fs");
const path = require("path");
const { createRequire } = require("module");
// Lies with the other peers, whatever NODE_PATH says.
const peers = createRequire(path.join(__dirname, "../../bench/peers/package.json"));

function loadRuntime() {
  try {
    return peers("onnxruntime-node");
  } catch (error) {
    if (error.code !== "MODULE_NOT_FOUND") throw error;
    console.error(
      "onnxruntime.js: ONNX Runtime is not installed; " +
        "npm ci --ignore-scripts --prefix bench/peers installs it",
    );
    process.exit(2);
  }
}
const ort = loadRuntime();

// The values of a float32 .npy in C order.
function readNpy(file) {
  const bytes = fs.readFileSync(file);
  const length = bytes.readUInt16LE(8);
  const header = bytes.toString("latin1", 10, 10 + length);
  if (!header.includes("'<f4'") || header.includes("True"))
    throw new Error(`${file}: wanted float32 in C order, got ${header}`);
  const data = bytes.subarray(10 + length);
  const shape = header.match(/'shape': \(([^)]*)\)/)[1];
  return {
    values: new Float32Array(data.buffer.slice(data.byteOffset, data.byteOffset + data.length)),
    dims: shape.split(",").map((size) => size.trim()).filter(Boolean).map(Number),
  };
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

// A float32 TensorProto: field 1 dims, 4 float_data, 9 raw_data.
function readTensor(file) {
  const bytes = fs.readFileSync(file);
  const dims = [];
  let values = [];
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = bytes[at++];
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  };
  const floats = (end) => {
    const list = [];
    for (; at < end; at += 4) list.push(bytes.readFloatLE(at));
    return list;
  };
  while (at < bytes.length) {
    const tag = varint();
    const field = tag >> 3;
    if ((tag & 7) === 0) {
      const value = varint();
      if (field === 1) dims.push(value);
    } else if ((tag & 7) === 5) {
      const [value] = floats(at + 4);
      if (field === 4) values.push(value);
    } else if ((tag & 7) === 2) {
      const end = varint() + at;
      if (field === 1) while (at < end) dims.push(varint());
      else if (field === 4 || field === 9) values = values.concat(floats(end));
      at = end;
    } else {
      throw new Error(`${file}: no tensor of floats`);
    }
  }
  return { dims, values };
}

const create = (model, optimizations) =>
  ort.InferenceSession.create(model, {
    executionProviders: ["cpu"],
    graphOptimizationLevel: optimizations,
    logSeverityLevel: 3,
  });

// float32 to the bits of the nearest float16, ties to even, and back.
function toHalf(value) {
  const bits = new Uint32Array(Float32Array.of(value).buffer)[0];
  const sign = (bits >>> 16) & 0x8000;
  const size = Math.abs(value);
  if (!(size < 65520)) return sign | (size > 0 ? 0x7c00 : 0x7e00);
  const exponent = Math.max(Math.floor(Math.log2(size || 1)), -14);
  const steps = size / 2 ** (exponent - 10); // exact: a power of two
  let whole = Math.floor(steps);
  const rest = steps - whole;
  whole += rest > 0.5 || (rest === 0.5 && whole % 2 === 1) ? 1 : 0;
  // A significand that became 2048 carries into the exponent.
  return sign | (whole < 1024 ? whole : ((exponent + 15) << 10) + (whole - 1024));
}

function fromHalf(bits) {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (exponent ? (1024 + fraction) * 2 ** (exponent - 25) : fraction * 2 ** -24);
}

function makeTensor(type, values, dims) {
  if (type === "float16") return new ort.Tensor(type, Uint16Array.from(values, toHalf), dims);
  return new ort.Tensor("float32", values, dims);
}

// As numbers; some versions have halves as bits, others as a Float16Array.
function numbersOf(tensor) {
  return tensor.type === "float16" && tensor.data instanceof Uint16Array
    ? Float32Array.from(tensor.data, fromHalf)
    : Float32Array.from(tensor.data, Number);
}

// The largest difference, by the largest magnitude of `wanted`.
function distance(values, wanted) {
  if (values.length !== wanted.length) return Infinity;
  let largest = 0;
  let difference = 0;
  for (let i = 0; i < wanted.length; ++i) {
    largest = Math.max(largest, Math.abs(wanted[i]));
    // Of a NaN, which is greater than nothing, too.
    const off = Math.abs(values[i] - wanted[i]);
    if (!(off <= difference)) difference = off;
  }
  return difference === 0 ? 0 : difference / largest;
}

async function compare(model, input, folder, options) {
  const session = await create(model, options.optimizations);
  const [description] = session.inputMetadata;
  const dims = description.shape.map((size) => (typeof size === "number" && size > 0 ? size : 1));
  const feeds = { [description.name]: makeTensor(description.type, readNpy(input).values, dims) };
  const results = await session.run(feeds);
  let good = true;
  for (const name of session.outputNames) {
    const tensor = results[name];
    const numbers = numbersOf(tensor);
    const file = name.replaceAll("/", "_") + ".npy";
    if (options.write) {
      fs.mkdirSync(options.write, { recursive: true });
      writeNpy(path.join(options.write, file), tensor.dims, numbers);
    }
    if (!folder) continue;
    const own = readNpy(path.join(folder, file));
    const same = own.dims.join("x") === tensor.dims.join("x");
    const off = distance(own.values, numbers);
    const within = same && off <= options.limit;
    good &&= within;
    console.log(
      `${name}: ${tensor.dims.join("x")}, ` +
        (same ? `${off.toExponential(1)} of its largest` : `got ${own.dims.join("x")}`) +
        (within ? "" : `, wanted at most ${options.limit}`),
    );
  }
  return good;
}

async function judgeCase(folder) {
  const session = await create(path.join(folder, "model.onnx"), "all");
  const data = (what, i) => readTensor(path.join(folder, "test_data_set_0", `${what}_${i}.pb`));
  const feeds = {};
  session.inputNames.forEach((name, i) => {
    const { dims, values } = data("input", i);
    feeds[name] = new ort.Tensor("float32", Float32Array.from(values), dims);
  });
  const results = await session.run(feeds);
  for (const [i, name] of session.outputNames.entries()) {
    const { dims, values } = data("output", i);
    const tensor = results[name];
    if (tensor.dims.join("x") !== dims.join("x"))
      return `output ${i} is ${tensor.dims.join("x")}, the case says ${dims.join("x")}`;
    const at = values.findIndex((want, k) => !(Math.abs(tensor.data[k] - want) <= 1e-7 + 1e-3 * Math.abs(want)));
    if (at >= 0) return `output ${i}: value ${at} is ${tensor.data[at]}, the case says ${values[at]}`;
  }
  return "";
}

async function judgeCases(folder) {
  let good = true;
  for (const name of fs.readdirSync(folder).sort()) {
    const difference = await judgeCase(path.join(folder, name)).catch((error) => error.message.split("\n")[0]);
    console.log(`${name}: ${difference || "the same"}`);
    good &&= !difference;
  }
  return good;
}

async function main(words) {
  const options = { limit: 1e-4, optimizations: "all" };
  const places = [];
  while (words.length) {
    const word = words.shift();
    if (word === "--cases") return judgeCases(words.shift());
    if (word === "--distance") {
      const off = distance(...words.splice(0, 2).map((file) => readNpy(file).values));
      console.log(`${off.toExponential(1)} of its largest`);
      return off <= options.limit;
    }
    if (word === "--limit") options.limit = Number(words.shift());
    else if (word === "--optimizations") options.optimizations = words.shift();
    else if (word === "--write") options.write = words.shift();
    else places.push(word);
  }
  return compare(places[0], places[1], places[2], options);
}

main(process.argv.slice(2)).then(
  (good) => process.exit(good ? 0 : 1),
  (error) => {
    console.error(`onnxruntime.js: ${error.message}`);
    process.exit(2);
  },
);
