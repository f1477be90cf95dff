// Buttons that copy a citation. Without a clipboard, or without scripts, the words can be selected.
(function () {
  "use strict";
  if (!navigator.clipboard || !navigator.clipboard.writeText) return;

  // Tells what has happened to those who do not see the button.
  var said = document.createElement("p");
  said.className = "hidden";
  said.setAttribute("role", "status");
  document.querySelector("main").append(said);

  document.querySelectorAll(".citation").forEach(function (citation) {
    var button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy";
    var label = citation.previousElementSibling;
    if (label && label.id) button.setAttribute("aria-describedby", label.id);
    var waiting;
    function say(words) {
      clearTimeout(waiting);
      said.textContent = button.textContent = words;
      waiting = setTimeout(function () {
        said.textContent = "";
        button.textContent = "Copy";
      }, 3000);
    }
    button.addEventListener("click", function () {
      navigator.clipboard.writeText(citation.textContent.trim()).then(
        function () { say("Copied"); },
        function () { say("Select the words to copy them"); }
      );
    });
    citation.after(button);
  });
})();
