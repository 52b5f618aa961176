import { textOf, type Part, type RunEvent } from '@parley/run-events';

export type RunShape = readonly ShapeItem[];
type ShapeItem = never;
