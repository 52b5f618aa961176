import type { Class } from '../room.ts';

/** The app's services and resolvers by their class: one instance of each. */
export class Services {
  readonly #instances = new Map<unknown, unknown>();

  add<T extends object>(instance: T): T {
    this.#instances.set(instance.constructor, instance);
    return instance;
  }

  /**
   * Makes a resolver that takes no arguments, unless a room has made it.
   * @throws Error for one that takes some and that no room has made.
   */
  complete(resolver: Class): void {
    if (this.#instances.has(resolver) || resolver.length > 0) this.get(resolver);
    else this.add(new (resolver as new () => object)());
  }

  get<T>(type: Class<T>): T {
    const instance = this.#instances.get(type);
    if (instance === undefined)
      throw new Error(`${type.name} is not known: a room has to \`add\` it when it is created.`);
    return instance as T;
  }
}
