/** The views: the whole page as one component, props in and callbacks out; and the arithmetic of its overview. */
export { type Arrangement, arrange, type Choice } from './arrange.ts';
export { type Atlas, layArrangement, type Placed, placesOf, type Room, tilesOf } from './atlas.ts';
export { Explorer, type ExplorerProps } from './Explorer.tsx';
export { walk } from './walk.ts';
