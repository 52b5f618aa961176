const names = 'think|thinking|thought|thoughts|reasoning|reflection|analysis|scratchpad';
const opening = `(?:<(?:${names})(?:\\s[^<>]*)?>|◁think▷|\\[THINK\\]|<\\|?(?:begin_of_)?thoughts?\\|?>|<\\|channel\\|>\\s*analysis\\b(?:\\s*<\\|message\\|>)?)`;
const closing = `(?:</(?:${names})\\s*>|◁/think▷|\\[/THINK\\]|<\\|?(?:end_of_|/)thoughts?\\|?>|<\\|channel\\|>\\s*final\\b(?:\\s*<\\|message\\|>)?)`;

/** Granite says so in words. */
const spoken = /^\s*here(?:['’]s| is) my thought process:[\s\S]*?here(?:['’]s| is) my response:/i;

const whole = new RegExp(`^\\s*${opening}[\\s\\S]*?${closing}`, 'i');
const unclosed = new RegExp(`^\\s*${opening}[\\s\\S]*$`, 'i');
const unopened = new RegExp(`^[\\s\\S]*${closing}`, 'i');
/** Marks of templates that a server should not have passed on. */
const marks = /<\|[\w /-]{1,40}\|>|<\/?s>|<(?:eos|bos|end_of_turn|start_of_turn)>|\[\/?INST\]/g;

/**
 * A short text of a model for our own use without what it thought before, where its server leaves that in the text:
 * between marks, behind one that is not closed, or before one that was opened in the prompt.
 */
export function withoutThoughts(text: string): string {
  let rest = text.replace(spoken, '');
  while (whole.test(rest)) rest = rest.replace(whole, '');
  rest = rest.replace(unclosed, '').replace(unopened, '');
  return rest.replaceAll(marks, '').trim();
}
