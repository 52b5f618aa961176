// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import { effectScope, nextTick, shallowRef } from 'vue';
import { clearDrafts, loadDraft } from './drafts.ts';
import { useDraft } from './use-draft.ts';

beforeEach(() => localStorage.clear());

function open(sessionId: string | null) {
  const scope = effectScope();
  const session = shallowRef(sessionId);
  const draft = scope.run(() => useDraft('u1', session))!;
  return { ...draft, session, close: () => scope.stop() };
}

describe('useDraft', () => {
  it('is there again after leaving the page', () => {
    const first = open('s1');
    first.type('half a thought');
    const { messageId } = first.draft.value;
    first.close();
    expect(open('s1').draft.value).toMatchObject({ text: 'half a thought', messageId });
  });

  it('keeps one draft for each conversation and account', async () => {
    const view = open('s1');
    view.type('one');
    view.session.value = 's2';
    await nextTick();
    expect(view.draft.value.text).toBe('');
    view.type('two');
    view.session.value = 's1';
    await nextTick();
    expect(view.draft.value.text).toBe('one');
    expect(loadDraft('u1', 's2').text).toBe('two');
    expect(loadDraft('u2', 's2').text).toBe('');
  });

  it('goes along when a new conversation gets its address', async () => {
    const view = open(null);
    view.take();
    view.type('typed meanwhile');
    view.session.value = 's1';
    await nextTick();
    expect(view.draft.value.text).toBe('typed meanwhile');
    expect(loadDraft('u1', 's1').text).toBe('typed meanwhile');
    expect(loadDraft('u1', null).text).toBe('');
  });

  it('gives the next message another id, and a failed one its own again', () => {
    const view = open(null);
    view.type('hello');
    const sent = view.take();
    expect(view.draft.value.text).toBe('');
    expect(view.draft.value.messageId).not.toBe(sent.messageId);
    view.putBack(sent);
    expect(view.draft.value).toMatchObject(sent);
    expect(loadDraft('u1', null)).toMatchObject(sent);
  });

  it('gives a text that was tried and then changed another id', () => {
    const view = open(null);
    view.type('hello');
    const sent = view.take();
    view.putBack(sent);
    view.type('hello');
    expect(view.draft.value.messageId).toBe(sent.messageId);
    view.type('hello!');
    expect(view.draft.value.messageId).not.toBe(sent.messageId);
  });

  it('loses neither the failed text nor what was typed since', () => {
    const view = open(null);
    view.type('first');
    const sent = view.take();
    view.type('second');
    view.putBack(sent);
    expect(view.draft.value.text).toBe('first\n\nsecond');
    expect(view.draft.value.messageId).not.toBe(sent.messageId);
  });

  it('keeps files with the text, over a reload and when sending fails', () => {
    const view = open('s1');
    const [notes, plan] = ['notes.md', 'plan.pdf'].map((fileName) => ({ id: fileName, fileName, sizeBytes: 1 }));
    view.attach(notes!);
    view.attach(notes!);
    view.type('about these');
    const sent = view.take();
    expect(sent.files).toEqual([notes]);
    view.attach(plan!);
    view.putBack(sent);
    expect(view.draft.value).toMatchObject({ text: 'about these', files: [notes, plan] });
    view.detach('notes.md');
    view.close();
    expect(loadDraft('u1', 's1').files).toEqual([plan]);
  });

  it('gives a message that was tried with other files another id', () => {
    const view = open(null);
    view.type('hello');
    const sent = view.take();
    view.putBack(sent);
    view.attach({ id: 'f', fileName: 'f.txt', sizeBytes: 1 });
    expect(view.draft.value.messageId).not.toBe(sent.messageId);
  });

  it('forgets everything when asked to', () => {
    const view = open('s1');
    view.type('secret');
    view.close();
    clearDrafts();
    expect(loadDraft('u1', 's1').text).toBe('');
  });
});
