/** The host of an MCP App, over messages: version 2026-01-26 of the extension io.modelcontextprotocol/ui. */
const VERSION = '2026-01-26';

/** What the host says of how it looks. */
interface Context {
  theme?: unknown;
  styles?: { variables?: Readonly<Record<string, unknown>> };
}

interface Message {
  id?: unknown;
  method?: unknown;
  params?: unknown;
  result?: unknown;
}

/** Greets the host, takes its colours, and hands over what the tool answered. */
export function connect(show: (result: unknown) => void): void {
  const post = (message: object) => window.parent.postMessage({ jsonrpc: '2.0', ...message }, '*');
  window.addEventListener('message', ({ source, data }) => {
    if (source !== window.parent || typeof data !== 'object' || data === null) return;
    const { id, method, params, result } = data as Message;
    switch (method) {
      case undefined:
        if (id !== 1 || !result) return;
        dress((result as { hostContext?: Context }).hostContext);
        return post({ method: 'ui/notifications/initialized', params: {} });
      case 'ui/notifications/host-context-changed':
        return dress(params as Context);
      case 'ui/notifications/tool-result':
        return show(params);
      case 'ui/resource-teardown':
      case 'ping':
        return post({ id, result: {} });
    }
  });
  const { documentElement: root } = document;
  new ResizeObserver(() => {
    const { width, height } = root.getBoundingClientRect();
    const size = { width: Math.ceil(width), height: Math.ceil(height) };
    post({ method: 'ui/notifications/size-changed', params: size });
  }).observe(root);
  const appInfo = { name: 'Logitscope', version: '1' };
  const appCapabilities = { availableDisplayModes: ['inline'] };
  post({ id: 1, method: 'ui/initialize', params: { protocolVersion: VERSION, appInfo, appCapabilities } });
}

/** The host's theme and those of its colours and fonts that are used here. */
function dress(context: Context | undefined): void {
  const { dataset, style } = document.documentElement;
  if (context?.theme === 'light' || context?.theme === 'dark') dataset.theme = context.theme;
  for (const [name, value] of Object.entries(context?.styles?.variables ?? {}))
    if (/^--(color|font)-[a-z0-9-]+$/.test(name) && typeof value === 'string') style.setProperty(name, value);
}
