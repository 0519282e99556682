export { renderHtml } from './html';
export { renderJson } from './json';
export { renderJunit } from './junit';
export { renderSummary } from './summary';
