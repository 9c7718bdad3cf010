/** The loop from spec to run, with an explorer made of one function. */

import { expect, test } from 'vitest';
import { Problem, type Question } from '#explore';
import { defaultSpec } from '#share';
import { type Answer, type Ask, createState, follow } from '#state';

const tick = () => new Promise((resolve) => setTimeout(resolve, 0));

interface Asked {
  readonly question: Question;
  readonly signal: AbortSignal;
  answer(): void;
  fail(problem: Problem): void;
  progress(loaded: number): void;
}

function setUp(text = 'one') {
  const asked: Asked[] = [];
  const explorer: Ask = {
    models: async () => [],
    ask: (question, { signal, onProgress }) =>
      new Promise<Answer>((resolve, reject) => {
        signal.addEventListener('abort', () => reject(new Problem('aborted', 'a newer text came')));
        asked.push({
          question,
          signal,
          answer: () =>
            resolve({ serial: asked.length, card: { id: question.model }, report: question } as never),
          fail: reject,
          progress: (loaded) => onProgress({ loaded, total: 10, network: true }),
        });
      }),
  };
  const { spec, run } = createState({ ...defaultSpec, text, panes: [{ model: 'a' }, { model: 'b' }] });
  const following = follow(spec, run, explorer);
  const pane = (index: number) => run.getState().panes[index];
  return { asked, spec, run, following, pane };
}

test('each pane asks the text of its own model', () => {
  const { asked, pane } = setUp();
  expect(asked.map(({ question }) => question)).toEqual([
    { pane: 0, panes: 2, model: 'a', text: 'one', start: true },
    { pane: 1, panes: 2, model: 'b', text: 'one', start: true },
  ]);
  expect(pane(0).status).toBe('loading');
});

test('the newest text wins: the older run is stopped and its answer never shown', async () => {
  const { asked, spec, pane } = setUp();
  spec.setState({ text: 'two' });
  expect(asked[0].signal.aborted).toBe(true);
  asked[0].answer();
  asked[2].answer();
  await tick();
  expect(asked[2].question.text).toBe('two');
  expect(pane(0).answer?.report.text).toBe('two');
  expect(pane(1).status).toBe('loading');
});

test('an answer that came too late to be stopped replaces the one that the machine keeps no longer', async () => {
  const late: ((answer: Answer) => void)[] = [];
  const answerOf = (serial: number) => ({ serial, card: { id: 'a' } }) as Answer;
  const { spec, run } = createState({ ...defaultSpec, text: 'one', panes: [{ model: 'a' }] });
  follow(spec, run, { models: async () => [], ask: () => new Promise((resolve) => late.push(resolve)) });
  late[0](answerOf(1));
  await tick();
  spec.setState({ text: 'two' });
  spec.setState({ text: 'three' });
  late[1](answerOf(2));
  await tick();
  expect(run.getState().panes[0]).toMatchObject({ status: 'running', answer: { serial: 2 } });
  late[2](answerOf(3));
  await tick();
  expect(run.getState().panes[0]).toMatchObject({ status: 'done', answer: { serial: 3 } });
});

test('the last answer stays while the next one runs or fails, and retry asks again', async () => {
  const { asked, spec, following, pane } = setUp();
  asked[0].answer();
  await tick();
  spec.setState({ text: 'two' });
  expect(pane(0)).toMatchObject({ status: 'running', answer: { report: { text: 'one' } } });
  asked[2].fail(new Problem('broken-file', 'bad'));
  await tick();
  expect(pane(0)).toMatchObject({ status: 'failed', problem: { kind: 'broken-file', message: 'bad' } });
  expect(pane(0).answer?.report.text).toBe('one');
  following.retry(0);
  expect(asked.at(-1)?.question).toEqual({ pane: 0, panes: 2, model: 'a', text: 'two', start: true });
  asked.at(-1)?.answer();
  await tick();
  expect(pane(0)).toMatchObject({ status: 'done', problem: null, answer: { report: { text: 'two' } } });
});

test('progress is shown while loading, and is gone when done', async () => {
  const { asked, pane } = setUp();
  asked[0].progress(4);
  expect(pane(0)).toMatchObject({ status: 'loading', progress: { loaded: 4, total: 10 } });
  asked[0].answer();
  await tick();
  expect(pane(0)).toMatchObject({ status: 'done', progress: null });
});

test('an empty text asks nothing and keeps the last answer', async () => {
  const { asked, spec, pane } = setUp();
  asked[0].answer();
  await tick();
  const before = asked.length;
  spec.setState({ text: '  \n' });
  expect(asked).toHaveLength(before);
  expect(pane(0)).toMatchObject({ status: 'waiting', answer: { report: { text: 'one' } } });
});

test('another model in one pane leaves the other pane alone', () => {
  const { asked, spec } = setUp();
  spec.setState({ panes: [{ model: 'a' }, { model: 'c' }] });
  expect(asked.slice(2).map(({ question }) => question)).toEqual([
    { pane: 1, panes: 2, model: 'c', text: 'one', start: true },
  ]);
});

test('with the start token or without it is another question, to every pane', () => {
  const { asked, spec } = setUp();
  spec.setState({ start: false });
  expect(asked.slice(2).map(({ question }) => [question.pane, question.start])).toEqual([
    [0, false],
    [1, false],
  ]);
  expect(asked[0].signal.aborted).toBe(true);
});

test('a closed pane is stopped and gone', () => {
  const { asked, spec, run } = setUp();
  spec.setState({ panes: [{ model: 'a' }] });
  expect(asked[1].signal.aborted).toBe(true);
  expect(run.getState().panes).toHaveLength(1);
});

test('a lost device is asked again by itself once, then only on retry', async () => {
  const { asked, following, pane } = setUp();
  asked[0].answer();
  asked[1].answer();
  await tick();
  following.recover('driver reset');
  expect(asked).toHaveLength(4);
  expect(pane(0)).toMatchObject({
    status: 'loading',
    notice: 'device-lost',
    answer: { report: { text: 'one' } },
  });
  following.recover('driver reset');
  await tick();
  expect(asked).toHaveLength(4);
  expect(pane(0)).toMatchObject({ status: 'failed', problem: { kind: 'device-lost' } });
  following.retry(0);
  expect(asked).toHaveLength(5);
});
