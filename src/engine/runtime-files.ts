/** ONNX Runtime's binaries as files of this site; sizes and digests are of the version in package-lock.json. */
import asyncify from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';
import jspi from 'onnxruntime-web/ort-wasm-simd-threaded.jspi.wasm?url';
import wasm from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import type { FileWanted } from './download.ts';
import type { Build } from './runtime.ts';

export const runtimeFiles: Readonly<Record<Build, FileWanted>> = {
  asyncify: {
    url: asyncify,
    bytes: 26781914,
    sha256: '39f9f0894d478800487ed9f7dbe92618498db320cf55c8e3d89adff8dce658da',
  },
  jspi: {
    url: jspi,
    bytes: 16758545,
    sha256: 'a54c76f86b0f0d9572380cf1c6292a7b3903716ffcbcd6b0e5c7050bf430eb93',
  },
  wasm: {
    url: wasm,
    bytes: 14239897,
    sha256: '3398c10d07d229bd91b364548e130e0e51a8e5704b88c7c083ebbeb78842dee2',
  },
};
