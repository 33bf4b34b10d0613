// No page, and nothing that it loads, can keep anything in the browser: the two stores are out of reach.
"use strict";
["localStorage", "sessionStorage"].forEach(function (store) {
  Object.defineProperty(window, store, { get: function () { throw new Error("not used here"); } });
});
