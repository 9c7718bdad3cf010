/**
 * Measures, in the page as shipped, how busy the main thread is while the pointer moves over a large map, to another
 * query in every frame: from each move to the end of that frame's layout and paint, and everything else that happened
 * until the next frame, replies of the worker among it. The same without moves comes first. Posts each line to /log,
 * then DONE; `?frames=300` sets the count of frames, `?pins=6` pins heads too, `?engine=wasm` asks for the fallback.
 */
const query = new URLSearchParams(location.search);
const frame = document.getElementById('site');
const sentence =
  "According to all known laws of aviation, there is no way that a bee should be able to fly. Its wings are too small to get its fat little body off the ground. The bee, of course, flies anyway. Because bees don't care what humans think is impossible.";
const text = Array(8).fill(sentence).join(' ');
const pins = ['0:1.1', '1:1.1', '0:3.5', '1:3.5', '0:5.1', '1:5.1'].slice(0, Number(query.get('pins') ?? 0));

const log = (line) =>
  fetch('/log', { method: 'POST', body: typeof line === 'string' ? line : JSON.stringify(line) });
const rest = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const rounded = (value) => Math.round(value * 100) / 100;
const share = (values, p) =>
  rounded(values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * p))]);
const summary = (values) => ({
  median: share(values, 0.5),
  p90: share(values, 0.9),
  p99: share(values, 0.99),
  max: rounded(Math.max(...values)),
});

const inside = () => frame.contentDocument;
const run = () => inside()?.querySelector('[data-run]')?.getAttribute('data-run');

async function until(test, what, ms = 240_000) {
  const start = performance.now();
  while (!test()) {
    if (performance.now() - start > ms) throw new Error(`expected ${what}, got ${run()}`);
    await rest(20);
  }
}

/** A pointer at a share of the field's sides, as a mouse that moves over it. */
function move(field, right, down) {
  const { left, top, width, height } = field.getBoundingClientRect();
  const place = { clientX: left + right * width, clientY: top + down * height };
  const init = { bubbles: true, composed: true, pointerType: 'mouse', pointerId: 1, ...place };
  field.dispatchEvent(new frame.contentWindow.PointerEvent('pointermove', init));
}

/** Calls back as soon as the main thread is free, again and again; the gaps between are what it was busy with. */
function watchGaps() {
  const { port1, port2 } = new MessageChannel();
  let busy = 0;
  let last = performance.now();
  let going = true;
  port1.onmessage = () => {
    const now = performance.now();
    // What the watching itself takes.
    if (now - last > 0.2) busy += now - last;
    last = now;
    if (going) port2.postMessage(null);
  };
  port2.postMessage(null);
  return {
    take() {
      const taken = busy;
      busy = 0;
      return taken;
    },
    stop() {
      going = false;
    },
  };
}

async function measure(frames, each) {
  const moves = [];
  const busy = [];
  const gaps = watchGaps();
  for (let index = 0; index < frames; index += 1) {
    await new Promise((resolve) => frame.contentWindow.requestAnimationFrame(resolve));
    busy.push(gaps.take());
    const start = performance.now();
    each(index);
    // A message that is sent in a frame comes after its layout and paint.
    await new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = resolve;
      port2.postMessage(null);
    });
    moves.push(performance.now() - start);
  }
  gaps.stop();
  return { frameMs: summary(moves.slice(5)), busyMs: summary(busy.slice(5)) };
}

async function main() {
  const engine = query.has('engine') ? `?engine=${query.get('engine')}` : '';
  frame.src = `./index.html${engine}#head=5.1&pins=${pins.join(',')}&text=${encodeURIComponent(text)}`;
  await new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
  await until(() => run() === 'done', 'the answer');
  await until(
    () => [...inside().querySelectorAll('canvas')].every((canvas) => canvas.dataset.serial),
    'all pictures',
  );
  await rest(1500);
  const frames = Number(query.get('frames') ?? 300);
  const field = inside().querySelector('.head-map .map-field');
  const at = (index) => [0.1 + (0.3 * ((index * 7) % 100)) / 100, 0.5 + (0.5 * ((index * 13) % 256)) / 256];
  await log({
    tokens: inside().body.innerText.match(/(\d+) of \d+ tokens/)?.[1],
    maps: inside().querySelectorAll('.map-field').length,
    frames,
    still: await measure(frames, () => undefined),
    moving: await measure(frames, (index) => move(field, ...at(index))),
    // The rows are all known by now.
    movingAgain: await measure(frames, (index) => move(field, ...at(index))),
  });
}

main()
  .catch((error) => log(`FAILED ${error.message}`))
  .finally(() => log('DONE'));
