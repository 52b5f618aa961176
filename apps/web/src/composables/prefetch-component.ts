import { type AsyncComponentLoader, type Component, defineAsyncComponent, onMounted } from 'vue';

/** Late enough not to hold up the first load, in milliseconds. */
const waitMs = 1_000;

/**
 * A part of the page that is not needed for the first load, and fetched soon after it: it opens at once, and without a
 * network as well. Call it in `setup`.
 */
export function prefetchComponent<T extends Component>(load: AsyncComponentLoader<T>): T {
  // Without an answer it is asked for again when it is opened.
  onMounted(() => setTimeout(() => void load().catch(() => undefined), waitMs));
  return defineAsyncComponent(load);
}
