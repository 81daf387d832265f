import { mountInspector } from '../inspector/mount';
import { createClient } from '../worker/client';
import { filesBeside } from '../worker/files';
import { spawnWorker } from '../worker/spawn.web';
import { createHostClient } from './hostClient';
import { isToPage, type ToHost } from './protocol';

const { postMessage } = acquireVsCodeApi();
const tell = (message: ToHost) => postMessage(message);
const own = createClient(spawnWorker(filesBeside(import.meta.url)));
const { client: hostClient, receive } = createHostClient((message) => tell({ type: 'worker', message }));
let mounted: ReturnType<typeof mountInspector> | undefined;

addEventListener('message', ({ data }) => {
  if (!isToPage(data)) return;
  if (data.type === 'worker') return receive(data.message);
  mounted?.dispose();
  const { found, origin } = data.shown;
  // Text only: a file's name is the user's, the rest of a message may be anybody's.
  document.getElementById('origin')!.textContent = origin;
  mounted = mountInspector(document.getElementById('inspector')!, {
    client: found.held === undefined ? own : hostClient,
    found,
    host: {
      copy: (text) => tell({ type: 'copy', text }),
      save: (name, content) => tell({ type: 'save', name, content }),
      remember: (kind) => tell({ type: 'remember', kind }),
    },
  });
});
tell({ type: 'ready' });

declare function acquireVsCodeApi(): { postMessage(message: unknown): void };
