/**
 * Measures, in the page as shipped: from the last key to both panes redrawn, and the longest main-thread task while
 * typing at eight keys a second, while a text is pasted, and while the pointer crosses the open map with the tokens
 * coloured by it. Posts each line to /log, then DONE; `?keys=40` sets the count of awaited keys, `?engine=wasm` asks for
 * the fallback, `?models=tiny-softmax,tiny-softpick` for other models, `?repeat=8` takes the text eight times (some 500
 * tokens) and `?typed=60` types its last 60 letters.
 */
const query = new URLSearchParams(location.search);
const frame = document.getElementById('site');
const bee =
  "According to all known laws of aviation, there is no way that a bee should be able to fly. Its wings are too small to get its fat little body off the ground. The bee, of course, flies anyway. Because bees don't care what humans think is impossible.";
const repeats = Number(query.get('repeat') ?? 1);
const text = Array(repeats).fill(bee).join(' ');

const log = (line) =>
  fetch('/log', { method: 'POST', body: typeof line === 'string' ? line : JSON.stringify(line) });
const rest = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const share = (values, p) =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * p))];

const inside = () => frame.contentDocument;
const run = () => inside()?.querySelector('[data-run]')?.getAttribute('data-run');

async function until(test, what, ms = 120_000) {
  const start = performance.now();
  while (!test()) {
    if (performance.now() - start > ms)
      throw new Error(
        `expected ${what}, got ${run()}: ${[...(inside()?.querySelectorAll('[role="alert"]') ?? [])].map((each) => each.textContent).join(' | ')}`,
      );
    await rest(5);
  }
}

/** As a keyboard changes it: the field's own setter, then the event that frameworks listen to. */
function type(value) {
  const box = inside().querySelector('textarea');
  const { set } = Object.getOwnPropertyDescriptor(frame.contentWindow.HTMLTextAreaElement.prototype, 'value');
  set.call(box, value);
  box.dispatchEvent(new frame.contentWindow.InputEvent('input', { bubbles: true, inputType: 'insertText' }));
}

/** Resolves when every pane's picture has been replaced since the call and all panes are done. */
function redrawn() {
  const waiting = new Set(
    [...inside().querySelectorAll('section[data-model]')].map((pane) => pane.querySelector('canvas')),
  );
  return new Promise((resolve) => {
    frame.contentWindow.__drawn = async (canvas) => {
      waiting.delete(canvas);
      if (waiting.size > 0) return;
      while (run() !== 'done') await rest(0);
      resolve(performance.now());
    };
  });
}

/** The report that a pane offers for download. */
async function reportOf(pane) {
  const { URL } = frame.contentWindow;
  const original = URL.createObjectURL;
  const blob = await new Promise((resolve) => {
    URL.createObjectURL = (each) => {
      resolve(each);
      return original.call(URL, each);
    };
    [...pane.querySelectorAll('button')]
      .find((button) => button.textContent.includes('Download JSON'))
      .click();
  });
  URL.createObjectURL = original;
  return JSON.parse(await blob.text());
}

/** The largest difference of some numbers from the golden ones, where the folder has them. */
async function compareWithGolden() {
  const response = await fetch('./golden.json');
  if (!response.ok) return;
  const golden = await response.json();
  const gap = (got, wanted) => {
    const [a, b] = [got.flat(2), wanted.flat(2)];
    return Math.max(...b.map((value, index) => Math.abs(a[index] - value)));
  };
  for (const pane of inside().querySelectorAll('section[data-model]')) {
    const report = await reportOf(pane);
    const wanted = golden[report.model];
    if (!wanted) continue;
    const keys = ['col0', 'rowsum', 'zero', 'outmax', 'off', 'logit_last_head'];
    await log({
      model: report.model,
      engine: pane.textContent.match(/WebGPU · [^T]*|WASM[^T]*/)?.[0],
      nll: Math.abs(report.nll - wanted.nll),
      kurt: Math.abs(report.kurt / wanted.kurt - 1),
      ...Object.fromEntries(keys.map((key) => [key, gap(report[key], wanted[key])])),
    });
  }
}

/** Tells this page of every picture that the site puts on screen. */
function watchDrawing() {
  const { prototype } = frame.contentWindow.ImageBitmapRenderingContext;
  const original = prototype.transferFromImageBitmap;
  prototype.transferFromImageBitmap = function (bitmap) {
    original.call(this, bitmap);
    frame.contentWindow.__drawn?.(this.canvas);
  };
}

async function main() {
  const opened = performance.now();
  frame.src = `./index.html${query.has('engine') ? `?engine=${query.get('engine')}` : ''}#${query.has('models') ? `models=${query.get('models')}&` : ''}text=The`;
  await new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
  watchDrawing();
  await until(() => run() === 'done', 'the first answer');
  await log({
    firstAnswerMs: Math.round(performance.now() - opened),
    panes: [...inside().querySelectorAll('section[data-model]')].map((pane) => pane.innerText.slice(0, 200)),
  });

  const tasks = [];
  const frames = [];
  const { PerformanceObserver } = frame.contentWindow;
  new PerformanceObserver((list) => {
    for (const { duration, name, startTime } of list.getEntries()) tasks.push({ duration, name, startTime });
  }).observe({ type: 'longtask' });
  new PerformanceObserver((list) => {
    for (const { duration, blockingDuration, renderStart, startTime, scripts } of list.getEntries())
      frames.push({
        duration,
        blockingDuration,
        beforeRender: renderStart && renderStart - startTime,
        scripts: scripts.map(({ invoker, duration: took, sourceFunctionName }) => ({
          invoker,
          took,
          sourceFunctionName,
        })),
      });
  }).observe({ type: 'long-animation-frame' });

  // 1. One key at a time on a text of 64 tokens, each awaited.
  type(text);
  await rest(3000);
  await until(() => run() === 'done', 'the answer to the whole text');
  if (repeats === 1) await compareWithGolden();
  const times = [];
  const counts = Number(query.get('keys') ?? 40);
  for (let key = 0; key < counts; key += 1) {
    const start = performance.now();
    const drawn = redrawn();
    type(key % 2 ? text : `${text.slice(0, -1)}?`);
    times.push((await drawn) - start);
    await rest(150);
  }
  const warm = times.slice(3);
  await log({
    tokens: inside().body.innerText.match(/(\d+) of \d+ tokens/)?.[1],
    keyToRedrawnMs: { median: median(warm), p90: share(warm, 0.9), max: Math.max(...warm), n: warm.length },
  });

  // 2. Eight keys a second for the whole text: the box must never stall, and the last key must be answered.
  tasks.length = 0;
  frames.length = 0;
  const from = frame.contentWindow.performance.now();
  const late = [];
  const typed = Number(query.get('typed') ?? text.length);
  for (let length = text.length - typed + 1; length <= text.length; length += 1) {
    const due = performance.now() + 125;
    const start = performance.now();
    type(text.slice(0, length));
    late.push(performance.now() - start);
    await rest(due - performance.now());
  }
  const last = redrawn();
  type(`${text}.`);
  const key = performance.now();
  await log({
    typing: {
      keys: typed,
      longestTaskMs: Math.max(0, ...tasks.map(({ duration }) => duration)),
      longTasks: tasks,
      from,
      longFrames: frames,
      inputHandlerMs: { median: median(late), max: Math.max(...late) },
      lastKeyToRedrawnMs: (await last) - key,
    },
  });

  // 3. The text pasted over another of the same length, so that every token is another.
  const longest = () => Math.max(0, ...tasks.map(({ duration }) => duration));
  tasks.length = 0;
  frames.length = 0;
  const pasted = redrawn();
  type(`So ${text}`.slice(0, text.length));
  await pasted;
  await rest(500);
  await log({ pasting: { longestTaskMs: longest(), longFrames: frames } });

  // 4. The pointer over the open map, a move a frame, along the diagonal: a new query each time, up to 512.
  inside().querySelector('.head').click();
  await until(() => inside().querySelector('.map-field canvas')?.dataset.serial, 'a large map');
  await rest(500);
  tasks.length = 0;
  frames.length = 0;
  const field = inside().querySelector('.map-field');
  const { left, top, width, height } = field.getBoundingClientRect();
  const took = [];
  for (let step = 0; step < 120; step += 1) {
    await new Promise((resolve) => frame.contentWindow.requestAnimationFrame(resolve));
    const at = { clientX: left + (width * step) / 240, clientY: top + (height * step) / 120 };
    const start = performance.now();
    field.dispatchEvent(
      new frame.contentWindow.PointerEvent('pointermove', { ...at, bubbles: true, pointerType: 'mouse' }),
    );
    // Style and layout of what the move changed, which a frame would do after this.
    inside().body.getBoundingClientRect();
    took.push(performance.now() - start);
  }
  await log({
    pointing: {
      moveMs: { median: median(took), p90: share(took, 0.9), max: Math.max(...took) },
      coloured: [...inside().querySelectorAll('.chip')].filter(({ style }) => style.background).length,
      longestTaskMs: longest(),
    },
  });
}

main()
  .catch((error) => log(`FAILED ${error.message}`))
  .finally(() => log('DONE'));
