// Loaded into each thread of the soak: says, when asked, how many bytes live in it once its garbage is gone.
const { threadId, BroadcastChannel } = require('node:worker_threads');

const channel = new BroadcastChannel('logitscope-soak');
channel.onmessage = ({ data }) => {
  if (data.ask === undefined) return;
  globalThis.gc();
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  channel.postMessage({ answer: data.ask, thread: threadId, bytes: heapUsed + external });
};
// An idle thread may end.
channel.unref();
