/** Figures that leave the page: SVG with vector text, tables as CSV. Pure: text in, text out. */
export { type Cell, csvOf } from './csv.ts';
export { type FigureColours, type HeadFigure, headFigure } from './head-figure.ts';
export { type Mark, marksOf, markText, rampStops } from './legend.ts';
export { type SheetFigure, sheetFigure } from './sheet-figure.ts';
