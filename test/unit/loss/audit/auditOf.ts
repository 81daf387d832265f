import { arrange } from '../../../../src/arrays/arrange';
import { besideOf } from '../../../../src/arrays/beside';
import type { FoundArray } from '../../../../src/arrays/types';
import type { Finding } from '../../../../src/loss/types';
import { findArrays } from '../../../../src/text/find';
import type { WorkerClient } from '../../../../src/worker/client';
import type { ViewSettings } from '../../../../src/worker/protocol';

/** What is found in a text and said of its first array that has labels or a loss, as the panel shows it. */
export async function auditOf(
  client: WorkerClient,
  text: string,
  { source, settings }: { source?: string; settings?: Partial<ViewSettings> } = {},
): Promise<{ found: FoundArray; findings: Finding[] }> {
  const found = findArrays(text, { source }).find(
    ({ labels, printedLoss, unfitLabels, lossOptions }) =>
      labels ?? printedLoss ?? unfitLabels ?? lossOptions,
  )!;
  const { reading, decimals, labels } = found;
  const { session } = await client.call('open', { ...arrange(found, reading.kind)!, decimals });
  // Labels that do not fit leave the array to look at.
  await client.call('label', { session, labels: labels?.values }).catch(() => undefined);
  const request = { session, settings: { temperature: 1, ...settings }, beside: besideOf(found) };
  const findings = await client.call('audit', request);
  await client.call('close', { session });
  return { found, findings };
}
