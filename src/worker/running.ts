/**
 * What is under way, each with a way to end it, under the numbers that whoever asked gave. Two may come under one: the end of
 * the first takes nothing from the second.
 */
export class Running<K> {
  private readonly controllers = new Map<K, Set<AbortController>>();

  add(key: K, controller: AbortController): void {
    const all = this.controllers.get(key);
    if (all) all.add(controller);
    else this.controllers.set(key, new Set([controller]));
  }

  isAt(key: K): boolean {
    return this.controllers.has(key);
  }

  /** It is under way, and the newest under its number. */
  has(key: K, controller: AbortController): boolean {
    return [...(this.controllers.get(key) ?? [])].at(-1) === controller;
  }

  end(key: K, controller: AbortController): void {
    const all = this.controllers.get(key);
    all?.delete(controller);
    if (all?.size === 0) this.controllers.delete(key);
  }

  abort(key: K, reason: Error): void {
    for (const controller of this.controllers.get(key) ?? []) controller.abort(reason);
  }

  abortAll(reason: Error): void {
    for (const key of this.controllers.keys()) this.abort(key, reason);
  }
}
