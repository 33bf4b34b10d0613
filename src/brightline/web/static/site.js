// Comfort only: every page works without this file.
"use strict";

(function () {
  // Leave now: by its button, or by Shift pressed three times in a row.
  var leaving = false;
  function leave() {
    var form = document.getElementById("leave");
    if (!form || leaving) return;
    leaving = true;
    document.body.hidden = true;
    var tries = 3;
    function away() { window.location.replace("/away"); }
    function again() {
      tries -= 1;
      if (tries > 0) window.setTimeout(send, 150);
      // As without scripts: whatever is wrong is then shown, rather than a page that says all is forgotten.
      else HTMLFormElement.prototype.submit.call(form);
    }
    function send() {
      var body = new URLSearchParams(new FormData(form));
      fetch("/leave", { method: "POST", body: body, keepalive: true, redirect: "manual" }).then(function (answer) {
        if (answer.ok || answer.type === "opaqueredirect") away();
        else again();
      }, again);
    }
    send();
  }
  // A page that the browser shows again as it was left can be left again.
  window.addEventListener("pageshow", function () { leaving = false; });

  document.addEventListener("submit", function (event) {
    if (event.target.id === "leave") {
      event.preventDefault();
      leave();
    }
  });

  var shifts = [];
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Shift") { shifts = []; return; }
    if (event.repeat) return;
    shifts.push(event.timeStamp);
    shifts = shifts.filter(function (at) { return event.timeStamp - at < 2000; });
    if (shifts.length >= 3) leave();
  });

  // Before a session ends of itself: a warning, and a way to stay.
  var timers = [];
  function awake() {
    var idle = Number(document.body.dataset.idle || 0);
    var box = document.getElementById("idle");
    timers.forEach(window.clearTimeout);
    if (!idle || !box) return;
    box.hidden = true;
    timers = [
      window.setTimeout(function () {
        box.hidden = false;
        box.setAttribute("role", "alert");
        box.querySelector("button").focus();
      }, Math.max(idle - 120, idle / 2) * 1000),
      window.setTimeout(function () { window.location.replace("/ended"); }, (idle + 5) * 1000),
    ];
  }
  awake();
  document.addEventListener("submit", function (event) {
    if (!event.target.closest("#idle")) return;
    event.preventDefault();
    fetch("/stay", { method: "POST", body: new URLSearchParams(new FormData(event.target)) }).then(function (answer) {
      if (answer.ok) awake();
      else window.location.replace("/ended");
    });
  });

  // After a whole page was put in: the focus where a reader would look first. A part that changes leaves it alone.
  document.addEventListener("htmx:afterSettle", function (event) {
    awake();
    if (event.detail.target !== document.body) return;
    var first = document.querySelector("[autofocus]") || document.querySelector("#main h1") || document.getElementById("main");
    if (first) {
      if (!first.hasAttribute("tabindex") && !first.matches("input, button, select, textarea, a")) first.tabIndex = -1;
      first.focus({ preventScroll: true });
    }
  });

  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-print]")) window.print();
  });
  function show() {
    document.querySelectorAll("[data-needs-script]").forEach(function (each) { each.hidden = false; });
  }
  show();
  document.addEventListener("htmx:afterSettle", show);
})();
