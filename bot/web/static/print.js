"use strict";
(function () {
  var button = document.getElementById("in");
  button.hidden = false;
  button.addEventListener("click", function () { window.print(); });
})();
