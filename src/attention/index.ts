/** The attention operator: the rules, the float64 reference, and the WGSL. */
export { type Palette, palettes } from './palette.ts';
export { type BodyConstant, type BodyNode, EPSILON, type Rule, type RuleId, ruleNamed, rules } from './rules.ts';
export type {
  KeptLayer,
  LayerInput,
  LayerShape,
  Operator,
  PictureRequest,
  Scale,
  Survey,
  Tile,
} from './types.ts';
