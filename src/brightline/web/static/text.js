// Comfort only: keys on a piece of evidence. They work while the focus is on a piece, and nowhere else.
"use strict";

(function () {
  function arrive() {
    var at = /^#(piece-\d+|done)$/.test(window.location.hash) && document.getElementById(window.location.hash.slice(1));
    if (at) at.focus();
  }

  function move(piece, down) {
    var next = down ? piece.nextElementSibling : piece.previousElementSibling;
    if (!next) return;
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  }

  document.addEventListener("keydown", function (event) {
    var piece = event.target.closest ? event.target.closest(".piece") : null;
    if (!piece || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.repeat) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      move(piece, event.key === "ArrowDown");
      return;
    }
    var button = /^[yn]$/.test(event.key) && piece.querySelector('button[data-key="' + event.key + '"]');
    if (button) {
      event.preventDefault();
      button.click();
    }
  });

  if (document.readyState === "complete") arrive();
  else window.addEventListener("load", arrive);
})();
