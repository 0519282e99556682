export { csvLines, renderCsv } from './csv';
export { documentOf } from './document';
export { renderGithub } from './github';
export { renderHtml } from './html';
export { jsonParts, renderJson } from './json';
export { renderJunit } from './junit';
export { renderSummary } from './summary';

/** The report as a PDF. What sets it is large, and loaded only when there is something to set. */
export const renderPdf: typeof import('./pdf').renderPdf = (...report) =>
  (require('./pdf') as typeof import('./pdf')).renderPdf(...report);
