/** `npm start`: installs what is missing, serves the app and prints its address. */
import { ready, root } from './ready.mjs';

const PORT = 5173;

try {
  await ready();
  const { createServer } = await import('vite');
  const server = await createServer({
    root,
    clearScreen: false,
    logLevel: 'warn',
    server: { host: 'localhost', port: PORT, strictPort: false },
  });
  await server.listen();
  console.log(`Softpick Explorer is at ${server.resolvedUrls.local[0]} (Ctrl+C ends it)`);
} catch (error) {
  console.error(process.env.DEBUG ? error : error.message);
  process.exitCode = 1;
}
