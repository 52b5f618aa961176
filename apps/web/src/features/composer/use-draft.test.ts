// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import { effectScope, nextTick, shallowRef } from 'vue';
import { loadEdit, saveEdit } from './edit-drafts.ts';
import { clearTypedText } from '../../viewer/typed-text.ts';
import { loadDraft, saveDraft } from './drafts.ts';
import { useDraft } from './use-draft.ts';

beforeEach(() => localStorage.clear());

function open(sessionId: string | null) {
  const scope = effectScope();
  const viewer = shallowRef('u1');
  const session = shallowRef(sessionId);
  const draft = scope.run(() => useDraft(viewer, session))!;
  return { ...draft, viewer, session, close: () => scope.stop() };
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

  it('stays with whom it belongs to when the session of the account ends', () => {
    const view = open('s1');
    view.type('sent as the session ended');
    const sent = view.take();
    view.viewer.value = '';
    view.putBack(sent);
    view.close();
    expect(loadDraft('u1', 's1').text).toBe('sent as the session ended');
    expect(Object.keys(localStorage)).toHaveLength(1);
  });

  it('gives a draft that another tab has loaded too another id as soon as it is changed', () => {
    const [one, two] = [open('s1'), open('s1')];
    one.type('from the first tab');
    one.close();
    two.session.value = 's2';
    two.session.value = 's1';
    expect(two.draft.value.messageId).toBe(one.draft.value.messageId);
    two.type('from the second tab');
    expect(two.draft.value.messageId).not.toBe(one.draft.value.messageId);
  });

  it('is the same in two tabs, except for what is being typed at the moment', () => {
    const [one, two] = [open('s1'), open('s1')];
    // Each tab hears of what the others store, never of its own.
    const hear = () => dispatchEvent(new StorageEvent('storage', { key: 'parley:typed:draft:u1:s1' }));
    one.type('from the first tab');
    one.close();
    hear();
    expect(two.draft.value.text).toBe('from the first tab');
    two.type('from the first tab, and the second');
    saveDraft('u1', 's1', { text: 'meanwhile', messageId: 'm', files: [] });
    hear();
    expect(two.draft.value.text).toBe('from the first tab, and the second');
  });

  it('goes away when it is seen to have been sent, unless it says something else by now', () => {
    const view = open('s1');
    view.type('sent elsewhere ');
    const { messageId: id } = view.draft.value;
    const textOf = ({ text }: { text: string }) => text;
    view.settle([{ id, text: 'something else' }], textOf);
    expect(view.draft.value.text).toBe('sent elsewhere ');
    expect(view.draft.value.messageId).not.toBe(id);
    view.settle([{ id: view.draft.value.messageId, text: 'sent elsewhere' }], textOf);
    view.close();
    expect(view.draft.value.text).toBe('');
    expect(loadDraft('u1', 's1').text).toBe('');
  });

  it('keeps the longest message there may be, and never an older draft in the place of one that is longer', () => {
    const text = 'x'.repeat(400_000);
    saveDraft('u1', 's1', { text, messageId: 'm1', files: [] });
    expect(loadDraft('u1', 's1').text).toBe(text);
    saveDraft('u1', 's1', { text: 'x'.repeat(1_000_001), messageId: 'm1', files: [] });
    expect(loadDraft('u1', 's1').text).toBe('');
  });

  it('forgets everything when asked to', () => {
    const view = open('s1');
    view.type('secret');
    view.close();
    saveEdit('u1', 'm1', 'secret too');
    clearTypedText();
    expect(loadDraft('u1', 's1').text).toBe('');
    expect(loadEdit('u1', 'm1')).toBeNull();
  });
});
