// Loaded into each thread of the soak: says, when asked, how many bytes live in it once its garbage is gone.
const { threadId, BroadcastChannel } = require('node:worker_threads');
const { setTimeout } = require('node:timers/promises');

/** Buffers go some time after the objects that they belong to. */
const GOES_MS = 100;

const channel = new BroadcastChannel('logitscope-soak');
channel.onmessage = async ({ data }) => {
  if (data.ask === undefined) return;
  for (let times = 0; times < 3; times++) {
    globalThis.gc();
    await setTimeout(GOES_MS);
  }
  const { heapUsed, external } = process.memoryUsage();
  channel.postMessage({ answer: data.ask, thread: threadId, bytes: heapUsed + external });
};
// An idle thread may end.
channel.unref();
