import { Repeater } from '@graphql-yoga/subscription';

/** Has something read and told to the subscriber. */
type Tell<Item> = (read: () => Promise<readonly Item[]>) => void;

/**
 * What is read when something has changed, for a subscription. One reading after the other: of two at once, the later one
 * may see the older state. A reading that fails ends the subscription, so that the subscriber begins anew.
 * @param listen begins to tell of changes; what it returns ends that.
 */
export function serialSubscription<Item>(listen: (tell: Tell<Item>) => () => void): AsyncIterable<Item> {
  return new Repeater<Item>(async (push, stop) => {
    let turn = Promise.resolve();
    const tell: Tell<Item> = (read) => {
      turn = turn
        .then(read)
        .then((items) => items.forEach((item) => void push(item)))
        .catch(stop);
    };
    const ignore = listen(tell);
    await stop;
    ignore();
  });
}
