import { inject, type InjectionKey } from 'vue';
import type { Message } from '../messages/index.ts';

/** What can be done with the messages of a conversation, for the components that show them. */
export interface ConversationActions {
  /** Answers again, as a sibling; by the same model when none is named. */
  regenerate(answer: Message, modelId?: string): Promise<void>;
  /** Asks otherwise, as a sibling. When it fails the text stays in the editor. */
  edit(question: Message, text: string): Promise<void>;
  /** Writes on where an answer stopped. */
  continueAnswer(answer: Message): Promise<void>;
  /** Shows the branch below a message. */
  switchTo(messageId: string): Promise<void>;
  remove(message: Message): Promise<void>;
  /** Opens the record of a run. */
  showDetails(answer: Message): void;
}

export const conversationActionsKey: InjectionKey<ConversationActions> = Symbol('conversation actions');

/** The actions of the conversation a component is part of. */
export function useConversationActions(): ConversationActions {
  const actions = inject(conversationActionsKey);
  if (!actions) throw new Error('This component belongs inside a ConversationView.');
  return actions;
}
