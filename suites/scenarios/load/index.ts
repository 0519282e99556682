export {
  LOAD_UNITS,
  type LoadedRow,
  type LoadedSeries,
  type LoadOptions,
  type LoadUnit,
  SIGNS,
  type Sign,
  STAMPS,
  type Stamp,
} from './load-options';
export { playLoad } from './play-half-hours';
export { readLoad } from './read-half-hours';
