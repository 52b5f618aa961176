import type { Locator, Page } from 'playwright-core';
import { graphqlAs } from './people.ts';

interface Script {
  text: string;
  tokens?: number;
  delayMs?: number;
  failAfter?: number;
  errorCode?: string;
  reasoning?: string;
  stall?: boolean;
}

/** A question that makes the scripted model say exactly this. */
export function script(words: Script): string {
  return `/script ${JSON.stringify(words)}`;
}

/** `w1 w2 … wN`: a lost, repeated or misplaced word shows. */
export function countedWords(count: number): string {
  return Array.from({ length: count }, (_, index) => `w${index + 1}`).join(' ');
}

export const composer = (page: Page): Locator => page.getByRole('textbox', { name: 'Your message' });
export const answers = (page: Page): Locator => page.getByRole('article', { name: 'Answer' });
export const questions = (page: Page): Locator => page.getByRole('article', { name: 'Your message' });

/** The text of the last answer, without its buttons. */
export function lastText(page: Page): Promise<string> {
  return answers(page)
    .last()
    .locator('.md')
    .allInnerTexts()
    .then((texts) => texts.join('\n'));
}

/** Chooses a model at the composer by its name. */
export async function chooseModel(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: /^Model:/ }).click();
  await page.getByRole('option', { name }).click();
  await page.getByRole('button', { name: `Model: ${name}` }).waitFor();
}

/** Types a question and sends it; it is on the screen then. */
export async function ask(page: Page, text: string): Promise<void> {
  const before = await questions(page).count();
  await composer(page).fill(text);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await questions(page).nth(before).waitFor();
}

/** Waits until the last answer is complete, stopped or failed. */
export async function untilAnswered(page: Page): Promise<void> {
  await answers(page)
    .last()
    .getByRole('group', { name: 'Answer actions' })
    .waitFor({ state: 'visible', timeout: 30_000 });
}

/** The texts of the branch on the server, oldest first. */
export async function storedTexts(page: Page): Promise<string[]> {
  const id = new URL(page.url()).pathname.split('/').at(-1);
  const data = await graphqlAs<{ session: { messages: { nodes: { text: string }[] } } }>(
    page,
    'query Texts($id: ID!) { session(id: $id) { messages(last: 100) { nodes { text } } } }',
    { id },
  );
  return data.session.messages.nodes.map(({ text }) => text);
}

/** Asks one question after another by the API, each when the answer to the one before is complete. */
export async function askUnseen(page: Page, sessionId: string, texts: readonly string[]): Promise<void> {
  await page.evaluate(
    async ([id, questionTexts]) => {
      async function graphql<T>(query: string, variables: object): Promise<T> {
        const body = JSON.stringify({ query, variables });
        const response = await fetch('/graphql', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body,
        });
        return ((await response.json()) as { data: T }).data;
      }
      for (const text of questionTexts) {
        const { sendMessage } = await graphql<{ sendMessage: { run: { id: string } } }>(
          'mutation ($input: SendMessageInput!) { sendMessage(input: $input) { run { id } } }',
          { input: { sessionId: id, text } },
        );
        for (let status = ''; status !== 'COMPLETED';)
          ({
            run: { status },
          } = await graphql<{ run: { status: string } }>(
            'query ($id: ID!) { run(id: $id) { status } }',
            sendMessage.run,
          ));
      }
    },
    [sessionId, texts] as const,
  );
}
