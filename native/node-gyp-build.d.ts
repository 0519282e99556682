declare module 'node-gyp-build' {
  /** Loads the addon that was built in this folder. */
  function load(folder: string): unknown;
  export = load;
}
