import { distinctIds } from './ids.ts';
import { rule } from './rule.ts';
import { atMost, requiredText } from './text.ts';
import { z } from './z.ts';

const text = requiredText(400_000);

export const sendMessageInput = z.object({
  text,
  messageId: z.nullish(z.string().check(rule('notUuid', (id) => !z.regexes.uuid().test(id)))),
  documentIds: z.nullish(distinctIds(20)),
});
export const editMessageInput = z.object({ text });
export const searchMessagesInput = z.object({ query: z.string().check(atMost(1_000)) });
