/** True for an argument that was given: null and undefined are the same as leaving it out, an empty text is not. */
export const isGiven = <T>(value: T | null | undefined): value is T => value !== null && value !== undefined;
