// Jest's words for tests, in Mocha: it keeps the modules of all tests loaded from mutant to mutant, where Jest loads them anew for each.
'use strict';

const { expect } = require('expect');
const { bind } = require('jest-each');

global.expect = expect;
global.beforeAll = (hook) => global.before(hook);

/** Mocha defines its words when it loads a file, so that they are dressed just before the first one. */
for (const word of ['it', 'describe']) {
  let own;
  Object.defineProperty(global, word, {
    configurable: true,
    get: () => own,
    set: (given) => {
      own = given;
      own.each = bind(given);
    },
  });
}
