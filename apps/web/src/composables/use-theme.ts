import { usePreferredDark } from '@vueuse/core';
import { computed, shallowRef, watch } from 'vue';

export type ThemeChoice = 'system' | 'light' | 'dark';

// public/before-paint.js reads the same key before the first paint.
const storageKey = 'parley:theme';
const choice = shallowRef<ThemeChoice>(readChoice());
const prefersDark = usePreferredDark();
const isDark = computed(() => (choice.value === 'system' ? prefersDark.value : choice.value === 'dark'));

function readChoice(): ThemeChoice {
  try {
    const stored = localStorage.getItem(storageKey);
    return stored === 'light' || stored === 'dark' ? stored : 'system';
  } catch {
    return 'system';
  }
}

watch(
  isDark,
  (dark) => {
    document.documentElement.classList.toggle('dark', dark);
    document.documentElement.style.colorScheme = dark ? 'dark' : 'light';
  },
  { immediate: true },
);

/** The look of the app on this device: light, dark or as the system says. */
export function useTheme() {
  return {
    choice,
    isDark,
    setTheme(theme: ThemeChoice): void {
      choice.value = theme;
      try {
        localStorage.setItem(storageKey, theme);
      } catch {
        // Storage may be blocked: the choice holds until the page is left.
      }
    },
  };
}
