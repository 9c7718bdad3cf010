/** The spec and its link, the sample texts, and how the page is framed. */
export { type Frame, parseFrame, type Theme } from './frame.ts';
export { type Parsed, parseLink, printLink } from './link.ts';
export { type Preset, presets } from './presets.ts';
export { defaultSpec, type HeadName, type Pane, type Spec } from './spec.ts';
