import { anyField, textOf } from '../written/value';

/** What a model thought before it answered: vLLM's, SGLang's and llama.cpp's name for it, or Ollama's. */
export function thoughtOf(message: unknown): string | undefined {
  return textOf(anyField(message, 'reasoning_content', 'reasoning', 'thinking')) || undefined;
}
