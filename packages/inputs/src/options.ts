import { z } from './z.ts';

type Option = z.ZodMiniDefault<z.ZodMiniType>;
type ChangesOf<Shape> = {
  [Name in keyof Shape]: Shape[Name] extends z.ZodMiniDefault<infer Inner extends z.ZodMiniType>
    ? z.ZodMiniOptional<z.ZodMiniNullable<Inner>>
    : never;
};

/** The schema of changes to options that have defaults: what is left out stays, null goes back to the default. */
export function changesOf<Shape extends Record<string, Option>>({ shape }: { shape: Shape }) {
  const changes = Object.entries(shape).map(([name, { def }]) => [name, z.nullish(def.innerType as z.ZodMiniType)]);
  return z.object(Object.fromEntries(changes) as ChangesOf<Shape>);
}
