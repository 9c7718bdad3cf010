/** What cannot be cut is refused by the name of the node. */

import { describe, expect, test } from 'vitest';
import { cut, DOMAIN, expose, localFunction, type Model, node } from '#onnx';
import { attributes, graph, operator } from './onnx-graphs.ts';

const known = ['Double'];

describe('a graph that cannot be cut is refused by the name of the node:', () => {
  const neg = node('Neg', ['x'], ['a']);
  const first = operator('a', 'first');
  const end = node('Neg', ['first'], ['y']);
  const values = ['a', 'b', 'first', 'second'];
  const inBody = () => {
    const loop = node('If', ['x'], ['y']);
    const [attribute] = node('If', [], [], { then_branch: { int: 0 } }).attribute;
    const inner = graph([neg, first, end], { inputs: [], outputs: ['y'], values }).graph;
    loop.attribute = [Object.assign(attribute, { type: 5, g: inner })];
    return graph([loop]);
  };
  const cases: Readonly<Record<string, readonly [() => Model, string]>> = {
    'an unknown operator': [
      () => graph([neg, operator('a', 'first', 'Triple'), end], { values }),
      'onnx: Triple "first": expected an operator (Double), got Triple',
    ],
    'an operator without an attribute': [
      () =>
        graph([neg, operator('a', 'first', 'Double', { ...attributes, heads: { int: 0 } }), end], { values }),
      'onnx: Double "first": expected a positive attribute heads, got 0',
    ],
    'an operator with too few outputs': [
      () => graph([neg, node('Double', ['a', 'cos', 'sin'], ['first'], attributes, { domain: DOMAIN }), end]),
      'onnx: Double "first": expected 3 or 4 inputs and 2 outputs, got 3 and 1',
    ],
    'computed rope tables': [
      () =>
        graph([neg, node('Double', ['a', 'a', 'sin'], ['first', 'w'], attributes, { domain: DOMAIN }), end]),
      'onnx: Double "first": expected an initializer, got the computed value "a"',
    ],
    'a computed parameter of the heads': [
      () =>
        graph([
          neg,
          node('Double', ['a', 'cos', 'sin', 'a'], ['first', 'w'], attributes, { domain: DOMAIN }),
          end,
        ]),
      'onnx: Double "first": expected an initializer, got the computed value "a"',
    ],
    'an operator inside a body': [
      inBody,
      'onnx: Double "first": expected in the main graph, got it in a body of If "y"',
    ],
    'an operator inside a function': [
      () =>
        graph([neg], {
          outputs: ['a'],
          functions: [
            localFunction({
              domain: 'ours',
              name: 'Layer',
              inputs: ['a', 'cos', 'sin'],
              outputs: ['first'],
              attributes: [],
              opsets: { [DOMAIN]: 1 },
              nodes: [first],
            }),
          ],
        }),
      'onnx: Double "first": expected in the main graph, got it in function ours.Layer',
    ],
    'two operators side by side': [
      () => graph([neg, first, operator('a', 'second'), node('Add', ['first', 'second'], ['y'])], { values }),
      'onnx: Double "second": expected to follow Double "first", got one that does not need its output',
    ],
    'an operator that reads a graph input': [
      () => graph([operator('x', 'first'), end], { values }),
      'onnx: Double "first": expected a node of its own segment to give "x", got none',
    ],
    'an operator that reads an operator': [
      () => graph([neg, first, operator('first', 'second'), node('Neg', ['second'], ['y'])], { values }),
      'onnx: Double "second": expected a node of its own segment to give "first", got none',
    ],
    'nodes out of order': [
      () => graph([node('Neg', ['b'], ['y']), node('Neg', ['x'], ['b'])]),
      'onnx: Neg "y": expected a node before it that gives "b", got none',
    ],
    'a value given twice': [
      () => graph([neg, node('Abs', ['x'], ['a']), node('Neg', ['a'], ['y'])]),
      'onnx: Abs "a": expected to be the only one that gives "a", got another before it',
    ],
    'a crossing value without a type': [
      () => graph([neg, first, end], { values: ['first'] }),
      'onnx: Neg "a": expected the element type of "a" in value_info, got none',
    ],
    'an operator that nobody reads': [
      () => graph([neg, first, node('Neg', ['x'], ['y'])], { values }),
      'onnx: Double "first": expected a reader of its output, got none',
    ],
    'a reader of the weights': [
      () => graph([neg, first, node('Neg', ['first.weights'], ['y'])], { values }),
      'onnx: Neg "y": expected no reader of the weights "first.weights" of first, which only a whole graph computes',
    ],
    'weights as a graph output': [
      () => expose(graph([neg, first, end], { values: [...values, 'first.weights'] }), ['first.weights']),
      'onnx: graph output "first.weights": expected a node of a segment to give it, got none',
    ],
  };
  test.each(Object.entries(cases))('%s', (_, [make, message]) => {
    expect(() => cut(make(), known)).toThrow(new Error(message));
  });
});
