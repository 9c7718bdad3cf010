/** The attention operator: the rules, the float64 reference, and the WGSL. */
export { type KernelName, kernelCode } from './code.ts';
export { createGradient } from './gradient.ts';
export { gradientCode } from './gradient-code.ts';
export { gradientBytes, gradientPlanFor } from './gradient-plan.ts';
export { createGpuOperator } from './operator.ts';
export { type Painting, paint } from './paint.ts';
export {
  colourOf,
  differenceColourOf,
  differenceIndexOf,
  indexOf,
  LOG_DECADES,
  type Palette,
  placeOf,
  type Ramp,
} from './palette.ts';
export { palettes } from './palettes.ts';
export { type Plan, planFor, workgroupBytes } from './plan.ts';
export { attendRow, mixRow, rotate, scoreRow } from './reference.ts';
export { createReferenceGradient, gradientRow } from './reference-gradient.ts';
export { createReferenceOperator } from './reference-operator.ts';
export { renamed } from './request.ts';
export { EPSILON } from './rules/expm1.ts';
export type { BodyNode } from './rules/row.ts';
export {
  type Rule,
  type RuleId,
  ruleNamed,
  rules,
} from './rules.ts';
export type {
  Attended,
  Gradient,
  GradientInput,
  HeadPlace,
  KeptLayer,
  LayerGradient,
  LayerInput,
  LayerShape,
  Operator,
  PictureRequest,
  Precision,
  Scale,
  Survey,
  Tile,
} from './types.ts';
