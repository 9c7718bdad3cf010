/** Types of chromium.mjs, which is plain JavaScript because it runs before anything is installed. */

export const chromiumArguments: string[];

/** The path of a Chromium that starts, or null; throws if CHROME_PATH names none. */
export function findChromium(): Promise<string | null>;
