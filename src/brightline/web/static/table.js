// Parts that change by themselves leave the focus where it is: without this, site.js would take it to the head.
"use strict";
document.querySelectorAll("[data-quiet]").forEach(function (part) {
  part.addEventListener("htmx:afterSettle", function (event) { event.stopPropagation(); });
});
