/** The spec and its link, the sample texts, and how the page is framed. */
export { type Frame, parseFrame, type Theme } from './frame.ts';
export { type Parsed, parseLink, printLink } from './link.ts';
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
