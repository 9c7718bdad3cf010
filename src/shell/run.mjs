/** Runs a TypeScript program: `node src/shell/run.mjs src/shell/inspect.ts …` calls its `main(args)`. */
import { resolve } from 'node:path';
import { ready, root } from './ready.mjs';

/** The exit status that the program's main(args) gives; throws what it throws. */
async function run([program, ...args]) {
  if (!program) throw new Error('shell: expected the path of a program, got none');
  await ready();
  const vite = await import('vite');
  const environment = await openEnvironment(vite);
  try {
    const { main } = await environment.runner.import(resolve(root, program));
    if (typeof main !== 'function')
      throw new Error(`shell: expected ${program} to export main(args), got none`);
    return await main(args);
  } finally {
    await environment.close();
  }
}

/** The resolver of page and tests in Node: it knows `#room` and `?raw`, and leaves packages to Node. */
async function openEnvironment({ createRunnableDevEnvironment, resolveConfig }) {
  const config = await resolveConfig(
    {
      root,
      configFile: false,
      envDir: false,
      logLevel: 'error',
      cacheDir: 'node_modules/.vite/programs',
      environments: {
        program: {
          consumer: 'server',
          dev: { moduleRunnerTransform: true },
          resolve: { external: true, conditions: ['node'] },
        },
      },
    },
    'serve',
  );
  const environment = createRunnableDevEnvironment('program', config, {
    runnerOptions: { hmr: false },
    hot: false,
  });
  await environment.init();
  return environment;
}

/** A reader who stops reading, as `| head` does, is no error. */
process.stdout.on('error', (error) => process.exit(error.code === 'EPIPE' ? 0 : 1));

let status = 1;
try {
  status = (await run(process.argv.slice(2))) ?? 0;
} catch (error) {
  console.error(process.env.DEBUG ? error : error instanceof Error ? error.message : String(error));
}
// WASM threads would keep the process alive; what was printed is written out first.
process.stdout.write('', () => process.exit(status));
