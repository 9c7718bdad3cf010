/** Shapes and the one shape check; half-precision floats; moments of sets of values. */
export { decodeBf16, decodeF16, encodeBf16, encodeF16 } from './half.ts';
export { joinMoments, type Moments } from './moments.ts';
export { expectShape, type Shape, sizeOf } from './shape.ts';
