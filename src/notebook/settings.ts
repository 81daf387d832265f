import { DEFAULT_SETTINGS, isDetect, isOutputs, type RendererSettings } from '../renderer/protocol';
import { setting } from '../ui/settings';

/** The settings that notebooks go by. */
export function readSettings(): RendererSettings {
  return {
    outputs: setting('notebook.outputs', isOutputs, DEFAULT_SETTINGS.outputs),
    detect: setting('detect', isDetect, DEFAULT_SETTINGS.detect),
  };
}
