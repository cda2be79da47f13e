// Speaks through OpenAI's own client, as its users do, and prints what came of it as one JSON object.
//   node speech.mjs BASE_URL
import OpenAI from 'openai';

const client = new OpenAI({ baseURL: process.argv[2], apiKey: process.env.OPENAI_API_KEY ?? 'none', maxRetries: 0 });
const outcome = {};

// A whole file in each format.
outcome.formats = {};
for (const format of ['mp3', 'opus', 'flac', 'wav', 'pcm']) {
  const response = await client.audio.speech.create({
    model: 'gpt-4o-mini-tts', voice: 'alloy', input: 'Hello there.', response_format: format,
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  outcome.formats[format] = { type: response.headers.get('content-type'), size: bytes.length, head: bytes.subarray(0, 4).toString('latin1') };
}

// Streamed: bytes are read as they come.
{
  const response = await client.audio.speech.create({
    model: 'tts-1', voice: 'nova', input: 'Hello there.', response_format: 'pcm', speed: 1.5,
  });
  let size = 0;
  for await (const chunk of response.body) {
    size += chunk.length;
  }
  outcome.streamed = size;
}

// Streamed as events.
{
  const response = await client.audio.speech.create({
    model: 'gpt-4o-mini-tts', voice: 'alloy', input: 'Hello there.', response_format: 'pcm', stream_format: 'sse',
  });
  const events = (await response.text()).split('\n\n').filter(Boolean).map((event) => JSON.parse(event.replace(/^data: /, '')));
  outcome.events = {
    types: [...new Set(events.map((event) => event.type))],
    size: events.filter((event) => event.audio).reduce((sum, event) => sum + Buffer.from(event.audio, 'base64').length, 0),
    usage: events.at(-1).usage,
  };
}

// The catalogue.
outcome.models = [];
for await (const model of client.models.list()) {
  outcome.models.push(model.id);
}
outcome.model = (await client.models.retrieve('tts-1')).id;

// Errors arrive as the client's own classes with their members filled in.
outcome.errors = {};
const wrong = {
  voice: { model: 'tts-1', voice: 'nobody', input: 'Hello.' },
  format: { model: 'tts-1', voice: 'alloy', input: 'Hello.', response_format: 'aac' },
  empty: { model: 'tts-1', voice: 'alloy', input: '' },
  speed: { model: 'tts-1', voice: 'alloy', input: 'Hello.', speed: 99 },
};
for (const [name, request] of Object.entries(wrong)) {
  try {
    await client.audio.speech.create(request);
  } catch (error) {
    outcome.errors[name] = { class: error.constructor.name, status: error.status, param: error.param, code: error.code, type: error.type, message: error.message };
  }
}
try {
  await client.models.retrieve('whisper-1');
} catch (error) {
  outcome.errors.model = { class: error.constructor.name, status: error.status, code: error.code };
}

console.log(JSON.stringify(outcome));
