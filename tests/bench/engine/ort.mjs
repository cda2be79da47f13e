// ONNX Runtime's part in bench.py: an order a line, answered with a line of JSON.
//   decoder FILE THREADS FRAMES            seconds to decode so many frames
//   kokoro FILE THREADS FRAMES             seconds from so many frames of Kokoro's text, pitch and energy to samples
//   voice FILE THREADS SYMBOLS             seconds to speak so many random symbols, and the samples
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

const ort = createRequire(import.meta.url)(process.env.ONNXRUNTIME);  // the folder of the module
const sessions = new Map();

async function session(file, threads) {
  const key = `${file} ${threads}`;
  if (!sessions.has(key)) {
    sessions.set(key, await ort.InferenceSession.create(file, {
      intraOpNumThreads: threads, interOpNumThreads: 1, executionMode: 'sequential', graphOptimizationLevel: 'all',
    }));
  }
  return sessions.get(key);
}

function noise(count) {
  return Float32Array.from({ length: count }, () =>
    Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random()));
}

async function answer([what, file, threads, count]) {
  const model = await session(file, Number(threads));
  const n = Number(count);
  const curve = (mean, deviation, count) => noise(count).map((value) => mean + deviation * value);
  const inputs = what === 'decoder'
    ? { latents: new ort.Tensor('float32', noise(192 * n), [1, 192, n]) }
    : what === 'kokoro'
    ? {
        text: new ort.Tensor('float32', noise(512 * n), [1, 512, n]),
        pitch: new ort.Tensor('float32', curve(120, 20, 2 * n), [1, 2 * n]),
        energy: new ort.Tensor('float32', noise(2 * n), [1, 2 * n]),
        source: new ort.Tensor('float32', curve(0, 0.1, 600 * n), [1, 600 * n]),
        style: new ort.Tensor('float32', curve(0, 0.1, 128), [1, 128]),
      }
    : {
        input: new ort.Tensor('int64', BigInt64Array.from({ length: n }, (_, i) => BigInt(1 + (i * 37) % 150)), [1, n]),
        input_lengths: new ort.Tensor('int64', BigInt64Array.from([BigInt(n)]), [1]),
        scales: new ort.Tensor('float32', Float32Array.from([0.667, 1, 0.8]), [3]),
      };
  const start = process.hrtime.bigint();
  const used = process.cpuUsage();
  const { output } = await model.run(inputs);
  const { user, system } = process.cpuUsage(used);
  return {
    seconds: Number(process.hrtime.bigint() - start) / 1e9, processor: (user + system) / 1e6, samples: output.size,
  };
}

for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(await answer(line.trim().split(' '))));
}
