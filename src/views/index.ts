/** The views: the whole page as one component, props in and callbacks out. */
export { Explorer, type ExplorerProps } from './Explorer.tsx';
