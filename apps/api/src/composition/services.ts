import type { Class } from '../room.ts';

/** The app's services and resolvers by their class: one instance of each. */
export class Services {
  readonly #instances = new Map<unknown, unknown>();

  add<T extends object>(instance: T): T {
    this.#instances.set(instance.constructor, instance);
    return instance;
  }

  /** A resolver; one without arguments is made when it is first used. */
  resolver<T extends object>(type: new () => T): T {
    const isMade = this.#instances.has(type) || type.length > 0;
    return isMade ? this.get(type) : this.add(new type());
  }

  get<T>(type: Class<T>): T {
    const instance = this.#instances.get(type);
    if (instance === undefined) throw new Error(`${type.name} was not added to the app.`);
    return instance as T;
  }
}
