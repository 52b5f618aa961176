type Class<T> = abstract new (...args: never[]) => T;

/** The app's services and resolvers by their class: one instance of each. */
export class Services {
  readonly #instances = new Map<unknown, unknown>();

  add<T extends object>(instance: T): T {
    this.#instances.set(instance.constructor, instance);
    return instance;
  }

  get<T>(type: Class<T>): T {
    const instance = this.#instances.get(type);
    if (instance === undefined) throw new Error(`${type.name} was not added to the app.`);
    return instance as T;
  }
}
