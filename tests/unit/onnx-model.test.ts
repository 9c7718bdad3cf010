/** A model is data: read, written, and shown more of, without being changed. */

import { expect, test } from 'vitest';
import { expose, readModel, writeModel } from '#onnx';
import { twoLayers } from './onnx-graphs.ts';

test('further values can be shown as outputs, and the model stays as it was', () => {
  const before = twoLayers();
  const after = expose(before, ['b', 'y']);
  expect(after.graph.output.map(({ name }) => name)).toEqual(['y', 'b']);
  expect(before.graph.output.map(({ name }) => name)).toEqual(['y']);
  expect(() => expose(before, ['nothing'])).toThrow('onnx: expected a value in value_info, got "nothing"');
});

test('reading what was written gives the same bytes again, and other bytes are refused', () => {
  const bytes = writeModel(twoLayers());
  expect(writeModel(readModel(bytes))).toEqual(bytes);
  expect(() => readModel(Uint8Array.of(1, 2, 3))).toThrow('onnx: expected an ONNX model, got 3 bytes');
  expect(() => readModel(new Uint8Array(0))).toThrow('onnx: expected a model with a graph, got none');
});
