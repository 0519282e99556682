export { renderCsv } from './csv';
export { documentOf } from './document';
export { renderGithub } from './github';
export { renderHtml } from './html';
export { renderJson } from './json';
export { renderJunit } from './junit';
export { renderPdf } from './pdf';
export { renderSummary } from './summary';
