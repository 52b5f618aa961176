import { common } from '../../i18n/locales/en.ts';
import { t } from './locales/en.ts';

/** A key combination. `mod` is Ctrl, and Cmd on a Mac. */
export interface Shortcut {
  id: 'palette' | 'new-chat' | 'sidebar' | 'shortcuts';
  label: () => string;
  keys: readonly string[];
}

/** Shortcuts of the whole app, in the order of the list that Ctrl+/ opens. */
export const shortcuts: readonly Shortcut[] = [
  { id: 'palette', label: () => t('paletteTitle'), keys: ['mod', 'K'] },
  { id: 'new-chat', label: () => common('newChat'), keys: ['mod', 'shift', 'O'] },
  { id: 'sidebar', label: () => common('toggleSidebar'), keys: ['mod', 'shift', 'S'] },
  { id: 'shortcuts', label: () => common('keyboardShortcuts'), keys: ['mod', '/'] },
];

/** Keys that work inside a conversation, for the list only. */
export const conversationKeys: readonly { label: () => string; keys: readonly string[] }[] = [
  { label: () => t('send'), keys: ['Enter'] },
  { label: () => t('newLine'), keys: ['shift', 'Enter'] },
  { label: () => t('stopAnswer'), keys: ['Esc'] },
  { label: () => t('editLast'), keys: ['↑'] },
];

type KeyPress = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>;

/** The shortcut that was pressed, whatever the keyboard layout makes of the key with Shift. */
export function shortcutOf(press: KeyPress): Shortcut['id'] | undefined {
  if (press.altKey || press.ctrlKey === press.metaKey) return undefined;
  return shortcuts.find(({ keys }) => {
    const key = keys.at(-1)!;
    if (keys.includes('shift') !== press.shiftKey) return key === '/' && press.key === '/';
    return press.key.toLowerCase() === key.toLowerCase() || press.code === `Key${key}`;
  })?.id;
}
