/** What stands around a part of an answer. All in lower case: models are not strict about that. */
export interface Marks {
  opens: readonly string[];
  closes: readonly string[];
}

const names = [
  'think',
  'thinking',
  'thought',
  'thoughts',
  'reason',
  'reasoning',
  'seed:think',
  'longcat_think',
  'antthinking',
  'reflection',
  'scratchpad',
  'inner_monologue',
  'thought_process',
];

const tag = (name: string): Marks => ({ opens: [`<${name}>`], closes: [`</${name}>`, `</${name} >`] });

/** The names of tags around thoughts, for a regular expression. */
export const tagNames = names.join('|');

/** gpt-oss: `<|channel|>analysis<|message|>…<|end|><|start|>assistant<|channel|>final<|message|>…<|return|>`. */
const harmony = (channel: string): string[] =>
  ['', '<|start|>', '<|start|>assistant'].flatMap((start) =>
    ['', ' json', '<|constrain|>json', ' <|constrain|>json'].map(
      (kind) => `${start}<|channel|>${channel}${kind}<|message|>`,
    ),
  );
/** Marks that end a message of gpt-oss by beginning the next one. */
export const harmonyStarts: readonly string[] = ['<|start|>assistant', '<|channel|>'];
const harmonyEnds = ['<|end|>', '<|return|>', '<|call|>', ...harmonyStarts];

/** How models write their thoughts into their text, in front of the answer. */
export const thoughtMarks: readonly Marks[] = [
  ...names.map(tag),
  // Magistral, Kimi, OpenThinker, Command A, MedGemma, Gemma, Apertus.
  { opens: ['[think]'], closes: ['[/think]'] },
  ...['think', 'thinking', 'thought'].flatMap((name) => [
    { opens: [`<|${name}|>`], closes: [`<|/${name}|>`, `<|end_${name}|>`] },
    // Where somebody has escaped what a model says.
    { opens: [`&lt;${name}&gt;`], closes: [`&lt;/${name}&gt;`] },
  ]),
  { opens: ['◁think▷'], closes: ['◁/think▷'] },
  { opens: ['<|begin_of_thought|>'], closes: ['<|end_of_thought|>'] },
  { opens: ['<|start_thinking|>'], closes: ['<|end_thinking|>'] },
  { opens: ['<unused94>thought', '<unused94>'], closes: ['<unused95>'] },
  { opens: ['<|channel>thought'], closes: ['<channel|>'] },
  { opens: ['<|inner_prefix|>'], closes: ['<|inner_suffix|>'] },
  { opens: [...harmony('analysis'), ...harmony('commentary')], closes: harmonyEnds },
];

/** What some of them put around the answer behind their thoughts. */
export const answerMarks: readonly Marks[] = [
  tag('answer'),
  tag('response'),
  { opens: ['<|begin_of_solution|>'], closes: ['<|end_of_solution|>'] },
  { opens: ['<|start_response|>'], closes: ['<|end_response|>'] },
  { opens: ['<|begin_of_box|>'], closes: ['<|end_of_box|>'] },
];

/** The answer of gpt-oss, also where no thoughts were written. */
export const finalMarks: Marks = { opens: harmony('final'), closes: harmonyEnds };

/** What ends thoughts that a model did not open itself, because the prompt already had: DeepSeek R1, QwQ, Qwen3 Thinking. */
export const lateMarks: readonly string[] = [
  ...names.map((name) => `</${name}>`),
  '<|end_of_thought|>',
  '<|end_thinking|>',
  '<unused95>',
  '<channel|>',
];

/** Sentences of Granite. One that begins with the first has said only thoughts when the second comes; it may not come. */
export const spoken = {
  starts: ["here's my thought process:", 'here’s my thought process:', 'here is my thought process:'],
  ends: ["here's my response:", 'here’s my response:', 'here is my response:'],
};

/** What ends a turn in the template of a model, where a server passes it on behind the answer. */
export const turnEnds: readonly string[] = [
  ...['im_end', 'eot_id', 'eom_id', 'endoftext', 'end_of_text', 'end_of_turn', 'end', 'return', 'endofassistant'].map(
    (name) => `<|${name}|>`,
  ),
  '<end_of_turn>',
  '<｜end▁of▁sentence｜>',
  '</s>',
];

/** Whoever writes these behind the beginning speaks about the marks. */
export const mentions: readonly string[] = names.map((name) => `<${name}>`);
