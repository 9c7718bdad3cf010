/** Fails every browser test file where WebGPU is missing: an adapter that is not there is a failure, not a skip. */

/** The first request after the browser's start can give null. */
export async function adapterPresent(tries: number): Promise<boolean> {
  for (let i = 0; i < tries; i++) {
    if (await navigator.gpu?.requestAdapter()) return true;
    await new Promise((wake) => setTimeout(wake, 200));
  }
  return false;
}

if (!(await adapterPresent(10)))
  throw new Error('tests: expected a WebGPU adapter in this browser, got none');
