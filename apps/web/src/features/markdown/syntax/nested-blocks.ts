import type { StateBlock } from 'markdown-it';
import type { Environment } from './environment.ts';

const deepest = 6;

/** Whether another text may be parsed inside this one. */
export function mayNest(state: StateBlock): boolean {
  return ((state.env as Environment).depth ?? 0) < deepest;
}

/** Parses a text as blocks between the tokens that were pushed last and those to come. */
export function pushBlocks(state: StateBlock, text: string): void {
  const env = state.env as Environment;
  const from = state.tokens.length;
  env.depth = (env.depth ?? 0) + 1;
  state.md.block.parse(text, state.md, env, state.tokens);
  env.depth -= 1;
  for (const token of state.tokens.slice(from)) {
    token.level += state.level;
    token.map = null;
  }
}
