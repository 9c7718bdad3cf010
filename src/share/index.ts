/** The spec and its link, the sample texts, and how the page is framed. */
export { type Frame, parseFrame, type Theme } from './frame.ts';
export { type Parsed, parseLink, printLink } from './link.ts';
export {
  cellAt,
  FEWEST_CELLS,
  moveBy,
  partOf,
  partWith,
  type Spot,
  sameZoom,
  spotOf,
  zoomAt,
  zoomOf,
} from './part.ts';
export { type Preset, presets } from './presets.ts';
export {
  type CellName,
  defaultSpec,
  type HeadName,
  type Kind,
  MOST_PINS,
  type Pane,
  type Pin,
  type Sort,
  type Span,
  type Spec,
  type Where,
  type Zoom,
} from './spec.ts';
