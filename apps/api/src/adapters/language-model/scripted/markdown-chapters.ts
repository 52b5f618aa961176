export interface Chapter {
  title: string;
  paragraphs: readonly string[];
  points: readonly string[];
  quote: string;
  language: string;
  code: readonly string[];
  table: readonly (readonly string[])[];
  formula: string;
}

export const chapters: readonly Chapter[] = [
  {
    title: 'Asking',
    paragraphs: [
      'A question is more than its text. With it go the **model** that shall answer, the *parameters* that shape the answer, and the branch of the conversation it continues. All of this is written down before the first word is asked for, in one transaction, because what has been acknowledged must not be lost by anything that happens afterwards.',
      'The client may choose the id of the message itself. If the network breaks just after the question was sent, it sends the same question with the same id again and gets the first answer back. Nothing is generated twice, and nobody pays twice. The id is a [UUID](https://www.rfc-editor.org/rfc/rfc9562), which two clients never choose alike.',
      'Parameters are checked at the border: a temperature between 0 and 2, a top-p between 0 and 1, a top-k between 0 and 100. A value outside is refused with a message that names the limit, and what was typed stays where it was typed.',
    ],
    points: [
      'One question, one run, one upstream call.',
      'The same id gives the same result.',
      'What is out of range is refused, not bent.',
      'A refused question keeps its text.',
    ],
    quote: 'The beginning is the most important part of the work.',
    language: 'graphql',
    code: [
      'mutation Ask($input: SendMessageInput!) {',
      '  sendMessage(input: $input) {',
      '    session { id title }',
      '    run { id status }',
      '    assistantMessage { id status text }',
      '  }',
      '}',
    ],
    table: [
      ['Parameter', 'From', 'To', 'What it does'],
      ['temperature', '0', '2', 'spreads or narrows the choice'],
      ['top-p', '0', '1', 'keeps the likeliest words'],
      ['top-k', '0', '100', 'keeps so many words'],
      ['max tokens', '1', '3000', 'ends the answer'],
    ],
    formula:
      'The chance of a word with the score $z_i$ at the temperature $T$ is\n\n$$\np_i = \\frac{e^{z_i / T}}{\\sum_j e^{z_j / T}}\n$$',
  },
  {
    title: 'Streaming',
    paragraphs: [
      'The answer arrives in pieces whose size nobody can choose. A piece may hold one word, ten words, or half a letter: the network cuts where it likes, and an umlaut such as `ü` or a sign such as 🌊 may be torn in two. A good reader waits for the other half and never shows a replacement character.',
      'All words that arrive together are handled together. This sounds like a detail, but it decides how many readers a small machine can serve: the work is done once per network read, not once per word. Between the reads the machine is free for others.',
      'Each event has a number, counted from zero without a gap. Whoever knows the last number they saw can ask for exactly the rest, on another device, after a restart, or a week later. The text of a run is nothing but the sum of its pieces.',
    ],
    points: [
      'Numbers without a gap.',
      'No text twice, no text lost.',
      'Exactly one last event.',
      'A slow reader slows nobody else.',
    ],
    quote: 'No man ever steps in the same river twice.',
    language: 'typescript',
    code: [
      'export function* lines(chunks: Iterable<string>): Generator<string> {',
      "  let rest = '';",
      '  for (const chunk of chunks) {',
      "    const parts = (rest + chunk).split('\\n');",
      "    rest = parts.pop() ?? '';",
      '    yield* parts;',
      '  }',
      "  if (rest !== '') yield rest;",
      '}',
    ],
    table: [
      ['Phase', 'Limit', 'When it is passed'],
      ['connect', '10 s', 'time-out'],
      ['first word', '60 s', 'time-out'],
      ['between words', '30 s', 'time-out, the words so far are kept'],
      ['end', 'none', 'the run is complete'],
    ],
    formula:
      'With $n$ words in $r$ reads and the costs $a$ per read and $b$ per word, the work is\n\n$$\nW = a \\cdot r + b \\cdot n, \\qquad r \\le n\n$$',
  },
  {
    title: 'Keeping',
    paragraphs: [
      'What has been said must survive the machine that said it. Pieces are therefore appended to a log in small batches, several times a second. A batch costs one write instead of a hundred, and at worst a fifth of a second of words is lost when the power fails.',
      'At the end one transaction closes the reply: text, status, tokens, cost and the final event are there together or not at all. There is no moment in which the text is complete but its cost is unknown, or the cost is booked but the text is missing.',
      'A run whose keeper died is found by the others. Its heartbeat has stopped; after a short while a reaper marks it as interrupted, with all words that were logged. The reader sees an honest sign and a button to go on.',
    ],
    points: [
      'Batches instead of single rows.',
      'One transaction at the end.',
      'A heartbeat for every run.',
      'Interrupted is a state, not an accident.',
    ],
    quote: 'What is written stays.',
    language: 'sql',
    code: [
      'update run',
      "   set status = 'INTERRUPTED', ended_at = now()",
      " where status = 'RUNNING'",
      "   and heartbeat_at < now() - interval '15 seconds'",
      'returning id, last_sequence;',
    ],
    table: [
      ['State', 'Final', 'Can be continued'],
      ['QUEUED', 'no', 'no'],
      ['RUNNING', 'no', 'no'],
      ['COMPLETED', 'yes', 'no'],
      ['CANCELLED', 'yes', 'yes'],
      ['INTERRUPTED', 'yes', 'yes'],
    ],
    formula:
      'At $v$ words a second and one batch every $d$ seconds, at most $v \\cdot d$ words are not yet safe; for $v = 50$ and $d = 0.2$ these are $10$.',
  },
  {
    title: 'Counting',
    paragraphs: [
      'Every call has a price, and somebody pays it. The provider reports how many tokens went in and came out; where it does not, they are counted here and marked as estimated. Both numbers are kept with the answer, together with the price that was valid on that day.',
      'Money is counted in exact decimals. A price of 0.15 per million tokens and an answer of 321 tokens give a cost with many digits after the point, and adding a million of them must still be right to the last digit. Floating point would be wrong in the *first* year.',
      'A price that changes does not change the past. It is a new row with a date from which it is valid, and an old answer keeps the row it was settled with. So a report of last month says today what it said then.',
    ],
    points: ['Reported counts come first.', 'Estimated counts say so.', 'Prices have a date.', 'Sums are exact.'],
    quote: 'Not everything that can be counted counts, but the bill does.',
    language: 'python',
    code: [
      'from decimal import Decimal',
      '',
      'def cost(tokens: int, price_per_million: Decimal) -> Decimal:',
      '    """The price of so many tokens, exact to the last digit."""',
      '    return tokens * price_per_million / Decimal(1_000_000)',
      '',
      'assert cost(321, Decimal("0.15")) == Decimal("0.00004815")',
    ],
    table: [
      ['Tokens', 'Price per million', 'Cost'],
      ['1,000', '0.15', '0.00015'],
      ['12,500', '0.60', '0.0075'],
      ['200,000', '2.50', '0.50'],
      ['1,000,000', '10.00', '10.00'],
    ],
    formula:
      'The cost of a reply with $t_p$ prompt tokens and $t_c$ completion tokens is\n\n$$\nC = \\frac{t_p \\cdot P_p + t_c \\cdot P_c}{10^6}\n$$',
  },
  {
    title: 'Reading',
    paragraphs: [
      'A reader should be able to read while the rest is still arriving. The question stays near the top and the answer grows below it; nothing the eye rests on moves. Whoever scrolls up is left alone, and a small button leads back to the newest line.',
      'Finished paragraphs are drawn once and never again. Only the last one, which still grows, is drawn anew, and not more often than the screen can show. Code is coloured when its block is closed, because half a program has no syntax. The same holds for tables and formulas.',
      'What a model writes is not to be trusted. It may contain markup that wants to run, pictures that want to be fetched, links that pretend to be others. All of it is shown as what it is, text, and what remains of the markup is cleaned before it reaches the page.',
    ],
    points: [
      'Finished blocks rest.',
      'The last block grows.',
      'Markup is cleaned.',
      'Nothing is fetched from elsewhere.',
    ],
    quote: 'Reading is to the mind what exercise is to the body.',
    language: 'css',
    code: [
      '.reply {',
      '  max-width: 46rem;',
      '  line-height: 1.6;',
      '  overflow-wrap: anywhere;',
      '}',
      '',
      '@media (prefers-reduced-motion: reduce) {',
      '  .reply .caret { animation: none; }',
      '}',
    ],
    table: [
      ['Length', 'Blocks', 'Drawn per word'],
      ['1,000 characters', '8', '1'],
      ['5,000 characters', '40', '1'],
      ['14,000 characters', '110', '1'],
    ],
    formula:
      'Drawing everything again for each of $n$ words costs $n(n+1)/2$ steps, drawing only the last block about $n$: for $n = 2{,}500$ that is $3{,}126{,}250$ against $2{,}500$.',
  },
  {
    title: 'Remembering',
    paragraphs: [
      'A model remembers nothing. What looks like memory is the conversation itself, sent again with every question. It must fit into a window that the model brings along, and the answer needs a part of that window too, so the oldest turns are left out first when it becomes narrow.',
      'How much fits is counted with a real tokenizer. Dividing the number of letters by four is right for English prose on a good day; for code, for Japanese, for a table of numbers it is wrong by half, and the provider refuses what is too long.',
      'The conversation is a tree. An edited question is a sibling of the old one, and so is an answer that was asked for again. Only the branch that is read is sent: what was tried and dropped does not confuse the next answer.',
    ],
    points: [
      'The window belongs to the model.',
      'The answer reserves its part.',
      'The oldest turns go first.',
      'Only the active branch is sent.',
    ],
    quote: 'Memory is the diary that we all carry about with us.',
    language: 'json',
    code: [
      '{',
      '  "window": 32768,',
      '  "reservedForAnswer": 3000,',
      '  "systemPrompt": 210,',
      '  "turns": [',
      '    { "role": "user", "tokens": 34 },',
      '    { "role": "assistant", "tokens": 812 }',
      '  ]',
      '}',
    ],
    table: [
      ['Part', 'Tokens', 'May be trimmed'],
      ['system prompt', '210', 'no'],
      ['history', '12,400', 'yes'],
      ['question', '34', 'no'],
      ['answer', '3,000', 'no'],
    ],
    formula:
      'A turn $k$ is kept as long as\n\n$$\ns + q + r + \\sum_{i=k}^{n} t_i \\le w\n$$\n\nwith the window $w$, the system prompt $s$, the question $q$ and the reserve $r$.',
  },
  {
    title: 'Failing',
    paragraphs: [
      'Everything outside fails sooner or later: a key expires, a limit is reached, a server restarts, a cable is pulled. What matters is what the reader sees then. A number and a stack of calls help nobody; one plain sentence and the next step do.',
      'Before the first word, a failure that may pass is tried again, twice at most, after a short wait with some chance in it so that not everybody comes back at once. After the first word nothing is tried again: the words so far are kept, and the reader decides whether to go on.',
      'A key is never part of a message. Providers like to repeat what they were sent, and a log is read by many, so every text from outside is cleaned before it goes anywhere: no keys, no addresses, no markup.',
    ],
    points: [
      'One sentence and the next step.',
      'Retries only before the first word.',
      'The words so far are kept.',
      'Keys appear nowhere.',
    ],
    quote: 'Fall seven times, stand up eight.',
    language: 'bash',
    code: [
      '#!/usr/bin/env bash',
      'set -euo pipefail',
      '',
      'for attempt in 1 2 3; do',
      '  if curl --fail --silent http://127.0.0.1:4000/api/health; then exit 0; fi',
      '  sleep "$((attempt * 2))"',
      'done',
      "echo 'The server did not answer.' >&2",
      'exit 1',
    ],
    table: [
      ['What happened', 'Tried again', 'Next step'],
      ['key refused', 'no', 'check the key'],
      ['too many requests', 'yes', 'wait'],
      ['server down', 'yes', 'choose another model'],
      ['nonsense', 'no', 'tell the administrator'],
    ],
    formula: 'When one attempt fails with the chance $p$, three fail with $p^3$: for $p = 0.1$ that is $0.001$.',
  },
  {
    title: 'Comparing',
    paragraphs: [
      'Which model is the best one? It depends on the question, on the patience of the reader, and on the purse. The honest way to find out is to ask several the same thing, side by side, and to look at the answers, the time and the cost together.',
      'An answer that was given can be given again. All that shaped it was kept: the model, the parameters, the prompt in its version, the seed. Change one of them, ask again, and what differs has only one reason.',
      'What readers think is part of the record. A thumb up or down takes a second; a thousand of them, by model and by version of the prompt, say more than any table of benchmarks about *your* questions.',
    ],
    points: [
      'Same question, same parameters.',
      'Change one thing at a time.',
      'Time and cost belong to the answer.',
      'Ask the readers.',
    ],
    quote: 'Comparison is the beginning of judgement.',
    language: 'rust',
    code: [
      'fn median(values: &mut [f64]) -> Option<f64> {',
      '    if values.is_empty() {',
      '        return None;',
      '    }',
      '    values.sort_by(f64::total_cmp);',
      '    let middle = values.len() / 2;',
      '    Some(if values.len() % 2 == 1 {',
      '        values[middle]',
      '    } else {',
      '        (values[middle - 1] + values[middle]) / 2.0',
      '    })',
      '}',
    ],
    table: [
      ['Model', 'First word', 'Words a second', 'Cost of this answer'],
      ['small', '0.2 s', '120', '0.0004'],
      ['medium', '0.5 s', '70', '0.0061'],
      ['large', '1.4 s', '35', '0.0480'],
    ],
    formula:
      'Of $n$ ratings with $u$ thumbs up, the share and its uncertainty are\n\n$$\n\\hat{p} = \\frac{u}{n}, \\qquad \\sigma = \\sqrt{\\frac{\\hat{p}(1 - \\hat{p})}{n}}\n$$',
  },
];
