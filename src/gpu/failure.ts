/** What went wrong on the device: WebGPU reports it later and aside, callers get it thrown where they wait. */
import type { Gpu } from './open.ts';

/** The device is gone, and every buffer on it: only a new device helps. */
export class DeviceLost extends Error {
  constructor(reason: string, message: string) {
    super(`gpu: expected the device to stay, got lost (${reason}): ${message}`);
    this.name = 'DeviceLost';
  }
}

const MB = 2 ** 20;

/** A buffer that the device did not give. */
export class OutOfMemory extends Error {
  readonly label: string;
  /** Bytes asked for, and held at that time, spare ones too. */
  readonly asked: number;
  readonly held: number;
  /** Bytes that the device allows of one buffer, where that is what stood in the way. */
  readonly most: number | null;

  constructor(label: string, asked: number, held: number, most: number | null = null) {
    const wanted = `${Math.ceil(asked / MB)} MiB for ${label}`;
    super(
      most === null
        ? `gpu: out of memory: expected ${wanted} beside ${Math.ceil(held / MB)} MiB in use, got none`
        : `gpu: out of memory: expected at most ${Math.floor(most / MB)} MiB in one buffer, got ${wanted}`,
    );
    this.name = 'OutOfMemory';
    this.label = label;
    this.asked = asked;
    this.held = held;
    this.most = most;
  }
}

/** Failures of one owner's work: those known, and those that the device has yet to speak of. */
interface Ledger {
  readonly known: Error[];
  readonly pending: Set<Promise<void>>;
}

interface Watch {
  /** Whose work is being asked for; the device itself stands for nobody. */
  owner: object;
  readonly ledgers: WeakMap<object, Ledger>;
}

const watches = new WeakMap<GPUDevice, Watch>();

/** Closed in this order. Whatever else fails after an allocation, the allocation is the cause. */
const SCOPES = ['out-of-memory', 'validation'] as const;

/** Losing a device and failing a pending read are reported in no fixed order, at most about so far apart. */
const GRACE_MS = 100;

function errorOf(error: GPUError): Error {
  const outOfMemory = typeof GPUOutOfMemoryError !== 'undefined' && error instanceof GPUOutOfMemoryError;
  return new Error(`gpu: ${outOfMemory ? 'out of memory' : 'expected a valid call, got'}: ${error.message}`);
}

function openScopes(device: GPUDevice): void {
  for (const kind of SCOPES.toReversed()) device.pushErrorScope(kind);
}

function watchOf({ device }: Gpu): Watch {
  const found = watches.get(device);
  if (found) return found;
  const watch: Watch = { owner: device, ledgers: new WeakMap() };
  watches.set(device, watch);
  openScopes(device);
  return watch;
}

function ledgerOf(gpu: Gpu, owner: object): Ledger {
  const { ledgers } = watchOf(gpu);
  const found = ledgers.get(owner) ?? { known: [], pending: new Set() };
  ledgers.set(owner, found);
  return found;
}

/** What may fail of the work that is being asked for: null when it is known that it did not. */
export function noteFailure(gpu: Gpu, failure: Promise<Error | null>): void {
  const { known, pending } = ledgerOf(gpu, watchOf(gpu).owner);
  const noted: Promise<void> = failure.then(
    (error) => {
      if (error) known.push(error);
      pending.delete(noted);
    },
    // Only a lost device does not answer, and that is said elsewhere.
    () => void pending.delete(noted),
  );
  pending.add(noted);
}

function closeScopes(gpu: Gpu): void {
  for (const _ of SCOPES)
    noteFailure(
      gpu,
      gpu.device.popErrorScope().then((error) => error && errorOf(error)),
    );
}

/**
 * Keeps the errors that nobody waits for, until someone does. All calls to the device lie in error scopes, since the
 * event of an error outside of them may come later than what it spoiled.
 */
export function watchFailures(gpu: Gpu): void {
  const { known } = ledgerOf(gpu, gpu.device);
  gpu.device.addEventListener('uncapturederror', (event) => {
    event.preventDefault();
    known.push(errorOf(event.error));
  });
  gpu.lost.then(({ reason, message }) => known.unshift(new DeviceLost(reason, message)));
}

/**
 * Says whose work is asked for from now on: its failures are thrown where the same owner waits, and nowhere else.
 * Failures of nobody's work are thrown in whoever waits first.
 */
export function charge(gpu: Gpu, owner: object = gpu.device): void {
  const watch = watchOf(gpu);
  if (watch.owner === owner) return;
  closeScopes(gpu);
  watch.owner = owner;
  openScopes(gpu.device);
}

/** Throws the first thing that is known to have failed of the owner's work, once; a lost device every time. */
export function throwFailure(gpu: Gpu, owner: object = watchOf(gpu).owner): void {
  for (const { known } of [ledgerOf(gpu, gpu.device), ledgerOf(gpu, owner)]) {
    const [first] = known;
    if (!(first instanceof DeviceLost)) known.length = 0;
    if (first) throw first;
  }
}

/** Waits for work of the present owner; throws what failed of all that was asked for before this was called. */
export async function waitFor(gpu: Gpu, work: Promise<unknown>): Promise<void> {
  const { owner } = watchOf(gpu);
  closeScopes(gpu);
  openScopes(gpu.device);
  const pending = [gpu.device, owner].flatMap((each) => [...ledgerOf(gpu, each).pending]);
  try {
    await work;
  } catch (error) {
    // The wait's own error says less than what explains it.
    await Promise.race([gpu.lost, new Promise((wake) => setTimeout(wake, GRACE_MS))]);
    throwFailure(gpu, owner);
    throw error;
  }
  await Promise.all(pending);
  throwFailure(gpu, owner);
}
