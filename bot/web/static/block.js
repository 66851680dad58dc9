"use strict";
(function () {
  var WHOLE = 1000;
  function part(text) { return text.split(";").map(function (one) { return one.trim(); }).filter(Boolean); }
  function show(box, sides) {
    box.style.left = sides[0] / 10 + "%";
    box.style.top = sides[1] / 10 + "%";
    box.style.width = (sides[2] - sides[0]) / 10 + "%";
    box.style.height = (sides[3] - sides[1]) / 10 + "%";
  }
  document.querySelectorAll(".draw").forEach(function (area) {
    var field = document.getElementById(area.dataset.into), start = null, drawn = null;
    var undo = document.querySelector('[data-from="' + area.dataset.into + '"]');
    function refresh() {
      area.querySelectorAll("i").forEach(function (one) { one.remove(); });
      part(field.value).forEach(function (one) {
        var box = document.createElement("i");
        show(box, one.split(",").map(Number));
        area.appendChild(box);
      });
      undo.hidden = !part(field.value).length;
    }
    function at(event) {
      var frame = area.getBoundingClientRect();
      function side(value, size) { return Math.max(0, Math.min(WHOLE, Math.round(WHOLE * value / size))); }
      return [side(event.clientX - frame.left, frame.width), side(event.clientY - frame.top, frame.height)];
    }
    function sides(end) {
      return [Math.min(start[0], end[0]), Math.min(start[1], end[1]), Math.max(start[0], end[0]), Math.max(start[1], end[1])];
    }
    area.addEventListener("dragstart", function (event) { event.preventDefault(); });
    area.addEventListener("pointerdown", function (event) {
      start = at(event);
      drawn = document.createElement("i");
      area.appendChild(drawn);
      area.setPointerCapture(event.pointerId);
      event.preventDefault();
    });
    area.addEventListener("pointermove", function (event) { if (start) { show(drawn, sides(at(event))); } });
    area.addEventListener("pointerup", function (event) {
      if (!start) { return; }
      var made = sides(at(event));
      start = null;
      if (made[2] > made[0] && made[3] > made[1]) { field.value = part(field.value).concat(made.join(",")).join("; "); }
      refresh();
    });
    area.addEventListener("pointercancel", function () { start = null; refresh(); });
    field.addEventListener("input", refresh);
    undo.addEventListener("click", function () { field.value = part(field.value).slice(0, -1).join("; "); refresh(); });
    refresh();
  });
})();
