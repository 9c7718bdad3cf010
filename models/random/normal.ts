/** Normally distributed numbers, the same for the same seed on every machine that has the same `Math.log`. */

/** A stream of its own for every name, so that a tensor does not depend on those before it. */
export function normalsOf(seed: number, name: string): () => number {
  const uniform = uniformsOf(seed, name);
  let spare = Number.NaN;
  // Two independent numbers from two uniform ones (Box and Muller 1958).
  return () => {
    if (!Number.isNaN(spare)) {
      const value = spare;
      spare = Number.NaN;
      return value;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
    const angle = 2 * Math.PI * uniform();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
}

/** In [0, 1), in steps of 2⁻³² (sfc32, Doty-Humphrey's PractRand). */
function uniformsOf(seed: number, name: string): () => number {
  let a = 0x811c9dc5;
  for (const character of `${seed} ${name}`) a = Math.imul(a ^ character.charCodeAt(0), 0x01000193);
  let b = seed | 0;
  let c = 0x9e3779b9 | 0;
  let counter = 1;
  const next = () => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return (sum >>> 0) / 2 ** 32;
  };
  for (let i = 0; i < 16; i++) next();
  return next;
}
