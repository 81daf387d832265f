import {
  ErrorCode,
  McpError,
  type ClientCapabilities,
  type Resource,
} from '@modelcontextprotocol/sdk/types.js';
import page from './page/page.ts?page';

/** The extension of the protocol by which hosts draw answers, version 2026-01-26. */
const EXTENSION = 'io.modelcontextprotocol/ui';
const MIME = 'text/html;profile=mcp-app';
const URI = 'ui://logitscope/answer';

/** It asks for nothing from anywhere. */
const META = { ui: { csp: {}, prefersBorder: true } };

/** Whether a client says that it draws pages. */
export function draws(capabilities: ClientCapabilities | undefined): boolean {
  const { extensions } = (capabilities ?? {}) as { extensions?: Record<string, { mimeTypes?: unknown }> };
  const types = extensions?.[EXTENSION]?.mimeTypes;
  return Array.isArray(types) && types.includes(MIME);
}

/** What a tool's entry says of its page. */
export const VIEW_OF_TOOL = { ui: { resourceUri: URI } };

export const VIEWS: Resource[] = [
  { uri: URI, name: 'answer', title: 'Logitscope', mimeType: MIME, _meta: META },
];

export function readView(uri: string) {
  if (uri !== URI)
    throw new McpError(ErrorCode.InvalidParams, `There is no resource ${JSON.stringify(uri)}.`);
  return { contents: [{ uri, mimeType: MIME, text: page, _meta: META }] };
}
